// Hostile archives as files, for programs to meet (programs/programs_test.py). None is kept: the same seed makes the
// same ones.
//
//   SPECIMENS=FOLDER SEED=14 COUNT=20 hostile --no-skip --test-case='specimens*'
//
// What each is stands in FOLDER/list.tsv: the file, the archive that it was made of, whether its checksums are right or
// wrong, and what is wrong with it.

#include "forging.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <random>
#include <string>

namespace {

using namespace hostile;

class specimens {
 public:
  explicit specimens(const std::string& folder) : folder_(folder), list_(folder + "/list.tsv") {}

  void set_base(const std::string& name) { base_ = name; }

  void add(const char* kind, const file_bytes& bytes, bool checksums_hold, const std::string& about) {
    const std::string name = base_ + "-" + kind + "-" + std::to_string(count_++) + ".satchel";
    std::ofstream file(folder_ + "/" + name, std::ios::binary);
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    list_ << name << '\t' << base_ << '\t' << (checksums_hold ? "right" : "wrong") << '\t' << about << '\n';
    REQUIRE(file.good());
    REQUIRE(list_.good());
  }

 private:
  std::string folder_, base_;
  std::ofstream list_;
  unsigned count_ = 0;
};

std::string at(std::size_t place) { return " at byte " + std::to_string(place); }

void flip_bits(specimens& out, const file_bytes& intact, std::mt19937& random, unsigned count) {
  for (unsigned i = 0; i < count; ++i) {
    file_bytes bytes = intact;
    const std::size_t place = random() % bytes.size();
    bytes[place] ^= std::byte{1} << random() % 8;
    out.add("flip", bytes, false, "a bit turned over" + at(place));
  }
}

void overwrite(specimens& out, const file_bytes& intact, std::mt19937& random, unsigned count) {
  for (unsigned i = 0; i < count; ++i) {
    file_bytes bytes = intact;
    const std::size_t size = 1 + random() % 40, place = random() % (bytes.size() - size);
    for (std::size_t b = place; b < place + size; ++b) bytes[b] = static_cast<std::byte>(random());
    out.add("overwritten", bytes, false, std::to_string(size) + " bytes of noise" + at(place));
  }
}

void change_length(specimens& out, const file_bytes& intact, std::mt19937& random, unsigned count) {
  for (unsigned i = 0; i < count; ++i) {
    file_bytes bytes = intact;
    bytes.resize(i < 2 ? 60 + 8 * i : random() % bytes.size());
    out.add("short", bytes, false, "cut" + at(bytes.size()));
  }
  for (const std::size_t more : {std::size_t{1}, std::size_t{512}, intact.size()}) {
    file_bytes bytes = intact;
    bytes.resize(intact.size() + more, std::byte{0xFF});
    out.add("long", bytes, false, std::to_string(more) + " bytes appended");
  }
  out.add("empty", {}, false, "no byte");
  out.add("zeros", file_bytes(intact.size()), false, "zeros");
}

void forge_some(specimens& out, const file_bytes& intact, std::mt19937& random, unsigned count) {
  const parts original = take_apart(intact);
  for (unsigned i = 0; i < count; ++i) {
    const forgery made = forge(original, random);
    out.add("forged", made.bytes, true, "random changes in " + made.where);
  }
}

// Each number of head and directory beyond all bounds: whatever it is, all four bytes of it.
void exceed_bounds(specimens& out, const file_bytes& intact, unsigned step) {
  const parts original = take_apart(intact);
  constexpr unsigned word = 4;
  const auto each = [&](const char* where, std::size_t size, auto&& bytes_of) {
    for (std::size_t place = 0; place + word <= size; place += std::size_t{word} * step)
      for (const std::byte filling : {std::byte{0}, std::byte{0x7F}, std::byte{0xFF}}) {
        parts p = original;
        std::fill_n(bytes_of(p) + place, word, filling);
        out.add("bound", put_together(p), true,
                std::string(where) + ": " + std::to_string(static_cast<int>(filling)) + " four times" + at(place));
      }
  };
  each("head", sizeof original.head, [](parts& p) { return reinterpret_cast<std::byte*>(&p.head); });
  each("directory", original.directory.size(), [](parts& p) { return p.directory.data(); });
}

void write_all(specimens& out, unsigned seed, unsigned count) {
  std::mt19937 random(seed);
  const unsigned step = count < 100 ? 9 : 1;
  const struct {
    const char* name;
    articles content;
  } bases[] = {{"small", small_collection()}, {"many", many_articles()}, {"coded", repeated_collection()}};
  for (const auto& base : bases) {
    const file_bytes intact = packed(base.content);
    out.set_base(base.name);
    out.add("intact", intact, true, "nothing is wrong");
    flip_bits(out, intact, random, count);
    overwrite(out, intact, random, count / 2);
    change_length(out, intact, random, count / 4 + 2);
    forge_some(out, intact, random, count);
    exceed_bounds(out, intact, step);
    if (base.name == std::string("many"))
      for (const forgery& lying : with_lying_lists(intact, "common")) out.add("list", lying.bytes, true, lying.where);
  }
}

unsigned number(const char* name, unsigned usual) {
  const char* text = std::getenv(name);
  return text == nullptr ? usual : static_cast<unsigned>(std::atoi(text));
}

TEST_CASE("specimens are written" * doctest::skip()) {
  const char* folder = std::getenv("SPECIMENS");
  REQUIRE(folder != nullptr);
  specimens out(folder);
  write_all(out, number("SEED", 1), number("COUNT", 20));
}

}  // namespace
