// Queries: the lexemes that they consist of, the plans that they compile to, and where they are wrong.
#include <satchel/detail/query/query_parser.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace satchel;

namespace {

using detail::clause_kind;
using detail::lexeme_kind;

// A query's lexemes: a letter for the kind, the field, the text; "|" between them.
std::string lexemes(std::string_view query) {
  detail::query_lexer lexer(query);
  std::string all;
  for (detail::lexeme l = lexer.next(); l.kind != lexeme_kind::end; l = lexer.next()) {
    if (!all.empty()) all += '|';
    all += "ewpfd()AON"[static_cast<int>(l.kind)];
    if (l.field) all += l.title ? "title:" : std::string(1, static_cast<char>(l.tag)) + ':';
    all += l.text;
    CHECK(l.begin < query.size());
  }
  CHECK(lexer.next().begin == query.size());
  return all;
}

// A compiled query in postfix: clauses in brackets, w for words, p prefixes, f phrases, d dates, then T in the title,
// N may fall back to the nearest form, - without a score, and the terms with their offsets in a phrase.
std::string compiled(std::string_view query) {
  detail::query_plan plan;
  REQUIRE_FALSE(detail::query_parser(query, plan).parse());
  std::vector<detail::step> steps(plan.size.operations);
  std::vector<detail::clause> clauses(plan.size.clauses + 1);
  std::vector<detail::term_key> terms(plan.size.terms + 1);
  std::vector<char> text(plan.size.text + 1);
  detail::query_plan full;
  full.steps = steps.data(), full.clauses = clauses.data(), full.terms = terms.data(), full.text = text.data();
  full.room = plan.size;
  REQUIRE_FALSE(detail::query_parser(query, full).parse());
  CHECK(full.size == plan.size);
  CHECK(full.longest_phrase == plan.longest_phrase);
  std::uint32_t prefixes = 0, dates = 0, phrases = 0, longest = 0;
  std::string all;
  for (const auto& s : steps) {
    if (s.op != detail::operation::clause) {
      all += "?&|~(pm)"[static_cast<int>(s.op)];
      if (s.op == detail::operation::end) all += std::to_string(s.argument);
      continue;
    }
    const detail::clause& l = clauses[s.argument];
    prefixes += l.kind == clause_kind::prefix ? 1 : 0;
    dates += l.kind == clause_kind::date ? 1 : 0;
    phrases += l.kind == clause_kind::phrase && l.terms > 1 ? 1 : 0;
    longest = l.terms > longest ? l.terms : longest;
    all += std::string("[") + "wpfd"[static_cast<int>(l.kind)] + (l.title ? "T" : "") + (l.nearest ? "N" : "") +
           (l.scores ? "" : "-");
    if (l.kind == clause_kind::date) all += std::to_string(l.from) + ".." + std::to_string(l.to);
    for (std::uint32_t t = l.first_term; t < l.first_term + l.terms; ++t) {
      const std::string_view key = full.key(t);
      all += ' ' + std::string(key.substr(0, 1)) + ':' + std::string(key.substr(1));
      if (terms[t].offset > 0) all += '+' + std::to_string(terms[t].offset);
    }
    all += ']';
  }
  CHECK(plan.size.prefixes == prefixes);
  CHECK(plan.size.dates == dates);
  CHECK(plan.size.phrases == phrases);
  if (phrases > 0) CHECK(plan.longest_phrase == longest);
  // With less room of any kind it is refused, and nothing is written beyond.
  for (std::uint32_t query_size::*part :
       {&query_size::terms, &query_size::clauses, &query_size::operations, &query_size::depth, &query_size::text}) {
    if (plan.size.*part == 0) continue;
    detail::query_plan less = full;
    less.room.*part -= 1;
    CHECK(detail::query_parser(query, less).parse().code == errc::bad_query);
    detail::query_plan more = full;
    more.room.*part += 1;
    CHECK(detail::query_parser(query, more).parse().code == errc::bad_query);
  }
  return all;
}

// Where a query is wrong; -1 where it is not.
int wrong_at(std::string_view query) {
  detail::query_plan plan;
  const error e = detail::query_parser(query, plan).parse();
  if (e) CHECK(e.code == errc::bad_query);
  return e ? static_cast<int>(e.where) : -1;
}

TEST_CASE("queries are wrong where they are wrong") {
  for (const char* good : {"ink", "ink wax", "ink AND wax", "ink OR wax", "NOT ink", "\"ink wax\"", "title:ink", "ink*",
                           "(ink)", "((ink) wax)", "ink )", "(ink", "ink AND (wax OR rag)", "\"ink", "ink NOT wax"}) {
    CAPTURE(good);
    CHECK(wrong_at(good) == -1);
  }
  const std::pair<const char*, int> bad[] = {{"", 0},
                                             {"  ", 0},
                                             {"()", 0},
                                             {"ink AND", 7},
                                             {"ink OR", 6},
                                             {"ink NOT", 7},
                                             {"ink AND OR wax", 8},
                                             {"ink AND )", 8},
                                             {"ink AND ()", 10},
                                             {"ink OR ()", 9},
                                             {"() AND ink", 3},
                                             {"() OR ink", 3},
                                             {"ink OR () AND wax", 17},
                                             {"ink AND wax AND ()", 18},
                                             {"ink OR wax OR ()", 16},
                                             {"AND ink", 0},
                                             {"OR ink", 0},
                                             {"NOT", 3},
                                             {"!!", 0},
                                             {") ink", 2},
                                             {"ink ) wax", 6}};
  for (const auto& one : bad) {
    CAPTURE(one.first);
    CHECK(wrong_at(one.first) == one.second);
  }
  std::string deep(max_query_nesting, '(');
  CHECK(wrong_at(deep + "ink") == -1);
  CHECK(wrong_at(deep + "(ink") > 0);
  CHECK(wrong_at(std::string(1000000, '(') + "ink") == max_query_nesting + 1);
  std::string empty;
  for (int i = 0; i < 100000; ++i) empty += "NOT () ";
  CHECK(wrong_at(empty + "ink") == -1);
}

TEST_CASE("what a query consists of") {
  const std::pair<const char*, const char*> cases[] = {
      {"ink", "wink"},
      {" ink\t\r\nwax ", "wink|wwax"},
      {"ink\xC2\xA0wax\xE3\x80\x80rag", "wink|wwax|wrag"},
      {"-ink", "N|wink"},
      {"- ink", "w-|wink"},
      {"--ink", "w--ink"},
      {"-", "w-"},
      {"ink-wax", "wink-wax"},
      {"\"ink wax\"", "fink wax"},
      {"\"ink", "fink"},
      {"\xE2\x80\x9Cink wax\xE2\x80\x9D rag", "fink wax|wrag"},
      {"\xE2\x80\x9Eink\xE2\x80\x9C", "fink"},
      {"\xC2\xABink\xC2\xBB", "fink"},
      {"\xE2\x80\x98ink\xE2\x80\x99", "w\xE2\x80\x98ink\xE2\x80\x99"},
      {"\xE2\x80\x9Bink\xE2\x80\x9F", "w\xE2\x80\x9Bink\xE2\x80\x9F"},
      {"ink\"wax\"rag", "wink|fwax|wrag"},
      {"ink* wax** *", "pink|pwax|p"},
      {"AND OR NOT and", "A|O|N|wand"},
      {"title:ink author:lee tag:wax source:post date:2016 other:ink",
       "wtitle:ink|wa:lee|wg:wax|ws:post|dw:2016|wother:ink"},
      {"title:\"ink wax\" date:\"x\" title: ink", "ftitle:ink wax|dw:|fx|wtitle:|wink"},
      {"(ink)wax", "(|wink|)|wwax"},
      {"title:ink*", "ptitle:ink"},
      {":ink", "w:ink"},
      {"\"\" a", "f|wa"}};
  for (const auto& one : cases) {
    CAPTURE(one.first);
    CHECK(lexemes(one.first) == one.second);
  }
}

TEST_CASE("what a query compiles to") {
  const std::pair<const char*, const char*> cases[] = {
      {"ink", "([wN w:ink]p)1"},
      {"ink wax", "([wN w:ink]p[wN w:wax]p)1"},
      {"ink AND wax", "([w w:ink][w w:wax]&m)0"},
      {"ink OR wax", "([w w:ink][w w:wax]|m)0"},
      {"ink OR wax AND rag", "([w w:ink][w w:wax][w w:rag]&|m)0"},
      {"NOT ink", "([w- w:ink]~m)0"},
      {"NOT NOT ink", "([w- w:ink]m)0"},
      {"-ink wax", "([w- w:ink]~m[wN w:wax]p)1"},
      {"\"ink wax\"", "([f w:ink w:wax+1]m)0"},
      {"\"ink\"", "([w w:ink]m)0"},
      {"title:ink", "([wT w:ink]m)0"},
      {"author:\"ann lee\"", "([f a:ann a:lee+1]m)0"},
      {"ink*", "([p w:ink]p)1"},
      {"title:ink*", "([pT w:ink]m)0"},
      {"(ink OR wax) rag", "(([w w:ink][w w:wax]|m)0m[wN w:rag]p)1"},
      {"((ink))", "((([wN w:ink]p)1m)0m)0"},
      {"() ink", "([wN w:ink]p)1"},
      {"ink (", "([wN w:ink]p)1"},
      {"short-term", "([wN w:short]p[wN w:term]p)1"},
      {"short-term AND ink", "([f w:short w:term+1][w w:ink]&m)0"},
      {"date:2016", "([d16801..17166]m)0"},
      {"date:2016-02..2016-03-04", "([d16832..16864]m)0"},
      {"date:..1970", "([d-2147483648..364]m)0"},
      {"date:1971..", "([d365..2147483647]m)0"},
      {"-date:2016", "([d-16801..17166]~m)0"},
      {"\xE6\xB0\xB4", "([p w:\xE6\xB0\xB4]p)1"},
      {"\xE6\xB0\xB4\xE8\xBB\x8A", "([w w:\xE6\xB0\xB4\xE8\xBB\x8A]p)1"},
      {"\xE6\xB0\xB4\xE8\xBB\x8A\xE8\xBB\x8A", "([w w:\xE6\xB0\xB4\xE8\xBB\x8A]p[w w:\xE8\xBB\x8A\xE8\xBB\x8A]p)1"},
      {"\"\xE6\xB0\xB4\"", "([p w:\xE6\xB0\xB4]m)0"},
      {"\"\xE6\xB0\xB4\xE8\xBB\x8A ink \xE6\xB0\xB4\"",
       "([f w:\xE6\xB0\xB4\xE8\xBB\x8A w:\xE8\xBB\x8A+1 w:ink+2 w:\xE6\xB0\xB4+3]m)0"},
      {"title:\xE6\xB0\xB4 a", "([pT w:\xE6\xB0\xB4]m[wN w:a]p)1"},
      {"\"\" ink", "([wN w:ink]p)1"},
      {"ink (wax -rag) OR x", "([wN w:ink]p([wN w:wax]p[w- w:rag]~m)1[w w:x]|m)1"}};
  for (const auto& one : cases) {
    CAPTURE(one.first);
    CHECK(compiled(one.first) == one.second);
  }
}

}  // namespace
