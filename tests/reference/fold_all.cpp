// What the reader's analyzer makes of every code point, and of the lines of its standard input: for the reader in
// Python to compare with.
//
//   fold_all code-points    a line for each: class, and the code points that it becomes
//   fold_all terms          a line for each of the input: its terms, with blanks between them
//   fold_all titles         a line for each of the input, folded whole
#include <satchel/text/analyzer.hpp>

#include <cstdio>
#include <iostream>
#include <string>
#include <string_view>

namespace {

using namespace satchel::text;

void print_code_points() {
  constexpr const char* names[] = {"separator", "word", "unspaced"};
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    const folded f = fold(c);
    std::printf("%s", names[static_cast<std::size_t>(f.first)]);
    for (std::size_t i = 0; i < f.size; ++i) std::printf(" %X", static_cast<unsigned>(f.code_points[i]));
    std::puts("");
  }
}

void print_terms(std::string_view line) {
  tokenizer tokens(line);
  const char* gap = "";
  for (token t; tokens.next(t); gap = " ") std::cout << gap << t.term;
  std::cout << '\n';
}

void print_title(std::string_view line) {
  std::string out(line.size() * max_expansion * max_utf8_bytes, '\0');
  out.resize(fold_text(line, out.data(), out.size()));
  std::cout << out << '\n';
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view what = argc == 2 ? argv[1] : "";
  if (what == "code-points") {
    print_code_points();
    return 0;
  }
  if (what != "terms" && what != "titles") {
    std::cerr << "usage: fold_all code-points|terms|titles\n";
    return 2;
  }
  for (std::string line; std::getline(std::cin, line);) what == "terms" ? print_terms(line) : print_title(line);
  return 0;
}
