// Where a command's output goes: standard output, or a file that gets its name when it is complete.
#pragma once

#include <cstdio>
#include <string>

namespace satchel::tool {

class output_file {
 public:
  // "-" is standard output. `input` is never overwritten. `mode` is that of a new file, less the process's mask. Throws
  // trouble.
  output_file(const std::string& path, const std::string& input, unsigned mode = 0666);
  // Without commit() nothing is left of the file.
  ~output_file();
  output_file(const output_file&) = delete;
  output_file& operator=(const output_file&) = delete;

  std::FILE* stream() const { return stream_; }
  // Writes the rest and puts the file in its place. Throws trouble.
  void commit();

 private:
  [[noreturn]] void fail(int code) const;

  std::string path_, temporary_;
  std::FILE* stream_ = nullptr;
};

// Whether both paths lead to the same file.
bool same_file(const std::string& a, const std::string& b);

// Throws trouble when what was written to standard output did not arrive.
void check_standard_output();

}  // namespace satchel::tool
