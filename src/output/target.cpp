#include "target.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace satchel::output {
namespace {

constexpr int most_links = 40;

// Where the last part of the path leads, also when nothing is there.
std::string followed(std::filesystem::path path) {
  for (int links = 0; links < most_links; ++links) {
    std::error_code no_link;
    const std::filesystem::path to = std::filesystem::read_symlink(path, no_link);
    if (no_link) break;
    path = path.parent_path() / to;
  }
  return path;
}

std::string directory_of(const std::string& path) {
  const std::string directory = std::filesystem::path(path).parent_path();
  return directory.empty() ? "." : directory;
}

bool same(const struct stat& a, const std::string& path) {
  struct stat b {};
  return stat(path.c_str(), &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

// By which an unnamed file gets a name, where /proc is mounted.
std::string handle_of(int descriptor) { return "/proc/self/fd/" + std::to_string(descriptor); }

// Without a name until the end; -1 with 0 as errno where that cannot be.
int open_unnamed(const std::string& directory, unsigned mode) {
  const int file = open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, mode);
  if (file >= 0 && access(handle_of(file).c_str(), F_OK) == 0) return file;
  if (file >= 0) close(file);
  if (file >= 0 || errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL) errno = 0;
  return -1;
}

// write(at, rest) until all is written.
template <class Write>
bool write_parts(const void* data, std::size_t size, Write write) {
  for (const char* at = static_cast<const char*>(data); size > 0;) {
    const ssize_t n = write(at, size);
    if (n < 0 && errno == EINTR) continue;
    if (n == 0) errno = ENOSPC;
    if (n <= 0) return false;
    at += n;
    size -= static_cast<std::size_t>(n);
  }
  return true;
}

}  // namespace

const char* remedy_for(int code, const char* otherwise) {
  switch (code) {
    case EMFILE:
    case ENFILE:
      return "raise the limit of open files, as with: ulimit -n 256";
    case EFBIG:
      return "raise the limit of the size of files, as with: ulimit -f unlimited";
    default:
      return otherwise;
  }
}

bool write_all(int descriptor, const void* data, std::size_t size) {
  return write_parts(data, size, [&](const char* at, std::size_t rest) { return write(descriptor, at, rest); });
}

bool write_at(int descriptor, std::uint64_t offset, const void* data, std::size_t size) {
  return write_parts(data, size, [&](const char* at, std::size_t rest) {
    const auto done = static_cast<std::uint64_t>(at - static_cast<const char*>(data));
    return pwrite(descriptor, at, rest, static_cast<off_t>(offset + done));
  });
}

target::target(std::string path, unsigned mode) : path_(std::move(path)) {
  if (path_ == "-") {
    descriptor_ = STDOUT_FILENO;
    return;
  }
  struct stat old {};
  exists_ = stat(path_.c_str(), &old) == 0;
  if (!exists_ && errno != ENOENT) fail(errno);
  if (exists_ && S_ISDIR(old.st_mode)) throw failure(path_, "this is a directory", "name a file with -o");
  name_ = followed(path_);
  // What /dev/stdout leads to may have no name any more.
  replaces_ = !exists_ || (S_ISREG(old.st_mode) && same(old, name_));
  if (!replaces_) {
    open_in_place();
    return;
  }
  mode_ = old.st_mode & 07777;
  owner_ = old.st_uid;
  group_ = old.st_gid;
  if (exists_ && access(name_.c_str(), W_OK) != 0) fail(errno, "cannot be replaced");
  open_new_file(exists_ ? mode_ & 0777 : mode);
}

target::~target() {
  if (descriptor_ >= 0 && path_ != "-") close(descriptor_);
  if (!temporary_.empty()) unlink(temporary_.c_str());
}

void target::fail(int code, const char* what) const {
  throw failure(path_ == "-" ? "standard output" : path_, std::string(what) + ": " + std::strerror(code),
                remedy_for(code, "choose another place with -o"));
}

void target::open_in_place() {
  descriptor_ = open(path_.c_str(), O_WRONLY | O_TRUNC | O_NOCTTY | O_CLOEXEC);
  if (descriptor_ < 0) fail(errno);
}

void target::open_new_file(unsigned mode) {
  descriptor_ = open_unnamed(directory_of(name_), mode);
  if (descriptor_ >= 0) return;
  if (errno != 0) fail(errno, "cannot be made");
  name_temporary([&](const std::string& name) {
    descriptor_ = open(name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    return descriptor_ >= 0;
  });
}

template <class Make>
void target::name_temporary(Make make) {
  for (unsigned attempt = 0; temporary_.empty(); ++attempt) {
    const std::string name = name_ + '.' + std::to_string(getpid()) + '-' + std::to_string(attempt);
    if (make(name))
      temporary_ = name;
    else if (errno != EEXIST)
      fail(errno, "cannot be made");
  }
}

// Where the group cannot be kept, it is given no more than all others have.
void target::keep_mode_and_owner() const {
  unsigned mode = mode_;
  struct stat now {};
  if (fstat(descriptor_, &now) != 0) fail(errno);
  if (now.st_gid != group_ && fchown(descriptor_, static_cast<uid_t>(-1), group_) != 0)
    mode = (mode & 0707) | (mode & 07) << 3;
  if (now.st_uid != owner_ && fchown(descriptor_, owner_, static_cast<gid_t>(-1)) != 0) mode &= 0777;
  if (fchmod(descriptor_, mode) != 0) fail(errno);
}

void target::commit() {
  if (!replaces_) {
    const bool synced = fsync(descriptor_) == 0 || errno == EINVAL || errno == EROFS || errno == ENOTSUP;
    if (!synced) fail(errno);  // most pipes and devices know no disk, and say so
    return;
  }
  if (exists_) keep_mode_and_owner();
  if (fsync(descriptor_) != 0) fail(errno);
  // An unnamed file cannot replace another one; it gets a name beside it first.
  if (temporary_.empty())
    name_temporary([&](const std::string& name) {
      return linkat(AT_FDCWD, handle_of(descriptor_).c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0;
    });
  if (std::rename(temporary_.c_str(), name_.c_str()) != 0) fail(errno);
  temporary_.clear();
  const int directory = open(directory_of(name_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory >= 0) {
    fsync(directory);  // best effort: some file systems cannot
    close(directory);
  }
}

}  // namespace satchel::output
