// Ctrl-C during long work: the work ends in order, temporary files and all.
#pragma once

namespace satchel::tool {

// While it lives, SIGINT, SIGTERM and SIGHUP set a flag. Work that does not look at it within a second is killed, and
// so it is by a second signal.
class interruption {
 public:
  interruption();
  ~interruption();
  interruption(const interruption&) = delete;
  interruption& operator=(const interruption&) = delete;

  static bool requested();
  // Ends the process as the signal would have. Returns when there was none.
  static void obey();
};

}  // namespace satchel::tool
