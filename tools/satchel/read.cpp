// satchel read: one article.

#include "article_json.hpp"
#include "article_text.hpp"
#include "command.hpp"
#include "opened.hpp"
#include "pager.hpp"

#include <unistd.h>
#include <algorithm>
#include <memory>
#include <optional>

namespace satchel::tool {
namespace {

struct read_arguments {
  std::string archive, query, color = "auto";
  std::vector<std::string> words;
  std::optional<std::size_t> width;
  bool all = false, json = false, pager = true;
};

int run(const read_arguments& how) {
  mapped_archive opened;
  open_archive(opened, how.archive);
  archive& a = opened.get();
  const std::string what = CLI::detail::join(how.words, " ");
  const std::optional<std::uint32_t> article = find_article(a, how.archive, what);
  if (!article) {
    complain_not_found(a, how.archive, what);
    return status_nothing;
  }
  query_size size;
  if (const error e = how.query.empty() ? error{} : archive::measure(how.query, size))
    throw trouble_with_query(how.archive, how.query, e);
  text_printer text(
      stdout, {choose_style(how.color), how.width ? *how.width : text_columns(), how.all, marks_on(STDOUT_FILENO)});
  json_printer json(stdout, how.all, article);
  article_printer& printer = how.json ? static_cast<article_printer&>(json) : text;
  const paging pages(how.pager && !how.json);
  const error e =
      how.query.empty() ? print_article(a, *article, printer) : print_article(opened, *article, how.query, printer);
  if (e) throw trouble_with(how.archive, e);
  return status_found;
}

}  // namespace

command add_read(CLI::App& tool) {
  CLI::App* arguments = tool.add_subcommand("read", "Print an article");
  const auto how = std::make_shared<read_arguments>();
  add_archive(*arguments, how->archive);
  add_word(*arguments, "WHAT", how->words,
           "the article: its identifier, else its title (case and\n"
           "accents do not matter), else #N, its number from 0 on;\n"
           "several words are joined by spaces")
      ->required();
  CLI::Option* query = arguments
                           ->add_option("-q,--query", how->query,
                                        "highlight the words of QUERY in the text, in every form\nthat search finds")
                           ->option_text("QUERY");
  arguments->add_flag("-a,--all", how->all, "with notices, disclaimers and the like");
  arguments
      ->add_flag("--json", how->json,
                 "one JSON object: title, subtitle, authors, published,\n"
                 "source, url, language, tags, fields, and paragraphs:\n"
                 "a list of {kind, level, text}")
      ->excludes(query)
      ->option_text(" ");
  arguments
      ->add_option(
          "--width", how->width,
          "break lines at N columns, 0: nowhere; as wide as the\nterminal up to 80 if not given, nowhere in files")
      ->option_text("N");
  add_color(*arguments, how->color);
  add_no_pager(*arguments, how->pager);
  arguments->footer(
      "Examples:\n"
      "  satchel read news.satchel deir-ezzor\n"
      "  satchel read news.satchel The Battle for Aleppo\n"
      "  satchel read news.satchel deir-ezzor -q 'ceasefire aid*'\n"
      "  satchel read news.satchel '#0' --json\n"
      "  PAGER='less -S' satchel read news.satchel deir-ezzor\n\n"
      "Pagers are used on a terminal only. They run in a shell; an empty one is none.\n"
      "less is given LESS=FRX unless LESS is set: what fits in the window is printed.\n"
      "Exit status: 0 found, 1 no such article, 2 error.");
  return {arguments, [how] { return run(*how); }};
}

}  // namespace satchel::tool
