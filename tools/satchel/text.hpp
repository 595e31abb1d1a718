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

// Marks of direction turn what stands beside them, and so can make text on a terminal say what it does not. There they
// are shown as U+FFFD; in files they are kept, since texts of some scripts need them.
enum class direction_marks { shown, kept };

// The text in one line, with blanks of all kinds as spaces, and other control characters and bytes that are not UTF-8
// as U+FFFD: no archive can send commands to the terminal.
std::string printable(std::string_view text, direction_marks marks = direction_marks::shown);

// The same with line feeds and tabs as they are.
std::string printable_lines(std::string_view text, direction_marks marks);

// JSON with control characters, marks of direction and separators of lines as \uXXXX, which is the same data.
std::string escaped_controls(std::string json);

// The text, cut to at most `bytes` between code points.
std::string_view cut_text(std::string_view text, std::size_t bytes);

// Columns that the text takes on a terminal. Terminals differ in joined emoji; then it is the most that one takes.
std::size_t columns_of(std::string_view text);

// Whether the first letter is one of a script that is written from right to left. Lines are left to the terminal to
// turn; what stands before or after such text in a line needs a mark, or is turned with it.
bool is_right_to_left(std::string_view text);
inline constexpr std::string_view left_to_right_mark = "\xE2\x80\x8E", right_to_left_mark = "\xE2\x80\x8F";

// Counts columns character by character.
class column_counter {
 public:
  // The columns that are added by a code point.
  std::size_t add(std::int32_t code);
  // Whether the code point last added belongs to the character before it: no line ends between them.
  bool joined() const { return joined_; }

 private:
  std::int32_t last_ = 0, state_ = 0;
  std::size_t columns_ = 0;  // of the character that last_ belongs to, 0 for a space
  bool joined_ = false;
};

// What the lines of a paragraph start with.
struct margin {
  std::string first, next;  // in the first line, in the others
  std::string_view look;    // terminal code of both
};

// Writes one paragraph that may come in parts: spaces collapsed, lines broken between words, and in scripts without
// spaces between characters. A word that is wider than a line, such as an address, is left to the terminal to break, so
// that it can be copied. Holds no more than one word.
class paragraph_writer {
 public:
  // Lines of at most `width` columns; 0: one line, however long.
  paragraph_writer(std::FILE* out, std::size_t width, margin sides = {},
                   direction_marks marks = direction_marks::shown);

  void add(std::string_view text);
  // A mark of our own, which is kept.
  void add_mark(std::string_view mark) { word_ += mark; }
  // How the text that follows looks: a terminal code, or none. It ends with each line, as pagers want, and begins again
  // behind the margin.
  void set_look(std::string_view code);
  // Ends the last line. The longest one had so many columns, without indentation.
  std::size_t finish();

 private:
  void add_character(std::int32_t code, std::string_view bytes);
  void flush_word();
  void put(std::string_view text) { write_text(out_, text); }
  void put_margin(const std::string& text);

  std::FILE* out_;
  std::size_t width_;
  margin sides_;
  direction_marks marks_;
  std::size_t next_columns_;
  std::size_t indent_;  // columns of what this line began with
  std::size_t column_;  // where the next character goes
  std::size_t longest_ = 0;
  std::string_view written_look_;  // of what was written last
  std::string_view look_;          // of what is added
  std::string word_;
  std::size_t word_columns_ = 0;
  bool word_begun_ = false;  // word_ is more than codes
  column_counter counter_;
  bool space_ = false;         // between what was written and word_
  bool any_ = false;           // something was written in this line
  std::int32_t previous_ = 0;  // the last character, when no space follows it
  std::string rest_;           // an incomplete character at the end of a part
};

}  // namespace satchel::tool
