// Texts coded with words, there and back.
#include "dice.hpp"
#include "pack/text/word_coder.hpp"
#include "pack/text/word_list.hpp"

#include <satchel/format/flatbuffer.hpp>
#include <satchel/format/word_codes.hpp>

#include <doctest/doctest.h>

#include <cctype>
#include <cstring>
#include <string>
#include <vector>

using namespace satchel;

namespace {

// A coder and the reader's word list for the same words.
class both_ways {
 public:
  explicit both_ways(const std::vector<std::string>& coded_words) : coder_(coded_words), table_(coder_.table()) {
    memory_.resize(table_.size() / 8 + 1);
    std::memcpy(memory_.data(), table_.data(), table_.size());
    const auto* root =
        format::root_of<format::WordCodes>({reinterpret_cast<const std::byte*>(memory_.data()), table_.size()});
    REQUIRE(root != nullptr);
    REQUIRE(list_.attach(*root));
    REQUIRE(list_.size() == coded_words.size());
  }

  std::string coded(const std::string& text) const {
    std::string out;
    coder_.encode(text, out);
    return out;
  }

  // What the coded text of one piece says, with "|" where its end stands; "(bad)" when it is not one or is longer than
  // `room`.
  std::string decoded(const std::string& text, std::size_t room) const {
    const bytes all{reinterpret_cast<const std::byte*>(text.data()), text.size()};
    format::text_position place;
    std::string out(room, '?');
    format::decoded_part part;
    if (!format::word_decoder(list_, all, place).part(reinterpret_cast<std::byte*>(out.data()), room, part) ||
        place.at < text.size() || place.ahead > 0)
      return "(bad)";
    return out.substr(0, part.size) + (part.ended ? "|" : "");
  }

  // What `room` bytes make of the coded text of one piece; the last is "(bad)" when that is not one.
  std::vector<std::string> parts(const std::string& text, std::size_t room) const {
    const bytes all{reinterpret_cast<const std::byte*>(text.data()), text.size()};
    std::vector<std::string> out;
    std::string buffer(room, '?');
    format::text_position place;
    for (format::decoded_part part; !part.ended && (place.at < text.size() || place.ahead > 0);) {
      if (!format::word_decoder(list_, all, place).part(reinterpret_cast<std::byte*>(buffer.data()), room, part))
        return out.push_back("(bad)"), out;
      out.push_back(buffer.substr(0, part.size));
    }
    return out;
  }

 private:
  pack::word_coder coder_;
  std::string table_;
  std::vector<std::uint64_t> memory_;
  format::word_list list_;
};

const std::vector<std::string> coded_words{"the",
                                           "ink",
                                           "London",
                                           "caf\xC3\xA9",
                                           "1987",
                                           "\xE6\xB4\xBB",
                                           "\xE6\xB4\xBB\xE5\xAD\x97",
                                           "I",
                                           "\xD1\x87\xD0\xB0\xD1\x81"};

}  // namespace

TEST_CASE("texts come back from their codes") {
  const both_ways both(coded_words);
  for (const std::string text : {"",
                                 " ",
                                 "the",
                                 "The ink.",
                                 "the ink",
                                 " the",
                                 "the ",
                                 "  the  ink  ",
                                 "THE INK",
                                 "tHE",
                                 "the-ink",
                                 "theink",
                                 "in London. the ink! The? INK",
                                 "london LONDON London lONDON",
                                 "I am. i am. I",
                                 "1987 19871987 1987the",
                                 "(the \"Ink\") \"the\"",
                                 "caf\xC3\xA9 Caf\xC3\xA9 CAF\xC3\xA9 caf\xC3\xA9s",
                                 "\x01\x02\x03\x04\x05",
                                 "line\nthe\n\nThe\tink",
                                 "\xE6\xB4\xBB\xE5\xAD\x97\xE6\xB4\xBB \xE6\xB4\xBB the\xE6\xB4\xBBthe",
                                 "\xD1\x87\xD0\xB0\xD1\x81 \xD0\xA7\xD0\xB0\xD1\x81.",
                                 "\xF0\x9F\x93\x9A ink \xF0\x9F\x93\x9A",
                                 "broken \xE6\xB4",
                                 "\xE6",
                                 "naught"}) {
    CAPTURE(text);
    CHECK(both.decoded(both.coded(text), text.size()) == text);
  }
  const std::string long_one(1000, '\xC3');
  CHECK(both.decoded(both.coded(long_one), long_one.size()) == long_one);
  CHECK(both.coded("The ink").size() == 2);
  CHECK(both.coded("The ink. The ink").size() == 5);
  CHECK(both.coded("In London.").size() == 4);
}

TEST_CASE("every byte but the one that ends pieces comes back, wherever it stands") {
  const both_ways both(coded_words);
  for (int byte = 1; byte < 256; ++byte) {
    const std::string one(1, static_cast<char>(byte));
    for (const std::string& text : {one, one + one, "the" + one + "ink", "the " + one + " ink", "\xC3" + one + "ink"}) {
      CAPTURE(text);
      CHECK(both.decoded(both.coded(text), text.size()) == text);
    }
  }
}

TEST_CASE("random texts come back from their codes") {
  test::dice random(4);
  const both_ways both(coded_words);
  const std::vector<std::string> parts{" ", "  ", ". ",   "\n",       "\"",           "(",           ",", "a",
                                       "Z", "7",  "\x02", "\xC3\xA9", "\xE6\xB4\xBB", "\xE5\xAD\x97"};
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (std::uint32_t n = random() % 12; n > 0; --n) {
      std::string part =
          random() % 2 == 0 ? coded_words[random() % coded_words.size()] : parts[random() % parts.size()];
      if (random() % 4 == 0 && static_cast<unsigned char>(part[0]) < 0x80)
        part[0] = static_cast<char>(std::toupper(part[0]));
      text += part;
    }
    CAPTURE(text);
    REQUIRE(both.decoded(both.coded(text), text.size()) == text);
  }
}

TEST_CASE("codes of all lengths") {
  std::vector<std::string> distinct;
  for (int i = 0; i < 7000; ++i) {
    std::string word;
    for (int n = i + 1000; n > 0; n /= 26) word.push_back(static_cast<char>('a' + n % 26));
    distinct.push_back(word);
  }
  const both_ways both(distinct);
  for (const std::size_t i : {0u, 95u, 96u, 351u, 352u, 6239u, 6240u, 6999u}) {
    CAPTURE(i);
    const std::string text = distinct[i] + " " + distinct[i], coded = both.coded(text);
    CHECK(both.decoded(coded, text.size()) == text);
    CHECK(coded.size() == 2 * (i < 96 ? 1u : i < 6240 ? 2u : 3u) + 1);  // a small letter begins: one byte more
  }
}

TEST_CASE("what is no coded text is refused") {
  const both_ways both(coded_words);
  using std::string;
  CHECK(both.decoded("", 1) == "");
  CHECK(both.decoded(string("ab\0", 3), 2) == "ab|");
  CHECK(both.decoded(string("a\0b", 3), 2) == "(bad)");  // two pieces
  CHECK(both.decoded("a", 0) == "(bad)");                // no room
  CHECK(both.decoded("\x01", 1) == "(bad)");             // no word follows
  CHECK(both.decoded("\x01"
                     "a",
                     1) == "(bad)");          // likewise
  CHECK(both.decoded("\x80", 2) == "(bad)");  // the word is longer
  CHECK(both.decoded("\x80", 3) == "The");
  for (std::size_t code = 0x80 + coded_words.size(); code < 0xE0; ++code)  // there is no such word
    CHECK(both.decoded(string(1, static_cast<char>(code)), 99) == "(bad)");
  CHECK(both.decoded("\xE0", 3) == "(bad)");                 // half a code
  CHECK(both.decoded(string("\x04\x00", 2), 1) == "(bad)");  // no byte
  CHECK(both.decoded("\x04\x05"
                     "abc",
                     5) == "(bad)");  // too few bytes
  CHECK(both.decoded("\x04\x03"
                     "abc",
                     2) == "(bad)");  // too many
  CHECK(both.decoded(string("\x04\x03"
                            "a\0c",
                            5),
                     9) == "(bad)");  // the end of a piece in the midst of it
  test::dice random(8);
  for (int round = 0; round < 50000; ++round) {
    string noise;
    for (std::uint32_t n = random() % 20; n > 0; --n) noise.push_back(static_cast<char>(random()));
    (void)both.decoded(noise, random() % 40);  // the sanitizers watch
  }
}

TEST_CASE("a piece that is longer than the buffer comes in parts") {
  const both_ways both(coded_words);
  test::dice random(9);
  const std::vector<std::string> units = {"the",
                                          "ink",
                                          "London",
                                          "unknown",
                                          "caf\xC3\xA9",
                                          "\xE6\xB4\xBB",
                                          "\xD1\x87\xD0\xB0\xD1\x81",
                                          "\xF0\x9F\x93\x9C",
                                          "\xD0\xB9\xD0\xB9",
                                          "1987",
                                          "."};
  for (int round = 0; round < 400; ++round) {
    const bool blanks = round % 2 == 0;
    const std::uint32_t kinds = 1 + random() % 11;
    std::string text;
    while (text.size() < 4000)
      text += units[random() % kinds + (kinds < 11 ? random() % (12 - kinds) : 0)] + (blanks ? " " : "");
    const std::size_t room = 512 + random() % 1000;
    std::string coded = both.coded(text), joined;
    coded += '\0';
    const std::vector<std::string> parts = both.parts(coded, room);
    REQUIRE(parts.size() > 1);
    for (const std::string& part : parts) {
      CHECK(part.size() <= room);
      CHECK((part.size() >= room / 4 || &part == &parts.back()));
      CHECK((static_cast<unsigned char>(part[0]) & 0xC0) != 0x80);  // whole code points
      if (blanks && &part != &parts.back()) CHECK(part.back() == ' ');
      joined += part;
    }
    CHECK(joined == text);
  }
  CHECK(both.parts("abc", 0) == std::vector<std::string>{"(bad)"});
  CHECK(both.parts("ab cd", 3) == std::vector<std::string>{"ab ", "cd"});
  CHECK(both.parts(std::string("\x04\x03") + "\xD0\xB9\xD0", 2) == std::vector<std::string>{"(bad)"});
}

TEST_CASE("parts end between code points, also where codes divide them") {
  const both_ways both(coded_words);
  for (const std::string character : {"\xD1\x87", "\xE6\xB4\xBB", "\xF0\x9F\x93\x9C"})
    for (std::size_t room = 8; room < 40; ++room) {
      CAPTURE(room);
      std::string text, coded, joined;
      while (text.size() < 200) text += character;
      for (const char byte : text) (coded += "\x04\x01") += byte;
      coded += '\0';
      const std::vector<std::string> parts = both.parts(coded, room);
      REQUIRE(parts.size() >= text.size() / room);
      for (const std::string& part : parts) {
        CHECK(part.size() % character.size() == 0);
        CHECK((part.size() + 2 * character.size() > room || &part == &parts.back()));
        joined += part;
      }
      CHECK(joined == text);
    }
}

TEST_CASE("word lists that lie about themselves are refused") {
  const auto sound = [](const std::vector<std::uint32_t>& starts, const std::vector<std::uint8_t>& sizes,
                        const std::string& text) {
    flatbuffers::FlatBufferBuilder b;
    const auto t = b.CreateVector(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    const auto z = b.CreateVector(sizes);
    const auto s = b.CreateVector(starts);
    b.Finish(format::CreateWordCodes(b, s, z, t));
    format::word_list list;
    return list.attach(*flatbuffers::GetRoot<format::WordCodes>(b.GetBufferPointer()));
  };
  CHECK(sound({0}, {2, 1}, "abc"));
  CHECK_FALSE(sound({1}, {2, 1}, "abc"));
  CHECK_FALSE(sound({}, {2, 1}, "abc"));
  CHECK_FALSE(sound({0, 3}, {2, 1}, "abc"));
  CHECK_FALSE(sound({0}, {2, 2}, "abc"));
  CHECK_FALSE(sound({0}, {3, 0}, "abc"));
  CHECK(sound({0}, {64}, std::string(64, 'a')));
  CHECK_FALSE(sound({0}, {65}, std::string(65, 'a')));
  CHECK_FALSE(sound({0}, {2, 1}, std::string("a\0c", 3)));  // the end of a piece
  // As many as there are codes, and one more.
  for (const std::uint32_t count : {format::words_limit, format::words_limit + 1}) {
    std::vector<std::uint32_t> starts;
    for (std::uint32_t i = 0; i < count; i += format::words_per_start) starts.push_back(i);
    CHECK(sound(starts, std::vector<std::uint8_t>(count, 1), std::string(count, 'a')) ==
          (count == format::words_limit));
  }
}

TEST_CASE("the list has the frequent words, in their most frequent form") {
  pack::word_counter counter;
  for (int i = 0; i < 10; ++i) counter.add("London and london, LONDON; mcDonald 1987");
  for (int i = 0; i < 5; ++i) counter.add("london");
  counter.add("rare");
  CHECK(counter.frequent(10) == std::vector<std::string>{"london", "1987", "and"});
  CHECK(counter.frequent(1) == std::vector<std::string>{"london"});
  CHECK(pack::word_counter().frequent(10).empty());
}
