// The one place where bytes of an archive are asked for.
#include <doctest/doctest.h>

#include <satchel/storage.hpp>

#include <cstring>
#include <vector>

using namespace satchel;

namespace {

constexpr std::size_t file_size = 100;
constexpr std::uint64_t last = ~std::uint64_t{0};

struct request {
  std::uint64_t offset;
  std::size_t count;
};

constexpr request inside[] = {{0, 0}, {0, 1}, {0, 100}, {1, 99}, {99, 1}, {100, 0}};
constexpr request outside[] = {{0, 101},   {1, 100},  {99, 2},   {100, 1},     {101, 0},    {101, 1},
                               {50, last}, {last, 1}, {last, 0}, {last, last}, {100, last}, {last - 99, 100}};

struct counting_file {
  std::vector<std::byte> bytes = std::vector<std::byte>(file_size);
  int reads = 0;

  static bool read(void* context, std::uint64_t offset, std::size_t count, std::byte* scratch) {
    auto& file = *static_cast<counting_file*>(context);
    ++file.reads;
    REQUIRE(offset + count <= file.bytes.size());
    if (count > 0) std::memcpy(scratch, file.bytes.data() + offset, count);
    return true;
  }
};

}  // namespace

TEST_CASE("memory gives what is in it and nothing beyond") {
  const std::vector<std::byte> archive(file_size);
  const storage store = in_memory({archive.data(), archive.size()});
  const std::byte* out = nullptr;
  for (const request& r : inside) {
    REQUIRE_FALSE(store.get(r.offset, r.count, nullptr, out));
    CHECK(out == archive.data() + r.offset);
  }
  for (const request& r : outside) {
    CAPTURE(r.offset);
    CAPTURE(r.count);
    out = nullptr;
    const error e = store.get(r.offset, r.count, nullptr, out);
    CHECK(e.code == errc::truncated);
    CHECK(e.where == r.offset);
    CHECK(out == nullptr);
  }
}

TEST_CASE("a read function is asked for what is in the file and nothing beyond") {
  counting_file file;
  const storage store{&counting_file::read, &file, file_size, nullptr};
  std::byte scratch[file_size];
  const std::byte* out = nullptr;
  int expected = 0;
  for (const request& r : inside) {
    REQUIRE_FALSE(store.get(r.offset, r.count, scratch, out));
    CHECK(out == scratch);
    CHECK(file.reads == ++expected);
  }
  for (const request& r : outside) CHECK(store.get(r.offset, r.count, scratch, out).code == errc::truncated);
  CHECK(file.reads == expected);
  CHECK(storage{nullptr, nullptr, file_size, nullptr}.get(0, 1, scratch, out).code == errc::io);
}
