// Archives that the targets start from, made when they are built (make_seeds.cpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace fuzz {

struct seed {
  const char* name;
  const char* bytes;  // at a multiple of 8
  std::uint32_t size;

  std::string_view view() const { return {bytes, size}; }
};

// Archives of more articles are not verified here, as that took nine tenths of all time: tests/hostile does it.
inline constexpr std::uint32_t verified_most = 100;

// The same articles as the packer packs them: all positions, passages, none, and in 48 KiB.
inline constexpr std::size_t packings = 4;
extern const seed packed_seeds[packings];

// Archives whose frames hold their content as it is, so that it can be changed in place; the first ones are small.
inline constexpr std::size_t stored_seed_count = 7;
extern const seed stored_seeds[stored_seed_count];

// Signed archives, and the key, as minisign writes it.
inline constexpr std::size_t signed_seed_count = 4;
extern const seed signed_seeds[signed_seed_count];
extern const char signer_key[];

}  // namespace fuzz
