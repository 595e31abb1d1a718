// Xapian in the benchmark (command_line.hpp): the glass backend, compacted, with positions and without the lists of
// each document's terms, which only deleting and query expansion need.
#include "command_line.hpp"
#include "corpus.hpp"

#include <xapian.h>

#include <filesystem>

namespace {

using bench::kind;

class xapian_system {
 public:
  xapian_system(const std::string& target, bool) : database_(target), enquire_(database_) {}

  static void index(const std::vector<std::string>& a) try {
    const std::string loose = a[1] + ".loose";
    {
      Xapian::WritableDatabase to(loose, Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_NO_TERMLIST);
      Xapian::TermGenerator terms;
      bench::corpus_reader corpus(a[0]);
      for (bench::article each; corpus.next(each);) {
        Xapian::Document document;
        document.set_data(bench::record(each));
        terms.set_document(document);
        terms.set_termpos(0);
        for (const std::string& passage : bench::passages(each)) {
          terms.index_text(bench::folded(passage));
          terms.increase_termpos(1);
        }
        to.add_document(document);
      }
      to.commit();
      to.compact(a[1]);
    }
    std::filesystem::remove_all(loose);
  } catch (const Xapian::Error& trouble) {
    throw std::runtime_error(trouble.get_description());
  }

  static void sizes(const std::string& target) {
    std::uint64_t text = 0, index = 0;
    for (const auto& file : std::filesystem::directory_iterator(target))
      (file.path().filename() == "docdata.glass" ? text : index) += file.file_size();
    bench::print_size("text", text);
    bench::print_size("index", index);
  }

  std::optional<Xapian::Query> prepare(kind k, const std::vector<std::string>& words) {
    const auto size = static_cast<Xapian::termcount>(words.size());
    switch (k) {
      case kind::term:
        return Xapian::Query(words[0]);
      case kind::both:
        return Xapian::Query(Xapian::Query::OP_AND, words.begin(), words.end());
      case kind::either:
        return Xapian::Query(Xapian::Query::OP_OR, words.begin(), words.end());
      case kind::phrase:
        return Xapian::Query(Xapian::Query::OP_PHRASE, words.begin(), words.end(), size);
      case kind::prefix:
        return Xapian::Query(Xapian::Query::OP_WILDCARD, words[0]);
      case kind::other:
        break;
    }
    return std::nullopt;
  }

  std::size_t search(const Xapian::Query& query) {
    enquire_.set_query(query);
    hits_ = enquire_.get_mset(0, bench::hits_wanted);
    return hits_.size();
  }

  std::size_t titles() {
    std::size_t bytes = 0;
    for (auto hit = hits_.begin(); hit != hits_.end(); ++hit)
      bytes += bench::read_record(hit.get_document().get_data()).title.size();
    return bytes;
  }

  std::size_t article() {
    if (hits_.empty()) return 0;
    const std::string data = hits_.begin().get_document().get_data();
    const bench::stored article = bench::read_record(data);
    return article.title.size() + article.body.size();
  }

  template <class F>
  void matches(const Xapian::Query& query, F&& f) {
    if (identifiers_.empty())
      for (Xapian::docid i = 1; i <= database_.get_lastdocid(); ++i)
        identifiers_.emplace_back(bench::read_record(database_.get_document(i).get_data()).id);
    enquire_.set_query(query);
    const Xapian::MSet all = enquire_.get_mset(0, database_.get_doccount());
    for (auto hit = all.begin(); hit != all.end(); ++hit) f(identifiers_[*hit - 1]);
  }

 private:
  Xapian::Database database_;
  Xapian::Enquire enquire_;
  Xapian::MSet hits_;
  std::vector<std::string> identifiers_;
};

}  // namespace

int main(int count, char** values) {
  try {
    return bench::run<xapian_system>(count, values);
  } catch (const Xapian::Error& trouble) {
    std::fprintf(stderr, "%s: %s\n", values[0], trouble.get_description().c_str());
    return 2;
  }
}
