// The half of mixed_search.cpp that only verifies.
#include <satchel/verify.hpp>

bool is_sound(satchel::archive& a);

bool is_sound(satchel::archive& a) {
  satchel::verify_result result;
  return !satchel::verify(a, result, [](const satchel::error&) {}) && result.damaged == 0;
}
