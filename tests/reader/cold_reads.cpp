// Counts what a reader asks of its storage: cold_reads ARCHIVE QUERY ... prints, for each query, reads and bytes to
// open, to search and get the titles of ten hits, and to read the best article, with a cache of 64 KiB.
#include <satchel/satchel.hpp>

#include <cstdio>
#include <fstream>
#include <vector>

namespace {

struct counted_file {
  std::ifstream file;
  unsigned long long reads = 0, bytes = 0;

  static bool read(void* context, std::uint64_t offset, std::size_t size, std::byte* scratch) {
    auto& self = *static_cast<counted_file*>(context);
    ++self.reads;
    self.bytes += size;
    self.file.seekg(static_cast<std::streamoff>(offset));
    self.file.read(reinterpret_cast<char*>(scratch), static_cast<std::streamsize>(size));
    return self.file.good();
  }

  void print(const char* before) {
    std::printf("%s%llu\t%llu", before, reads, bytes);
    reads = bytes = 0;
  }
};

}  // namespace

int main(int count, char** values) {
  if (count < 3) return 2;
  counted_file counted{std::ifstream(values[1], std::ios::binary), 0, 0};
  counted.file.seekg(0, std::ios::end);
  const auto size = static_cast<std::uint64_t>(counted.file.tellg());
  std::vector<std::uint64_t> memory(std::size_t{4} << 17);  // 4 MiB
  std::vector<std::uint64_t> kept(std::size_t{1} << 13);    // 64 KiB
  for (int i = 2; i < count; ++i) {
    satchel::archive archive;
    satchel::config how;
    satchel::read_cache cache({&counted_file::read, &counted, size, nullptr},
                              {reinterpret_cast<std::byte*>(kept.data()), kept.size() * sizeof kept[0]});
    how.storage = cache.storage();
    how.workspace = {reinterpret_cast<std::byte*>(memory.data()), memory.size() * sizeof memory[0]};
    if (archive.open(how)) return 1;
    counted.print("");
    satchel::hits<10> top;
    if (archive.search(values[i], top)) return 1;
    satchel::article_entry title;
    for (const satchel::hit hit : top)
      if (archive.find_entry(hit.article, title)) return 1;
    counted.print("\t");
    if (!top.empty() && archive.read(top[0].article, [](const satchel::piece&) {})) return 1;
    counted.print("\t");
    std::printf("\t%u\n", top.size());
  }
  return 0;
}
