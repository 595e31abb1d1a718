// Reading files and standard input, in whole or line by line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace satchel::pack {

// Throws failure when `code`, the errno of opening `path`, says that there are too many open files, which is no fault
// of this one's.
void check_open_files(int code, const std::string& path);

// An open file. Errors are kept as a message in words, empty while there is none.
class input {
 public:
  // "-" is standard input.
  explicit input(const std::string& path);
  ~input();
  input(const input&) = delete;
  input& operator=(const input&) = delete;

  const std::string& error() const { return error_; }
  // The first bytes, up to 64 KiB, without moving on.
  std::string_view peek();
  // Everything from here to the end.
  std::string read_all();
  // The next line without its line feed; false at the end or on an error.
  bool next_line(std::string& line);

 private:
  bool fill();

  int file_ = -1;
  bool owned_ = false;
  bool at_end_ = false;
  std::size_t size_hint_ = 0;
  std::string buffer_;
  std::size_t at_ = 0;  // what is before it in the buffer has been handed out
  std::string error_;
};

}  // namespace satchel::pack
