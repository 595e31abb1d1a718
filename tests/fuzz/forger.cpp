#include "forger.hpp"

#include "require.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>
#include <algorithm>
#include <cstring>

namespace fuzz {
namespace {

namespace detail = satchel::detail;
namespace format = satchel::format;

constexpr std::size_t head_place = format::skippable_header;
constexpr std::size_t stored_header = 12, stored_trailer = 4;  // of a zstd frame that stores its content

// Changes the bytes of a region, in a file of so many.
void change(std::byte* at, std::size_t size, std::size_t file_size, input& in) {
  const std::uint8_t how = in.byte();
  const std::size_t offset = in.below(static_cast<std::uint32_t>(size));
  std::byte* const p = at + offset;
  const std::size_t left = size - offset;
  const auto store = [&](std::size_t width, std::uint64_t value) {
    for (std::size_t i = 0; i < width && i < left; ++i) p[i] = static_cast<std::byte>(value >> (8 * i));
  };
  // A place, to be wrong, is often one at the file's end.
  const auto number = [&] { return in.number() + (how < 128 ? 0 : file_size); };
  switch (how % 10) {
    case 0:
      return store(1, in.byte());
    case 1:
      *p ^= std::byte{1} << in.byte() % 8;
      return;
    case 2:
      return store(1, std::to_integer<std::uint64_t>(*p) + 1 + in.byte() % 4);
    case 3:
      return store(1, std::to_integer<std::uint64_t>(*p) - 1 - in.byte() % 4);
    case 4:
      return store(2, number());
    case 5:
      return store(4, number());
    case 6:
      return store(8, number());
    case 7: {  // other bytes, as they come
      const std::string_view bytes = in.text(1 + how / 10);
      std::memcpy(p, bytes.data(), std::min(bytes.size(), left));
      return;
    }
    case 8: {  // what follows moves back
      const std::size_t n = std::min<std::size_t>(1 + in.byte() % 8, left);
      std::memmove(p, p + n, left - n);
      return;
    }
    default: {  // what follows moves on
      const std::size_t n = std::min<std::size_t>(1 + in.byte() % 8, left);
      std::memmove(p + n, p, left - n);
      return store(n, in.number());
    }
  }
}

}  // namespace

forger::forger(const seed& of) : seed_(of) {
  static work_memory memory;
  satchel::archive open;
  require(!open.open({satchel::in_memory({reinterpret_cast<const std::byte*>(of.bytes), of.size}), memory.bytes(), {}}),
          "a seed can be opened");
  const detail::directory_info& directory = detail::archive_access::state(open).directory;
  format::Head head;
  std::memcpy(&head, of.bytes + head_place, sizeof head);
  directory_ = {static_cast<std::size_t>(head.directory_offset()), head.directory_size()};
  head_ = {head_place + 8, format::head_bytes - 12};
  for (std::uint32_t page = 0; page < directory.pages.page_count; ++page)
    pages_.push_back({static_cast<std::size_t>(directory.pages.file_offset(page)), directory.pages.payload()});
  find_frames();

  const auto* d = format::GetDirectory(of.bytes + directory_.begin);
  const auto table = [&](const void* t) {
    if (t != nullptr) find_fields(static_cast<const std::uint8_t*>(t));
  };
  for (const void* t :
       {static_cast<const void*>(d), static_cast<const void*>(d->pages()), static_cast<const void*>(d->terms()),
        static_cast<const void*>(d->identifiers()), static_cast<const void*>(d->titles()),
        static_cast<const void*>(d->dates()), static_cast<const void*>(d->analyzer())})
    table(t);
  for (const auto* buckets = d->length_buckets(); const auto* b : *buckets) table(b);
  for (const auto* buckets = d->frequency_buckets(); const auto* b : *buckets) table(b);
  for (const region& f : frames_)  // the root of what a frame holds; its dictionary is no FlatBuffer
    if (std::uint32_t root = format::load32(reinterpret_cast<const std::byte*>(of.bytes + f.begin)); root < f.size / 2)
      table(of.bytes + f.begin + root);

  const std::size_t payload = directory.pages.payload();
  for (std::uint64_t at = directory.lists.start; at < directory.lists.start + directory.lists.size; at += 16)
    if (at / payload < pages_.size() && at % payload < payload - 16)
      lists_.push_back({pages_[at / payload].begin + at % payload, 16});
}

void forger::find_fields(const std::uint8_t* table) {
  const auto load16 = [](const std::uint8_t* p) { return static_cast<unsigned>(p[0] | p[1] << 8); };
  const auto* file = reinterpret_cast<const std::uint8_t*>(seed_.bytes);
  const auto back = static_cast<std::int32_t>(format::load32(reinterpret_cast<const std::byte*>(table)));
  const std::uint8_t* const vtable = table - back;
  if (vtable < file || vtable + 4 > file + seed_.size) return;
  const unsigned size = load16(vtable);
  if (vtable + size > file + seed_.size) return;
  for (unsigned entry = 4; entry + 2 <= size; entry += 2)
    if (const std::size_t at = static_cast<std::size_t>(table - file) + load16(vtable + entry);
        load16(vtable + entry) != 0 && at < seed_.size)
      fields_.push_back({at, 8});
}

// They follow the head one after the other.
void forger::find_frames() {
  const auto* file = reinterpret_cast<const std::byte*>(seed_.bytes);
  std::size_t at = head_place + format::head_bytes;
  all_frames_.begin = at;
  while (format::load32(file + at) == 0xFD2FB528u) {
    const std::size_t content = format::load32(file + at + 5);
    frames_.push_back({at + stored_header, content});
    at += stored_header + content + stored_trailer;
  }
  all_frames_.size = at - all_frames_.begin;
}

const forger::region& forger::pick(input& from) const {
  const std::uint8_t what = from.byte();
  const auto one_of = [&](const std::vector<region>& all) -> const region& {
    return all.empty() ? head_ : all[from.below(static_cast<std::uint32_t>(all.size()))];
  };
  switch (what % 8) {
    case 0:
    case 1:
      return one_of(fields_);
    case 2:
    case 3:
      return one_of(frames_);
    case 4:
      return one_of(lists_);
    case 5:
      return what < 16 ? head_ : directory_;
    default:
      return one_of(pages_);
  }
}

void forger::forge(input changes, archive_place& out) const {
  require(out.put(seed_.view()), "a seed fits");
  while (!changes.empty()) {
    const region& where = pick(changes);
    change(out.data() + where.begin, std::min(where.size, out.size() - where.begin), out.size(), changes);
  }
  repair(out.data(), out.size());
}

void forger::repair(std::byte* file, std::size_t size) const {
  bool changed = false;
  for (const region& f : frames_) {
    if (std::memcmp(file + f.begin, seed_.bytes + f.begin, f.size) == 0) continue;
    changed = true;
    format::store32(file + f.begin + f.size, static_cast<std::uint32_t>(XXH64(file + f.begin, f.size, 0)));
  }
  // The pages are where the directory says now, if it can be read.
  std::byte* const directory = file + directory_.begin;
  auto* d = format::root_of<format::Directory>({directory, directory_.size}) == nullptr
                ? nullptr
                : flatbuffers::GetMutableRoot<format::Directory>(directory);
  if (d != nullptr && changed) d->mutate_frames_crc(format::crc32(file + all_frames_.begin, all_frames_.size));
  detail::page_region region;
  region.offset = d == nullptr ? pages_[0].begin : d->pages()->offset();
  region.page_size = d == nullptr ? static_cast<std::uint32_t>(pages_[0].size + 4) : d->pages()->page_size();
  region.pages_per_frame = d == nullptr ? 0 : d->pages()->pages_per_frame();
  if (region.pages_per_frame == 0) region.pages_per_frame = 0xffffffff;
  if (region.page_size >= 512 && region.page_size <= 65536)
    for (std::uint32_t page = 0; page < 1 << 10; ++page) {
      const std::uint64_t at = region.file_offset(page);
      if (at < all_frames_.begin || at >= directory_.begin || region.page_size > directory_.begin - at) break;
      const bool same = page < pages_.size() && at == pages_[page].begin && region.payload() == pages_[0].size &&
                        std::memcmp(file + at, seed_.bytes + at, region.page_size) == 0;
      if (same) continue;
      format::store32(file + at + region.payload(), format::page_crc(page, file + at, region.payload()));
    }
  format::Head head;
  std::memcpy(&head, file + head_place, sizeof head);
  std::memcpy(static_cast<void*>(&head), "Satchel\n", 8);
  const std::uint64_t offset = head.directory_offset();
  if (offset <= size && head.directory_size() <= size - offset)
    head.mutate_directory_crc(format::crc32(file + offset, head.directory_size()));
  std::memcpy(file + head_place, &head, sizeof head);
  head.mutate_head_crc(format::crc32(file + head_place, format::head_bytes - 4));
  std::memcpy(file + head_place, &head, sizeof head);
}

const forger& forger_of(std::size_t number) {
  static std::vector<forger>* const all = [] {
    auto* made = new std::vector<forger>;
    for (const seed& s : stored_seeds) made->emplace_back(s);
    return made;
  }();
  return (*all)[number % all->size()];
}

}  // namespace fuzz
