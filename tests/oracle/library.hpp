// A collection, its archive, and what the oracle knows of it.
#pragma once

#include "collection.hpp"
#include "index.hpp"

#include <satchel/hosted/file_archive.hpp>
#include <satchel/pack.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace oracle {

class library {
 public:
  // Packs JSON Lines; `name` is for messages. Options count but for input and output.
  static std::unique_ptr<library> of_json_lines(std::string name, const std::string& text,
                                                const satchel::pack::options& how);
  // Packs a file or folder in any format; the articles are those that the archive gives back.
  static std::unique_ptr<library> of_path(std::string name, const std::string& path);
  static std::unique_ptr<library> synthetic(std::size_t articles, std::uint32_t page_bytes, std::string language);
  // Made once, and kept until the program ends. Null, with a message, where the shared material is absent.
  static library* reuters();

  const std::string& name() const { return name_; }
  const articles& known() const { return known_; }
  const index& terms() const { return *terms_; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(known_.size()); }
  std::string path() const { return folder_.file("collection.satchel"); }
  // Mapped; its pages were checked when it was opened.
  satchel::mapped_archive& archive() { return archive_; }

  // Packs the same JSON Lines once more in another way, and returns the path, which is the same every time.
  std::string pack_again(const satchel::pack::options& how) const;

 private:
  void open();
  void study();

  temporary_directory folder_;
  std::string name_;
  satchel::mapped_archive archive_;
  articles known_;
  std::unique_ptr<index> terms_;
};

}  // namespace oracle
