#include "output_file.hpp"

#include "errors.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <cerrno>

namespace satchel::tool {
namespace {

// 0, or why not all that was written to the stream has arrived. A write that failed before has left its errno: what the
// commands do meanwhile, reading mapped memory, sets none.
int write_rest(std::FILE* stream) {
  const int before = errno != 0 ? errno : EIO;
  errno = 0;
  const bool flushed = std::fflush(stream) == 0;
  if (flushed && std::ferror(stream) == 0) return 0;
  return errno != 0 ? errno : before;
}

template <class F>
void with_trouble(F&& f) {
  try {
    f();
  } catch (const output::failure& e) {
    throw trouble(e.path, e.what(), e.remedy);
  }
}

}  // namespace

bool same_file(const std::string& a, const std::string& b) {
  struct stat first {
  }, second{};
  return stat(a.c_str(), &first) == 0 && stat(b.c_str(), &second) == 0 && first.st_dev == second.st_dev &&
         first.st_ino == second.st_ino;
}

output_file::output_file(const std::string& path, const std::string& input, unsigned mode) {
  if (path == "-") return;
  if (same_file(path, input)) throw trouble(path, "this is the input itself", "choose another name with -o");
  with_trouble([&] {
    target_.emplace(path, mode);
    const int own = fcntl(target_->descriptor(), F_DUPFD_CLOEXEC, 0);
    stream_ = own < 0 ? nullptr : fdopen(own, "wb");
    if (stream_ == nullptr) target_->fail(errno);
  });
}

output_file::~output_file() {
  if (stream_ != nullptr && stream_ != stdout) std::fclose(stream_);
}

void output_file::commit() {
  if (!target_) return check_standard_output();
  with_trouble([&] {
    if (const int code = write_rest(stream_)) target_->fail(code);
    target_->commit();
  });
}

void check_standard_output() {
  if (const int code = write_rest(stdout)) throw trouble_with_file("standard output", "cannot be written", code);
}

}  // namespace satchel::tool
