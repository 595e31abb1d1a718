#include "import/json/json_lines.hpp"

#include "import/fields/article_fields.hpp"
#include "import/html/html.hpp"
#include "import/io/finish.hpp"
#include "import/json/json_value.hpp"
#include "import/markdown/markdown.hpp"
#include "import/text/block.hpp"
#include "import/text/characters.hpp"
#include "import/text/clean_text.hpp"
#include "import/text/plain_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace satchel::pack {
namespace {

// What goes on while one file is read.
struct import_state {
  const origin& from;
  const import_options& options;
  const article_sink& sink;
  const report& on_problem;
  std::size_t replaced = 0;          // bytes that were not UTF-8, in the whole file
  std::set<std::string> unfit_keys;  // reported once a file
};

std::string scalar_text(const json& value) {
  if (value.is_string()) return value.get<std::string>();
  return value.is_null() || value.is_structured() ? std::string() : value.dump();
}

// The texts in a value: its own, its elements', or of objects the one under "name". False when it holds anything else.
bool values_of(const json& value, std::vector<std::string>& values) {
  bool all = true;
  const auto add = [&](const json& each) {
    if (each.is_object() && each.contains("name") && each["name"].is_string()) {
      values.push_back(each["name"].get<std::string>());
    } else if (each.is_structured()) {
      all = false;
    } else if (!each.is_null()) {
      values.push_back(scalar_text(each));
    }
  };
  if (value.is_array()) {
    for (const json& each : value) add(each);
  } else {
    add(value);
  }
  return all;
}

void read_body(std::string&& text, body_format format, article& a) {
  clean_text(text);
  switch (format) {
    case body_format::text:
      for (auto& p : split_paragraphs(text)) a.body.push_back(std::move(p));
      break;
    case body_format::markdown:
      finish_blocks(read_markdown(text), a.body);
      break;
    case body_format::html:
      finish_blocks(read_html_fragment(text), a.body);
      break;
  }
}

// The kinds by the names that "satchel read --json" and "satchel extract" give them.
satchel::kind kind_named(const std::string& name) {
  constexpr std::array<std::pair<std::string_view, satchel::kind>, 6> names{
      {{"heading", satchel::kind::heading},
       {"list_item", satchel::kind::list_item},
       {"quote", satchel::kind::quote},
       {"code", satchel::kind::code},
       {"reference", satchel::kind::reference},
       {"boilerplate", satchel::kind::boilerplate}}};
  for (const auto& [known, kind] : names) {
    if (name == known) return kind;
  }
  return satchel::kind::paragraph;
}

// A body as a list of {kind, level, text}. False when the value is something else.
bool read_typed_body(const json& value, article& a) {
  const auto is_paragraph = [](const json& each) {
    return each.is_object() && each.contains("text") && each["text"].is_string();
  };
  if (!value.is_array() || !std::all_of(value.begin(), value.end(), is_paragraph)) return false;
  block_list blocks;
  for (const json& each : value) {
    const auto kind = each.find("kind");
    const auto level = each.find("level");
    std::string text = each["text"].get<std::string>();
    clean_text(text);
    blocks.push_back(make_block(
        kind != each.end() && kind->is_string() ? kind_named(kind->get<std::string>()) : satchel::kind::paragraph,
        level != each.end() && level->is_number_unsigned() ? level->get<std::uint64_t>() : 0, std::move(text)));
  }
  finish_blocks(std::move(blocks), a.body);
  return true;
}

// Free fields as an object of names and values. False when the value is something else.
bool read_free_fields(const json& value, const std::string& where, import_state& s, article& a) {
  if (!value.is_object()) return false;
  for (const auto& [key, each] : value.items()) {
    std::vector<std::string> values;
    if (!values_of(each, values)) return false;
    std::string name = key;
    clean_text(name);
    set_field(a, field::free, name, std::move(values), each.is_array(), where, s.on_problem);
  }
  return true;
}

// `identifier`: for an article that has none. Returns false when the sink stopped.
bool import_object(const json& object, const std::string& where, const std::string& identifier, import_state& s) {
  article a;
  a.origin = where;
  // Among the keys that can mean the body, "body" itself or a mapped one goes before "text" and "content".
  const auto is_named_body = [&](const std::string& key) {
    return field_of(key, s.options.map) == field::body && (key == "body" || s.options.map.contains(key));
  };
  const bool has_named_body = std::any_of(object.items().begin(), object.items().end(),
                                          [&](const auto& entry) { return is_named_body(entry.key()); });
  bool has_body = false;
  for (const auto& [key, value] : object.items()) {
    if (key == "paragraphs" && read_typed_body(value, a)) continue;
    if (key == "fields" && read_free_fields(value, where, s, a)) continue;
    field meaning = field_of(key, s.options.map);
    if (meaning == field::body && (has_body || (has_named_body && !is_named_body(key)))) meaning = field::free;
    std::vector<std::string> values;
    std::string name = key;
    clean_text(name);
    if (!values_of(value, values) && s.unfit_keys.insert(name).second) {
      s.on_problem({where, "\"" + name + "\" holds an object or a nested list",
                    "left out here and in later lines of this file; only text, numbers and lists of them can be kept",
                    true});
    }
    if (meaning == field::free) {
      const auto renamed = s.options.map.find(key);
      if (renamed != s.options.map.end()) name = renamed->second;
    }
    if (meaning == field::body) {
      has_body = true;
      for (auto& text : values) read_body(std::move(text), s.options.json_body, a);
    } else {
      set_field(a, meaning, name, std::move(values), value.is_array(), where, s.on_problem);
    }
  }
  if (a.identifier.empty()) a.identifier = identifier;
  return hand_over(std::move(a), s.sink, s.on_problem);
}

void report_replaced(const import_state& s) {
  if (s.replaced == 0) return;
  s.on_problem({s.from.where,
                std::to_string(s.replaced) + (s.replaced == 1 ? " place is" : " places are") + " not valid UTF-8",
                "replaced by U+FFFD; convert the file to UTF-8 to keep the text", false});
}

}  // namespace

bool begins_json_lines(std::string_view bytes) {
  const auto end = bytes.find('\n');
  if (end == std::string_view::npos) return false;
  const std::string_view second = trim(bytes.substr(end + 1));
  return second.starts_with('{') && json::accept(bytes.substr(0, end));
}

bool import_json_lines(input& in, const origin& from, const import_options& options, const article_sink& sink,
                       const report& report) {
  import_state s{from, options, sink, report, 0, {}};
  std::string line;
  bool any = false;
  bool going = true;
  for (std::size_t number = 1; going && in.next_line(line); ++number) {
    const std::string where = from.where + ':' + std::to_string(number);
    s.replaced += clean_text(line);
    if (trim(line).empty()) continue;
    any = true;
    std::size_t at = 0;
    const json value = read_json(line, at);
    if (value.is_discarded()) {
      report({where, "broken JSON at byte " + std::to_string(at), "the line was left out; correct it and pack again",
              true});
    } else if (!value.is_object()) {
      report({where, "the line is not a JSON object",
              "the line was left out; an article is written as {\"title\": ..., \"body\": ...}", true});
    } else {
      going = import_object(value, where, from.identifier + ':' + std::to_string(number), s);
    }
  }
  if (!in.error().empty()) report({from.where, "reading failed: " + in.error(), "what follows was left out", true});
  if (!any && in.error().empty()) report({from.where, "the file is empty", "nothing was packed from it", true});
  report_replaced(s);
  return going;
}

bool import_json_document(std::string&& text, const origin& from, const import_options& options,
                          const article_sink& sink, const report& report) {
  import_state s{from, options, sink, report, 0, {}};
  s.replaced = clean_text(text);
  std::size_t at = 0;
  const json value = read_json(text, at);
  text.clear();
  text.shrink_to_fit();
  report_replaced(s);
  if (value.is_discarded()) {
    report({from.where, "broken JSON at byte " + std::to_string(at), "the file was left out; correct it and pack again",
            true});
    return true;
  }
  if (value.is_object()) return import_object(value, from.where, from.identifier, s);
  if (!value.is_array()) {
    report({from.where, "the file is neither a JSON object nor a list of objects", "the file was left out", true});
    return true;
  }
  std::size_t number = 0;
  for (const json& each : value) {
    const std::string where = from.where + " (item " + std::to_string(++number) + ')';
    if (!each.is_object()) {
      report({where, "the item is not a JSON object", "the item was left out", true});
    } else if (!import_object(each, where, from.identifier + ':' + std::to_string(number), s)) {
      return false;
    }
  }
  return true;
}

}  // namespace satchel::pack
