// Names of languages.
#pragma once

#include <string>
#include <string_view>

namespace satchel::pack {

// "en_us" -> "en-US": a BCP 47 tag in its usual case. Empty when the text is no such tag.
std::string language_tag(std::string_view text);

}  // namespace satchel::pack
