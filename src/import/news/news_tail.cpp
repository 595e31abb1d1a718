#include "import/fields/bylines.hpp"
#include "import/fields/names.hpp"
#include "import/news/news.hpp"
#include "import/text/characters.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace satchel::pack {
namespace {

constexpr std::size_t longest_notice = 4000;  // bytes

// What notices of any length begin with. Lower case.
constexpr std::array<std::string_view, 27> legal_starts{"disclaimer",
                                                        "copyright \xC2\xA9",
                                                        "copyright (c)",
                                                        "copyright 1",
                                                        "copyright 2",
                                                        "(c) 1",
                                                        "(c) 2",
                                                        "\xC2\xA9",
                                                        "all rights reserved",
                                                        "about the author",
                                                        "about the writer",
                                                        "the original source of this",
                                                        "this article was originally",
                                                        "this article was first",
                                                        "this article first appeared",
                                                        "this article originally",
                                                        "this story was originally",
                                                        "originally published",
                                                        "first published by",
                                                        "terms of use",
                                                        "privacy policy",
                                                        "the views expressed",
                                                        "views expressed",
                                                        "the opinions expressed",
                                                        "opinions expressed",
                                                        "reprinted with",
                                                        "(reporting by"};

// What calls to the reader begin with; these are short.
constexpr std::array<std::string_view, 47> call_starts{"subscribe to",
                                                       "subscribe now",
                                                       "sign up for",
                                                       "sign up to",
                                                       "become a member",
                                                       "become a subscriber",
                                                       "become a patron",
                                                       "join our",
                                                       "follow us",
                                                       "follow @",
                                                       "like us on",
                                                       "find us on",
                                                       "donate",
                                                       "please donate",
                                                       "please support",
                                                       "support our work",
                                                       "support us",
                                                       "if you like this",
                                                       "if you like our",
                                                       "if you enjoyed",
                                                       "if you found this",
                                                       "if you appreciate",
                                                       "for media inquiries",
                                                       "for media enquiries",
                                                       "media contact",
                                                       "press contact",
                                                       "for permission",
                                                       "for reprint",
                                                       "comment on ",
                                                       "leave a comment",
                                                       "leave a reply",
                                                       "post a comment",
                                                       "join the conversation",
                                                       "share this",
                                                       "share on ",
                                                       "read more:",
                                                       "read also",
                                                       "also read",
                                                       "related:",
                                                       "related articles",
                                                       "related stories",
                                                       "see also:",
                                                       "more on this",
                                                       "advertisement",
                                                       "print this",
                                                       "get our newsletter",
                                                       "download our app"};
constexpr std::size_t longest_call = 400;  // bytes

// What they contain.
constexpr std::array<std::string_view, 27> notice_phrases{"contains copyrighted material",
                                                          "all rights reserved",
                                                          "without the prior written",
                                                          "without prior written permission",
                                                          "may not be reproduced",
                                                          "may not be published, broadcast",
                                                          "may not be republished",
                                                          "sole responsibility of the author",
                                                          "not necessarily reflect",
                                                          "not necessarily represent",
                                                          "not necessarily those of",
                                                          "support the project",
                                                          "paypal:",
                                                          "patreon.com/",
                                                          "/donate",
                                                          "subscribe to our",
                                                          "sign up for our",
                                                          "our newsletter",
                                                          "our facebook page",
                                                          "your donation",
                                                          "reproduced with permission",
                                                          "republished with permission",
                                                          "under a creative commons",
                                                          "under creative commons",
                                                          "terms of service",
                                                          "make a donation",
                                                          "click here to subscribe"};

// Lines that head notices which do not show by themselves what they are.
constexpr std::array<std::string_view, 14> notice_labels{
    "about the author", "about the authors", "about the writer", "about us",           "author bio",
    "disclaimer",       "copyright",         "share this",       "share this article", "related articles",
    "related stories",  "related posts",     "comments",         "contact us"};

// Lower case, spaces collapsed.
std::string plain(std::string_view text) { return collapse_spaces(lower(text)); }

bool is_notice_label(const import_block& b) {
  if (b.text.size() > 60) return false;
  std::string text = plain(b.text);
  while (text.ends_with(':') || text.ends_with(' ')) text.pop_back();
  return std::find(notice_labels.begin(), notice_labels.end(), text) != notice_labels.end();
}

// "Articles by: Ann Lee and Bo Berg": the names, or nothing.
std::vector<std::string> credited_authors(std::string_view text) {
  text = trim(text);
  for (const std::string_view start :
       {"Articles by:", "Article by:", "Articles by ", "Authors:", "Author:", "Written by:"}) {
    if (!starts_with_ignoring_case(text, start) || text.size() > 300) continue;
    auto names = split_authors(text.substr(start.size()));
    const bool fits =
        std::all_of(names.begin(), names.end(), [](const std::string& name) { return is_like_name(name); });
    return fits ? names : std::vector<std::string>();
  }
  return {};
}

// The capitalised words that `text` begins with, up to `most`.
std::string_view capitalised_start(std::string_view text, std::size_t most) {
  std::size_t size = 0;
  std::size_t count = 0;
  for (const auto word : split_words(text.substr(0, 200))) {
    std::size_t at = 0;
    const char32_t first = next_code_point(word, at);
    if (!is_upper_letter(first) || ++count > most) break;
    size = static_cast<std::size_t>(word.data() - text.data()) + word.size();
    if (word.ends_with('.') || word.ends_with(',')) {
      --size;
      break;
    }
  }
  return text.substr(0, size);
}

// The publication that a notice names: "... the original Daily Paper article", "originally published by The Paper".
std::string named_source(std::string_view text) {
  for (const std::string_view start : {"hyperlink to the original ", "link to the original ", "the original "}) {
    const auto at = text.find(start);
    if (at == std::string_view::npos) continue;
    const std::string_view name = capitalised_start(text.substr(at + start.size()), 6);
    const std::string_view behind = trim(text.substr(at + start.size() + name.size()));
    if (!name.empty() && (behind.starts_with("article") || behind.starts_with("story"))) return collapse_spaces(name);
  }
  for (const std::string_view start :
       {"The original source of this article is ", "originally published by ", "originally published on ",
        "originally published in ", "originally appeared in ", "originally appeared on ", "first published by ",
        "first published in ", "first appeared in ", "first appeared on "}) {
    const auto at = text.find(start);
    if (at == std::string_view::npos) continue;
    std::string_view name = capitalised_start(text.substr(at + start.size()), 6);
    if (const auto end = name.find(" Copyright"); end != std::string_view::npos) name = name.substr(0, end);
    if (!name.empty()) return collapse_spaces(name);
  }
  return {};
}

}  // namespace

bool is_notice(std::string_view text) {
  if (text.size() > longest_notice) return false;
  const std::string t = plain(text);
  const auto begins = [&](std::string_view start) {
    if (!t.starts_with(start)) return false;
    const bool whole_word =
        t.size() == start.size() || !is_ascii_letter(start.back()) || !is_ascii_letter(t[start.size()]);
    return whole_word;
  };
  return std::any_of(legal_starts.begin(), legal_starts.end(), begins) ||
         (t.size() <= longest_call && std::any_of(call_starts.begin(), call_starts.end(), begins)) ||
         std::any_of(notice_phrases.begin(), notice_phrases.end(),
                     [&](std::string_view phrase) { return t.find(phrase) != std::string::npos; });
}

void read_tail(block_list& blocks, article& a) {
  std::string source;
  std::vector<std::size_t> taken;
  for (std::size_t end = blocks.size(); end > 0; --end) {
    import_block& b = blocks[end - 1];
    if (b.kind == satchel::kind::boilerplate) continue;
    if (b.kind == satchel::kind::code) break;
    line_fields fields;
    if (auto names = credited_authors(b.text); !names.empty()) {
      if (a.authors.empty()) a.authors = std::move(names);
      taken.push_back(end - 1);
    } else if (b.is_text() && read_field_line(b, fields) && !fields.tags.empty()) {
      take_fields(std::move(fields), a);
      taken.push_back(end - 1);
    } else if (is_notice(b.text) || is_notice_label(b)) {
      if (auto named = named_source(b.text); !named.empty() && source.empty()) source = std::move(named);
      b.kind = satchel::kind::boilerplate;
      b.level = 0;
    } else {
      // Perhaps the text under a label such as "About the author".
      std::size_t label = end - 1;
      while (label > 0 && end - 1 - label < 3 && !is_notice_label(blocks[label])) --label;
      if (end == 1 || !is_notice_label(blocks[label]) || label == 0) break;
      for (std::size_t i = label; i < end; ++i) blocks[i].kind = satchel::kind::boilerplate;
    }
  }
  if (a.source.empty()) a.source = std::move(source);
  // Taken from the back, so the places of those before stay.
  for (const std::size_t i : taken) blocks.erase(blocks.begin() + static_cast<std::ptrdiff_t>(i));
  // An article that is nothing but a notice is an article.
  const bool has_text = std::any_of(blocks.begin(), blocks.end(),
                                    [](const import_block& b) { return b.kind != satchel::kind::boilerplate; });
  if (has_text) return;
  for (import_block& b : blocks) b.kind = satchel::kind::paragraph;
}

}  // namespace satchel::pack
