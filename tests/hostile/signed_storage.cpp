// What a signed storage keeps of what it read, what it says of its errors, and what is told of a signature.

#include "answers.hpp"
#include "signing.hpp"

#include <satchel/signature.hpp>
#include <satchel/signature_info.hpp>

#include <doctest/doctest.h>

#include <cstring>
#include <string>

namespace {

using namespace hostile;
using satchel::errc;
using satchel::test::signed_archive;
using satchel::test::signing_key;

// Counts what is read, and reads nothing when told to.
struct counted_reads {
  const file_bytes* bytes;
  unsigned reads = 0;
  bool fails = false;

  satchel::storage storage() { return {&counted_reads::read, this, bytes->size(), nullptr}; }
  static bool read(void* context, std::uint64_t offset, std::size_t size, std::byte* scratch) {
    auto& self = *static_cast<counted_reads*>(context);
    ++self.reads;
    std::memcpy(scratch, self.bytes->data() + offset, size);
    return !self.fails;
  }
};

TEST_CASE("the unit that was read last is at hand, and a storage that fails forges nothing") {
  const signing_key key(1);
  const file_bytes bytes = signed_archive(packed(wordy_collection()), key, 512);
  counted_reads below{&bytes};
  guarded_memory memory(ample);
  satchel::signed_storage layer;
  REQUIRE(!layer.open(below.storage(), key.open(), memory.bytes()));
  const satchel::storage store = layer.storage();
  std::byte scratch[100];
  const std::byte* out = nullptr;
  for (const std::uint64_t unit : {0, 3, 1}) {
    CAPTURE(unit);
    REQUIRE(!store.get(512 * unit, sizeof scratch, scratch, out));
    const unsigned before = below.reads;
    for (const std::uint64_t at : {0, 20, 412}) {
      REQUIRE(!store.get(512 * unit + at, sizeof scratch, scratch, out));
      CHECK(std::memcmp(out, bytes.data() + 512 * unit + at, sizeof scratch) == 0);
    }
    CHECK(below.reads == before);
  }
  below.fails = true;
  const satchel::error lost = store.get(512 * 5, sizeof scratch, scratch, out);
  CHECK(lost.code == errc::io);
  CHECK(layer.explain(lost).code == errc::io);
}

TEST_CASE("a layer that is not open has no memory to use") { CHECK(satchel::signed_storage().useful() == 0); }

TEST_CASE("what is told of a signature is what minisign's files hold") {
  const signing_key key(1);
  const file_bytes bytes = signed_archive(packed(small_collection()), key, 512);
  satchel::signature_info info{};
  REQUIRE(!satchel::read_signature(direct(bytes), info));
  CHECK(std::memcmp(info.key_id, key.open().id, sizeof info.key_id) == 0);
  CHECK(info.unit == 512);
  const std::string comment(reinterpret_cast<const char*>(bytes.data()) + info.comment_offset, info.comment_bytes);
  CHECK(comment.find("of a test, root ") == 0);
  CHECK(satchel::signed_comment(info, key.open(), comment));
  CHECK_FALSE(satchel::signed_comment(info, key.open(), "of a text"));
  const satchel::pack::key_signature again = key.sign({info.statement, sizeof info.statement}, comment);
  CHECK(std::memcmp(info.signature, again.signature.data(), sizeof info.signature) == 0);
  CHECK(std::memcmp(info.comment_signature, again.comment_signature.data(), sizeof info.comment_signature) == 0);
}

}  // namespace
