#include "library.hpp"

#include "synthetic.hpp"
#include "thorough.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

namespace oracle {
namespace {

constexpr const char* reuters_path = SATCHEL_SHARED_DIR "/corpora/reuters.jsonl.zst";

void pack(satchel::pack::options how, const std::string& input, const std::string& output) {
  how.inputs = {input};
  how.output = output;
  how.level = 1;  // searching does not depend on it
  satchel::pack::pack(how, [](const satchel::pack::problem&) {});
}

std::string first_lines(std::string text, std::size_t count) {
  std::size_t end = 0;
  while (count-- > 0 && end < text.size()) end = std::min(text.find('\n', end), text.size() - 1) + 1;
  return text.substr(0, end);
}

}  // namespace

std::unique_ptr<library> library::of_json_lines(std::string name, const std::string& text,
                                                const satchel::pack::options& how) {
  auto out = std::make_unique<library>();
  out->name_ = std::move(name);
  const std::string input = out->folder_.file("articles.jsonl");
  write_file(input, text);
  pack(how, input, out->path());
  out->open();
  out->known_ = read_json_lines(text);
  out->study();
  return out;
}

std::unique_ptr<library> library::of_path(std::string name, const std::string& path) {
  auto out = std::make_unique<library>();
  out->name_ = std::move(name);
  pack({}, path, out->path());
  out->open();
  out->known_ = read_archive(out->path());
  out->study();
  return out;
}

std::unique_ptr<library> library::synthetic(std::size_t articles, std::uint32_t page_bytes, std::string language) {
  satchel::pack::options how;
  how.page_bytes = page_bytes;
  how.language = std::move(language);
  return of_json_lines("synthetic collection of " + std::to_string(articles),
                       synthetic_json_lines(articles, 7 * articles + page_bytes), how);
}

library* library::reuters() {
  if (!std::filesystem::exists(reuters_path)) {
    MESSAGE("skipped: ", std::string(reuters_path), " is not there");
    return nullptr;
  }
  static const std::unique_ptr<library> made = of_json_lines(
      "Reuters", first_lines(read_zstd_file(reuters_path), slow_build && !thorough() ? 5000 : 1 << 20), {});
  return made.get();
}

std::string library::pack_again(const satchel::pack::options& how) const {
  const std::string output = folder_.file("again.satchel");
  pack(how, folder_.file("articles.jsonl"), output);
  return output;
}

void library::open() { REQUIRE_FALSE(archive_.open(path().c_str(), satchel::checking::at_open)); }

// Numbers the articles as the archive does, and makes the oracle's index.
void library::study() {
  REQUIRE(archive_.get().size() == known_.size());
  std::unordered_map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < known_.size(); ++i) places.emplace(known_[i].identifier, i);
  articles in_order;
  for (std::uint32_t i = 0; i < archive_.get().size(); ++i) {
    satchel::article_entry s;
    REQUIRE_FALSE(archive_.get().find_entry(i, s));
    const auto place = places.find(std::string(s.identifier));
    REQUIRE(place != places.end());
    in_order.push_back(std::move(known_[place->second]));
    places.erase(place);
  }
  known_ = std::move(in_order);
  terms_ = std::make_unique<index>(known_, archive_.get().info().stemmer);
}

}  // namespace oracle
