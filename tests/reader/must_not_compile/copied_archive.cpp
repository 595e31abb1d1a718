// An archive keeps addresses of its own members: a copy would use those of another.
#include <satchel/archive.hpp>

void use(satchel::archive& a) {
#ifdef WRONG
  satchel::archive copy = a;
  copy.close();
#else
  a.close();
#endif
}
