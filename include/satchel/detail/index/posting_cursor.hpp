// Posting lists: the articles of a term, and how it stands in them.
#pragma once

#include <satchel/detail/index/page_reader.hpp>
#include <satchel/format/frequency_buckets.hpp>
#include <satchel/format/posting_lists.hpp>
#include <satchel/format/scoring_tables.hpp>

#include <cstdint>

namespace satchel::detail {

// A posting list, whose document frequency stands in front unless it is in the term dictionary (schema/SPEC.md, section
// 6). Brackets are varints, but for the impact, a byte.
//
//   up to 128 postings:  [df] posting block | positions
//
//   more:  [df] [h] [b] | skip data, h bytes | posting blocks, b bytes | positions of each block
//                         |
//                         one entry for each block:
//                         [last - last of the block before - count] [count - 1] [bytes] [impact] [bytes of positions]
//
//   a posting block, bits up to a full byte:
//          2 bits: how articles are coded | articles, but for the last | 3 bits: how buckets are coded | buckets
//
// Where a posting block is and what it can contribute, as the head of its list says.
struct posting_block {
  std::uint32_t first = 0;  // no article of the block comes before this one
  std::uint32_t last = 0;   // its last article
  std::uint32_t count = 0;
  std::uint32_t impact = 0;  // the greatest
  format::address body = 0;
  format::address positions = 0;
};

// Reads a posting list forward, block by block; a posting block's postings are decoded when they are asked for.
//
// attach() comes first, then open(). What is said of the current posting needs a decoded block, and ended() to be
// false. After an error only open() may follow.
class posting_cursor {
 public:
  // Two buffers of region.slot_bytes().
  void attach(const page_region& region, const format::scoring_tables& model, std::uint32_t articles,
              std::byte* head_buffer, std::byte* body_buffer) {
    region_ = &region;
    model_ = &model;
    articles_ = articles;
    head_.attach(region, head_buffer);
    body_.attach(region, body_buffer);
    ended_ = true;
  }

  // Opens the list at `list` and stands on its first block.
  error open(const list_address& list) {
    place_ = list;
    ended_ = false;
    decoded_ = false;
    index_ = 0;
    if (error e = head_.seek(list.at)) return e;
    const std::uint64_t df = list.df > 0 ? list.df : head_.varint();
    if (head_.failure()) return head_.failure();
    if (df == 0 || df > articles_) return spoiled();
    df_ = static_cast<std::uint32_t>(df);
    block_ = {};
    if (df_ <= format::short_list_max) {
      left_ = 0;
      block_.count = df_;
      block_.body = head_.position();
      return decode_short();
    }
    left_ = df_;
    const std::uint64_t head_bytes = head_.varint();
    const std::uint64_t body_bytes = head_.varint();
    if (head_.failure()) return head_.failure();
    if (head_bytes > region_end() || body_bytes > region_end()) return spoiled();
    next_body_ = head_.position() + head_bytes;
    next_positions_ = next_body_ + body_bytes;
    return next_block();
  }

  // Goes back to the first block.
  error rewind() {
    if (df_ > format::short_list_max) return open(place_);
    ended_ = false;
    index_ = 0;
    return decoded_ ? error{} : open(place_);
  }

  // Says that all blocks, but not their positions, will be read soon. Just after open().
  void expect_blocks() const {
    if (df_ > format::short_list_max) region_->expect(place_.at, block_.positions);
  }

  std::uint32_t document_frequency() const { return df_; }
  const list_address& place() const { return place_; }

  // Goes forward to the block that can hold `article` or later ones; within a decoded block to the posting.
  error skip_to(std::uint32_t article) {
    while (!ended_ && block_.last < article)
      if (error e = next_block()) return e;
    if (decoded_ && !ended_)
      while (articles_of_block_[index_] < article) ++index_;  // ends: block_.last is not less
    return {};
  }

  // Whether an article in [from, to) can be in the list; exact when the block is decoded. After skip_to(from).
  bool may_hold(std::uint32_t to) const { return !ended_ && next_possible() < to; }

  // The first article, not before the place that skip_to was asked for, that the list can hold.
  std::uint32_t next_possible() const { return decoded_ ? articles_of_block_[index_] : block_.first; }

  const format::scoring_tables& model() const { return *model_; }
  bool ended() const { return ended_; }
  bool decoded() const { return decoded_; }
  const posting_block& block() const { return block_; }

  // Decodes the articles of the block.
  error decode_articles() {
    if (decoded_ || ended_) return {};
    if (error e = body_.seek(block_.body)) return e;
    in_ = format::bit_reader<byte_cursor>(body_);
    const std::uint32_t n = block_.count;
    bool sound = true;
    switch (in_.bits(2)) {
      case format::articles_interpolative:
        in_.interpolative(articles_of_block_, n - 1, block_.first, block_.last - 1);
        break;
      case format::articles_mapped:
        sound = decode_map(in_);
        break;
      case format::articles_gaps:
        sound = decode_gaps(in_);
        break;
      default:
        sound = false;
    }
    articles_of_block_[n - 1] = block_.last;
    if (body_.failure()) return stop(body_.failure());
    if (!sound) return spoiled();
    decoded_ = true;
    start_buckets(in_);
    return body_.failure() ? stop(body_.failure()) : error{};
  }

  // Decodes the buckets of all postings of the decoded block.
  error decode_buckets() {
    if (buckets_decoded_) return {};
    if (mode_ > 6) return spoiled();
    format::bit_reader<byte_cursor> in = in_;
    const std::uint32_t n = block_.count;
    if (mode_ < 4) {
      format::read_buckets(in, mode_, n, buckets_);
    } else {
      for (std::uint32_t i = 0; i < n; ++i) buckets_[i] = static_cast<std::uint8_t>(mode_ == 4 ? in.bits(4) : all_);
    }
    in_ = in;
    if (body_.failure()) return stop(body_.failure());
    buckets_decoded_ = true;
    return {};
  }

  // Adds weight x impact of some postings of the block, index[0] < index[1] ..., to scores[at[0]], scores[at[1]] ...
  error add_scores(const std::uint8_t* index, const std::uint8_t* at, std::uint32_t count, std::uint32_t weight,
                   std::uint32_t* scores) {
    if (error e = decode_buckets()) return e;
    std::uint32_t most = 0;
    for (std::uint32_t k = 0; k < count;) {
      const std::uint8_t* table = impacts_from(articles_of_block_[index[k]]);
      for (; k < count && articles_of_block_[index[k]] < length_bucket_.end(); ++k) {
        const std::uint32_t impact = table[buckets_[index[k]]];
        most = impact > most ? impact : most;
        scores[at[k]] += weight * impact;
      }
    }
    return most > greatest() ? spoiled() : error{};
  }

  // Decodes the articles and buckets of the block.
  error decode() {
    if (error e = decode_articles()) return e;
    return ended_ ? error{} : decode_buckets();
  }

  // The current posting; only in a decoded block, and its bucket only when buckets are.
  std::uint32_t article() const { return articles_of_block_[index_]; }
  std::uint32_t impact() { return impacts_from(article())[buckets_[index_]]; }
  bool in_title() const { return model_->in_title(buckets_[index_]); }
  std::uint32_t index() const { return index_; }  // in its block
  // Of another posting of the decoded block.
  std::uint32_t article_of(std::uint32_t index) const { return articles_of_block_[index]; }
  std::uint32_t bucket_of(std::uint32_t index) const { return buckets_[index]; }

  // Goes to the next posting of the decoded block; false at the block's end.
  bool advance() {
    if (index_ + 1 >= block_.count) return false;
    ++index_;
    return true;
  }

  // Calls f(article, impact, bucket) for the current posting of the decoded block and those behind it that come before
  // `to`, and stands on the last one of them. An impact that is greater than the head says is an error.
  template <class F>
  error each_until(std::uint32_t to, F&& f) {
    if (!decoded_ || ended_ || articles_of_block_[index_] >= to) return {};
    if (error e = decode_buckets()) return e;
    std::uint32_t most = 0, i = index_;
    while (i < block_.count && articles_of_block_[i] < to) {
      const std::uint8_t* table = impacts_from(articles_of_block_[i]);
      const std::uint32_t end = length_bucket_.end() < to ? length_bucket_.end() : to;
      for (; i < block_.count && articles_of_block_[i] < end; ++i) {
        const std::uint32_t impact = table[buckets_[i]];
        most = impact > most ? impact : most;
        index_of_[articles_of_block_[i] % format::range_size] = static_cast<std::uint8_t>(i);
        f(articles_of_block_[i], impact, std::uint32_t{buckets_[i]});
      }
    }
    index_ = i - 1;
    return most > greatest() ? spoiled() : error{};
  }

  // Whether no impact of the decoded block is greater than the head says.
  error check_impacts() {
    if (error e = decode_buckets()) return e;
    return greatest_impact() > greatest() ? spoiled() : error{};
  }

  // Of ascending articles of a range, `at` beyond its first one, keeps those that the decoded block has from the
  // current posting on, with the indices of their postings; gives their number. Goes forward to the last of them at
  // most.
  std::uint32_t intersect(std::uint32_t first, std::uint8_t* at, std::uint32_t count, std::uint8_t* index) {
    // Looking at every posting guesses no branch wrong, and so is faster than to search for each article, unless they
    // are few.
    constexpr std::uint32_t worth_searching = 32;
    return (block_.count - index_) / worth_searching > count ? search_each(first, at, count, index)
                                                             : scan(first, at, count, index);
  }

  // Goes to the posting of an article that each_until() or intersect() came by last in its range.
  void stand_on(std::uint32_t article) { index_ = index_of_[article % format::range_size]; }

  // Leaves the block: the next skip_to goes on behind it.
  error leave_block() { return next_block(); }

 private:
  std::uint32_t scan(std::uint32_t first, std::uint8_t* at, std::uint32_t count, std::uint8_t* index) {
    std::uint8_t wanted[format::range_size] = {};
    for (std::uint32_t k = 0; k < count; ++k) wanted[at[k]] = 1;
    const std::uint32_t behind = first + at[count - 1] + 1;
    std::uint32_t n = 0, i = index_;
    for (; i < block_.count && articles_of_block_[i] < behind; ++i) {
      const auto place = static_cast<std::uint8_t>(articles_of_block_[i] - first);
      at[n] = place;
      index[n] = index_of_[place] = static_cast<std::uint8_t>(i);
      n += wanted[place];
    }
    return n;
  }

  std::uint32_t search_each(std::uint32_t first, std::uint8_t* at, std::uint32_t count, std::uint8_t* index) {
    std::uint32_t n = 0, i = index_;
    for (std::uint32_t k = 0; k < count; ++k) {
      const std::uint32_t article = first + at[k];
      if (article > block_.last) break;
      std::uint32_t step = 1;
      while (i + step < block_.count && articles_of_block_[i + step] < article) step *= 2;
      const std::uint32_t end = i + step < block_.count ? i + step : block_.count - 1;
      i = search(i + step / 2, end, article);
      if (articles_of_block_[i] != article) continue;
      at[n] = at[k];
      index[n++] = index_of_[at[k]] = static_cast<std::uint8_t>(i);
    }
    return n;
  }

  // The first posting from `low` to `high` that is not before the article; the one at `high` is not.
  std::uint32_t search(std::uint32_t low, std::uint32_t high, std::uint32_t article) const {
    for (std::uint32_t n = high - low; n > 0;) {
      const std::uint32_t half = (n + 1) / 2;
      low += half & (0u - static_cast<std::uint32_t>(articles_of_block_[low + half - 1] < article));  // no branch
      n -= half;
    }
    return low;
  }

  error spoiled() {
    ended_ = true;
    return damaged(part::postings, head_.position());
  }
  format::address region_end() const { return region_->start_of(region_->page_count); }

  error next_block() {
    decoded_ = false;
    index_ = 0;
    if (left_ == 0) {
      ended_ = true;
      return {};
    }
    std::uint64_t gap = 0, count_less_one = 0, body_bytes = 0, position_bytes = 0;
    std::uint32_t impact = 0;
    const bool positions = model_->position_unit() != 0;
    const auto take = [&](const std::byte* p, const std::byte* end) -> const std::byte* {
      p = format::get_varint(p, end, gap);
      if (p != nullptr) p = format::get_varint(p, end, count_less_one);
      if (p != nullptr) p = format::get_varint(p, end, body_bytes);
      if (p == nullptr || p == end) return nullptr;
      impact = std::to_integer<std::uint32_t>(*p++);
      return positions ? format::get_varint(p, end, position_bytes) : p;
    };
    constexpr std::ptrdiff_t usual = 16;
    const std::byte* here = head_.ahead(usual);
    if (here != nullptr) here = take(here, here + usual);
    if (here != nullptr) {
      head_.pass(here);
    } else {  // in two pages, or long
      gap = head_.varint();
      count_less_one = head_.varint();
      body_bytes = head_.varint();
      impact = std::to_integer<std::uint32_t>(head_.byte());
      position_bytes = positions ? head_.varint() : 0;
      if (error e = head_.failure()) {
        ended_ = true;
        return e;
      }
    }
    if (count_less_one >= format::posting_block_max) return spoiled();
    const std::uint64_t count = count_less_one + 1;
    const std::uint64_t first = left_ == df_ ? 0 : std::uint64_t{block_.last} + 1;
    const std::uint64_t last = first + gap + count - 1;
    if (count > left_ || gap > articles_ || last >= articles_ || body_bytes > region_end() ||
        position_bytes > region_end())
      return spoiled();
    left_ -= static_cast<std::uint32_t>(count);
    block_ = {static_cast<std::uint32_t>(first),
              static_cast<std::uint32_t>(last),
              static_cast<std::uint32_t>(count),
              impact,
              next_body_,
              next_positions_};
    next_body_ += body_bytes;
    next_positions_ += position_bytes;
    return {};
  }

  error decode_short() {
    if (error e = body_.seek(block_.body)) return e;
    in_ = format::bit_reader<byte_cursor>(body_);
    in_.interpolative(articles_of_block_, df_, 0, articles_ - 1);
    block_.first = articles_of_block_[0];
    block_.last = articles_of_block_[df_ - 1];
    block_.impact = 0;
    start_buckets(in_);
    if (error e = decode_buckets()) return e;
    block_.positions = body_.position() - in_.unused() / 8;
    decoded_ = true;
    block_.impact = greatest_impact();
    return {};
  }

  // The articles of a dense block: a bit for each of its range, up to the last.
  bool decode_map(format::bit_reader<byte_cursor>& source) {
    format::bit_reader<byte_cursor> in = source;
    const std::uint32_t last = block_.last % format::range_size, range = block_.last - last;
    std::uint32_t n = 0;
    for (std::uint32_t at = 0; at < last; at += 32)
      for (std::uint32_t word = in.wide(last - at < 32 ? last - at : 32); word != 0; word &= word - 1) {
        if (n + 1 >= block_.count) return false;
        articles_of_block_[n++] = range + at + format::lowest_bit(word);
      }
    source = in;
    return n + 1 == block_.count && (n == 0 || articles_of_block_[0] >= block_.first);
  }

  // All high parts of the gaps come before all low parts, so that neither waits for the other to end.
  bool decode_gaps(format::bit_reader<byte_cursor>& in) {
    const unsigned k = in.bits(4);
    const std::uint32_t n = block_.count - 1;
    in.unary_run(n, [&](std::uint32_t i, std::uint32_t high) { articles_of_block_[i] = high << k; });
    if (k > 0) in.fixed_run(k, n, [&](std::uint32_t i, std::uint32_t low) { articles_of_block_[i] |= low; });
    std::uint32_t next = block_.first;  // no article to come is less
    for (std::uint32_t i = 0; i < n; ++i) {
      if (articles_of_block_[i] >= block_.last - next) return false;
      articles_of_block_[i] += next;
      next = articles_of_block_[i] + 1;
    }
    return true;
  }

  void start_buckets(format::bit_reader<byte_cursor>& in) {
    buckets_decoded_ = false;
    mode_ = block_.count > 1 ? in.bits(3) : 0;
    all_ = mode_ == 6 ? in.bits(4) : 0;
  }

  // The impacts of buckets in the length bucket of an article.
  const std::uint8_t* impacts_from(std::uint32_t article) {
    length_bucket_.go_to(*model_, article);
    return model_->impacts_of(length_bucket_.number());
  }

  std::uint32_t greatest_impact() {
    std::uint32_t most = 0;
    for (std::uint32_t i = 0; i < block_.count; ++i) {
      const std::uint32_t impact = impacts_from(articles_of_block_[i])[buckets_[i]];
      if (impact > most) most = impact;
    }
    return most;
  }

  // Of a posting in this block. Short lists have no head that could be exceeded.
  std::uint32_t greatest() const { return df_ <= format::short_list_max ? format::impact_max : block_.impact; }

  error stop(const error& e) {
    ended_ = true;
    return e;
  }

  const page_region* region_ = nullptr;
  const format::scoring_tables* model_ = nullptr;
  byte_cursor head_, body_;
  format::bit_reader<byte_cursor> in_{body_};  // behind the articles of the block
  list_address place_;
  posting_block block_;
  format::address next_body_ = 0, next_positions_ = 0;
  std::uint32_t articles_ = 0, df_ = 0, left_ = 0, index_ = 0;
  format::length_bucket_cursor length_bucket_;
  std::uint32_t mode_ = 0, all_ = 0;
  bool ended_ = true, decoded_ = false, buckets_decoded_ = false;
  std::uint8_t buckets_[format::posting_block_max];
  std::uint8_t index_of_[format::range_size] = {};  // in the block, by the place of the article in its range
  std::uint32_t articles_of_block_[format::posting_block_max];
};

}  // namespace satchel::detail
