// Opens, searches and reads an archive with a static workspace while every way to the heap is a trap.

#include <satchel/satchel.hpp>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>

std::uint32_t articles_of(const satchel::archive& a);  // second_unit.cpp

namespace {

bool trapped = false;  // from here on nobody may allocate
int failures = 0;

void trap(const char* what) {
  if (!trapped) return;
  trapped = false;
  std::fprintf(stderr, "the reader called %s\n", what);
  std::abort();
}

void check(bool good, const char* what) {
  if (good) return;
  ++failures;
  std::fprintf(stderr, "failed: %s\n", what);
}

std::FILE* file = nullptr;

bool read_file(void*, std::uint64_t offset, std::size_t size, std::byte* scratch) {
  const bool was = trapped;
  trapped = false;  // the C library may allocate its own buffer
  const bool good =
      std::fseek(file, static_cast<long>(offset), SEEK_SET) == 0 && std::fread(scratch, 1, size, file) == size;
  trapped = was;
  return good;
}

alignas(8) std::byte ram[512 * 1024];

}  // namespace

extern "C" void* __libc_malloc(std::size_t);
extern "C" void* __libc_calloc(std::size_t, std::size_t);
extern "C" void* __libc_realloc(void*, std::size_t);
extern "C" void __libc_free(void*);

extern "C" void* malloc(std::size_t n) {
  trap("malloc");
  return __libc_malloc(n);
}
extern "C" void* calloc(std::size_t n, std::size_t m) {
  trap("calloc");
  return __libc_calloc(n, m);
}
extern "C" void* realloc(void* p, std::size_t n) {
  trap("realloc");
  return __libc_realloc(p, n);
}
extern "C" void free(void* p) {
  trap("free");
  __libc_free(p);
}
void* operator new(std::size_t n) {
  trap("operator new");
  return __libc_malloc(n);
}
void* operator new[](std::size_t n) {
  trap("operator new[]");
  return __libc_malloc(n);
}
void operator delete(void* p) noexcept {
  trap("operator delete");
  __libc_free(p);
}
void operator delete[](void* p) noexcept {
  trap("operator delete[]");
  __libc_free(p);
}
void operator delete(void* p, std::size_t) noexcept { operator delete(p); }
void operator delete[](void* p, std::size_t) noexcept { operator delete[](p); }

int main(int count, char** arguments) {
  file = count == 2 ? std::fopen(arguments[1], "rb") : nullptr;
  if (file == nullptr || std::fseek(file, 0, SEEK_END) != 0) {
    std::fputs("usage: no_allocation ARCHIVE\n", stderr);
    return 2;
  }
  satchel::config how;
  how.storage = {read_file, nullptr, static_cast<std::uint64_t>(std::ftell(file)), nullptr};
  how.workspace = ram;

  static satchel::archive book;
  static satchel::hits<20> top;
  static char room[200];
  std::uint64_t bytes = 0;
  bool highlighted = false, marked = false;
  trapped = true;
  check(!book.open(how), "open");
  check(articles_of(book) > 20, "articles in both translation units");
  for (const char* query : {"printing", "\"movable type\" press", "libr*", "author:halvorsen OR tag:printing",
                            "date:2000..2030 -press", "(paper AND ink) book", "\xE6\xB4\xBB\xE5\xAD\x97"}) {
    check(!book.search(query, top), query);
    check(!top.empty(), query);
    for (const satchel::hit h : top) {
      satchel::article_entry s;
      satchel::snippet passage;
      check(!book.find_entry(h.article, s) && !s.title.empty(), "entry");
      check(!book.snippet(h.article, query, room, passage), "snippet");
      highlighted = highlighted || passage.marks > 0;
      check(!book.read(h.article, [&](const satchel::piece& p) { bytes += p.text.size(); }), "read");
      const auto mark = [&](const satchel::piece&, bool match) { marked = marked || match; };
      check(!book.read(h.article, query, mark), "read with a query");
    }
  }
  std::uint32_t article = 0;
  check(!book.find_identifier("posting-list", article), "find_identifier");
  int completions = 0;
  check(!book.complete("the", [&](std::uint32_t) { return ++completions < 100; }), "complete");
  trapped = false;
  check(bytes > 1000, "text was read");
  check(highlighted, "some snippet has a mark");
  check(marked, "some article has a word of its query");
  check(completions > 0, "some title begins so");
  std::fclose(file);
  if (failures == 0) std::printf("no allocation; %llu bytes read\n", static_cast<unsigned long long>(bytes));
  return failures == 0 ? 0 : 1;
}
