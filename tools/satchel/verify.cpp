// satchel verify: whether every byte of an archive is what it was.

#include "article_json.hpp"
#include "base64.hpp"
#include "command.hpp"
#include "damage.hpp"
#include "layout.hpp"
#include "opened.hpp"
#include "output_file.hpp"
#include "sizes.hpp"
#include "text.hpp"

#include <satchel/verify.hpp>

#include <map>
#include <memory>
#include <optional>

namespace satchel::tool {
namespace {

struct verify_arguments {
  std::string archive, signature;
  bool json = false;
};

// Articles that a damaged part concerns, first to last.
struct affected {
  std::uint32_t first = 0, last = 0;
};

// The articles whose text lies in the damaged blocks, by block. Where a catalog is damaged too, they are not known.
std::map<std::uint64_t, affected> articles_in(archive& a, std::map<std::uint64_t, affected> blocks) {
  std::map<std::uint64_t, affected> found;
  std::optional<std::uint32_t> begin;  // block in which the article before begins
  for (std::uint32_t article = 0; article <= a.size() && !blocks.empty(); ++article) {
    article_entry s;
    const bool past = article == a.size();
    const bool known = !past && !a.find_entry(article, s);
    if (begin) {
      // The article before ends where this one begins, and with a block of its own when that is at the block's start.
      std::uint64_t end = *begin;
      if (past)
        end = a.info().blocks - 1;
      else if (known)
        end = s.begins_block ? s.block - 1 : s.block;
      for (auto b = blocks.lower_bound(*begin); b != blocks.end() && b->first <= end; ++b) {
        const auto at = found.try_emplace(b->first, affected{article - 1, article - 1}).first;
        at->second.last = article - 1;
      }
    }
    begin = known ? std::optional(s.block) : std::nullopt;
  }
  return found;
}

std::optional<affected> articles_of(const archive& a, const error& e, const std::map<std::uint64_t, affected>& blocks) {
  if (e.part == part::block) {
    const auto at = blocks.find(e.where);
    return at == blocks.end() ? std::nullopt : std::optional(at->second);
  }
  if (e.part != part::catalog) return {};
  const std::uint64_t each = a.info().articles_per_catalog;
  const std::uint64_t first = e.where * each;
  if (first >= a.size()) return {};
  return affected{static_cast<std::uint32_t>(first),
                  static_cast<std::uint32_t>(std::min<std::uint64_t>(first + each, a.size()) - 1)};
}

std::string named(archive& a, const affected& range) {
  std::string names;
  std::uint32_t article = range.first;
  for (; article <= range.last && article - range.first < shown_articles; ++article) {
    article_entry s;
    if (a.find_entry(article, s)) return articles_named(range.first, range.last, "");
    names += (names.empty() ? "" : ", ") + std::string(s.identifier);
  }
  return articles_named(range.first, range.last, names + (article <= range.last ? ", ..." : ""));
}

// What cannot be done while the part is damaged.
std::string consequence(archive& a, const error& e, const std::optional<affected>& articles) {
  switch (e.part) {
    case part::dictionary:
    case part::word_codes:
      return no_text;
    case part::block:
      return articles ? std::string(lost_text) + " of " + named(a, *articles) : lost_text;
    case part::catalog:
      return articles ? std::string(lost_titles) + " of " + named(a, *articles) : lost_titles;
    case part::page:
      return "holds " + page_use(a, static_cast<std::uint32_t>(e.where));
    case part::terms:
    case part::postings:
      return "searches for some words fail";
    case part::dates:
      return "searches by date fail";
    case part::order:
      return "articles are not found by identifier or title";
    case part::signature:
      return "readers with a key refuse what it stands for";
    default:
      return "";
  }
}

const char* kind_of(const error& e) {
  return e.code == errc::io ? "unreadable" : e.code == errc::forged ? "not what was signed" : "damaged";
}

// The signature as minisign's files: the statement, and what "minisign -V" compares it with.
void write_signature(const verify_arguments& how, const known_signature& found) {
  const signature_info& info = found.info;
  std::string signature = "ED";
  for (const bytes part : {bytes(info.key_id), bytes(info.signature)})
    signature.append(reinterpret_cast<const char*>(part.data), part.size);
  output_file statement(how.signature, how.archive), signed_by(how.signature + ".minisig", how.archive);
  std::fwrite(info.statement, 1, sizeof info.statement, statement.stream());
  write_text(signed_by.stream(), "untrusted comment: signature of a Satchel archive's root\n" +
                                     base64({reinterpret_cast<const std::byte*>(signature.data()), signature.size()}) +
                                     "\ntrusted comment: " + found.comment + '\n' + base64(info.comment_signature) +
                                     '\n');
  statement.commit();
  signed_by.commit();
}

// Who signed it, in the words for the last line.
std::string signed_by(const known_signature& found) {
  const std::string key = "signed with the key " + key_name(found.info.key_id);
  return trusted_key() != nullptr ? key + ": " + found.comment : key + ", which was not checked: give it with --key";
}

int run(const verify_arguments& how) {
  mapped_archive opened;
  open_archive(opened, how.archive);
  archive& a = opened.get();
  const std::optional<known_signature> signature = signature_of(a.storage());
  const public_key* key = trusted_key();
  if (key != nullptr && signature && !signed_comment(signature->info, *key, signature->comment))
    throw trouble(how.archive, "the signature's comment is not the one that was signed",
                  "articles and hits are checked without it; get the archive from where the key came from");
  if (!how.signature.empty()) {
    if (!signature) throw trouble(how.archive, "the archive is not signed", "sign it with: satchel sign --key KEY");
    write_signature(how, *signature);
  }
  std::vector<error> found;
  verify_result result;
  if (const error e = verify(a, result, [&](const error& damage) { found.push_back(explained(damage)); }))
    throw trouble_with(how.archive, e);

  std::map<std::uint64_t, affected> blocks;
  for (const error& e : found)
    if (e.part == part::block) blocks.try_emplace(e.where);
  blocks = articles_in(a, std::move(blocks));

  nlohmann::ordered_json damaged = nlohmann::ordered_json::array();
  for (const error& e : found) {
    const std::optional<affected> articles = articles_of(a, e, blocks);
    if (how.json) {
      nlohmann::ordered_json one = {{"part", e.part == part::none ? "frame" : name(e.part)},
                                    {"number", e.where},
                                    {"unreadable", e.code == errc::io},
                                    {"forged", e.code == errc::forged},
                                    {"first_article", nullptr},
                                    {"last_article", nullptr}};
      if (articles) {
        one["first_article"] = articles->first;
        one["last_article"] = articles->last;
      }
      damaged.push_back(one);
    } else {
      const std::string more = consequence(a, e, articles);
      std::printf("%s: %s%s%s\n", kind_of(e), part_of(e).c_str(), more.empty() ? "" : "; ", printable(more).c_str());
    }
  }
  if (how.json) {
    nlohmann::ordered_json object = {{"ok", found.empty()}, {"checked", result.checked}, {"damaged", damaged}};
    object["signature"] = nullptr;
    if (signature)
      object["signature"] = {
          {"key", key_name(signature->info.key_id)}, {"comment", signature->comment}, {"checked", key != nullptr}};
    print_json(stdout, object);
  } else if (found.empty()) {
    std::printf("ok: %s checked\n", counted(result.checked, "part", "parts").c_str());
    if (signature) std::printf("%s\n", printable(signed_by(*signature)).c_str());
  } else {
    complain(how.archive,
             counted(result.damaged, "damaged part", "damaged parts") + " among " + grouped(result.checked),
             "\"satchel extract --salvage\" saves what is left; a fresh copy of the file mends all");
  }
  return found.empty() ? status_found : status_trouble;
}

}  // namespace

command add_verify(CLI::App& tool) {
  CLI::App* arguments = tool.add_subcommand("verify", "Check every byte and name what is damaged");
  const auto how = std::make_shared<verify_arguments>();
  add_archive(*arguments, how->archive);
  arguments
      ->add_option("--export-signature", how->signature,
                   "also write what was signed to FILE, and its signature\nto FILE.minisig, for minisign -V")
      ->option_text("FILE");
  add_json(*arguments, how->json);
  arguments->footer(
      "Examples:\n"
      "  satchel verify news.satchel\n"
      "  satchel verify news.satchel --key editors.pub\n"
      "  satchel verify news.satchel --export-signature news.root\n"
      "  minisign -V -p editors.pub -m news.root\n\n"
      "Exit status: 0 all is well, 2 something is damaged, not signed with the key or no\n"
      "archive.");
  return {arguments, [how] { return run(*how); }};
}

}  // namespace satchel::tool
