// Opening an archive and finding articles in it, with messages for people.
#pragma once

#include "carried.hpp"
#include "errors.hpp"
#include "trusted_key.hpp"

#include <satchel/hosted/file_archive.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace satchel::tool {

// Opens an archive, or the one that a program carries; or throws trouble.
template <class Hosted>
void open_archive(Hosted& archive, const std::string& path) {
  const public_key* key = trusted_key();
  const auto open = [&](const hosted::extent& where) {
    return key == nullptr ? archive.open(path.c_str(), checking::once, where)
                          : archive.open(path.c_str(), *key, checking::once, where);
  };
  error e = open({});
  if (e.code == errc::not_an_archive || e.code == errc::not_signed)
    if (const auto carried = carried_archive(path)) e = open(*carried);
  if (e) throw trouble_opening(path, e, archive.os_error());
  if (key != nullptr) add_explanation([&archive](const error& said) { return archive.explain(said); });
}

// An archive that is handed out shall be a good one: throws trouble where it is not.
void check_whole(mapped_archive& opened, const std::string& path);

// Identifier and title of an article, whole.
struct label {
  std::string identifier, title;
};
error label_of(archive& from, std::uint32_t article, label& out);

// The article that a person means: by identifier, then by title, then "#N" by number. Nothing when there is none;
// throws trouble when the archive cannot say.
std::optional<std::uint32_t> find_article(archive& in, const std::string& path, const std::string& what);

// The last article, from one that could not be read on, that is lost with it: all of its catalog when that is lost.
std::uint32_t last_lost(archive& from, std::uint32_t article);

// Complaints about articles that cannot be read, while a command goes on with others: one for articles in a row that
// fail alike.
class damage_report {
 public:
  explicit damage_report(const std::string& path) : path_(path) {}
  void add(std::uint32_t article, const error& e) { add(article, article, e); }
  void add(std::uint32_t first, std::uint32_t last, const error& e);
  // Complains how many there were and what to do, when there were any. True when there were none.
  bool finish();

 private:
  void complain_of_row();

  const std::string& path_;
  std::uint32_t count_ = 0;
  std::uint32_t first_ = 0, last_ = 0;  // articles not yet complained of, when failure_ is one
  error failure_;
};

// Complains that there is no such article, and names some whose titles start so.
void complain_not_found(archive& in, const std::string& path, const std::string& what);

}  // namespace satchel::tool
