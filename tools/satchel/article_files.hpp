// One file per article in a directory.
#pragma once

#include <cstdio>
#include <set>
#include <string>
#include <string_view>

namespace satchel::tool {

class article_files {
 public:
  // Makes the directory when it is not there. `ending` with its dot. Throws trouble.
  article_files(std::string directory, std::string ending);
  ~article_files();
  article_files(const article_files&) = delete;
  article_files& operator=(const article_files&) = delete;

  // A new file named after the identifier, always in the directory itself; never one that exists. Throws trouble.
  std::FILE* create(std::string_view identifier);
  // Throws trouble when the file could not be written; it is removed then.
  void close();

 private:
  std::string directory_, ending_;
  int handle_ = -1;
  std::FILE* open_ = nullptr;
  std::string name_;            // of the file that is open
  std::set<std::string> used_;  // names in small letters, for file systems that do not tell them apart
};

// A file name made of an identifier: no directory, not hidden, at most 180 bytes.
std::string file_name(std::string_view identifier);

}  // namespace satchel::tool
