#include "corpus.hpp"

#include <satchel/text/analyzer.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace bench {
namespace {

using json = nlohmann::ordered_json;

constexpr char separator = '\0';  // between the parts of a record

std::string text_of(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

void add_names(const json& object, const char* key, std::vector<std::string>& names) {
  const auto found = object.find(key);
  if (found == object.end()) return;
  if (found->is_string()) names.push_back(found->get<std::string>());
  if (found->is_array())
    for (const json& name : *found)
      if (name.is_string()) names.push_back(name.get<std::string>());
}

bool blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

}  // namespace

corpus_reader::corpus_reader(const std::string& path) : path_(path), lines_(path) {
  if (!lines_) throw std::runtime_error(path + ": cannot be read");
}

bool corpus_reader::next(article& out) {
  std::string line;
  if (!std::getline(lines_, line)) return false;
  ++line_;
  json object = json::parse(line, nullptr, false);
  if (!object.is_object()) throw std::runtime_error(path_ + ":" + std::to_string(line_) + ": not a JSON object");
  out = {text_of(object, "id"), text_of(object, "title"), text_of(object, "body"), {}, {}};
  for (const char* key : {"authors", "source", "tags"}) add_names(object, key, out.names);
  for (const char* key : {"id", "title", "body"}) object.erase(key);
  out.facts = object.dump();
  return true;
}

std::vector<std::string> passages(const article& a) {
  std::vector<std::string> all{a.title};
  all.insert(all.end(), a.names.begin(), a.names.end());
  std::string paragraph;
  const auto finish = [&] {
    if (!paragraph.empty()) all.push_back(std::exchange(paragraph, {}));
  };
  for (std::size_t at = 0; at < a.body.size();) {
    const std::size_t end = std::min(a.body.find('\n', at), a.body.size());
    const std::string_view line = std::string_view(a.body).substr(at, end - at);
    if (blank(line))
      finish();
    else
      paragraph.append(line).append(1, ' ');
    at = end + 1;
  }
  finish();
  return all;
}

std::string folded(std::string_view text) {
  std::string terms;
  satchel::text::tokenizer tokens(text);
  for (satchel::text::token token; tokens.next(token);) terms.append(token.term).append(1, ' ');
  return terms;
}

std::string record(const article& a) {
  std::string r;
  for (const std::string* part : {&a.id, &a.title, &a.facts, &a.body}) {
    if (part != &a.id) r += separator;
    r += *part;
  }
  return r;
}

stored read_record(std::string_view record) {
  std::string_view parts[4];
  for (int i = 0; i < 3; ++i) {
    const std::size_t end = std::min(record.find(separator), record.size());
    parts[i] = record.substr(0, end);
    record.remove_prefix(std::min(end + 1, record.size()));
  }
  return {parts[0], parts[1], parts[2], record};
}

}  // namespace bench
