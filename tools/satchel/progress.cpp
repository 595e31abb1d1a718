#include "progress.hpp"

#include "terminal.hpp"

#include <unistd.h>
#include <algorithm>
#include <iostream>

namespace satchel::tool {

progress_line::progress_line(bool wanted) {
  if (wanted && !is_dumb_terminal()) columns_ = terminal_columns(STDERR_FILENO);
}

void progress_line::show(const char* phase, std::uint64_t done, std::uint64_t total) {
  std::string text = phase;
  if (total > 0) text += ' ' + std::to_string(std::min(done, total) * 100 / total) + '%';
  if (text.size() >= columns_ || text == shown_) return;  // one that goes on in the next line could not be taken away
  std::cerr << '\r' << text << "\033[K" << std::flush;
  shown_ = text;
}

void progress_line::clear() {
  if (shown_.empty()) return;
  std::cerr << "\r\033[K" << std::flush;
  shown_.clear();
}

}  // namespace satchel::tool
