// An article as Markdown with YAML front matter, as "satchel pack" reads it.
#pragma once

#include "article.hpp"
#include "text.hpp"

#include <cstdio>
#include <string>
#include <string_view>

namespace satchel::tool {

class markdown_printer : public article_printer {
 public:
  markdown_printer(std::FILE* out, bool boilerplate, direction_marks marks)
      : out_(out), boilerplate_(boilerplate), marks_(marks) {}

  void head(const article_head& head) override;
  void body(const piece& part) override;
  void end(bool complete) override;

 private:
  void put(std::string_view text) { write_text(out_, text); }
  void line(std::string_view key, const std::string& value);
  void list(std::string_view key, const std::vector<std::string>& values);
  void begin(const piece& part);
  void finish();

  std::FILE* out_;
  bool boilerplate_;
  direction_marks marks_;
  bool open_ = false;
  kind kind_ = kind::boilerplate;  // of the piece that is open, or of the last one
  unsigned depth_ = 0;             // of the last list item
  std::string fence_;
};

}  // namespace satchel::tool
