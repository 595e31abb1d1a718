#include <satchel/hosted/file_archive.hpp>

#include <cstdio>

int main(int count, char** arguments) {
  if (count != 3) return 2;
  satchel::mapped_archive news;  // maps the file, finds its own workspace
  if (satchel::error e = news.open(arguments[1])) {
    std::fprintf(stderr, "%s: %s\n", arguments[1], satchel::message(e.code));
    return 2;
  }
  satchel::hits<10> top;  // room for ten hits, on the stack
  if (satchel::error e = news.search(arguments[2], top)) return 2;
  for (satchel::hit hit : top) {
    std::string_view title = news.title(hit);
    std::printf("%u %.*s\n", hit.score, static_cast<int>(title.size()), title.data());
  }
  return top.empty() ? 1 : 0;
}
