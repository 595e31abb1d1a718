// Checking a whole archive, and handing out its dictionary.
#include "handle.hpp"

#include <satchel/verify.hpp>

using namespace satchel;

satchel_error satchel_verify(satchel_archive* archive, satchel_verify_result* out,
                             void (*report)(void* context, const satchel_error* error), void* context) {
  if (out == nullptr) return c::failure(SATCHEL_BAD_ARGUMENT);
  verify_result found;
  const satchel_error e = c::call(archive, [&](satchel::archive& a) {
    return verify(a, found, [&](const error& damage) {
      const satchel_error given = c::to_c(damage);
      if (report != nullptr) report(context, &given);
    });
  });
  *out = {found.checked, found.damaged};
  return e;
}

satchel_error satchel_get_dictionary(satchel_archive* archive, const void** out, size_t* size) {
  if (out == nullptr || size == nullptr) return c::failure(SATCHEL_BAD_ARGUMENT);
  bytes dictionary;
  const satchel_error e = c::call(archive, [&](satchel::archive& a) { return a.dictionary(dictionary); });
  *out = dictionary.data;
  *size = dictionary.size;
  return e;
}
