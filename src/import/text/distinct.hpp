// Lists in which everything stands once.
#pragma once

#include "base/string_map.hpp"

#include <tsl/robin_set.h>

#include <string>
#include <vector>

namespace satchel::pack {

// Takes away what stands in the list before.
inline void remove_repeated(std::vector<std::string>& list) {
  tsl::robin_set<std::string, string_hash, std::equal_to<>> seen;
  std::erase_if(list, [&](const std::string& each) { return !seen.insert(each).second; });
}

}  // namespace satchel::pack
