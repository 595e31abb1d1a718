// Files as storage: mapped into memory, or read where needed. POSIX.
#pragma once

#include <satchel/storage.hpp>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <cstddef>
#include <cstdint>

namespace satchel::hosted {

// Which part of a file is meant: `size` bytes from `offset` on, or as many of them as there are. All of it if not said.
struct extent {
  std::uint64_t offset = 0;
  std::uint64_t size = UINT64_MAX;

  std::uint64_t size_in(std::uint64_t file_size) const {
    const std::uint64_t rest = file_size > offset ? file_size - offset : 0;
    return rest < size ? rest : size;
  }
};

// A file opened to be read, or the errno of what failed.
struct opened_file {
  int descriptor = -1;
  int failed = 0;
  std::uint64_t size = 0;
};

// A pipe does not wait for its writer. It is taken for an empty file, as devices are.
inline opened_file open_file(const char* path) {
  opened_file out;
  out.descriptor = ::open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat status {};
  if (out.descriptor < 0 || fstat(out.descriptor, &status) != 0)
    out.failed = errno;
  else if (S_ISDIR(status.st_mode))
    out.failed = EISDIR;
  else
    out.size = static_cast<std::uint64_t>(status.st_size);
  if (out.failed != 0 && out.descriptor >= 0) ::close(out.descriptor);
  return out;
}

// A file mapped read-only. The file must not be cut short while it is mapped: the system then kills the program.
class mapped_file {
 public:
  mapped_file() = default;
  ~mapped_file() { close(); }
  mapped_file(const mapped_file&) = delete;
  mapped_file& operator=(const mapped_file&) = delete;

  // 0, or the errno of what failed.
  int open(const char* path, const extent& part = {}) {
    close();
    const opened_file file = open_file(path);
    if (file.failed != 0) return file.failed;
    const std::uint64_t size = part.size_in(file.size);
    const int failed = size > 0 ? map(file.descriptor, part.offset, size) : 0;
    ::close(file.descriptor);
    return failed;
  }

  void close() {
    if (mapped_.data != nullptr) munmap(mapped_.data, mapped_.size);
    mapped_ = {};
    before_ = 0;
  }

  // Valid until close().
  satchel::storage storage() const { return in_memory({mapped_.data + before_, mapped_.size - before_}); }

 private:
  int map(int file, std::uint64_t offset, std::uint64_t size) {
    before_ = static_cast<std::size_t>(offset % static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)));
    const std::size_t all = static_cast<std::size_t>(size) + before_;
    void* place = mmap(nullptr, all, PROT_READ, MAP_SHARED, file, static_cast<off_t>(offset - before_));
    if (place == MAP_FAILED) {
      before_ = 0;
      return errno;
    }
    posix_madvise(place, all, POSIX_MADV_RANDOM);  // pages far apart are read
    mapped_ = {static_cast<std::byte*>(place), all};
    return 0;
  }

  mutable_bytes mapped_;
  std::size_t before_ = 0;  // bytes before the part: pages are what can be mapped
};

// A file read with pread. Must stay where it is while its storage is in use.
class plain_file {
 public:
  plain_file() = default;
  ~plain_file() { close(); }
  plain_file(const plain_file&) = delete;
  plain_file& operator=(const plain_file&) = delete;

  // 0, or the errno of what failed.
  int open(const char* path, const extent& part = {}) {
    close();
    const opened_file file = open_file(path);
    if (file.failed != 0) return file.failed;
    file_ = file.descriptor;
    size_ = part.size_in(file.size);
    begin_ = part.offset;
    return 0;
  }

  void close() {
    if (file_ >= 0) ::close(file_);
    file_ = -1;
  }

  // Valid until close().
  satchel::storage storage() { return {&plain_file::read, this, size_, nullptr}; }

 private:
  static bool read(void* context, std::uint64_t offset, std::size_t size, std::byte* scratch) {
    const int file = static_cast<const plain_file*>(context)->file_;
    offset += static_cast<const plain_file*>(context)->begin_;
    while (size > 0) {
      const ssize_t n = pread(file, scratch, size, static_cast<off_t>(offset));
      if (n < 0 && errno == EINTR) continue;
      if (n <= 0) return false;
      scratch += n;
      size -= static_cast<std::size_t>(n);
      offset += static_cast<std::uint64_t>(n);
    }
    return true;
  }

  int file_ = -1;
  std::uint64_t begin_ = 0, size_ = 0;
};

// Memory from the system, whole pages of it.
class system_memory {
 public:
  system_memory() = default;
  ~system_memory() { release(); }
  system_memory(const system_memory&) = delete;
  system_memory& operator=(const system_memory&) = delete;

  // At least `size` bytes, the old ones given back; false when the system has none.
  bool reserve(std::uint64_t size) {
    release();
    void* place =
        mmap(nullptr, static_cast<std::size_t>(size), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (place == MAP_FAILED) return false;
    memory_ = {static_cast<std::byte*>(place), static_cast<std::size_t>(size)};
    return true;
  }

  mutable_bytes bytes() const { return memory_; }

 private:
  void release() {
    if (memory_.data != nullptr) munmap(memory_.data, memory_.size);
    memory_ = {};
  }

  mutable_bytes memory_;
};

}  // namespace satchel::hosted
