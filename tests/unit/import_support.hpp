// What the tests of the importers share.
#pragma once

#include "import/import.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace import_test {

// A directory that is gone when the test ends.
class temporary_directory {
 public:
  temporary_directory() {
    std::string name = (std::filesystem::temp_directory_path() / "satchel-import-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~temporary_directory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  temporary_directory(const temporary_directory&) = delete;
  temporary_directory& operator=(const temporary_directory&) = delete;

  const std::string& path() const { return path_; }
  // Writes a file below the directory and returns its path.
  std::string write(const std::string& name, std::string_view bytes) const {
    const std::string path = path_ + '/' + name;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }

 private:
  std::string path_;
};

struct result {
  std::vector<satchel::pack::article> articles;
  std::vector<satchel::pack::problem> problems;
};

inline result import_all(const std::vector<std::string>& paths, const satchel::pack::import_options& options = {}) {
  result r;
  satchel::pack::import_paths(
      paths, options,
      [&](satchel::pack::article&& a) {
        r.articles.push_back(std::move(a));
        return true;
      },
      [&](const satchel::pack::problem& p) { r.problems.push_back(p); });
  return r;
}

// Imports one file of that name and content.
inline result import_text(const std::string& name, std::string_view bytes,
                          const satchel::pack::import_options& options = {}) {
  const temporary_directory directory;
  return import_all({directory.write(name, bytes)}, options);
}

// The texts of the pieces of one kind.
inline std::vector<std::string> texts_of(const satchel::pack::article& a, satchel::kind kind) {
  std::vector<std::string> found;
  for (const auto& p : a.body) {
    if (p.kind == kind) found.push_back(p.text);
  }
  return found;
}

using strings = std::vector<std::string>;

}  // namespace import_test
