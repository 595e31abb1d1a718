// Signed archives: whatever a storage gives, a reader with the key shows nothing but what was signed.
// Input: the archive, how it is opened, changes of its bytes, faults of each read, calls.
#include "calls.hpp"
#include "file_of.hpp"
#include "liar.hpp"
#include "seeds.hpp"

#include <satchel/hosted/file_archive.hpp>
#include <satchel/signature.hpp>
#include <satchel/signature_info.hpp>

#include <algorithm>

namespace {

using fuzz::input;
using fuzz::require;
using satchel::errc;

fuzz::archive_place place;
fuzz::work_memory memory, right_memory;
alignas(8) std::byte tree_memory[1 << 15];

const satchel::public_key& signer() {
  static const satchel::public_key key = [] {
    satchel::public_key out;
    require(satchel::parse_public_key(fuzz::signer_key, out), "a key can be read");
    return out;
  }();
  return key;
}

// Any byte, or more often one of the tree and the record behind it.
void change(input changes) {
  while (!changes.empty()) {
    const std::uint64_t from_end = changes.number();
    const std::uint64_t at =
        (from_end & 1) != 0 ? place.size() - 1 - from_end / 2 % place.size() : from_end % place.size();
    place.data()[at] ^= static_cast<std::byte>(changes.byte());
  }
}

bool refused(const satchel::error& e) {
  return e.code == errc::forged || e.code == errc::not_signed || e.code == errc::truncated || e.code == errc::damaged;
}

// An archive that is looked at through its signature.
struct looked_at {
  satchel::signed_storage layer;
  satchel::archive archive;

  // Without spare memory: what is said to be needed is enough. Checking a signature is what takes time here.
  satchel::error open(const satchel::storage& below, std::size_t spare, satchel::checking check) {
    std::size_t size = std::min(spare * 512, sizeof tree_memory);
    satchel::error e = layer.open(below, signer(), {tree_memory, size}, check);
    if (e.code == errc::small_workspace) {
      require(e.missing == e.where - size && e.where <= sizeof tree_memory, "a seed's tree is small");
      size = static_cast<std::size_t>(e.where);
      e = layer.open(below, signer(), {tree_memory, size}, check);
      require(e.code != errc::small_workspace, "with what was missing it is enough");
    }
    if (e) return e;
    require(layer.useful() > 0, "more memory is of use");
    return layer.explain(archive.open({layer.storage(), memory.bytes(), satchel::checking::never}));
  }
};

// The same call of both: the answer is right, or refused, or, where reads fail, an error of the storage.
void same(satchel::archive& right, satchel::archive& other, const satchel::signed_storage& layer, bool fails,
          input& in) {
  input again = in;
  fuzz::seen = 0;
  const satchel::error wanted = fuzz::call(right, in);
  const std::uint64_t answer = fuzz::seen;
  fuzz::seen = 0;
  const satchel::error e = layer.explain(fuzz::call(other, again));
  if (refused(e) || (fails && e.code == errc::io)) return;
  if (e.code == errc::small_workspace || wanted.code == errc::small_workspace) return;  // they need different amounts
  require(e.code == wanted.code && (e || fuzz::seen == answer), "nothing is shown but what was signed");
}

void look(satchel::archive& right, input& in, input faults, std::uint8_t how) {
  static looked_at reader;
  fuzz::liar liar(place, faults);
  const bool lies = (how & 1) == 0;
  if (const satchel::error e = reader.open(lies ? liar.storage() : place.direct(), how >> 1 & 31,
                                           static_cast<satchel::checking>(how >> 6))) {
    require(refused(e) || (lies && e.code == errc::io), "a seed is opened, or refused");
    return;
  }
  for (int calls = 0; calls < 4 && !in.empty(); ++calls) same(right, reader.archive, reader.layer, lies, in);
}

// Without a key, as whoever does not care reads it.
void look_without_key(input& in) {
  satchel::archive open;
  if (open.open({place.direct(), memory.bytes()})) return;
  while (!in.empty()) (void)fuzz::call(open, in);
}

// The same with a file, or bytes, as a program has them: errors are explained already.
template <class Archive>
void look_hosted(input& in, std::uint8_t how) {
  static Archive open;
  const satchel::hosted::extent part =
      (how & 4) != 0 ? satchel::hosted::extent{in.byte() * std::uint64_t{512}, in.number()} : satchel::hosted::extent{};
  const satchel::public_key key = (how & 8) != 0 ? satchel::public_key{} : signer();
  const auto check = static_cast<satchel::checking>(how >> 6);
  const std::string path = (how & 48) != 0 ? fuzz::path_of(place) : in.coin() ? "/" : "/nowhere";
  const satchel::error e = (how & 1) != 0   ? open.open(place.direct(), key, check)
                           : (how & 2) != 0 ? open.open(path.c_str(), key, check, part)
                                            : open.open(path.c_str(), check, part);
  require((e.code == errc::io) == (open.os_error() != 0), "an error of a file is the system's");
  if (e) return;
  const std::string query = fuzz::query_text(in.part());
  satchel::hits<5> found;
  require(open.search(query, found).code != errc::io, "what was refused is called forged");
  for (const satchel::hit& h : found) {
    fuzz::touch(open.title(h));
    (void)open.read(h.article, query, [](const satchel::piece& p, bool) { fuzz::touch(p.text); });
  }
  open.close();
}

void look_at_facts(bool check) {
  satchel::signature_info info;
  if (satchel::read_signature(place.direct(), info) || !check) return;
  const char* comment = reinterpret_cast<const char*>(place.data()) + info.comment_offset;
  fuzz::touch(satchel::signed_comment(info, signer(), {comment, info.comment_bytes}) ? 1 : 0);
}

// Any text as a key, and any point as the signer's.
void look_with_other_key(input& in) {
  satchel::public_key key = signer();
  if (in.coin()) {
    require(!satchel::parse_public_key(in.text(in.left()), key) || in.left() == 0, "a text is read or refused");
  } else {
    const std::string_view point = in.text(sizeof key.point);
    std::copy(point.begin(), point.end(), reinterpret_cast<char*>(key.point));
  }
  satchel::signed_storage layer;
  (void)layer.open(place.direct(), key, {tree_memory, sizeof tree_memory});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  input in(data, size);
  const std::uint8_t which = in.byte(), how = in.byte();
  const fuzz::seed& seed = fuzz::signed_seeds[which % fuzz::signed_seed_count];
  static satchel::archive right;
  const satchel::storage intact = satchel::in_memory({reinterpret_cast<const std::byte*>(seed.bytes), seed.size});
  require(!right.open({intact, right_memory.bytes()}), "a seed can be opened");
  require(place.put(seed.view()), "a seed fits");
  change(in.part());
  const input faults = in.part();
  look_at_facts(which % 16 == 15);
  if (which < 192)
    look(right, in, faults, how);
  else if (which < 200)
    look_with_other_key(in);
  else if (which < 208)
    look_without_key(in);
  else if (which < 232)
    look_hosted<satchel::mapped_archive>(in, how);
  else
    look_hosted<satchel::file_archive>(in, how);
  return 0;
}
