// Small parts of the reader, each at its bounds.
#include <satchel/error.hpp>
#include <satchel/format/signature/hash_tree.hpp>
#include <satchel/format/signature/signature_record.hpp>
#include <satchel/hits.hpp>
#include <satchel/kind.hpp>
#include <satchel/public_key.hpp>
#include <satchel/text/utf8.hpp>
#include <satchel/workspace.hpp>

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

using namespace satchel;

namespace {

TEST_CASE("every error and every part has a text of its own") {
  std::set<std::string> texts;
  for (int code = 0; code <= static_cast<int>(errc::forged); ++code) texts.insert(message(static_cast<errc>(code)));
  CHECK(texts.size() == static_cast<std::size_t>(errc::forged) + 1);
  CHECK(texts.count("unknown error") == 0);
  CHECK(std::string(message(static_cast<errc>(200))) == "unknown error");
  texts.clear();
  for (int p = 0; p <= static_cast<int>(part::signature); ++p) texts.insert(name(static_cast<part>(p)));
  CHECK(texts.size() == static_cast<std::size_t>(part::signature) + 1);
  CHECK(texts.count("unknown part") == 0);
  CHECK(std::string(name(static_cast<part>(200))) == "unknown part");
}

TEST_CASE("an error says how many bytes are missing, 4 GiB at most") {
  CHECK(error(errc::small_workspace, part::none, 0, 0xfffffffe).missing == 0xfffffffe);
  CHECK(error(errc::small_workspace, part::none, 0, 0xffffffff).missing == 0xffffffff);
  CHECK(error(errc::small_workspace, part::none, 0, 0x100000000).missing == 0xffffffff);
  CHECK_FALSE(error());
  CHECK(damaged(part::block, 7).where == 7);
}

TEST_CASE("which kinds are an article's text") {
  for (const kind k : {kind::identifier, kind::title, kind::subtitle, kind::author, kind::source, kind::url,
                       kind::published, kind::language, kind::tag, kind::field_name, kind::field_value}) {
    CHECK_FALSE(is_body(k));
    CHECK_FALSE(is_searched_body(k));
  }
  for (const kind k : {kind::heading, kind::paragraph, kind::list_item, kind::quote, kind::code, kind::reference}) {
    CHECK(is_body(k));
    CHECK(is_searched_body(k));
  }
  CHECK(is_body(kind::boilerplate));
  CHECK_FALSE(is_searched_body(kind::boilerplate));
}

TEST_CASE("UTF-8 at the bounds of its lengths") {
  const std::pair<const char*, char32_t> good[] = {{"\x7F", 0x7F},
                                                   {"\xC2\x80", 0x80},
                                                   {"\xDF\xBF", 0x7FF},
                                                   {"\xE0\xA0\x80", 0x800},
                                                   {"\xED\x9F\xBF", 0xD7FF},
                                                   {"\xEE\x80\x80", 0xE000},
                                                   {"\xEF\xBF\xBF", 0xFFFF},
                                                   {"\xF0\x90\x80\x80", 0x10000},
                                                   {"\xF4\x8F\xBF\xBF", 0x10FFFF}};
  for (const auto& [bytes, point] : good) {
    const std::string text(bytes);
    CHECK(text::decode(text, 0).code_point == point);
    CHECK(text::decode(text, 0).size == text.size());
    CHECK(text::decode("a" + text, 1).size == text.size());
    char out[4];
    CHECK(text::encode(point, out) == text.size());
    CHECK(std::string(out, text.size()) == text);
    if (text.size() > 1) CHECK(text::decode(text.substr(0, text.size() - 1), 0).size == 1);
  }
  for (const char* bytes :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xC2\x7F", "\xC2\xC0", "\xE1\x80\xC0", "\xF1\x80\x80\xC0"}) {
    CHECK(text::decode(bytes, 0).code_point == text::replacement);
    CHECK(text::decode(bytes, 0).size == 1);
  }
  CHECK(text::decode("", 0).size == 0);
  CHECK(text::decode("a", 1).size == 0);
  CHECK(text::decode("a", 2).size == 0);
  for (const char32_t no : {0xD800, 0xDFFF, 0x110000}) {
    char out[4];
    CHECK(text::encode(no, out) == 3);
    CHECK(std::string(out, 3) == "\xEF\xBF\xBD");
  }
}

TEST_CASE("texts are cut between code points") {
  const std::string text = "a\xC3\xA4\xE6\xB0\xB4\xF0\x9F\x93\x9Az";
  const std::size_t kept[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11};
  for (std::size_t most = 0; most < 13; ++most) CHECK(text::cut(text, most).size() == kept[most]);
  CHECK(text::cut("\x80\x80\x80\x80", 2).size() == 2);
  CHECK(text::cut("\xF0\x9F\x93", 2).size() == 2);  // no code point to cut
}

TEST_CASE("a workspace leaves what lies behind it alone") {
  alignas(8) std::byte memory[256] = {};
  workspace room(mutable_bytes{memory, 128});
  REQUIRE(room.take_bytes(48) == memory);
  const std::uint64_t mark = room.used();
  REQUIRE(room.take_bytes(16) == memory + mark);
  room.rewind(mark);
  for (std::size_t i = 128; i < sizeof memory; ++i) memory[i] = std::byte{1};  // sanitizers stop whoever may not
  CHECK(memory[255] == std::byte{1});
  room.release();
  for (std::byte& b : memory) b = std::byte{2};
  CHECK(memory[127] == std::byte{2});
}

TEST_CASE("memory is handed out in parts of eight bytes, and only what there is") {
  alignas(8) std::byte memory[256];
  for (std::size_t size = 0; size <= sizeof memory; ++size) {
    workspace room(mutable_bytes{memory, size});
    const std::uint64_t most = room.room();
    CHECK(most % 8 == 0);
    CHECK(most + detail::fence_bytes <= size + (most == 0 ? detail::fence_bytes : 0));
    CHECK(size - most < 8 + detail::fence_bytes);
    if (most > 0) {
      CHECK(room.take_bytes(most) == memory);
      CHECK(room.fits());
      CHECK(room.room() == 0);
      room.rewind(0);
    }
    CHECK(room.take_bytes(most + 8) == nullptr);
    CHECK(room.used() == most + 8 + detail::fence_bytes);
    CHECK_FALSE(room.fits());
    room.rewind(0);
  }
  workspace room(mutable_bytes{memory, sizeof memory});
  CHECK(room.size() == 256);
  CHECK(room.take<std::uint32_t>(3) == reinterpret_cast<std::uint32_t*>(memory));
  CHECK(room.used() == 16 + detail::fence_bytes);
  const std::uint64_t mark = room.used();
  CHECK(room.take_bytes(1) == memory + mark);
  CHECK(room.used() == mark + 8 + detail::fence_bytes);
  room.rewind(mark);
  room.skip(16);
  CHECK(room.take_bytes(8) == memory + mark + 16);
  workspace counting;
  CHECK(counting.take_bytes(100) == nullptr);
  CHECK(counting.used() == 104 + detail::fence_bytes);
  CHECK_FALSE(counting.fits());
  room.release();
  CHECK(room.size() == 0);
}

TEST_CASE("lists of hits of all sizes are in order, best first") {
  for (std::uint32_t count = 0; count < 40; ++count) {
    hits<16> best;
    for (std::uint32_t i = 0; i < count; ++i) {
      const hit h{i * 7 % 41, i * 13 % 11};
      const bool taken = best.takes(h);
      const std::uint32_t before = best.size();
      const hit worst = best.full() ? best.worst() : hit{};
      best.offer(h);
      CHECK(taken ==
            (best.size() > before || worst.article != best.worst().article || worst.score != best.worst().score));
    }
    best.finish();
    CHECK(best.size() == (count < 16 ? count : 16));
    CHECK(best.empty() == (count == 0));
    for (std::uint32_t i = 1; i < best.size(); ++i) {
      const bool higher = best[i - 1].score > best[i].score;
      CHECK((higher || (best[i - 1].score == best[i].score && best[i - 1].article < best[i].article)));
    }
  }
  hit_list none(nullptr, 0);
  CHECK_FALSE(none.takes({1, 1}));
  none.offer({1, 1});
  none.finish();
  CHECK(none.empty());
}

TEST_CASE("a tree of hashes over content of all sizes") {
  using format::hash_tree;
  hash_tree tree;
  CHECK_FALSE(tree.attach(0, 512));
  CHECK_FALSE(tree.attach(hash_tree::content_max + 1, 65536));
  CHECK(tree.attach(hash_tree::content_max, 512));
  for (const std::uint32_t unit : {256u, 511u, 513u, 768u, 65537u, 131072u}) CHECK_FALSE(tree.attach(1, unit));
  for (const std::uint32_t unit : {512u, 1024u, 65536u}) {
    const std::uint64_t fan = unit / 32;
    for (const std::uint64_t content :
         {std::uint64_t{1}, std::uint64_t{unit} - 1, std::uint64_t{unit}, std::uint64_t{unit} + 1, unit * fan,
          unit * fan + 1, unit * fan * fan, unit * fan * fan + 1}) {
      REQUIRE(tree.attach(content, unit));
      CHECK(tree.content() == content);
      CHECK(tree.unit() == unit);
      CHECK((1u << tree.unit_shift()) == unit);
      // Level by level: so many, the last of them shorter, one after the other behind the content.
      std::uint64_t bytes = content, at = 0, nodes = 0;
      for (unsigned level = 0; level <= tree.height(); ++level) {
        const std::uint64_t count = (bytes + unit - 1) / unit;
        REQUIRE(tree.count(level) == count);
        CHECK(tree.offset(level, 0) == at);
        CHECK(tree.offset(level, count - 1) == at + (count - 1) * unit);
        CHECK(tree.size(level, 0) == (count > 1 ? unit : bytes));
        CHECK(tree.size(level, count - 1) == bytes - (count - 1) * unit);
        CHECK(tree.nodes_above(level) == [&] {
          std::uint64_t n = 0;
          for (unsigned l = level + 1; l <= tree.height(); ++l) n += tree.count(l);
          return n;
        }());
        nodes += level > 0 ? count : 0;
        at = level == 0 ? content + hash_tree::frame_header : at + bytes;
        bytes = count * 32;
        CHECK(tree.parent(count - 1) == (count - 1) / fan);
        CHECK(tree.place_in_parent(count - 1) == (count - 1) % fan * 32);
      }
      CHECK(tree.count(tree.height()) == 1);
      CHECK(tree.height() >= 1);
      CHECK(tree.nodes() == nodes);
      CHECK(tree.end() == at);
    }
  }
  const std::byte data[3] = {};
  const auto hash = hash_tree::hash(1, 2, {data, 3});
  CHECK(hash == hash_tree::hash(1, 2, {data, 3}));
  CHECK_FALSE(hash == hash_tree::hash(2, 2, {data, 3}));
  CHECK_FALSE(hash == hash_tree::hash(1, 3, {data, 3}));
  CHECK_FALSE(hash == hash_tree::hash(1, 2, {data, 2}));
}

TEST_CASE("a record of a signature fits its file") {
  format::signature_record record;
  CHECK(record.statement().data == record.raw);
  CHECK(record.statement().size == 64);
  CHECK(record.key_id() == record.raw + 66);
  CHECK(record.signature() == record.raw + 74);
  CHECK(record.comment_signature() == record.raw + 138);
  std::memset(record.raw, 0, sizeof record.raw);
  std::memcpy(record.raw, "Satchel signed 1", 16);
  CHECK_FALSE(record.is_one());
  std::memcpy(record.raw + 64, "ED", 2);
  CHECK(record.is_one());
  record.raw[15] = std::byte{'2'};
  CHECK_FALSE(record.is_one());
  record.raw[17] = std::byte{2};  // 512 bytes
  record.raw[25] = std::byte{2};  // in units of 512
  record.raw[32] = std::byte{9};
  format::hash_tree tree;
  format::tree_hash root;
  const std::uint64_t least = 512 + 8 + 32 + 208;
  CHECK(record.take_tree(least, tree, root));
  CHECK(root.at[0] == std::byte{9});
  CHECK(record.take_tree(least + 8192, tree, root));
  CHECK_FALSE(record.take_tree(least - 1, tree, root));
  CHECK_FALSE(record.take_tree(least + 8193, tree, root));
  record.raw[28] = std::byte{1};
  CHECK_FALSE(record.take_tree(least, tree, root));
}

TEST_CASE("keys as minisign writes them") {
  const std::string key = "RWQBAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4fICEiIyQlJico";
  public_key out;
  for (const std::string& text : {key, key + "\n", key + "\r\n\n", "untrusted comment: a key\n" + key + "\n"}) {
    out = {};
    REQUIRE(parse_public_key(text, out));
    for (int i = 0; i < 8; ++i) CHECK(out.id[i] == static_cast<std::byte>(i + 1));
    for (int i = 0; i < 32; ++i) CHECK(out.point[i] == static_cast<std::byte>(i + 9));
  }
  std::string other = key;
  other[1] = 'X';  // another algorithm
  std::string sign = key;
  sign[20] = '=';
  for (const std::string& text : {std::string(), key.substr(1), key + "A", other, sign, " " + key,
                                  "untrusted comment: " + key, std::string("untrusted comment:"), "comment:\n" + key}) {
    CAPTURE(text);
    CHECK_FALSE(parse_public_key(text, out));
  }
  const std::string signs = "RWT7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7";
  CHECK(parse_public_key(signs, out));
  CHECK(out.id[0] == std::byte{0xFB});
}

}  // namespace
