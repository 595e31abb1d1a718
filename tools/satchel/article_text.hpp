// An article as text for people. Where there is no colour, lines of characters under headings stand in for it.
#pragma once

#include "article.hpp"
#include "terminal.hpp"
#include "text.hpp"

#include <cstdio>
#include <optional>
#include <string_view>

namespace satchel::tool {

class text_printer : public article_printer {
 public:
  struct options {
    tool::style style;
    std::size_t width = 0;     // columns to wrap at; 0: paragraphs are single lines
    bool boilerplate = false;  // with the pieces of that kind
    direction_marks marks = direction_marks::shown;
  };

  text_printer(std::FILE* out, const options& how) : out_(out), how_(how) {}

  void head(const article_head& head) override;
  void body(const piece& part) override { add(part, false); }
  void match(const piece& part) override { add(part, true); }
  void end(bool complete) override;

 private:
  void put(std::string_view text) { write_text(out_, text); }
  void underline(char with, std::size_t columns);
  void line(std::string_view name, std::string_view value);
  std::size_t write_paragraph(std::string_view text, std::string_view look, margin sides = {});
  void begin(const piece& part);
  void add(const piece& part, bool match);
  void finish();
  void add_code(std::string_view text, std::string_view look);

  std::FILE* out_;
  options how_;
  std::optional<paragraph_writer> paragraph_;
  std::size_t name_columns_ = 10;  // of the names of metadata
  bool open_ = false;              // a piece was begun and not finished
  kind kind_ = kind::paragraph;    // of the piece that is open, or of the last one
  std::uint8_t level_ = 0;         // likewise
  std::string_view look_;          // of its text
  bool any_ = false;               // something stands before
  bool line_start_ = false;        // in code
};

}  // namespace satchel::tool
