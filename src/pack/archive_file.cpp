#include "archive_file.hpp"

#include <satchel/pack.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace satchel::pack {
namespace {

constexpr std::size_t buffer_bytes = 1 << 20;
constexpr const char* other_directory = "choose a writable directory with -o";

std::string directory_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace

archive_file::archive_file(std::string path) : path_(std::move(path)) {
  struct stat existing {};
  if (stat(path_.c_str(), &existing) == 0 && S_ISDIR(existing.st_mode))
    fail("cannot write", EISDIR, "name a file with -o");
  if (access(path_.c_str(), F_OK) == 0 && access(path_.c_str(), W_OK) != 0)
    fail("cannot replace it", errno, "choose another name with -o");
  file_ = open(directory_of(path_).c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
  if (file_ < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
    temporary_ = path_ + ".XXXXXX";
    file_ = mkostemp(temporary_.data(), O_CLOEXEC);
    named_ = file_ >= 0;
    if (named_) {
      const mode_t mask = umask(0);
      umask(mask);
      if (fchmod(file_, 0666 & ~mask) != 0) fail("cannot set permissions", errno, other_directory);
    }
  }
  if (file_ < 0) fail("cannot create it", errno, other_directory);
}

archive_file::~archive_file() {
  if (file_ >= 0) close(file_);
  if (named_) unlink(temporary_.c_str());
}

void archive_file::fail(const char* what, int code, const char* remedy) const {
  throw failure(path_ + ": " + what + ": " + std::strerror(code) + "; " + remedy);
}

void archive_file::write(std::uint64_t offset, const void* data, std::size_t size) {
  const char* at = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t n = pwrite(file_, at, size, static_cast<off_t>(offset));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0)
      fail("cannot write the archive", n == 0 ? ENOSPC : errno, "nothing was left of it; choose a directory with room");
    at += n;
    size -= static_cast<std::size_t>(n);
    offset += static_cast<std::uint64_t>(n);
  }
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

void archive_file::patch(std::uint64_t offset, const void* data, std::size_t size) {
  flush();
  write(offset, data, size);
}

void archive_file::commit() {
  flush();
  if (fsync(file_) != 0) fail("cannot write the archive to disk", errno, "nothing was left of it; check the disk");
  if (!named_) {
    // An unnamed file cannot replace another one; it gets a name beside it first.
    const std::string self = "/proc/self/fd/" + std::to_string(file_);
    for (int attempt = 0; !named_; ++attempt) {
      temporary_ = path_ + "." + std::to_string(getpid()) + "-" + std::to_string(attempt);
      named_ = linkat(AT_FDCWD, self.c_str(), AT_FDCWD, temporary_.c_str(), AT_SYMLINK_FOLLOW) == 0;
      if (!named_ && errno != EEXIST) fail("cannot name the archive", errno, other_directory);
    }
  }
  if (std::rename(temporary_.c_str(), path_.c_str()) != 0) fail("cannot name the archive", errno, other_directory);
  named_ = false;
  const int directory = open(directory_of(path_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory >= 0) {
    fsync(directory);  // best effort: some file systems cannot
    close(directory);
  }
}

}  // namespace satchel::pack
