// Bytes that may not be written do not become a workspace.
#include <satchel/satchel.hpp>

void use(satchel::config& config, satchel::bytes flash, satchel::mutable_bytes ram) {
#ifdef WRONG
  config.workspace = flash;
#else
  config.workspace = ram;
#endif
  config.storage = satchel::in_memory(flash);
}
