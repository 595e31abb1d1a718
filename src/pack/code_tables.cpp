#include "code_tables.hpp"

#include "bit_writer.hpp"

#include <satchel/codec/varint.hpp>

#include <algorithm>
#include <string>

namespace satchel::pack {
namespace {

constexpr unsigned parameters = 21;  // 0 to 20 are tried
constexpr std::uint8_t unknown = 255;

// Bits that each parameter would have cost so far, for one kind of number.
struct costs {
  std::array<std::uint64_t, parameters> bits{};
  bool any = false;

  void add(std::uint32_t number) {
    any = true;
    for (unsigned k = 0; k < parameters; ++k) bits[k] += bit_writer::rice_cost(number, k);
  }
  std::uint8_t best() const {
    return any ? static_cast<std::uint8_t>(std::min_element(bits.begin(), bits.end()) - bits.begin()) : unknown;
  }
};

std::string next_string(const std::string& run, std::size_t& at) {
  std::uint64_t size = 0;
  const auto* data = reinterpret_cast<const std::byte*>(run.data());
  at = static_cast<std::size_t>(codec::get_varint(data + at, data + run.size(), size) - data);
  at += size;
  return run.substr(at - size, size);
}

}  // namespace

code_table measure_codes(const indexed_batch& batch, std::uint32_t first) {
  length_totals totals;
  totals.articles = batch.lengths.size();
  for (const group_counts& l : batch.lengths)
    for (unsigned g = 0; g < field_groups; ++g) totals.sum[g] += l[g];

  std::array<costs, codec::code_bytes> all;
  raw_posting posting;
  for (std::size_t at = 0; at < batch.run.size();) {
    const std::string key = next_string(batch.run, at), value = next_string(batch.run, at);
    record_value record(value);
    while (record.next(posting)) {
      const auto frequency = static_cast<std::uint32_t>(posting.positions.size());
      if (frequency == 0) continue;
      const std::uint32_t i = impact(posting.tf, batch.lengths[posting.article - first], totals) - 1;
      all[i].add(frequency - 1);
      costs& distance =
          all[codec::code_impacts + i * codec::code_frequencies + std::min(frequency, codec::code_frequencies) - 1];
      std::int64_t before = -1;
      for (std::uint32_t done = 0; done < frequency;) {
        const std::uint32_t n = std::min(codec::batch_max, frequency - done);
        done += n;
        const std::int64_t last = posting.positions[done - 1];
        distance.add(static_cast<std::uint32_t>(last - before - n));
        before = last;
      }
    }
  }

  // What the batch does not have is taken from the next smaller impact, or the next greater one.
  code_table out{};
  for (std::size_t column = 0; column <= codec::code_frequencies; ++column) {
    const auto place = [&](std::uint32_t i) {
      return column == 0 ? i : codec::code_impacts + i * codec::code_frequencies + column - 1;
    };
    std::uint8_t nearest = unknown;
    for (std::uint32_t i = codec::code_impacts; i-- > 0;)
      if (const std::uint8_t k = all[place(i)].best(); k != unknown) nearest = k;
    if (nearest == unknown) nearest = column == 0 ? 0 : 6;
    for (std::uint32_t i = 0; i < codec::code_impacts; ++i) {
      if (const std::uint8_t k = all[place(i)].best(); k != unknown) nearest = k;
      out[place(i)] = nearest;
    }
  }
  return out;
}

}  // namespace satchel::pack
