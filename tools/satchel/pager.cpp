#include "pager.hpp"

#include "terminal.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iterator>

namespace satchel::tool {
namespace {

// Signals of the keyboard are the pager's, and text that it no longer wants is no reason to die.
constexpr int ignored[] = {SIGINT, SIGQUIT, SIGPIPE};

// A shell's statuses for a command that was not found, or cannot be run. It has read nothing then.
constexpr int not_found = 127, not_run = 126;
constexpr const char* usual_pager = "command -v less >/dev/null || exit 127; less";

// The command of the pager, null when there is to be none.
const char* pager_command() {
  const char* command = std::getenv("SATCHEL_PAGER");
  if (command == nullptr) command = std::getenv("PAGER");
  if (command == nullptr) return usual_pager;
  return std::strspn(command, " \t") == std::strlen(command) || std::strcmp(command, "cat") == 0 ? nullptr : command;
}

// The status as wait() gives it.
int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

// Runs the command. When there is no such program, the text goes straight to the terminal.
[[noreturn]] void run_pager(const char* command, const int text[2]) {
  if (text[0] != STDIN_FILENO) {
    dup2(text[0], STDIN_FILENO);
    close(text[0]);
  }
  close(text[1]);
  const pid_t shell = fork();
  if (shell == 0) {
    setenv("LESS", "FRX", 0);
    setenv("LESSCHARSET", "utf-8", 0);  // articles are, whatever the locale
    execl("/bin/sh", "sh", "-c", command, nullptr);
    _exit(not_found);
  }
  bool unread = shell < 0;
  if (shell > 0) {
    std::signal(SIGINT, SIG_IGN);
    std::signal(SIGQUIT, SIG_IGN);
    const int status = wait_for(shell);
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGQUIT, SIG_DFL);
    unread = WIFEXITED(status) && (WEXITSTATUS(status) == not_found || WEXITSTATUS(status) == not_run);
  }
  char bytes[4096];
  for (ssize_t n = 0; unread && (n = read(STDIN_FILENO, bytes, sizeof bytes)) > 0;)
    if (write(STDOUT_FILENO, bytes, static_cast<std::size_t>(n)) < 0) break;
  _exit(0);
}

}  // namespace

paging::paging(bool wanted) {
  if (!wanted || !is_terminal(STDOUT_FILENO) || is_dumb_terminal()) return;
  const char* command = pager_command();
  int text[2];
  if (command == nullptr || pipe(text) != 0) return;
  std::fflush(stdout);
  pager_ = fork();
  if (pager_ == 0) run_pager(command, text);
  if (pager_ > 0) {
    for (std::size_t i = 0; i < std::size(ignored); ++i) {
      struct sigaction ignore {};
      ignore.sa_handler = SIG_IGN;
      sigaction(ignored[i], &ignore, &old_[i]);
    }
    dup2(text[1], STDOUT_FILENO);
    if (is_terminal(STDERR_FILENO)) {
      errors_ = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
      if (errors_ >= 0) dup2(text[1], STDERR_FILENO);
    }
  } else {
    pager_ = 0;  // without one
  }
  close(text[0]);
  close(text[1]);
}

paging::~paging() {
  if (pager_ == 0) return;
  std::fflush(stdout);
  if (errors_ >= 0) {
    dup2(errors_, STDERR_FILENO);
    close(errors_);
  }
  // What stdio still keeps for a pager that was left goes nowhere.
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere >= 0) {
    dup2(nowhere, STDOUT_FILENO);
    close(nowhere);
  } else {
    close(STDOUT_FILENO);
  }
  std::clearerr(stdout);
  wait_for(pager_);
  for (std::size_t i = 0; i < std::size(ignored); ++i) sigaction(ignored[i], &old_[i], nullptr);
}

}  // namespace satchel::tool
