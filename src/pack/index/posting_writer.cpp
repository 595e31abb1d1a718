#include "pack/index/posting_writer.hpp"

#include <satchel/format/posting_lists.hpp>
#include <satchel/format/varint.hpp>

#include <algorithm>
#include <utility>

namespace satchel::pack {
namespace {

void append_varint(std::vector<std::byte>& out, std::uint64_t value) {
  std::byte buffer[format::varint_max];
  out.insert(out.end(), buffer, format::put_varint(buffer, value));
}

// Postings of one range that a map of bits serves nearly as well as interpolative codes, and is faster to read.
constexpr std::uint32_t dense = 96;

// Gaps may take so much more than interpolative codes.
constexpr std::uint64_t worth_gaps = 115, worth_gaps_of = 100;

// A group has at most so many positions, on average, as its size is worth. Phrases pick single articles out of dense
// blocks; of sparse ones they look at nearly all.
constexpr std::uint64_t positions_dense = 16, positions_sparse = 128;
constexpr std::uint64_t dense_span = 3;  // a posting for so many articles at least

// The Rice parameter that makes a sum of costs least.
template <class Cost>
unsigned best_parameter(unsigned most, Cost cost) {
  unsigned best = 0;
  std::uint64_t least = cost(0);
  for (unsigned k = 1; k <= most; ++k) {
    const std::uint64_t c = cost(k);
    if (c < least) {
      least = c;
      best = k;
    }
  }
  return best;
}

}  // namespace

posting_writer::posting_writer(std::uint32_t articles, const bucket_scheme& buckets, std::uint32_t unit,
                               std::uint32_t field_positions, std::string scratch, std::size_t positions_room)
    : articles_(articles),
      buckets_(buckets),
      codes_(buckets.stored_buckets()),
      unit_(unit),
      field_positions_(field_positions),
      scratch_(std::move(scratch)),
      positions_room_(positions_room) {}

void posting_writer::start(bool of_field) {
  of_field_ = of_field;
  length_bucket_ = 0;
  df_ = 0;
  last_ = -1;
  closed_ = 0;
  pending_.clear();
  positions_.clear();
  head_.clear();
  bodies_.clear();
  position_blocks_.clear();
  searched_ = 0;
  spilled_.reset();
}

void posting_writer::add(std::uint32_t article, std::uint8_t bucket, std::uint32_t titles,
                         const std::vector<std::uint32_t>& positions) {
  if (!pending_.empty() && article / format::range_size != pending_.back().article / format::range_size) close_range();
  while (length_bucket_ + 1 < buckets_.length_buckets().size() &&
         buckets_.length_buckets()[length_bucket_ + 1].first <= article)
    ++length_bucket_;
  pending_.push_back({article, length_bucket_, buckets_.number_of(bucket), titles,
                      static_cast<std::uint32_t>(positions_.size()), static_cast<std::uint32_t>(positions.size())});
  positions_.insert(positions_.end(), positions.begin(), positions.end());
  ++df_;
}

// A range is complete. Once the list is known to be long, blocks are written as soon as the next range would make
// them larger than the target.
void posting_writer::close_range() {
  if (df_ > format::short_list_max)
    while (closed_ > 0 && pending_.size() > format::short_list_max) write_block(closed_);
  closed_ = pending_.size();
}

void posting_writer::write_block(std::size_t count) {
  const posting& last = pending_[count - 1];
  std::uint32_t most = 0;
  for (std::size_t i = 0; i < count; ++i)
    most = std::max(most,
                    buckets_.impact(pending_[i].length_bucket, static_cast<std::uint8_t>(pending_[i].bucket_number)));
  append_varint(head_, static_cast<std::uint64_t>(last.article - last_) - count);
  append_varint(head_, count - 1);
  const std::size_t body = bodies_.size(), places = position_blocks_.size();
  write_postings(bodies_, count, false);
  append_varint(head_, bodies_.size() - body);
  head_.push_back(static_cast<std::byte>(most));
  if (unit_ > 0) {
    write_positions(position_blocks_, count);
    append_varint(head_, position_blocks_.size() - places);
  }
  if (position_blocks_.size() > positions_room_) {
    if (!spilled_) spilled_.emplace(scratch_);
    spilled_->append(position_blocks_.data(), position_blocks_.size());
    position_blocks_.clear();
  }
  last_ = last.article;
  const std::uint32_t used =
      count < pending_.size() ? pending_[count].first_position : static_cast<std::uint32_t>(positions_.size());
  pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(count));
  positions_.erase(positions_.begin(), positions_.begin() + used);
  for (posting& p : pending_) p.first_position -= used;
  closed_ -= count;
}

// The articles of a posting block but the last: gaps, which are read faster, unless interpolative codes are much
// shorter.
void posting_writer::write_articles(bit_writer& bits, const std::vector<std::uint32_t>& articles) const {
  const auto first = static_cast<std::uint32_t>(last_ + 1), n = static_cast<std::uint32_t>(articles.size()) - 1;
  std::vector<std::uint32_t> gaps;
  for (std::uint32_t i = 0, next = first; i < n; next = articles[i++] + 1) gaps.push_back(articles[i] - next);
  const auto cost = [&](unsigned k) {
    std::uint64_t sum = 0;
    for (const std::uint32_t gap : gaps) sum += bit_writer::rice_cost(gap >> k, 0) + k;
    return sum;
  };
  const unsigned k = best_parameter(15, cost);
  const std::uint64_t shorter = bit_writer::interpolative_cost(articles.data(), n, first, articles[n] - 1);
  if (cost(k) * worth_gaps_of > (shorter + 7) / 8 * 8 * worth_gaps) {
    bits.bits(format::articles_interpolative, 2);
    bits.interpolative(articles.data(), n, first, articles[n] - 1);
  } else {
    bits.bits(format::articles_gaps, 2);
    bits.bits(k, 4);
    for (const std::uint32_t gap : gaps) bits.rice(gap >> k, 0);
    for (const std::uint32_t gap : gaps) bits.bits(gap & ((1u << k) - 1), k);
  }
}

void posting_writer::write_postings(std::vector<std::byte>& out, std::size_t count, bool only) {
  bit_writer bits(out);
  std::vector<std::uint32_t> articles(count);
  std::uint32_t most = 0, least = format::bucket_count;
  for (std::size_t i = 0; i < count; ++i) {
    articles[i] = pending_[i].article;
    most = std::max(most, pending_[i].bucket_number);
    least = std::min(least, pending_[i].bucket_number);
  }
  const auto n = static_cast<std::uint32_t>(count);
  if (only) {
    bits.interpolative(articles.data(), n, 0, articles_ - 1);
  } else if (n >= dense && articles[0] / format::range_size == articles[count - 1] / format::range_size) {
    bits.bits(format::articles_mapped, 2);
    std::uint32_t next = articles[0] / format::range_size * format::range_size;
    for (std::size_t i = 0; i + 1 < count; ++i, ++next) {
      for (; next < articles[i]; ++next) bits.bits(0, 1);
      bits.bits(1, 1);
    }
    for (; next < articles[count - 1]; ++next) bits.bits(0, 1);
  } else {
    write_articles(bits, articles);
  }
  const auto cost = [&](unsigned k) {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < count; ++i) sum += bit_writer::rice_cost(pending_[i].bucket_number, k);
    return sum;
  };
  unsigned mode = 0;
  if (count > 1) {
    mode = best_parameter(3, cost);
    if (cost(mode) > 4 * count) mode = 4;
    if (least == most) mode = most == 0 ? 5 : 6;
    bits.bits(mode, 3);
    if (mode == 6) bits.bits(most, 4);
  }
  if (mode == 4)
    for (std::size_t i = 0; i < count; ++i) bits.bits(pending_[i].bucket_number, 4);
  if (mode < 4) write_buckets(bits, count, mode);
  bits.flush();
}

// In planes, as a reader takes them: first those that say how great the bucket's number >> k is, then those of the bits
// below.
void posting_writer::write_buckets(bit_writer& bits, std::size_t count, unsigned k) const {
  bool any = true;
  for (std::uint32_t less = 0; any && less < (format::bucket_count - 1) >> k; ++less) {
    any = false;
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t q = pending_[i].bucket_number >> k;
      if (q >= less) bits.bits(q > less ? 1 : 0, 1);
      any = any || q > less;
    }
  }
  for (unsigned bit = 0; bit < k; ++bit)
    for (std::size_t i = 0; i < count; ++i) bits.bits(pending_[i].bucket_number >> bit & 1, 1);
}

void posting_writer::write_positions(std::vector<std::byte>& out, std::size_t count) {
  std::uint64_t positions = 0;
  for (std::size_t i = 0; i < count; ++i) positions += pending_[i].positions;
  const bool dense = pending_[count - 1].article - pending_[0].article < dense_span * count;
  const std::uint64_t most_positions = (dense ? positions_dense : positions_sparse) * count;
  unsigned shift = format::group_shift_max;
  while (shift > format::group_shift_min && (positions << shift) > most_positions) --shift;
  const std::size_t group = std::size_t{1} << shift;

  std::vector<std::byte> groups;
  std::vector<std::uint64_t> sizes;  // in bits, of all groups but the last
  bit_writer group_bits(groups);
  std::uint64_t start = 0, most = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0 && i % group == 0 && count > format::one_group_max) {
      sizes.push_back(group_bits.size() - start);
      most = std::max(most, sizes.back());
      start = group_bits.size();
    }
    write_positions(group_bits, pending_[i]);
  }
  const std::uint64_t all = group_bits.size();
  group_bits.flush();

  bit_writer bits(out);
  if (count > format::one_group_max) bits.bits(shift - format::group_shift_min, format::group_shift_bits);
  if (!sizes.empty()) {
    const unsigned width = format::width_of(static_cast<std::uint32_t>(most) + 1);
    bits.bits(width, format::group_width_bits);
    for (const std::uint64_t size : sizes) bits.bits(size, width);
  }
  bits.append(groups, all);
  bits.flush();
}

void posting_writer::write_positions(bit_writer& bits, const posting& p) const {
  const format::FrequencyBucket& bucket = codes_[p.bucket_number];
  if (bucket.code() != format::exact_frequency) bits.rice(p.positions - bucket.least(), bucket.code());
  if (unit_ == 1 && !of_field_ && bucket.title() != 0 && p.positions > 1) bits.rice(p.titles - 1, 0);
  const std::uint32_t limit = of_field_ ? field_positions_ : buckets_.length_buckets()[p.length_bucket].positions;
  const std::uint32_t* next = positions_.data() + p.first_position;
  std::uint32_t first = 0, left = p.positions;
  for (; left > format::batch_max; left -= format::batch_max, next += format::batch_max) {
    const std::uint32_t last = next[format::batch_max - 1];
    bits.bounded(last - first - (format::batch_max - 1), limit - first - left + 1);
    bits.interpolative(next, format::batch_max - 1, first, last - 1);
    first = last + 1;
  }
  bits.interpolative(next, left, first, limit - 1);
}

void posting_writer::finish() {
  if (df_ <= format::short_list_max) {
    write_postings(bodies_, pending_.size(), true);
    if (unit_ > 0) write_positions(position_blocks_, pending_.size());
    return;
  }
  close_range();
  while (!pending_.empty()) write_block(closed_);
  searched_ = head_.size() + bodies_.size();
  std::vector<std::byte> sizes;
  append_varint(sizes, head_.size());
  append_varint(sizes, bodies_.size());
  head_.insert(head_.begin(), sizes.begin(), sizes.end());
}

void posting_writer::take(const std::function<void(const std::byte*, std::size_t)>& f) const {
  f(head_.data(), head_.size());
  f(bodies_.data(), bodies_.size());
  std::vector<std::byte> part;
  for (std::uint64_t at = 0; at < spilled_positions(); at += part.size()) {
    part.resize(static_cast<std::size_t>(std::min<std::uint64_t>(1 << 16, spilled_positions() - at)));
    spilled_->read(at, part.data(), part.size());
    f(part.data(), part.size());
  }
  f(position_blocks_.data(), position_blocks_.size());
}

}  // namespace satchel::pack
