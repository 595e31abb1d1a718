#include "import/json/json_value.hpp"

#include "import/text/characters.hpp"

namespace satchel::pack {
namespace {

// The number in "\u1234", else 0.
unsigned escaped_code(const std::string& text, std::size_t at) {
  if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') return 0;
  unsigned value = 0;
  for (std::size_t i = at + 2; i < at + 6; ++i) {
    const char c = to_lower(text[i]);
    if (!is_digit(c) && (c < 'a' || c > 'f')) return 0;
    value = value * 16 + static_cast<unsigned>(is_digit(c) ? c - '0' : c - 'a' + 10);
  }
  return value;
}

// Of the same length, so that offsets of errors stay true.
void replace_lone_surrogates(std::string& text) {
  for (std::size_t at = text.find('\\'); at != std::string::npos; at = text.find('\\', at)) {
    const unsigned code = escaped_code(text, at);
    const unsigned next = escaped_code(text, at + 6);
    const bool pair = code >= 0xD800 && code < 0xDC00 && next >= 0xDC00 && next < 0xE000;
    if (!pair && code >= 0xD800 && code < 0xE000) text.replace(at, 6, "\\ufffd");
    at += pair ? 12 : code != 0 ? 6 : 2;
  }
}

}  // namespace

json read_json(std::string& text, std::size_t& at) {
  replace_lone_surrogates(text);
  try {
    return json::parse(text);
  } catch (const json::parse_error& e) {
    at = e.byte;
  } catch (const json::exception&) {  // a number like 1e400
    at = 0;
  }
  return json(json::value_t::discarded);
}

}  // namespace satchel::pack
