// Numbers for people.
#pragma once

#include <cstdint>
#include <string>

namespace satchel::tool {

// 1234567 as "1,234,567".
std::string grouped(std::uint64_t number);

// "812 bytes", "16.0 KiB", "5.9 MiB" ...
std::string bytes_text(std::uint64_t bytes);

// "37.4%"; empty when there is no whole.
std::string percent(std::uint64_t part, std::uint64_t whole);

// "1 article", "2 articles".
std::string counted(std::uint64_t number, const char* one, const char* many);

}  // namespace satchel::tool
