#include "import/text/clean_text.hpp"

#include "import/text/characters.hpp"

#include <iconv.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <utility>

namespace satchel::pack {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// How many bytes at `at` form one well-formed sequence; 0 when none does.
std::size_t sequence_size(std::string_view text, std::size_t at) {
  utf8proc_int32_t value = 0;
  const auto left = static_cast<utf8proc_ssize_t>(std::min<std::size_t>(text.size() - at, 4));
  const auto used = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at, left, &value);
  return used > 0 ? static_cast<std::size_t>(used) : 0;
}

// How many bytes of a broken sequence one U+FFFD stands for: the part that could have begun a character.
std::size_t broken_size(std::string_view text, std::size_t at) {
  const auto first = static_cast<std::uint8_t>(text[at]);
  std::size_t wanted = 1;
  std::uint8_t low = 0x80;
  std::uint8_t high = 0xBF;
  if (first >= 0xE0 && first <= 0xF4) wanted = 4;  // shorter ones that are whole are not broken
  if (first == 0xE0) low = 0xA0;
  if (first == 0xED) high = 0x9F;
  if (first == 0xF0) low = 0x90;
  if (first == 0xF4) high = 0x8F;
  std::size_t size = 1;
  while (size < wanted && at + size < text.size()) {
    const auto next = static_cast<std::uint8_t>(text[at + size]);
    if (next < low || next > high) break;
    low = 0x80;
    high = 0xBF;
    ++size;
  }
  return size;
}

bool is_plain(unsigned char c) { return (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\t'; }

// Nearly all text is ASCII without controls: eight bytes are looked at together.
constexpr std::size_t stretch = 8;

bool is_plain_stretch(const char* text) {
  constexpr std::uint64_t each = 0x0101010101010101;
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, text, sizeof bytes);
  // One more than 0x7F, 0x20 less than a control, and what is not ASCII have their highest bits set.
  return ((bytes | (bytes + each) | (bytes - 0x20 * each)) & 0x80 * each) == 0;
}

// The first byte that clean_text has to change, or the size.
std::size_t first_unclean(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (text.size() - at >= stretch && is_plain_stretch(text.data() + at)) {
      at += stretch;
      continue;
    }
    const auto c = static_cast<unsigned char>(text[at]);
    if (is_plain(c)) {
      ++at;
      continue;
    }
    const bool c1_control = c == 0xC2 && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xA0;
    const std::size_t size = c < 0x80 || c1_control ? 0 : sequence_size(text, at);
    if (size == 0) break;
    at += size;
  }
  return at;
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t size = static_cast<unsigned char>(text[at]) < 0x80 ? 1 : sequence_size(text, at);
    if (size == 0) return false;
    at += size;
  }
  return true;
}

// Rewrites `bytes` from `encoding`; leaves them alone when the encoding is unknown.
void convert(std::string& bytes, const std::string& encoding) {
  const iconv_t converter = iconv_open("UTF-8", encoding.c_str());
  if (converter == reinterpret_cast<iconv_t>(-1)) return;
  std::string result;
  result.reserve(bytes.size() + bytes.size() / 2);
  char* in = bytes.data();
  std::size_t in_left = bytes.size();
  std::array<char, 1 << 14> buffer{};
  while (in_left > 0) {
    char* out = buffer.data();
    std::size_t out_left = buffer.size();
    const std::size_t done = iconv(converter, &in, &in_left, &out, &out_left);
    const int error = errno;
    result.append(buffer.data(), buffer.size() - out_left);
    if (done != static_cast<std::size_t>(-1) || error == E2BIG) continue;
    // A byte that the encoding does not know: 0xFF is not UTF-8, so clean_text counts and replaces it.
    result += '\xFF';
    ++in;
    --in_left;
  }
  iconv_close(converter);
  bytes = std::move(result);
}

}  // namespace

std::size_t clean_text(std::string& text) {
  if (text.starts_with(byte_order_mark)) text.erase(0, byte_order_mark.size());
  const std::size_t good = first_unclean(text);
  if (good == text.size()) return 0;

  std::string result;
  result.reserve(text.size() + 64);
  result.append(text, 0, good);
  std::size_t replaced = 0;
  std::size_t kept_from = good;
  const auto keep_until = [&](std::size_t end) { result.append(text, kept_from, end - kept_from); };
  for (std::size_t at = good; at < text.size();) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (is_plain(c)) {
      ++at;
      continue;
    }
    std::size_t size = c == 0 ? 0 : sequence_size(text, at);
    const bool control =
        c < 0x20 || c == 0x7F || (c == 0xC2 && size == 2 && static_cast<unsigned char>(text[at + 1]) < 0xA0);
    if (size != 0 && !control) {
      at += size;
      continue;
    }
    keep_until(at);
    if (size == 0) {
      size = c == 0 ? 1 : broken_size(text, at);
      result += "\xEF\xBF\xBD";
      ++replaced;
    } else if (c == '\r') {
      if (at + 1 < text.size() && text[at + 1] == '\n') ++size;
      result += '\n';
    } else {
      result += c == '\f' ? '\n' : ' ';
    }
    at += size;
    kept_from = at;
  }
  keep_until(text.size());
  text = std::move(result);
  return replaced;
}

bool looks_binary(std::string_view bytes) {
  bytes = bytes.substr(0, 1U << 16U);
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) return false;
  for (const std::string_view signature :
       {"%PDF-", "\x1F\x8B", "\x28\xB5\x2F\xFD", "PK\x03\x04", "{\\rtf", "\x89PNG"}) {
    if (bytes.starts_with(signature)) return true;
  }
  return bytes.find('\0') != std::string_view::npos;
}

void decode_declared(std::string& bytes, std::string_view declared) {
  if (bytes.starts_with("\xFF\xFE")) {
    bytes.erase(0, 2);
    convert(bytes, "UTF-16LE");
  } else if (bytes.starts_with("\xFE\xFF")) {
    bytes.erase(0, 2);
    convert(bytes, "UTF-16BE");
  } else if (!declared.empty() && !is_utf8(bytes)) {
    std::string name = lower(declared);
    // The names that pages use mean, by the Encoding Standard, these supersets.
    constexpr std::array<std::pair<std::string_view, std::string_view>, 9> supersets{{{"gb2312", "GB18030"},
                                                                                      {"gbk", "GB18030"},
                                                                                      {"iso-8859-1", "WINDOWS-1252"},
                                                                                      {"latin1", "WINDOWS-1252"},
                                                                                      {"us-ascii", "WINDOWS-1252"},
                                                                                      {"iso-8859-9", "WINDOWS-1254"},
                                                                                      {"shift_jis", "CP932"},
                                                                                      {"x-sjis", "CP932"},
                                                                                      {"euc-kr", "CP949"}}};
    for (const auto& [from, to] : supersets) {
      if (name == from) name = to;
    }
    if (name != "utf-8" && name != "utf8") convert(bytes, name);
  }
}

std::string html_charset(std::string_view bytes) {
  const std::string start = lower(bytes.substr(0, 4096));
  const auto at = start.find("charset");
  if (at == std::string::npos) return {};
  std::size_t begin = at + 7;
  while (begin < start.size() &&
         (is_blank(start[begin]) || start[begin] == '=' || start[begin] == '"' || start[begin] == '\'')) {
    ++begin;
  }
  std::size_t end = begin;
  while (end < start.size() && end - begin < 40 &&
         (is_ascii_letter(start[end]) || is_digit(start[end]) || start[end] == '-' || start[end] == '_')) {
    ++end;
  }
  return start.substr(begin, end - begin);
}

}  // namespace satchel::pack
