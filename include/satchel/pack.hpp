// The packer: from a collection of articles to an archive. C++20, hosted; not part of the reader.
//
// Files and directories, as "satchel pack" takes them:
//
//   satchel::pack::options how;
//   how.inputs = {"articles/", "more.jsonl"};
//   how.output = "news.satchel";
//   satchel::pack::pack(how, [](const satchel::pack::problem& p) { std::cerr << p.where << ": " << p.what << '\n'; });
//
// Articles that the program makes itself, one at a time in memory:
//
//   how.articles = [&](satchel::pack::article& next, const satchel::pack::report&) {
//     if (!rows.step()) return false;
//     next.identifier = rows.key();
//     next.title = rows.title();
//     next.body.push_back({satchel::kind::paragraph, 0, rows.text()});
//     return true;
//   };
#pragma once

#include <satchel/kind.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace satchel::pack {

// One thing that the packer could not take as it was. It goes on after each.
struct problem {
  std::string where;   // "file" or "file:line"
  std::string what;    // what is wrong, one line
  std::string remedy;  // what was done, or what to do about it, one line
  bool lost = false;   // an article, or a part of one, is missing from the archive because of it
};

// Called for each problem, in input order, from one thread at a time.
using report = std::function<void(const problem&)>;

// One typed part of an article's body. `text` is UTF-8 without markup; line breaks inside it matter only for code.
struct paragraph {
  satchel::kind kind = satchel::kind::paragraph;  // heading to boilerplate
  std::uint8_t level = 0;                         // headings 1 to 6, list items 1 to 7, otherwise 0
  std::string text;                               // when it is empty, the paragraph is not stored
};

// An article. All texts are UTF-8, and are stored as they are, but for a byte 0, which becomes U+FFFD. Empty strings
// and lists mean "the source does not say".
struct article {
  std::string identifier;  // when an earlier article has it, this one gets the first free of "~2", "~3" ... at its end
  std::string title;
  std::string subtitle;
  std::vector<std::string> authors;
  std::string source;     // publication or collection the article came from
  std::string url;        // where it was published
  std::string published;  // ISO 8601, as precise as the source says; other text is stored, but not found by date
  std::string language;   // BCP 47
  std::vector<std::string> tags;
  std::vector<std::pair<std::string, std::string>> fields;  // name, not empty, and value
  std::vector<paragraph> body;

  std::string origin;  // where it came from, as "file:line", for messages; not stored
};

// Puts the next article into `next`, which comes empty, and returns true; false when there are no more. What the
// source cannot give it tells `on_problem`, where it counts as one of the packer's problems. Called from the thread
// that packs; what it throws ends the packing, and no output is left.
using article_source = std::function<bool(article& next, const report& on_problem)>;

// How the body text of a JSON line is read.
enum class body_format { text, markdown, html };

// Where words stand in an article: what phrases are found by. Without them, phrases are looked for in the texts of the
// articles that have all of their words, which gives the same answers more slowly.
enum class positions : std::uint8_t {
  full,     // each place
  passage,  // which passages of 32 words: about a third of the bytes, and fewer texts to look into than with none
  none,
};

// Of options::memory_bytes, what is not the reader's workspace: 5 KiB for the stack (4 KiB), the archive object and
// what the storage's function keeps, as a sector. The rest must hold a search of four terms, phrases included, reading
// any article, and its snippet, on a processor of at most 64 bits, with storage that copies, and zstd's decoder: one
// built with -DZSTD_DECODER_INTERNAL_BUFFER=64, from memory_of_usual_decoder on any.
inline constexpr std::uint32_t memory_reserve = 5 << 10, memory_of_usual_decoder = 256 << 10;

// What to pack, and how. Every field has a default that suits.
struct options {
  std::vector<std::string> inputs;  // files, directories, "-" for standard input
  article_source articles;          // articles of the program's own; they follow those of the inputs
  std::string output;               // path of the archive, "-" for standard output. A file that is there is replaced
                                    //   when the new one is complete; a pipe or a device is written to
  std::string name;                 // what the collection calls itself; stored
  std::string language = "auto";    // BCP 47 tag or Snowball name for stemming, "none", or "auto": by the articles
  std::map<std::string, std::string> map;  // JSON key -> article field, for collections with other names
  body_format json_body = body_format::text;
  unsigned threads = 0;                // 0: one per processor; the archive's bytes do not depend on it
  std::uint32_t block_bytes = 0;       // decoded size of a block, 512 to 4 MiB; 0: 20 KiB, or what memory_bytes allows
  std::uint32_t page_bytes = 0;        // of an index page: a power of two, 512 to 65536; 0: by the collection's size
  std::int64_t dictionary_bytes = -1;  // size of the zstd dictionary; -1: by the size of the collection
  std::int64_t word_codes = -1;        // most words that texts are coded with; 0: none; -1: 60000, or by memory_bytes
  std::uint64_t memory_bytes = 0;      // all memory that a reader is to have, memory_reserve included; 0: any
  satchel::pack::positions positions = positions::full;
  int level = 16;       // zstd compression level, 1 to 22
  std::string scratch;  // directory for temporary files; "": TMPDIR or /tmp

  // Called now and then from the calling thread: done and total are bytes of text when total is known, otherwise 0.
  std::function<void(const char* phase, std::uint64_t done, std::uint64_t total)> progress;
};

// What went where.
struct statistics {
  std::uint32_t articles = 0;
  std::uint64_t text_bytes = 0;  // of body pieces
  std::uint64_t file_bytes = 0;
  std::uint64_t dictionary_bytes = 0, word_codes_bytes = 0;       // in the file, compressed
  std::uint64_t block_bytes = 0, catalog_bytes = 0;               // likewise
  std::uint64_t list_bytes = 0, term_bytes = 0, other_bytes = 0;  // pages, and everything else
  std::uint64_t blocks = 0, terms = 0, postings = 0, tokens = 0;
  std::uint64_t usual_texts =
      0;  // with options::memory_bytes: what dictionary, words and blocks would take in the file
          //   without it, found on samples
  std::uint32_t problems = 0, lost = 0;
  std::string stemmer;
  double seconds = 0;
};

// Packing cannot go on: what() is a sentence that says what happened, where, and what to do. No output was left.
class failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Packs. Throws failure when no archive can be written, or when an article of options::articles has a piece of a kind
// or level that cannot be stored. Text of these articles that is not UTF-8 becomes U+FFFD, and is a problem.
statistics pack(const options& how, const report& on_problem);

}  // namespace satchel::pack
