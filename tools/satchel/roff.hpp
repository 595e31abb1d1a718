// Text for man pages, in the macros of man(7).
#pragma once

#include <string>
#include <string_view>

namespace satchel::tool {

// `text` so that roff prints what stands there. A dash inside a word is a hyphen, unless `code`: then all are the
// minus signs that people copy.
std::string roff_text(std::string_view text, bool code = false);

// A page under construction.
class roff_page {
 public:
  roff_page(const std::string& name, const std::string& date, const std::string& version);

  void section(std::string_view heading);
  void paragraph(std::string_view text);                         // line breaks become spaces
  void item(std::string_view tag, std::string_view text);        // `tag` is roff
  void example(std::string_view lines);                          // printed as they stand, less what all are indented
  void line(std::string_view roff) { (page_ += roff) += '\n'; }  // as it is

  const std::string& text() const { return page_; }

 private:
  void flowing(std::string_view text);

  std::string page_;
  bool after_heading_ = false;
};

}  // namespace satchel::tool
