// Storage that lies: it fails, gives wrong bytes, gives fewer, and changes what it gave between two looks.
// Input: the seed, how it is opened, faults, calls.
//
// Where the storage copies and each page is checked, an answer is right or an error, and when the storage is well
// again, so are the answers. Mapped bytes that change while they are looked at may give anything but undefined
// behaviour: each load of the reader's own code may find other bytes than the one before.
#include "calls.hpp"
#include "liar.hpp"
#include "seeds.hpp"

#include <satchel/read_cache.hpp>

#include <cstring>

namespace {

using fuzz::input;
using fuzz::require;

// Changes of mapped bytes, made when they are loaded.
struct {
  std::byte* begin = nullptr;
  std::byte* end = nullptr;
  std::uint32_t until = 0;  // loads before the next change
  input* script = nullptr;
} watched;

#ifdef __clang__
#define WITHOUT(...) __attribute__((no_sanitize(__VA_ARGS__)))
#else
#define WITHOUT(...)
#endif

// Without coverage: its own loads are not watched.
WITHOUT("coverage")
void change(std::byte* at, std::size_t size) {
  if (watched.until-- > 0) return;
  input& script = *watched.script;
  watched.until = script.empty() ? 0xffffffff : static_cast<std::uint32_t>(script.byte());
  const std::uint8_t what = script.byte();
  if (what < 128)
    *at ^= std::byte{1} << what % 8;
  else
    std::memset(at, what < 192 ? 0 : 255, size);
}

// Called so often that what sanitizers add would take a third of the time.
#define UNWATCHED WITHOUT("coverage", "address", "undefined")

template <std::size_t Size>
UNWATCHED inline void before_load(void* at) {
  auto* const p = static_cast<std::byte*>(at);
  if (p >= watched.begin && p < watched.end) change(p, Size);
}

}  // namespace

// Called before each load where the compiler can do that (-fsanitize-coverage=trace-loads).
extern "C" {
UNWATCHED void __sanitizer_cov_load1(void* at) { before_load<1>(at); }
UNWATCHED void __sanitizer_cov_load2(void* at) { before_load<2>(at); }
UNWATCHED void __sanitizer_cov_load4(void* at) { before_load<4>(at); }
UNWATCHED void __sanitizer_cov_load8(void* at) { before_load<8>(at); }
UNWATCHED void __sanitizer_cov_load16(void* at) { before_load<16>(at); }
}

namespace {

fuzz::archive_place place;
fuzz::work_memory memory, right_memory;

void change_while_mapped(input faults, input& in) {
  satchel::archive open;
  watched = {place.data(), place.data() + place.size(), static_cast<std::uint32_t>(faults.number() % 4096), &faults};
  if (!open.open({place.direct(), memory.bytes()}))
    for (int calls = 0; calls < 6 && !in.empty(); ++calls) (void)fuzz::call(open, in);
  watched = {};
}

// The same call of both; false when the lying one says that its storage lies.
bool same(satchel::archive& lying, satchel::archive& right, input& in) {
  input again = in;
  fuzz::seen = 0;
  const satchel::error wanted = fuzz::call(right, in);
  const std::uint64_t answer = fuzz::seen;
  fuzz::seen = 0;
  const satchel::error e = fuzz::call(lying, again);
  if (e.code == satchel::errc::io || e.code == satchel::errc::damaged) return false;
  const auto small = satchel::errc::small_workspace;
  if (e.code == small || wanted.code == small) return true;  // they need different amounts
  require(e.code == wanted.code && (e || fuzz::seen == answer), "an answer is right or an error");
  return true;
}

void lie(const satchel::config& how, fuzz::liar& storage, satchel::read_cache* cache, input& in) {
  satchel::archive lying, right;
  require(!right.open({place.direct(), right_memory.bytes(), how.check}), "a seed can be opened");
  while (lying.open(how))  // until the faults end
    if (cache != nullptr) cache->forget();
  const input calls = in;
  for (int n = 0; n < 4 && !in.empty(); ++n) (void)same(lying, right, in);
  storage.recover();
  if (cache != nullptr) cache->forget();
  in = calls;
  for (int n = 0; n < 2 && !in.empty(); ++n) require(same(lying, right, in), "storage that is well again is answered");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  input in(data, size);
  const std::size_t which = in.byte() % (fuzz::packings + fuzz::stored_seed_count);
  const std::uint8_t how = in.byte();
  require(place.put(
              (which < fuzz::packings ? fuzz::packed_seeds[which] : fuzz::stored_seeds[which - fuzz::packings]).view()),
          "a seed fits");
  const input faults = in.part();
  if ((how & 1) != 0) {
    change_while_mapped(faults, in);
    return 0;
  }
  fuzz::liar storage(place, faults);
  static std::byte kept[1 << 12];
  satchel::read_cache cache(storage.storage(), {kept, how * std::size_t{16}});
  const bool cached = (how & 2) != 0;
  lie({cached ? cache.storage() : storage.storage(), memory.bytes()}, storage, cached ? &cache : nullptr, in);
  return 0;
}
