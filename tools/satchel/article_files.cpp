#include "article_files.hpp"

#include "errors.hpp"
#include "text.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <utility>

namespace satchel::tool {

std::string file_name(std::string_view identifier) {
  std::string name(cut_text(printable(identifier), 180));
  for (char& c : name)
    if (std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos) c = '_';
  // Hidden files, "..", options and blanks at the ends are trouble for shells and other systems.
  if (!name.empty() && (name.front() == '.' || name.front() == '-' || name.front() == ' ')) name.front() = '_';
  if (!name.empty() && (name.back() == '.' || name.back() == ' ')) name.back() = '_';
  return name.empty() ? "article" : name;
}

article_files::article_files(std::string directory, std::string ending)
    : directory_(std::move(directory)), ending_(std::move(ending)) {
  if (mkdir(directory_.c_str(), 0777) != 0 && errno != EEXIST)
    throw trouble_with_file(directory_, "the directory cannot be made", errno, "choose another place with -o");
  handle_ = open(directory_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (handle_ < 0) throw trouble_with_file(directory_, "cannot be opened", errno, "name a directory with -o");
}

article_files::~article_files() {
  if (open_ != nullptr) {
    std::fclose(open_);
    unlinkat(handle_, name_.c_str(), 0);
  }
  if (handle_ >= 0) ::close(handle_);
}

std::FILE* article_files::create(std::string_view identifier) {
  const auto small = [](std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
  };
  const std::string base = file_name(identifier);
  std::string name = base;
  for (unsigned n = 2; !used_.insert(small(name)).second; ++n) name = base + '~' + std::to_string(n);
  name_ = name + ending_;
  const int file = openat(handle_, name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
  if (file < 0) {
    const std::string path = directory_ + '/' + name_;
    if (errno == EEXIST)
      throw trouble(path, "exists already and is not overwritten", "extract into an empty directory");
    throw trouble_with_file(path, "cannot be made", errno, "choose another place with -o");
  }
  open_ = fdopen(file, "wb");
  return open_;
}

void article_files::close() {
  std::FILE* file = std::exchange(open_, nullptr);
  errno = 0;
  const bool good = std::fflush(file) == 0 && std::ferror(file) == 0;
  const int code = errno;
  if (std::fclose(file) == 0 && good) return;
  unlinkat(handle_, name_.c_str(), 0);
  throw trouble_with_file(directory_ + '/' + name_, "cannot be written", good ? errno : code,
                          "choose another place with -o");
}

}  // namespace satchel::tool
