// For LD_PRELOAD: memory that cannot be had. SATCHEL_FAIL_AT=N lets the N-th allocation of a process fail, counted from
// 1 at the start of main(); "N+" it and all that follow. SATCHEL_COUNT=FILE writes to FILE how many there were.
// SATCHEL_SPARE=NAME neither counts nor fails those of libraries with this in their names.
//
// What is allocated before main() is the dynamic linker's and the C++ library's: without it no program starts.
#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>

extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
}

namespace {

std::atomic<unsigned long> allocations{0};
unsigned long first_to_fail = 0;
bool all_that_follow = false;
const char* spared = nullptr;
bool counting = false;

bool fails(const void* caller) {
  if (!counting) return false;
  Dl_info from;
  if (spared != nullptr && dladdr(caller, &from) != 0 && std::strstr(from.dli_fname, spared) != nullptr) return false;
  const unsigned long n = ++allocations;
  if (n != first_to_fail && !(all_that_follow && n > first_to_fail)) return false;
  errno = ENOMEM;
  return true;
}

void write_count() {
  counting = false;
  const char* path = std::getenv("SATCHEL_COUNT");
  if (path == nullptr) return;
  const int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  char digits[24];
  const int size = std::snprintf(digits, sizeof digits, "%lu", allocations.load());
  if (write(file, digits, static_cast<std::size_t>(size)) != size) abort();
  close(file);
}

using main_function = int (*)(int, char**, char**);
main_function real_main;

int counted_main(int count, char** values, char** environment) {
  if (const char* at = std::getenv("SATCHEL_FAIL_AT")) {
    first_to_fail = std::strtoul(at, nullptr, 10);
    all_that_follow = std::strchr(at, '+') != nullptr;
  }
  spared = std::getenv("SATCHEL_SPARE");
  std::atexit(write_count);
  counting = true;
  return real_main(count, values, environment);
}

}  // namespace

#define caller_of_this __builtin_return_address(0)

extern "C" {

void* malloc(std::size_t size) { return fails(caller_of_this) ? nullptr : __libc_malloc(size); }
void* calloc(std::size_t count, std::size_t size) {
  return fails(caller_of_this) ? nullptr : __libc_calloc(count, size);
}
void* realloc(void* old, std::size_t size) {
  return size != 0 && fails(caller_of_this) ? nullptr : __libc_realloc(old, size);
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
  return fails(caller_of_this) ? nullptr : __libc_memalign(alignment, size);
}
void* memalign(std::size_t alignment, std::size_t size) { return aligned_alloc(alignment, size); }
int posix_memalign(void** out, std::size_t alignment, std::size_t size) {
  void* const memory = aligned_alloc(alignment, size);
  if (memory == nullptr) return ENOMEM;
  *out = memory;
  return 0;
}

int __libc_start_main(main_function program, int count, char** values, void (*init)(), void (*fini)(),
                      void (*rtld_fini)(), void* stack_end) {
  real_main = program;
  using start = int (*)(main_function, int, char**, void (*)(), void (*)(), void (*)(), void*);
  const auto next = reinterpret_cast<start>(dlsym(RTLD_NEXT, "__libc_start_main"));
  return next(counted_main, count, values, init, fini, rtld_fini, stack_end);
}
}
