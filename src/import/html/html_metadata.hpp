// What an HTML page says about itself.
#pragma once

#include "import/html/html_document.hpp"

#include <satchel/pack.hpp>

namespace satchel::pack {

// Fills the article's fields from meta elements (HTML, Open Graph, Dublin Core and the names that news systems use),
// JSON-LD, microdata, rel=author and rel=canonical links, time elements, and the page's title and headings. A field
// that the article has already is left alone; what the page does not say stays empty.
void read_metadata(const html_document& page, article& a);

}  // namespace satchel::pack
