#include "import/html/html.hpp"

#include "import/html/html_blocks.hpp"
#include "import/html/html_content.hpp"
#include "import/html/html_document.hpp"
#include "import/html/html_metadata.hpp"
#include "import/text/characters.hpp"
#include "import/text/plain_text.hpp"

namespace satchel::pack {

block_list read_html_page(std::string_view html, article& a) {
  if (!is_parsable_html(html)) return read_plain_text(strip_tags(html));
  const html_document page(html);
  read_metadata(page, a);
  block_list blocks;
  const html_content content(page);
  for (const GumboNode* root : content.roots()) read_html_tree(root, &content, blocks);
  // Short pages can be all boilerplate by the rules; then everything is better than nothing.
  if (blocks.empty() && page.root() != nullptr) read_html_tree(page.root(), nullptr, blocks);
  return blocks;
}

block_list read_html_fragment(std::string_view html) {
  if (!is_parsable_html(html)) return read_plain_text(strip_tags(html));
  const html_document piece(html);
  block_list blocks;
  if (piece.root() != nullptr) read_html_tree(piece.root(), nullptr, blocks);
  return blocks;
}

}  // namespace satchel::pack
