#include "interruption.hpp"

#include <unistd.h>
#include <csignal>

namespace satchel::tool {
namespace {

constexpr int signals[] = {SIGINT, SIGTERM, SIGHUP};

volatile std::sig_atomic_t received = 0;

extern "C" void note(int number) {
  if (number == SIGALRM || received != 0) {
    const int fatal = received != 0 ? static_cast<int>(received) : number;
    std::signal(fatal, SIG_DFL);
    std::raise(fatal);
    return;
  }
  received = number;
  alarm(1);
}

void handle(int number, void (*handler)(int)) {
  struct sigaction now {
  }, before{};
  // A signal that the caller ignores, as nohup does, stays ignored.
  if (sigaction(number, nullptr, &before) == 0 && before.sa_handler == SIG_IGN) return;
  now.sa_handler = handler;
  now.sa_flags = SA_RESTART;
  sigaction(number, &now, nullptr);
}

}  // namespace

interruption::interruption() {
  for (const int number : signals) handle(number, note);
  handle(SIGALRM, note);
}

interruption::~interruption() {
  alarm(0);
  for (const int number : signals) handle(number, SIG_DFL);
  handle(SIGALRM, SIG_DFL);
}

bool interruption::requested() { return received != 0; }

void interruption::obey() {
  if (received == 0) return;
  std::signal(static_cast<int>(received), SIG_DFL);
  std::raise(static_cast<int>(received));
}

}  // namespace satchel::tool
