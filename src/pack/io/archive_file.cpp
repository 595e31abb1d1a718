#include "pack/io/archive_file.hpp"

#include <satchel/format/endian.hpp>
#include <satchel/format/limits.hpp>
#include <satchel/pack.hpp>

#include <algorithm>
#include <cerrno>

namespace satchel::pack {
namespace {

constexpr std::size_t buffer_bytes = 1 << 20;

// Calls f(), and throws what it throws as the packer's failure.
template <class F>
decltype(auto) with_failure(F&& f) {
  try {
    return f();
  } catch (const output::failure& e) {
    throw failure(e.path + ": " + e.what() + "; " + e.remedy);
  }
}

}  // namespace

archive_file::archive_file(const std::string& path, const std::string& scratch)
    : target_(with_failure([&] { return output::target(path); })) {
  if (!target_.replaces()) waiting_.emplace(scratch);
}

void archive_file::write(std::uint64_t offset, const void* data, std::size_t size) {
  if (waiting_) return waiting_->write(offset, data, size);
  if (!output::write_at(target_.descriptor(), offset, data, size)) with_failure([&] { target_.fail(errno); });
}

void archive_file::flush() {
  write(written_, buffer_.data(), buffer_.size());
  written_ += buffer_.size();
  buffer_.clear();
}

void archive_file::append(const void* data, std::size_t size) {
  buffer_.append(static_cast<const char*>(data), size);
  if (buffer_.size() >= buffer_bytes) flush();
}

void archive_file::append_zeros(std::size_t size) {
  buffer_.append(size, '\0');
  if (buffer_.size() >= buffer_bytes) flush();
}

void archive_file::append_skippable_header(std::uint64_t content) {
  std::byte header[format::skippable_header];
  format::store32(header, format::skippable_magic);
  format::store32(header + 4, static_cast<std::uint32_t>(content));
  append(header, sizeof header);
}

void archive_file::patch(std::uint64_t offset, const void* data, std::size_t size) {
  flush();
  write(offset, data, size);
}

void archive_file::copy_waiting() {
  for (std::uint64_t at = 0; at < written_; at += buffer_.size()) {
    buffer_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(buffer_bytes, written_ - at)));
    waiting_->read(at, buffer_.data(), buffer_.size());
    if (!output::write_all(target_.descriptor(), buffer_.data(), buffer_.size())) target_.fail(errno);
  }
  buffer_.clear();
}

void archive_file::commit() {
  flush();
  with_failure([&] {
    if (waiting_) copy_waiting();
    target_.commit();
  });
}

}  // namespace satchel::pack
