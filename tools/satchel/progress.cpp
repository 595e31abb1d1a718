#include "progress.hpp"

#include "sizes.hpp"
#include "terminal.hpp"
#include "text.hpp"

#include <unistd.h>
#include <algorithm>
#include <cstdio>
#include <string>

namespace satchel::tool {

status_line::status_line(bool wanted) : on_(wanted && is_terminal(STDERR_FILENO)) {}

void status_line::show(const char* phase, std::uint64_t done, std::uint64_t total) {
  if (!on_) return;
  const auto now = std::chrono::steady_clock::now();
  if (phase == phase_ && now - last_ < std::chrono::milliseconds(100)) return;
  phase_ = phase;
  last_ = now;
  std::string line = std::string("\r\033[K") + phase;
  line.resize(std::max<std::size_t>(line.size(), 26), ' ');
  if (total > 0) {
    constexpr std::size_t width = 32;
    const double share = std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
    const auto full = static_cast<std::size_t>(share * width);
    line += '[' + std::string(full, '#') + std::string(width - full, '.') + ']';
    line += ' ' + percent(std::min(done, total), total);
  } else if (done > 0) {
    line += bytes_text(done);
  }
  write_text(stderr, line);
  shown_ = true;
}

void status_line::clear() {
  if (shown_) std::fputs("\r\033[K", stderr);
  shown_ = false;
}

}  // namespace satchel::tool
