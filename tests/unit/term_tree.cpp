#include <doctest/doctest.h>

#include "pack/index/term_writer.hpp"

#include <satchel/detail/index/nearest_term.hpp>
#include <satchel/detail/index/term_cursor.hpp>

#include "dice.hpp"
#include "region_of.hpp"

#include <map>
#include <string>

using namespace satchel;

namespace {

bytes bytes_of(const std::string& s) { return {reinterpret_cast<const std::byte*>(s.data()), s.size()}; }

detail::term_tree tree_of(const pack::written_terms& t) {
  return {bytes_of(t.root), {}, t.height, t.first_leaf, t.leaf_count};
}

// Storage that copies what lies in memory.
storage copied(storage& memory) {
  const auto read = [](void* context, std::uint64_t offset, std::size_t size, std::byte* scratch) {
    std::memcpy(scratch, static_cast<storage*>(context)->memory + offset, size);
    return true;
  };
  return {read, &memory, memory.size, nullptr};
}

TEST_CASE("the term dictionary finds every key, its successor and the nearest form") {
  test::dice random(9);
  std::map<std::string, format::address> keys;
  for (int i = 0; i < 20000; ++i) {
    std::string key = "w";
    for (std::uint32_t n = 1 + random() % 12; n > 0; --n) key.push_back(static_cast<char>('a' + random() % 7));
    keys[key] = random() % 3 == 0 ? ~std::uint64_t{0} : 100000 + random() % 50;
  }
  for (const std::uint32_t page_size : {512u, 4096u}) {
    region_of region(page_size);
    pack::term_writer tree(region.pages);
    for (const auto& [key, list] : keys) {
      if (list == ~std::uint64_t{0})
        tree.add_inline(key, 1 + static_cast<std::uint32_t>(key.size()), "inline-" + key.substr(0, 9));
      else
        tree.add(key, list);
    }
    const pack::written_terms written = tree.finish();
    CHECK(tree.entries() == keys.size());
    const detail::page_region& pages = region.finish();
    detail::term_cursor cursor;
    cursor.attach(pages, tree_of(written), nullptr);
    for (const auto& [key, list] : keys) {
      bool found = false;
      REQUIRE_FALSE(cursor.find(key, found));
      REQUIRE(found);
      if (list != ~std::uint64_t{0}) CHECK(cursor.list().at == list);
      CHECK(cursor.list().df == (list != ~std::uint64_t{0} ? 0 : 1 + key.size()));
    }
    for (int i = 0; i < 5000; ++i) {
      std::string key = "w";
      for (std::uint32_t n = random() % 6; n > 0; --n) key.push_back(static_cast<char>('a' + random() % 8));
      REQUIRE_FALSE(cursor.seek(key));
      const auto expected = keys.lower_bound(key);
      REQUIRE(cursor.valid() == (expected != keys.end()));
      if (cursor.valid()) CHECK(cursor.key() == expected->first);
    }
    REQUIRE_FALSE(cursor.seek(""));
    for (const auto& [key, list] : keys) {
      REQUIRE(cursor.valid());
      REQUIRE(cursor.key() == key);
      REQUIRE_FALSE(cursor.next());
    }
    CHECK_FALSE(cursor.valid());
  }
}

TEST_CASE("the keys of the longest lists are found without a page, all others as ever") {
  region_of region(512);
  pack::term_writer tree(region.pages), few(region.pages);
  for (const char* key : {"wand", "win", "wink", "wof", "wthe"}) tree.add(key, 77);
  for (const char* key : {"win", "wthe"}) few.add(key, 78);
  const pack::written_terms written = tree.finish();
  const std::string frequent = few.one_leaf();
  detail::page_region pages = region.finish();
  storage memory = pages.store;
  pages.store = copied(memory);
  std::byte buffer[512];
  detail::term_tree both = tree_of(written);
  both.frequent = bytes_of(frequent);
  detail::term_cursor cursor;
  cursor.attach(pages, both, buffer);
  const auto list_of = [&](const char* key) {
    bool found = false;
    REQUIRE_FALSE(cursor.find(key, found));
    return found ? cursor.list().at : 0;
  };
  for (const char* key : {"wand", "wink", "wof"}) CHECK(list_of(key) == 77);
  for (const char* key : {"win", "wthe"}) CHECK(list_of(key) == 78);
  for (const char* key : {"", "w", "wi", "winn", "wthen"}) CHECK(list_of(key) == 0);

  // A leaf that ends too early is damaged: no key of it has another list.
  const std::string whole = frequent;
  for (std::size_t size = format::node_header; size < whole.size(); ++size) {
    const std::string cut = whole.substr(0, size);
    both.frequent = bytes_of(cut);
    cursor.attach(pages, both, buffer);
    bool found = false;
    CHECK(cursor.find("wthe", found).code == errc::damaged);
  }
}

TEST_CASE("the nearest form shares all but the ends") {
  region_of region(512);
  pack::term_writer tree(region.pages);
  for (const char* key : {"wcease", "wceasefire", "wceasefires", "wceaseless", "wice", "wtruce"}) tree.add(key, 77);
  const pack::written_terms written = tree.finish();
  const detail::page_region& pages = region.finish();
  detail::term_cursor cursor;
  cursor.attach(pages, tree_of(written), nullptr);
  const auto nearest = [&](const char* key) {
    bool found = false;
    REQUIRE_FALSE(detail::find_nearest(cursor, key, found));
    return found ? std::string(cursor.key()) : std::string();
  };
  CHECK(nearest("wceasefiring") == "wceasefire");
  CHECK(nearest("wceasing") == "wcease");
  CHECK(nearest("wceasement") == "");  // would lose more than 3 bytes of the word
  CHECK(nearest("wtruces") == "wtruce");
  CHECK(nearest("wicy") == "");  // shares fewer than 4 bytes
  CHECK(nearest("wceasefir") == "wceasefire");
}

// A tree with long keys, most of which share long beginnings, and several leaves.
class long_keys {
 public:
  long_keys() : region_(512) {
    pack::term_writer writer(region_.pages);
    for (char c = 'a'; c < 'g'; ++c)
      for (int n = 100; n < 300; ++n) writer.add(key(c, n), 77);
    written = writer.finish();
    REQUIRE(written.leaf_count > 6);
    pages = region_.finish();
  }

  // Seeks the last key, and what is behind all keys, when the root is so many of some bytes.
  error seek_last(const std::string& root, std::size_t size) const {
    detail::term_tree tree = tree_of(written);
    tree.root = {bytes_of(root).data, size};
    detail::term_cursor cursor;
    cursor.attach(pages, tree, nullptr);
    const error e = cursor.seek(key('f', 299));
    CHECK(cursor.valid() == !e);
    CHECK(cursor.seek("x").code == e.code);
    CHECK_FALSE(cursor.valid());
    return e;
  }

  pack::written_terms written;
  detail::page_region pages;

 private:
  static std::string key(char c, int n) { return std::string("w") + c + std::string(40, 'k') + std::to_string(n); }

  region_of region_;
};

TEST_CASE("a node that ends too early is damaged, wherever it ends") {
  const long_keys tree;
  const std::string& root = tree.written.root;
  CHECK_FALSE(tree.seek_last(root, root.size()));
  for (std::size_t size = format::node_header; size < root.size(); ++size) {
    CAPTURE(size);
    const error e = tree.seek_last(root, size);
    CHECK(e.code == errc::damaged);
    CHECK(e.part == part::directory);
  }
}

TEST_CASE("what lies behind the last key of a node is none") {
  const long_keys tree;
  for (int byte = 0; byte < 256; ++byte) {
    CAPTURE(byte);
    const std::string longer = tree.written.root + std::string(200, static_cast<char>(byte));
    CHECK_FALSE(tree.seek_last(longer, longer.size()));
  }
}

}  // namespace
