// satchel search: the best articles for a query.

#include "article_json.hpp"
#include "command.hpp"
#include "opened.hpp"
#include "pager.hpp"
#include "sizes.hpp"
#include "terminal.hpp"
#include "text.hpp"

#include <unistd.h>
#include <algorithm>
#include <memory>

namespace satchel::tool {
namespace {

constexpr std::size_t snippet_bytes = 280;

struct search_arguments {
  std::string archive, color = "auto";
  std::vector<std::string> others, words;
  std::uint32_t limit = 10;
  bool count = false, json = false, pager = true;
};

// An archive, and the one query that it is asked.
struct asked_archive {
  mapped_archive archive;
  prepared_query query;

  error count_terms(std::string_view, span<std::uint32_t> frequencies) {
    return archive.count_terms(query, frequencies);
  }
  error search(std::string_view, hit_list& out, const search_options& how) { return archive.search(query, out, how); }
  std::uint32_t size() const { return archive.size(); }
};

// The archives that are searched, in the order of the command line.
struct shelf {
  std::vector<std::string> paths;
  std::vector<std::unique_ptr<asked_archive>> archives;
};

class result_printer {
 public:
  result_printer(const search_arguments& how, const shelf& from)
      : how_(how),
        from_(from),
        style_(choose_style(how.color)),
        columns_(text_columns()),
        marks_(marks_on(STDOUT_FILENO)) {}

  // One after the other; what cannot be read is said and passed over.
  bool print(const multi_archive_hit_list& hits) {
    const std::string most = std::to_string(hits.size());
    std::vector<damage_report> damage(from_.paths.begin(), from_.paths.end());
    for (std::uint32_t i = 0; i < hits.size(); ++i) {
      const auto& [number, h] = hits[i];
      asked_archive& from = *from_.archives[number];
      label l;
      snippet s;
      error failed = label_of(from.archive.get(), h.article, l);
      if (!failed) failed = from.archive.snippet(h, from.query, {buffer_, sizeof buffer_}, s);
      if (failed) damage[number].add(h.article, failed);
      if (l.identifier.empty()) l.identifier = '#' + std::to_string(h.article);
      if (how_.json)
        add_json_hit(from_.paths[number], h, l, s);
      else
        print_hit(std::to_string(i + 1), most.size(), from_.paths[number], l, s);
    }
    bool whole = true;
    for (damage_report& d : damage) whole = d.finish() && whole;
    return whole;
  }

  void print_end(const std::string& conclusion) {
    if (any_) std::fputs("\n", stdout);
    paragraph_writer text(stdout, columns_);
    text.set_look(style_.dim);
    text.add(conclusion);
    text.finish();
  }

  nlohmann::ordered_json json_hits = nlohmann::ordered_json::array();

 private:
  void add_json_hit(const std::string& path, const hit& h, const label& l, const snippet& s) {
    nlohmann::ordered_json marks = nlohmann::ordered_json::array();
    for (std::uint32_t m = 0; m < s.marks; ++m) marks.push_back({s.at[m].begin, s.at[m].end});
    json_hits.push_back({{"archive", path},
                         {"identifier", l.identifier},
                         {"title", l.title},
                         {"score", h.score},
                         {"article", h.article},
                         {"snippet", std::string(s.text)},
                         {"marks", marks}});
  }

  void print_hit(const std::string& number, std::size_t digits, const std::string& path, const label& l,
                 const snippet& s) {
    if (columns_ > 0 && any_) std::fputs("\n", stdout);
    any_ = true;
    const std::string indent(digits + 2, ' ');
    const bool turned = columns_ > 0 && is_right_to_left(l.title);
    paragraph_writer title(stdout, columns_, {std::string(digits - number.size(), ' ') + number + "  ", indent, {}},
                           marks_);
    title.set_look(style_.title);
    const std::string_view shown = cut_text(l.title, 300);
    title.add(shown);
    if (shown.size() < l.title.size()) title.add("…");
    title.set_look({});
    if (turned) title.add_mark(left_to_right_mark);
    if (!l.title.empty()) title.add(" ");
    title.set_look(style_.dim);
    title.add('(' + l.identifier + (from_.paths.size() > 1 ? " in " + path : "") + ')');
    title.finish();
    if (!s.text.empty()) print_snippet(s, indent);
  }

  void print_snippet(const snippet& s, const std::string& indent) {
    const std::string_view mark = columns_ > 0 && is_right_to_left(s.text) ? right_to_left_mark : std::string_view();
    paragraph_writer text(stdout, columns_, {indent, indent, {}}, marks_);
    if (s.starts_cut) {
      text.add_mark(mark);
      text.add("… ");
    }
    std::size_t at = 0;
    for (std::uint32_t m = 0; m < s.marks; ++m) {
      text.add(s.text.substr(at, s.at[m].begin - at));
      text.set_look(style_.match);
      text.add(s.text.substr(s.at[m].begin, s.at[m].end - s.at[m].begin));
      text.set_look({});
      at = s.at[m].end;
    }
    text.add(s.text.substr(at));
    if (s.ends_cut) {
      text.add(" …");
      text.add_mark(mark);
    }
    text.finish();
  }

  const search_arguments& how_;
  const shelf& from_;
  style style_;
  std::size_t columns_;
  direction_marks marks_;
  bool any_ = false;  // a hit was printed
  char buffer_[snippet_bytes];
};

// The line below the hits.
std::string conclusion(std::uint32_t shown, std::uint64_t total, bool exact) {
  if (total == 0) return "no article matches";
  if (!exact) return "the best " + grouped(shown) + "; more with -n, the number of all with --count";
  const std::string all = counted(total, "article matches", "articles match");
  return shown == total ? all : shown == 0 ? all : all + ", the best " + grouped(shown) + " are shown";
}

int run(const search_arguments& how) {
  shelf from{{how.archive}, {}};
  from.paths.insert(from.paths.end(), how.others.begin(), how.others.end());
  std::vector<asked_archive*> archives;
  std::uint64_t articles = 0;
  for (const std::string& path : from.paths) {
    from.archives.push_back(std::make_unique<asked_archive>());
    archives.push_back(from.archives.back().get());
    open_archive(archives.back()->archive, path);
    articles += archives.back()->size();
  }
  const std::string query = joined(how.words);
  for (std::size_t i = 0; i < archives.size(); ++i)
    if (const error e = archives[i]->archive.prepare(query, archives[i]->query))
      throw trouble_with_query(from.paths[i], query, e);
  const auto room = static_cast<std::uint32_t>(std::min<std::uint64_t>(how.limit, articles));
  std::vector<multi_archive_hit> memory(room);
  std::vector<hit> of_one(room);
  std::vector<std::uint32_t> frequencies(max_query_terms);
  multi_archive_hit_list hits(memory.data(), of_one.data(), room, {frequencies.data(), frequencies.size()});
  const bool count = how.count || how.limit == 0;
  if (const error e = multi_archive_search<asked_archive>({archives.data(), archives.size()}, query, hits, {count, {}}))
    throw trouble_with_query(from.paths[hits.failed], query, e);
  const bool exact = count || hits.size() < room || room == articles;
  const std::uint64_t total = exact && !count ? hits.size() : hits.total;

  result_printer printer(how, from);  // it asks the terminal first
  const paging pages(how.pager && !how.json);
  const bool good = printer.print(hits);
  if (how.json) {
    print_json(stdout, {{"query", query}, {"hits", printer.json_hits}, {"total", total}, {"exact", exact}});
  } else {
    printer.print_end(conclusion(hits.size(), total, exact));
  }
  return !good ? status_trouble : total == 0 ? status_nothing : status_found;
}

}  // namespace

command add_search(CLI::App& tool) {
  CLI::App* arguments = tool.add_subcommand("search", "Find articles by words, best first");
  const auto how = std::make_shared<search_arguments>();
  add_archive(*arguments, how->archive);
  add_word(*arguments, "QUERY", how->words, "what to look for; several words are joined by spaces")->required();
  arguments
      ->add_option("-w,--with", how->others,
                   "search this archive too, as if its articles stood in\n"
                   "the first; may be given several times")
      ->option_text("ARCHIVE")
      ->allow_extra_args(false);
  arguments->add_option("-n,--limit", how->limit, "at most so many hits; 10 if not given, 0: only count")
      ->option_text("K");
  arguments->add_flag("-c,--count", how->count, "count all that match; takes longer");
  arguments->add_flag("--json", how->json,
                      "one JSON object: hits, a list of {archive, identifier,\n"
                      "title, score, article, snippet, marks: [[begin, end] ...] in\n"
                      "bytes of the snippet}, total, exact: total is not a\n"
                      "lower bound");
  add_color(*arguments, how->color);
  add_no_pager(*arguments, how->pager);
  arguments->footer(
      "Queries:\n"
      "  paper ink            one of the words at least, best first\n"
      "  \"moving type\"        the words next to each other\n"
      "  -press, NOT press    without the word\n"
      "  a AND b, a OR b, ( )  combined\n"
      "  print*               words that start so\n"
      "  title: author: tag: source:   the word there\n"
      "  date:2016-09         published then; date:2016-09..2016-12, date:..2015\n\n"
      "Examples:\n"
      "  satchel search news.satchel ceasefire aleppo\n"
      "  satchel search news.satchel 'ceasefire \"deir ezzor\" -kerry author:turner'\n"
      "  satchel search news.satchel -n 0 date:2016      how many\n"
      "  satchel search news.satchel --with books.satchel ceasefire\n"
      "  satchel search news.satchel ceasefire -n 100 --no-pager\n\n"
      "A word with - in front is part of the query unless it is an option; after -- all\n"
      "words are. Exit status: 0 found, 1 nothing found, 2 error.");
  return {arguments, [how] { return run(*how); }};
}

}  // namespace satchel::tool
