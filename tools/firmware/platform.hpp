// What the shell asks of the machine that it runs on: board.cpp is a Cortex-M under a debugger, host.cpp a system with
// files.
#pragma once

#include <satchel/span.hpp>

#include <cstddef>
#include <cstdint>

namespace firmware {

inline constexpr std::size_t sector_bytes = 512;

#ifdef SATCHEL_SEARCH_ONLY
inline constexpr bool reads_texts = false;  // too little memory for zstd's decoder
#else
inline constexpr bool reads_texts = true;
#endif

// How much of the machine's memory is used.
struct memory_use {
  std::uint32_t data = 0;   // variables, without the workspace
  std::uint32_t stack = 0;  // the most since stack_mark()
  std::uint32_t stack_room = 0;
};

namespace platform {

// All memory of the reader.
satchel::mutable_bytes workspace();

// The next line of the command line, without its end and cut to `room` bytes; false when there is none.
bool read_line(char* to, std::size_t room, std::size_t& size);
void write(const char* text, std::size_t size);
void flush();

// The card: one file, in sectors. read_sector gives the number of bytes, fewer than sector_bytes at the end of the card
// and when it fails.
bool insert_card(const char* name, std::uint64_t& bytes);
std::size_t read_sector(std::uint64_t number, std::byte* to);

memory_use memory();
void stack_mark();

}  // namespace platform
}  // namespace firmware
