// What an archive answers, written down so that two archives can be compared.
#pragma once

#include "packing.hpp"

#include <satchel/satchel.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace hostile {

// Something to ask an archive.
struct question {
  enum class about : std::uint8_t { info, search, entry, article, identifier, title, completion, snippet, words };
  about what = about::info;
  std::string text;           // query, identifier, title or prefix
  std::uint32_t article = 0;  // of entry, article, snippet and words
  bool count = false;         // of search
};

// What came back. With an error, `text` is what the archive had said before.
struct answer {
  std::string text;
  satchel::error failure;
};

// The queries, then everything about up to four articles.
std::vector<question> questions_for(const file_bytes& archive, const std::vector<std::string>& queries);

answer ask(satchel::archive& open, const question& q);
std::vector<answer> ask_all(satchel::archive& open, const std::vector<question>& all);

// The question, for messages.
std::string describe(const question& q);

// Storage that copies from `from`, as a file or a card does.
satchel::storage copying(const file_bytes& from);
satchel::storage direct(const file_bytes& from);

// Memory for a workspace, exactly as large as asked, between bytes that must stay as they are. A run under the address
// sanitizer sees reads outside of it too.
class guarded_memory {
 public:
  explicit guarded_memory(std::uint64_t size);
  guarded_memory(const guarded_memory&) = delete;
  guarded_memory& operator=(const guarded_memory&) = delete;

  satchel::mutable_bytes bytes() { return {memory_.data() + guard, memory_.size() - 2 * guard}; }
  bool untouched() const;

 private:
  static constexpr std::size_t guard = 64;
  std::vector<std::byte> memory_;
};

// More than any of the small archives needs.
inline constexpr std::uint64_t ample = 1 << 20;

// Queries over small_collection(): words, phrase, prefix, fields, dates, operators, another script, a near miss.
std::vector<std::string> small_queries();
// Queries over wordy_collection().
std::vector<std::string> wordy_queries();
// Queries over many_articles().
std::vector<std::string> many_queries();

}  // namespace hostile
