// satchel extract: articles back out of an archive.

#include "command.hpp"
#include "extract_output.hpp"
#include "opened.hpp"
#include "salvage.hpp"

#include <memory>
#include <optional>

namespace satchel::tool {
namespace {

struct extract_arguments {
  std::string archive;
  extract_form form;
  std::vector<std::string> articles;
  bool salvage = false, json = false;
};

class extraction {
 public:
  extraction(const extract_arguments& how, archive& from)
      : how_(how), from_(from), to_(open_destination(how.form, how.archive)), damage_(how.archive) {}

  // Returns the last article that was extracted, or lost, with it.
  std::uint32_t extract(std::uint32_t article) {
    label l;
    error failed = label_of(from_, article, l);
    if (!failed) {
      const std::unique_ptr<article_printer> printer = make_printer(how_.form, to_->begin(l.identifier));
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
  const extract_arguments& how_;
  archive& from_;
  std::unique_ptr<destination> to_;
  damage_report damage_;
};

int run(const extract_arguments& how) {
  if (how.salvage) {
    if (!how.articles.empty())
      throw trouble("", "--salvage saves all that can be read, not single articles", "leave out their names");
    return salvage(how.archive, how.form, how.json);
  }
  if (how.json) throw trouble("", "--json is how --salvage reports what is lost", "articles are JSON without it");
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
  const auto how = std::make_shared<extract_arguments>();
  add_archive(*arguments, how->archive);
  add_word(*arguments, "WHAT", how->articles,
           "articles, each by identifier, else title, else #N; all if\nnone is given");
  arguments
      ->add_option("--format", how->form.format,
                   "jsonl (if not given): one JSON object per line, as\nread --json --all prints it; text or markdown: "
                   "one file\nper article")
      ->option_text("FORMAT")
      ->check(CLI::IsMember({"jsonl", "text", "markdown"}));
  arguments
      ->add_option(
          "-o,--output", how->form.output,
          "jsonl: a file; text and markdown: a directory for files\nnamed after the identifiers; -: standard output")
      ->option_text("PATH");
  arguments->add_flag("-a,--all", how->form.all, "text and markdown: with notices, disclaimers and the like");
  arguments->add_flag(
      "--salvage", how->salvage,
      "save what can be read of a damaged archive, also where\nit cannot be opened, and say what is lost");
  arguments->add_flag("--json", how->json, "with --salvage: say what is lost as JSON Lines");
  arguments->footer(
      "Examples:\n"
      "  satchel extract news.satchel | satchel pack - -o again.satchel\n"
      "  satchel extract news.satchel --format markdown -o articles/\n"
      "  satchel extract news.satchel deir-ezzor '#3'\n"
      "  satchel extract damaged.satchel --salvage -o saved.jsonl\n\n"
      "With --salvage, standard error says which blocks, articles and bytes are lost.\n"
      "An article of which a part is lost has \"incomplete\": true in JSON; one whose\n"
      "catalog is lost gets an identifier like salvaged-12-3, from its block. What is\n"
      "saved can be packed again.\n\n"
      "Files that exist are not overwritten. Exit status: 0 done, 1 an article was not\n"
      "found, or something could not be saved, 2 error, or there was nothing to save.");
  return {arguments, [how] { return run(*how); }};
}

}  // namespace satchel::tool
