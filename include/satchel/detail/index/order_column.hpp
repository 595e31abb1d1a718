// Articles in the order of their identifiers or titles, for looking them up.
#pragma once

#include <satchel/detail/index/page_reader.hpp>

#include <cstdint>

namespace satchel::detail {

struct order_column {
  section values;           // absent when the order is that of the articles' numbers
  std::uint32_t count = 0;  // articles in the order
  std::uint32_t bits = 0;   // per article number
};

class order_cursor {
 public:
  void attach(const page_region& region, const order_column& column, std::uint32_t articles, std::byte* buffer) {
    region_ = &region;
    column_ = &column;
    articles_ = articles;
    buffer_ = buffer;
  }

  std::uint32_t count() const { return column_->count; }

  // The article that stands at `place`, which is less than count().
  error at(std::uint32_t place, std::uint32_t& article) {
    article = place;
    if (column_->values.size > 0) {
      const std::uint64_t bit = std::uint64_t{place} * column_->bits;
      byte_cursor source;  // a new one: what is between two calls may have used the buffer
      source.attach(*region_, buffer_);
      if (error e = source.seek(column_->values.start + bit / 8)) return e;
      format::bit_reader<byte_cursor> in(source);
      in.bits(static_cast<unsigned>(bit % 8));
      article = in.bits(column_->bits);
      if (error e = source.failure()) return e;
    }
    return article < articles_ ? error{} : damaged(part::order, place);
  }

 private:
  const page_region* region_ = nullptr;
  const order_column* column_ = nullptr;
  std::uint32_t articles_ = 0;
  std::byte* buffer_ = nullptr;
};

}  // namespace satchel::detail
