// Articles that come from the program that packs, not from files.
#pragma once

#include "import/import.hpp"

#include <satchel/pack.hpp>

namespace satchel::pack {

// Asks the source until it has no more. Each article goes to the sink as it is, once it can be stored: text that is not
// UTF-8 and fields without a name are mended and reported; throws failure for kinds and levels that do not exist.
// Returns false when the sink stopped.
bool take_articles(const article_source& source, const article_sink& sink, const report& on_problem);

}  // namespace satchel::pack
