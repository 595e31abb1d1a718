// Where a program's output goes: the one place that knows how a file is replaced.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace satchel::output {

// What a file cannot take: which, what happened, and what to do.
struct failure : std::runtime_error {
  failure(std::string at, const std::string& what, std::string help)
      : std::runtime_error(what), path(std::move(at)), remedy(std::move(help)) {}

  std::string path, remedy;
};

// What to do about an errno, where that says more than `otherwise`.
const char* remedy_for(int code, const char* otherwise);

// Writes it all, where the descriptor stands, or at an offset of a file; false, with errno, when that cannot be.
bool write_all(int descriptor, const void* data, std::size_t size);
bool write_at(int descriptor, std::uint64_t offset, const void* data, std::size_t size);

// A file is replaced by one that is complete and on disk, in one step: until commit(), and when anything fails, the old
// one stays as it is, and nothing is left of the new one, also when the process is killed. (Where unnamed files cannot
// be made, or cannot be named, a temporary file stands beside it meanwhile, which a killed process leaves.) The new one
// has the mode of the old one, and its owner where that is allowed. A symbolic link stays: what it leads to is
// replaced, or made. Pipes, devices and standard output are written to; opening a pipe waits for its reader.
class target {
 public:
  // "-" is standard output. A file that is new gets `mode`, less the process's mask. Throws failure.
  explicit target(std::string path, unsigned mode = 0666);
  // Without commit() all is as before.
  ~target();
  target(const target&) = delete;
  target& operator=(const target&) = delete;

  // What to write to. Any place of it can be written, and read, when it replaces a file.
  int descriptor() const { return descriptor_; }
  bool replaces() const { return replaces_; }
  const std::string& path() const { return path_; }

  // When all is written: puts it on disk and in its place. Throws failure.
  void commit();

  // Throws that it cannot be written, by errno.
  [[noreturn]] void fail(int code, const char* what = "cannot be written") const;

 private:
  void open_in_place();
  void open_new_file(unsigned mode);
  // Tries one free name after the other beside the file; 0 or the errno of make(), which sets errno when it fails.
  template <class Make>
  void name_temporary(Make make);
  void keep_mode_and_owner() const;

  std::string path_;
  std::string name_;       // of the file that is replaced: path_ with links followed
  std::string temporary_;  // name of the new file; empty while it has none
  int descriptor_ = -1;
  bool replaces_ = false, exists_ = false;
  unsigned mode_ = 0, owner_ = 0, group_ = 0;  // of the file that is replaced, when it exists
};

}  // namespace satchel::output
