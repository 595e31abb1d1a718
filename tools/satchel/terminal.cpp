#include "terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>
#include <cstdlib>
#include <cstring>

namespace satchel::tool {

bool is_terminal(int file) { return isatty(file) == 1; }

std::size_t terminal_columns(int file) {
  if (!is_terminal(file)) return 0;
  winsize size{};
  if (ioctl(file, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20) return size.ws_col;
  return 80;
}

style choose_style(const std::string& color) {
  if (color == "never") return {};
  if (color != "always") {
    const char* none = std::getenv("NO_COLOR");  // no-color.org
    if (none != nullptr && *none != '\0') return {};
    const char* kind = std::getenv("TERM");
    if (!is_terminal(STDOUT_FILENO) || kind == nullptr || std::strcmp(kind, "dumb") == 0) return {};
  }
  return {"\033[1m", "\033[2m", "\033[1;31m", "\033[0m"};
}

}  // namespace satchel::tool
