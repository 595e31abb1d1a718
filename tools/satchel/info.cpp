// satchel info: what an archive is, and what it needs.

#include "article_json.hpp"
#include "command.hpp"
#include "layout.hpp"
#include "opened.hpp"
#include "sizes.hpp"
#include "text.hpp"

#include <satchel/format/zstd_decoder.hpp>
#include <satchel/pack.hpp>

#include <algorithm>
#include <cstring>
#include <memory>

namespace satchel::tool {
namespace {

constexpr std::uint32_t term_counts[] = {1, 2, 4, 8};

constexpr std::uint32_t contract_terms = 4;  // what --ram promises

struct info_arguments {
  std::string archive;
  std::uint64_t ram = 0;
  bool sizes = false, json = false;
};

// Bytes of workspace.
struct needs {
  std::uint64_t open = 0, read = 0, snippet = 0;
  std::uint64_t search[std::size(term_counts)] = {};

  // What all of it takes, with a search of contract_terms.
  std::uint64_t most() const { return std::max(snippet, search[2]); }
};
static_assert(term_counts[2] == contract_terms);

needs needs_of(const archive& a) {
  needs n{a.need_open(), a.need_read(), a.need_snippet(query_size::of_terms(contract_terms)), {}};
  for (std::size_t i = 0; i < std::size(term_counts); ++i) n.search[i] = a.need_search(term_counts[i]);
  return n;
}

// The same with another decoder than that of this program. Where a search reads texts, it needs the decoder too.
needs with_decoder(needs n, std::uint64_t bytes, bool searches_read) {
  const auto change = [&](std::uint64_t& need) { need = need - format::frame_decoder::context_bytes() + bytes; };
  change(n.read);
  change(n.snippet);
  for (std::uint64_t& need : n.search)
    if (searches_read) change(need);
  return n;
}

// What an archive needs: in place, and copied with either decoder.
struct contract {
  needs mapped, usual, small;
};

contract contract_of(const archive& mapped, const archive& copied) {
  const bool texts = copied.info().position_unit != 1;
  const auto with = [&](const archive& a, std::uint64_t decoder) { return with_decoder(needs_of(a), decoder, texts); };
  return {with(mapped, format::usual_decoder_bytes), with(copied, format::usual_decoder_bytes),
          with(copied, format::small_decoder_bytes)};
}

const char* positions_text(std::uint32_t unit) { return unit == 0 ? "none" : unit == 1 ? "full" : "passage"; }

void print_text(const info_arguments& how, const archive_info& f, const contract& c, std::uint64_t text_part,
                const std::vector<file_part>& parts, const storage& archive) {
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
  row("word codes", f.word_codes_bytes > 0 ? bytes_text(f.word_codes_bytes) : "none");
  row("analyzer",
      std::string(f.analyzer) + (f.stemmer.empty() ? ", no stemmer" : ", stemmer " + std::string(f.stemmer)));

  if (const auto found = signature_of(archive))
    row("signed", "with the key " + key_name(found->info.key_id) + ", in units of " + bytes_text(found->info.unit) +
                      (trusted_key() != nullptr ? "" : "; not checked, --key does"));

  if (text_part > 0)
    row("compression", "texts " + percent(text_part, f.text_bytes) + " of their size, the rest " +
                           percent(f.file_bytes - text_part, f.text_bytes));

  std::printf("\nworkspace that a reader needs, in bytes\n");
  std::printf("  %-17s %15s %15s %15s\n", "to", "file mapped", "file read", "small decoder");
  const auto need = [&](const std::string& name, auto figure) {
    std::printf("  %-17s %15s %15s %15s\n", name.c_str(), grouped(figure(c.mapped)).c_str(),
                grouped(figure(c.usual)).c_str(), grouped(figure(c.small)).c_str());
  };
  need("open", [](const needs& n) { return n.open; });
  need("read an article", [](const needs& n) { return n.read; });
  for (std::size_t i = 0; i < std::size(term_counts); ++i)
    need("search " + counted(term_counts[i], "term", "terms"), [i](const needs& n) { return n.search[i]; });
  need("all of it", [](const needs& n) { return n.most(); });
  std::printf(
      "file read: copied, with zstd's decoder as it comes, of %s bytes; small decoder:\nwith one built with "
      "-DZSTD_DECODER_INTERNAL_BUFFER=64, of %s. All of it: with snippets\nof a search of %u terms, phrases included. "
      "Processors of 32 bits need less.\n",
      grouped(format::usual_decoder_bytes).c_str(), grouped(format::small_decoder_bytes).c_str(), contract_terms);
  if (f.packed_for > 0)
    std::printf("packed with --ram for %s bytes: %s of workspace, %s for stack and storage; %s decoder\n",
                grouped(f.packed_for).c_str(), grouped(f.packed_for - pack::memory_reserve).c_str(),
                grouped(pack::memory_reserve).c_str(), f.packed_for >= pack::memory_of_usual_decoder ? "any" : "small");
  if (f.usual_texts > 0 && text_part > 0)
    std::printf(
        "the price: texts take %s of their size; without --ram it would be about %s, as the packer\n"
        "found on samples\n",
        percent(text_part, f.text_bytes).c_str(), percent(f.usual_texts, f.text_bytes).c_str());

  if (parts.empty()) return;
  std::printf("\nwhere the bytes of the file are\n");
  for (const file_part& part : parts)
    std::printf("  %-17s %15s %15s\n", part.name, grouped(part.bytes).c_str(),
                percent(part.bytes, f.file_bytes).c_str());
}

nlohmann::ordered_json json_of(const needs& n) {
  nlohmann::ordered_json search = nlohmann::ordered_json::object();
  for (std::size_t i = 0; i < std::size(term_counts); ++i) search[std::to_string(term_counts[i])] = n.search[i];
  return {{"open", n.open}, {"read", n.read}, {"search", search}, {"snippet", n.snippet}, {"all", n.most()}};
}

void print_as_json(const archive_info& f, const contract& c, std::uint64_t text_part,
                   const std::vector<file_part>& parts, const storage& archive) {
  nlohmann::ordered_json object = {
      {"name", std::string(f.name)},
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
      {"word_codes_bytes", f.word_codes_bytes},
      {"analyzer", std::string(f.analyzer)},
      {"stemmer", std::string(f.stemmer)},
      {"text_part_bytes", text_part},
      {"packed_for", f.packed_for},
      {"usual_texts", f.usual_texts},
      {"memory", {{"mapped", json_of(c.mapped)}, {"read", json_of(c.usual)}, {"small_decoder", json_of(c.small)}}}};
  object["signature"] = nullptr;
  if (const auto found = signature_of(archive))
    object["signature"] = {{"key", key_name(found->info.key_id)},
                           {"unit", found->info.unit},
                           {"comment", found->comment},
                           {"checked", trusted_key() != nullptr}};
  for (const file_part& part : parts) object["sizes"][part.name] = part.bytes;
  print_json(stdout, object);
}

int run(const info_arguments& how) {
  mapped_archive mapped;
  open_archive(mapped, how.archive);
  file_archive copied;
  open_archive(copied, how.archive);
  std::vector<file_part> parts;
  if (const error e = file_parts(mapped.get(), parts)) {
    if (how.sizes) throw trouble_with(how.archive, e);
    parts.clear();
  }
  std::uint64_t text_part = 0;
  for (const file_part& part : parts)
    for (const char* name : {"dictionary", "words", "blocks"})
      if (std::strcmp(part.name, name) == 0) text_part += part.bytes;
  if (!how.sizes) parts.clear();
  const archive_info f = mapped.get().info();
  const contract c = contract_of(mapped.get(), copied.get());
  if (how.ram > 0) {
    const std::uint64_t room = how.ram > pack::memory_reserve ? how.ram - pack::memory_reserve : 0;
    const std::uint64_t need = (how.ram >= pack::memory_of_usual_decoder ? c.usual : c.small).most();
    if (need > room)
      throw trouble(how.archive,
                    "it needs " + grouped(need) + " bytes of workspace, --ram " + std::to_string(how.ram) + " leaves " +
                        grouped(room),
                    "pack it with: satchel pack --ram " + std::to_string(how.ram));
  }
  if (how.json)
    print_as_json(f, c, text_part, parts, mapped.get().storage());
  else
    print_text(how, f, c, text_part, parts, mapped.get().storage());
  return status_found;
}

}  // namespace

command add_info(CLI::App& tool) {
  CLI::App* arguments = tool.add_subcommand("info", "Facts of an archive and the memory that it needs");
  const auto how = std::make_shared<info_arguments>();
  add_archive(*arguments, how->archive);
  arguments->add_flag("--sizes", how->sizes, "also which part of the file takes how many bytes");
  arguments
      ->add_option(
          "--ram", how->ram,
          "fail unless the archive can be searched and read with\nso much memory in all, as pack --ram counts it")
      ->option_text("SIZE")
      ->transform(CLI::AsSizeValue(false));
  add_json(*arguments, how->json);
  arguments->footer(
      "Examples:\n"
      "  satchel info news.satchel\n"
      "  satchel info news.satchel --sizes --json\n"
      "  satchel info news.satchel --ram 48K");
  return {arguments, [how] { return run(*how); }};
}

}  // namespace satchel::tool
