// satchel merge: archives into one, without what they were made of.

#include "article.hpp"
#include "command.hpp"
#include "opened.hpp"
#include "packing.hpp"

#include <memory>
#include <vector>

namespace satchel::tool {
namespace {

struct merge_arguments {
  tool::packing packing;
  std::vector<std::string> archives;
  const CLI::Option* language = nullptr;
};

// Looks at all archives before the first article is read: where one is none, nothing is begun. The stemmer that they
// all have, if they do.
std::string check(const merge_arguments& how) {
  std::string stemmer;
  const std::string* stemmed = nullptr;  // the archive that it is of
  bool any_unstemmed = false;
  for (const std::string& path : how.archives) {
    mapped_archive opened;
    open_archive(opened, path);
    const archive_info info = opened.get().info();
    if (!opened.get().info().known_analyzer) throw trouble_with(path, {errc::unknown_analyzer, part::none, 0, 0});
    any_unstemmed = any_unstemmed || info.stemmer.empty();
    if (info.stemmer.empty() || how.language->count() > 0) continue;
    if (stemmed == nullptr) {
      stemmed = &path;
      stemmer = info.stemmer;
    } else if (info.stemmer != stemmer) {
      throw trouble(
          path,
          "its words are stemmed as " + std::string(info.stemmer) + ", those of " + *stemmed + " as " + stemmer +
              ", and an archive has one language for stemming",
          "choose it with --language " + stemmer + ", or with --language auto by what most of the text is in");
    }
  }
  return any_unstemmed ? "" : stemmer;
}

// All articles of all archives, one after the other. In each, those whose identifiers the packer numbered, or may have
// to number, come last, in the order in which it got them: then they are numbered as when all sources are packed in
// one go.
class merged_articles {
 public:
  explicit merged_articles(const std::vector<std::string>& archives) : archives_(archives) {}

  bool next(satchel::pack::article& out, const satchel::pack::report& on_problem) {
    for (;;) {
      for (; article_ < order_.size(); out = {})
        if (take(order_[article_++], out, on_problem)) return true;
      if (opened_count_ == archives_.size()) return false;
      open_archive(opened_, archives_[opened_count_++]);
      put_in_order();
      article_ = 0;
    }
  }

 private:
  void put_in_order() {
    const auto* repeated = detail::archive_access::state(opened_.get()).directory.repeated;
    std::vector<bool> last(opened_.get().size());
    std::vector<std::uint32_t> behind;
    for (std::uint32_t i = 0; repeated != nullptr && i < repeated->size(); ++i) {
      const std::uint32_t article = repeated->Get(i);
      if (article >= last.size() || last[article]) continue;
      last[article] = true;
      behind.push_back(article);
    }
    order_.clear();
    for (std::uint32_t article = 0; article < last.size(); ++article)
      if (!last[article]) order_.push_back(article);
    order_.insert(order_.end(), behind.begin(), behind.end());
  }

  // False when the article is lost.
  bool take(std::uint32_t article, satchel::pack::article& out, const satchel::pack::report& on_problem) {
    const std::string& path = archives_[opened_count_ - 1];
    const std::string number = "article #" + std::to_string(article);
    const error e = read_article(opened_.get(), article, out);
    out.origin = path + ", " + number;
    if (!e) return true;
    const trouble why = trouble_with(path, e);
    if (e.code == errc::small_workspace || e.code == errc::newer_format) throw why;
    on_problem({path, number + (out.identifier.empty() ? "" : " \"" + out.identifier + '"') + " is lost: " + why.what(),
                why.remedy, true});
    return false;
  }

  const std::vector<std::string>& archives_;
  mapped_archive opened_;
  std::size_t opened_count_ = 0;
  std::vector<std::uint32_t> order_;  // of the articles of the opened archive
  std::size_t article_ = 0;           // the next in it
};

int run(const merge_arguments& given) {
  merge_arguments how = given;
  if (const std::string stemmer = check(how); how.language->count() == 0 && !stemmer.empty())
    how.packing.pack.language = stemmer;
  merged_articles articles(how.archives);
  how.packing.pack.articles = [&](satchel::pack::article& next, const satchel::pack::report& on_problem) {
    return articles.next(next, on_problem);
  };
  return make_archive(how.packing, how.archives);
}

}  // namespace

command add_merge(CLI::App& tool) {
  CLI::App* arguments = tool.add_subcommand("merge", "Make one archive of several");
  const auto how = std::make_shared<merge_arguments>();
  add_word(*arguments, "ARCHIVE", how->archives,
           "the archives; of articles with one identifier, those of\nearlier archives keep it")
      ->required();
  arguments->add_option("-o,--output", how->packing.pack.output, "the archive to make, - for standard output")
      ->option_text("FILE");
  add_packing_options(*arguments, how->packing);
  how->language = arguments->get_option("--language");
  arguments->footer(
      "The result is, byte for byte, what \"satchel pack\" makes of all sources in this\n"
      "order with these options; those that the archives were packed with do not carry\n"
      "over. Archives stemmed for different languages need --language.\n\n"
      "SIZE is a number of bytes, or as in 16K, 1M.\n\n"
      "Examples:\n"
      "  satchel merge monday.satchel tuesday.satchel -o week.satchel\n"
      "  satchel merge shards/*.satchel -o news.satchel --name \"The news\"\n"
      "  satchel merge old.satchel -o new.satchel --level 22 --block 64K\n\n"
      "Exit status: 0 all was merged, 1 an archive was written but articles that could\n"
      "not be read are missing from it, 2 no archive was written.");
  return {arguments, [how] { return run(*how); }};
}

}  // namespace satchel::tool
