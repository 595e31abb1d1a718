// A tokenizer's tokens point into it.
#include <satchel/text/analyzer.hpp>

bool use(satchel::text::tokenizer& tokens) {
#ifdef WRONG
  satchel::text::tokenizer copy = tokens;
#else
  satchel::text::tokenizer& copy = tokens;
#endif
  satchel::text::token token;
  return copy.next(token);
}
