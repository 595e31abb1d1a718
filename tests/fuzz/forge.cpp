// Archives that were changed where their structure is, with checksums that hold: only the checks of structure are left.
// Input: the seed, how it is opened, changes, calls.
#include "calls.hpp"
#include "forger.hpp"

#include <iterator>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static fuzz::archive_place place;
  static fuzz::work_memory memory;
  fuzz::input in(data, size);
  const fuzz::forger& from = fuzz::forger_of(in.byte());
  const std::uint8_t how = in.byte();
  from.forge(in.part(), place);
  satchel::archive open;
  satchel::config config{(how & 1) != 0 ? place.direct() : place.copying(), memory.bytes(),
                         static_cast<satchel::checking>(how >> 1 & 3), (how & 8) != 0 ? 2u : 0u};
  fuzz::call_all(open, config, (how & 16) != 0, in);
  return 0;
}
