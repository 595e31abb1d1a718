// An archive at the end of a program that carries it: the program's own bytes, zeros up to a multiple of
// carried_alignment, the archive, and a trailer (schema/SPEC.md, section 11).
#pragma once

#include <satchel/hosted/files.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace satchel::tool {

inline constexpr std::uint64_t carried_alignment = 4096;

using carried_trailer = std::array<std::byte, 32>;

// What stands behind an archive of so many bytes.
carried_trailer trailer_of(std::uint64_t archive_bytes);

// Where the archive lies in a program's file. Nothing when the file does not end with a trailer that fits it, which is
// so for archives, or cannot be read.
std::optional<hosted::extent> carried_archive(const std::string& path);

}  // namespace satchel::tool
