// A library with an archive in it, which it also uses itself.

#include <satchel/archive.hpp>

#define HEADER(name) <satchel/bundled/name.hpp>
#include HEADER(NAME)

#define FUNCTION_OF(name) articles_##name
#define FUNCTION(name) FUNCTION_OF(name)

std::uint32_t FUNCTION(NAME)() {
  alignas(8) static std::byte workspace[1 << 20];
  satchel::archive opened;
  return opened.open({satchel::bundled::NAME(), {workspace, sizeof workspace}}) ? 0 : opened.size();
}
