#include "article_markdown.hpp"

#include "article_json.hpp"

#include <algorithm>
#include <cctype>

namespace satchel::tool {
namespace {

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80;
}

// Characters that mean something to Markdown, with a backslash in front.
std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 16);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool in_word = i > 0 && i + 1 < text.size() && is_word(text[i - 1]) && is_word(text[i + 1]);
    const bool entity = c == '&' && i + 1 < text.size() && (text[i + 1] == '#' || is_word(text[i + 1]));
    if (std::string_view("\\`*[]<").find(c) != std::string_view::npos || (c == '_' && !in_word) || entity) out += '\\';
    out += c;
  }
  return out;
}

// What would make a line a heading, a list, a quote or a rule, with a backslash in front.
std::string escaped_start(std::string_view text) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  if (digits > 0 && digits < text.size() && (text[digits] == '.' || text[digits] == ')'))
    return std::string(text.substr(0, digits)) + '\\' + text[digits] + escaped(text.substr(digits + 1));
  if (!text.empty() && std::string_view("#+->=~").find(text[0]) != std::string_view::npos)
    return std::string("\\") + text[0] + escaped(text.substr(1));
  return escaped(text);
}

// A row of tildes that is longer than any in the code. Code that comes in parts cannot be looked through before.
std::string fence_for(const piece& part) {
  std::size_t longest = part.last ? 2 : 15, run = 0;
  for (const char c : part.text) {
    run = c == '~' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return std::string(longest + 1, '~');
}

bool is_address(std::string_view word) { return word.starts_with("http://") || word.starts_with("https://"); }

// "Title https://..." as a link; other references as they are.
std::string reference(std::string_view text) {
  const std::size_t blank = text.rfind(' ');
  const std::string_view address = blank == std::string_view::npos ? text : text.substr(blank + 1);
  if (!is_address(address) || address.find_first_of("<> ") != std::string_view::npos) return escaped_start(text);
  if (blank == std::string_view::npos) return '<' + std::string(address) + '>';
  return '[' + escaped(text.substr(0, blank)) + "](<" + std::string(address) + ">)";
}

}  // namespace

// JSON strings are YAML, too.
void markdown_printer::line(std::string_view key, const std::string& value) {
  if (value.empty()) return;
  put(key);
  put(": ");
  put(json_string(value));
  put("\n");
}

void markdown_printer::list(std::string_view key, const std::vector<std::string>& values) {
  if (values.empty()) return;
  put(key);
  put(":\n");
  for (const std::string& value : values) {
    put("  - ");
    put(json_string(value));
    put("\n");
  }
}

void markdown_printer::head(const article_head& head) {
  put("---\n");
  line("id", head.identifier);
  line("title", head.title);
  line("subtitle", head.subtitle);
  list("authors", head.authors);
  line("source", head.source);
  line("url", head.url);
  line("date", head.published);
  line("lang", head.language);
  list("tags", head.tags);
  for (const auto& [name, value] : head.fields) line(json_string(name), value);
  put("---\n");
}

void markdown_printer::begin(const piece& part) {
  if (kind_ != kind::list_item || part.kind != kind::list_item) put("\n");
  if (part.kind != kind::list_item) depth_ = 0;
  kind_ = part.kind;
  open_ = true;
  switch (part.kind) {
    case kind::heading:
      put(std::string(std::clamp<unsigned>(part.level, 1, 6), '#') + ' ');
      break;
    case kind::list_item:  // no item can be more than one level below the one before
      depth_ = std::clamp<unsigned>(part.level, 1, depth_ + 1);
      put(std::string(2 * (depth_ - 1), ' ') + "- ");
      break;
    case kind::quote:
      put("> ");
      break;
    case kind::code:
      fence_ = fence_for(part);
      put(fence_ + '\n');
      break;
    default:
      break;
  }
}

void markdown_printer::body(const piece& part) {
  if (part.kind == kind::boilerplate && !boilerplate_) return;
  const bool start = part.first || !open_;
  if (start) begin(part);
  if (part.kind == kind::code) {
    put(printable_lines(part.text, marks_));
  } else {
    const std::string text = printable(part.text, marks_);
    if (start && part.last && part.kind == kind::reference)
      put(reference(text));
    else
      put(start ? escaped_start(text) : escaped(text));
  }
  if (part.last) finish();
}

void markdown_printer::finish() {
  put("\n");
  if (kind_ == kind::code) put(fence_ + '\n');
  open_ = false;
}

void markdown_printer::end(bool complete) {
  if (open_) finish();
  if (!complete) put("\n*The archive is damaged; the rest of this article is missing.*\n");
}

}  // namespace satchel::tool
