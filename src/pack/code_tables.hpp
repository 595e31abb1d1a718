// Choosing the parameters of codec::list_codes.
#pragma once

#include "index_batch.hpp"

#include <satchel/codec/list_codes.hpp>

#include <array>
#include <cstdint>

namespace satchel::pack {

using code_table = std::array<std::uint8_t, codec::code_bytes>;

// The table that makes the lists of a batch smallest, for more articles like these. `first` is the batch's first
// article.
code_table measure_codes(const indexed_batch& batch, std::uint32_t first);

}  // namespace satchel::pack
