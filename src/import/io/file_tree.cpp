#include "import/io/file_tree.hpp"

#include "import/io/input.hpp"

#include <dirent.h>
#include <sys/stat.h>
#include <utf8proc.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <set>
#include <system_error>
#include <utility>
#include <vector>

namespace satchel::pack {
namespace {

struct entry {
  std::string path;
  std::string name;  // relative to the directory that was asked for
};

struct close_directory {
  void operator()(DIR* directory) const { closedir(directory); }
};

std::string error_text(int code) { return std::error_code(code, std::generic_category()).message(); }

// The names in a directory, sorted by their bytes; hidden ones left out.
std::vector<std::string> list_names(const std::string& path, const report& report) {
  std::vector<std::string> names;
  const std::unique_ptr<DIR, close_directory> directory(opendir(path.c_str()));
  if (!directory) {
    check_open_files(errno, path);
    report({printable_path(path), "the directory cannot be read: " + error_text(errno),
            "left out; check its permissions", true});
    return names;
  }
  while (const dirent* found = readdir(directory.get())) {
    if (found->d_name[0] != '.') names.emplace_back(found->d_name);
  }
  // char may be signed: compare as bytes.
  std::sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
      return static_cast<unsigned char>(x) < static_cast<unsigned char>(y);
    });
  });
  return names;
}

}  // namespace

bool for_each_file(const std::string& directory, const report& report,
                   const std::function<bool(const std::string& path, const std::string& name)>& visit) {
  std::set<std::pair<dev_t, ino_t>> visited;
  std::vector<entry> waiting{{directory, std::string()}};  // the next one last
  while (!waiting.empty()) {
    const entry e = std::move(waiting.back());
    waiting.pop_back();
    struct stat info {};
    if (stat(e.path.c_str(), &info) != 0) {
      report({printable_path(e.path), "the file cannot be read: " + error_text(errno), "left out", true});
      continue;
    }
    if (S_ISDIR(info.st_mode)) {
      if (!visited.emplace(info.st_dev, info.st_ino).second) {
        report({printable_path(e.path), "the link leads to a directory that is read already", "not read again", false});
        continue;
      }
      const auto names = list_names(e.path, report);
      for (auto name = names.rbegin(); name != names.rend(); ++name) {
        waiting.push_back(
            {e.path + (e.path.ends_with('/') ? "" : "/") + *name, e.name.empty() ? *name : e.name + '/' + *name});
      }
    } else if (!S_ISREG(info.st_mode)) {
      report({printable_path(e.path), "not a file", "left out", false});
    } else if (!visit(e.path, e.name)) {
      return false;
    }
  }
  return true;
}

std::string printable_path(std::string_view path) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string text;
  for (std::size_t at = 0; at < path.size();) {
    utf8proc_int32_t value = 0;
    const auto left = static_cast<utf8proc_ssize_t>(std::min<std::size_t>(path.size() - at, 4));
    const auto size = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(path.data()) + at, left, &value);
    if (size > 0 && value >= 0x20 && (value < 0x7F || value >= 0xA0)) {
      text += path.substr(at, static_cast<std::size_t>(size));
      at += static_cast<std::size_t>(size);
      continue;
    }
    const auto byte = static_cast<unsigned char>(path[at++]);
    text += '%';
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

}  // namespace satchel::pack
