#include "import/io/finish.hpp"

#include "import/text/distinct.hpp"

#include <utility>

namespace satchel::pack {

bool hand_over(article&& a, const article_sink& sink, const report& report) {
  remove_repeated(a.authors);
  remove_repeated(a.tags);
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
