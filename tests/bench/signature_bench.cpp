// What a signature costs: signature_bench ARCHIVE QUERIES, where QUERIES has one query a line. Signs the archive with
// units of several sizes and prints Markdown: bytes and seconds to sign; then, for search, ten titles and the best
// article, the memory that checking takes, and what is read of storage that copies and how long it takes when mapped.

#include "measure.hpp"
#include "signing.hpp"

#include <satchel/hosted/file_archive.hpp>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

using satchel::checking;
using file_bytes = std::vector<std::byte>;

struct counted {
  const file_bytes* bytes;
  std::uint64_t reads = 0, read_bytes = 0;

  satchel::storage storage() { return {&counted::read, this, bytes->size(), nullptr}; }
  static bool read(void* context, std::uint64_t offset, std::size_t size, std::byte* scratch) {
    auto& self = *static_cast<counted*>(context);
    ++self.reads;
    self.read_bytes += size;
    std::memcpy(scratch, self.bytes->data() + offset, size);
    return true;
  }
};

template <class Archive>
bool use(Archive& book, const std::string& query) {
  satchel::hits<10> top;
  if (book.search(query, top)) return false;
  satchel::article_entry title;
  satchel::archive* reader = nullptr;
  if constexpr (std::is_same_v<Archive, satchel::archive>)
    reader = &book;
  else
    reader = &book.get();
  for (const satchel::hit hit : top)
    if (reader->find_entry(hit.article, title)) return false;
  return top.empty() || !reader->read(top[0].article, [](const satchel::piece&) {});
}

// Reads and KiB a query of an archive that is opened for each, its workspace and its tree in so much memory.
struct reads {
  double number = 0, kib = 0;
  std::uint64_t memory = 0;
  bool good = true;
};

reads count_reads(const file_bytes& bytes, const satchel::public_key* key, bool much,
                  const std::vector<std::string>& queries) {
  std::vector<std::uint64_t> workspace(std::size_t{4} << 17), tree;
  reads out;
  for (const std::string& query : queries) {
    counted below{&bytes};
    satchel::signed_storage layer;
    satchel::storage from = below.storage();
    if (key != nullptr) {
      const satchel::error small = layer.open(from, *key, {});
      out.memory = much ? layer.useful() : small.where;
      tree.resize(out.memory / 8 + 1);
      below = {&bytes};
      out.good &= !layer.open(from, *key, {reinterpret_cast<std::byte*>(tree.data()), tree.size() * 8});
      from = layer.storage();
    }
    satchel::archive book;
    out.good &= !book.open({from, {reinterpret_cast<std::byte*>(workspace.data()), workspace.size() * 8}});
    out.good &= use(book, query);
    out.number += static_cast<double>(below.reads) / static_cast<double>(queries.size());
    out.kib += static_cast<double>(below.read_bytes) / 1024 / static_cast<double>(queries.size());
  }
  return out;
}

// Microseconds a query, the least of several rounds, and to open.
struct times {
  double query = 0, open = 0;
  bool good = true;
};

times time_mapped(const std::string& path, const satchel::public_key* key, checking check,
                  const std::vector<std::string>& queries) {
  constexpr int rounds = 7;
  times out;
  satchel::mapped_archive book;
  const std::int64_t start = bench::now_ns();
  out.good = !(key == nullptr ? book.open(path.c_str(), check) : book.open(path.c_str(), *key, check));
  out.open = static_cast<double>(bench::now_ns() - start) / 1e3;
  for (int round = 0; round < rounds && out.good; ++round) {
    const std::int64_t begin = bench::now_ns();
    for (const std::string& query : queries) out.good &= use(book, query);
    const double took = static_cast<double>(bench::now_ns() - begin) / 1e3 / static_cast<double>(queries.size());
    if (round == 0 || took < out.query) out.query = took;
  }
  return out;
}

file_bytes content_of(const char* path) {
  std::ifstream in(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const auto* first = reinterpret_cast<const std::byte*>(text.data());
  return {first, first + text.size()};
}

}  // namespace

int main(int count, char** values) {
  if (count != 3) return 2;
  const file_bytes plain = content_of(values[1]);
  std::vector<std::string> queries;
  std::ifstream lines(values[2]);
  for (std::string line; std::getline(lines, line);) queries.push_back(line);
  const satchel::test::signing_key key(1);
  const satchel::test::temporary_directory place;
  const std::string path = (place.path() / "signed.satchel").string();
  bool good = !queries.empty();

  const reads bare = count_reads(plain, nullptr, false, queries);
  const times unsigned_time = time_mapped(values[1], nullptr, checking::once, queries);
  good &= bare.good && unsigned_time.good;
  std::printf("%zu bytes, %zu queries; without a signature %.1f reads, %.1f KiB, %.1f us a query, %.0f us to open\n\n",
              plain.size(), queries.size(), bare.number, bare.kib, unsigned_time.query, unsigned_time.open);
  std::printf(
      "| unit | file, %% more | to sign, s | least memory | reads | KiB | more memory | reads | KiB | on_read, us | "
      "once, "
      "us | at_open, us | to open, us | at_open, ms |\n"
      "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
  for (const std::uint32_t unit : {512u, 1024u, 2048u, 4096u, 16384u, 65536u}) {
    const std::int64_t start = bench::now_ns();
    const file_bytes bytes = satchel::test::signed_archive(plain, key, unit);
    const double seconds = static_cast<double>(bench::now_ns() - start) / 1e9;
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    const reads least = count_reads(bytes, &key.open(), false, queries);
    const reads more = count_reads(bytes, &key.open(), true, queries);
    const times each = time_mapped(path, &key.open(), checking::on_read, queries);
    const times once = time_mapped(path, &key.open(), checking::once, queries);
    const times before = time_mapped(path, &key.open(), checking::at_open, queries);
    good &= least.good && more.good && each.good && once.good && before.good;
    std::printf("| %u | %.2f | %.2f | %llu | %.1f | %.1f | %llu | %.1f | %.1f | %.1f | %.1f | %.1f | %.0f | %.1f |\n",
                unit, 100.0 * static_cast<double>(bytes.size() - plain.size()) / static_cast<double>(plain.size()),
                seconds, static_cast<unsigned long long>(least.memory), least.number, least.kib,
                static_cast<unsigned long long>(more.memory), more.number, more.kib, each.query, once.query,
                before.query, once.open, before.open / 1e3);
  }
  return good ? 0 : 1;
}
