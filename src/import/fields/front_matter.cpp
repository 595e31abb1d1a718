#include "import/fields/front_matter.hpp"

#include "import/fields/article_fields.hpp"
#include "import/text/characters.hpp"

#include <yaml-cpp/yaml.h>

#include <optional>
#include <utility>
#include <vector>

namespace satchel::pack {
namespace {

constexpr std::size_t largest_front_matter = std::size_t{1} << 20U;

struct parts {
  std::string_view yaml;
  std::string_view rest;
};

bool is_fence(std::string_view line, bool closing) {
  while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
  return line == "---" || (closing && line == "...");
}

std::optional<parts> split(std::string_view text) {
  const auto first_end = text.find('\n');
  if (first_end == std::string_view::npos || !is_fence(text.substr(0, first_end), false)) return std::nullopt;
  const std::size_t begin = first_end + 1;
  for (std::size_t at = begin; at < text.size() && at - begin <= largest_front_matter;) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (is_fence(text.substr(at, end - at), true))
      return parts{text.substr(begin, at - begin), text.substr(std::min(end + 1, text.size()))};
    at = end + 1;
  }
  return std::nullopt;
}

// The values of a scalar or of a list of scalars; of a map with a name, as authors are sometimes written, its name.
std::vector<std::string> values_of(const YAML::Node& node) {
  std::vector<std::string> values;
  if (node.IsScalar()) values.push_back(node.Scalar());
  if (node.IsSequence()) {
    for (const auto& each : node) {
      if (each.IsScalar()) values.push_back(each.Scalar());
      if (each.IsMap() && each["name"] && each["name"].IsScalar()) values.push_back(each["name"].Scalar());
    }
  }
  if (node.IsMap() && node["name"] && node["name"].IsScalar()) values.push_back(node["name"].Scalar());
  return values;
}

}  // namespace

std::string_view read_front_matter(std::string_view text, const std::string& where, const report& report, article& a) {
  const auto found = split(text);
  if (!found) return text;
  try {
    const YAML::Node top = YAML::Load(std::string(found->yaml));
    if (!top.IsMap()) return top.IsNull() ? found->rest : text;
    for (const auto& entry : top) {
      if (!entry.first.IsScalar()) continue;
      const std::string& key = entry.first.Scalar();
      // Only JSON lines hold their body in a field.
      field meaning = field_of(key, {});
      if (meaning == field::body) meaning = field::free;
      auto values = values_of(entry.second);
      // In front matter a list under a name that we do not know is one field with several values.
      set_field(a, meaning, key, std::move(values), entry.second.IsSequence(), where, report);
    }
    return found->rest;
  } catch (const YAML::Exception& e) {
    const std::string line = e.mark.is_null() ? std::string() : ':' + std::to_string(e.mark.line + 2);
    report({where + line, "the front matter is not valid YAML: " + e.msg, "its lines were left in the text", false});
    return text;
  }
}

}  // namespace satchel::pack
