#include "list_writer.hpp"

#include "bit_writer.hpp"

#include <satchel/codec/varint.hpp>
#include <satchel/detail/postings.hpp>

#include <algorithm>

namespace satchel::pack {
namespace {

void append_varint(std::vector<std::byte>& out, std::uint64_t value) {
  std::byte buffer[codec::varint_max];
  out.insert(out.end(), buffer, codec::put_varint(buffer, value));
}

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

void list_writer::start() {
  df_ = 0;
  last_ = -1;
  closed_ = 0;
  pending_.clear();
  positions_.clear();
  head_.clear();
  bodies_.clear();
  position_chunks_.clear();
  list_.clear();
}

void list_writer::add(std::uint32_t article, std::uint32_t impact, const std::vector<std::uint32_t>& positions) {
  if (!pending_.empty() && article / detail::range_size != pending_.back().article / detail::range_size) close_range();
  pending_.push_back(
      {article, impact, static_cast<std::uint32_t>(positions_.size()), static_cast<std::uint32_t>(positions.size())});
  positions_.insert(positions_.end(), positions.begin(), positions.end());
  ++df_;
}

// A range is complete. Once the list is known to be long, chunks are written as soon as the next range would make
// them larger than the target.
void list_writer::close_range() {
  if (df_ > detail::short_list_max)
    while (closed_ > 0 && pending_.size() > detail::short_list_max) write_chunk(closed_);
  closed_ = pending_.size();
}

void list_writer::write_chunk(std::size_t count) {
  const posting& last = pending_[count - 1];
  std::uint32_t most = 0;
  for (std::size_t i = 0; i < count; ++i) most = std::max(most, pending_[i].impact);
  append_varint(head_, static_cast<std::uint64_t>(last.article - last_) - count);
  append_varint(head_, count - 1);
  const std::size_t body = bodies_.size(), places = position_chunks_.size();
  write_postings(bodies_, count, false);
  append_varint(head_, (bodies_.size() - body) << 4 | (most - 1));
  write_positions(position_chunks_, count);
  append_varint(head_, position_chunks_.size() - places);
  last_ = last.article;
  const std::uint32_t used =
      count < pending_.size() ? pending_[count].first_position : static_cast<std::uint32_t>(positions_.size());
  pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(count));
  positions_.erase(positions_.begin(), positions_.begin() + used);
  for (posting& p : pending_) p.first_position -= used;
  closed_ -= count;
}

void list_writer::write_postings(std::vector<std::byte>& out, std::size_t count, bool only) {
  bit_writer bits(out);
  std::vector<std::uint32_t> articles(count);
  std::uint32_t most = 0, least = detail::impact_max;
  for (std::size_t i = 0; i < count; ++i) {
    articles[i] = pending_[i].article;
    most = std::max(most, pending_[i].impact);
    least = std::min(least, pending_[i].impact);
  }
  const auto n = static_cast<std::uint32_t>(count);
  if (only) {
    bits.interpolative(articles.data(), n, 0, articles_ - 1);
    bits.bits(most - 1, 4);
  } else {
    bits.interpolative(articles.data(), n - 1, static_cast<std::uint32_t>(last_ + 1), articles[count - 1] - 1);
  }
  if (count > 1) {
    const auto cost = [&](unsigned k) {
      std::uint64_t sum = 0;
      for (std::size_t i = 0; i < count; ++i) sum += bit_writer::rice_cost(most - pending_[i].impact, k);
      return sum;
    };
    unsigned mode = best_parameter(3, cost);
    if (cost(mode) > 4 * count) mode = 4;
    if (least == most) mode = 5;
    bits.bits(mode, 3);
    for (std::size_t i = 0; i < count && mode < 5; ++i) {
      if (mode == 4)
        bits.bits(most - pending_[i].impact, 4);
      else
        bits.rice(most - pending_[i].impact, mode);
    }
  }
  bits.flush();
}

void list_writer::write_positions(std::vector<std::byte>& out, std::size_t count) {
  bit_writer bits(out);
  for (std::size_t i = 0; i < count; ++i) {
    const posting& p = pending_[i];
    bits.rice(p.positions - 1, codes_.frequency(p.impact));
    const unsigned k = codes_.distance(p.impact, p.positions);
    std::int64_t before = -1;
    for (std::uint32_t at = 0; at < p.positions; at += codec::batch_max) {
      const std::uint32_t n = std::min(codec::batch_max, p.positions - at);
      const std::uint32_t* first = positions_.data() + p.first_position + at;
      bits.rice(static_cast<std::uint32_t>(first[n - 1] - before - n), k);
      bits.interpolative(first, n - 1, static_cast<std::uint32_t>(before + 1), first[n - 1] - 1);
      before = first[n - 1];
    }
  }
  bits.flush();
}

const std::vector<std::byte>& list_writer::finish() {
  if (df_ <= detail::short_list_max) {
    write_postings(list_, pending_.size(), true);
    write_positions(list_, pending_.size());
    return list_;
  }
  close_range();
  while (!pending_.empty()) write_chunk(closed_);
  append_varint(list_, head_.size());
  append_varint(list_, bodies_.size());
  for (const auto* part : {&head_, &bodies_, &position_chunks_}) list_.insert(list_.end(), part->begin(), part->end());
  return list_;
}

}  // namespace satchel::pack
