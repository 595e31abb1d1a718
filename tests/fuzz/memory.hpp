// Memory that executions share: what is asked of the system each time costs more than an archive of 2 KB does.
#pragma once

#include <satchel/satchel.hpp>

#include <cstddef>
#include <cstring>
#include <string_view>

namespace fuzz {

// A place for an archive's bytes, at a multiple of 8. What is behind them may not be looked at.
class archive_place {
 public:
  static constexpr std::size_t most = 1 << 17;

  bool put(std::string_view bytes) {
    satchel::detail::open_fence(memory_ + size_, most - size_);
    size_ = bytes.size() < most ? bytes.size() : most;
    std::memcpy(memory_, bytes.data(), size_);
    satchel::detail::close_fence(memory_ + size_, most - size_);
    return size_ == bytes.size();
  }

  std::byte* data() { return memory_; }
  const std::byte* data() const { return memory_; }
  std::size_t size() const { return size_; }
  satchel::storage direct() const { return satchel::in_memory({memory_, size_}); }

  satchel::storage copying() {
    const auto read = [](void* context, std::uint64_t offset, std::size_t size, std::byte* scratch) {
      std::memcpy(scratch, static_cast<archive_place*>(context)->memory_ + offset, size);
      return true;
    };
    return {read, this, size_, nullptr};
  }

 private:
  alignas(8) std::byte memory_[most];
  std::size_t size_ = 0;
};

// A workspace of at most so many bytes: zstd's context takes 96 KB of it. More would cost time wherever the sanitizer's
// fences are moved.
inline constexpr std::size_t workspace_most = 1 << 18;

struct work_memory {
  alignas(8) std::byte memory[workspace_most];

  satchel::mutable_bytes bytes(std::size_t size = workspace_most) { return {memory, size}; }
};

}  // namespace fuzz
