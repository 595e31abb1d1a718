#include "output_file.hpp"

#include "errors.hpp"

#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <cstdlib>

namespace satchel::tool {

bool same_file(const std::string& a, const std::string& b) {
  struct stat first {
  }, second{};
  return stat(a.c_str(), &first) == 0 && stat(b.c_str(), &second) == 0 && first.st_dev == second.st_dev &&
         first.st_ino == second.st_ino;
}

output_file::output_file(const std::string& path, const std::string& input, unsigned mode) : path_(path) {
  if (path == "-") {
    stream_ = stdout;
    return;
  }
  if (same_file(path, input)) throw trouble(path, "this is the input itself", "choose another name with -o");
  struct stat existing {};
  const bool exists = stat(path.c_str(), &existing) == 0;
  if (exists && S_ISDIR(existing.st_mode)) throw trouble(path, "this is a directory", "name a file with -o");
  if (exists && !S_ISREG(existing.st_mode)) {  // a device or a pipe cannot be replaced
    stream_ = std::fopen(path.c_str(), "wb");
    if (stream_ == nullptr) fail(errno);
    return;
  }
  temporary_ = path + ".XXXXXX";
  const int file = mkstemp(temporary_.data());
  if (file < 0) {
    temporary_.clear();
    fail(errno);
  }
  const mode_t mask = umask(0);
  umask(mask);
  if (fchmod(file, mode & ~mask) != 0) fail(errno);
  stream_ = fdopen(file, "wb");
  if (stream_ == nullptr) fail(errno);
}

output_file::~output_file() {
  if (stream_ != nullptr && stream_ != stdout) std::fclose(stream_);
  if (!temporary_.empty()) unlink(temporary_.c_str());
}

void output_file::fail(int code) const {
  throw trouble_with_file(path_, "cannot be written", code, "choose another place with -o");
}

void output_file::commit() {
  if (stream_ == stdout) return check_standard_output();
  const bool written = std::fflush(stream_) == 0 && std::ferror(stream_) == 0;
  const int code = errno;
  const bool closed = std::fclose(stream_) == 0;
  stream_ = nullptr;
  if (!written) fail(code);
  if (!closed) fail(errno);
  if (temporary_.empty()) return;
  if (std::rename(temporary_.c_str(), path_.c_str()) != 0) fail(errno);
  temporary_.clear();
}

void check_standard_output() {
  errno = 0;
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return;
  throw trouble_with_file("standard output", "cannot be written", errno != 0 ? errno : EIO);
}

}  // namespace satchel::tool
