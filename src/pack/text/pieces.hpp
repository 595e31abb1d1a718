// An article as the sequence of pieces that is stored, indexed and spooled.
#pragma once

#include "pack/base/bucket_scheme.hpp"
#include "pack/io/scratch.hpp"

#include <satchel/kind.hpp>
#include <satchel/pack.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace satchel::pack {

struct stored_piece {
  satchel::kind kind = satchel::kind::paragraph;
  std::uint8_t level = 0;
  std::string text;
};

using pieces = std::vector<stored_piece>;

// In archives the byte 0 ends a piece; in a text it becomes U+FFFD, as in CommonMark.
inline void replace_zeros(std::string& text) {
  std::size_t at = text.find('\0');
  if (at == std::string::npos) return;
  std::string whole;
  for (std::size_t begin = 0; begin <= text.size(); begin = at + 1) {
    at = std::min(text.find('\0', begin), text.size());
    whole.append(text, begin, at - begin);
    if (at < text.size()) whole += "\xEF\xBF\xBD";
  }
  text = std::move(whole);
}

// Identifier, title, metadata in the order of their numbers, body.
inline pieces pieces_of(article&& a) {
  pieces out;
  const auto add = [&](satchel::kind k, std::string& text) {
    if (!text.empty()) out.push_back({k, 0, std::move(text)});
  };
  out.push_back({satchel::kind::identifier, 0, std::move(a.identifier)});
  out.push_back({satchel::kind::title, 0, std::move(a.title)});
  add(satchel::kind::subtitle, a.subtitle);
  for (std::string& author : a.authors) add(satchel::kind::author, author);
  add(satchel::kind::source, a.source);
  add(satchel::kind::url, a.url);
  add(satchel::kind::published, a.published);
  add(satchel::kind::language, a.language);
  for (std::string& tag : a.tags) add(satchel::kind::tag, tag);
  for (auto& [name, value] : a.fields) {
    if (name.empty()) continue;
    out.push_back({satchel::kind::field_name, 0, name});
    out.push_back({satchel::kind::field_value, 0, std::move(value)});
  }
  for (paragraph& p : a.body)
    if (!p.text.empty()) out.push_back({p.kind, p.level, std::move(p.text)});
  for (stored_piece& p : out) replace_zeros(p.text);
  return out;
}

inline void put_pieces(std::string& out, const pieces& all) {
  put_varint(out, all.size());
  for (const stored_piece& p : all) {
    out.push_back(static_cast<char>(static_cast<unsigned>(p.kind) | static_cast<unsigned>(p.level) << 5));
    put_string(out, p.text);
  }
}

inline pieces get_pieces(scratch_reader& in) {
  pieces out(in.varint());
  for (stored_piece& p : out) {
    unsigned char head = 0;
    in.read(&head, 1);
    p.kind = static_cast<satchel::kind>(head & 31);
    p.level = head >> 5;
    p.text = in.string();
  }
  return out;
}

// Whether a piece is searched, and with which weight.
inline bool indexed(satchel::kind k, field_group& group) {
  switch (k) {
    case satchel::kind::title:
      group = title_group;
      return true;
    case satchel::kind::subtitle:
    case satchel::kind::author:
    case satchel::kind::source:
    case satchel::kind::tag:
      group = metadata_group;
      return true;
    case satchel::kind::boilerplate:
      return false;
    default:
      group = body_group;
      return is_body(k);
  }
}

}  // namespace satchel::pack
