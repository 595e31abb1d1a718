#include "opened.hpp"

#include "sizes.hpp"

#include <satchel/verify.hpp>

#include <algorithm>
#include <charconv>
#include <vector>

namespace satchel::tool {
namespace {

// "#12" as 12.
std::optional<std::uint64_t> article_number(const std::string& what) {
  if (what.size() < 2 || what[0] != '#') return {};
  std::uint64_t number = 0;
  const char* end = what.data() + what.size();
  const auto [at, failed] = std::from_chars(what.data() + 1, end, number);
  if (failed != std::errc() || at != end) return {};
  return number;
}

}  // namespace

void check_whole(mapped_archive& opened, const std::string& path) {
  if (!opened.get().info().known_analyzer) throw trouble_with(path, {errc::unknown_analyzer, part::none, 0, 0});
  verify_result result;
  if (const error e = verify(opened.get(), result, [](const error&) {})) throw trouble_with(path, e);
  if (result.damaged > 0)
    throw trouble(path, "the archive has " + counted(result.damaged, "damaged part", "damaged parts"),
                  "\"satchel verify\" lists them; a fresh copy of the file mends all");
}

error label_of(archive& from, std::uint32_t article, label& out) {
  out = {};
  article_entry s;
  if (error e = from.find_entry(article, s)) return e;
  out.identifier = s.identifier;
  out.title = s.title;
  if (!s.identifier_cut && !s.title_cut) return {};
  out = {};
  return from.read(article, [&](const piece& p) {
    if (p.kind == kind::identifier)
      out.identifier += p.text;
    else if (p.kind == kind::title)
      out.title += p.text;
    else
      return false;
    return true;
  });
}

std::optional<std::uint32_t> find_article(archive& in, const std::string& path, const std::string& what) {
  std::uint32_t article = 0;
  error e = in.find_identifier(what, article);
  if (!e) return article;
  if (e.code != errc::not_found) throw trouble_with(path, e);
  e = in.find_title(what, article);
  if (!e) return article;
  if (e.code != errc::not_found) throw trouble_with(path, e);
  if (const auto number = article_number(what); number && *number < in.size())
    return static_cast<std::uint32_t>(*number);
  return {};
}

std::uint32_t last_lost(archive& from, std::uint32_t article) {
  article_entry s;
  if (from.find_entry(article, s).part != part::catalog) return article;
  const std::uint32_t each = from.info().articles_per_catalog;
  return std::min(article - article % each + (each - 1), from.size() - 1);
}

void damage_report::add(std::uint32_t first, std::uint32_t last, const error& e) {
  const bool alike = failure_ && e.code == failure_.code && e.part == failure_.part && e.where == failure_.where;
  if (!alike || first != last_ + 1) {
    complain_of_row();
    first_ = first;
  }
  last_ = last;
  failure_ = e;
  count_ += last - first + 1;
}

void damage_report::complain_of_row() {
  if (!failure_) return;
  const std::string row = first_ == last_ ? "article #" + std::to_string(first_)
                                          : "articles #" + std::to_string(first_) + " to #" + std::to_string(last_);
  complain(path_, row + ": " + trouble_with(path_, failure_).what());
}

bool damage_report::finish() {
  if (count_ == 0) return true;
  complain_of_row();
  complain(path_, counted(count_, "article", "articles") + " could not be read whole",
           trouble_with(path_, failure_).remedy);
  return false;
}

void complain_not_found(archive& in, const std::string& path, const std::string& what) {
  if (article_number(what)) {
    complain(path, "no article " + what, "it has " + counted(in.size(), "article", "articles") + ", numbered from 0");
    return;
  }
  std::vector<std::uint32_t> near;
  const error failed = in.complete(what, [&](std::uint32_t article) {
    near.push_back(article);
    return near.size() < 3;
  });
  std::string titles;
  for (const std::uint32_t article : near) {
    article_entry s;
    if (failed || in.find_entry(article, s)) break;
    titles += (titles.empty() ? "\"" : ", \"") + std::string(s.title) + '"';
  }
  complain(path, "no article with the identifier or title \"" + what + '"',
           titles.empty() ? "\"satchel list\" shows all, \"satchel search\" finds words"
                          : "titles that start so: " + titles);
}

}  // namespace satchel::tool
