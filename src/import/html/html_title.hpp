// Choosing an HTML page's title.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace satchel::pack {

// `announced`: the title in the page's metadata, or empty. `window`: the title element's text. `headings`: its level 1
// headings, or where it has none its level 2 headings. `site`: the publication's name, or empty.
//
// The metadata's title counts first, then the window's; either loses the site's name at its end or beginning. A heading
// that such a title begins or ends with is the title without the rest.
std::string choose_title(std::string_view announced, std::string_view window, const std::vector<std::string>& headings,
                         std::string_view site);

// Whether the window's title begins with the text, or a heading is the text.
bool is_shown_title(std::string_view text, std::string_view window, const std::vector<std::string>& headings);

}  // namespace satchel::pack
