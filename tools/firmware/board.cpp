// The shell on a Cortex-M3 without an operating system: start-up, and the debugger's console and files (semihosting) in
// place of a serial line and a card. Where board.ld puts things is said there.
#include <cstring>

#include "shell.hpp"

extern "C" {
extern std::uint32_t stack_begin[], stack_end[], data_begin[], data_end[], data_from[], bss_begin[], bss_end[];
extern std::byte workspace_begin[], workspace_end[], ram_begin[];

[[gnu::used]] void reset();
[[gnu::used]] void fault();
[[gnu::used]] void report_fault();

// Nothing may ask for a heap: zstd has the functions for it, none of which is called.
[[gnu::used]] void* malloc(std::size_t) { fault(), __builtin_unreachable(); }
[[gnu::used]] void* calloc(std::size_t, std::size_t) { fault(), __builtin_unreachable(); }
[[gnu::used]] void free(void*) {}
}

namespace firmware::platform {

namespace {

constexpr std::uint32_t paint = 0xC0DEFACE;

enum request : std::uint32_t {
  sys_open = 0x01,
  sys_close = 0x02,
  sys_write = 0x05,
  sys_read = 0x06,
  sys_seek = 0x0A,
  sys_length = 0x0C,
  sys_exit = 0x20,
};

std::int32_t ask(request what, const std::uint32_t* arguments) {
  register std::int32_t number asm("r0") = static_cast<std::int32_t>(what);
  register const std::uint32_t* at asm("r1") = arguments;
  asm volatile("bkpt 0xab" : "+r"(number) : "r"(at) : "memory");
  return number;
}

std::uint32_t address_of(const void* p) { return reinterpret_cast<std::uint32_t>(p); }

std::int32_t open(const char* name, std::uint32_t mode) {
  const std::uint32_t arguments[] = {address_of(name), mode, static_cast<std::uint32_t>(std::strlen(name))};
  return ask(sys_open, arguments);
}

// Bytes that were not read.
std::int32_t read(std::int32_t file, void* to, std::size_t size) {
  const std::uint32_t arguments[] = {static_cast<std::uint32_t>(file), address_of(to), size};
  return ask(sys_read, arguments);
}

[[noreturn]] void exit(std::uint32_t status) {
  const std::uint32_t arguments[] = {0x20026, status};
  ask(sys_exit, arguments);
  for (;;) {
  }
}

constexpr std::uint32_t console_in = 0, console_out = 4, binary_in = 1;
std::int32_t input = -1, output = -1, card_file = -1;
std::uint32_t waiting = 0;
char line_out[128];

}  // namespace

satchel::mutable_bytes workspace() {
  return {workspace_begin, static_cast<std::size_t>(workspace_end - workspace_begin)};
}

bool read_line(char* to, std::size_t room, std::size_t& size) {
  size = 0;
  for (bool any = false;; any = true) {
    char c = 0;
    if (read(input, &c, 1) != 0) return any;
    if (c == '\n') return true;
    if (size < room) to[size++] = c;
  }
}

void flush() {
  const std::uint32_t arguments[] = {static_cast<std::uint32_t>(output), address_of(line_out), waiting};
  ask(sys_write, arguments);
  waiting = 0;
}

void write(const char* text, std::size_t size) {
  while (size > 0) {
    const std::size_t room = sizeof line_out - waiting, n = size < room ? size : room;
    std::memcpy(line_out + waiting, text, n);
    waiting += n;
    text += n;
    size -= n;
    if (waiting == sizeof line_out) flush();
  }
}

bool insert_card(const char* name, std::uint64_t& bytes) {
  if (card_file >= 0) {
    const std::uint32_t arguments[] = {static_cast<std::uint32_t>(card_file)};
    ask(sys_close, arguments);
  }
  card_file = open(name, binary_in);
  if (card_file < 0) return false;
  const std::uint32_t arguments[] = {static_cast<std::uint32_t>(card_file)};
  const std::int32_t size = ask(sys_length, arguments);
  bytes = static_cast<std::uint64_t>(size);
  return size >= 0;
}

std::size_t read_sector(std::uint64_t number, std::byte* to) {
  const std::uint32_t place[] = {static_cast<std::uint32_t>(card_file),
                                 static_cast<std::uint32_t>(number * sector_bytes)};
  if (ask(sys_seek, place) < 0) return 0;
  return sector_bytes - static_cast<std::size_t>(read(card_file, to, sector_bytes));
}

memory_use memory() {
  const std::uint32_t* unused = stack_begin;
  while (unused != stack_end && *unused == paint) ++unused;
  memory_use use;
  use.stack = static_cast<std::uint32_t>(stack_end - unused) * 4;
  use.stack_room = static_cast<std::uint32_t>(stack_end - stack_begin) * 4;
  use.data = static_cast<std::uint32_t>(workspace_begin - ram_begin) - use.stack_room;
  return use;
}

void stack_mark() {
  std::uint32_t* here = nullptr;
  asm volatile("mov %0, sp" : "=r"(here));
  for (std::uint32_t* at = stack_begin; at < here; ++at) *at = paint;
}

}  // namespace firmware::platform

using namespace firmware;

void reset() {
  platform::stack_mark();
  std::uint32_t* from = data_from;
  for (std::uint32_t* to = data_begin; to != data_end;) *to++ = *from++;
  for (std::uint32_t* to = bss_begin; to != bss_end;) *to++ = 0;
  platform::input = platform::open(":tt", platform::console_in);
  platform::output = platform::open(":tt", platform::console_out);
  static shell it;
  it.run();
  platform::exit(0);
}

// Also what follows when the stack is full: it ends where there is no memory. So what reports it gets a new one.
[[gnu::naked]] void fault() { asm("ldr r0, =stack_end\n mov sp, r0\n ldr r0, =report_fault\n bx r0"); }

void report_fault() {
  static const char text[] = "\nfault\n";
  const std::uint32_t arguments[] = {static_cast<std::uint32_t>(platform::output), platform::address_of(text),
                                     sizeof text - 1};
  platform::ask(platform::sys_write, arguments);
  platform::exit(3);
}

#if __ARM_ARCH >= 7
// The compiler's division of 64-bit numbers, bit by bit: libgcc's takes 700 bytes. Divisors are below 2^63.
asm(R"(
  .syntax unified
  .thumb
  .section .text.__aeabi_uldivmod, "ax"
  .global __aeabi_uldivmod
  .type __aeabi_uldivmod, %function
  .thumb_func
__aeabi_uldivmod:
  push {r4, r5, r6, r7, lr}
  mov r4, r2
  mov r5, r3
  movs r2, #0
  movs r3, #0
  movs r6, #64
1:
  adds r0, r0, r0
  adcs r1, r1, r1
  adcs r2, r2, r2
  adcs r3, r3, r3
  subs r7, r2, r4
  sbcs ip, r3, r5
  ittt cs
  movcs r2, r7
  movcs r3, ip
  addcs r0, r0, #1
  subs r6, r6, #1
  bne 1b
  pop {r4, r5, r6, r7, pc}
  .size __aeabi_uldivmod, . - __aeabi_uldivmod
  .text
)");
#endif

extern "C" {
[[gnu::section(".vectors"), gnu::used]] const std::uintptr_t vectors[16] = {
    reinterpret_cast<std::uintptr_t>(stack_end), reinterpret_cast<std::uintptr_t>(reset),
    reinterpret_cast<std::uintptr_t>(fault),     reinterpret_cast<std::uintptr_t>(fault),
    reinterpret_cast<std::uintptr_t>(fault),     reinterpret_cast<std::uintptr_t>(fault),
    reinterpret_cast<std::uintptr_t>(fault)};
}
