#include "packing.hpp"

#include <satchel/format/zstd_decoder.hpp>

#include <doctest/doctest.h>

#include <stdlib.h>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

namespace hostile {
namespace {

// A directory that goes away with its contents.
class temporary_directory {
 public:
  temporary_directory() {
    std::string name = (std::filesystem::temp_directory_path() / "satchel-hostile-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~temporary_directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  temporary_directory(const temporary_directory&) = delete;
  temporary_directory& operator=(const temporary_directory&) = delete;

  std::string file(const char* name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

articles wordy_articles(int count) {
  constexpr std::array who{"the binder", "a printer", "her sister", "the mill", "an old clerk", "our reader"};
  constexpr std::array did{"sold", "folded", "sewed", "counted", "hid", "restored", "indexed"};
  constexpr std::array what{"the almanac", "nine sheets", "a torn atlas", "that ledger", "the psalter", "two maps"};
  constexpr std::array when{"before dawn", "in the cold spring", "after the flood", "without a word", "twice a year"};
  std::mt19937 random(7);
  const auto one_of = [&](const auto& words) { return std::string(words[random() % words.size()]); };
  articles out;
  for (int i = 0; i < count; ++i) {
    std::string body;
    for (int s = 0; s < 8; ++s)
      body += one_of(who) + " " + one_of(did) + " " + one_of(what) + " " + one_of(when) + (s % 4 == 3 ? ".\n\n" : ". ");
    const std::string number = std::to_string(10 + i);
    out.push_back({{"id", "ledger-" + number},
                   {"title", "Ledger " + number + ": " + one_of(what)},
                   {"date", "18" + std::to_string(10 + i % 90) + "-05-01"},
                   {"tags", {one_of(did)}},
                   {"body", body}});
  }
  return out;
}

}  // namespace

satchel::pack::options small_parts() {
  satchel::pack::options how;
  how.page_bytes = 512;
  how.block_bytes = 512;
  how.dictionary_bytes = 0;
  how.language = "en";
  how.threads = 1;
  return how;
}

std::uint64_t workspace_for(const satchel::pack::options& how) {
  const std::uint64_t stated = how.memory_bytes < satchel::pack::memory_of_usual_decoder
                                   ? satchel::format::small_decoder_bytes
                                   : satchel::format::usual_decoder_bytes;
  return how.memory_bytes - satchel::pack::memory_reserve - stated + satchel::format::frame_decoder::context_bytes();
}

file_bytes packed(const articles& all, satchel::pack::options how) {
  const temporary_directory place;
  how.inputs = {place.file("articles.jsonl")};
  how.output = place.file("articles.satchel");
  {
    std::ofstream out(how.inputs[0], std::ios::binary);
    for (const nlohmann::json& article : all) out << article.dump() << '\n';
    REQUIRE(out.good());
  }
  const satchel::pack::statistics done =
      satchel::pack::pack(how, [](const satchel::pack::problem& p) { MESSAGE(p.where, ": ", p.what); });
  REQUIRE(done.articles == all.size());
  std::ifstream in(how.output, std::ios::binary);
  const std::vector<char> text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const auto* first = reinterpret_cast<const std::byte*>(text.data());
  return {first, first + text.size()};
}

articles small_collection() {
  return {
      {{"id", "ink"},
       {"title", "Oak gall ink"},
       {"authors", {"Ada Moreau"}},
       {"tags", {"craft"}},
       {"source", "Bench notes"},
       {"date", "1987-03-14"},
       {"shelf", "B 12"},
       {"body", "Crushed oak galls and iron make a dark ink.\n\nThe ink bites into the paper."}},
      {{"id", "press"},
       {"title", "The wooden press"},
       {"date", "1991-11"},
       {"body",
        "One person inks the movable type, one pulls the bar. The paper is made damp so that it takes the ink, laid on "
        "the type, and pressed once. The bar turns the screw; the screw pushes a flat plate down. A good pair pressed "
        "two sheets a minute, hung them over lines to dry, and made the other side the next day. When a book was done, "
        "the type went back into the case, and the next book was made with the same movable type.\n\nLater presses "
        "were of iron; the screw gave way to rollers."}},
      {{"id", "活字"}, {"title", "活字印刷"}, {"body", "活字是用泥做的。"}},
  };
}

articles wordy_collection() { return wordy_articles(24); }

void add_numbers(std::string& text, std::mt19937& random, std::size_t size) {
  while (text.size() < size) text += std::to_string(random()) + ' ';
}

file_bytes packed_text(const std::string& text) { return packed(articles(1, {{"id", "a"}, {"body", text}})); }

articles many_articles() {
  articles out;
  for (int i = 0; i < 300; ++i)
    out.push_back({{"id", "card-" + std::to_string(i)},
                   {"title", "Card " + std::to_string(i)},
                   {"date", "19" + std::to_string(10 + i % 80)},
                   {"body", "Common word " + std::to_string(i % 7) + (i % 3 == 0 ? " common again." : ".")}});
  return out;
}

articles repeated_collection() { return wordy_articles(300); }

}  // namespace hostile
