// One article of a damaged archive on its way out: whole pieces of metadata, and all text of the body that is left.
#pragma once

#include "extract_output.hpp"
#include "salvage_blocks.hpp"
#include "salvage_catalogs.hpp"

#include <memory>
#include <optional>
#include <string>

namespace satchel::tool {

class salvaged_article {
 public:
  // `entry`: what the catalog says of it, if one does. `made_up`: its identifier where none is left.
  salvaged_article(const extract_form& how, destination& to, std::optional<catalogued_entry> entry,
                   std::string made_up);

  const std::optional<catalogued_entry>& entry() const { return entry_; }
  bool goes_on() const { return goes_on_; }  // its last piece does, in the next block
  bool incomplete() const { return incomplete_; }
  bool named() const { return named_; }  // its identifier is its own

  void add(const block_piece& p);
  // Something is missing here. What follows may be the end of a piece: in metadata that could not be told.
  void gap();
  // False when nothing was left of it, and nothing written.
  bool end(bool complete);

 private:
  void add_to_head(const block_piece& p);
  void add_to_body(const block_piece& p);
  void begin();

  const extract_form& how_;
  destination& to_;
  std::optional<catalogued_entry> entry_;
  std::string made_up_;
  article_head head_;
  std::unique_ptr<article_printer> printer_;  // once the body has begun
  std::string text_;                          // of the piece of metadata that is open
  kind last_ = kind::identifier;              // piece of metadata that was taken
  kind open_kind_ = kind::paragraph;          // of the piece of the body that is open
  std::uint8_t open_level_ = 0;
  bool goes_on_ = false, after_gap_ = false, incomplete_ = false, any_ = false, named_ = false;
};

}  // namespace satchel::tool
