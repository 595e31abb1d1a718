// Packs two letters of its own, which lie in no file, and finds one of them.
#include <satchel/hosted/file_archive.hpp>
#include <satchel/pack.hpp>

#include <iostream>

int main(int count, char** arguments) {
  if (count != 2) return 2;
  satchel::pack::options how;
  how.output = arguments[1];
  how.threads = 1;
  int made = 0;
  how.articles = [&](satchel::pack::article& next, const satchel::pack::report&) {
    if (made == 2) return false;
    next.identifier = "letter-" + std::to_string(++made);
    next.title = made == 1 ? "To the printer" : "To the binder";
    next.body.push_back(
        {satchel::kind::paragraph, 0, made == 1 ? "Please send more type." : "Please send more thread."});
    return true;
  };
  satchel::pack::pack(how, [](const satchel::pack::problem& p) { std::cerr << p.where << ": " << p.what << '\n'; });

  satchel::mapped_archive letters;
  if (letters.open(arguments[1])) return 2;
  satchel::hits<1> top;
  if (letters.search("thread", top) || top.empty()) return 1;
  std::cout << letters.title(top[0]) << '\n';
  return 0;
}
