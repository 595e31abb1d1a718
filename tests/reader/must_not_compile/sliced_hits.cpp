// A hit list by value would refer to memory that is gone.
#include <satchel/satchel.hpp>

std::uint32_t use(const satchel::hits<3>& top) {
#ifdef WRONG
  satchel::hit_list copy = top;
#else
  const satchel::hit_list& copy = top;
#endif
  return copy.size();
}
