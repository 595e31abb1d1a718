// Compressed frames on their way from the storage to the decoder.
#pragma once

#include <satchel/error.hpp>
#include <satchel/format/zstd_decoder.hpp>
#include <satchel/storage.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace satchel::detail {

// Decodes frames that lie one behind the other. What is copied goes through a buffer, as much at a time as that holds:
// all of it where it can, one zstd block at least.
class frame_input {
 public:
  // `buffer` has input_max bytes (frame_layout), or more; none for direct storage.
  frame_input(const storage& store, std::uint64_t offset, std::uint64_t size, mutable_bytes buffer)
      : store_(store), offset_(offset), left_(size), buffer_(buffer), at_(buffer.data) {}

  // Decodes a frame of `size` bytes. Any error but io means damage.
  error decode(format::frame_decoder& decoder, std::uint64_t size, mutable_bytes out, bool with_dictionary) {
    if (!decoder.begin(out, with_dictionary)) return damaged(part::none);
    while (const std::size_t n = decoder.wanted()) {
      if (n > size) return damaged(part::none);
      if (error e = fetch(n)) return e;
      if (!decoder.step(at_, n)) return damaged(part::none);
      at_ += n;
      have_ -= n;
      size -= n;
    }
    return size == 0 ? error{} : damaged(part::none);
  }

 private:
  // Reads on until `n` bytes that were not used yet lie at at_.
  error fetch(std::size_t n) {
    if (n <= have_) return {};
    const std::size_t room = store_.direct() ? have_ + static_cast<std::size_t>(left_) : buffer_.size;
    if (n > room || n - have_ > left_) return damaged(part::none);
    if (have_ > 0) std::memmove(buffer_.data, at_, have_);  // never of direct storage, which is taken at once
    const std::size_t more = room - have_ < left_ ? room - have_ : static_cast<std::size_t>(left_);
    if (error e = store_.get(offset_, more, buffer_.data + have_, at_)) return e;
    at_ -= have_;
    have_ += more;
    offset_ += more;
    left_ -= more;
    return {};
  }

  const storage& store_;
  std::uint64_t offset_, left_;  // of what has not been read
  mutable_bytes buffer_;
  const std::byte* at_;  // what has been read and not been decoded
  std::size_t have_ = 0;
};

}  // namespace satchel::detail
