// Snippets and highlighted reading mark what the oracle says, for random queries of every kind and every kind of
// archive.
#include "marks.hpp"
#include "comparison.hpp"
#include "library.hpp"
#include "synthetic.hpp"
#include "terms.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>

namespace oracle {
namespace {

// What reading gives of an article, one call after the other.
struct part {
  satchel::kind kind = satchel::kind::paragraph;
  bool first = true, last = true, match = false;
  std::string text;

  friend bool operator==(const part&, const part&) = default;
};
using parts = std::vector<part>;

part part_of(const satchel::piece& p, bool match) { return {p.kind, p.first, p.last, match, std::string(p.text)}; }

// What came of marking, so that a run that saw nothing fails.
struct tally {
  std::size_t articles = 0, marks = 0, snippets_with_marks = 0;
};

class marks_examiner {
 public:
  marks_examiner(const library& of, const std::string& path, std::uint64_t seed) : of_(of), random_(seed) {
    REQUIRE_FALSE(archive_.open(path.c_str(), satchel::checking::at_open));
  }

  // What is different in the best articles that match, and one of the others; empty when nothing is.
  std::string check(const question& q) {
    const marker slow(of_.terms(), q.tree);
    std::string out;
    for (std::size_t i = 0; i < q.expected.size() && i < 2 && out.empty(); ++i) out = check(q, slow, q.expected[i]);
    if (q.expected.size() > 2 && out.empty()) out = check(q, slow, random_.one_of(q.expected));
    return out;
  }

  std::string check(const question& q, const marker& slow, const satchel::hit& h) {
    parts plain;
    REQUIRE_FALSE(archive_.get().read(h.article, [&](const satchel::piece& p) { plain.push_back(part_of(p, false)); }));
    std::string out = check_reading(q, slow, h, plain);
    constexpr std::array<std::size_t, 6> rooms = {12, 20, 40, 90, 240, 1000};
    if (out.empty()) out = check_snippet(q, slow, h, plain, random_.one_of(rooms));
    ++seen_.articles;
    return out.empty() ? out : "  article #" + std::to_string(h.article) + ": " + out;
  }

  const tally& seen() const { return seen_; }
  satchel::mapped_archive& archive() { return archive_; }

 private:
  std::string check_reading(const question& q, const marker& slow, const satchel::hit& h, const parts& plain) {
    parts expected, got;
    for (const part& p : plain) split(p, slow, expected);
    const satchel::error e = archive_.read(
        h.article, q.text, [&](const satchel::piece& p, bool match) { got.push_back(part_of(p, match)); });
    if (e) return satchel::message(e.code);
    if (got == expected) return {};
    std::size_t same = 0;
    while (same < got.size() && same < expected.size() && got[same] == expected[same]) ++same;
    const auto said = [&](const parts& all) {
      if (same == all.size()) return std::string("nothing");
      return (all[same].match ? "marked '" : "unmarked '") + all[same].text + "'";
    };
    return "part " + std::to_string(same) + "\n  expected " + said(expected) + "\n  got " + said(got);
  }

  void split(const part& whole, const marker& slow, parts& out) {
    std::vector<mark> marks;
    if (satchel::is_searched_body(whole.kind)) marks = slow.marks_in(whole.text);
    seen_.marks += marks.size();
    std::size_t at = 0;
    const auto give = [&](std::size_t end, bool match) {
      if (end == at && !whole.text.empty()) return;
      out.push_back({whole.kind, whole.first && at == 0, whole.last && end == whole.text.size(), match,
                     whole.text.substr(at, end - at)});
      at = end;
    };
    for (const mark& m : marks) {
      give(m.begin, false);
      give(m.end, true);
    }
    give(whole.text.size(), false);
  }

  std::string check_snippet(const question& q, const marker& slow, const satchel::hit& h, const parts& plain,
                            std::size_t room) {
    std::vector<char> buffer(room);
    satchel::snippet got;
    if (const satchel::error e = archive_.snippet(h, q.text, {buffer.data(), room}, got))
      return satchel::message(e.code);
    std::string wrong;
    if (!comes_from(got, plain)) wrong = "not a passage of one part";
    std::vector<mark> marks = slow.marks_in(got.text);
    marks.resize(std::min<std::size_t>(marks.size(), satchel::snippet::marks_max));
    const auto same = [](const mark& a, const mark& b) { return a.begin == b.begin && a.end == b.end; };
    if (!std::equal(got.at, got.at + got.marks, marks.begin(), marks.end(), same)) wrong = "other marks";
    if (marks.empty() && any_fits(slow, plain, room)) wrong = "no mark, though the article has a place for one";
    seen_.snippets_with_marks += marks.empty() ? 0 : 1;
    if (wrong.empty()) return wrong;
    std::ostringstream out;
    out << "snippet of " << room << " bytes: " << wrong << "\n  '" << got.text << "'\n  expected";
    for (const mark& m : marks) out << ' ' << m.begin << "-" << m.end;
    out << ", got";
    for (std::uint32_t m = 0; m < got.marks; ++m) out << ' ' << got.at[m].begin << "-" << got.at[m].end;
    return out.str();
  }

  static std::string with_single_blanks(std::string_view text) {
    std::string out;
    for (const char c : text) {
      const bool blank = c == ' ' || (c >= '\t' && c <= '\r');
      if (!blank)
        out += c;
      else if (!out.empty() && out.back() != ' ')
        out += ' ';
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
  }

  static bool comes_from(const satchel::snippet& s, const parts& plain) {
    const auto holds = [&](const part& p) {
      const std::string text = with_single_blanks(p.text);
      return satchel::is_searched_body(p.kind) && text.find(s.text) != text.npos &&
             (s.starts_cut || text.starts_with(s.text)) && (s.ends_cut || text.ends_with(s.text));
    };
    return s.text.empty() || std::any_of(plain.begin(), plain.end(), holds);
  }

  static bool any_fits(const marker& slow, const parts& plain, std::size_t room) {
    for (const part& p : plain) {
      if (!satchel::is_searched_body(p.kind)) continue;
      for (const mark& m : slow.places_in(p.text))
        if (m.end - m.begin <= room) return true;
    }
    return false;
  }

  const library& of_;
  random_source random_;
  satchel::mapped_archive archive_;
  tally seen_;
};

void check_marks(const library& of, const std::string& path, std::uint64_t seed, std::size_t each) {
  examiner asks(of.known(), of.terms(), seed);
  marks_examiner marks(of, path, seed);
  verdict out(of.name());
  for (std::size_t i = 0; i < each * query_kind_names.size() && !out.enough(); ++i) {
    const question q = asks.ask(static_cast<query_kind>(i % query_kind_names.size()));
    out.note(q, marks.check(q));
  }
  out.report(each * query_kind_names.size());
  CHECK(marks.seen().articles > each);
  CHECK(marks.seen().marks > each);
  CHECK(marks.seen().snippets_with_marks > each);
}

// A collection whose articles are one long paragraph each.
std::unique_ptr<library> long_paragraphs(const satchel::pack::options& how) {
  std::istringstream lines(synthetic_json_lines(600, 11));
  std::vector<nlohmann::ordered_json> all;
  for (std::string line; std::getline(lines, line);) all.push_back(nlohmann::ordered_json::parse(line));
  std::string text;
  for (std::size_t i = 0; i + 6 <= all.size(); i += 6) {
    std::string body;
    for (std::size_t j = i; j < i + 6; ++j) body += all[j]["body"].get<std::string>() + " ";
    for (std::size_t at; (at = body.find("\n\n")) != body.npos;) body.replace(at, 2, " ");
    all[i]["body"] = body;
    text += all[i].dump() + "\n";
  }
  return library::of_json_lines("long paragraphs", text, how);
}

std::string last_word(const std::string& text) {
  const std::vector<term> all = terms_in(text);
  return all.empty() || all.back().unspaced ? "" : all.back().text;
}

std::string first_word(const std::string& text) {
  const std::vector<term> all = terms_in(text);
  return all.empty() || all.front().unspaced ? "" : all.front().text;
}

// Phrases of two words, between which a part of a paragraph ends.
std::size_t check_phrases_over_ends(library& of) {
  random_source random(12);
  marks_examiner marks(of, of.path(), 12);
  std::size_t asked = 0;
  for (std::uint32_t article = 0; article < of.size(); ++article) {
    parts all;
    REQUIRE_FALSE(of.archive().get().read(article, [&](const satchel::piece& p) { all.push_back(part_of(p, false)); }));
    for (std::size_t i = 0; i + 1 < all.size(); ++i) {
      const std::string before = last_word(all[i].text), after = first_word(all[i + 1].text);
      if (all[i].last || before.empty() || after.empty()) continue;
      question q{query_kind::phrase, {}, '"' + before + ' ' + after + '"', {}};
      q.tree.parts.push_back({node_kind::phrase, before + " " + after, field::any, {}, {}, {}});
      q.expected = evaluator(of.terms()).evaluate(q.tree);
      const auto is_here = [&](const satchel::hit& h) { return h.article == article; };
      const auto here = std::find_if(q.expected.begin(), q.expected.end(), is_here);
      REQUIRE(here != q.expected.end());
      CHECK(try_all(of.archive(), q, of.size(), random) == "");
      CHECK(marks.check(q, marker(of.terms(), q.tree), *here) == "");
      ++asked;
    }
  }
  return asked;
}

}  // namespace

TEST_CASE("oracle: marks, Reuters") {
  const auto made = library::reuters();
  if (made != nullptr) check_marks(*made, made->path(), 21, queries_of_a_kind / 16);
}

TEST_CASE("oracle: marks, the sample collection") {
  const auto made = library::of_path("sample collection", SATCHEL_ROOT "/seeds");
  check_marks(*made, made->path(), 22, queries_of_a_kind / 16);
}

TEST_CASE("oracle: marks, positions of all kinds, with and without a stemmer and word codes") {
  for (const char* language : {"en", "none"}) {
    const auto made = library::synthetic(700, 1024, language);
    check_marks(*made, made->path(), 23, queries_of_a_kind / 8);
    for (const auto kept :
         {satchel::pack::positions::full, satchel::pack::positions::passage, satchel::pack::positions::none})
      for (const std::int64_t word_codes : {-1, 0}) {
        satchel::pack::options how;
        how.positions = kept;
        how.language = language;
        how.word_codes = word_codes;
        how.block_bytes = 2048;
        INFO("positions ", static_cast<int>(kept), ", word codes ", word_codes);
        check_marks(*made, made->pack_again(how), 24 + static_cast<std::uint64_t>(kept), queries_of_a_kind / 40);
      }
  }
}

TEST_CASE("oracle: marks, long paragraphs in parts") {
  for (const std::int64_t word_codes : {-1, 0}) {
    satchel::pack::options how;
    how.language = "en";
    how.word_codes = word_codes;
    how.block_bytes = 2048;
    const auto made = long_paragraphs(how);
    check_marks(*made, made->path(), 30, queries_of_a_kind / 16);
    CHECK(check_phrases_over_ends(*made) > 50);
  }
}

}  // namespace oracle
