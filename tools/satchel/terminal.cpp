#include "terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>
#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <cstring>

namespace satchel::tool {
namespace {

constexpr std::size_t text_columns_max = 80;

// The variable's value, null when it is empty too.
const char* environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : nullptr;
}

}  // namespace

bool is_terminal(int file) { return isatty(file) == 1; }

direction_marks marks_on(int file) { return is_terminal(file) ? direction_marks::shown : direction_marks::kept; }

bool is_dumb_terminal() {
  const char* kind = environment("TERM");
  return kind == nullptr || std::strcmp(kind, "dumb") == 0;
}

std::size_t terminal_columns(int file) {
  if (!is_terminal(file)) return 0;
  if (const char* text = environment("COLUMNS")) {
    std::size_t columns = 0;
    const char* end = text + std::strlen(text);
    const auto [at, failed] = std::from_chars(text, end, columns);
    if (failed == std::errc() && at == end && columns > 0) return columns;
  }
  winsize size{};
  if (ioctl(file, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

std::size_t text_columns() { return std::min(terminal_columns(STDOUT_FILENO), text_columns_max); }

style choose_style(const std::string& color) {
  if (color == "never") return {};
  if (color != "always") {
    if (environment("NO_COLOR") != nullptr) return {};   // no-color.org
    const char* forced = environment("CLICOLOR_FORCE");  // bixense.com/clicolors
    const bool force = forced != nullptr && std::strcmp(forced, "0") != 0;
    if (!force && (!is_terminal(STDOUT_FILENO) || is_dumb_terminal())) return {};
  }
  return {"\033[1m", "\033[1m", "\033[4m", "\033[2m", "\033[1;31m"};
}

}  // namespace satchel::tool
