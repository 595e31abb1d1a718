#include "article.hpp"

namespace satchel::tool {
namespace {

// Adds a part of a piece to a list of whole ones.
void extend(std::vector<std::string>& list, const piece& p) {
  if (p.first || list.empty()) list.emplace_back();
  list.back() += p.text;
}

bool is_known(kind k) { return k >= kind::heading && k <= kind::boilerplate; }

}  // namespace

void add_metadata(article_head& head, const piece& p) {
  switch (p.kind) {
    case kind::identifier:
      head.identifier += p.text;
      break;
    case kind::title:
      head.title += p.text;
      break;
    case kind::subtitle:
      head.subtitle += p.text;
      break;
    case kind::author:
      extend(head.authors, p);
      break;
    case kind::source:
      head.source += p.text;
      break;
    case kind::url:
      head.url += p.text;
      break;
    case kind::published:
      head.published += p.text;
      break;
    case kind::language:
      head.language += p.text;
      break;
    case kind::tag:
      extend(head.tags, p);
      break;
    case kind::field_name:
      if (p.first || head.fields.empty()) head.fields.emplace_back();
      head.fields.back().first += p.text;
      break;
    case kind::field_value:
      if (head.fields.empty()) head.fields.emplace_back();
      head.fields.back().second += p.text;
      break;
    default:
      break;
  }
}

kind shown_kind(kind k) { return is_known(k) ? k : kind::paragraph; }

namespace {

// Hands an article to a printer; read(f) calls f(const piece&, bool match) for its parts.
template <class Read>
error print_parts(Read read, article_printer& to) {
  article_head head;
  bool in_body = false;
  const auto begin_body = [&] {
    if (!in_body) to.head(head);
    in_body = true;
  };
  const error failed = read([&](const piece& p, bool match) {
    if (!is_body(p.kind)) {
      if (!in_body) add_metadata(head, p);
      return;
    }
    begin_body();
    piece shown = p;
    shown.kind = shown_kind(p.kind);
    match ? to.match(shown) : to.body(shown);
  });
  if (failed && head.identifier.empty()) return failed;
  begin_body();
  to.end(!failed);
  return failed;
}

}  // namespace

error print_article(archive& from, std::uint32_t article, article_printer& to) {
  return print_parts([&](auto take) { return from.read(article, [&](const piece& p) { take(p, false); }); }, to);
}

error print_article(mapped_archive& from, std::uint32_t article, std::string_view query, article_printer& to) {
  return print_parts([&](auto take) { return from.read(article, query, take); }, to);
}

error read_article(archive& from, std::uint32_t article, pack::article& out) {
  bool whole = false;  // no piece is left open
  bool known = true;
  const error failed = from.read(article, [&](const piece& p) {
    whole = p.last;
    known = known && (is_body(p.kind) ? is_known(p.kind) : p.kind >= kind::identifier && p.kind <= kind::field_value);
    if (!is_body(p.kind)) return add_metadata(out, p);
    if (p.first || out.body.empty()) out.body.push_back({p.kind, p.level, {}});
    out.body.back().text += p.text;
  });
  if (!known) return {errc::newer_format, part::none, 0, 0};
  // The reader looks for the end of a catalog's last article in the next block: damage there is not the article's when
  // the next one starts with that block.
  article_entry next;
  const bool behind = failed.code == errc::damaged && failed.part == part::block && whole &&
                      article + 1 < from.size() && !from.find_entry(article + 1, next) && next.block == failed.where &&
                      next.begins_block;
  return behind ? error{} : failed;
}

const char* kind_name(kind k) {
  switch (k) {
    case kind::heading:
      return "heading";
    case kind::list_item:
      return "list_item";
    case kind::quote:
      return "quote";
    case kind::code:
      return "code";
    case kind::reference:
      return "reference";
    case kind::boilerplate:
      return "boilerplate";
    default:
      return "paragraph";
  }
}

}  // namespace satchel::tool
