// A parsed HTML page.
#pragma once

#include <gumbo.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace satchel::pack {

// Owns the tree that the HTML5 parser makes. The text need not outlive it.
//
// The tree lives in an arena: the parser's own way to free it calls itself once a level, which a page with a hundred
// thousand open tags would turn into a stack overflow.
class html_document {
 public:
  explicit html_document(std::string_view html);
  html_document(const html_document&) = delete;
  html_document& operator=(const html_document&) = delete;

  // The html element, or null.
  const GumboNode* root() const { return root_; }

 private:
  static void* allocate(void* self, std::size_t size);

  std::vector<std::unique_ptr<std::byte[]>> chunks_;
  std::size_t left_ = 0;
  std::byte* next_ = nullptr;
  const GumboNode* root_ = nullptr;
};

// False for pages that the HTML5 parser would need minutes for: very large, or nested deeper than pages are.
bool is_parsable_html(std::string_view html);

// The page's text without tags, scripts and styles, for pages that is_parsable_html refuses.
std::string strip_tags(std::string_view html);

// Looking at nodes.
bool is_element(const GumboNode* node, GumboTag tag);
GumboTag tag_of(const GumboNode* node);                               // GUMBO_TAG_UNKNOWN for what is not an element
const GumboVector* children_of(const GumboNode* node);                // null for text and the like
std::string_view attribute(const GumboNode* node, const char* name);  // empty when absent
bool has_attribute(const GumboNode* node, const char* name);
// All text below the node, spaces collapsed; scripts and styles left out.
std::string text_of(const GumboNode* node);

// Visits a tree in document order without recursion. `enter(node)` returns whether to go below the node; `leave(node)`
// is called behind its children for every node whose enter returned true.
template <typename Enter, typename Leave>
void walk(const GumboNode* root, Enter enter, Leave leave) {
  struct step {
    const GumboNode* node;
    unsigned next_child;
  };
  std::vector<step> path;
  if (root == nullptr || !enter(root)) return;
  path.push_back({root, 0});
  while (!path.empty()) {
    step& top = path.back();
    const GumboVector* children = children_of(top.node);
    if (children == nullptr || top.next_child >= children->length) {
      leave(top.node);
      path.pop_back();
      continue;
    }
    const auto* child = static_cast<const GumboNode*>(children->data[top.next_child++]);
    if (enter(child)) path.push_back({child, 0});
  }
}

}  // namespace satchel::pack
