// satchel complete: titles by how they start.

#include "article_json.hpp"
#include "command.hpp"
#include "opened.hpp"
#include "terminal.hpp"
#include "text.hpp"

#include <unistd.h>
#include <memory>

namespace satchel::tool {
namespace {

struct complete_arguments {
  std::string archive;
  std::vector<std::string> words;
  std::uint32_t limit = 10;
  bool json = false;
};

int run(const complete_arguments& how) {
  mapped_archive opened;
  open_archive(opened, how.archive);
  archive& a = opened.get();
  const std::string prefix = joined(how.words);
  std::vector<std::uint32_t> articles;
  if (how.limit > 0) {
    if (const error e = a.complete(prefix, [&](std::uint32_t article) {
          articles.push_back(article);
          return articles.size() < how.limit;
        }))
      throw trouble_with(how.archive, e);
  }
  const direction_marks marks = marks_on(STDOUT_FILENO);
  nlohmann::ordered_json titles = nlohmann::ordered_json::array();
  for (const std::uint32_t article : articles) {
    label l;
    if (const error e = label_of(a, article, l)) throw trouble_with(how.archive, e);
    if (how.json) {
      titles.push_back({{"article", article}, {"identifier", l.identifier}, {"title", l.title}});
    } else {
      const std::string line = printable(l.title, marks) + '\t' + printable(l.identifier, marks) + '\n';
      write_text(stdout, line);
    }
  }
  if (how.json) print_json(stdout, {{"prefix", prefix}, {"titles", titles}});
  return articles.empty() ? status_nothing : status_found;
}

}  // namespace

command add_complete(CLI::App& tool) {
  CLI::App* arguments = tool.add_subcommand("complete", "Titles that start with PREFIX: title, tab, identifier");
  const auto how = std::make_shared<complete_arguments>();
  add_archive(*arguments, how->archive);
  add_word(*arguments, "PREFIX", how->words,
           "how the title starts; case and accents do not matter,\nseveral words are joined by spaces")
      ->required();
  arguments->add_option("-n,--limit", how->limit, "at most so many titles; 10 if not given")->option_text("K");
  add_json(*arguments, how->json);
  arguments->footer(
      "Examples:\n"
      "  satchel complete news.satchel bat\n"
      "  satchel complete news.satchel -n 100 the\n\n"
      "Exit status: 0 found, 1 no such title, 2 error.");
  return {arguments, [how] { return run(*how); }};
}

}  // namespace satchel::tool
