// Positions of terms in articles, beside their posting lists.
#pragma once

#include <satchel/detail/postings.hpp>

#include <cstdint>

namespace satchel::detail {

inline constexpr std::uint32_t batch_max = 64;       // positions coded together
inline constexpr std::uint32_t group_postings = 32;  // whose positions can be passed over together

// Reads the positions of postings of one list, forward. Only where the archive has them.
class position_cursor {
 public:
  void attach(const page_region& region, const list_model& model, std::byte* buffer) {
    source_.attach(region, buffer);
    model_ = &model;
  }

  // For a list of words, or of a field that has lists of its own.
  void start_list(bool of_field) {
    of_field_ = of_field;
    chunk_ = no_chunk;
  }

  // Stands on the positions of the current posting of `postings`, whose chunk is decoded; with `title` on those in
  // the title alone.
  error open(const posting_cursor& postings, bool title = false) {
    const std::uint32_t group = postings.index() / group_postings;
    if (postings.chunk().last != chunk_ || postings.index() < posting_ + (opened_ ? 1 : 0) ||
        group != posting_ / group_postings)
      if (error e = open_group(postings, group)) return e;
    while (posting_ < postings.index()) {
      while (left_ > 0) {
        read_batch();
        if (source_.failure()) return source_.failure();
      }
      ++posting_;
      if (error e = start_posting(postings)) return e;
    }
    opened_ = true;
    shown_ = title ? titles_ : frequency_;
    return next();
  }

  // Goes to the next position of the posting; at_end() then tells whether there was one.
  error next() {
    ended_ = shown_ == 0;
    if (ended_) return {};
    --shown_;
    if (at_ + 1 < size_) {
      ++at_;
      return {};
    }
    read_batch();
    at_ = 0;
    return source_.failure();
  }

  bool at_end() const { return ended_; }
  std::uint32_t position() const { return batch_[at_]; }

 private:
  static constexpr std::uint32_t no_chunk = 0xffffffff;

  // Goes to the first posting of a group. The sizes of all groups but the last stand before the first.
  error open_group(const posting_cursor& postings, std::uint32_t group) {
    chunk_ = postings.chunk().last;
    if (error e = source_.seek(postings.chunk().positions)) return e;
    const std::uint32_t sizes = (postings.chunk().count - 1) / group_postings;
    std::uint64_t before = 0;
    for (std::uint32_t i = 0; i < sizes; ++i) {
      const std::uint64_t size = source_.varint();
      if (i < group) before += size;
    }
    if (source_.failure()) return source_.failure();
    if (before > 0)
      if (error e = source_.seek(source_.position() + before)) return e;
    in_ = codec::bit_reader<byte_cursor>(source_);
    class_ = 0;
    class_end_ = 0;
    posting_ = group * group_postings;
    return start_posting(postings);
  }

  error start_posting(const posting_cursor& postings) {
    const std::uint32_t grade = postings.grade_of(posting_);
    const unsigned code = model_->frequency_code(grade);
    std::uint64_t frequency = model_->least_frequency(grade);
    if (code != exact_frequency) frequency += in_.rice(code);
    if (const std::uint32_t article = postings.article_of(posting_); article >= class_end_) {
      class_ = model_->class_of(article, class_);
      class_end_ = model_->class_end(class_);
      limit_ = of_field_ ? model_->field_positions() : model_->positions_of(class_);
    }
    if (source_.failure()) return source_.failure();
    if (frequency > limit_) return damaged(part::postings, source_.position());
    frequency_ = static_cast<std::uint32_t>(frequency);
    titles_ = !of_field_ && model_->in_title(grade) ? 1 : 0;
    if (titles_ != 0 && frequency_ > 1 && model_->position_unit() == 1) titles_ += in_.rice(0);
    if (titles_ > frequency_) return damaged(part::postings, source_.position());
    opened_ = false;
    left_ = frequency_;
    first_ = 0;
    at_ = 0;
    size_ = 0;
    return source_.failure();
  }

  void read_batch() {
    std::uint32_t last = limit_ - 1;
    size_ = left_;
    if (left_ > batch_max) {
      size_ = batch_max;
      last = first_ + batch_max - 1 + in_.bounded(limit_ - first_ - left_ + 1);
      in_.interpolative(batch_, size_ - 1, first_, last - 1);
      batch_[size_ - 1] = last;
    } else if (size_ == 1) {  // most often
      batch_[0] = first_ + in_.bounded(last - first_ + 1);
    } else {
      in_.interpolative(batch_, size_, first_, last);
    }
    left_ -= size_;
    first_ = last + 1;
  }

  byte_cursor source_;
  const list_model* model_ = nullptr;
  codec::bit_reader<byte_cursor> in_{source_};
  std::uint32_t chunk_ = no_chunk;  // its last article: two chunks have one address when positions take no bits
  std::uint32_t posting_ = 0, class_ = 0, class_end_ = 0, limit_ = 0;
  std::uint32_t frequency_ = 0, titles_ = 0, shown_ = 0;
  std::uint32_t first_ = 0;  // no position to come is less
  std::uint32_t left_ = 0;   // positions behind the batch
  std::uint32_t at_ = 0, size_ = 0;
  bool opened_ = false;  // its positions are being given
  bool ended_ = true, of_field_ = false;
  std::uint32_t batch_[batch_max];
};

}  // namespace satchel::detail
