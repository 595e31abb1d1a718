#include "pack/text/word_coder.hpp"

#include "base/string_map.hpp"
#include "pack/text/word_units.hpp"

#include <satchel/format/flatbuffer.hpp>

#include <algorithm>
#include <bit>
#include <utility>

namespace satchel::pack {
namespace {

void put_code(std::string& out, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < format::short_codes) return put(0x80 + code);
  code -= format::short_codes;
  if (code < format::middle_codes) {
    put(0xE0 + code / 256);
    return put(code % 256);
  }
  code -= format::middle_codes;
  put(0xF8 + code / 65536);
  put(code / 256 % 256);
  put(code % 256);
}

void put_raw(std::string& out, std::string_view text) {
  for (; !text.empty(); text.remove_prefix(std::min<std::size_t>(text.size(), 255))) {
    const std::string_view part = text.substr(0, 255);
    out.push_back(static_cast<char>(format::word_raw));
    out.push_back(static_cast<char>(part.size()));
    out.append(part);
  }
}

}  // namespace

word_coder::word_coder(std::vector<std::string> words) : words_(std::move(words)) {
  slots_.resize(std::bit_ceil(2 * words_.size() + 1));
  for (std::uint32_t i = 0; i < words_.size(); ++i) {
    const auto hash = static_cast<std::uint32_t>(hash_of(words_[i]));
    std::size_t at = hash & (slots_.size() - 1);
    while (slots_[at].code != unknown) at = (at + 1) & (slots_.size() - 1);
    slots_[at] = {hash, i};
  }
}

std::string word_coder::table() const {
  std::vector<std::uint32_t> starts;
  std::vector<std::uint8_t> sizes;
  std::string text;
  for (std::size_t i = 0; i < words_.size(); ++i) {
    if (i % format::words_per_start == 0) starts.push_back(static_cast<std::uint32_t>(text.size()));
    sizes.push_back(static_cast<std::uint8_t>(words_[i].size()));
    text += words_[i];
  }
  flatbuffers::FlatBufferBuilder b;
  const auto text_vector = b.CreateVector(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  const auto size_vector = b.CreateVector(sizes);
  const auto start_vector = b.CreateVector(starts);
  b.Finish(format::CreateWordCodes(b, start_vector, size_vector, text_vector));
  return {reinterpret_cast<const char*>(b.GetBufferPointer()), b.GetSize()};
}

std::uint32_t word_coder::code_of(std::string_view word) const {
  const auto hash = static_cast<std::uint32_t>(hash_of(word));
  for (std::size_t at = hash & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
    const slot& s = slots_[at];
    if (s.code == unknown || (s.hash == hash && words_[s.code] == word)) return s.code;
  }
}

void word_coder::encode(std::string_view text, std::string& out) const {
  bool sentence = true;
  bool blank = false;  // a blank that is not written yet
  const auto put_blank = [&] {
    if (blank) out.push_back(' ');
    blank = false;
  };
  for (std::size_t i = 0; i < text.size();) {
    const std::uint8_t c = byte_at(text, i);
    const std::size_t n = word_size(text, i);
    if (n == 0) {
      put_blank();
      if (c == ' ' && i > 0) {
        blank = true;
      } else if (c <= format::word_raw) {
        put_raw(out, text.substr(i, 1));
        sentence = false;
      } else {
        out.push_back(static_cast<char>(c));
      }
      if (c > format::word_raw) sentence = format::begins_sentence(c, sentence);
      ++i;
      continue;
    }

    std::string_view word = text.substr(i, n);
    const bool ascii = format::is_lower(c) || format::is_upper(c);
    std::uint32_t code = unknown;
    bool toggle = false, upper = false;
    if (is_spaceless_at(text, i) && is_spaceless_at(text, i + 3)) {
      code = code_of(text.substr(i, 6));
      if (code != unknown) word = text.substr(i, 6);
    }
    if (code == unknown) code = code_of(word);
    if (code == unknown && ascii) {
      const std::string other = toggled(word);
      code = code_of(other);
      toggle = code != unknown;
      const std::string small = lower(word);
      const bool capitals =
          std::none_of(word.begin(), word.end(), [](char l) { return format::is_lower(static_cast<std::uint8_t>(l)); });
      if (code == unknown && capitals) {
        code = code_of(small);
        if (code == unknown) code = code_of(toggled(small));
        upper = code != unknown;
      }
    }
    if (code == unknown) {
      put_blank();
      // Letters of ASCII and digits stand for themselves; the bytes of others would be taken for codes.
      for (std::size_t at = 0; at < word.size();) {
        std::size_t end = at;
        const bool plain = byte_at(word, at) < 0x80;
        while (end < word.size() && (byte_at(word, end) < 0x80) == plain) ++end;
        if (plain)
          out.append(word.substr(at, end - at));
        else
          put_raw(out, word.substr(at, end - at));
        at = end;
      }
    } else {
      // A capital follows from the beginning of a sentence; there, a small letter is what must be told.
      if (sentence && !upper && format::is_lower(byte_at(words_[code], 0))) toggle = !toggle;
      const bool spaceless = format::is_spaceless(byte_at(word, 0));
      if (spaceless)
        put_blank();
      else if (!blank && i > 0)
        out.push_back(static_cast<char>(format::word_joined));
      blank = false;
      if (toggle) out.push_back(static_cast<char>(format::word_toggled));
      if (upper) out.push_back(static_cast<char>(format::word_upper));
      put_code(out, code);
    }
    sentence = false;
    i += word.size();
  }
  put_blank();
}

}  // namespace satchel::pack
