#include "packing.hpp"

#include "article_json.hpp"
#include "command.hpp"
#include "errors.hpp"
#include "interruption.hpp"
#include "output_file.hpp"
#include "problems.hpp"
#include "progress.hpp"
#include "sizes.hpp"
#include "terminal.hpp"
#include "text.hpp"

#include <unistd.h>
#include <cstdlib>

namespace satchel::tool {
namespace {

struct interrupted {};

void print_summary(std::FILE* out, const std::string& name, const satchel::pack::statistics& s) {
  const auto row = [&](const char* what, const std::string& size, const std::string& share, const std::string& more) {
    std::fprintf(out, "  %-11s %11s", what, size.c_str());
    if (!share.empty()) std::fprintf(out, "  %6s", share.c_str());
    std::fprintf(out, more.empty() ? "\n" : "  %s\n", more.c_str());
  };
  const auto part = [&](const char* what, std::uint64_t size, const std::string& more) {
    row(what, bytes_text(size), percent(size, s.text_bytes), more);
  };
  std::fprintf(out, "%s: %s\n", printable(name).c_str(), counted(s.articles, "article", "articles").c_str());
  row("text", bytes_text(s.text_bytes), percent(1, 1), counted(s.tokens, "word", "words"));
  part("archive", s.file_bytes, "");
  part("blocks", s.block_bytes, counted(s.blocks, "block", "blocks"));
  part("catalogs", s.catalog_bytes, "identifiers and titles");
  part("dictionary", s.dictionary_bytes, "");
  part("word codes", s.word_codes_bytes, "");
  if (s.usual_texts > 0) part("w/o --ram", s.usual_texts, "blocks, dictionary and words, estimated on samples");
  part("terms", s.term_bytes,
       counted(s.terms, "term", "terms") + (s.stemmer.empty() ? ", not stemmed" : ", stemmer: " + s.stemmer));
  part("postings", s.list_bytes, counted(s.postings, "posting", "postings"));
  part("other", s.other_bytes, "");
  char seconds[40];
  std::snprintf(seconds, sizeof seconds, "%.1f s", s.seconds);
  row("time", seconds, "", "");
}

void print_json_summary(std::FILE* out, const std::string& name, const satchel::pack::statistics& s) {
  print_json(out, {{"archive", name},
                   {"articles", s.articles},
                   {"text_bytes", s.text_bytes},
                   {"file_bytes", s.file_bytes},
                   {"dictionary_bytes", s.dictionary_bytes},
                   {"word_codes_bytes", s.word_codes_bytes},
                   {"block_bytes", s.block_bytes},
                   {"catalog_bytes", s.catalog_bytes},
                   {"posting_bytes", s.list_bytes},
                   {"term_bytes", s.term_bytes},
                   {"other_bytes", s.other_bytes},
                   {"usual_texts", s.usual_texts},
                   {"blocks", s.blocks},
                   {"terms", s.terms},
                   {"postings", s.postings},
                   {"words", s.tokens},
                   {"stemmer", s.stemmer},
                   {"problems", s.problems},
                   {"lost", s.lost},
                   {"seconds", s.seconds}});
}

satchel::pack::statistics pack_with_progress(const satchel::pack::options& asked, bool quiet,
                                             problem_printer& problems) {
  satchel::pack::options how = asked;
  progress_line line(!quiet);
  how.progress = [&](const char* phase, std::uint64_t done, std::uint64_t total) {
    if (interruption::requested()) throw interrupted();
    line.show(phase, done, total);
  };
  const interruption catching;
  return satchel::pack::pack(how, [&](const satchel::pack::problem& p) {
    line.clear();
    problems.print(p);
  });
}

void add_size(CLI::App& arguments, const char* name, std::uint32_t& size, const char* description) {
  arguments.add_option(name, size, description)->option_text("SIZE")->transform(CLI::AsSizeValue(false));
}

}  // namespace

void add_packing_options(CLI::App& arguments, packing& how) {
  satchel::pack::options& p = how.pack;
  arguments.add_option("--name", p.name, "what the collection calls itself")->option_text("NAME");
  arguments
      .add_option("--language", p.language,
                  "language for stemming, as en or english; none; auto (if\nnot given): what most of the text is in")
      ->option_text("LANG");
  arguments.add_option("--threads", p.threads, "threads; one per processor if not given")->option_text("N");
  arguments
      .add_option(
          "--block", how.block,
          "text in a block, 512 to 4M, 20K if not given: larger\nblocks make a smaller archive that needs more memory")
      ->option_text("SIZE")
      ->transform(CLI::AsSizeValue(false));
  arguments
      .add_option("--ram", p.memory_bytes,
                  "all memory that a reader is to have, stack included: sizes\nof blocks, pages, dictionary and words "
                  "that make the\nsmallest archive that is searched and read in it")
      ->option_text("SIZE")
      ->transform(CLI::AsSizeValue(false));
  add_size(arguments, "--page", p.page_bytes,
           "index page, a power of two from 512 to 64K; by the size\nof the collection if not given");
  arguments
      .add_option("--dictionary", how.dictionary,
                  "zstd dictionary, 0: none; by the size of the collection\nif not given")
      ->option_text("SIZE")
      ->transform(CLI::AsSizeValue(false));
  arguments
      .add_option("--positions", p.positions,
                  "where words stand, for phrases: full; passage, which takes\na third; none. Without full, phrases "
                  "are looked for in the\ntexts: a smaller archive that finds the same, more slowly")
      ->option_text("KIND")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, satchel::pack::positions>{{"full", satchel::pack::positions::full},
                                                          {"passage", satchel::pack::positions::passage},
                                                          {"none", satchel::pack::positions::none}}));
  arguments
      .add_option("--word-codes", how.word_codes, "most words that texts are coded with, 60000 if not given;\n0: none")
      ->option_text("N");
  arguments
      .add_option(
          "--level", how.level,
          "fast, default or max: time against size; or zstd's 1 to\n22, where fast is 3 and default 16. max also takes "
          "blocks\nof 64K, if --block does not say otherwise")
      ->option_text("LEVEL")
      ->check(CLI::IsMember({"fast", "default", "max"}) | CLI::Range(1, 22));
  arguments.add_option("--scratch", p.scratch, "directory for temporary files; TMPDIR or /tmp if not\ngiven")
      ->option_text("DIR");
  arguments.add_flag("-q,--quiet", how.quiet, "no progress and no statistics; problems are still told");
  arguments.add_flag("--every-problem", how.every_problem, "tell every problem, not just the first 20 of a kind");
  arguments.add_flag("--json", how.json, "the statistics as JSON");
}

int make_archive(const packing& given, const std::vector<std::string>& inputs) {
  packing how = given;
  const bool most = how.level == "max";
  how.pack.level = most                     ? 22
                   : how.level == "fast"    ? 3
                   : how.level == "default" ? pack::options{}.level
                                            : std::atoi(how.level.c_str());
  how.pack.block_bytes = how.block ? *how.block : most && how.pack.memory_bytes == 0 ? 65536 : how.pack.block_bytes;
  if (how.word_codes) how.pack.word_codes = *how.word_codes;
  if (how.dictionary) {
    if (*how.dictionary > INT64_MAX) throw trouble("", "--dictionary is too large");
    how.pack.dictionary_bytes = static_cast<std::int64_t>(*how.dictionary);
  }
  const bool standard_output = how.pack.output == "-";
  if (standard_output && is_terminal(STDOUT_FILENO))
    throw trouble("", "an archive is binary and not for a terminal", "name a file with -o, or redirect the output");
  for (const std::string& input : inputs)
    if (input != "-" && !standard_output && same_file(input, how.pack.output))
      throw trouble(how.pack.output, "this is both input and output", "choose another name with -o");

  problem_printer problems(how.every_problem);
  satchel::pack::statistics s;
  try {
    s = pack_with_progress(how.pack, how.quiet, problems);
  } catch (const satchel::pack::failure& f) {
    throw trouble("", f.what());
  } catch (const interrupted&) {
    complain("", "interrupted, no archive was written");
    interruption::obey();
    return status_trouble;
  }
  const std::string name = standard_output ? "standard output" : how.pack.output;
  std::FILE* out = standard_output ? stderr : stdout;
  if (how.json)
    print_json_summary(out, name, s);
  else if (!how.quiet)
    print_summary(out, name, s);
  problems.finish(s);
  return s.lost > 0 ? status_nothing : status_found;
}

}  // namespace satchel::tool
