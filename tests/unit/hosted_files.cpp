// Parts of files as storage, and archives that are such parts or lie in memory.

#include <satchel/hosted/file_archive.hpp>
#include <satchel/pack.hpp>

#include "temporary.hpp"

#include <doctest/doctest.h>

#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

using satchel::hosted::extent;

void write(const std::string& path, const std::string& content) { std::ofstream(path, std::ios::binary) << content; }

std::string all_of(const satchel::storage& store) {
  std::string scratch(store.size, '\0');
  const std::byte* at = nullptr;
  if (store.size == 0 || store.get(0, store.size, reinterpret_cast<std::byte*>(scratch.data()), at)) return "";
  return {reinterpret_cast<const char*>(at), store.size};
}

TEST_CASE_TEMPLATE("a part of a file is what was asked for, as far as there is one", File, satchel::hosted::mapped_file,
                   satchel::hosted::plain_file) {
  const satchel::test::temporary_directory folder;
  const std::string path = folder.path() / "file";
  std::string content;
  for (int i = 0; i < 3000; ++i) content += std::to_string(i) + ' ';
  write(path, content);
  File file;
  const auto part = [&](const extent& where) {
    CHECK(file.open(path.c_str(), where) == 0);
    return all_of(file.storage());
  };
  const std::uint64_t size = content.size();
  CHECK(file.open(path.c_str()) == 0);
  CHECK(all_of(file.storage()) == content);
  for (const std::uint64_t at : {0, 1, 4095, 4096, 4097, 9000})
    for (const std::uint64_t bytes : {1, 5, 4096, 4500}) CHECK(part({at, bytes}) == content.substr(at, bytes));
  CHECK(part({5000, UINT64_MAX}) == content.substr(5000));
  CHECK(part({size - 1, 2}) == content.substr(size - 1));
  for (const extent& nothing : {extent{size, 1}, extent{size + 1, 1}, extent{UINT64_MAX, UINT64_MAX}, extent{7, 0}})
    CHECK(part(nothing).empty());
}

TEST_CASE_TEMPLATE("what is no regular file is empty, and nobody is waited for", File, satchel::hosted::mapped_file,
                   satchel::hosted::plain_file) {
  const satchel::test::temporary_directory folder;
  const std::string pipe = folder.path() / "pipe";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  for (const std::string& path : {pipe, std::string("/dev/zero")}) {
    File file;
    CHECK(file.open(path.c_str()) == 0);
    CHECK(file.storage().size == 0);
  }
}

TEST_CASE_TEMPLATE("a directory is no file", File, satchel::hosted::mapped_file, satchel::hosted::plain_file) {
  const satchel::test::temporary_directory folder;
  File file;
  CHECK(file.open(folder.path().c_str()) == EISDIR);
}

// The number that the system gives to the next file.
int next_descriptor() {
  const int file = ::open("/dev/null", O_RDONLY);
  ::close(file);
  return file;
}

TEST_CASE_TEMPLATE("files are closed, whether they were opened well or not", File, satchel::hosted::mapped_file,
                   satchel::hosted::plain_file) {
  const satchel::test::temporary_directory folder;
  const std::string path = folder.path() / "file";
  write(path, "content");
  const int before = next_descriptor();
  {
    File left, closed, again, wrong;
    CHECK(left.open(path.c_str()) == 0);
    CHECK(closed.open(path.c_str()) == 0);
    closed.close();
    CHECK(again.open(path.c_str()) == 0);
    CHECK(again.open(path.c_str()) == 0);
    CHECK(wrong.open(folder.path().c_str()) != 0);
    CHECK(wrong.open((path + "s").c_str()) == ENOENT);
  }
  CHECK(next_descriptor() == before);
}

TEST_CASE_TEMPLATE("a program without a standard input can open files", File, satchel::hosted::mapped_file,
                   satchel::hosted::plain_file) {
  const satchel::test::temporary_directory folder;
  const std::string path = folder.path() / "file";
  write(path, "content");
  const int input = dup(0);
  ::close(0);
  {
    File file;
    CHECK(file.open(path.c_str()) == 0);
    CHECK(all_of(file.storage()) == "content");
  }
  CHECK(fcntl(0, F_GETFD) == -1);  // closed
  if (input < 0) return;           // there was none before
  dup2(input, 0);
  ::close(input);
}

TEST_CASE("an archive is opened where it lies") {
  const satchel::test::temporary_directory folder;
  const std::string path = folder.path() / "a.satchel", inside = folder.path() / "program";
  satchel::pack::options how;
  how.output = path;
  how.articles = [left = 1](satchel::pack::article& next, const satchel::pack::report&) mutable {
    next.identifier = "ferry";
    next.body.push_back({satchel::kind::paragraph, 0, "The ferry leaves at noon."});
    return left-- > 0;
  };
  satchel::pack::pack(how, [](const satchel::pack::problem&) {});
  std::ifstream in(path, std::ios::binary);
  const std::string archive{std::istreambuf_iterator<char>(in), {}};
  write(inside, std::string(4104, 'x') + archive + "more");

  const auto finds = [](auto& opened) {
    satchel::hits<1> found;
    return !opened.search("ferry", found) && found.size() == 1;
  };
  const extent where{4104, archive.size()};
  {
    const int before = next_descriptor();
    satchel::file_archive closed;
    CHECK(!closed.open(path.c_str()));
    closed.close();
    CHECK(next_descriptor() == before);
  }
  satchel::mapped_archive mapped;
  satchel::file_archive copied;
  CHECK(!mapped.open(inside.c_str(), satchel::checking::once, where));
  CHECK(finds(mapped));
  CHECK(!copied.open(inside.c_str(), satchel::checking::once, where));
  CHECK(finds(copied));
  CHECK(mapped.open(inside.c_str()).code == satchel::errc::not_an_archive);
  CHECK(mapped.open(inside.c_str(), satchel::checking::once, {4104}).code == satchel::errc::truncated);
  CHECK(mapped.open(inside.c_str(), satchel::checking::once, {4101, archive.size()}).code == satchel::errc::misaligned);

  alignas(8) static std::byte memory[1 << 16];
  REQUIRE(archive.size() <= sizeof memory);
  std::memcpy(memory, archive.data(), archive.size());
  CHECK(!mapped.open(satchel::in_memory({memory, archive.size()})));
  CHECK(finds(mapped));
  CHECK(!copied.open(satchel::in_memory({memory, archive.size()})));
  CHECK(finds(copied));
  const satchel::storage no_archive = satchel::in_memory({memory, 8});
  for (const bool with_key : {false, true}) {
    CHECK(copied.open("/no/such/file").code == satchel::errc::io);
    CHECK(copied.os_error() == ENOENT);
    if (with_key)
      CHECK(copied.open(no_archive, satchel::public_key{}).code == satchel::errc::not_signed);
    else
      CHECK(copied.open(no_archive).code == satchel::errc::not_an_archive);
    CHECK(copied.os_error() == 0);
  }
}

}  // namespace
