#include "json_value.hpp"

#include "characters.hpp"

#include <satchel/text/utf8.hpp>

#include <string_view>
#include <utility>

namespace satchel::pack {
namespace {

constexpr int depth_max = 32;

// Reads what nearly all JSON is, several times faster than the library does. Where it gives up, the library has to say
// what the text is.
class quick_reader {
 public:
  explicit quick_reader(std::string_view text) : text_(text) {}

  bool read(json& out) {
    if (!value(out, 0)) return false;
    skip_blanks();
    return at_ == text_.size();
  }

 private:
  bool take(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t' || text_[at_] == '\r'))
      ++at_;
  }

  bool value(json& out, int depth) {
    skip_blanks();
    if (at_ == text_.size() || depth > depth_max) return false;
    if (take('{')) return object(out, depth);
    if (take('[')) return array(out, depth);
    if (take('"')) {
      std::string text;
      if (!string(text)) return false;
      out = std::move(text);
      return true;
    }
    if (std::string_view("-0123456789tfn").find(text_[at_]) == std::string_view::npos) return false;
    const std::string_view word = text_.substr(at_, text_.find_first_of(",]} \n\t\r", at_) - at_);
    at_ += word.size();
    out = json::parse(word, nullptr, false);
    return !out.is_discarded();
  }

  bool object(json& out, int depth) {
    out = json::object();
    skip_blanks();
    if (take('}')) return true;
    for (;;) {
      std::string key;
      if (!take('"') || !string(key)) return false;
      skip_blanks();
      if (!take(':') || !value(out[std::move(key)], depth + 1)) return false;
      skip_blanks();
      if (take('}')) return true;
      if (!take(',')) return false;
      skip_blanks();
    }
  }

  bool array(json& out, int depth) {
    out = json::array();
    skip_blanks();
    if (take(']')) return true;
    for (;;) {
      if (!value(out.emplace_back(), depth + 1)) return false;
      skip_blanks();
      if (take(']')) return true;
      if (!take(',')) return false;
    }
  }

  // What follows the quotation mark, and the one at the end.
  bool string(std::string& out) {
    for (;;) {
      const std::size_t begin = at_;
      while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\' &&
             static_cast<unsigned char>(text_[at_]) >= 0x20)
        ++at_;
      out.append(text_.substr(begin, at_ - begin));
      if (take('"')) return true;
      if (!take('\\') || !escape(out)) return false;
    }
  }

  bool escape(std::string& out) {
    constexpr std::string_view names = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
    if (at_ == text_.size()) return false;
    const char name = text_[at_++];
    if (const std::size_t found = names.find(name); found != std::string_view::npos) {
      out += meant[found];
      return true;
    }
    char32_t code = 0;
    if (name != 'u' || !hexadecimal(code)) return false;
    if (code >= 0xD800 && code < 0xE000) {
      char32_t second = 0;
      if (code >= 0xDC00 || !take('\\') || !take('u') || !hexadecimal(second) || second < 0xDC00 || second >= 0xE000)
        return false;
      code = 0x10000 + ((code - 0xD800) << 10) + (second - 0xDC00);
    }
    char bytes[text::max_utf8_bytes];
    out.append(bytes, text::encode(code, bytes));
    return true;
  }

  bool hexadecimal(char32_t& out) {
    if (text_.size() - at_ < 4) return false;
    for (const std::size_t end = at_ + 4; at_ < end; ++at_) {
      const char c = to_lower(text_[at_]);
      if (!is_digit(c) && (c < 'a' || c > 'f')) return false;
      out = out * 16 + static_cast<char32_t>(is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::string without_lone_surrogates(const std::string& text) {
  const auto code_at = [&](std::size_t at) -> unsigned {
    if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') return 0;
    unsigned value = 0;
    for (std::size_t i = at + 2; i < at + 6; ++i) {
      const char c = to_lower(text[i]);
      if (!is_digit(c) && (c < 'a' || c > 'f')) return 0;
      value = value * 16 + static_cast<unsigned>(is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    return value;
  };
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != '\\') {
      result += text[at++];
      continue;
    }
    const unsigned code = code_at(at);
    const unsigned next = code_at(at + 6);
    const bool pair = code >= 0xD800 && code < 0xDC00 && next >= 0xDC00 && next < 0xE000;
    const bool lone = !pair && code >= 0xD800 && code < 0xE000;
    const std::size_t size = pair ? 12 : code != 0 ? 6 : 2;
    if (lone) {
      result += "\\ufffd";
    } else {
      result.append(text, at, size);
    }
    at += size;
  }
  return result;
}

// Parses one value; on failure says at which byte in `at`.
json parse(const std::string& text, std::size_t& at) {
  try {
    return json::parse(text);
  } catch (const json::parse_error& e) {
    at = e.byte;
  } catch (const json::exception&) {
    at = 0;
  }
  return json(json::value_t::discarded);
}

}  // namespace

json parse_json(const std::string& text, std::size_t& at) {
  json value;
  if (quick_reader(text).read(value)) return value;
  value = parse(text, at);
  if (value.is_discarded() && text.find("\\u") != std::string::npos) {
    std::size_t ignored = 0;
    value = parse(without_lone_surrogates(text), ignored);
  }
  return value;
}

}  // namespace satchel::pack
