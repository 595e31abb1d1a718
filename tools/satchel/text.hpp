// Text on its way to a terminal or a file: what may be shown, how wide it is, and where lines end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace satchel::tool {

// The bytes as they are. Whether they arrived is asked once, when all is written.
inline void write_text(std::FILE* out, std::string_view text) {
  if (!text.empty()) std::fwrite(text.data(), 1, text.size(), out);
}

// The text with control characters, line feeds too, as spaces, and bytes that are not UTF-8 as U+FFFD: no archive can
// send commands to the terminal.
std::string printable(std::string_view text);

// The text, cut to at most `bytes` between code points.
std::string_view cut_text(std::string_view text, std::size_t bytes);

// Columns that the text takes on a terminal.
std::size_t columns_of(std::string_view text);

// Writes one paragraph that may come in parts: spaces collapsed, lines broken between words, and in scripts without
// spaces between characters. Holds no more than one word.
class paragraph_writer {
 public:
  // Lines of at most `width` columns; 0: one line, however long. The first line starts with `first`, the others with
  // `next`.
  paragraph_writer(std::FILE* out, std::size_t width, std::string first, std::string next);

  void add(std::string_view text);
  // Bytes that take no columns, such as terminal codes.
  void add_code(std::string_view code) { word_ += code; }
  // Ends the last line. The longest one had so many columns, without indentation.
  std::size_t finish();

 private:
  void add_character(std::int32_t code, std::string_view bytes);
  void flush_word();
  void put(std::string_view text) { write_text(out_, text); }

  std::FILE* out_;
  std::size_t width_;
  std::string next_;
  std::size_t next_columns_;
  std::size_t indent_;  // columns of what this line began with
  std::size_t column_;  // where the next character goes
  std::size_t longest_ = 0;
  std::string word_;
  std::size_t word_columns_ = 0;
  bool space_ = false;         // between what was written and word_
  bool any_ = false;           // something was written in this line
  std::int32_t previous_ = 0;  // the last character, when no space follows it
  std::string rest_;           // an incomplete character at the end of a part
};

}  // namespace satchel::tool
