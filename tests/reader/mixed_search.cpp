// Searches the archive argv[1] for the other arguments and prints how many articles match, and the best of them. Its
// other file only verifies: the two are compiled with different flags.
#include <satchel/hosted/file_archive.hpp>

#include <cstdio>

bool is_sound(satchel::archive& a);

int main(int count, char** arguments) {
  satchel::mapped_archive book;
  if (count < 2 || book.open(arguments[1]) || !is_sound(book.get())) return 2;
  for (int i = 2; i < count; ++i) {
    satchel::hits<10> top;
    const satchel::error e = book.search(arguments[i], top, {true, {}});
    std::printf("%s: %s, %u", arguments[i], satchel::message(e.code), top.total);
    for (const satchel::hit h : top) std::printf(" %u:%u", h.article, h.score);
    std::printf("\n");
  }
}
