// satchel info: what an archive is, and what it needs.

#include "article_json.hpp"
#include "command.hpp"
#include "layout.hpp"
#include "opened.hpp"
#include "sizes.hpp"
#include "text.hpp"

#include <memory>

namespace satchel::tool {
namespace {

constexpr std::uint32_t term_counts[] = {1, 2, 4, 8};

struct options {
  std::string archive;
  bool sizes = false, json = false;
};

// Bytes of workspace.
struct needs {
  std::uint64_t open = 0, read = 0;
  std::uint64_t search[std::size(term_counts)] = {};
};

needs needs_of(const archive& a) {
  needs n{a.need_open(), a.need_read(), {}};
  for (std::size_t i = 0; i < std::size(term_counts); ++i) n.search[i] = a.need_search(term_counts[i]);
  return n;
}

const char* positions_text(std::uint32_t unit) { return unit == 0 ? "none" : unit == 1 ? "full" : "passage"; }

void print_text(const options& how, const archive_facts& f, const needs& mapped, const needs& copied,
                const std::vector<file_part>& parts) {
  const auto row = [](const char* name, const std::string& value) {
    std::printf("%-13s %s\n", name, printable(value).c_str());
  };
  row("archive", how.archive);
  if (!f.name.empty()) row("name", std::string(f.name));
  row("articles", grouped(f.articles));
  row("text", bytes_text(f.text_bytes));
  row("file",
      bytes_text(f.file_bytes) + (f.text_bytes > 0 ? ", " + percent(f.file_bytes, f.text_bytes) + " of the text" : ""));
  row("blocks", grouped(f.blocks) + " of at most " + bytes_text(f.block_max));
  row("index", counted(f.pages, "page", "pages") + " of " + bytes_text(f.page_bytes));
  row("terms", grouped(f.terms));
  row("positions", positions_text(f.position_unit));
  row("dictionary", f.dictionary_bytes > 0 ? bytes_text(f.dictionary_bytes) : "none");
  row("words", f.words_bytes > 0 ? bytes_text(f.words_bytes) : "none");
  row("analyzer",
      std::string(f.analyzer) + (f.stemmer.empty() ? ", no stemmer" : ", stemmer " + std::string(f.stemmer)));

  std::printf("\nmemory that a reader needs, in bytes\n");
  std::printf("  %-17s %15s %15s\n", "to", "file mapped", "file read");
  const auto need = [](const std::string& name, std::uint64_t in_place, std::uint64_t copies) {
    std::printf("  %-17s %15s %15s\n", name.c_str(), grouped(in_place).c_str(), grouped(copies).c_str());
  };
  need("open", mapped.open, copied.open);
  need("read an article", mapped.read, copied.read);
  for (std::size_t i = 0; i < std::size(term_counts); ++i)
    need("search " + counted(term_counts[i], "term", "terms"), mapped.search[i], copied.search[i]);

  if (parts.empty()) return;
  std::printf("\nwhere the bytes of the file are\n");
  for (const file_part& part : parts)
    std::printf("  %-17s %15s %15s\n", part.name, grouped(part.bytes).c_str(),
                percent(part.bytes, f.file_bytes).c_str());
}

nlohmann::ordered_json json_of(const needs& n) {
  nlohmann::ordered_json search;
  for (std::size_t i = 0; i < std::size(term_counts); ++i) search[std::to_string(term_counts[i])] = n.search[i];
  return {{"open", n.open}, {"read", n.read}, {"search", search}};
}

void print_as_json(const archive_facts& f, const needs& mapped, const needs& copied,
                   const std::vector<file_part>& parts) {
  nlohmann::ordered_json object = {{"name", std::string(f.name)},
                                   {"articles", f.articles},
                                   {"text_bytes", f.text_bytes},
                                   {"file_bytes", f.file_bytes},
                                   {"blocks", f.blocks},
                                   {"block_max", f.block_max},
                                   {"catalogs", f.catalogs},
                                   {"pages", f.pages},
                                   {"page_bytes", f.page_bytes},
                                   {"terms", f.terms},
                                   {"positions", positions_text(f.position_unit)},
                                   {"dictionary_bytes", f.dictionary_bytes},
                                   {"word_bytes", f.words_bytes},
                                   {"analyzer", std::string(f.analyzer)},
                                   {"stemmer", std::string(f.stemmer)},
                                   {"memory", {{"mapped", json_of(mapped)}, {"read", json_of(copied)}}}};
  for (const file_part& part : parts) object["sizes"][part.name] = part.bytes;
  print_json(stdout, object);
}

int run(const options& how) {
  mapped_archive mapped;
  open_archive(mapped, how.archive);
  file_archive copied;
  open_archive(copied, how.archive);
  std::vector<file_part> parts;
  if (how.sizes)
    if (const error e = file_parts(mapped.get(), parts)) throw trouble_with(how.archive, e);
  const archive_facts f = mapped.get().facts();
  const needs in_place = needs_of(mapped.get()), copies = needs_of(copied.get());
  if (how.json)
    print_as_json(f, in_place, copies, parts);
  else
    print_text(how, f, in_place, copies, parts);
  return status_found;
}

}  // namespace

command add_info(CLI::App& tool) {
  CLI::App* arguments = tool.add_subcommand("info", "Facts of an archive and the memory that it needs");
  const auto how = std::make_shared<options>();
  add_archive(*arguments, how->archive);
  arguments->add_flag("--sizes", how->sizes, "also which part of the file takes how many bytes");
  add_json(*arguments, how->json);
  arguments->footer(
      "Examples:\n"
      "  satchel info news.satchel\n"
      "  satchel info news.satchel --sizes --json");
  return {arguments, [how] { return run(*how); }};
}

}  // namespace satchel::tool
