// An article as the commands print it: its metadata at once, its body as a stream.
#pragma once

#include <satchel/hosted/file_archive.hpp>
#include <satchel/pack.hpp>

#include <cstdint>
#include <string_view>

namespace satchel::tool {

// An article without its body.
using article_head = pack::article;

// Adds a piece of metadata, or a part of one.
void add_metadata(article_head& head, const piece& p);

// Kinds that a later version of the format may add are shown as paragraphs.
kind shown_kind(kind k);

// Takes an article, one call after the other.
class article_printer {
 public:
  virtual ~article_printer() = default;
  virtual void head(const article_head& head) = 0;
  // A part of the body; parts of one piece follow each other, the first and the last say so.
  virtual void body(const piece& part) = 0;
  // The same with a part that is a word of the query.
  virtual void match(const piece& part) { body(part); }
  // complete: false when the archive is damaged and the rest of the article is missing.
  virtual void end(bool complete) = 0;
};

// Reads the article and hands it to the printer: not at all when not even its identifier can be read.
error print_article(archive& from, std::uint32_t article, article_printer& to);

// The same with the words of a query told apart.
error print_article(mapped_archive& from, std::uint32_t article, std::string_view query, article_printer& to);

// Reads the whole article into `out`, which is empty, so that packing it again stores the same; newer_format when it
// has pieces of a kind that this version does not know.
error read_article(archive& from, std::uint32_t article, pack::article& out);

// The name of a kind of body piece in JSON.
const char* kind_name(kind k);

}  // namespace satchel::tool
