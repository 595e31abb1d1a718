#include "pack/article_source.hpp"

#include "import/finish.hpp"

#include <satchel/text/utf8.hpp>

#include <algorithm>
#include <string_view>

namespace satchel::pack {
namespace {

constexpr unsigned level_max = 7;  // three bits

// Replaces each byte that is not UTF-8 by U+FFFD, and nothing else: stored text must come back unchanged.
std::size_t mend(std::string& text) {
  const auto valid_until = [](std::string_view all, std::size_t at) {
    while (at < all.size()) {
      const std::size_t size = static_cast<unsigned char>(all[at]) < 0x80 ? 1 : text::decode(all, at).size;
      if (size == 1 && static_cast<unsigned char>(all[at]) >= 0x80) break;
      at += size;
    }
    return at;
  };
  std::size_t at = valid_until(text, 0);
  if (at == text.size()) return 0;
  std::string mended(text, 0, at);
  std::size_t replaced = 0;
  while (at < text.size()) {
    mended += "\xEF\xBF\xBD";
    ++replaced;
    const std::size_t next = valid_until(text, at + 1);
    mended.append(text, at + 1, next - at - 1);
    at = next;
  }
  text = std::move(mended);
  return replaced;
}

std::size_t mend(article& a) {
  std::size_t replaced = 0;
  for (std::string* text : {&a.identifier, &a.title, &a.subtitle, &a.source, &a.url, &a.published, &a.language})
    replaced += mend(*text);
  for (std::string& author : a.authors) replaced += mend(author);
  for (std::string& tag : a.tags) replaced += mend(tag);
  for (auto& [name, value] : a.fields) replaced += mend(name) + mend(value);
  for (paragraph& p : a.body) replaced += mend(p.text);
  return replaced;
}

void check(const paragraph& p, const std::string& origin) {
  if (p.kind < kind::heading || p.kind > kind::boilerplate)
    throw failure(origin + ": a paragraph's kind is " + std::to_string(static_cast<unsigned>(p.kind)) +
                  ", which is none of a body; use one from heading to boilerplate");
  if (p.level > level_max)
    throw failure(origin + ": a paragraph's level is " + std::to_string(p.level) + "; levels end at " +
                  std::to_string(level_max));
}

}  // namespace

bool take_articles(const article_source& source, const article_sink& sink, const report& on_problem) {
  for (std::uint64_t number = 0;; ++number) {
    article next;
    if (!source(next, on_problem)) return true;
    if (next.origin.empty()) next.origin = "article " + std::to_string(number) + " from the program";
    for (const paragraph& p : next.body) check(p, next.origin);
    if (const std::size_t replaced = mend(next); replaced > 0)
      on_problem({next.origin, std::to_string(replaced) + (replaced == 1 ? " byte is" : " bytes are") + " not UTF-8",
                  "replaced by U+FFFD; convert the text to UTF-8 to keep it", false});
    drop_nameless_fields(next, on_problem);
    if (!sink(std::move(next))) return false;
  }
}

}  // namespace satchel::pack
