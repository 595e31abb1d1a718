// Stands before each source of a program that holds many changes: the environment says which one is made.
#pragma once

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

namespace mutation {

inline constexpr unsigned most = 4096;

// SATCHEL_MUTATION is the number of the change that is made. SATCHEL_MUTATION_REACHED names a file in which each change
// has a byte: it becomes 1 when the code there runs.
struct choice {
  unsigned number = 0;
  unsigned char unwatched[most] = {};
  unsigned char* reached = unwatched;

  choice() {
    if (const char* text = getenv("SATCHEL_MUTATION")) number = static_cast<unsigned>(atoi(text));
    const char* file = getenv("SATCHEL_MUTATION_REACHED");
    if (file == nullptr) return;
    const int descriptor = open(file, O_RDWR);
    if (descriptor < 0) return;
    void* at = mmap(nullptr, most, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    close(descriptor);
    if (at != MAP_FAILED) reached = static_cast<unsigned char*>(at);
  }
};
inline choice chosen;

inline bool look(unsigned number) {
  if (chosen.reached[number] == 0) chosen.reached[number] = 1;
  return chosen.number == number;
}

// Whether this change is made. Never while the program is compiled: constants are as they were.
constexpr bool made(unsigned number) { return __builtin_is_constant_evaluated() ? false : look(number); }

}  // namespace mutation
