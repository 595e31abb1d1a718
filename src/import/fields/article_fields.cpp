#include "import/fields/article_fields.hpp"

#include "import/fields/bylines.hpp"
#include "import/fields/dates.hpp"
#include "import/fields/language_tag.hpp"
#include "import/fields/names.hpp"
#include "import/text/characters.hpp"
#include "import/text/clean_text.hpp"

#include <array>
#include <utility>

namespace satchel::pack {
namespace {

constexpr std::array<std::pair<std::string_view, field>, 27> known_keys{
    {{"id", field::identifier},      {"identifier", field::identifier},
     {"title", field::title},        {"headline", field::title},
     {"subtitle", field::subtitle},  {"body", field::body},
     {"text", field::body},          {"content", field::body},
     {"authors", field::authors},    {"author", field::authors},
     {"byline", field::authors},     {"source", field::source},
     {"publication", field::source}, {"url", field::url},
     {"link", field::url},           {"canonical_url", field::url},
     {"date", field::published},     {"published", field::published},
     {"pubdate", field::published},  {"lang", field::language},
     {"language", field::language},  {"tags", field::tags},
     {"keywords", field::tags},      {"topics", field::tags},
     {"categories", field::tags},    {"tag", field::tags},
     {"category", field::tags}}};

void add_free(article& a, std::string_view key, std::vector<std::string>&& values) {
  for (auto& value : values) {
    if (!trim(value).empty()) a.fields.emplace_back(std::string(key), std::move(value));
  }
}

void set_published(article& a, std::string_view key, std::string&& value, const std::string& where,
                   const report& report) {
  if (trim(value).empty()) return;
  if (std::string iso = iso_date(value); !iso.empty()) {
    if (a.published.empty()) a.published = std::move(iso);
    return;
  }
  report({where,
          "the date \"" + std::string(trim(value).substr(0, 60)) + "\" in \"" + std::string(key) + "\" cannot be read",
          "kept as a free field; write it as 2016-09-21", false});
  a.fields.emplace_back(std::string(key), std::move(value));
}

void set_language(article& a, std::string_view key, std::string&& value, const std::string& where,
                  const report& report) {
  if (trim(value).empty()) return;
  if (std::string tag = language_tag(value); !tag.empty()) {
    if (a.language.empty()) a.language = std::move(tag);
    return;
  }
  report({where,
          "\"" + std::string(trim(value).substr(0, 60)) + "\" in \"" + std::string(key) + "\" is no language tag",
          "kept as a free field; write it as BCP 47 says, for example en or zh-Hant", false});
  a.fields.emplace_back(std::string(key), std::move(value));
}

}  // namespace

field field_of(std::string_view key, const std::map<std::string, std::string>& map) {
  std::string name(key);
  const auto mapped = map.find(name);
  if (mapped != map.end()) name = mapped->second;
  for (const auto& [known, meaning] : known_keys) {
    if (name == known) return meaning;
  }
  return field::free;
}

void set_field(article& a, field field, std::string_view key, std::vector<std::string> values, bool listed,
               const std::string& where, const report& report) {
  for (auto& value : values) clean_text(value);
  const auto set = [&](std::string& to) {
    if (to.empty() && !values.empty()) to = collapse_spaces(values.front());
  };
  switch (field) {
    case field::identifier:
      set(a.identifier);
      break;
    case field::title:
      set(a.title);
      break;
    case field::subtitle:
      set(a.subtitle);
      break;
    case field::source:
      set(a.source);
      break;
    case field::url:
      set(a.url);
      break;
    case field::authors:
      for (const auto& value : values) {
        if (listed) {
          add_author(a.authors, value);
          continue;
        }
        for (const auto& name : split_authors(value)) add_author(a.authors, name);
      }
      break;
    case field::tags:
      for (const auto& value : values) {
        for (auto& tag : listed ? std::vector<std::string>{collapse_spaces(value)} : split_tags(value)) {
          if (!tag.empty()) a.tags.push_back(std::move(tag));
        }
      }
      break;
    case field::published:
      if (!values.empty()) set_published(a, key, std::move(values.front()), where, report);
      break;
    case field::language:
      if (!values.empty()) set_language(a, key, std::move(values.front()), where, report);
      break;
    case field::body:
      break;
    case field::free:
      add_free(a, key, std::move(values));
      break;
  }
}

}  // namespace satchel::pack
