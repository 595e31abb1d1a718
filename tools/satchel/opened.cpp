#include "opened.hpp"

#include "sizes.hpp"

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

error label_of(archive& from, std::uint32_t article, label& out) {
  out = {};
  summary s;
  if (error e = from.summarize(article, s)) return e;
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

void damage_report::add(std::uint32_t article, const error& e) {
  complain(path_, "article #" + std::to_string(article) + ": " + trouble_with(path_, e).what());
  ++count_;
  last_ = e;
}

bool damage_report::finish() const {
  if (count_ == 0) return true;
  complain(path_, counted(count_, "article", "articles") + " could not be read whole",
           trouble_with(path_, last_).remedy);
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
    summary s;
    if (failed || in.summarize(article, s)) break;
    titles += (titles.empty() ? "\"" : ", \"") + std::string(s.title) + '"';
  }
  complain(path, "no article with the identifier or title \"" + what + '"',
           titles.empty() ? "\"satchel list\" shows all, \"satchel search\" finds words"
                          : "titles that start so: " + titles);
}

}  // namespace satchel::tool
