// What a file is.
#pragma once

#include <string_view>

namespace satchel::pack {

enum class file_format { text, markdown, html, json_lines, json, unknown };

// By the name's ending; `unknown` when it has none or none that says it.
file_format format_by_name(std::string_view name);
// By the first bytes; `text` when nothing shows.
file_format format_by_bytes(std::string_view bytes);
// The bytes of the name's ending with its dot; 0 when it has none. A number ("v1.2") is no ending.
std::size_t ending_size(std::string_view name);

}  // namespace satchel::pack
