// Long text for people goes through a pager, as git's does.
#pragma once

#include <sys/types.h>
#include <csignal>

namespace satchel::tool {

// While it lives, what is written to standard output is read in a pager when standard output is a terminal, and so is
// what is written to standard error when that is one. The pager is a command for the shell: SATCHEL_PAGER, else PAGER,
// else less, told by LESS=FRX to show colours, to leave the text on the screen and to end at once when all fits on it.
// None when the command is empty or "cat", on a terminal that is dumb, or where there is no such program.
class paging {
 public:
  // Ask terminal.hpp about the terminal before: afterwards standard output is none.
  explicit paging(bool wanted);
  // Waits until the person has left the pager. What it did not want to read any more is no error; nothing more may be
  // written to standard output.
  ~paging();
  paging(const paging&) = delete;
  paging& operator=(const paging&) = delete;

 private:
  pid_t pager_ = 0;  // 0: none
  int errors_ = -1;  // what standard error was, -1: it stays
  struct sigaction old_[3] = {};
};

}  // namespace satchel::tool
