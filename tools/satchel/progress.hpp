// A line on a terminal that shows how far a long piece of work is.
#pragma once

#include <chrono>
#include <cstdint>

namespace satchel::tool {

// Rewrites one line of standard error, ten times a second at most. Does nothing where that is no terminal.
class status_line {
 public:
  explicit status_line(bool wanted);
  ~status_line() { clear(); }
  status_line(const status_line&) = delete;
  status_line& operator=(const status_line&) = delete;

  // total 0: not known, only `done` is shown.
  void show(const char* phase, std::uint64_t done, std::uint64_t total);
  // Takes the line away, for other output.
  void clear();

 private:
  bool on_;
  bool shown_ = false;
  const char* phase_ = nullptr;
  std::chrono::steady_clock::time_point last_;
};

}  // namespace satchel::tool
