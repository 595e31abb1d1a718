// How "satchel verify" and "satchel extract --salvage" name what is damaged.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace satchel::tool {

// "article #3 (ink)", "articles #3 to #9 (ink, paper, ...)"; `names` may be empty.
std::string articles_named(std::optional<std::uint32_t> first, std::optional<std::uint32_t> last,
                           const std::string& names);

// How many articles are named in a line.
inline constexpr std::size_t shown_articles = 4;

inline constexpr const char* no_text = "no text can be read";
inline constexpr const char* lost_text = "text is lost";                  // "... of articles #3 to #9"
inline constexpr const char* lost_titles = "titles and places are lost";  // likewise

}  // namespace satchel::tool
