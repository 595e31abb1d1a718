// The packer's temporary files.
#include "pack/io/scratch.hpp"

#include "temporary.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace satchel;

TEST_CASE("any part of a scratch file is read as it was written") {
  const test::temporary_directory directory;
  pack::scratch_file file(directory.path().string());
  std::string written;
  for (int i = 0; i < 30; ++i) {
    const std::string part = std::to_string(i * i);
    CHECK(file.append(part.data(), part.size()) == written.size());
    written += part;
  }
  CHECK(file.size() == written.size());
  for (std::size_t at = 0; at <= written.size(); ++at)
    for (std::size_t size = 0; at + size <= written.size(); ++size) {
      std::string part(size, '?');
      file.read(at, part.data(), size);
      REQUIRE(part == written.substr(at, size));
    }
}
