// satchel list: all articles of an archive.

#include "article_json.hpp"
#include "command.hpp"
#include "opened.hpp"
#include "pager.hpp"
#include "terminal.hpp"
#include "text.hpp"

#include <unistd.h>
#include <memory>

namespace satchel::tool {
namespace {

struct list_arguments {
  std::string archive;
  bool json = false, pager = true;
};

void print_labels(const list_arguments& how, archive& a, damage_report& damage) {
  const direction_marks marks = marks_on(STDOUT_FILENO);
  const paging pages(how.pager && !how.json);
  label l;
  for (std::uint32_t article = 0; article < a.size(); ++article) {
    if (std::ferror(stdout) != 0) return;  // nobody reads any more
    if (const error e = label_of(a, article, l)) {
      const std::uint32_t last = last_lost(a, article);
      damage.add(article, last, e);
      article = last;
      continue;
    }
    if (how.json) {
      print_json(stdout, {{"article", article}, {"identifier", l.identifier}, {"title", l.title}});
    } else {
      const std::string line = printable(l.identifier, marks) + '\t' + printable(l.title, marks) + '\n';
      write_text(stdout, line);
    }
  }
}

int run(const list_arguments& how) {
  mapped_archive opened;
  open_archive(opened, how.archive);
  archive& a = opened.get();
  damage_report damage(how.archive);
  print_labels(how, a, damage);
  return damage.finish() ? status_found : status_trouble;
}

}  // namespace

command add_list(CLI::App& tool) {
  CLI::App* arguments = tool.add_subcommand("list", "List all articles: identifier, tab, title");
  const auto how = std::make_shared<list_arguments>();
  add_archive(*arguments, how->archive);
  arguments->add_flag("--json", how->json, "one JSON object per line");
  add_no_pager(*arguments, how->pager);
  arguments->footer(
      "Examples:\n"
      "  satchel list news.satchel\n"
      "  satchel list news.satchel | wc -l");
  return {arguments, [how] { return run(*how); }};
}

}  // namespace satchel::tool
