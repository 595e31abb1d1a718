// Values of C as those of C++, and back.
#pragma once

#include <satchel.h>

#include <satchel/article.hpp>
#include <satchel/error.hpp>
#include <satchel/public_key.hpp>
#include <satchel/query.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace satchel::c {

inline satchel_error failure(std::uint16_t code, std::uint64_t where = 0) {
  return {where, 0, code, SATCHEL_PART_NONE};
}

// Codes and parts have the same numbers in both.
inline satchel_error to_c(const error& e) {
  return {e.where, e.missing, static_cast<std::uint16_t>(e.code), static_cast<std::uint16_t>(e.part)};
}

inline error from_c(const satchel_error& e) {
  return {static_cast<errc>(e.code), static_cast<part>(e.part), e.where, e.missing};
}

inline satchel_query_size to_c(const query_size& s) {
  return {s.terms, s.clauses, s.operations, s.depth, s.text, s.prefixes, s.dates, s.phrases};
}

inline query_size from_c(const satchel_query_size& s) {
  return {s.terms, s.clauses, s.operations, s.depth, s.text, s.prefixes, s.dates, s.phrases};
}

inline satchel_piece to_c(const piece& p) {
  return {p.text.data(), p.text.size(), static_cast<std::uint32_t>(p.kind), p.level, p.first, p.last};
}

// False where there is none.
inline bool take_key(const satchel_public_key* key, public_key& out) {
  static_assert(sizeof out.id == sizeof key->id && sizeof out.point == sizeof key->point);
  if (key == nullptr) return false;
  std::memcpy(out.id, key->id, sizeof out.id);
  std::memcpy(out.point, key->point, sizeof out.point);
  return true;
}

// A text of the caller. False where there is a length and no text.
inline bool take_text(const char* text, std::size_t size, std::string_view& out) {
  out = text == nullptr ? std::string_view{} : std::string_view{text, size};
  return text != nullptr || size == 0;
}

}  // namespace satchel::c
