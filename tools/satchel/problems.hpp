// What the packer could not take as it was, for people: the first problems of each kind, then how many more there are.
#pragma once

#include <satchel/pack.hpp>

#include <cstdint>
#include <map>
#include <string>

namespace satchel::tool {

class problem_printer {
 public:
  // every: all problems of each kind.
  explicit problem_printer(bool every) : every_(every) {}

  void print(const pack::problem& p);
  // How many were not printed, and the count of all.
  void finish(const pack::statistics& s) const;

 private:
  static constexpr std::uint64_t shown_of_a_kind = 20;

  bool every_;
  std::map<std::string, std::uint64_t> kinds_;
};

}  // namespace satchel::tool
