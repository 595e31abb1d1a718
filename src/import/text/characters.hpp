// Looking at UTF-8 text without asking the C locale: classes, trimming, comparing, stepping through code points.
//
// The functions expect valid UTF-8 (see clean_text.hpp); on other bytes they stay within the text and go on.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace satchel::pack {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }
constexpr char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// The code point at `at`, which moves behind it. U+FFFD for what is not UTF-8. `at` must lie inside the text.
char32_t next_code_point(std::string_view text, std::size_t& at);
// The last code point of the text, or 0 of an empty one.
char32_t last_code_point(std::string_view text);
std::size_t count_code_points(std::string_view text);
void append_code_point(std::string& to, char32_t c);

bool is_space(char32_t c);  // white space of any script, the no-break space included
bool is_lower_letter(char32_t c);
bool is_upper_letter(char32_t c);  // also title case
bool is_letter(char32_t c);        // of any script
bool is_mark_or_number(char32_t c);

std::string_view trim(std::string_view text);
// Runs of white space become one space; none is left at the ends.
std::string collapse_spaces(std::string_view text);
// ASCII letters only; other scripts keep their case.
std::string lower(std::string_view text);

// ASCII letters compare without case.
bool equal_ignoring_case(std::string_view a, std::string_view b);
bool starts_with_ignoring_case(std::string_view text, std::string_view start);

std::vector<std::string_view> split_words(std::string_view text);
std::vector<std::string_view> split_lines(std::string_view text);

// True for one URL and nothing else ("http", "https", "ftp", or starting with "www.").
bool is_url(std::string_view text);
bool starts_like_url(std::string_view text);
// Where the first "http://" or "https://" begins, or npos.
std::size_t find_url(std::string_view text);

}  // namespace satchel::pack
