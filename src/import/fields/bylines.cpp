#include "import/fields/bylines.hpp"

#include "import/fields/dates.hpp"
#include "import/fields/names.hpp"
#include "import/text/characters.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace satchel::pack {
namespace {

constexpr std::size_t longest_field_line = 600;

constexpr std::array<std::string_view, 15> tag_labels{
    "Tags:",        "Tag:",      "Topics:",    "Topic:",  "Keywords:", "Categories:", "Category:",       "Filed under:",
    "Filed Under:", "Filed in:", "Posted in:", "Labels:", "Region:",   "Theme:",      "In-depth Report:"};

constexpr std::array<std::string_view, 10> date_words{"Published on",    "Published",  "Posted on", "Posted",
                                                      "Last updated",    "Updated on", "Updated",   "Date",
                                                      "First published", "Created"};

constexpr std::array<std::string_view, 8> field_separators{
    "|", "\n", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", "\xE2\x80\xA2", "\xC2\xB7", " // "};

// Where a label stands in a line, and how long it is.
struct found_label {
  std::size_t begin;
  std::size_t size;
};

std::vector<found_label> find_labels(std::string_view text) {
  std::vector<found_label> found;
  bool at_word = true;
  for (std::size_t at = 0; at < text.size();) {
    if (at_word) {
      for (const auto label : tag_labels) {
        if (!starts_with_ignoring_case(text.substr(at), label)) continue;
        found.push_back({at, label.size()});
        break;
      }
    }
    at_word = is_space(next_code_point(text, at));
  }
  return found;
}

// Words that may stand beside a byline or a date without making the line a sentence.
bool is_loose_word(std::string_view word) {
  constexpr std::array<std::string_view, 20> known{
      "at", "on",      "by",        "am",       "pm",      "a.m.", "p.m.", "min", "read", "minutes",
      "in", "updated", "published", "comments", "comment", "and",  "the",  "of",  "for",  "|"};
  std::size_t at = 0;
  const char32_t first = next_code_point(word, at);
  if (!is_lower_letter(first)) return true;
  const std::string small = lower(word);
  return std::any_of(known.begin(), known.end(),
                     [&](std::string_view k) { return small == k || small == std::string(k) + ','; });
}

bool is_loose_text(std::string_view text, std::size_t most_words) {
  const auto words = split_words(text);
  return words.size() <= most_words && std::all_of(words.begin(), words.end(), is_loose_word);
}

std::string_view skip_separators(std::string_view text) {
  for (bool again = true; again;) {
    text = trim(text);
    again = false;
    for (const std::string_view separator :
         {"|", ",", "-", "\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x80\xA2", "\xC2\xB7", ":", "/"}) {
      if (text.starts_with(separator)) {
        text.remove_prefix(separator.size());
        again = true;
      }
    }
  }
  return text;
}

bool is_calendar_word(std::string_view word) {
  constexpr std::array<std::string_view, 19> words{
      "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",  "sunday",  "january",  "february", "march",
      "april",  "may",     "june",      "july",     "august", "september", "october", "november", "december"};
  const std::string small = lower(word);
  return std::find(words.begin(), words.end(), small) != words.end();
}

bool are_names(const std::vector<std::string>& names) {
  return !names.empty() && std::all_of(names.begin(), names.end(), [](const std::string& name) {
    return is_like_name(name) && !is_calendar_word(split_words(name).front());
  });
}

// A publication's name in front of a date.
bool is_like_source(std::string_view text) {
  const auto words = split_words(text);
  if (words.empty() || words.size() > 7 || text.find_first_of(".!?;:\"") != std::string_view::npos) return false;
  std::size_t at = 0;
  const char32_t first = next_code_point(text, at);
  if (!is_letter(first) || is_lower_letter(first) || is_calendar_word(words.front())) return false;
  const auto small = std::count_if(words.begin(), words.end(), [](std::string_view word) {
    std::size_t start = 0;
    return is_lower_letter(next_code_point(word, start));
  });
  return small <= 2 && static_cast<std::size_t>(small) * 2 < words.size() + 1;
}

// How far the names behind "By " go when markup sets them off: marks that only commas and "and" separate.
std::size_t end_of_marked_names(const import_block& line, std::size_t begin) {
  if (!line.marks) return 0;
  auto marks = *line.marks;
  std::sort(marks.begin(), marks.end(),
            [](const mark& a, const mark& b) { return a.begin != b.begin ? a.begin < b.begin : a.end > b.end; });
  std::size_t end = begin;
  bool found = false;
  for (const mark& m : marks) {
    if (m.begin < end) continue;
    const std::string_view between = trim(std::string_view(line.text).substr(end, m.begin - end));
    const bool joined =
        found ? (between == "," || between == "and" || between == "&" || between == ", and") : between.empty();
    if (!joined) break;
    found = true;
    end = m.end;
  }
  return found ? end : 0;
}

// In "Ann B. Lee Daily Paper" the first name, its initials and particles, and the next word are the person.
std::size_t end_of_first_name(std::string_view text) {
  const auto words = split_words(text);
  std::size_t taken = 0;
  std::size_t weighty = 0;
  for (const auto word : words) {
    ++taken;
    std::size_t at = 0;
    if (word.size() > 2 && !is_lower_letter(next_code_point(word, at))) ++weighty;
    if (weighty == 2) break;
  }
  if (taken == 0) return 0;
  return static_cast<std::size_t>(words[taken - 1].data() - text.data()) + words[taken - 1].size();
}

std::size_t first_separator(std::string_view text) {
  std::size_t first = text.size();
  for (const auto separator : field_separators) first = std::min(first, text.find(separator));
  for (const auto word : date_words) {
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
      if (at > 0 && is_blank(text[at - 1])) first = std::min(first, at);
    }
  }
  return first;
}

// The text between a byline (or the start) and a date: "on", "Published", a weekday, and perhaps a source.
bool read_before_date(std::string_view text, line_fields& fields) {
  text = skip_separators(text);
  for (const auto word : date_words) {
    if (starts_with_ignoring_case(text, word)) {
      text = skip_separators(text.substr(word.size()));
      break;
    }
  }
  if (starts_with_ignoring_case(text, "on ") || text == "on") text = trim(text.substr(2));
  bool parted = false;
  while (!text.empty()) {
    const char last = text.back();
    if (last != ',' && last != '|' && last != '-' && last != ':') break;
    parted = true;
    text = trim(text.substr(0, text.size() - 1));
  }
  const auto words = split_words(text);
  if (!words.empty() && is_calendar_word(words.back())) {
    text = trim(text.substr(0, static_cast<std::size_t>(words.back().data() - text.data())));
    while (text.ends_with(',') || text.ends_with('|')) text = trim(text.substr(0, text.size() - 1));
  }
  if (text.empty()) return true;
  if (!is_like_source(text)) return false;
  if (!parted && fields.authors.empty()) return false;
  if (fields.source.empty()) fields.source = collapse_spaces(text);
  return true;
}

// What stands before the first tag label: byline, dateline or both.
bool read_lead(const import_block& line, std::size_t end, line_fields& fields) {
  const std::string_view whole = std::string_view(line.text).substr(0, end);
  std::size_t at = whole.size() - trim(whole).size();
  at = static_cast<std::size_t>(trim(whole).data() - whole.data());
  std::string_view rest = whole.substr(at);
  bool found = false;

  if (const std::size_t word = byline_word_size(rest); word > 0) {
    const std::size_t names_begin = at + word;
    std::size_t names_end = end_of_marked_names(line, names_begin);
    if (names_end == 0 || names_end > end) {
      names_end = names_begin + first_separator(whole.substr(names_begin));
      const auto date = find_date(whole.substr(names_begin, names_end - names_begin));
      if (date) {
        // "Ann Lee, The Paper, May 3" or "Ann Lee The Paper, May 3": names first, the source directly before the date.
        const std::string_view before = whole.substr(names_begin, date->begin);
        std::string_view names = trim(before);
        if (names.ends_with(',')) names = trim(names.substr(0, names.size() - 1));
        if (names.ends_with(" on")) names = trim(names.substr(0, names.size() - 3));
        const auto comma = names.rfind(',');
        if (comma != std::string_view::npos && is_like_source(trim(names.substr(comma + 1)))) {
          names = names.substr(0, comma);
        } else if (split_words(names).size() > 3 && names.find(" and ") == std::string_view::npos) {
          names = names.substr(0, end_of_first_name(names));
        }
        names_end = static_cast<std::size_t>(names.data() - whole.data()) + names.size();
      }
    }
    auto names = split_authors(whole.substr(names_begin, names_end - names_begin));
    if (!are_names(names)) return false;
    for (const auto& name : names) add_author(fields.authors, name);
    rest = whole.substr(names_end);
    found = true;
  }

  if (const auto date = find_date(rest)) {
    const std::string_view behind = rest.substr(date->end);
    if (!read_before_date(rest.substr(0, date->begin), fields)) return false;
    const std::string_view loose = skip_separators(behind);
    if (const std::size_t word = byline_word_size(loose); word > 0 && !found) {
      const auto names = split_authors(loose.substr(word, first_separator(loose.substr(word))));
      if (!are_names(names)) return false;
      for (const auto& name : names) add_author(fields.authors, name);
    } else if (!is_loose_text(loose, found ? 14 : 8)) {
      return false;
    }
    // The time of day that a date in words may carry is not kept: such lines rarely say its zone.
    fields.published = date->iso;
    return true;
  }
  return found && is_loose_text(skip_separators(rest), 8);
}

}  // namespace

std::vector<std::string> split_tags(std::string_view value) {
  std::vector<std::string> tags;
  const auto add = [&](std::string_view text) {
    std::string tag = collapse_spaces(text);
    if (!tag.empty()) tags.push_back(std::move(tag));
  };
  const bool separated = value.find_first_of(",;|\n") != std::string_view::npos ||
                         value.find("\xC2\xB7") != std::string_view::npos ||
                         value.find("\xE2\x80\xA2") != std::string_view::npos;
  std::size_t begin = 0;
  std::size_t gap = 0;  // spaces just seen
  for (std::size_t at = 0; at < value.size();) {
    const std::size_t from = at;
    const char32_t c = next_code_point(value, at);
    if (separated && (c == ',' || c == ';' || c == '|' || c == '\n' || c == 0xB7 || c == 0x2022)) {
      add(value.substr(begin, from - begin));
      begin = at;
    } else if (!separated && is_space(c)) {
      ++gap;
    } else {
      if (!separated && gap >= 2) {
        add(value.substr(begin, from - begin));
        begin = from;
      }
      gap = 0;
    }
  }
  add(value.substr(begin));
  return tags;
}

bool read_field_line(const import_block& line, line_fields& fields) {
  const std::string_view text = line.text;
  if (text.empty() || text.size() > longest_field_line) return false;
  const auto labels = find_labels(text);
  const std::size_t lead_end = labels.empty() ? text.size() : labels.front().begin;
  line_fields found;
  const bool has_lead = !trim(text.substr(0, lead_end)).empty();
  if (has_lead && !read_lead(line, lead_end, found)) return false;
  if (!has_lead && labels.empty()) return false;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const std::size_t begin = labels[i].begin + labels[i].size;
    const std::size_t end = i + 1 < labels.size() ? labels[i + 1].begin : text.size();
    std::string_view value = trim(text.substr(begin, end - begin));
    // A sentence behind the colon is no list of tags.
    if (value.ends_with('.') && split_words(value).size() > 8) return false;
    for (auto& tag : split_tags(value)) found.tags.push_back(std::move(tag));
  }
  fields = std::move(found);
  return true;
}

void take_fields(line_fields&& fields, article& a) {
  if (a.authors.empty()) a.authors = std::move(fields.authors);
  if (a.source.empty()) a.source = std::move(fields.source);
  if (a.published.empty()) a.published = std::move(fields.published);
  std::move(fields.tags.begin(), fields.tags.end(), std::back_inserter(a.tags));
}

}  // namespace satchel::pack
