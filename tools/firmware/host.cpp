// The shell on a system with files: standard input and output, the card is a file.
#include <cstdio>
#include <cstring>

#include "shell.hpp"

namespace firmware::platform {

namespace {

#ifndef SATCHEL_WORKSPACE
#define SATCHEL_WORKSPACE (1 << 20)
#endif
alignas(8) std::byte memory_of_reader[SATCHEL_WORKSPACE];
std::FILE* file = nullptr;

}  // namespace

satchel::mutable_bytes workspace() { return memory_of_reader; }

bool read_line(char* to, std::size_t room, std::size_t& size) {
  size = 0;
  int c = std::getchar();
  if (c == EOF) return false;
  for (; c != EOF && c != '\n'; c = std::getchar())
    if (size < room) to[size++] = static_cast<char>(c);
  return true;
}

void write(const char* text, std::size_t size) { std::fwrite(text, 1, size, stdout); }
void flush() { std::fflush(stdout); }

bool insert_card(const char* name, std::uint64_t& bytes) {
  if (file != nullptr) std::fclose(file);
  file = std::fopen(name, "rb");
  if (file == nullptr || std::fseek(file, 0, SEEK_END) != 0) return false;
  bytes = static_cast<std::uint64_t>(std::ftell(file));
  return true;
}

std::size_t read_sector(std::uint64_t number, std::byte* to) {
  if (file == nullptr || std::fseek(file, static_cast<long>(number * sector_bytes), SEEK_SET) != 0) return 0;
  return std::fread(to, 1, sector_bytes, file);
}

memory_use memory() { return {}; }
void stack_mark() {}

}  // namespace firmware::platform

int main() {
  static firmware::shell shell;
  shell.run();
}
