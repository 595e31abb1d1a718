// Sorting more records than fit in memory: sorted runs on disk, merged.
#pragma once

#include "pack/io/scratch.hpp"

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace satchel::pack {

// Records are pairs of a key and a value, both bytes. Each run is written whole, its keys ascending; runs may come
// from several threads, in any order, and carry a number that orders records of one key.
class record_runs {
 public:
  explicit record_runs(const std::string& directory) : file_(directory) {}

  // A run is what put_record appended, one record after the other.
  static void put_record(std::string& run, std::string_view key, std::string_view value);
  void add_run(std::uint64_t number, const std::string& run);

  // Calls f for each record in the order of (key, run number).
  void merge(const std::function<void(const std::string& key, const std::string& value)>& f);

 private:
  struct run_place {
    std::uint64_t number, begin, end;
  };

  scratch_file file_;
  std::mutex lock_;
  std::vector<run_place> runs_;
};

}  // namespace satchel::pack
