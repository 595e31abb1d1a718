#include "damage.hpp"

namespace satchel::tool {

std::string articles_named(std::optional<std::uint32_t> first, std::optional<std::uint32_t> last,
                           const std::string& names) {
  std::string text = first == last ? "article" : "articles";
  if (first) text += " #" + std::to_string(*first);
  if (first && last && first != last) text += " to #" + std::to_string(*last);
  return names.empty() ? text : text + " (" + names + ')';
}

}  // namespace satchel::tool
