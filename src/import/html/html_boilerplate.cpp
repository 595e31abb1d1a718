#include "import/html/html_boilerplate.hpp"

#include "import/text/characters.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace satchel::pack {
namespace {

template <std::size_t N>
bool contains_any(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

// Parts of class and id names, in lower case. The first always frame an article, the others unless they hold plain
// text.
constexpr std::array<std::string_view, 33> boilerplate_names{
    "comment",    "sidebar",    "side-bar",   "footer",      "masthead", "breadcrumb", "related",
    "newsletter", "advert",     "sponsor",    "cookie",      "consent",  "popup",      "navbar",
    "navigation", "pagination", "disqus",     "outbrain",    "taboola",  "recommend",  "trending",
    "most-read",  "mostread",   "toolbar",    "skip-link",   "ad-break", "shoutbox",   "replies",
    "gdpr",       "more-from",  "author-bio", "story-promo", "hatnote"};
constexpr std::array<std::string_view, 22> doubtful_names{
    "banner", "sharing", "sharebar", "share-",     "-share",    "social",  "subscri", "promo",
    "modal",  "menu",    "pager",    "copyright",  "rss",       "paywall", "signup",  "sign-up",
    "login",  "remark",  "legends",  "supplement", "read-more", "readmore"};
constexpr std::array<std::string_view, 12> text_names{"article", "body", "content", "main", "entry",  "story",
                                                      "post",    "text", "column",  "blog", "shadow", "hentry"};
constexpr std::array<std::string_view, 10> bad_names{"hidden", "meta",    "foot",     "tags",     "tool",
                                                     "widget", "contact", "outbrain", "shopping", "scroll"};

// Class and id. An id of many words is a heading's text, as documentation tools make it, and says nothing.
std::string names_of(const GumboNode* node) {
  const std::string_view id = attribute(node, "id");
  const bool slug = std::count(id.begin(), id.end(), '-') >= 3;
  return lower(attribute(node, "class")) + ' ' + (slug ? std::string() : lower(id));
}

}  // namespace

bool is_hidden(const GumboNode* node) {
  if (has_attribute(node, "hidden")) return true;
  std::string style = lower(attribute(node, "style"));
  std::erase(style, ' ');
  if (style.find("display:none") != std::string::npos || style.find("visibility:hidden") != std::string::npos)
    return true;
  // Formulas are hidden from screen readers but shown to readers.
  return attribute(node, "aria-hidden") == "true" &&
         attribute(node, "class").find("fallback-image") == std::string_view::npos;
}

bool is_never_text(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_CANVAS:
    case GUMBO_TAG_OBJECT:
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_INPUT:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_AUDIO:
    case GUMBO_TAG_VIDEO:
    case GUMBO_TAG_MAP:
    case GUMBO_TAG_DATALIST:
    case GUMBO_TAG_LINK:
    case GUMBO_TAG_RP:
    case GUMBO_TAG_RT:
    case GUMBO_TAG_MENU:
      return true;
    default:
      return false;
  }
}

boilerplate boilerplate_of(const GumboNode* node) {
  switch (tag_of(node)) {
    case GUMBO_TAG_HTML:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_MAIN:
    case GUMBO_TAG_A:
    case GUMBO_TAG_P:
    case GUMBO_TAG_H1:
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_CODE:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_TD:
      return boilerplate::none;
    case GUMBO_TAG_HEADER:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_ASIDE:
      return boilerplate::sure;
    case GUMBO_TAG_FORM:
    case GUMBO_TAG_FIELDSET:
      return boilerplate::doubtful;
    default:
      break;
  }
  constexpr std::array<std::string_view, 9> boilerplate_roles{
      "navigation", "complementary", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu", "menubar"};
  const std::string role = lower(attribute(node, "role"));
  if (std::find(boilerplate_roles.begin(), boilerplate_roles.end(), role) != boilerplate_roles.end())
    return boilerplate::sure;
  const std::string names = names_of(node);
  constexpr std::array<std::string_view, 6> article_names{"article-body", "articlebody", "article__body",
                                                          "story-body",   "post-body",   "entry-content"};
  if (contains_any(names, article_names)) return boilerplate::none;
  if (contains_any(names, boilerplate_names)) return boilerplate::sure;
  return contains_any(names, doubtful_names) ? boilerplate::doubtful : boilerplate::none;
}

long class_weight(const GumboNode* node) {
  const std::string names = names_of(node);
  long weight = 0;
  if (contains_any(names, boilerplate_names) || contains_any(names, doubtful_names) || contains_any(names, bad_names))
    weight -= 25000;
  if (contains_any(names, text_names)) weight += 25000;
  return weight;
}

}  // namespace satchel::pack
