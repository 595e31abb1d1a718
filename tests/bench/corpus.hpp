// The corpus as every peer sees it.
#pragma once

#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

struct article {
  std::string id, title, body;
  std::vector<std::string> names;  // authors, source, tags: searched like the text
  std::string facts;               // whatever else there is (and the names), as JSON; stored, not searched
};

// Reads a corpus in JSON Lines. Throws std::runtime_error.
class corpus_reader {
 public:
  explicit corpus_reader(const std::string& path);
  bool next(article& out);

 private:
  std::string path_;
  std::ifstream lines_;
  std::size_t line_ = 0;
};

// What is searched of an article, one passage after the other: title, names, the body's paragraphs (which empty lines
// separate). No phrase goes from one passage to the next.
std::vector<std::string> passages(const article& a);

// The terms of a text, as Satchel's analyzer makes them, with spaces between: runs of letters and digits, without case
// and accents.
std::string folded(std::string_view text);

// A record that holds the stored parts of an article, for systems that store one string.
std::string record(const article& a);
struct stored {
  std::string_view id, title, facts, body;
};
stored read_record(std::string_view record);

}  // namespace bench
