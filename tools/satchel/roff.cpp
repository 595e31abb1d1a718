#include "roff.hpp"

#include <algorithm>
#include <cctype>

namespace satchel::tool {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

std::string in_capitals(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return out;
}

}  // namespace

std::string roff_text(std::string_view text, bool code) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool inside = i > 0 && i + 1 < text.size() && is_word(text[i - 1]) && is_word(text[i + 1]);
    switch (text[i]) {
      case '\\':
        out += "\\(rs";
        break;
      case '\'':
        out += "\\(aq";
        break;
      case '`':
        out += "\\(ga";
        break;
      case '^':
        out += "\\(ha";
        break;
      case '~':
        out += "\\(ti";
        break;
      case '-':
        out += inside && !code ? "-" : "\\-";
        break;
      case '.':  // in front of a line it would be a request
        out += i == 0 || text[i - 1] == '\n' ? "\\&." : ".";
        break;
      default:
        out += text[i];
    }
  }
  return out;
}

roff_page::roff_page(const std::string& name, const std::string& date, const std::string& version) {
  line(".TH " + roff_text(in_capitals(name), true) + " 1 " + date + " \"satchel " + roff_text(version, true) +
       "\" \"User Commands\"");
}

void roff_page::section(std::string_view heading) {
  line(".SH \"" + roff_text(in_capitals(heading)) + '"');
  after_heading_ = true;
}

void roff_page::flowing(std::string_view text) {
  std::string joined(text);
  std::replace(joined.begin(), joined.end(), '\n', ' ');
  joined.erase(joined.find_last_not_of(' ') + 1);
  line(roff_text(joined));
  after_heading_ = false;
}

void roff_page::paragraph(std::string_view text) {
  if (!after_heading_) line(".PP");
  flowing(text);
}

void roff_page::item(std::string_view tag, std::string_view text) {
  line(".TP");
  line(tag);
  flowing(text);
}

void roff_page::example(std::string_view lines) {
  std::size_t indent = std::string_view::npos;
  for (std::size_t at = 0; at < lines.size(); at = std::min(lines.find('\n', at), lines.size() - 1) + 1)
    indent = std::min(indent, lines.find_first_not_of(' ', at) - at);
  if (!after_heading_) line(".PP");
  line(".nf");
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    line(roff_text(lines.substr(std::min(indent, end), end - std::min(indent, end)), true));
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
  line(".fi");
  after_heading_ = false;
}

}  // namespace satchel::tool
