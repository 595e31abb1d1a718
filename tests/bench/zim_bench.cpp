// libzim in the benchmark (command_line.hpp): a ZIM file with its full-text index, all settings as they come.
#include "command_line.hpp"
#include "corpus.hpp"

#include <zim/archive.h>
#include <zim/item.h>
#include <zim/search.h>
#include <zim/writer/contentProvider.h>
#include <zim/writer/creator.h>
#include <zim/writer/item.h>

#include <algorithm>
#include <filesystem>
#include <iostream>

namespace {

using bench::kind;

// What libzim's own index gets: the same terms as in the other systems.
class index_text : public zim::writer::IndexData {
 public:
  explicit index_text(const bench::article& a) : title_(bench::folded(a.title)) {
    const auto passages = bench::passages(a);
    for (std::size_t i = 1; i < passages.size(); ++i) content_ += bench::folded(passages[i]);
  }
  bool hasIndexData() const override { return true; }
  std::string getTitle() const override { return title_; }
  std::string getContent() const override { return content_; }
  std::string getKeywords() const override { return {}; }
  std::uint32_t getWordCount() const override {
    return static_cast<std::uint32_t>(std::count(content_.begin(), content_.end(), ' '));
  }
  GeoPosition getGeoPosition() const override { return {false, 0, 0}; }

 private:
  std::string title_, content_;
};

class text_item : public zim::writer::Item {
 public:
  explicit text_item(const bench::article& a)
      : path_(a.id), title_(a.title), record_(bench::record(a)), index_(std::make_shared<index_text>(a)) {}
  std::string getPath() const override { return path_; }
  std::string getTitle() const override { return title_; }
  std::string getMimeType() const override { return "text/plain"; }
  zim::writer::Hints getHints() const override { return {{zim::writer::FRONT_ARTICLE, 1}}; }
  std::unique_ptr<zim::writer::ContentProvider> getContentProvider() const override {
    return std::make_unique<zim::writer::StringProvider>(record_);
  }
  std::shared_ptr<zim::writer::IndexData> getIndexData() const override { return index_; }

 private:
  std::string path_, title_, record_;
  std::shared_ptr<index_text> index_;
};

class zim_system {
 public:
  zim_system(const std::string& target, bool) : archive_(target), searcher_(archive_) {
    std::cout.setstate(std::ios::failbit);  // it says there that it does not stem, in the midst of our results
  }

  static void index(const std::vector<std::string>& a) {
    zim::writer::Creator to;
    to.configIndexing(true, "zxx");  // a language without stemmer and stop words (with "none" it indexes nothing)
    to.startZimCreation(a[1]);
    bench::corpus_reader corpus(a[0]);
    for (bench::article each; corpus.next(each);) to.addItem(std::make_shared<text_item>(each));
    to.finishZimCreation();
  }

  static void sizes(const std::string& target) {
    // The indexes are entries of the file, behind those of the articles.
    const zim::Archive archive(target);
    std::uint64_t index = 0;
    for (zim::entry_index_type i = archive.getEntryCount(); i < archive.getAllEntryCount(); ++i) {
      const zim::Entry entry = archive.getEntryByPath(i);
      if (!entry.isRedirect() && entry.getPath().find("/xapian") != std::string::npos)
        index += entry.getItem().getSize();
    }
    bench::print_size("text", std::filesystem::file_size(target) - index);
    bench::print_size("index", index);
  }

  // libzim takes no prefixes, and its index has no positions to find phrases by.
  std::optional<zim::Query> prepare(kind k, const std::vector<std::string>& words) {
    switch (k) {
      case kind::term:
      case kind::both:
        return zim::Query(bench::joined(words, " AND "));
      case kind::either:
        return zim::Query(bench::joined(words, " OR "));
      default:
        return std::nullopt;
    }
  }

  std::size_t search(const zim::Query& query) {
    search_.emplace(searcher_.search(query));
    hits_.emplace(search_->getResults(0, bench::hits_wanted));
    return static_cast<std::size_t>(hits_->size());
  }

  std::size_t titles() {
    std::size_t bytes = 0;
    for (auto hit = hits_->begin(); hit != hits_->end(); ++hit) bytes += hit.getTitle().size();
    return bytes;
  }

  std::size_t article() {
    if (hits_->size() == 0) return 0;
    const std::string data = hits_->begin()->getItem(true).getData();
    const bench::stored article = bench::read_record(data);
    return article.title.size() + article.body.size();
  }

  template <class F>
  void matches(const zim::Query& query, F&& f) {
    const auto all = searcher_.search(query).getResults(0, static_cast<int>(archive_.getEntryCount()));
    for (auto hit = all.begin(); hit != all.end(); ++hit) f(hit.getPath());
  }

 private:
  zim::Archive archive_;
  zim::Searcher searcher_;
  std::optional<zim::Search> search_;
  std::optional<zim::SearchResultSet> hits_;
};

}  // namespace

int main(int count, char** values) { return bench::run<zim_system>(count, values); }
