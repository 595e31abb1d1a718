// An error that nobody looks at.
#include <satchel/archive.hpp>

bool use(satchel::archive& a, const satchel::config& how) {
#ifdef WRONG
  a.open(how);
  return true;
#else
  return !a.open(how);
#endif
}
