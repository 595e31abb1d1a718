// A bar on a terminal that shows how far a long piece of work is.
#pragma once

#include <boost/timer/progress_display.hpp>
#include <cstdint>
#include <optional>

namespace satchel::tool {

// Draws on standard error, and takes away what it drew. Does nothing where that is no terminal wide enough.
class progress_bar {
 public:
  explicit progress_bar(bool wanted);
  ~progress_bar() { clear(); }
  progress_bar(const progress_bar&) = delete;
  progress_bar& operator=(const progress_bar&) = delete;

  // total 0: not known, only the name of the phase is shown.
  void show(const char* phase, std::uint64_t done, std::uint64_t total);
  // Takes the bar away, for other output.
  void clear();

 private:
  bool on_;
  const char* phase_ = nullptr;  // what is drawn now
  std::optional<boost::timer::progress_display> bar_;
};

}  // namespace satchel::tool
