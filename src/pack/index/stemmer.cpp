#include "pack/index/stemmer.hpp"

#include <cld2/public/compact_lang_det.h>
#include <libstemmer.h>

#include <satchel/text/fold.hpp>
#include <satchel/text/utf8.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <new>
#include <stdexcept>
#include <utility>

namespace satchel::pack {
namespace {

using pair = std::pair<std::string_view, std::string_view>;

// The languages of Snowball 2.2.
constexpr std::array stemmers = {
    pair{"ar", "arabic"},     pair{"ca", "catalan"},   pair{"da", "danish"},     pair{"de", "german"},
    pair{"el", "greek"},      pair{"en", "english"},   pair{"es", "spanish"},    pair{"eu", "basque"},
    pair{"fi", "finnish"},    pair{"fr", "french"},    pair{"ga", "irish"},      pair{"hi", "hindi"},
    pair{"hu", "hungarian"},  pair{"hy", "armenian"},  pair{"id", "indonesian"}, pair{"it", "italian"},
    pair{"lt", "lithuanian"}, pair{"nb", "norwegian"}, pair{"ne", "nepali"},     pair{"nl", "dutch"},
    pair{"nn", "norwegian"},  pair{"no", "norwegian"}, pair{"pt", "portuguese"}, pair{"ro", "romanian"},
    pair{"ru", "russian"},    pair{"sr", "serbian"},   pair{"sv", "swedish"},    pair{"ta", "tamil"},
    pair{"tr", "turkish"},    pair{"yi", "yiddish"},
};

// Codes of CLD2 that BCP 47 has replaced.
constexpr std::array replaced_codes = {pair{"iw", "he"}, pair{"jw", "jv"}, pair{"tl", "fil"}, pair{"mo", "ro"}};

std::string known_stemmers() {
  std::string names;
  for (const char** name = sb_stemmer_list(); *name != nullptr; ++name) {
    if (!names.empty()) names += ", ";
    names += *name;
  }
  return names;
}

// CLD2 stops at bytes that are not text: they become spaces.
std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const text::decoded read = text::decode(text, at);
    const char32_t c = read.code_point;
    const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
    const bool no_character = (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF) || c == text::replacement;
    if (control || no_character) {
      out += ' ';
    } else {
      out += text.substr(at, read.size);
    }
    at += read.size;
  }
  return out;
}

}  // namespace

stemmer::stemmer(std::string_view snowball_name) {
  if (snowball_name.empty()) return;
  snowball_.reset(sb_stemmer_new(std::string(snowball_name).c_str(), "UTF_8"));
  if (!snowball_) {
    if (is_stemmer(snowball_name)) throw std::bad_alloc();
    throw std::invalid_argument("no stemmer is called \"" + std::string(snowball_name) + "\"; there are " +
                                known_stemmers());
  }
}

void stemmer::closer::operator()(sb_stemmer* s) const { sb_stemmer_delete(s); }

std::string_view stemmer::stem(std::string_view folded_term) {
  if (!snowball_ || folded_term.empty() || folded_term.size() > std::numeric_limits<int>::max()) return folded_term;
  if (std::any_of(folded_term.begin(), folded_term.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return folded_term;
  }
  if (text::class_of(text::decode(folded_term, 0).code_point) == text::char_class::unspaced) return folded_term;
  const sb_symbol* stem = sb_stemmer_stem(snowball_.get(), reinterpret_cast<const sb_symbol*>(folded_term.data()),
                                          static_cast<int>(folded_term.size()));
  if (stem == nullptr) throw std::bad_alloc();
  const std::string_view view(reinterpret_cast<const char*>(stem),
                              static_cast<std::size_t>(sb_stemmer_length(snowball_.get())));
  return view.empty() ? folded_term : view;
}

bool is_stemmer(std::string_view snowball_name) {
  for (const char** name = sb_stemmer_list(); *name != nullptr; ++name) {
    if (snowball_name == *name) return true;
  }
  return false;
}

std::string stemmer_for(std::string_view bcp47) {
  std::string language(bcp47.substr(0, bcp47.find_first_of("-_")));
  for (char& c : language) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
  }
  const auto found =
      std::find_if(stemmers.begin(), stemmers.end(), [&language](const pair& s) { return s.first == language; });
  return found == stemmers.end() ? std::string() : std::string(found->second);
}

std::string detect_language(std::string_view text) {
  constexpr std::size_t enough = 64 * 1024;
  const std::string sample = printable(text::cut(text, enough));
  bool reliable = false;
  int valid = 0;
  const CLD2::Language language = CLD2::DetectLanguageCheckUTF8(sample.data(), static_cast<int>(sample.size()),
                                                                /*is_plain_text=*/true, &reliable, &valid);
  if (!reliable || language == CLD2::UNKNOWN_LANGUAGE) return {};
  const std::string_view code = CLD2::LanguageCode(language);
  if (code.substr(0, 3) == "xx-") return {};  // a script, not a language
  const auto replaced =
      std::find_if(replaced_codes.begin(), replaced_codes.end(), [code](const pair& r) { return r.first == code; });
  return std::string(replaced == replaced_codes.end() ? code : replaced->second);
}

}  // namespace satchel::pack
