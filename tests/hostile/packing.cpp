#include "packing.hpp"

#include <doctest/doctest.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <stdlib.h>

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

file_bytes packed(const articles& all, satchel::pack::options how) {
  const temporary_directory place;
  how.inputs = {place.file("articles.jsonl")};
  how.output = place.file("articles.satchel");
  {
    std::ofstream out(how.inputs[0], std::ios::binary);
    for (const nlohmann::json& article : all) out << article.dump() << '\n';
    REQUIRE(out.good());
  }
  const satchel::pack::summary done =
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
       {"tags", {"ink", "craft"}},
       {"source", "Bench notes"},
       {"date", "1987-03-14"},
       {"url", "https://example.org/ink"},
       {"lang", "en"},
       {"shelf", "B 12"},
       {"body", "Crushed oak galls and iron salt make a dark ink.\n\nThe ink bites into the paper and turns darker."}},
      {{"id", "press"},
       {"title", "The wooden press"},
       {"authors", {"Ben Achterberg", "Ada Moreau"}},
       {"tags", {"press"}},
       {"date", "1991-11-02"},
       {"body",
        "A wooden press needs two people: one inks the type, one pulls the bar. Movable type is set by hand, line by "
        "line, and locked in a frame. The paper is made damp so that it takes the ink, laid on the type, and pressed "
        "once or twice.\n\nThe bar turns a screw; the screw pushes a flat plate down. A good pair printed two hundred "
        "sheets an hour, hung them over lines to dry, and the next day printed the other side. When a book was done, "
        "the type went back into its cases, letter by letter, and another book was begun with the same movable "
        "type.\n\nLater presses were of iron and needed less force; the screw gave way to levers, and levers to "
        "rollers that turned with steam."}},
      {{"id", "paper"},
       {"title", "Paper from rags"},
       {"date", "2003"},
       {"tags", {"paper", "craft"}},
       {"body", "Rags are beaten to pulp.\n\nA sieve is dipped into the pulp; the sheet that stays on it is pressed."}},
      {{"id", "活字"}, {"title", "活字印刷"}, {"lang", "zh"}, {"body", "活字是用泥做的字。\n\n印刷以后可以再用。"}},
      {{"id", "шрифт"},
       {"title", "Шрифт"},
       {"lang", "ru"},
       {"date", "2011-06"},
       {"body", "Литеры хранят в кассе. Наборщик берёт их по одной."}},
  };
}

articles wordy_collection() {
  constexpr std::array who{"the binder", "a printer", "her sister", "the mill", "an old clerk", "our reader"};
  constexpr std::array did{"sold", "folded", "sewed", "counted", "hid", "restored", "indexed"};
  constexpr std::array what{"the almanac", "nine sheets", "a torn atlas", "that ledger", "the psalter", "two maps"};
  constexpr std::array when{"before dawn", "in the cold spring", "after the flood", "without a word", "twice a year"};
  std::mt19937 random(7);
  const auto one_of = [&](const auto& words) { return std::string(words[random() % words.size()]); };
  articles out;
  for (int i = 0; i < 24; ++i) {
    std::string body;
    for (int s = 0; s < 8; ++s)
      body += one_of(who) + " " + one_of(did) + " " + one_of(what) + " " + one_of(when) + (s % 4 == 3 ? ".\n\n" : ". ");
    const std::string number = std::to_string(10 + i);
    out.push_back({{"id", "ledger-" + number},
                   {"title", "Ledger " + number + ": " + one_of(what)},
                   {"date", "18" + number + "-05-01"},
                   {"tags", {one_of(did)}},
                   {"body", body}});
  }
  return out;
}

}  // namespace hostile
