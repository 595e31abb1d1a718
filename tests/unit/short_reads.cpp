// A system that gives fewer bytes than were asked for: files are read to their ends all the same.
#include "pack/io/scratch.hpp"
#include "temporary.hpp"

#include <satchel/hosted/files.hpp>

#include <doctest/doctest.h>

#include <sys/uio.h>
#include <algorithm>
#include <cstdint>
#include <fstream>
#include <string>

namespace {

std::size_t most_at_once = SIZE_MAX;
unsigned short_reads = 0;

ssize_t read_some(int file, void* to, std::size_t size, off_t offset) {
  if (size > most_at_once) ++short_reads;
  const iovec part{to, std::min(size, most_at_once)};
  return preadv(file, &part, 1, offset);
}

}  // namespace

// In place of the C library's functions, whose headers may have bodies for these names.
extern "C" {
ssize_t pread_here(int, void*, std::size_t, off_t) __asm__("pread");
ssize_t pread64_here(int, void*, std::size_t, off_t) __asm__("pread64");
ssize_t pread_here(int file, void* to, std::size_t size, off_t offset) { return read_some(file, to, size, offset); }
ssize_t pread64_here(int file, void* to, std::size_t size, off_t offset) { return read_some(file, to, size, offset); }
}

TEST_CASE("what is read in parts is whole") {
  const satchel::test::temporary_directory directory;
  std::string content;
  for (int i = 0; i < 300; ++i) content += std::to_string(i) + ' ';
  const std::string path = (directory.path() / "file").string();
  std::ofstream(path, std::ios::binary) << content;
  satchel::hosted::plain_file file;
  REQUIRE(file.open(path.c_str()) == 0);
  satchel::pack::scratch_file scratch(directory.path().string());
  scratch.append(content.data(), content.size());

  for (const std::size_t most : {1u, 7u, 100u}) {
    CAPTURE(most);
    std::string read(content.size() - 5, '?'), scratched = read;
    const std::byte* out = nullptr;
    most_at_once = most;
    short_reads = 0;
    const satchel::error failed = file.storage().get(5, read.size(), reinterpret_cast<std::byte*>(read.data()), out);
    const unsigned of_file = short_reads;
    scratch.read(5, scratched.data(), scratched.size());
    most_at_once = SIZE_MAX;
    CHECK(!failed);
    CHECK(read == content.substr(5));
    CHECK(of_file > 0);
    CHECK(scratched == content.substr(5));
    CHECK(short_reads > of_file);
  }
}
