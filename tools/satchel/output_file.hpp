// Where a command's output goes: standard output, or a file as output::target writes it.
#pragma once

#include "output/target.hpp"

#include <cstdio>
#include <optional>
#include <string>

namespace satchel::tool {

class output_file {
 public:
  // `input` is never overwritten. Throws trouble.
  output_file(const std::string& path, const std::string& input, unsigned mode = 0666);
  // Without commit() all is as before.
  ~output_file();
  output_file(const output_file&) = delete;
  output_file& operator=(const output_file&) = delete;

  std::FILE* stream() const { return stream_; }
  // Writes the rest and puts the file in its place. Throws trouble.
  void commit();

 private:
  std::optional<output::target> target_;  // none: standard output
  std::FILE* stream_ = stdout;
};

// Whether both paths lead to the same file.
bool same_file(const std::string& a, const std::string& b);

// Throws trouble when what was written to standard output did not arrive.
void check_standard_output();

}  // namespace satchel::tool
