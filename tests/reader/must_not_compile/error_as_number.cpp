// An error is true when something failed; as a number it would mean nothing.
#include <satchel/error.hpp>

int use(const satchel::error& e) {
#ifdef WRONG
  return e;
#else
  return e ? 1 : 0;
#endif
}
