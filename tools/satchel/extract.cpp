// satchel extract: articles back out of an archive.

#include "article_files.hpp"
#include "article_json.hpp"
#include "article_markdown.hpp"
#include "article_text.hpp"
#include "command.hpp"
#include "opened.hpp"
#include "output_file.hpp"

#include <memory>
#include <optional>

namespace satchel::tool {
namespace {

struct options {
  std::string archive, output, format = "jsonl";
  std::vector<std::string> articles;
  bool all = false;
};

// Hands out, article by article, where and how to print.
class destination {
 public:
  virtual ~destination() = default;
  virtual std::FILE* begin(std::string_view identifier) = 0;
  virtual void end() = 0;
  virtual void finish() = 0;
};

class one_file : public destination {
 public:
  one_file(const std::string& path, const std::string& input, bool apart) : file_(path, input), apart_(apart) {}
  std::FILE* begin(std::string_view) override {
    if (apart_ && any_) std::fputs("\n\n", file_.stream());
    any_ = true;
    return file_.stream();
  }
  void end() override {}
  void finish() override { file_.commit(); }

 private:
  output_file file_;
  bool apart_;  // blank lines between articles
  bool any_ = false;
};

class many_files : public destination {
 public:
  many_files(const std::string& directory, const char* ending) : files_(directory, ending) {}
  std::FILE* begin(std::string_view identifier) override { return files_.create(identifier); }
  void end() override { files_.close(); }
  void finish() override {}

 private:
  article_files files_;
};

std::unique_ptr<destination> open_destination(const options& how) {
  if (how.format == "jsonl")
    return std::make_unique<one_file>(how.output.empty() ? "-" : how.output, how.archive, false);
  if (how.output.empty())
    throw trouble("", "--format " + how.format + " writes one file per article",
                  "name a directory with -o, or - for all on standard output");
  if (how.output == "-") return std::make_unique<one_file>("-", how.archive, true);
  return std::make_unique<many_files>(how.output, how.format == "text" ? ".txt" : ".md");
}

std::unique_ptr<article_printer> make_printer(const options& how, std::FILE* out) {
  if (how.format == "jsonl") return std::make_unique<json_printer>(out, true);
  if (how.format == "markdown") return std::make_unique<markdown_printer>(out, how.all);
  return std::make_unique<text_printer>(out, text_printer::options{{}, 0, how.all});
}

class extraction {
 public:
  extraction(const options& how, archive& from)
      : how_(how), from_(from), to_(open_destination(how)), damage_(how.archive) {}

  // Returns the last article that was extracted, or lost, with it.
  std::uint32_t extract(std::uint32_t article) {
    label l;
    error failed = label_of(from_, article, l);
    if (!failed) {
      const std::unique_ptr<article_printer> printer = make_printer(how_, to_->begin(l.identifier));
      failed = print_article(from_, article, *printer);
      to_->end();
    }
    if (!failed) return article;
    const std::uint32_t last = last_lost(from_, article);
    damage_.add(article, last, failed);
    return last;
  }

  bool finish() {
    to_->finish();
    return damage_.finish();
  }

 private:
  const options& how_;
  archive& from_;
  std::unique_ptr<destination> to_;
  damage_report damage_;
};

int run(const options& how) {
  mapped_archive opened;
  open_archive(opened, how.archive);
  archive& a = opened.get();
  extraction work(how, a);
  bool missing = false;
  for (const std::string& what : how.articles) {
    if (const std::optional<std::uint32_t> article = find_article(a, how.archive, what)) {
      work.extract(*article);
    } else {
      complain_not_found(a, how.archive, what);
      missing = true;
    }
  }
  if (how.articles.empty())
    for (std::uint32_t article = 0; article < a.size(); ++article) article = work.extract(article);
  return !work.finish() ? status_trouble : missing ? status_nothing : status_found;
}

}  // namespace

command add_extract(CLI::App& tool) {
  CLI::App* arguments = tool.add_subcommand("extract", "Write articles out again, all or some");
  const auto how = std::make_shared<options>();
  add_archive(*arguments, how->archive);
  add_word(*arguments, "WHAT", how->articles,
           "articles, each by identifier, else title, else #N; all if\nnone is given");
  arguments
      ->add_option("--format", how->format,
                   "jsonl (if not given): one JSON object per line, as\nread --json --all prints it; text or markdown: "
                   "one file\nper article")
      ->option_text("FORMAT")
      ->check(CLI::IsMember({"jsonl", "text", "markdown"}));
  arguments
      ->add_option(
          "-o,--output", how->output,
          "jsonl: a file; text and markdown: a directory for files\nnamed after the identifiers; -: standard output")
      ->option_text("PATH");
  arguments->add_flag("-a,--all", how->all, "text and markdown: with notices, disclaimers and the like");
  arguments->footer(
      "Examples:\n"
      "  satchel extract news.satchel | satchel pack - -o again.satchel\n"
      "  satchel extract news.satchel --format markdown -o articles/\n"
      "  satchel extract news.satchel deir-ezzor '#3'\n\n"
      "Files that exist are not overwritten. Exit status: 0 done, 1 an article was not\n"
      "found, 2 error.");
  return {arguments, [how] { return run(*how); }};
}

}  // namespace satchel::tool
