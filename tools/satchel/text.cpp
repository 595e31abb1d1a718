#include "text.hpp"

#include <utf8proc.h>
#include <algorithm>
#include <utility>

namespace satchel::tool {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";
constexpr std::size_t longest_word = 1024;  // bytes; longer ones are written as they come

struct character {
  std::int32_t code = 0;
  std::size_t size = 1;
  bool valid = false;
};

character first_character(std::string_view text) {
  character c;
  utf8proc_int32_t code = 0;
  const auto left = static_cast<utf8proc_ssize_t>(std::min<std::size_t>(text.size(), 4));
  const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), left, &code);
  if (size > 0) c = {code, static_cast<std::size_t>(size), true};
  return c;
}

bool is_control(std::int32_t code) { return code < 0x20 || (code >= 0x7F && code < 0xA0); }

std::size_t width_of(std::int32_t code) { return static_cast<std::size_t>(std::max(0, utf8proc_charwidth(code))); }

// The bytes that the first character should have.
std::size_t announced_size(char first) {
  const auto byte = static_cast<unsigned char>(first);
  return byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

// Closing marks and stops of scripts without spaces: no line starts with one.
bool starts_no_line(std::int32_t code) {
  switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PF:
    case UTF8PROC_CATEGORY_PO:
    case UTF8PROC_CATEGORY_LM:
      return true;
    default:
      return width_of(code) == 0;
  }
}

bool ends_no_line(std::int32_t code) {
  const auto category = utf8proc_category(code);
  return category == UTF8PROC_CATEGORY_PS || category == UTF8PROC_CATEGORY_PI;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const character c = first_character(text);
    if (!c.valid)
      out += replacement;
    else if (is_control(c.code))
      out += ' ';
    else
      out += text.substr(0, c.size);
    text.remove_prefix(c.size);
  }
  return out;
}

std::string_view cut_text(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return text.substr(0, bytes);
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const character c = first_character(text);
    columns += c.valid ? width_of(c.code) : 1;
    text.remove_prefix(c.size);
  }
  return columns;
}

paragraph_writer::paragraph_writer(std::FILE* out, std::size_t width, std::string first, std::string next)
    : out_(out),
      width_(width),
      next_(std::move(next)),
      next_columns_(columns_of(next_)),
      indent_(columns_of(first)),
      column_(indent_) {
  put(first);
}

void paragraph_writer::add(std::string_view text) {
  std::string joined;
  if (!rest_.empty()) {
    joined = std::exchange(rest_, {}).append(text);
    text = joined;
  }
  while (!text.empty()) {
    const character c = first_character(text);
    if (!c.valid && text.size() < announced_size(text[0])) {
      rest_ = text;
      return;
    }
    if (c.valid && (c.code == ' ' || is_control(c.code))) {
      flush_word();
      space_ = any_;
      previous_ = 0;
    } else if (c.valid) {
      add_character(c.code, text.substr(0, c.size));
    } else {
      add_character(0xFFFD, replacement);
    }
    text.remove_prefix(c.size);
  }
}

void paragraph_writer::add_character(std::int32_t code, std::string_view bytes) {
  const std::size_t columns = width_of(code);
  const bool between_wide = previous_ != 0 && (columns == 2 || width_of(previous_) == 2);
  if (between_wide && !starts_no_line(code) && !ends_no_line(previous_)) flush_word();
  word_ += bytes;
  word_columns_ += columns;
  if (columns > 0) previous_ = code;
  if (word_.size() > longest_word) flush_word();
}

void paragraph_writer::flush_word() {
  if (word_.empty()) return;
  const std::size_t gap = space_ ? 1 : 0;
  if (width_ > 0 && any_ && column_ + gap + word_columns_ > width_) {
    put("\n");
    put(next_);
    indent_ = column_ = next_columns_;
  } else if (space_) {
    put(" ");
    column_ += 1;
  }
  put(word_);
  column_ += word_columns_;
  longest_ = std::max(longest_, column_ - indent_);
  any_ = any_ || word_columns_ > 0;
  space_ = false;
  word_.clear();
  word_columns_ = 0;
}

std::size_t paragraph_writer::finish() {
  for (std::size_t i = 0; i < rest_.size(); ++i) add_character(0xFFFD, replacement);
  rest_.clear();
  flush_word();
  put("\n");
  return longest_;
}

}  // namespace satchel::tool
