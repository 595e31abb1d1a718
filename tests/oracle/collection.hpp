// Collections of articles: as files to pack, and as the oracle sees them.
#pragma once

#include <satchel/article.hpp>
#include <satchel/kind.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oracle {

// What is searched of an article, in the order of the format's positions: title, subtitle, authors, source, tags, body.
struct piece {
  satchel::kind kind = satchel::kind::paragraph;
  std::string text;
};

struct article {
  std::string identifier;
  std::vector<piece> pieces;
  std::optional<std::int32_t> day;  // since 1970-01-01
};

using articles = std::vector<article>;

// A folder that goes away with everything in it.
class temporary_directory {
 public:
  temporary_directory();
  ~temporary_directory();
  temporary_directory(const temporary_directory&) = delete;
  temporary_directory& operator=(const temporary_directory&) = delete;

  std::string file(std::string_view name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

// The first day that YYYY, YYYY-MM or YYYY-MM-DD (and what follows) names; none when it is not such a date.
std::optional<std::int32_t> first_day(std::string_view date);
std::int32_t day_number(int year, unsigned month, unsigned day);

// The articles of JSON Lines whose keys are id, title, subtitle, body, authors, date, tags and source.
articles read_json_lines(std::string_view text);

// Adds a part of a piece that an archive gives of the article.
void add_part(article& a, const satchel::piece& p);

// The articles as an archive gives them back.
articles read_archive(const std::string& path);

std::string read_file(const std::string& path);
std::string read_zstd_file(const std::string& path);
void write_file(const std::string& path, std::string_view content);

}  // namespace oracle
