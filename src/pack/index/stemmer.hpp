// What languages are for the packer: word stems, and the language of texts that do not say theirs.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct sb_stemmer;

namespace satchel::pack {

// Reduces words to their stems with a Snowball algorithm. Not for several threads at once: give each its own.
class stemmer {
 public:
  // Takes the name of a Snowball algorithm, "english" for example; an empty name leaves every word as it is.
  // Throws std::invalid_argument for a name that Snowball does not know.
  explicit stemmer(std::string_view snowball_name);

  // The stem of a term of the analyzer, valid until the next call. Terms with digits and terms of scripts written
  // without spaces are their own stems; for them the view given comes back.
  std::string_view stem(std::string_view folded_term);

 private:
  struct closer {
    void operator()(sb_stemmer* s) const;
  };
  std::unique_ptr<sb_stemmer, closer> snowball_;
};

// Whether Snowball has an algorithm of this name, "english" for example.
bool is_stemmer(std::string_view snowball_name);

// Name of the Snowball algorithm for a language tag such as "en" or "pt-BR"; empty if there is none.
std::string stemmer_for(std::string_view bcp47);

// BCP 47 tag of the language of a text, empty if that is not certain. Looks at the first 64 KiB.
std::string detect_language(std::string_view text);

}  // namespace satchel::pack
