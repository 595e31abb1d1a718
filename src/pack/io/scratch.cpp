#include "pack/io/scratch.hpp"

#include "output/target.hpp"

#include <satchel/format/varint.hpp>
#include <satchel/pack.hpp>

#include <fcntl.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <cstring>

namespace satchel::pack {
namespace {

[[noreturn]] void fail(const std::string& directory, const char* what, int code) {
  throw failure("temporary file in " + directory + ": " + what + ": " + std::strerror(code) + "; " +
                output::remedy_for(code, "set --scratch or TMPDIR to a directory with room"));
}

}  // namespace

scratch_file::scratch_file(const std::string& directory) : directory_(directory) {
  std::string path = directory + "/satchel-XXXXXX";
  file_ = mkostemp(path.data(), O_CLOEXEC);
  if (file_ < 0) fail(directory_, "cannot create", errno);
  unlink(path.c_str());
}

scratch_file::~scratch_file() {
  if (file_ >= 0) close(file_);
}

std::uint64_t scratch_file::append(const void* data, std::size_t size) {
  const std::lock_guard guard(lock_);
  const std::uint64_t start = size_;
  write(start, data, size);
  size_ += size;
  return start;
}

void scratch_file::write(std::uint64_t offset, const void* data, std::size_t size) {
  if (!output::write_at(file_, offset, data, size)) fail(directory_, "cannot write", errno);
}

void scratch_file::read(std::uint64_t offset, void* data, std::size_t size) const {
  char* at = static_cast<char*>(data);
  while (size > 0) {
    const ssize_t n = pread(file_, at, size, static_cast<off_t>(offset));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) fail(directory_, "cannot read", n == 0 ? EIO : errno);
    at += n;
    size -= static_cast<std::size_t>(n);
    offset += static_cast<std::uint64_t>(n);
  }
}

void scratch_reader::refill() {
  const std::size_t n = static_cast<std::size_t>(std::min<std::uint64_t>(capacity_, end_ - next_));
  if (n == 0) throw failure("a temporary file ended early; please report this");
  buffer_.resize(n);
  file_->read(next_, buffer_.data(), n);
  next_ += n;
  at_ = 0;
}

void scratch_reader::read(void* out, std::size_t size) {
  char* to = static_cast<char*>(out);
  while (size > 0) {
    if (at_ == buffer_.size()) refill();
    const std::size_t n = std::min(size, buffer_.size() - at_);
    std::memcpy(to, buffer_.data() + at_, n);
    to += n;
    at_ += n;
    size -= n;
  }
}

std::uint64_t scratch_reader::varint() {
  std::uint64_t value = 0;
  for (unsigned shift = 0;; shift += 7) {
    if (at_ == buffer_.size()) refill();
    const auto b = static_cast<unsigned char>(buffer_[at_++]);
    value |= static_cast<std::uint64_t>(b & 127) << shift;
    if (b < 128) return value;
  }
}

std::string scratch_reader::string() {
  std::string text;
  string(text);
  return text;
}

void scratch_reader::string(std::string& out) {
  const std::uint64_t size = varint();
  if (size <= buffer_.size() - at_) {
    out.assign(buffer_, at_, size);
    at_ += size;
  } else {
    out.resize(size);
    read(out.data(), size);
  }
}

void put_varint(std::string& out, std::uint64_t value) {
  std::byte buffer[format::varint_max];
  const std::byte* end = format::put_varint(buffer, value);
  out.append(reinterpret_cast<const char*>(buffer), static_cast<std::size_t>(end - buffer));
}

void put_string(std::string& out, std::string_view text) {
  put_varint(out, text.size());
  out.append(text);
}

}  // namespace satchel::pack
