// A tokenizer over a string that is gone at the end of the line.
#include <satchel/text/analyzer.hpp>

#include <string>

std::string text();

bool use() {
  satchel::text::token token;
#ifdef WRONG
  satchel::text::tokenizer tokens(text());
#else
  const std::string kept = text();
  satchel::text::tokenizer tokens(kept);
#endif
  return tokens.next(token);
}
