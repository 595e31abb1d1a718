#include "import/io/input.hpp"

#include "import/io/file_tree.hpp"
#include "output/target.hpp"

#include <satchel/pack.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace satchel::pack {
namespace {

constexpr std::size_t chunk = std::size_t{1} << 18U;
constexpr std::size_t peek_size = std::size_t{1} << 16U;

std::string error_text(int code) { return std::error_code(code, std::generic_category()).message(); }

}  // namespace

void check_open_files(int code, const std::string& path) {
  if (code == EMFILE || code == ENFILE)
    throw failure(printable_path(path) + ": cannot be opened: " + error_text(code) + "; " +
                  output::remedy_for(code, ""));
}

input::input(const std::string& path) {
  if (path == "-") {
    file_ = STDIN_FILENO;
    return;
  }
  file_ = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file_ < 0) {
    check_open_files(errno, path);
    error_ = error_text(errno);
    return;
  }
  owned_ = true;
  struct stat info {};
  if (fstat(file_, &info) == 0 && S_ISREG(info.st_mode)) size_hint_ = static_cast<std::size_t>(info.st_size);
}

input::~input() {
  if (owned_) close(file_);
}

bool input::fill() {
  if (at_end_ || !error_.empty()) return false;
  if (at_ > 0) {
    buffer_.erase(0, at_);
    at_ = 0;
  }
  const std::size_t have = buffer_.size();
  buffer_.resize(have + chunk);
  ssize_t got = 0;
  do {
    got = read(file_, buffer_.data() + have, chunk);
  } while (got < 0 && errno == EINTR);
  if (got < 0) error_ = error_text(errno);
  at_end_ = got <= 0;
  buffer_.resize(have + (got > 0 ? static_cast<std::size_t>(got) : 0));
  return got > 0;
}

std::string_view input::peek() {
  while (buffer_.size() - at_ < peek_size && fill()) {
  }
  return std::string_view(buffer_).substr(at_, peek_size);
}

std::string input::read_all() {
  if (size_hint_ > buffer_.capacity()) buffer_.reserve(size_hint_ + chunk + 1);
  while (fill()) {
  }
  std::string all = std::move(buffer_);
  buffer_.clear();
  all.erase(0, std::exchange(at_, 0));
  return all;
}

bool input::next_line(std::string& line) {
  for (std::size_t searched = at_;;) {
    const auto end = buffer_.find('\n', searched);
    if (end != std::string::npos) {
      line.assign(buffer_, at_, end - at_);
      at_ = end + 1;
      return true;
    }
    searched = buffer_.size() - at_;  // fill moves what is left to the front
    if (fill()) continue;
    line.assign(buffer_, at_);
    buffer_.clear();
    at_ = 0;
    return !line.empty();
  }
}

}  // namespace satchel::pack
