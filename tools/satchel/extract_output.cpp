#include "extract_output.hpp"

#include "article_files.hpp"
#include "article_json.hpp"
#include "article_markdown.hpp"
#include "article_text.hpp"
#include "errors.hpp"
#include "output_file.hpp"
#include "terminal.hpp"

#include <unistd.h>

namespace satchel::tool {
namespace {

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

}  // namespace

std::unique_ptr<destination> open_destination(const extract_form& how, const std::string& archive) {
  if (how.format == "jsonl") return std::make_unique<one_file>(how.output.empty() ? "-" : how.output, archive, false);
  if (how.output.empty())
    throw trouble("", "--format " + how.format + " writes one file per article",
                  "name a directory with -o, or - for all on standard output");
  if (how.output == "-") return std::make_unique<one_file>("-", archive, true);
  return std::make_unique<many_files>(how.output, how.format == "text" ? ".txt" : ".md");
}

std::unique_ptr<article_printer> make_printer(const extract_form& how, std::FILE* out) {
  if (how.format == "jsonl") return std::make_unique<json_printer>(out, true);
  const direction_marks marks = how.output == "-" ? marks_on(STDOUT_FILENO) : direction_marks::kept;
  if (how.format == "markdown") return std::make_unique<markdown_printer>(out, how.all, marks);
  return std::make_unique<text_printer>(out, text_printer::options{{}, 0, how.all, marks});
}

}  // namespace satchel::tool
