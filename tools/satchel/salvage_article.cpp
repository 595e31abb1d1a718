#include "salvage_article.hpp"

#include <utility>

namespace satchel::tool {

salvaged_article::salvaged_article(const extract_form& how, destination& to, std::optional<catalogued_entry> entry,
                                   std::string made_up)
    : how_(how), to_(to), entry_(std::move(entry)), made_up_(std::move(made_up)) {
  if (!entry_) return;
  if (!entry_->identifier_cut) head_.identifier = entry_->identifier;
  if (!entry_->title_cut) head_.title = entry_->title;
}

void salvaged_article::add(const block_piece& p) {
  is_body(p.kind) ? add_to_body(p) : add_to_head(p);
  goes_on_ = !p.ended;
  if (p.ended) after_gap_ = false;
}

void salvaged_article::add_to_head(const block_piece& p) {
  if (after_gap_ || printer_) return;
  text_ += p.text;
  if (!p.ended) return;
  const std::string text = std::exchange(text_, {});
  if (entry_ &&
      ((p.kind == kind::identifier && !entry_->identifier_cut) || (p.kind == kind::title && !entry_->title_cut)))
    return;
  const bool nameless = p.kind == kind::field_value && last_ != kind::field_name;
  last_ = p.kind;
  if (nameless) return;
  any_ = any_ || !text.empty();
  add_metadata(head_, {p.kind, p.level, true, true, text});
}

void salvaged_article::add_to_body(const block_piece& p) {
  begin();
  any_ = true;
  printer_->body({shown_kind(p.kind), p.level, !goes_on_, p.ended, p.text});
  open_kind_ = shown_kind(p.kind);
  open_level_ = p.level;
}

void salvaged_article::begin() {
  if (printer_) return;
  if (last_ == kind::field_name && !head_.fields.empty()) head_.fields.pop_back();  // its value is missing
  named_ = !head_.identifier.empty() || entry_;
  if (head_.identifier.empty()) head_.identifier = entry_ ? entry_->identifier : made_up_;
  if (head_.title.empty() && entry_) head_.title = entry_->title;
  printer_ = make_printer(how_, to_.begin(head_.identifier));
  printer_->head(head_);
}

void salvaged_article::gap() {
  incomplete_ = true;
  if (printer_ && goes_on_) printer_->body({open_kind_, open_level_, false, true, ""});
  if (!printer_ && last_ == kind::field_name && !head_.fields.empty()) {
    head_.fields.pop_back();
    last_ = kind::identifier;
  }
  text_.clear();
  goes_on_ = false;
  after_gap_ = true;
}

bool salvaged_article::end(bool complete) {
  if (!complete) gap();
  if (incomplete_ && !any_) return false;
  begin();
  // In other formats than JSON a sentence would say so, and be a part of the text when it is packed again.
  printer_->end(!incomplete_ || how_.format != "jsonl");
  to_.end();
  return true;
}

}  // namespace satchel::tool
