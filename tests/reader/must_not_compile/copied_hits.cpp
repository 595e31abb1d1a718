// A copied list of hits would refer to the memory of the one it was copied from.
#include <satchel/hits.hpp>

std::uint32_t use(const satchel::hits<3>& top) {
#ifdef WRONG
  satchel::hits<3> copy = top;
  return copy.size();
#else
  return top.size();
#endif
}
