#include "salvage_file.hpp"

#include "errors.hpp"

#include <sys/stat.h>
#include <algorithm>

namespace satchel::tool {

salvage_file::salvage_file(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode))
    throw trouble(path, "this is not a regular file, and an archive must be one", "copy it into a file first");
  if (const int failed = file_.open(path.c_str()); failed != 0)
    throw trouble_opening(path, {errc::io, part::none, 0, 0}, failed);
  size_ = file_.storage().size;
}

const std::byte* salvage_file::get(std::uint64_t offset, std::size_t count) {
  if (count > window_bytes || offset > size_ || count > size_ - offset) return nullptr;
  if (offset < begin_ || offset + count > begin_ + window_.size()) fill(offset);
  return window_.data() + (offset - begin_);
}

void salvage_file::fill(std::uint64_t offset) {
  constexpr std::size_t sector = 4096;
  const satchel::storage bytes = file_.storage();
  begin_ = offset;
  window_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(window_bytes, size_ - offset)));
  spend(window_.size());
  const std::byte* at = nullptr;
  if (!bytes.get(begin_, window_.size(), window_.data(), at)) return;
  for (std::size_t i = 0; i < window_.size();) {
    const std::uint64_t from = begin_ + i;
    const std::size_t n = std::min(window_.size() - i, static_cast<std::size_t>(sector - from % sector));
    if (bytes.get(from, n, window_.data() + i, at)) {
      std::fill_n(window_.begin() + static_cast<std::ptrdiff_t>(i), n, std::byte{0});
      if (from >= counted_to_) {
        unreadable_ += n;
        counted_to_ = from + n;
      }
    }
    i += n;
  }
}

}  // namespace satchel::tool
