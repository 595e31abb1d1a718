// Random queries of every kind give exactly the oracle's articles, scores and order.
#include "comparison.hpp"
#include "synthetic.hpp"

#include <satchel/hosted/archive.hpp>

#include <memory>

namespace oracle {
namespace {

// A collection, its archive, and what the oracle knows of it.
struct library {
  temporary_directory folder;
  satchel::mapped_archive archive;
  articles known;
  std::unique_ptr<index> terms;

  std::string path() const { return folder.file("collection.satchel"); }

  void pack(const std::string& input, const satchel::pack::options& how) {
    satchel::pack::options all = how;
    all.inputs = {input};
    all.output = path();
    satchel::pack::pack(all, [](const satchel::pack::problem&) {});
    REQUIRE_FALSE(archive.open(path().c_str()));
  }
  void pack_json_lines(const std::string& text, const satchel::pack::options& how) {
    write_file(folder.file("articles.jsonl"), text);
    pack(folder.file("articles.jsonl"), how);
    known = read_json_lines(text);
  }
  // Makes the oracle's index, and checks that both number the articles alike.
  void study() {
    terms = std::make_unique<index>(known, archive.get().facts().stemmer);
    REQUIRE(archive.get().size() == known.size());
    for (std::uint32_t i = 0; i < known.size(); ++i) {
      satchel::summary s;
      REQUIRE_FALSE(archive.get().summarize(i, s));
      REQUIRE(s.identifier == known[i].identifier);
    }
  }
  std::uint32_t size() const { return static_cast<std::uint32_t>(known.size()); }
};

void pack_synthetic(library& made, std::size_t articles, std::uint32_t page_bytes, const char* language) {
  satchel::pack::options how = quick_options({}, {});
  how.page_bytes = page_bytes;
  how.language = language;
  made.pack_json_lines(synthetic_json_lines(articles, 7 * articles + page_bytes), how);
  made.study();
}

constexpr const char* reuters = SATCHEL_SHARED_DIR "/corpora/reuters.jsonl.zst";

}  // namespace

TEST_CASE("oracle: Reuters") {
  if (!std::filesystem::exists(reuters)) {
    MESSAGE("skipped: no ", reuters);
    return;
  }
  library made;
  made.pack_json_lines(read_zstd_file(reuters), quick_options({}, {}));
  made.study();
  CHECK(made.archive.get().facts().stemmer == "english");
  examiner asks(made.known, *made.terms, 1);
  check_all_kinds("Reuters", made.archive, made.size(), asks, queries_of_a_kind);
}

TEST_CASE("oracle: the sample collection") {
  library made;
  made.pack(SATCHEL_ROOT "/seeds", quick_options({}, {}));
  made.known = read_archive(made.path());
  made.study();
  examiner asks(made.known, *made.terms, 2);
  check_all_kinds("seeds", made.archive, made.size(), asks, queries_of_a_kind);
}

TEST_CASE("oracle: synthetic collections") {
  struct shape {
    std::size_t articles;
    std::uint32_t page_bytes;
    const char* language;
  };
  const shape shapes[] = {{1500, 4096, "en"}, {769, 512, "en"}, {700, 65536, "none"}, {257, 512, "en"},
                          {256, 4096, "en"},  {129, 4096, "en"}, {1, 512, "en"}};
  for (const shape& s : shapes) {
    library made;
    pack_synthetic(made, s.articles, s.page_bytes, s.language);
    // What becomes of missing words without a stemmer is a test of its own.
    const generator::limits how{made.archive.get().facts().stemmer != "", 1};
    examiner asks(made.known, *made.terms, s.articles, how);
    check_all_kinds("synthetic of " + std::to_string(s.articles), made.archive, made.size(), asks,
                    s.articles == 1500 ? queries_of_a_kind : queries_of_a_kind / 4);
  }
}

}  // namespace oracle
