// Positions of terms in articles, beside their posting lists.
#pragma once

#include <satchel/detail/index/posting_cursor.hpp>

#include <cstdint>

namespace satchel::detail {

// The positions of a posting block, bits up to a full byte (schema/SPEC.md, section 6.4):
//
//   3 bits: g | 5 bits: w | w bits: the bits of group 0 | of group 1 ... | group 0 | group 1 | ...
//   |                                                                    |
//   only with more than 16 postings                                      of 2^(g + 1) postings, the last of fewer
//
//   of each posting:  frequency - least of its bucket | how many are in the title, less 1 | positions
//                     rice, unless it is exact          rice, only where they can be more   64 or fewer, interpolative
//
// A group that is not wanted is passed over by its size; within one, each posting is read.
// Reads the positions of postings of one list, forward. Only where the archive has them.
//
// attach() and start_list() come first. open() asks for a posting cursor whose block is decoded; postings of one block
// are asked for in any order, and fastest in theirs.
class position_cursor {
 public:
  void attach(const page_region& region, const format::scoring_tables& model, std::byte* buffer) {
    source_.attach(region, buffer);
    model_ = &model;
  }

  // For a list of words, or of a field that has lists of its own.
  void start_list(bool of_field) {
    of_field_ = of_field;
    block_ = no_block;
  }

  // Stands on the positions of the current posting of `postings`, whose block is decoded; with `title` on those in
  // the title alone.
  error open(const posting_cursor& postings, bool title = false) {
    if (postings.block().last != block_)
      if (error e = open_block(postings.block())) return e;
    const std::uint32_t index = postings.index(), group = index >> group_shift_;
    if (group != group_ || index < unread_)
      if (error e = open_group(postings, group)) return e;
    if (error e = open_posting(postings, index)) return e;
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
    read_batch(in_);
    at_ = 0;
    return source_.failure();
  }

  bool at_end() const { return ended_; }
  // Behind the byte in which the last number that was read ends.
  format::address behind() const { return source_.position() - in_.unused() / 8; }
  std::uint32_t position() const { return batch_[at_]; }

 private:
  static constexpr std::uint32_t no_block = 0xffffffff, no_group = 0xffffffff;

  // Reads how the block's positions are grouped.
  error open_block(const posting_block& block) {
    block_ = no_block;
    start_ = block.positions;
    if (error e = seek(0)) return e;
    group_shift_ = format::group_shift_max;
    sizes_ = width_ = sizes_at_ = 0;
    if (block.count > format::one_group_max) {
      group_shift_ = format::group_shift_min + in_.bits(format::group_shift_bits);
      sizes_at_ = format::group_shift_bits;
      sizes_ = (block.count - 1) >> group_shift_;
    }
    if (sizes_ > 0) {
      width_ = in_.bits(format::group_width_bits);
      sizes_at_ += format::group_width_bits;
    }
    passed_groups_ = 0;
    passed_bits_ = 0;
    group_ = no_group;
    if (source_.failure()) return source_.failure();
    block_ = block.last;
    return {};
  }

  // Goes to the first posting of a group.
  error open_group(const posting_cursor& postings, std::uint32_t group) {
    if (error e = add_sizes(group)) return e;
    if (error e = seek(sizes_at_ + std::uint64_t{width_} * sizes_ + passed_bits_)) return e;
    group_ = group;
    unread_ = group << group_shift_;
    left_ = 0;
    enter_length_bucket(postings.article_of(unread_));
    return {};
  }

  // The sizes of the groups before one say where it begins.
  error add_sizes(std::uint32_t group) {
    if (group < passed_groups_) passed_groups_ = 0, passed_bits_ = 0;
    if (group == passed_groups_) return {};
    if (error e = seek(sizes_at_ + std::uint64_t{width_} * passed_groups_)) return e;
    for (; passed_groups_ < group; ++passed_groups_) passed_bits_ += in_.bits(width_);
    return {};
  }

  // To a bit of the block's positions.
  error seek(std::uint64_t bit) {
    if (error e = source_.seek(start_ + bit / 8)) return e;
    in_ = format::bit_reader<byte_cursor>(source_);
    in_.bits(static_cast<unsigned>(bit % 8));
    return {};
  }

  // Passes over what the group has before a posting, and reads how many positions that has.
  error open_posting(const posting_cursor& postings, std::uint32_t index) {
    format::bit_reader<byte_cursor> in = in_;  // stays in registers
    pass_positions(in);                        // of the posting that was opened before
    for (; unread_ < index; ++unread_) {
      if (!read_frequency(in, postings, unread_)) return spoiled();
      if (frequency_ == 1) {  // most have one position
        in.bounded(limit_codes_);
        continue;
      }
      start_positions();
      pass_positions(in);
    }
    if (!read_frequency(in, postings, index)) return spoiled();
    start_positions();
    in_ = in;
    unread_ = index + 1;
    at_ = size_ = 0;
    return {};
  }

  void start_positions() {
    left_ = frequency_;
    first_ = 0;
  }

  template <class Bits>
  SATCHEL_INLINE void pass_positions(Bits& in) {
    while (left_ > 0 && !source_.failure()) read_batch(in);
  }

  error spoiled() {
    group_ = no_group;
    return source_.failure() ? source_.failure() : damaged(part::postings, source_.position());
  }

  // How many positions a posting has, how many of them in the title, and what bounds them; false where that cannot be.
  template <class Bits>
  SATCHEL_INLINE bool read_frequency(Bits& in, const posting_cursor& postings, std::uint32_t index) {
    const std::uint32_t bucket = postings.bucket_of(index);
    const unsigned code = model_->frequency_code(bucket);
    std::uint64_t frequency = model_->least_frequency(bucket);
    if (code != format::exact_frequency) frequency += in.rice(code);
    if (const std::uint32_t article = postings.article_of(index); article >= length_bucket_.end())
      enter_length_bucket(article);
    frequency_ = static_cast<std::uint32_t>(frequency);
    titles_ = !of_field_ && model_->in_title(bucket) ? 1 : 0;
    if (titles_ != 0 && frequency_ > 1 && model_->position_unit() == 1) titles_ += in.rice(0);
    return !source_.failure() && frequency <= limit_ && titles_ <= frequency_;
  }

  void enter_length_bucket(std::uint32_t article) {
    length_bucket_.go_to(*model_, article);
    limit_ = of_field_ ? model_->field_positions() : model_->positions_of(length_bucket_.number());
    limit_codes_ = format::bounded_codes(limit_);
  }

  template <class Bits>
  SATCHEL_INLINE void read_batch(Bits& in) {
    std::uint32_t last = limit_ - 1;
    size_ = left_;
    if (left_ == 1 && first_ == 0) {
      batch_[0] = in.bounded(limit_codes_);
    } else if (left_ > format::batch_max) {
      size_ = format::batch_max;
      last = first_ + format::batch_max - 1 + in.bounded(limit_ - first_ - left_ + 1);
      in.interpolative(batch_, size_ - 1, first_, last - 1);
      batch_[size_ - 1] = last;
    } else {
      in.interpolative(batch_, size_, first_, last);
    }
    left_ -= size_;
    first_ = last + 1;
  }

  byte_cursor source_;
  const format::scoring_tables* model_ = nullptr;
  format::bit_reader<byte_cursor> in_{source_};
  std::uint32_t block_ = no_block;  // its last article: two blocks have one address when positions take no bits
  format::address start_ = 0;       // of the block's positions
  // How these are grouped: the sizes of all groups but the last, `width_` bits each, begin with bit `sizes_at_`. The
  // first `passed_groups_` of them take `passed_bits_` together.
  std::uint32_t group_shift_ = 0, width_ = 0, sizes_ = 0, sizes_at_ = 0, passed_groups_ = 0;
  std::uint64_t passed_bits_ = 0;
  std::uint32_t group_ = no_group;
  std::uint32_t unread_ = 0;  // the group's first posting that was neither opened nor passed
  format::length_bucket_cursor length_bucket_;
  std::uint32_t limit_ = 0;            // of positions
  format::bounded_codes limit_codes_;  // of numbers below it, unless code is to be small
  std::uint32_t frequency_ = 0, titles_ = 0, shown_ = 0;
  std::uint32_t first_ = 0;  // no position to come is less
  std::uint32_t left_ = 0;   // positions of the posting behind the batch
  std::uint32_t at_ = 0, size_ = 0;
  bool ended_ = true, of_field_ = false;
  std::uint32_t batch_[format::batch_max];
};

}  // namespace satchel::detail
