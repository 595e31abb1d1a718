// Finding the part of an HTML page that is the article.
#pragma once

#include "import/html/html_document.hpp"

#include <cstddef>
#include <unordered_map>
#include <vector>

namespace satchel::pack {

// What is known of one element.
struct node_facts {
  std::size_t text = 0;   // bytes of text below it that are shown
  std::size_t links = 0;  // of these, bytes in links to other pages
  std::size_t commas = 0;
  std::size_t paragraphs = 0;     // p elements below it
  std::size_t items = 0;          // li elements below it
  std::size_t main_headings = 0;  // h1 elements below it
  long score = 0;
  bool skipped = false;  // boilerplate: navigation, forms, scripts, comments
};

// Tells boilerplate from text, and gives the elements that hold the article, in document order.
//
// The choice follows the idea of Arc90's Readability: paragraphs give points for length and commas to the elements
// around them, class names and tags add or take some, and the share of text in links scales the sum down.
class html_content {
 public:
  explicit html_content(const html_document& page);

  const std::vector<const GumboNode*>& roots() const { return roots_; }
  // True for what inside the article is boilerplate too: lists of links, share buttons, related articles.
  bool is_boilerplate(const GumboNode* node) const;
  const node_facts& facts(const GumboNode* node) const;

 private:
  void measure(const GumboNode* root);
  void score();
  void choose(const GumboNode* body);
  void add_siblings(const GumboNode* top);

  std::unordered_map<const GumboNode*, node_facts> facts_;
  std::vector<const GumboNode*> elements_;  // shown ones, in document order
  std::vector<const GumboNode*> roots_;
};

}  // namespace satchel::pack
