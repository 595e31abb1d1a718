#include "import/markdown/shortcodes.hpp"

#include <algorithm>
#include <array>

namespace satchel::pack {
namespace {

struct brackets {
  std::string_view open;
  std::string_view close;
};

constexpr std::size_t longest_shortcode = 4000;  // bytes

std::string_view alternative_text(std::string_view code) {
  const auto at = code.find("alt=\"");
  if (at == std::string_view::npos) return {};
  const auto begin = at + 5;
  const auto end = code.find('"', begin);
  return end == std::string_view::npos ? std::string_view() : code.substr(begin, end - begin);
}

}  // namespace

std::string without_shortcodes(std::string_view text) {
  constexpr std::array<brackets, 3> kinds{{{"{{<", ">}}"}, {"{{%", "%}}"}, {"{%", "%}"}}};
  std::string result;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    result += text.substr(0, open);
    if (open == std::string_view::npos) break;
    text.remove_prefix(open);
    const auto kind =
        std::find_if(kinds.begin(), kinds.end(), [&](const brackets& b) { return text.starts_with(b.open); });
    const std::string_view start = text.substr(0, longest_shortcode);
    const auto close = kind == kinds.end() ? std::string_view::npos : start.find(kind->close, kind->open.size());
    if (close == std::string_view::npos) {
      result += '{';
      text.remove_prefix(1);
      continue;
    }
    result += alternative_text(text.substr(0, close));
    text.remove_prefix(close + kind->close.size());
  }
  return result;
}

}  // namespace satchel::pack
