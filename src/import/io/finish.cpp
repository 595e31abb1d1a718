#include "import/io/finish.hpp"

#include "import/text/distinct.hpp"

#include <utility>
#include <vector>

namespace satchel::pack {

void drop_nameless_fields(article& a, const report& report) {
  const auto nameless = [](const auto& field) { return field.first.empty(); };
  if (std::erase_if(a.fields, nameless) > 0) report({a.origin, "a field has no name", "left out; give it one", true});
}

bool hand_over(article&& a, const article_sink& sink, const report& report) {
  remove_repeated(a.authors);
  remove_repeated(a.tags);
  drop_nameless_fields(a, report);
  if (a.body.empty()) {
    if (a.title.empty()) {
      report({a.origin, "neither a title nor any text was found", "left out", true});
      return true;
    }
    report({a.origin, "the article has no text", "packed with its title and fields", false});
  }
  return sink(std::move(a));
}

}  // namespace satchel::pack
