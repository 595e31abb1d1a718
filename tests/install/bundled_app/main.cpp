// A handbook that is one file: it searches the articles that were packed into it.

#include <satchel/bundled/handbook.hpp>
#include <satchel/hosted/file_archive.hpp>

#include <cstdio>

namespace {

int fail(const satchel::error& e) {
  std::fprintf(stderr, "handbook: %s\n", satchel::message(e.code));
  return 2;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::fputs("Usage: handbook QUERY, as in: handbook 'leak OR pump'\n", stderr);
    return 2;
  }
  satchel::mapped_archive handbook;
  if (satchel::error e = handbook.open(satchel::bundled::handbook())) return fail(e);
  satchel::hits<3> top;
  if (satchel::error e = handbook.search(arguments[1], top)) return fail(e);
  if (top.empty()) {
    std::puts("nothing found");
    return 1;
  }
  for (const satchel::hit& hit : top) {
    const std::string_view title = handbook.title(hit);
    std::printf("%.*s\n", static_cast<int>(title.size()), title.data());
  }
  std::puts("");
  const satchel::error failed = handbook.get().read(top[0].article, [](const satchel::piece& p) {
    if (is_body(p.kind)) std::printf("%.*s%s", static_cast<int>(p.text.size()), p.text.data(), p.last ? "\n" : "");
  });
  return failed ? fail(failed) : 0;
}
