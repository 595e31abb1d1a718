#include "import/html/html_metadata.hpp"

#include "import/fields/bylines.hpp"
#include "import/fields/dates.hpp"
#include "import/fields/language_tag.hpp"
#include "import/fields/names.hpp"
#include "import/html/html_title.hpp"
#include "import/text/characters.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <map>
#include <string>

namespace satchel::pack {
namespace {

using json = nlohmann::json;

// Everything in the page that may say something, in document order.
struct statements {
  std::map<std::string, std::vector<std::string>, std::less<>> meta;  // name, property or itemprop -> contents
  std::string window_title;
  std::vector<std::string> headings[2];  // levels 1 and 2
  std::string language;
  std::string canonical;
  std::vector<std::string> author_links;     // rel=author
  std::vector<std::string> author_elements;  // itemprop=author, or classed as author or byline
  std::vector<std::string> times;            // time elements and itemprop=datePublished
  // From JSON-LD:
  std::string headline;
  std::string publisher;
  std::vector<std::string> ld_authors;
  std::string ld_date;
  std::string ld_language;
  std::vector<std::string> ld_tags;
};

const json* member(const json& object, const char* key) {
  const auto found = object.find(key);  // the end where it is no object
  return found == object.end() ? nullptr : &*found;
}

std::string text_member(const json& object, const char* key) {
  const json* value = member(object, key);
  if (value != nullptr && value->is_array() && !value->empty()) value = &value->front();
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

bool is_article_type(const json& object) {
  const json* type = member(object, "@type");
  if (type == nullptr) return false;
  const auto is = [](const json& name) {
    if (!name.is_string()) return false;
    const auto& text = name.get_ref<const std::string&>();
    return text.ends_with("Article") || text.ends_with("Posting") || text == "Report" || text == "Recipe" ||
           text == "Review" || text == "BlogPost" || text == "WebPage";
  };
  return type->is_array() ? std::any_of(type->begin(), type->end(), is) : is(*type);
}

void read_ld_names(const json& value, std::vector<std::string>& names) {
  if (value.is_string()) {
    for (const auto& name : split_authors(value.get_ref<const std::string&>())) add_author(names, name);
  } else if (value.is_object()) {
    const json* name = member(value, "name");
    if (name != nullptr && (name->is_string() || name->is_array())) read_ld_names(*name, names);
  } else if (value.is_array()) {
    for (const json& each : value) {
      if (!each.is_array()) read_ld_names(each, names);
    }
  }
}

void read_ld_article(const json& object, statements& said) {
  const std::string type = text_member(object, "@type");
  if (said.headline.empty()) said.headline = text_member(object, "headline");
  if (said.ld_date.empty()) said.ld_date = text_member(object, "datePublished");
  if (said.ld_language.empty()) said.ld_language = text_member(object, "inLanguage");
  if (type == "WebPage") return;
  if (const json* author = member(object, "author"); author != nullptr && said.ld_authors.empty())
    read_ld_names(*author, said.ld_authors);
  if (const json* publisher = member(object, "publisher"); publisher != nullptr && said.publisher.empty()) {
    said.publisher = text_member(*publisher, "name");
  }
  if (const json* keywords = member(object, "keywords"); keywords != nullptr && keywords->is_array()) {
    for (const json& word : *keywords) {
      if (word.is_string()) said.ld_tags.push_back(word.get<std::string>());
    }
  }
}

void read_ld(std::string text, statements& said) {
  // Some pages wrap it as CDATA, or break lines inside strings.
  std::replace(text.begin(), text.end(), '\n', ' ');
  std::replace(text.begin(), text.end(), '\t', ' ');
  const auto begin =
      text.find_first_of("{[", text.find("<![CDATA[") == std::string::npos ? 0 : text.find("<![CDATA[") + 9);
  const auto wrapper_end = text.rfind("]]>");
  const auto end =
      text.find_last_of("}]", wrapper_end == std::string::npos || wrapper_end == 0 ? wrapper_end : wrapper_end - 1);
  if (begin == std::string::npos || end == std::string::npos || end < begin) return;
  const json top = json::parse(text.substr(begin, end - begin + 1), nullptr, false, true);
  if (top.is_discarded()) return;
  // Breadth first, so that a page's own article comes before those it mentions.
  std::vector<const json*> queue{&top};
  for (std::size_t i = 0; i < queue.size() && i < 200; ++i) {
    const json& value = *queue[i];
    if (value.is_array()) {
      for (const json& each : value) queue.push_back(&each);
    } else if (value.is_object()) {
      if (is_article_type(value)) read_ld_article(value, said);
      for (const char* key : {"@graph", "mainEntity"}) {
        if (const json* more = member(value, key)) queue.push_back(more);
      }
    }
  }
}

bool has_word(std::string_view list, std::string_view word) {
  const auto words = split_words(list);
  return std::any_of(words.begin(), words.end(), [&](std::string_view w) { return equal_ignoring_case(w, word); });
}

void read_element(const GumboNode* node, statements& said) {
  const GumboTag tag = tag_of(node);
  if (tag == GUMBO_TAG_HTML) said.language = attribute(node, "lang");
  if (tag == GUMBO_TAG_TITLE && said.window_title.empty()) said.window_title = text_of(node);
  if (tag == GUMBO_TAG_H1 || tag == GUMBO_TAG_H2) {
    auto& list = said.headings[tag == GUMBO_TAG_H1 ? 0 : 1];
    std::string text = text_of(node);
    if (!text.empty() && list.size() < 100) list.push_back(std::move(text));
  }
  if (tag == GUMBO_TAG_META) {
    const std::string content(attribute(node, "content"));
    for (const char* key : {"name", "property", "itemprop", "http-equiv"}) {
      // One attribute may hold several names.
      for (const auto name : split_words(attribute(node, key))) {
        if (!trim(content).empty()) said.meta[lower(name)].push_back(content);
      }
    }
    return;
  }
  if (tag == GUMBO_TAG_LINK) {
    if (has_word(attribute(node, "rel"), "canonical") && said.canonical.empty())
      said.canonical = attribute(node, "href");
    return;
  }
  if (tag == GUMBO_TAG_SCRIPT) {
    if (lower(attribute(node, "type")).starts_with("application/ld+json") && node->v.element.children.length > 0) {
      read_ld(static_cast<const GumboNode*>(node->v.element.children.data[0])->v.text.text, said);
    }
    return;
  }
  const std::string_view property = attribute(node, "itemprop");
  if (tag == GUMBO_TAG_TIME || has_word(property, "datepublished")) {
    for (const char* key : {"content", "datetime", "title"}) {
      if (const auto value = attribute(node, key); !value.empty()) said.times.emplace_back(value);
    }
    said.times.push_back(text_of(node));
  }
  if (has_word(attribute(node, "rel"), "author")) said.author_links.push_back(text_of(node));
  const std::string names = lower(attribute(node, "class")) + ' ' + lower(attribute(node, "id"));
  const bool authored = has_word(property, "author") || names.find("author") != std::string::npos ||
                        names.find("byline") != std::string::npos || names.find("writtenby") != std::string::npos;
  if (authored && said.author_elements.size() < 50) said.author_elements.push_back(text_of(node));
}

// Readers' comments and teasers of other articles have authors and dates of their own.
bool is_about_others(const GumboNode* node) {
  constexpr std::array<std::string_view, 12> names{"comment",         "comments", "comment-list",  "commentlist",
                                                   "comments-area",   "related",  "related-posts", "related-articles",
                                                   "related-content", "sidebar",  "respond",       "disqus_thread"};
  const std::string_view classes = attribute(node, "class");
  const std::string_view id = attribute(node, "id");
  return std::any_of(names.begin(), names.end(),
                     [&](std::string_view name) { return has_word(classes, name) || equal_ignoring_case(id, name); });
}

// The names that a byline's element holds; such elements also frame pictures, dates and biographies.
std::vector<std::string> names_in_element(std::string_view text) {
  line_fields fields;
  if (read_field_line(make_block(satchel::kind::paragraph, 0, std::string(text)), fields)) return fields.authors;
  auto names = split_authors(text);
  const bool fit = text.size() <= 150 && std::all_of(names.begin(), names.end(), [](const std::string& name) {
                     return is_like_name(name) && split_words(name).size() >= 2;
                   });
  return fit ? names : std::vector<std::string>();
}

std::string first_of(const statements& said, std::initializer_list<std::string_view> names) {
  for (const auto name : names) {
    const auto found = said.meta.find(name);
    if (found != said.meta.end()) return collapse_spaces(found->second.front());
  }
  return {};
}

std::vector<std::string> find_authors(const statements& said, std::string_view site) {
  std::vector<std::string> authors;
  const auto take = [&](std::string_view text) {
    if (text.size() > 300 || starts_like_url(trim(text)) || trim(text).starts_with('@')) return;
    for (const auto& name : split_authors(text)) {
      if (split_words(name).size() <= 8) add_author(authors, name);
    }
  };
  for (const auto& name : said.ld_authors) take(name);
  if (!authors.empty()) return authors;
  for (const std::string_view name :
       {"dc:creator", "dcterm:creator", "dc.creator", "dcterms.creator", "author", "article:author",
        "article:author_name", "dc.contributor", "byl", "byline", "sailthru.author", "parsely-author",
        "citation_author", "weibo:article:create_by", "og:article:author", "twitter:creator:name"}) {
    const auto found = said.meta.find(name);
    if (found == said.meta.end()) continue;
    for (const auto& content : found->second) take(content);
    if (!authors.empty()) return authors;
  }
  for (const auto* texts : {&said.author_links, &said.author_elements}) {
    for (const auto& text : *texts) {
      for (const auto& name : names_in_element(text)) {
        if (name != site) add_author(authors, name);
      }
      // A rel=author link is one author; the first byline has them all.
      if (!authors.empty() && texts == &said.author_elements) break;
    }
    if (!authors.empty()) break;
  }
  return authors;
}

std::string find_published(const statements& said) {
  std::vector<std::string_view> candidates;
  for (const std::string_view name : {"article:published_time",
                                      "og:published_time",
                                      "article:published",
                                      "datepublished",
                                      "date",
                                      "dc.date",
                                      "dc.date.issued",
                                      "dcterms.issued",
                                      "dcterms.created",
                                      "dcterms.date",
                                      "pubdate",
                                      "publishdate",
                                      "publish_date",
                                      "publish-date",
                                      "publication_date",
                                      "published",
                                      "sailthru.date",
                                      "parsely-pub-date",
                                      "article.published",
                                      "published-date",
                                      "og:pubdate",
                                      "ptime",
                                      "citation_publication_date",
                                      "citation_date",
                                      "article_date_original",
                                      "originalpublicationdate",
                                      "cxenseparse:recs:publishtime",
                                      "rnews:datepublished",
                                      "weibo:article:create_at",
                                      "og:article:published_time",
                                      "datecreated",
                                      "creation_date"}) {
    const auto found = said.meta.find(name);
    if (found != said.meta.end()) candidates.insert(candidates.end(), found->second.begin(), found->second.end());
  }
  if (!said.ld_date.empty()) candidates.insert(candidates.begin(), said.ld_date);
  candidates.insert(candidates.end(), said.times.begin(), said.times.end());
  for (const auto text : candidates) {
    if (std::string iso = iso_date(text); iso.size() >= 7) return iso;
  }
  return {};
}

std::vector<std::string> find_tags(const statements& said) {
  std::vector<std::string> tags;
  const auto add = [&](std::string_view text) {
    std::string tag = collapse_spaces(text);
    if (!tag.empty() && tag.size() <= 100) tags.push_back(std::move(tag));
  };
  if (const auto found = said.meta.find("article:tag"); found != said.meta.end()) {
    for (const auto& tag : found->second) add(tag);
  }
  if (tags.empty()) {
    for (const auto& tag : said.ld_tags) add(tag);
  }
  if (tags.empty()) {
    std::string words = first_of(said, {"news_keywords", "keywords", "parsely-tags", "sailthru.tags"});
    std::replace(words.begin(), words.end(), ';', ',');
    for (std::string_view rest = words; !rest.empty();) {
      const auto comma = rest.find(',');
      add(rest.substr(0, comma));
      rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
    }
  }
  return tags;
}

}  // namespace

void read_metadata(const html_document& page, article& a) {
  statements said;
  walk(
      page.root(),
      [&](const GumboNode* node) {
        if (node->type != GUMBO_NODE_ELEMENT || is_about_others(node)) return false;
        read_element(node, said);
        return true;
      },
      [](const GumboNode*) {});

  const std::string site =
      first_of(said, {"og:site_name", "application-name", "dc.publisher", "citation_journal_title"});
  if (a.source.empty()) a.source = !site.empty() ? site : collapse_spaces(said.publisher);
  if (a.title.empty()) {
    std::string announced =
        first_of(said, {"dc:title", "dcterm:title", "og:title", "weibo:article:title", "weibo:webpage:title",
                        "dc.title", "dcterms.title", "parsely-title", "citation_title", "title", "twitter:title"});
    const auto& headings = said.headings[said.headings[0].empty() ? 1 : 0];
    // JSON-LD may speak of something else; it counts when the page shows the same.
    if (is_shown_title(said.headline, said.window_title, headings)) announced = said.headline;
    a.title = choose_title(announced, said.window_title, headings, a.source);
  }
  if (a.authors.empty()) a.authors = find_authors(said, a.source);
  if (a.published.empty()) a.published = find_published(said);
  if (a.url.empty()) {
    for (const std::string& url : {said.canonical, first_of(said, {"og:url"})}) {
      if (a.url.empty() && is_url(url)) a.url = trim(url);
    }
  }
  if (a.language.empty()) {
    for (const std::string& text :
         {said.language, first_of(said, {"content-language", "dc.language", "og:locale", "language"}),
          said.ld_language}) {
      if (a.language.empty()) a.language = language_tag(text);
    }
  }
  if (a.tags.empty()) a.tags = find_tags(said);
}

}  // namespace satchel::pack
