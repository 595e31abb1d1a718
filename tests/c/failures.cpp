// Wrong, damaged and newer archives, and too little memory: a code, a place, and a sentence.

#include "archives.hpp"
#include "temporary.hpp"

#include <satchel/format/crc32.hpp>

#include <doctest/doctest.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <set>

namespace {

using namespace c_test;

file_bytes text_file() { return file_bytes(200, std::byte{'x'}); }

file_bytes cut(std::size_t size) { return {seeds().begin(), seeds().begin() + static_cast<std::ptrdiff_t>(size)}; }

// With another version in its head, whose checksum is right (schema/SPEC.md).
file_bytes newer() {
  file_bytes out = seeds();
  out[16] = std::byte{9};
  const std::uint32_t crc = satchel::format::crc32(out.data() + 8, 52);
  for (unsigned i = 0; i < 4; ++i) out[60 + i] = static_cast<std::byte>(crc >> (8 * i));
  return out;
}

// Uses all of an archive and gives the codes that came.
std::set<int> use(satchel_archive* a) {
  std::set<int> codes;
  const auto add = [&](satchel_error e) {
    if (e.code == SATCHEL_OK) return;
    codes.insert(e.code);
    CHECK(explain(e).find("unknown") == std::string::npos);
  };
  satchel_hit hits[5];
  satchel_hit_list list = {hits, 5, 0, 0};
  for (const std::string query : {"printing", "\"movable type\"", "libr*", "tag:printing"}) {
    add(satchel_search(a, query.data(), query.size(), &list, nullptr));
    char room[100];
    satchel_snippet snippet;
    for (std::uint32_t i = 0; i < list.size; ++i)
      add(satchel_make_snippet(a, hits[i].article, query.data(), query.size(), room, sizeof room, &snippet));
  }
  std::uint32_t number = 0;
  add(satchel_find_title(a, "Keyword in context", 18, &number));
  for (std::uint32_t article = 0; article < satchel_size(a); article += 7)
    add(satchel_read(
        a, article, [](void*, const satchel_piece*) { return 1; }, nullptr));
  return codes;
}

}  // namespace

TEST_SUITE("C interface: failures") {
  TEST_CASE("files that cannot be opened") {
    const struct {
      file_bytes bytes;
      int code;
      const char* sentence;
    } all[] = {
        {{}, SATCHEL_NOT_AN_ARCHIVE, "this is not a Satchel archive"},
        {text_file(), SATCHEL_NOT_AN_ARCHIVE, "this is not a Satchel archive"},
        {cut(5000), SATCHEL_TRUNCATED, "the archive is cut short or has something appended"},
        {newer(), SATCHEL_NEWER_FORMAT, "the archive needs a newer version of Satchel"},
    };
    const satchel::test::temporary_directory place;
    const std::string path = (place.path() / "file").string();
    for (const auto& wrong : all) {
      CAPTURE(wrong.sentence);
      for (const satchel_storage& storage : {in_memory(wrong.bytes), copying(wrong.bytes)}) {
        const opened book(storage);
        CHECK(book.failure().code == wrong.code);
        CHECK(explain(book.failure()) == wrong.sentence);
      }
      std::ofstream(path, std::ios::binary)
          .write(reinterpret_cast<const char*>(wrong.bytes.data()), static_cast<std::streamsize>(wrong.bytes.size()));
      satchel_archive file = {};
      CHECK(satchel_open_file(&file, path.c_str(), SATCHEL_CHECK_AT_OPEN).code == wrong.code);
      CHECK(satchel_is_open(&file) == 0);
    }
    satchel_archive file = {};
    const satchel_error missing = satchel_open_file(&file, (path + "-not").c_str(), SATCHEL_CHECK_ONCE);
    CHECK(missing.code == SATCHEL_CANNOT_OPEN_FILE);
    CHECK(missing.where == ENOENT);
    CHECK(explain(missing) == "the file cannot be opened: system error " + std::to_string(ENOENT));
    CHECK(satchel_open_file(&file, place.path().c_str(), SATCHEL_CHECK_ONCE).where == EISDIR);
  }

  TEST_CASE("damage is found where it is, and goes no further") {
    std::set<int> codes;
    std::uint32_t noticed = 0, opened_well = 0, pages = 0;
    for (std::size_t place = 64; place < seeds().size(); place += 397) {
      CAPTURE(place);
      file_bytes bytes = seeds();
      bytes[place] ^= std::byte{0x10};
      opened book(place % 2 == 0 ? in_memory(bytes) : copying(bytes));
      if (book.failure().code != SATCHEL_OK) {
        CHECK(book.failure().code == SATCHEL_DAMAGED);
        CHECK(book.failure().part == SATCHEL_PART_DIRECTORY);
        CHECK(explain(book.failure()) == "the archive is damaged: directory");
        continue;
      }
      ++opened_well;
      const std::set<int> found = use(book.get());
      codes.insert(found.begin(), found.end());
      satchel_verify_result result;
      std::string sentence;
      const auto report = [](void* context, const satchel_error* e) {
        auto& first = *static_cast<std::string*>(context);
        if (first.empty()) first = explain(*e);
      };
      REQUIRE(satchel_verify(book.get(), &result, report, &sentence).code == SATCHEL_OK);
      CHECK(result.damaged > 0);
      CHECK(sentence.find("the archive is damaged: ") == 0);
      // Pages are looked at when the archive is opened, where that is asked for.
      const opened looked(in_memory(bytes), 1 << 20, SATCHEL_CHECK_AT_OPEN);
      if (sentence.find("index page") != std::string::npos) {
        CHECK(explain(looked.failure()) == sentence);
        ++pages;
      } else {
        CHECK(looked.failure().code == SATCHEL_OK);
      }
      noticed += found.empty() ? 0 : 1;
    }
    CHECK(opened_well > 100);
    CHECK(pages > 50);
    CHECK(noticed > opened_well / 4);
    CHECK(codes == std::set<int>{SATCHEL_DAMAGED});
  }

  TEST_CASE("storage that fails") {
    struct counter {
      int left;
      const file_bytes* bytes;
    };
    const auto read = [](void* context, std::uint64_t offset, std::size_t size, void* scratch) {
      auto& c = *static_cast<counter*>(context);
      if (c.left-- <= 0) return 0;
      std::memcpy(scratch, c.bytes->data() + offset, size);
      return 1;
    };
    for (int reads = 0; reads < 40; ++reads) {
      counter c{reads, &seeds()};
      opened book({read, nullptr, &c, nullptr, seeds().size()});
      if (book.failure().code != SATCHEL_OK)
        CHECK(book.failure().code == SATCHEL_IO);
      else
        CHECK(use(book.get()) == std::set<int>{SATCHEL_IO});
      CHECK((reads < 2) == (book.failure().code != SATCHEL_OK));
    }
    const opened none({nullptr, nullptr, nullptr, nullptr, 5000});
    CHECK(none.failure().code == SATCHEL_IO);
    CHECK(explain(none.failure()) == "the storage cannot be read: byte 0 of the file");
  }

  TEST_CASE("a workspace that is too small says how much is missing") {
    opened tiny(copying(seeds()), 8);
    CHECK(tiny.failure().code == SATCHEL_SMALL_WORKSPACE);
    CHECK(tiny.failure().where == tiny.failure().missing + 8);
    CHECK(explain(tiny.failure()) == "the workspace is too small: " + std::to_string(tiny.failure().where) +
                                         " bytes are needed, " + std::to_string(tiny.failure().missing) +
                                         " more than there are");
    opened just(copying(seeds()), tiny.failure().where);
    REQUIRE(just.failure().code == SATCHEL_OK);
    CHECK(satchel_need_open(just.get()) == tiny.failure().where);

    satchel_hit hits[3];
    satchel_hit_list list = {hits, 3, 0, 0};
    const satchel_error e = satchel_search(just.get(), "paper", 5, &list, nullptr);
    CHECK(e.code == SATCHEL_SMALL_WORKSPACE);
    satchel_query_size size;
    REQUIRE(satchel_measure("paper", 5, &size).code == SATCHEL_OK);
    CHECK(e.where == satchel_need_search(just.get(), &size));
    opened enough(copying(seeds()), e.where);
    CHECK(satchel_search(enough.get(), "paper", 5, &list, nullptr).code == SATCHEL_OK);
    CHECK(list.size == 3);
    const satchel_error more = satchel_read(
        enough.get(), 0, [](void*, const satchel_piece*) { return 1; }, nullptr);
    CHECK(more.code == SATCHEL_SMALL_WORKSPACE);
    CHECK(more.where == satchel_need_read(enough.get()));

    // Said when opening, where that is asked for.
    std::vector<std::uint64_t> workspace(4000);
    satchel_config how = {};
    how.storage = copying(seeds());
    how.workspace = workspace.data();
    how.workspace_size = workspace.size() * 8;
    how.terms = 4;
    satchel_archive archive = {};
    CHECK(satchel_open(&archive, &how).code == SATCHEL_SMALL_WORKSPACE);
    how.terms = 0;
    CHECK(satchel_open(&archive, &how).code == SATCHEL_OK);
  }

  TEST_CASE("queries that cannot be understood") {
    satchel_query_size size;
    const satchel_error e = satchel_measure("paper date:when", 15, &size);
    CHECK(e.code == SATCHEL_BAD_QUERY);
    CHECK(e.where == 6);
    CHECK(explain(e) == "the query cannot be understood: byte 6");
    std::string many;
    for (int i = 0; i < 1025; ++i) many += "a ";
    CHECK(satchel_measure(many.data(), many.size(), &size).code == SATCHEL_TOO_MANY_TERMS);
  }

  TEST_CASE("errors in words") {
    std::set<std::string> sentences, parts;
    for (std::uint16_t code = SATCHEL_OK; code <= SATCHEL_FORGED; ++code) sentences.insert(satchel_message(code));
    for (std::uint16_t code = SATCHEL_BAD_ARGUMENT; code <= SATCHEL_BUSY; ++code)
      sentences.insert(satchel_message(code));
    for (std::uint16_t part = SATCHEL_PART_NONE; part <= SATCHEL_PART_SIGNATURE; ++part)
      parts.insert(satchel_part_name(part));
    CHECK(sentences.size() == 19);
    CHECK(parts.size() == 13);
    CHECK(sentences.count("unknown error") == 0);
    CHECK(parts.count("unknown part") == 0);
    for (const std::uint16_t unknown : std::initializer_list<std::uint16_t>{16, 127, 131, 256, 0x102, 0xffff}) {
      CHECK(satchel_message(unknown) == std::string("unknown error"));
      CHECK(satchel_part_name(unknown) == std::string("unknown part"));
    }

    const satchel_error e = {18446744073709551615u, 0, SATCHEL_DAMAGED, SATCHEL_PART_BLOCK};
    const std::string whole = "the archive is damaged: block 18446744073709551615";
    CHECK(explain(e) == whole);
    char room[60];
    for (std::size_t size = 0; size < sizeof room; ++size) {
      std::memset(room, '#', sizeof room);
      CHECK(satchel_explain(&e, room, size) == whole.size());
      if (size > 0) CHECK(std::string(room) == whole.substr(0, size - 1));
      CHECK(room[size] == '#');
    }
  }
}
