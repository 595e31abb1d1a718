// What a piece of an article is.
#pragma once

#include <cstdint>

namespace satchel {

// The kind of a piece. An article is a sequence of pieces: first its metadata, then its body.
// The numbers are part of the archive format (schema/SPEC.md, section 2.1) and never change.
enum class kind : std::uint8_t {
  identifier = 1,   // unique in the archive; always present
  title = 2,        // always present, may be empty
  subtitle = 3,     // at most one
  author = 4,       // one piece per author, in the order of the source
  source = 5,       // publication or collection the article came from
  url = 6,          // where it was published
  published = 7,    // ISO 8601: YYYY, YYYY-MM, YYYY-MM-DD or a date with time
  language = 8,     // BCP 47 tag, for example "en" or "zh-Hant"
  tag = 9,          // one piece per tag
  field_name = 10,  // name of a free key/value field; its field_value follows
  field_value = 11,

  heading = 16,  // level 1 to 6
  paragraph = 17,
  list_item = 18,    // level 1 is the outermost list
  quote = 19,        // quoted block
  code = 20,         // preformatted text, line breaks kept
  reference = 21,    // link or literature reference that stands apart from the text
  boilerplate = 22,  // disclaimers, notices, calls to subscribe: stored, not searched, not shown unless asked for
};

// True for the kinds that make up the text of an article, false for its metadata.
constexpr bool is_body(kind k) { return static_cast<std::uint8_t>(k) >= 16; }

// True for the kinds of text that searches look at.
constexpr bool is_searched_body(kind k) { return is_body(k) && k != kind::boilerplate; }

}  // namespace satchel
