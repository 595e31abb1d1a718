// An open archive keeps addresses of its own members.
#include <satchel/satchel.hpp>

#include <utility>

void use(satchel::archive& book, satchel::archive& other) {
#ifdef WRONG
  other = std::move(book);
#else
  other.close();
  book.close();
#endif
}
