// How the packer tells its caller what went wrong and goes on.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace satchel::pack {

// One thing that the packer could not take as it was.
struct problem {
  std::string where;   // "file", "file:line"
  std::string what;    // what is wrong, one line
  std::string remedy;  // what was done or what the user can do, one line
  bool lost = false;   // true when an article or a part of one is missing from the archive because of it
};

// Called for each problem, in input order, from one thread at a time.
using report = std::function<void(const problem&)>;

}  // namespace satchel::pack
