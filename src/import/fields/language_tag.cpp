#include "import/fields/language_tag.hpp"

#include "import/text/characters.hpp"

#include <algorithm>

namespace satchel::pack {

std::string language_tag(std::string_view text) {
  text = trim(text);
  // POSIX names carry an encoding: "de_DE.UTF-8".
  text = text.substr(0, text.find('.'));
  std::string tag = lower(text);
  std::replace(tag.begin(), tag.end(), '_', '-');
  std::size_t begin = 0;
  for (bool first = true; begin <= tag.size(); first = false) {
    const std::size_t end = std::min(tag.find('-', begin), tag.size());
    const std::size_t size = end - begin;
    if (size == 0 || size > 8 || (first && (size < 2 || size > 3))) return {};
    for (std::size_t i = begin; i < end; ++i) {
      if (!is_ascii_letter(tag[i]) && (first || !is_digit(tag[i]))) return {};
    }
    const auto upper = [&](std::size_t i) {
      if (is_ascii_letter(tag[i])) tag[i] = static_cast<char>(tag[i] - 'a' + 'A');
    };
    if (!first && size == 2) {
      upper(begin);
      upper(begin + 1);
    } else if (!first && size == 4) {
      upper(begin);
    }
    begin = end + 1;
  }
  return tag;
}

}  // namespace satchel::pack
