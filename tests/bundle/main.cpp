// Archives that are parts of programs and libraries are read where the system mapped them: none is copied.

#include <satchel/archive.hpp>
#include <satchel/bundled/in_program.hpp>
#include <satchel/bundled/in_shared.hpp>
#include <satchel/bundled/in_static.hpp>

#include <cinttypes>
#include <cstdio>
#include <cstring>

std::uint32_t articles_in_shared();
std::uint32_t articles_in_static();

namespace {

int failures = 0;

void expect(bool good, const char* archive, const char* what) {
  if (good) return;
  std::printf("%s: not so: %s\n", archive, what);
  ++failures;
}

// Whether the bytes lie in a part of a file whose name ends so, which nobody can write to.
bool lies_in(const satchel::storage& bytes, const char* file) {
  const auto begin = reinterpret_cast<std::uintptr_t>(bytes.memory);
  std::FILE* maps = std::fopen("/proc/self/maps", "r");
  if (maps == nullptr) return false;
  char line[4096];
  bool found = false;
  while (std::fgets(line, sizeof line, maps) != nullptr) {
    std::uintptr_t first = 0, end = 0;
    char rights[8] = "";
    if (std::sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %7s", &first, &end, rights) != 3) continue;
    line[std::strcspn(line, "\n")] = '\0';
    const std::size_t size = std::strlen(line), wanted = std::strlen(file);
    if (begin < first || begin + bytes.size > end) continue;
    found = rights[1] == '-' && size >= wanted && std::strcmp(line + size - wanted, file) == 0;
  }
  std::fclose(maps);
  return found;
}

void check(const satchel::storage& bytes, const char* name, const char* file) {
  alignas(8) static std::byte workspace[1 << 20];
  expect(bytes.direct() && bytes.read == nullptr, name, "in memory");
  expect(reinterpret_cast<std::uintptr_t>(bytes.memory) % 4096 == 0, name, "at the begin of a page");
  expect(lies_in(bytes, file), name, "in the file's own pages, read-only");
  satchel::archive opened;
  if (opened.open({bytes, {workspace, sizeof workspace}, satchel::checking::at_open})) {
    expect(false, name, "can be opened");
    return;
  }
  expect(opened.info().name == name, name, "the right archive");
  satchel::hits<3> found;
  const satchel::error failed = opened.search("\"dry pump\"", found);
  expect(!failed && found.size() == 1, name, "a phrase is found");
}

}  // namespace

int main() {
  check(satchel::bundled::in_program(), "program", "/bundle");
  check(satchel::bundled::in_static(), "static", "/bundle");
  check(satchel::bundled::in_shared(), "shared", "/libbundle_shared.so");
  expect(articles_in_static() == 3, "static", "its library reads it");
  expect(articles_in_shared() == 3, "shared", "its library reads it");
  return failures == 0 ? 0 : 1;
}
