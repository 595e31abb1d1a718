// Uses all of signatures once, so that a compiler sees them.

#include <satchel/signature.hpp>
#include <satchel/signature_info.hpp>

using namespace satchel;

extern "C" int use_signature(signed_storage& layer, const storage& below, const char* text, std::size_t size,
                             mutable_bytes memory, storage& out) {
  public_key key;
  if (!parse_public_key({text, size}, key)) return 1;
  if (const error e = layer.open(below, key, memory)) return static_cast<int>(e.code);
  out = layer.storage();
  return static_cast<int>(layer.explain({errc::io, part::none, layer.useful(), 0}).code);
}

extern "C" int use_facts(const storage& below, const public_key& key, signature_info& out) {
  if (const error e = read_signature(below, out)) return static_cast<int>(e.code);
  return signed_comment(out, key, {}) ? 1 : 0;
}
