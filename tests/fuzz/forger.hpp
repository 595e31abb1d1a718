// Changes in an archive that know its structure, and leave all checksums right.
#pragma once

#include "input.hpp"
#include "memory.hpp"
#include "seeds.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace fuzz {

// Where the parts of a stored seed lie in its file.
class forger {
 public:
  explicit forger(const seed& of);

  // Puts the archive into `out`, changed as the input says, with its checksums made anew.
  void forge(input changes, archive_place& out) const;

 private:
  struct region {
    std::size_t begin = 0, size = 0;
  };

  void find_fields(const std::uint8_t* table);
  void find_frames();
  const region& pick(input& from) const;
  void repair(std::byte* file, std::size_t size) const;

  const seed& seed_;
  region head_, directory_;
  std::vector<region> fields_;  // scalars of tables in directory, blocks and catalogs
  std::vector<region> pages_;   // payloads
  std::vector<region> frames_;  // contents; their checksums follow
  std::vector<region> lists_;   // pieces of posting lists
  region all_frames_;
};

// The forgers of all stored seeds.
const forger& forger_of(std::size_t seed);

}  // namespace fuzz
