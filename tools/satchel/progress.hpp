// A line on a terminal that says how far a long piece of work is. Ours because no library of Debian 12 draws one.
#pragma once

#include <cstdint>
#include <string>

namespace satchel::tool {

// Writes over itself on standard error, and takes itself away at the end. Does nothing where that is no terminal.
class progress_line {
 public:
  explicit progress_line(bool wanted);
  ~progress_line() { clear(); }
  progress_line(const progress_line&) = delete;
  progress_line& operator=(const progress_line&) = delete;

  // total 0: not known, only the name of the phase is shown.
  void show(const char* phase, std::uint64_t done, std::uint64_t total);
  // Takes the line away, for other output.
  void clear();

 private:
  std::size_t columns_ = 0;  // 0: nothing is shown
  std::string shown_;
};

}  // namespace satchel::tool
