// A hash map of strings that is asked with views.
#pragma once

#include <tsl/robin_map.h>
#include <xxhash.h>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace satchel::pack {

struct string_hash {
  std::size_t operator()(std::string_view s) const { return static_cast<std::size_t>(XXH3_64bits(s.data(), s.size())); }
};

// Its order of iteration is not to be relied on.
template <class V>
using string_map = tsl::robin_map<std::string, V, string_hash, std::equal_to<>>;

}  // namespace satchel::pack
