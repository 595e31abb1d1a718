// Signed archives, changed in every way that one can think of: a reader with the key shows nothing that was not signed.

#include "answers.hpp"
#include "faulty_file.hpp"
#include "signing.hpp"
#include "thorough.hpp"

#include <satchel/signature.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <random>
#include <string>

namespace {

using namespace hostile;
using satchel::checking;
using satchel::errc;
using satchel::format::signature_record;
using satchel::test::signed_archive;
using satchel::test::signing_key;

// A way to open archives, with so much memory for the signature beyond what it needs.
struct access {
  bool copies;
  checking check;
  std::uint64_t spare;
};
constexpr access ways[] = {{true, checking::on_read, 0},  {true, checking::on_read, 5000},
                           {true, checking::once, 60000}, {false, checking::on_read, 0},
                           {false, checking::once, 0},    {false, checking::once, 9000},
                           {false, checking::at_open, 0}};

std::uint64_t need_of(const satchel::storage& below, const satchel::public_key& key, checking check) {
  satchel::signed_storage none;
  const satchel::error e = none.open(below, key, {}, check);
  REQUIRE(e.code == errc::small_workspace);
  REQUIRE(e.missing == e.where);
  return e.where;
}

// An archive behind a signature. What it says is asked as of any other.
class signed_reader {
 public:
  explicit signed_reader(std::uint64_t memory) : memory_(memory), workspace_(ample) {}

  satchel::error open(const satchel::storage& below, const satchel::public_key& key, checking check) {
    if (const satchel::error e = layer_.open(below, key, memory_.bytes(), check)) return e;
    return layer_.explain(archive.open({layer_.storage(), workspace_.bytes(), checking::never}));
  }

  answer ask(const question& q) {
    answer out = hostile::ask(archive, q);
    out.failure = layer_.explain(out.failure);
    return out;
  }

  bool untouched() const { return memory_.untouched() && workspace_.untouched(); }

  satchel::archive archive;

 private:
  satchel::signed_storage layer_;
  guarded_memory memory_, workspace_;
};

// Copies, and notes which bytes were asked for.
struct noted_reads {
  const file_bytes* bytes;
  std::vector<bool> seen;

  explicit noted_reads(const file_bytes& from) : bytes(&from), seen(from.size()) {}
  satchel::storage storage() { return {&noted_reads::read, this, bytes->size(), nullptr}; }
  static bool read(void* context, std::uint64_t offset, std::size_t size, std::byte* scratch) {
    auto& self = *static_cast<noted_reads*>(context);
    REQUIRE(offset + size <= self.bytes->size());
    std::memcpy(scratch, self.bytes->data() + offset, size);
    std::fill_n(self.seen.begin() + static_cast<std::ptrdiff_t>(offset), size, true);
    return true;
  }
};

class signed_subject {
 public:
  signed_subject(const file_bytes& plain, const std::vector<std::string>& queries, std::uint32_t unit = 0)
      : intact(signed_archive(plain, key, unit)), questions(questions_for(intact, queries)) {
    guarded_memory memory(ample);
    satchel::archive open;
    REQUIRE(!open.open({direct(intact), memory.bytes(), checking::on_read}));
    right = ask_all(open, questions);
  }

  std::uint64_t need(const access& how, const file_bytes& from) const {
    return need_of(how.copies ? copying(from) : direct(from), key.open(), how.check) + how.spare;
  }

  // Opens changed bytes and asks everything. Gives how many refusals there were; anything wrong fails the test.
  unsigned refusals(const satchel::storage& from, const access& how, std::uint64_t memory) {
    signed_reader reader(memory);
    if (const satchel::error e = reader.open(from, key.open(), how.check)) return refused(e) ? 1 : 0;
    unsigned out = 0;
    for (std::size_t i = 0; i < questions.size(); ++i) {
      const answer given = reader.ask(questions[i]);
      if (given.failure) out += refused(given.failure) ? 1 : 0;
      const bool same =
          given.failure ? right[i].text.compare(0, given.text.size(), given.text) == 0 : right[i].text == given.text;
      if (!same) FAIL_CHECK(describe(questions[i]), " gave ", given.text, " instead of ", right[i].text);
    }
    CHECK(reader.untouched());
    return out;
  }

  const signing_key key{1};
  const file_bytes intact;
  const std::vector<question> questions;
  std::vector<answer> right;

 private:
  static bool refused(const satchel::error& e) {
    CHECK(e.missing == 0);
    // The head is signed and says how long the file is, so that a comment that was cut is seen there.
    if (e.code == errc::forged || e.code == errc::not_signed || e.code == errc::truncated) return true;
    FAIL_CHECK("a misleading error: ", message(e.code), ", ", name(e.part));
    return false;
  }
};

TEST_CASE("a signed archive says what the same archive says unsigned, with the key and without") {
  const file_bytes plain = packed(wordy_collection());
  for (const std::uint32_t unit : {0u, 512u, 4096u, 65536u}) {
    CAPTURE(unit);
    signed_subject subject(plain, wordy_queries(), unit);
    guarded_memory memory(ample);
    satchel::archive open;
    REQUIRE(!open.open({direct(plain), memory.bytes(), checking::on_read}));
    for (std::size_t i = 1; i < subject.questions.size(); ++i) {  // the facts have another size of the file
      CAPTURE(describe(subject.questions[i]));
      CHECK(ask(open, subject.questions[i]).text == subject.right[i].text);
    }
    for (const access& how : ways) {
      CAPTURE(static_cast<int>(how.check));
      CAPTURE(how.spare);
      CHECK(subject.refusals(how.copies ? copying(subject.intact) : direct(subject.intact), how,
                             subject.need(how, subject.intact)) == 0);
    }
  }
}

TEST_CASE("signing is repeatable, and signing a signed archive signs what it was before") {
  const file_bytes plain = packed(small_collection());
  const signing_key key(1), other(2);
  const file_bytes once = signed_archive(plain, key);
  CHECK(once == signed_archive(plain, key));
  CHECK(once == signed_archive(once, key));
  CHECK(once == signed_archive(signed_archive(plain, other, 4096), key));
}

// Each byte that a reader looks at is missed at once, and no other is.
void flip_each(signed_subject& subject, const access& how, std::size_t step) {
  const std::uint64_t memory = subject.need(how, subject.intact);
  noted_reads notes(subject.intact);
  if (how.copies) REQUIRE(subject.refusals(notes.storage(), how, memory) == 0);
  file_bytes changed = subject.intact;
  const std::size_t record = changed.size() - satchel::format::record_bytes;
  std::mt19937 random(5);
  unsigned unseen = 0;
  for (std::size_t at = 0; at < changed.size(); at += 1 + random() % step) {
    CAPTURE(at);
    const std::byte bit{static_cast<unsigned char>(1u << random() % 8)};
    changed[at] ^= bit;
    const unsigned refused = subject.refusals(how.copies ? copying(changed) : direct(changed), how, memory);
    const bool looked_at = at < record ? notes.seen[at] : at - record < signature_record::comment_signature_at;
    if (how.copies) CHECK((refused > 0) == looked_at);
    if (refused == 0) ++unseen;
    changed[at] ^= bit;
  }
  // The comment, its signature and what is between frames.
  CHECK(unseen < changed.size() / 4);
}

TEST_CASE("each changed byte of a signed archive is refused where it is read, and nowhere else") {
  signed_subject subject(packed(small_collection()), small_queries());
  for (const access& how : ways) {
    CAPTURE(how.copies);
    CAPTURE(static_cast<int>(how.check));
    const std::size_t step = how.spare == 0 ? 1 : 5;
    flip_each(subject, how, slow_build && !thorough() ? 10 * step : step);
  }
}

TEST_CASE("verify without a key sees each flipped byte of a signed archive") {
  file_bytes changed = signed_archive(packed(small_collection()), signing_key(1));
  std::mt19937 random(6);
  guarded_memory memory(ample);
  for (std::size_t at = 0; at < changed.size(); ++at) {
    CAPTURE(at);
    const std::byte bit{static_cast<unsigned char>(1u << random() % 8)};
    changed[at] ^= bit;
    satchel::archive open;
    if (!open.open({direct(changed), memory.bytes(), checking::on_read})) {
      satchel::verify_result result;
      CHECK(!satchel::verify(open, result, [](const satchel::error&) {}));
      CHECK(result.damaged > 0);
    }
    changed[at] ^= bit;
  }
}

TEST_CASE("verify with a key looks at all of the archive") {
  const signed_subject subject(packed(small_collection()), small_queries());
  for (const access& how : ways) {
    signed_reader reader(subject.need(how, subject.intact));
    REQUIRE(!reader.open(how.copies ? copying(subject.intact) : direct(subject.intact), subject.key.open(), how.check));
    satchel::verify_result result;
    CHECK(!satchel::verify(reader.archive, result, [](const satchel::error&) {}));
    CHECK(result.damaged == 0);
    CHECK(result.checked > 0);
  }
}

// Gives other bytes than before, now and then.
struct lying_file {
  const file_bytes* bytes;
  std::mt19937 random;
  unsigned lies = 0, chance;

  satchel::storage storage() { return {&lying_file::read, this, bytes->size(), nullptr}; }
  static bool read(void* context, std::uint64_t offset, std::size_t size, std::byte* scratch) {
    auto& self = *static_cast<lying_file*>(context);
    std::memcpy(scratch, self.bytes->data() + offset, size);
    if (self.random() % self.chance != 0) return true;
    ++self.lies;
    scratch[self.random() % size] ^= static_cast<std::byte>(1 + self.random() % 255);
    return true;
  }
};

TEST_CASE("storage that gives other bytes now and then shows nothing that was not signed") {
  signed_subject subject(packed(wordy_collection()), wordy_queries(), 1024);
  unsigned lies = 0, refused = 0;
  for (unsigned round = 0; round < 400; ++round) {
    const access& how = ways[round % 3];
    lying_file file{&subject.intact, std::mt19937(round), 0, 2 + round % 40};
    refused += subject.refusals(file.storage(), how, subject.need(how, subject.intact));
    lies += file.lies;
  }
  CHECK(lies > 400);
  CHECK(refused > 200);
}

TEST_CASE("units of another archive of the same key, and of other places, are refused") {
  articles one = small_collection(), two = small_collection();
  two[1]["title"] = "The wooden crest";
  two[0]["body"] = "Crushed oak galls and iron make a pale ink.\n\nThe ink bites into the paper.";
  signed_subject subject(packed(one), small_queries(), 512);
  const file_bytes other = signed_archive(packed(two), subject.key, 512);
  const std::size_t units = std::min(subject.intact.size(), other.size()) / 512;
  unsigned swapped = 0;
  for (std::size_t from = 0; from < units; ++from)
    for (std::size_t to = 0; to < units; ++to) {
      file_bytes changed = subject.intact;
      const file_bytes& source = from == to ? other : subject.intact;
      std::copy_n(source.begin() + static_cast<std::ptrdiff_t>(512 * from), 512,
                  changed.begin() + static_cast<std::ptrdiff_t>(512 * to));
      if (changed == subject.intact) continue;
      for (const access& how : {ways[0], ways[4]})
        swapped += subject.refusals(how.copies ? copying(changed) : direct(changed), how, ample) > 0 ? 1 : 0;
    }
  CHECK(swapped > units * units);
}

// What is signed of an archive, and where its hashes are.
struct signed_tree {
  explicit signed_tree(const file_bytes& archive) {
    REQUIRE(!satchel::format::read_record(direct(archive), record));
    REQUIRE(record.take_tree(archive.size(), tree, root));
  }

  signature_record record;
  satchel::format::hash_tree tree;
  satchel::format::tree_hash root;
};

// All hashes above a unit made anew, as whoever has no secret key can: up to the root, which is signed.
TEST_CASE("a changed unit is refused with all hashes of the file made to fit it") {
  signed_subject subject(packed(small_collection()), small_queries(), 512);
  const signed_tree signed_by(subject.intact);
  const satchel::format::hash_tree& tree = signed_by.tree;
  for (std::uint64_t leaf = 0; leaf < tree.count(0); ++leaf) {
    file_bytes changed = subject.intact;
    changed[tree.offset(0, leaf) + 5] ^= std::byte{4};
    std::uint64_t number = leaf;
    for (unsigned level = 0; level < tree.height(); ++level, number = tree.parent(number)) {
      const satchel::format::tree_hash made = satchel::format::hash_tree::hash(
          level, number, {changed.data() + tree.offset(level, number), tree.size(level, number)});
      const std::uint64_t place = tree.offset(level + 1, tree.parent(number)) + tree.place_in_parent(number);
      std::memcpy(changed.data() + place, made.at, sizeof made.at);
    }
    for (const access& how : {ways[0], ways[1], ways[3], ways[4], ways[6]})
      CHECK(subject.refusals(how.copies ? copying(changed) : direct(changed), how, ample) > 0);
  }
}

// As whoever has the secret key could by mistake: a hash of the first unit that differs in one byte, and all above it,
// the signature too, made to fit.
TEST_CASE("a unit is refused whose hash differs in any byte from the one that was signed") {
  signed_subject subject(packed(small_collection()), small_queries(), 512);
  signed_tree signed_by(subject.intact);
  signature_record& record = signed_by.record;
  const satchel::format::hash_tree& tree = signed_by.tree;
  satchel::format::tree_hash root = signed_by.root;
  REQUIRE(tree.height() == 1);
  std::byte* const signed_root =
      std::search(record.raw, record.raw + sizeof record.raw, root.at, root.at + sizeof root.at);
  for (std::size_t i = 0; i < sizeof root.at; ++i) {
    file_bytes changed = subject.intact;
    std::byte* const top = changed.data() + tree.offset(1, 0);
    top[tree.place_in_parent(0) + i] ^= std::byte{1};
    root = satchel::format::hash_tree::hash(1, 0, {top, tree.size(1, 0)});
    std::memcpy(signed_root, root.at, sizeof root.at);
    const satchel::pack::key_signature made = subject.key.sign(record.statement(), "");
    std::byte* const raw = changed.data() + changed.size() - sizeof record.raw;
    std::memcpy(raw, record.raw, sizeof record.raw);
    std::memcpy(raw + (record.signature() - record.raw), made.signature.data(), made.signature.size());
    for (const access& how : {ways[0], ways[4], ways[6]})
      CHECK(subject.refusals(how.copies ? copying(changed) : direct(changed), how, ample) > 0);
  }
}

TEST_CASE("whoever has another key, no signature, or a tree that is cut is refused") {
  signed_subject subject(packed(small_collection()), small_queries());
  const file_bytes plain = packed(small_collection());
  guarded_memory memory(ample);
  const auto opened = [&](const file_bytes& bytes, const satchel::public_key& key) {
    satchel::signed_storage layer;
    const satchel::error e = layer.open(direct(bytes), key, memory.bytes());
    CHECK(e.missing == 0);
    return e.code;
  };
  const signing_key other(2);
  CHECK(opened(subject.intact, subject.key.open()) == errc::none);
  CHECK(opened(subject.intact, other.open()) == errc::not_signed);
  CHECK(opened(plain, subject.key.open()) == errc::not_signed);
  CHECK(opened({}, subject.key.open()) == errc::not_signed);
  satchel::public_key pretended = other.open();  // the right number on another key
  std::memcpy(pretended.id, subject.key.open().id, sizeof pretended.id);
  CHECK(opened(subject.intact, pretended) == errc::not_signed);

  // Bytes taken from any place of the file, with the record left at its end.
  for (std::size_t at = 0; at + satchel::format::record_bytes + 32 < subject.intact.size(); at += 32) {
    file_bytes cut = subject.intact;
    cut.erase(cut.begin() + static_cast<std::ptrdiff_t>(at), cut.begin() + static_cast<std::ptrdiff_t>(at) + 32);
    const errc e = opened(cut, subject.key.open());
    if (e == errc::none) CHECK(subject.refusals(direct(cut), ways[3], ample) > 0);
  }
  for (std::size_t size = 0; size < subject.intact.size(); size += 7) {
    const file_bytes cut(subject.intact.begin(), subject.intact.begin() + static_cast<std::ptrdiff_t>(size));
    CHECK(opened(cut, subject.key.open()) == errc::not_signed);
  }
}

TEST_CASE("the memory that a signature needs is said before, and is enough") {
  const signed_subject subject(packed(wordy_collection()), wordy_queries(), 512);
  for (const access& how : ways) {
    const satchel::storage from = how.copies ? copying(subject.intact) : direct(subject.intact);
    const std::uint64_t need = need_of(from, subject.key.open(), how.check);
    CHECK(need <= 2 * 512 + 8 + subject.intact.size() / 512 / 8 + 8);
    for (std::uint64_t size = 0; size <= need; size += 8) {
      guarded_memory memory(size);
      satchel::signed_storage layer;
      const satchel::error e = layer.open(from, subject.key.open(), memory.bytes(), how.check);
      CHECK(e.code == (size < need ? errc::small_workspace : errc::none));
      if (e) CHECK(e.missing == need - size);
      if (!e) CHECK(layer.useful() > need);
    }
  }
}

// Two units with what is kept of each, and a bit for each unit that was checked, in words of 64.
TEST_CASE("a signature needs a bit of memory for each unit that is checked once") {
  const signing_key key{1};
  std::mt19937 random(7);
  std::string text;
  file_bytes plain;
  std::uint64_t units = 0;
  while (units % 64 != 0 || units < 128) {  // as many as the words have bits: one unit more takes another
    add_numbers(text, random, text.size() + (units < 120 ? 8000 : 400));
    plain = packed_text(text);
    units = (plain.size() + 511) / 512;
  }
  const file_bytes bytes = signed_archive(plain, key, 512);
  CHECK(need_of(direct(bytes), key.open(), checking::once) == 2 * 512 + 8 + units / 8);
  CHECK(need_of(direct(bytes), key.open(), checking::on_read) == 2 * 512 + 8);
  CHECK(need_of(copying(bytes), key.open(), checking::once) == 2 * 512 + 8);
}

TEST_CASE("reads of all places and sizes give what the file has") {
  const signed_subject subject(packed(wordy_collection()), wordy_queries(), 512);
  std::mt19937 random(9);
  const std::size_t content = subject.intact.size();  // with the signature's own frame
  for (const access& how : ways) {
    for (const std::uint64_t spare : {std::uint64_t{0}, std::uint64_t{3000}, std::uint64_t{20000}}) {
      const satchel::storage from = how.copies ? copying(subject.intact) : direct(subject.intact);
      guarded_memory memory(need_of(from, subject.key.open(), how.check) + spare);
      satchel::signed_storage layer;
      REQUIRE(!layer.open(from, subject.key.open(), memory.bytes(), how.check));
      const satchel::storage store = layer.storage();
      std::vector<std::byte> scratch(content);
      bool all = true;
      for (unsigned round = 0; round < 2000; ++round) {
        const std::size_t size = round % 10 == 0 ? random() % (content / 2) : random() % 700;
        const std::size_t offset = random() % (content - size);
        const std::byte* out = nullptr;
        all = all && !store.get(offset, size, scratch.data(), out) &&
              std::memcmp(out, subject.intact.data() + offset, size) == 0;
      }
      CHECK(all);
      CHECK(memory.untouched());
    }
  }
}

TEST_CASE("each read of a signature that goes wrong is reported") {
  const file_bytes plain = packed(small_collection()), whole = signed_archive(plain, signing_key(1), 512);
  faulty_file file;
  file.bytes = &whole;
  file.count = 1;
  std::vector<std::byte> buffer(satchel::format::hash_tree::unit_max);
  const auto lost = [&](std::uint64_t first) {
    file.first = first;
    file.reads = 0;
    unsigned out = 0;
    std::uint64_t checked = 0;
    satchel::detail::verify_signature(file.storage(), plain.size(), buffer.data(), checked,
                                      [&](const satchel::error&) { ++out; });
    return out;
  };
  REQUIRE(lost(~std::uint64_t{0}) == 0);
  const std::uint64_t reads = file.reads;
  CHECK(reads > 10);
  for (std::uint64_t n = 0; n < reads; ++n) {
    CAPTURE(n);
    CHECK(lost(n) == 1);
  }
}

}  // namespace
