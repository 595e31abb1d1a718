#include "article_text.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace satchel::tool {
namespace {

std::string joined(const std::vector<std::string>& list) {
  std::string all;
  for (const std::string& one : list) all += (all.empty() ? "" : ", ") + one;
  return all;
}

}  // namespace

void text_printer::underline(char with, std::size_t columns) {
  if (how_.style.coloured()) return;
  put(std::string(std::clamp<std::size_t>(columns, 1, how_.width > 0 ? how_.width : 80), with));
  put("\n");
}

// The columns of its longest line.
std::size_t text_printer::write_paragraph(std::string_view text, std::string_view look, margin sides) {
  paragraph_writer writer(out_, how_.width, std::move(sides), how_.marks);
  writer.set_look(look);
  writer.add(text);
  return writer.finish();
}

// A line of metadata: what it is, then what it says.
void text_printer::line(std::string_view name, std::string_view value) {
  if (value.empty()) return;
  std::string first = printable(name, how_.marks);
  first.append(columns_of(first) < name_columns_ ? name_columns_ + 1 - columns_of(first) : 1, ' ');
  write_paragraph(value, {}, {first, std::string(name_columns_ + 1, ' '), how_.style.dim});
}

void text_printer::head(const article_head& head) {
  underline('=', write_paragraph(head.title.empty() ? head.identifier : head.title, how_.style.title));
  if (!head.subtitle.empty()) write_paragraph(head.subtitle, {});
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
  level_ = part.level;
  look_ = {};
  margin sides;
  switch (part.kind) {
    case kind::heading:
      look_ = level_ <= 2 ? how_.style.heading : how_.style.subheading;
      break;
    case kind::list_item: {
      std::size_t indent = 2 * std::clamp<std::size_t>(level_, 1, 8) - 2;
      if (how_.width > 0) indent = std::min(indent, how_.width / 4);
      sides.first.assign(indent, ' ').append("- ");
      sides.next.assign(indent + 2, ' ');
      sides.look = how_.style.dim;
      break;
    }
    case kind::quote:
      sides = {"> ", "> ", how_.style.dim};
      break;
    case kind::boilerplate:
      look_ = how_.style.dim;
      break;
    case kind::code:
      line_start_ = true;
      return;
    default:
      break;
  }
  paragraph_.emplace(out_, how_.width, std::move(sides), how_.marks);
}

// Line by line as it is, indented.
void text_printer::add_code(std::string_view text, std::string_view look) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end != 0 && line_start_) put("    ");
    put(look);
    put(printable_lines(text.substr(0, end), how_.marks));
    if (!look.empty()) put(plain);
    line_start_ = end != std::string_view::npos;
    if (!line_start_) return;
    put("\n");
    text.remove_prefix(end + 1);
  }
}

void text_printer::add(const piece& part, bool match) {
  if (part.kind == kind::boilerplate && !how_.boilerplate) return;
  if (part.first || !open_) begin(part);
  const std::string_view look = match ? how_.style.match : look_;
  if (part.kind == kind::code) {
    add_code(part.text, look);
  } else {
    paragraph_->set_look(look);
    paragraph_->add(part.text);
  }
  if (part.last) finish();
}

void text_printer::finish() {
  open_ = false;
  if (kind_ == kind::code) {
    if (!line_start_) put("\n");
    return;
  }
  const std::size_t columns = paragraph_->finish();
  if (kind_ == kind::heading) underline(level_ <= 2 ? '-' : '~', columns);
}

void text_printer::end(bool complete) {
  if (open_) finish();
  if (!complete) put("\n[the archive is damaged; the rest of this article is missing]\n");
}

}  // namespace satchel::tool
