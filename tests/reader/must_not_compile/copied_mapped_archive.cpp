// A mapped archive owns its file.
#include <satchel/hosted/file_archive.hpp>

void use(satchel::mapped_archive& news) {
#ifdef WRONG
  satchel::mapped_archive copy = news;
#else
  satchel::mapped_archive& copy = news;
#endif
  copy.close();
}
