// Published dates of articles, for date: conditions.
#pragma once

#include <satchel/detail/index/document_set.hpp>
#include <satchel/detail/index/page_reader.hpp>

#include <cstdint>

namespace satchel::detail {

struct date_column {
  const page_region* region = nullptr;
  section values;
  std::uint32_t bits = 0;  // per article; 0: no article has a date
  std::int32_t base = 0;
};

class date_cursor {
 public:
  void attach(const date_column& column, std::byte* buffer) {
    column_ = &column;
    source_.attach(*column.region, buffer);
  }

  // Adds the articles of the range that were published from day `from` to day `to`.
  error match(std::uint32_t range, std::int32_t from, std::int32_t to, document_set& out) {
    const std::uint32_t bits = column_->bits;
    if (bits == 0) return {};
    // A range's values start at a full byte: 256 articles are 32 bytes per bit.
    const std::uint64_t start = std::uint64_t{range} * (format::range_size / 8) * bits;
    if (start >= column_->values.size) return damaged(part::dates, range);
    if (error e = source_.seek(column_->values.start + start)) return e;
    format::bit_reader<byte_cursor> in(source_);
    const std::uint64_t count = (column_->values.size - start) * 8 / bits;
    for (std::uint32_t i = 0; i < format::range_size && i < count; ++i) {
      const std::uint32_t value = in.bits(bits);
      const std::int64_t day = std::int64_t{column_->base} + value - 1;
      if (value != 0 && day >= from && day <= to) out.set(i);
    }
    return source_.failure();
  }

 private:
  const date_column* column_ = nullptr;
  byte_cursor source_;
};

}  // namespace satchel::detail
