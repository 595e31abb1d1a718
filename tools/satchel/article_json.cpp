#include "article_json.hpp"

#include "text.hpp"

#include <cstddef>
#include <unordered_map>

namespace satchel::tool {
namespace {

using json = nlohmann::ordered_json;

std::string dump(const json& value) {
  return escaped_controls(value.dump(-1, ' ', false, json::error_handler_t::replace));
}

json or_null(const std::string& text) { return text.empty() ? json(nullptr) : json(text); }

// A name that has several values gets a list of them. The library compares a name with all before it; here a map finds
// it, and it is added behind them.
json fields_of(const article_head& head) {
  json::object_t fields;
  std::unordered_map<std::string_view, std::size_t> places;
  for (const auto& [name, value] : head.fields) {
    const auto [place, fresh] = places.try_emplace(name, fields.size());
    if (fresh) {
      fields.emplace_back(name, value);
      continue;
    }
    json& before = fields.begin()[static_cast<std::ptrdiff_t>(place->second)].second;
    if (!before.is_array()) before = json::array({before});
    before.push_back(value);
  }
  return fields;
}

}  // namespace

std::string json_string(std::string_view text) { return dump(json(std::string(text))); }

void print_json(std::FILE* out, const json& value) {
  const std::string line = dump(value) + '\n';
  write_text(out, line);
}

void json_printer::head(const article_head& head) {
  json object = json::object();  // one that becomes an object later does not stand the end of memory
  if (number_) object["article"] = *number_;
  object["identifier"] = head.identifier;
  object["title"] = head.title;
  object["subtitle"] = or_null(head.subtitle);
  object["authors"] = head.authors;
  object["published"] = or_null(head.published);
  object["source"] = or_null(head.source);
  object["url"] = or_null(head.url);
  object["language"] = or_null(head.language);
  object["tags"] = head.tags;
  object["fields"] = fields_of(head);
  std::string line = dump(object);
  line.pop_back();
  line += ",\"paragraphs\":[";
  write_text(out_, line);
}

void json_printer::body(const piece& part) {
  if (part.kind == kind::boilerplate && !boilerplate_) return;
  if (part.first) {
    std::fprintf(out_, "%s{\"kind\":\"%s\",\"level\":%u,\"text\":\"", any_ ? "," : "", kind_name(part.kind),
                 unsigned{part.level});
    any_ = open_ = true;
  }
  const std::string text = json_string(part.text);
  write_text(out_, std::string_view(text).substr(1, text.size() - 2));
  if (part.last) {
    std::fputs("\"}", out_);
    open_ = false;
  }
}

void json_printer::end(bool complete) {
  if (open_) std::fputs("\"}", out_);
  std::fputs(complete ? "]}\n" : "],\"incomplete\":true}\n", out_);
}

}  // namespace satchel::tool
