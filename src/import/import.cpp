#include "import/import.hpp"

#include "import/fields/front_matter.hpp"
#include "import/html/html.hpp"
#include "import/io/file_tree.hpp"
#include "import/io/finish.hpp"
#include "import/io/input.hpp"
#include "import/json/json_lines.hpp"
#include "import/markdown/markdown.hpp"
#include "import/markdown/shortcodes.hpp"
#include "import/news/news.hpp"
#include "import/news/page_segment.hpp"
#include "import/text/characters.hpp"
#include "import/text/clean_text.hpp"
#include "import/text/format.hpp"
#include "import/text/plain_text.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <new>
#include <system_error>
#include <utility>

namespace satchel::pack {
namespace {

// Beyond these the Markdown parser's tree would take more memory than the article is worth.
constexpr std::size_t largest_markdown = std::size_t{256} << 20U;
constexpr std::size_t largest_guessed_markdown = std::size_t{16} << 20U;

class importer {
 public:
  importer(const import_options& options, const article_sink& sink, const report& report)
      : options_(options), sink_(sink), report_(report) {}

  bool import_path(const std::string& path) {
    if (path == "-") return import_file(path, origin{"standard input", "stdin"}, true);
    struct stat info {};
    if (stat(path.c_str(), &info) != 0) {
      report_({printable_path(path), "cannot be read: " + std::error_code(errno, std::generic_category()).message(),
               "left out; check the name and the permissions", true});
      return true;
    }
    if (S_ISDIR(info.st_mode)) {
      return for_each_file(path, report_, [&](const std::string& file, const std::string& name) {
        return import_file(
            file, origin{printable_path(file), printable_path(name.substr(0, name.size() - ending_size(name)))}, false);
      });
    }
    const auto slash = path.rfind('/');
    const std::string name = slash == std::string::npos ? path : path.substr(slash + 1);
    return import_file(
        path, origin{printable_path(path), printable_path(name.substr(0, name.size() - ending_size(name)))}, true);
  }

 private:
  // `asked_for`: the user named this very file, so its ending need not be a known one.
  bool import_file(const std::string& path, const origin& from, bool asked_for) {
    try {
      input in(path);
      const std::string_view start = in.peek();
      if (!in.error().empty()) {
        report_({from.where, "cannot be read: " + in.error(), "left out; check the permissions", true});
        return true;
      }
      if (trim(start).empty() && start.size() < 1000) {
        report_({from.where, "the file is empty", "left out", true});
        return true;
      }
      file_format format = path == "-" ? file_format::unknown : format_by_name(path);
      if (looks_binary(start)) {
        report_({from.where, "not text: a binary file", "skipped", format != file_format::unknown});
        return true;
      }
      if (format == file_format::unknown) {
        format = format_by_bytes(start);
        if (format == file_format::text && !asked_for && ending_size(path) > 0) {
          report_({from.where, "of no known format (its ending is none of txt, md, html, jsonl, json)",
                   "skipped; name the file itself, or end its name with .txt, to pack it as text", false});
          return true;
        }
      }
      if (format == file_format::json && begins_json_lines(start)) format = file_format::json_lines;
      if (format == file_format::json_lines) return import_json_lines(in, from, options_, sink_, report_);
      std::string text = in.read_all();
      if (!in.error().empty()) {
        report_({from.where, "reading failed: " + in.error(), "left out", true});
        return true;
      }
      if (format == file_format::json) return import_json_document(std::move(text), from, options_, sink_, report_);
      return import_text(std::move(text), format, from);
    } catch (const std::bad_alloc&) {
      // Nothing is left out: what memory there was must not decide what is in the archive.
      throw failure(from.where + ": there is not enough memory to take it in; free some, or split the file");
    }
  }

  bool import_text(std::string&& text, file_format format, const origin& from) {
    decode_declared(text, format == file_format::html ? html_charset(text) : std::string());
    if (const std::size_t replaced = clean_text(text); replaced > 0) {
      report_({from.where,
               std::to_string(replaced) + (replaced == 1 ? " place is" : " places are") + " not valid UTF-8",
               "replaced by U+FFFD; convert the file to UTF-8 to keep the text", false});
    }
    article a;
    a.origin = from.where;
    block_list blocks;
    if (format == file_format::html) {
      blocks = read_html_page(text, a);
      apply_news_rules(blocks, a, false);
    } else {
      blocks = read_text(text, format, from, a);
    }
    text.clear();
    text.shrink_to_fit();
    finish_blocks(std::move(blocks), a.body);
    if (a.identifier.empty()) a.identifier = from.identifier;
    return hand_over(std::move(a), sink_, report_);
  }

  block_list read_text(std::string_view text, file_format format, const origin& from, article& a) {
    const std::size_t whole = text.size();
    text = read_front_matter(text, from.where, report_, a);
    // A file with front matter is the source of a web page, before its generator has run.
    const std::string generated =
        text.size() < whole && format == file_format::markdown ? without_shortcodes(text) : std::string();
    if (!generated.empty()) text = generated;
    const bool named = format == file_format::markdown;
    if (named && text.size() > largest_markdown) {
      report_({from.where, "too large to be read as Markdown", "read as plain text", false});
    } else if (named || (text.size() <= largest_guessed_markdown && looks_like_markdown(text))) {
      block_list blocks = read_markdown(text);
      // Front matter says that somebody wrote this file; without, it may be a saved page with all its navigation.
      if (a.title.empty()) keep_page_article(blocks, a);
      const bool has_headings = std::any_of(blocks.begin(), blocks.end(),
                                            [](const import_block& b) { return b.kind == satchel::kind::heading; });
      apply_news_rules(blocks, a, !named && !has_headings);
      return blocks;
    }
    block_list blocks = read_plain_text(text);
    apply_news_rules(blocks, a, true);
    return blocks;
  }

  const import_options& options_;
  const article_sink& sink_;
  const report& report_;
};

}  // namespace

bool import_paths(const std::vector<std::string>& paths, const import_options& options, const article_sink& sink,
                  const report& report) {
  importer work(options, sink, report);
  return std::all_of(paths.begin(), paths.end(), [&](const std::string& path) { return work.import_path(path); });
}

}  // namespace satchel::pack
