// Lists in which everything stands once.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

namespace satchel::pack {

// Takes away what stands in the list before.
inline void remove_repeated(std::vector<std::string>& list) {
  std::unordered_set<std::string> seen;
  std::erase_if(list, [&](const std::string& each) { return !seen.insert(each).second; });
}

}  // namespace satchel::pack
