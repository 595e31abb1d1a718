// The directives of static site generators inside Markdown.
#pragma once

#include <string>
#include <string_view>

namespace satchel::pack {

// The text without {{< ... >}}, {{% ... %}} and {% ... %}. Of a picture's directive its alternative text stays.
std::string without_shortcodes(std::string_view text);

}  // namespace satchel::pack
