#include "text.hpp"

#include "terminal.hpp"

#include <utf8proc.h>
#include <algorithm>
#include <utility>

namespace satchel::tool {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";
constexpr std::int32_t replacement_code = 0xFFFD;
constexpr std::int32_t zero_width_space = 0x200B;
constexpr std::int32_t emoji_style = 0xFE0F;  // what stands before it is shown as an emoji, which takes two columns
constexpr std::size_t longest_word = 1024;    // bytes; longer ones are written as they come

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

// Line feeds and other ends of lines too.
bool is_space(std::int32_t code) {
  return code == ' ' || (code >= '\t' && code <= '\r') || code == 0x85 || code == 0x2028 || code == 0x2029;
}

// Marks, embeddings, overrides and isolates of Unicode's bidirectional algorithm.
bool is_direction_mark(std::int32_t code) {
  return code == 0x061C || code == 0x200E || code == 0x200F || (code >= 0x202A && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069);
}

bool is_shown(std::int32_t code, direction_marks marks) {
  return !is_control(code) && (marks == direction_marks::kept || !is_direction_mark(code));
}

// Soft hyphens and byte order marks, which many terminals show.
bool is_never_shown(std::int32_t code) { return code == 0xAD || code == 0xFEFF; }

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

std::string printable_lines(std::string_view text, direction_marks marks) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const character c = first_character(text);
    if (c.valid && (c.code == '\n' || c.code == '\t' || (!is_space(c.code) && is_shown(c.code, marks))))
      out += text.substr(0, c.size);
    else
      out += c.valid && is_space(c.code) ? " " : replacement;
    text.remove_prefix(c.size);
  }
  return out;
}

std::string printable(std::string_view text, direction_marks marks) {
  std::string out = printable_lines(text, marks);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
  return out;
}

std::string escaped_controls(std::string json) {
  // The first bytes of all that is looked for.
  if (json.find_first_of("\x7F\xC2\xD8\xE2") == std::string::npos) return json;
  std::string out;
  for (std::string_view rest = json; !rest.empty();) {
    const character c = first_character(rest);
    const bool ends_line = c.code == 0x2028 || c.code == 0x2029;
    if (c.valid && c.code >= 0x7F && (ends_line || !is_shown(c.code, direction_marks::shown))) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c.code) & 0xFFFFu);
      out += escape;
    } else {
      out += rest.substr(0, c.size);
    }
    rest.remove_prefix(c.size);
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
  column_counter counter;
  while (!text.empty()) {
    const character c = first_character(text);
    columns += counter.add(c.valid ? c.code : replacement_code);
    text.remove_prefix(c.size);
  }
  return columns;
}

bool is_right_to_left(std::string_view text) {
  while (!text.empty()) {
    const character c = first_character(text);
    const int way = utf8proc_get_property(c.valid ? c.code : ' ')->bidi_class;
    if (way == UTF8PROC_BIDI_CLASS_R || way == UTF8PROC_BIDI_CLASS_AL) return true;
    if (way == UTF8PROC_BIDI_CLASS_L) return false;
    text.remove_prefix(c.size);
  }
  return false;
}

std::size_t column_counter::add(std::int32_t code) {
  joined_ = last_ != 0 && !utf8proc_grapheme_break_stateful(last_, code, &state_);
  last_ = code;
  if (code == emoji_style && columns_ == 1) {
    columns_ = 2;
    return 1;
  }
  const std::size_t columns = width_of(code);
  if (columns > 0) columns_ = code == ' ' ? 0 : columns;
  return columns;
}

paragraph_writer::paragraph_writer(std::FILE* out, std::size_t width, margin sides, direction_marks marks)
    : out_(out),
      width_(width),
      sides_(std::move(sides)),
      marks_(marks),
      next_columns_(columns_of(sides_.next)),
      indent_(columns_of(sides_.first)),
      column_(indent_) {
  put_margin(sides_.first);
}

void paragraph_writer::put_margin(const std::string& text) {
  put(sides_.look);
  put(text);
  if (!sides_.look.empty()) put(plain);
}

void paragraph_writer::set_look(std::string_view code) {
  if (code == look_) return;
  if (!look_.empty()) word_ += plain;
  word_ += code;
  look_ = code;
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
    if (!c.valid) {
      add_character(replacement_code, replacement);
    } else if (is_space(c.code) || c.code == zero_width_space) {
      flush_word();
      space_ = any_ && (space_ || is_space(c.code));
      previous_ = 0;
      if (is_space(c.code)) counter_ = {};
    } else if (!is_shown(c.code, marks_)) {
      add_character(replacement_code, replacement);
    } else if (!is_never_shown(c.code)) {
      add_character(c.code, text.substr(0, c.size));
    }
    text.remove_prefix(c.size);
  }
}

void paragraph_writer::add_character(std::int32_t code, std::string_view bytes) {
  const std::size_t columns = counter_.add(code);
  if (previous_ != 0 && !counter_.joined() && !starts_no_line(code) && !ends_no_line(previous_)) {
    const bool between_wide = columns == 2 || width_of(previous_) == 2;
    // Scripts without spaces where only a dictionary tells words apart; an address stays whole.
    const bool fills_a_line = width_ > 0 && word_columns_ + columns + next_columns_ > width_ && code >= 0x80;
    if (between_wide || fills_a_line) flush_word();
  }
  word_ += bytes;
  word_begun_ = true;
  word_columns_ += columns;
  if (columns > 0) previous_ = code;
  if (word_.size() > longest_word) flush_word();
}

void paragraph_writer::flush_word() {
  const bool text = std::exchange(word_begun_, false);
  if (text && width_ > 0 && any_ && column_ + (space_ ? 1 : 0) + word_columns_ > width_) {
    if (!written_look_.empty()) put(plain);
    put("\n");
    put_margin(sides_.next);
    put(written_look_);
    indent_ = column_ = next_columns_;
    space_ = false;
  }
  if (text && space_) {
    put(" ");
    column_ += 1;
    space_ = false;
  }
  put(word_);
  written_look_ = look_;
  column_ += word_columns_;
  longest_ = std::max(longest_, column_ - indent_);
  any_ = any_ || text;
  word_.clear();
  word_columns_ = 0;
}

std::size_t paragraph_writer::finish() {
  for (std::size_t i = 0; i < rest_.size(); ++i) add_character(replacement_code, replacement);
  rest_.clear();
  set_look({});
  flush_word();
  put("\n");
  return longest_;
}

}  // namespace satchel::tool
