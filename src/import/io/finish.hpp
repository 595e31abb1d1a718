// The last step of every importer.
#pragma once

#include "import/io/import_options.hpp"

namespace satchel::pack {

// An archive cannot keep them: they are reported.
void drop_nameless_fields(article& a, const report& report);

// Hands the article to the sink, each author and tag once. Without text it is reported; without text and title it is
// not handed over. Returns false when the sink stopped.
bool hand_over(article&& a, const article_sink& sink, const report& report);

}  // namespace satchel::pack
