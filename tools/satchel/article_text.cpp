#include "article_text.hpp"

#include <algorithm>
#include <string>

namespace satchel::tool {
namespace {

std::string joined(const std::vector<std::string>& list) {
  std::string all;
  for (const std::string& one : list) all += (all.empty() ? "" : ", ") + one;
  return all;
}

}  // namespace

void text_printer::underline(char with, std::size_t columns) {
  if (!how_.style.title.empty()) return;
  put(std::string(std::clamp<std::size_t>(columns, 1, how_.width > 0 ? how_.width : 80), with));
  put("\n");
}

// A line of metadata: what it is, then what it says.
void text_printer::line(std::string_view name, std::string_view value) {
  if (value.empty()) return;
  std::string first = printable(name);
  first.append(columns_of(first) < name_columns_ ? name_columns_ + 1 - columns_of(first) : 1, ' ');
  put(how_.style.dim);
  paragraph_writer text(out_, how_.width, first, std::string(name_columns_ + 1, ' '));
  put(how_.style.plain);
  text.add(value);
  text.finish();
}

void text_printer::head(const article_head& head) {
  put(how_.style.title);
  paragraph_writer title(out_, how_.width, "", "");
  title.add(head.title.empty() ? head.identifier : head.title);
  const std::size_t columns = title.finish();
  put(how_.style.plain);
  underline('=', columns);
  if (!head.subtitle.empty()) {
    paragraph_writer subtitle(out_, how_.width, "", "");
    subtitle.add(head.subtitle);
    subtitle.finish();
  }
  put("\n");
  for (const auto& [name, value] : head.fields)
    name_columns_ = std::clamp(columns_of(name), name_columns_, std::size_t{20});
  line("by", joined(head.authors));
  line("published", head.published);
  line("source", head.source);
  line("tags", joined(head.tags));
  line("language", head.language);
  line("url", head.url);
  for (const auto& [name, value] : head.fields) line(name, value);
  line("identifier", head.identifier);
  any_ = true;
}

void text_printer::begin(const piece& part) {
  const bool tight = kind_ == part.kind && (part.kind == kind::list_item || part.kind == kind::reference);
  if (any_ && !tight) put("\n");
  any_ = open_ = true;
  kind_ = part.kind;
  const std::string indent(2 * std::clamp<std::size_t>(part.level, 1, 8) - 2, ' ');
  switch (part.kind) {
    case kind::heading:
      put(how_.style.title);
      paragraph_.emplace(out_, how_.width, "", "");
      break;
    case kind::list_item:
      paragraph_.emplace(out_, how_.width, indent + "- ", indent + "  ");
      break;
    case kind::quote:
      paragraph_.emplace(out_, how_.width, "> ", "> ");
      break;
    case kind::code:
      line_start_ = true;
      break;
    case kind::boilerplate:
      put(how_.style.dim);
      paragraph_.emplace(out_, how_.width, "", "");
      break;
    default:
      paragraph_.emplace(out_, how_.width, "", "");
      break;
  }
}

// Line by line as it is, indented.
void text_printer::add_code(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end != 0 && line_start_) put("    ");
    std::string_view rest = text.substr(0, end);
    for (std::size_t tab = rest.find('\t'); tab != std::string_view::npos; tab = rest.find('\t')) {
      put(printable(rest.substr(0, tab)));
      put("\t");
      rest.remove_prefix(tab + 1);
    }
    put(printable(rest));
    line_start_ = end != std::string_view::npos;
    if (!line_start_) return;
    put("\n");
    text.remove_prefix(end + 1);
  }
}

void text_printer::body(const piece& part) {
  if (part.kind == kind::boilerplate && !how_.boilerplate) return;
  if (part.first || !open_) begin(part);
  if (part.kind == kind::code)
    add_code(part.text);
  else
    paragraph_->add(part.text);
  if (part.last) finish();
}

void text_printer::finish() {
  open_ = false;
  if (kind_ == kind::code) {
    if (!line_start_) put("\n");
    return;
  }
  const std::size_t columns = paragraph_->finish();
  if (kind_ == kind::heading || kind_ == kind::boilerplate) put(how_.style.plain);
  if (kind_ == kind::heading) underline('-', columns);
}

void text_printer::end(bool complete) {
  if (open_) finish();
  if (!complete) put("\n[the archive is damaged; the rest of this article is missing]\n");
}

}  // namespace satchel::tool
