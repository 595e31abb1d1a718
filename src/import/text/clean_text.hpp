// Making any bytes into clean UTF-8.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace satchel::pack {

// Removes a byte order mark, turns CRLF and CR into LF, control characters into spaces, and whatever is not UTF-8 (and
// NUL) into U+FFFD. Returns how many sequences were replaced by U+FFFD.
std::size_t clean_text(std::string& text);

// True when the bytes cannot be text: they hold NUL or the signature of a known binary format. Looks at the first
// 64 KiB. Text in UTF-16 with a byte order mark is not binary.
bool looks_binary(std::string_view bytes);

// Rewrites bytes of another encoding as UTF-8 when they announce it by a UTF-16 byte order mark, or when they are not
// valid UTF-8 and `declared` (an encoding's name, as in HTML's charset; may be empty) is known.
void decode_declared(std::string& bytes, std::string_view declared);

// The encoding that an HTML page names in its first bytes, or empty.
std::string html_charset(std::string_view bytes);

}  // namespace satchel::pack
