// Archives for the tests of the C interface.
#pragma once

#include <satchel.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace c_test {

using file_bytes = std::vector<std::byte>;

// The sample collection, in small blocks and pages, with a dictionary; and 300 short letters.
const file_bytes& seeds();
const file_bytes& letters();

// An archive's bytes in place, and behind a function that copies them. `from` stays.
satchel_storage in_memory(const file_bytes& from);
satchel_storage copying(const file_bytes& from);

// An archive in C, with a workspace.
class opened {
 public:
  explicit opened(const satchel_storage& storage, std::size_t workspace_bytes = 1 << 20,
                  std::uint32_t check = SATCHEL_CHECK_ON_READ);
  ~opened() { satchel_close(&archive_); }
  opened(const opened&) = delete;
  opened& operator=(const opened&) = delete;

  satchel_archive* get() { return &archive_; }
  satchel_error failure() const { return failure_; }

 private:
  satchel_archive archive_ = {};
  std::vector<std::uint64_t> workspace_;
  satchel_error failure_;
};

std::string explain(const satchel_error& e);

// The most that a query of so many terms can ask for.
satchel_query_size size_of_terms(std::uint32_t terms);

}  // namespace c_test
