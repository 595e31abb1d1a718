// Makes the archives that fuzzing starts from: make_seeds ARCHIVES.cpp, a source file for seeds.hpp; and with
// a second argument, a folder, inputs for the targets that take whole archives.

#define DOCTEST_CONFIG_IMPLEMENT
#include "../hostile/answers.hpp"
#include "../hostile/forging.hpp"
#include "../signing.hpp"
#include "seeds.hpp"

#include <doctest/doctest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

namespace {

using hostile::articles;
using hostile::file_bytes;
using satchel::pack::positions;
using named = std::pair<std::string, file_bytes>;

// What no decoder makes smaller: its frame takes two bytes to say how long it is.
std::string noise() {
  std::string out;
  std::uint32_t state = 1;
  for (int i = 0; i < 400; ++i) {
    state = state * 1664525 + 1013904223;
    out += static_cast<char>('a' + (state >> 24) % 26);
    if (i % 8 == 7) out += ' ';
  }
  return out;
}

// Two articles, all metadata, in little more than 2 KB.
articles few() {
  return {{{"id", "ink"},
           {"title", "Oak gall ink"},
           {"subtitle", "A recipe"},
           {"authors", {"Ada Moreau"}},
           {"tags", {"craft"}},
           {"source", "Bench notes"},
           {"date", "1987-03-14"},
           {"lang", "en"},
           {"shelf", "B 12"},
           {"body", "Oak galls and iron make a dark ink. The ink bites.\n\nOld ink is brown."}},
          {{"id", "活字"}, {"title", "活字印刷"}, {"date", "1991-11"}, {"body", "活字是用泥做的。 " + noise()}}};
}

// Lists of all lengths, several ranges of articles, dates, identifiers that are numbered.
articles cards(int count) {
  articles out;
  for (int i = 0; i < count; ++i)
    out.push_back({{"id", "card-" + std::to_string(i % 290)},
                   {"title", "Card " + std::to_string(i % 50)},
                   {"date", "19" + std::to_string(10 + i % 80)},
                   {"authors", {i % 2 == 0 ? "Ada Moreau" : "Jo Lind"}},
                   {"body", "Common ink " + std::to_string(i % 7) + (i % 3 == 0 ? " common press." : " pressing.") +
                                (i == 0 ? noise() : std::string())}});
  return out;
}

// Lists of several ranges, from such as every article has to such as are rare.
articles many(int count) {
  articles out;
  for (int i = 0; i < count; ++i) {
    std::string body = i % 16 == 5 ? "ink ink ink" : "ink";
    if (i % 3 != 0) body += " common";
    if (i % 37 == 0) body += " press ink press";
    if (i % 300 == 7) body += " iron";
    out.push_back({{"id", std::to_string(i)}, {"body", body}});
  }
  out.front()["body"] = noise();
  return out;
}

// Enough words that come again for codes of two bytes.
articles vocabulary() {
  const std::string all = noise();
  articles out;
  for (int round = 0; round < 5; ++round) {
    std::string body;
    for (int i = 0; i < 260; ++i)
      body += all.substr(static_cast<std::size_t>(i * 7 % 300), 5) + static_cast<char>('a' + i % 26) + ' ';
    out.push_back({{"id", "v" + std::to_string(round)}, {"body", round == 0 ? noise() : body}});
  }
  return out;
}

// What folding changes: syllables and kana in parts, digits, alphabets of mathematics, ligatures, marks.
nlohmann::json scripts() {
  return {{"id", "scripts"},
          {"title", "Скрипт \u0438\u0306 \u1112\u1161\u11AB\u1100\u1173\u11AF"},
          {"body",
           "\u304B\u3099 \u30CF\u309A \u30CF\u3099 \u3046\u3099 \u30EF\u3099 \u309D\u3099 \u3064\u3099 \u3042\u3099 "
           "\u304B\u309A "
           "\u0661\u0662 \u0967\u0968 \U0001D7D9\U0001D7DA \U0001D400\U0001D401 \uFF21\uFF42 \uFB01ne \u00DF "
           "\u0130 \u1E9E \uFDFA \u00BD \u2160 \u3300 \u33E0 \u2126 \u212B \uAC00 \uD7A3 \U0002F800 \u0958 "
           "\u0E01\u0E33 e\u0301 \u0345 \u10D0\u1C90 \u13A0\uAB70 \u24D0 \u1F88 \U00010400 \u01C5 "
           "\u1100\u1161 \uAC00\u11A8 \u2F00 \u2E9F"}};
}

// A text without blanks, in parts that end within its words.
nlohmann::json unspaced() {
  std::string body;
  for (int i = 0; i < 90; ++i) body += i % 4 == 0 ? "活字" : i % 4 == 1 ? "印刷" : i % 4 == 2 ? "用泥" : "做的";
  return {{"id", "unspaced"}, {"body", body}};
}

articles wordy(articles all) {
  all.front()["body"] = noise();
  return all;
}

// What the differential target asks: few enough articles for many questions a second.
articles shelf() {
  articles all = few();
  for (const auto& more : {hostile::small_collection(), cards(12), {scripts(), unspaced()}})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

satchel::pack::options parts(positions kept) {
  satchel::pack::options how = hostile::small_parts();
  how.positions = kept;
  how.level = 1;
  return how;
}

file_bytes in_48k(const articles& all) {
  satchel::pack::options how = parts(positions::full);
  how.page_bytes = how.block_bytes = 0;
  how.dictionary_bytes = -1;
  how.memory_bytes = 48 << 10;
  return hostile::packed(all, how);
}

file_bytes stored(const file_bytes& archive) {
  hostile::parts p = hostile::take_apart(archive);
  p.stored = true;
  hostile::lay_out(p);
  const file_bytes out = hostile::put_together(p);
  hostile::guarded_memory memory(hostile::ample);
  satchel::archive open;
  REQUIRE(!open.open({hostile::direct(out), memory.bytes(), satchel::checking::on_read}));
  satchel::verify_result result;
  REQUIRE(!satchel::verify(open, result, [](const satchel::error&) {}));
  REQUIRE(result.damaged == 0);
  return out;
}

std::vector<named> packed_archives() {
  const articles all = shelf();
  return {{"full", hostile::packed(all, parts(positions::full))},
          {"passage", hostile::packed(all, parts(positions::passage))},
          {"none", hostile::packed(all, parts(positions::none))},
          {"48K", in_48k(all)}};
}

std::vector<named> stored_archives() {
  satchel::pack::options with_dictionary = parts(positions::full);
  with_dictionary.dictionary_bytes = 300;
  satchel::pack::options with_words = parts(positions::passage);
  with_words.block_bytes = 2048;
  with_words.word_codes = 400;
  return {{"few", stored(hostile::packed(few(), parts(positions::full)))},
          {"few, passages", stored(hostile::packed(few(), parts(positions::passage)))},
          {"few, no positions", stored(hostile::packed(few(), parts(positions::none)))},
          {"dictionary", stored(hostile::packed(wordy(hostile::wordy_collection()), with_dictionary))},
          {"words", stored(hostile::packed(vocabulary(), with_words))},
          {"cards", stored(hostile::packed(cards(300), parts(positions::full)))},
          {"many", stored(hostile::packed(many(2600), parts(positions::full)))}};
}

// In small units and large ones; in the smallest, the tree of the cards has two levels.
std::vector<named> signed_archives(const satchel::test::signing_key& key) {
  const auto made = [&](const articles& all, std::uint32_t unit) {
    return satchel::test::signed_archive(hostile::packed(all, parts(positions::full)), key, unit);
  };
  return {{"signed", made(few(), 512)},
          {"signed, large units", made(few(), 4096)},
          {"signed, more units", made(shelf(), 512)},
          {"signed, two levels", made(cards(300), 512)}};
}

// A public key as minisign writes it into a file.
std::string key_file(const satchel::public_key& key) {
  std::string raw = "Ed";
  raw.append(reinterpret_cast<const char*>(key.id), sizeof key.id);
  raw.append(reinterpret_cast<const char*>(key.point), sizeof key.point);
  char text[64];
  sodium_bin2base64(text, sizeof text, reinterpret_cast<const unsigned char*>(raw.data()), raw.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  return std::string("untrusted comment: a key of the fuzz targets\\n") + text + "\\n";
}

void write(std::ostream& out, const char* array, const std::vector<named>& all) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    out << "alignas(8) constexpr unsigned char " << array << i << "[] = {";
    for (const std::byte b : all[i].second) out << std::to_integer<int>(b) << ',';
    out << "};\n";
  }
  out << "}\nconst seed " << array << "[] = {\n";
  for (std::size_t i = 0; i < all.size(); ++i)
    out << "  {\"" << all[i].first << "\", reinterpret_cast<const char*>(" << array << i << "), sizeof " << array << i
        << "},\n";
  out << "};\nnamespace {\n";
}

// Calls of each kind, as calls.hpp reads them: the kind, then what it wants, texts with their lengths.
constexpr char some_calls[] =
    "\x0C\x25\x04ink "
    "\x01\x01\x01\xFF"
    "\x04\x78\x01\x01\x04iron"
    "\x0A"
    "\x0B"
    "\x09\x00\x01o\x32"
    "\x07\x01\x01\x00"
    "\x08\x01\x01\x00"
    "\x03\x01\x01\x28"
    "\x02\x01\x01\xFF\x03ink"
    "\x06\x01\x01";

void write_inputs(const std::string& folder, const std::vector<named>& archives) {
  for (const auto& [name, bytes] : archives)
    for (const int how : {0, 1, 6, 16}) {
      if (bytes.size() > 6000) continue;
      std::ofstream out(folder + "/" + name + " " + std::to_string(how), std::ios::binary);
      out << static_cast<char>(how) << static_cast<char>(sizeof some_calls - 1)
          << std::string(some_calls, sizeof some_calls - 1);
      out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
      REQUIRE(out.good());
    }
}

}  // namespace

int main(int arguments, char** values) {
  doctest::Context context;
  context.setAsDefaultForAssertsOutOfTestCases();
  context.setAssertHandler([](const doctest::AssertData& failed) {
    std::cerr << failed.m_file << ':' << failed.m_line << ": " << failed.m_expr << " failed\n";
    std::exit(1);
  });
  if (arguments != 2 && arguments != 3) {
    std::cerr << "usage: make_seeds ARCHIVES.cpp [FOLDER]\n";
    return 2;
  }
  const satchel::test::signing_key key(1);
  const std::vector<named> packed = packed_archives(), stored = stored_archives(), with_key = signed_archives(key);
  for (const auto* all : {&packed, &stored, &with_key})
    for (const auto& [name, bytes] : *all) std::cout << name << ": " << bytes.size() << " bytes\n";
  REQUIRE(packed.size() == fuzz::packings);
  REQUIRE(stored.size() == fuzz::stored_seed_count);
  REQUIRE(with_key.size() == fuzz::signed_seed_count);
  if (arguments == 3)
    for (const auto* all : {&packed, &stored}) write_inputs(values[2], *all);
  std::ofstream out(values[1]);
  out << "#include \"seeds.hpp\"\nnamespace fuzz {\nnamespace {\n";
  write(out, "packed_seeds", packed);
  write(out, "stored_seeds", stored);
  write(out, "signed_seeds", with_key);
  out << "}\nconst char signer_key[] = \"" << key_file(key.open()) << "\";\n}\n";
  return out.flush() ? 0 : 1;
}
