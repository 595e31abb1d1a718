// Where the articles of "satchel extract" go, and in which form.
#pragma once

#include "article.hpp"

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace satchel::tool {

struct extract_form {
  std::string output, format = "jsonl";
  bool all = false;  // text and markdown: with boilerplate
};

// Hands out, article by article, where to print.
class destination {
 public:
  virtual ~destination() = default;
  virtual std::FILE* begin(std::string_view identifier) = 0;
  virtual void end() = 0;
  virtual void finish() = 0;
};

// `archive` is never overwritten. Throws trouble.
std::unique_ptr<destination> open_destination(const extract_form& how, const std::string& archive);

std::unique_ptr<article_printer> make_printer(const extract_form& how, std::FILE* out);

}  // namespace satchel::tool
