#include <satchel/text/utf8.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace {

using namespace satchel::text;
using namespace std::string_view_literals;

std::string encoded(char32_t c) {
  char bytes[max_utf8_bytes];
  return std::string(bytes, encode(c, bytes));
}

// Code points and sizes of a text, to compare at a glance.
std::string read(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const decoded d = decode(text, at);
    out +=
        (out.empty() ? "" : " ") + std::to_string(static_cast<unsigned>(d.code_point)) + "/" + std::to_string(d.size);
    at += d.size;
  }
  return out;
}

}  // namespace

TEST_CASE("every code point survives encoding and decoding") {
  std::size_t wrong = 0;
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    const bool surrogate = c >= 0xD800 && c <= 0xDFFF;
    const std::string bytes = encoded(c);
    const decoded d = decode(bytes, 0);
    const std::size_t size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    if (d.code_point != (surrogate ? replacement : c) || d.size != bytes.size() || bytes.size() != size) ++wrong;
  }
  CHECK(wrong == 0);
  CHECK(encoded(0x110000) == "\xEF\xBF\xBD");
}

TEST_CASE("each invalid byte is read for itself") {
  CHECK(read("a\x80"
             "b") == "97/1 65533/1 98/1");
  CHECK(read("\xC3") == "65533/1");                                      // ends too early
  CHECK(read("\xE2\x82") == "65533/1 65533/1");                          // ends too early
  CHECK(read("\xE2\x82z") == "65533/1 65533/1 122/1");                   // broken off
  CHECK(read("\xC0\xAF") == "65533/1 65533/1");                          // overlong /
  CHECK(read("\xE0\x80\xAF") == "65533/1 65533/1 65533/1");              // overlong /
  CHECK(read("\xF0\x80\x80\xAF") == "65533/1 65533/1 65533/1 65533/1");  // overlong /
  CHECK(read("\xED\xA0\x80") == "65533/1 65533/1 65533/1");              // surrogate
  CHECK(read("\xF4\x90\x80\x80") == "65533/1 65533/1 65533/1 65533/1");  // above U+10FFFF
  CHECK(read("\xFF\xFE") == "65533/1 65533/1");
  CHECK(read("a\0b"sv) == "97/1 0/1 98/1");
  CHECK(read("z\xF0\x9F\x98\x80"sv.substr(0, 4)) == "122/1 65533/1 65533/1 65533/1");  // whatever follows in memory
  CHECK(decode("ab", 2).size == 0);
  CHECK(decode("ab", 99).size == 0);
}

TEST_CASE("a cut splits no code point") {
  CHECK(cut("abc", 5) == "abc");
  CHECK(cut("abc", 3) == "abc");
  CHECK(cut("abc", 2) == "ab");
  CHECK(cut("abc", 0).empty());
  CHECK(cut("aé", 2) == "a");
  CHECK(cut("a€b", 1) == "a");
  CHECK(cut("a€b", 2) == "a");
  CHECK(cut("a€b", 3) == "a");
  CHECK(cut("a€b", 4) == "a€");
  CHECK(cut("😀", 3).empty());
  CHECK(cut("😀x", 4) == "😀");
  // Invalid bytes are code points of their own.
  CHECK(cut("\x80\x80\x80\x80\x80\x80", 5).size() == 5);
  CHECK(cut("\xC3\xC3\xC3", 2).size() == 2);
}
