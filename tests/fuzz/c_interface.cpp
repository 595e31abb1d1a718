// The C interface: any calls, in any order, on structs that are open, closed, moved or garbage, with arguments that are
// right or not, also from within callbacks.
// Input: for each call which function, on which struct, with what.
#include "file_of.hpp"
#include "forger.hpp"
#include "query_text.hpp"
#include "require.hpp"

#include <satchel.h>

#include <cstring>
#include <string>

namespace {

using fuzz::input;
using fuzz::require;
using fuzz::touch;

constexpr std::size_t structs = 3;

struct {
  satchel_archive archives[structs];
  satchel_article_cursor cursors[structs];
  satchel_read_cache caches[structs];
  alignas(8) std::byte cached[structs][1 << 12];
  fuzz::work_memory memory[structs];
} all;

fuzz::archive_place place;

satchel_archive* one_of(input& in) {
  const std::uint8_t which = in.byte();
  return which == 255 ? nullptr : &all.archives[which % structs];
}

// A text, or null with or without a length.
struct text {
  explicit text(input& in) : what(in.byte()), bytes(fuzz::query_text(in.part())) {}
  const char* data() const { return what < 8 ? nullptr : bytes.data(); }
  std::size_t size() const { return what < 4 ? 0 : bytes.size(); }
  std::uint8_t what;
  std::string bytes;
};

satchel_error check(satchel_error e) {
  char said[64];
  require(satchel_explain(&e, said, sizeof said) > 0 && std::strlen(said) < sizeof said, "an error can be explained");
  return e;
}

void any_call(input& in);

// What callbacks get: they may call again, a little.
struct caller {
  input* in;
  std::uint32_t left;

  static int go_on(void* self) {
    auto* c = static_cast<caller*>(self);
    if (c->left-- == 0) return 0;
    if (c->in->byte() < 16) any_call(*c->in);
    return 1;
  }
};

int take_piece(void* self, const satchel_piece* p) {
  touch(p->text, p->text_size);
  return caller::go_on(self);
}
int take_match(void* self, const satchel_piece* p, int) { return take_piece(self, p); }
int take_article(void* self, uint32_t) { return caller::go_on(self); }
void take_error(void* self, const satchel_error* e) {
  check(*e);
  caller::go_on(self);
}

int read_place(void*, uint64_t offset, size_t size, void* scratch) {
  require(offset <= place.size() && size <= place.size() - offset, "what is read is in the archive");
  std::memcpy(scratch, place.data() + offset, size);
  return 1;
}

satchel_storage storage(std::uint8_t how, input& in) {
  satchel_storage s = {};
  s.size = place.size();
  if ((how & 1) != 0)
    s.memory = place.data();
  else if (how < 250)
    s.read = read_place;
  if ((how & 6) == 6 && s.memory == nullptr) {
    const std::size_t which = in.below(structs);
    satchel_storage below = s;
    if (satchel_open_read_cache(&all.caches[which], &below, all.cached[which], in.number() % (1 << 12), &s).code != 0)
      return below;
  }
  return s;
}

void open(input& in) {
  const std::uint8_t which = in.byte(), how = in.byte();
  satchel_archive* const a = which == 255 ? nullptr : &all.archives[which % structs];
  if (how < 24) {
    const std::string path = how < 4 ? "/nowhere" : fuzz::path_of(place);
    check((how & 1) != 0 ? satchel_open_file(a, path.c_str(), how / 4u)
                         : satchel_open_file_unmapped(a, how == 2 ? nullptr : path.c_str(), how / 4u));
    return;
  }
  satchel_config config = {};
  config.storage = storage(how, in);
  config.workspace = all.memory[which % structs].memory + (how == 102 ? 1 : 0);
  if (how == 103) config.storage.memory = place.data() + 1;
  config.workspace_size = how % 16 == 0 ? in.number() % fuzz::workspace_most : fuzz::workspace_most;
  config.check = how / 8 % 5;
  config.terms = how % 32 == 1 ? static_cast<std::uint32_t>(in.number()) : 0;
  if (how == 100) config.reserved[in.below(4)] = 1;
  check(satchel_open(a, how == 101 ? nullptr : &config));
}

void search(input& in) {
  satchel_archive* const a = one_of(in);
  const std::uint8_t how = in.byte();
  satchel_hit hits[9];
  satchel_hit_list found = {how == 1 ? nullptr : hits, how % 10u, 77, 77};
  std::uint32_t frequencies[8] = {1, 2, 3, 4, 5, 6, 7, 8};
  satchel_search_options options = {};
  options.count = how >> 4 & 3;
  options.terms = in.below(9);
  options.frequencies = (how & 8) != 0 ? frequencies : nullptr;
  options.articles = static_cast<std::uint32_t>(in.number());
  if (how == 200) options.reserved[in.below(5)] = 1;
  const text query(in);
  const satchel_error e = check(satchel_search(a, query.data(), query.size(), how == 2 ? nullptr : &found,
                                               (how & 128) != 0 ? &options : nullptr));
  if (e.code == SATCHEL_OK)
    require(found.size <= found.capacity && found.size <= found.total && found.total <= satchel_size(a),
            "hits have room");
  check(satchel_count_terms(a, query.data(), query.size(), how == 3 ? nullptr : frequencies, in.below(9)));
}

void multi_archive_search(input& in) {
  satchel_archive* several[structs + 1];
  for (satchel_archive*& a : several) a = one_of(in);
  const std::uint8_t how = in.byte();
  satchel_multi_archive_hit hits[5];
  satchel_hit one[5];
  std::uint32_t frequencies[12];
  satchel_multi_archive_hit_list found = {hits, how == 1 ? nullptr : one, frequencies, how % 6u, in.below(13), 0, 0, 0};
  const text query(in);
  check(satchel_multi_archive_search(how == 2 ? nullptr : several, in.below(structs + 2), query.data(), query.size(),
                                     how == 3 ? nullptr : &found, nullptr));
}

void snippet(input& in) {
  satchel_archive* const a = one_of(in);
  char buffer[100];
  const std::uint8_t how = in.byte();
  const text query(in);
  satchel_snippet s = {};
  if (check(satchel_make_snippet(a, in.byte(), query.data(), query.size(), how == 1 ? nullptr : buffer, how % 101u,
                                 how == 2 ? nullptr : &s))
          .code == SATCHEL_OK)
    touch(buffer, s.size);
}

void labels(input& in) {
  satchel_archive* const a = one_of(in);
  const std::uint8_t how = in.byte();
  satchel_article_entry s = {};
  const auto number = static_cast<std::uint32_t>(in.number());
  if (check(satchel_find_entry(a, number % 8, how == 1 ? nullptr : &s)).code == SATCHEL_OK)
    touch(s.title, s.title_size);
  const text wanted(in);
  std::uint32_t found = 0;
  check((how & 2) != 0 ? satchel_find_title(a, wanted.data(), wanted.size(), how == 3 ? nullptr : &found)
                       : satchel_find_identifier(a, wanted.data(), wanted.size(), how == 4 ? nullptr : &found));
  caller c{&in, how};
  check(satchel_complete(a, wanted.data(), wanted.size(), how == 5 ? nullptr : take_article, &c));
}

void read(input& in) {
  satchel_archive* const a = one_of(in);
  const std::uint8_t how = in.byte(), article = in.byte();
  caller c{&in, how};
  if ((how & 1) != 0) {
    check(satchel_read(a, article, how == 1 ? nullptr : take_piece, &c));
  } else {
    const text query(in);
    check(satchel_read_with_query(a, article, query.data(), query.size(), how == 2 ? nullptr : take_match, &c));
  }
}

void walk(input& in) {
  const std::uint8_t how = in.byte();
  satchel_article_cursor& cursor = all.cursors[how % structs];
  if (how < 64) check(satchel_open_article(one_of(in), in.byte(), how == 1 ? nullptr : &cursor));
  for (std::uint8_t n = how % 32; n > 0; --n) {
    satchel_piece p;
    int more = 0;
    if (check(satchel_next_piece(&cursor, how == 65 ? nullptr : &p, &more)).code != SATCHEL_OK || more == 0) return;
    touch(p.text, p.text_size);
  }
}

void info(input& in) {
  satchel_archive* const a = one_of(in);
  const std::uint8_t how = in.byte();
  satchel_archive_info f;
  if (check(satchel_get_info(a, how == 1 ? nullptr : &f)).code == SATCHEL_OK) touch(f.name, f.name_size);
  const void* dictionary = nullptr;
  std::size_t size = 0;
  if (check(satchel_get_dictionary(a, how == 2 ? nullptr : &dictionary, &size)).code == SATCHEL_OK)
    touch(static_cast<const char*>(dictionary), size);
  const text query(in);
  satchel_query_size q = {};
  check((how & 8) != 0 ? satchel_measure(query.data(), query.size(), how == 9 ? nullptr : &q)
                       : satchel_size_of_terms(static_cast<std::uint32_t>(in.number()), how == 4 ? nullptr : &q));
  touch(satchel_need_open(a) + satchel_need_read(a) + satchel_useful_input(a));
  touch(satchel_need_search(a, how == 5 ? nullptr : &q) + satchel_need_snippet(a, how == 5 ? nullptr : &q));
  touch(std::string_view(satchel_message(static_cast<std::uint16_t>(in.number()))));
  touch(std::string_view(satchel_part_name(static_cast<std::uint16_t>(in.number()))));
}

void verify(input& in) {
  caller c{&in, in.byte()};
  satchel_archive* const a = one_of(in);
  if (satchel_size(a) > fuzz::verified_most) return;
  satchel_verify_result result = {};
  check(satchel_verify(a, c.left == 1 ? nullptr : &result, c.left == 2 ? nullptr : take_error, &c));
}

// Closes, copies, moves, forgets and scribbles.
void disturb(input& in) {
  const std::uint8_t how = in.byte();
  const std::size_t one = in.below(structs), other = in.below(structs);
  if (how < 128) {
    satchel_close(how == 1 ? nullptr : &all.archives[one]);
  } else if (how < 160) {
    satchel_close(&all.archives[one]);
    if (one != other && satchel_is_open(&all.archives[one]) == 0) all.archives[one] = all.archives[other];
  } else if (how < 192) {
    all.cursors[one] = all.cursors[other];
  } else if (how < 208) {
    satchel_close(&all.archives[one]);
    if (satchel_is_open(&all.archives[one]) == 0) std::memset(&all.archives[one], in.byte(), sizeof all.archives[one]);
  } else {
    check(satchel_forget(how == 208 ? nullptr : &all.caches[one]));
  }
}

void any_call(input& in) {
  static constexpr void (*calls[])(input&) = {open, open, search, search, multi_archive_search, snippet, labels, read,
                                              walk, info, verify, disturb};
  calls[in.byte() % std::size(calls)](in);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  input in(data, size);
  const std::uint8_t seed = in.byte();
  fuzz::forger_of(seed).forge(in.part(), place);
  while (!in.empty()) any_call(in);
  for (satchel_archive& a : all.archives) {
    satchel_close(&a);
    a = {};
  }
  for (satchel_article_cursor& c : all.cursors) c = {};
  for (satchel_read_cache& c : all.caches) c = {};
  return 0;
}
