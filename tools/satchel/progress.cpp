#include "progress.hpp"

#include "terminal.hpp"

#include <unistd.h>
#include <algorithm>
#include <iostream>
#include <string>

namespace satchel::tool {

namespace {
constexpr std::size_t bar_columns = 52;
}

progress_bar::progress_bar(bool wanted)
    : on_(wanted && is_terminal(STDERR_FILENO) && terminal_columns(STDERR_FILENO) > bar_columns) {}

void progress_bar::show(const char* phase, std::uint64_t done, std::uint64_t total) {
  if (!on_) return;
  if (phase != phase_ || bar_.has_value() != (total > 0) || (bar_ && bar_->expected_count() != total)) {
    clear();
    phase_ = phase;
    if (total > 0) {
      bar_.emplace(static_cast<unsigned long>(total), std::cerr, std::string(phase) + '\n');
    } else {
      std::cerr << phase << std::flush;
    }
  }
  if (!bar_) return;
  const auto now = std::min<std::uint64_t>(done, total - 1);  // the last step would leave the bar's line
  if (now > bar_->count()) *bar_ += static_cast<unsigned long>(now - bar_->count());
}

void progress_bar::clear() {
  if (phase_ == nullptr) return;
  std::cerr << (bar_ ? "\r\033[3A\033[J" : "\r\033[J") << std::flush;
  bar_.reset();
  phase_ = nullptr;
}

}  // namespace satchel::tool
