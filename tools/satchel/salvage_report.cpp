#include "salvage_report.hpp"

#include "article_json.hpp"
#include "damage.hpp"
#include "errors.hpp"
#include "sizes.hpp"

#include <utility>

namespace satchel::tool {
namespace {

template <class T>
nlohmann::ordered_json or_null(const std::optional<T>& value) {
  return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
}

std::string text_of(const byte_range& range) {
  return "bytes " + grouped(range.begin) + " to " + grouped(range.end - 1) + " of the file";
}

// "blocks 3 to 5", as verify says "block 3".
std::string text_of(const lost_parts& parts) {
  const std::string word = name(parts.part), first = std::to_string(parts.first);
  if (!parts.last) return parts.first == 0 ? "all " + word + 's' : word + "s from " + first + " on, if there were more";
  return *parts.last == parts.first ? word + ' ' + first : word + "s " + first + " to " + std::to_string(*parts.last);
}

}  // namespace

void salvage_report::saved(bool whole, bool named) {
  ++saved_;
  if (!whole) ++parts_saved_;
  if (!named) ++unnamed_;
  all_ = all_ && whole && named;
}

void salvage_report::lost(const catalogued_entry& article, bool part_saved) {
  all_ = false;
  if (!part_saved) ++lost_;
  if (json_)
    return print_json(stderr, {{"article", or_null(article.article)},
                               {"identifier", article.identifier},
                               {"saved", part_saved ? "part" : "nothing"}});
  if (affected_.count++ == 0) affected_.first = article.article;
  affected_.last = article.article;
  if (affected_.count <= shown_articles)
    affected_.names += (affected_.count > 1 ? ", " : "") + article.identifier;
  else if (affected_.count == shown_articles + 1)
    affected_.names += ", ...";
}

void salvage_report::lost(const lost_parts& parts) {
  all_ = false;
  affected articles = std::exchange(affected_, {});
  if (parts.first_article) articles = {1, parts.first_article, parts.last_article, ""};
  if (json_)
    return print_json(stderr, {{"part", name(parts.part)},
                               {"first", parts.first},
                               {"last", or_null(parts.last)},
                               {"first_byte", parts.bytes.begin},
                               {"end_byte", parts.bytes.end},
                               {"needs", parts.because == part::none ? nlohmann::ordered_json(nullptr)
                                                                     : nlohmann::ordered_json(name(parts.because))}});
  std::string text =
      parts.because == part::none ? "damaged: " : std::string("unreadable without the ") + name(parts.because) + ": ";
  text += text_of(parts);
  if (parts.bytes.begin < parts.bytes.end) text += ", " + text_of(parts.bytes);
  text += std::string("; ") + (parts.part == part::block ? lost_text : lost_titles);
  if (articles.count > 0) text += " of " + articles_named(articles.first, articles.last, articles.names);
  complain(path_, text);
}

void salvage_report::tell_articles() {
  const affected articles = std::exchange(affected_, {});
  if (articles.count > 0)
    complain(path_, std::string(lost_text) + " of " + articles_named(articles.first, articles.last, articles.names));
}

void salvage_report::damaged(satchel::part part) {
  if (json_) return print_json(stderr, {{"part", name(part)}});
  complain(path_, "damaged: " + std::string(name(part)) + "; " + no_text);
}

void salvage_report::missed(const std::string& what) {
  all_ = false;
  if (json_) return print_json(stderr, {{"problem", what}});
  complain(path_, what);
}

bool salvage_report::finish() {
  if (json_) {
    print_json(stderr, {{"saved", saved_},
                        {"saved_in_part", parts_saved_},
                        {"without_name", unnamed_},
                        {"lost", lost_},
                        {"all", all_}});
    return all_;
  }
  std::string text = counted(saved_, "article", "articles") + " saved";
  if (parts_saved_ > 0) text += ", " + grouped(parts_saved_) + " of them in part";
  if (unnamed_ > 0) text += ", " + grouped(unnamed_) + " under made-up identifiers";
  if (lost_ > 0) text += "; " + counted(lost_, "article is", "articles are") + " lost";
  complain(path_, text, all_ ? "nothing is lost" : "");
  return all_;
}

}  // namespace satchel::tool
