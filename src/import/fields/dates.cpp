#include "import/fields/dates.hpp"

#include "import/text/characters.hpp"

#include <satchel/format/calendar.hpp>

#include <array>
#include <cstdint>
#include <utility>

namespace satchel::pack {
namespace {

struct month_name {
  std::string_view name;
  std::uint8_t month;
};

// Lower-case beginnings that name one month whatever letters follow, longest first where one begins another.
constexpr std::array<month_name, 63> month_names{{
    {"january", 1},
    {"february", 2},
    {"march", 3},
    {"april", 4},
    {"may", 5},
    {"june", 6},
    {"july", 7},
    {"august", 8},
    {"september", 9},
    {"october", 10},
    {"november", 11},
    {"december", 12},
    {"jan", 1},
    {"feb", 2},
    {"mar", 3},
    {"apr", 4},
    {"jun", 6},
    {"jul", 7},
    {"aug", 8},
    {"sept", 9},
    {"sep", 9},
    {"oct", 10},
    {"nov", 11},
    {"dec", 12},
    {"januar", 1},
    {"februar", 2},
    {"m\xC3\xA4rz", 3},
    {"mai", 5},
    {"juni", 6},
    {"juli", 7},
    {"oktober", 10},
    {"dezember", 12},
    {"janvier", 1},
    {"f\xC3\xA9vrier", 2},
    {"mars", 3},
    {"avril", 4},
    {"juin", 6},
    {"juillet", 7},
    {"ao\xC3\xBBt", 8},
    {"septembre", 9},
    {"octobre", 10},
    {"novembre", 11},
    {"d\xC3\xA9"
     "cembre",
     12},
    {"enero", 1},
    {"febrero", 2},
    {"marzo", 3},
    {"abril", 4},
    {"mayo", 5},
    {"junio", 6},
    {"julio", 7},
    {"agosto", 8},
    {"septiembre", 9},
    {"octubre", 10},
    {"noviembre", 11},
    {"diciembre", 12},
    {"janeiro", 1},
    {"fevereiro", 2},
    {"mar\xC3\xA7o", 3},
    {"maio", 5},
    {"junho", 6},
    {"setembro", 9},
    {"outubro", 10},
    {"dezembro", 12},
}};

constexpr std::array<std::string_view, 14> weekdays{"monday",   "tuesday", "wednesday", "thursday", "friday",
                                                    "saturday", "sunday",  "mon",       "tue",      "wed",
                                                    "thu",      "fri",     "sat",       "sun"};

struct date {
  unsigned year = 0;
  unsigned month = 0;  // 0: not said
  unsigned day = 0;
  std::string time;  // "T.." or empty
};

std::string two_digits(unsigned n) { return {static_cast<char>('0' + n / 10), static_cast<char>('0' + n % 10)}; }

std::string iso(const date& d) {
  std::string text = two_digits(d.year / 100) + two_digits(d.year % 100);
  if (d.month == 0) return text;
  text += '-' + two_digits(d.month);
  if (d.day == 0) return text;
  return text + '-' + two_digits(d.day) + d.time;
}

bool is_valid(const date& d) {
  if (d.year < 1000 || d.year > 2999 || d.month > 12) return false;
  // 31 where no month is said
  const auto days = format::days_in_month(static_cast<std::int32_t>(d.year), static_cast<std::int32_t>(d.month));
  return d.day <= static_cast<unsigned>(days);
}

// Steps through a text; every function moves on only when it succeeds.
class scanner {
 public:
  scanner(std::string_view text, std::size_t at) : text_(text), at_(at) {}

  std::size_t at() const { return at_; }
  bool at_end() const { return at_ >= text_.size(); }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }
  bool take(std::string_view word) {
    if (!starts_with_ignoring_case(text_.substr(at_), word)) return false;
    at_ += word.size();
    return true;
  }
  bool take_spaces() {
    const std::size_t from = at_;
    while (at_ < text_.size()) {
      std::size_t next = at_;
      if (!is_space(next_code_point(text_, next))) break;
      at_ = next;
    }
    return at_ > from;
  }
  // A number of `least` to `most` digits that no further digit follows.
  bool take_number(std::size_t least, std::size_t most, unsigned& value) {
    std::size_t size = 0;
    unsigned sum = 0;
    while (size <= most && is_digit(peek(size))) sum = sum * 10 + static_cast<unsigned>(peek(size++) - '0');
    if (size < least || size > most) return false;
    at_ += size;
    value = sum;
    return true;
  }
  bool take_month(unsigned& month) {
    std::string_view best;
    for (const auto& [name, number] : month_names) {
      if (name.size() > best.size() && matches_word(name)) {
        best = name;
        month = number;
      }
    }
    at_ += best.size();
    if (!best.empty() && best.size() <= 4) take('.');
    return !best.empty();
  }
  void take_weekday() {
    for (const auto name : weekdays) {
      if (!matches_word(name)) continue;
      at_ += name.size();
      take('.');
      take(',');
      take_spaces();
      return;
    }
  }
  void go_to(std::size_t at) { at_ = at; }

 private:
  // `name` stands here and no letter follows it.
  bool matches_word(std::string_view name) const {
    if (!starts_with_ignoring_case(text_.substr(at_), name)) return false;
    std::size_t next = at_ + name.size();
    return next >= text_.size() || !is_letter(next_code_point(text_, next));
  }

  std::string_view text_;
  std::size_t at_;
};

// "T10:43", " 10:43:37.5 -0800", "T10:43Z": the time as ISO 8601, without fractions of seconds.
void take_time(scanner& in, date& d) {
  const std::size_t from = in.at();
  unsigned hour = 0;
  unsigned minute = 0;
  unsigned second = 0;
  if (!in.take('T') && !in.take('t')) in.take_spaces();
  if (in.at() == from || !in.take_number(1, 2, hour) || !in.take(':') || !in.take_number(2, 2, minute) || hour > 24 ||
      minute > 59) {
    in.go_to(from);
    return;
  }
  d.time = 'T' + two_digits(hour) + ':' + two_digits(minute);
  std::size_t good = in.at();
  if (in.take(':') && in.take_number(2, 2, second) && second <= 60) {
    d.time += ':' + two_digits(second);
    if (in.take('.') || in.take(',')) {
      while (is_digit(in.peek())) in.go_to(in.at() + 1);
    }
    good = in.at();
  }
  in.go_to(good);
  in.take_spaces();
  if (in.take("Z") || in.take("GMT") || in.take("UTC")) {
    d.time += 'Z';
    return;
  }
  const char sign = in.peek();
  unsigned zone_hour = 0;
  unsigned zone_minute = 0;
  if (sign == '+' || sign == '-') {
    in.go_to(in.at() + 1);
    const std::size_t zone = in.at();
    bool ok = in.take_number(4, 4, zone_hour);
    if (ok) {
      zone_minute = zone_hour % 100;
      zone_hour /= 100;
    } else {
      in.go_to(zone);
      ok = in.take_number(2, 2, zone_hour) && (!in.take(':') || in.take_number(2, 2, zone_minute));
    }
    if (ok && zone_hour < 24 && zone_minute < 60) {
      d.time += sign + two_digits(zone_hour) + ':' + two_digits(zone_minute);
      return;
    }
  }
  in.go_to(good);
}

// Year first: 2016-09-21, 2016/9/21, 2016.09.21, 2016年9月21日, 2016-09.
bool take_year_first(scanner& in, date& d) {
  if (!in.take_number(4, 4, d.year)) return false;
  for (const char separator : {'-', '/', '.'}) {
    if (!in.take(separator)) continue;
    if (!in.take_number(1, 2, d.month) || d.month == 0) return false;
    const std::size_t month_end = in.at();
    if (in.take(separator) && in.take_number(1, 2, d.day) && d.day > 0) {
      take_time(in, d);
    } else {
      if (separator != '-') return false;
      in.go_to(month_end);
    }
    return true;
  }
  in.take_spaces();
  if (!in.take("\xE5\xB9\xB4") && !in.take("\xEB\x85\x84")) return false;
  in.take_spaces();
  if (!in.take_number(1, 2, d.month) || d.month == 0) return false;
  in.take_spaces();
  if (!in.take("\xE6\x9C\x88") && !in.take("\xEC\x9B\x94")) return false;
  in.take_spaces();
  if (in.take_number(1, 2, d.day)) {
    if (!in.take("\xE6\x97\xA5")) in.take("\xEC\x9D\xBC");
    take_time(in, d);
  }
  return true;
}

// "September 21, 2016", "Sept. 21st 2016", "September 2016".
bool take_month_first(scanner& in, date& d) {
  if (!in.take_month(d.month)) return false;
  in.take(',');
  if (!in.take_spaces()) return false;
  if (in.take_number(4, 4, d.year)) return true;
  if (!in.take_number(1, 2, d.day) || d.day == 0) return false;
  for (const std::string_view ending : {"st", "nd", "rd", "th"}) {
    if (in.take(ending)) break;
  }
  in.take(',');
  if (!in.take_spaces()) return false;
  return in.take_number(4, 4, d.year);
}

// "21 September 2016", "21. September 2016", "21st of September, 2016", "21 de septiembre de 2016".
bool take_day_first(scanner& in, date& d) {
  if (!in.take_number(1, 2, d.day) || d.day == 0) return false;
  for (const std::string_view ending : {"st", "nd", "rd", "th", ".", "er"}) {
    if (in.take(ending)) break;
  }
  if (!in.take_spaces() && !in.take('-')) return false;
  if (in.take("of ") || in.take("de ")) in.take_spaces();
  if (!in.take_month(d.month)) return false;
  in.take(',');
  if (!in.take_spaces() && !in.take('-')) return false;
  if (in.take("de ")) in.take_spaces();
  return in.take_number(4, 4, d.year);
}

// 21.09.2016, 13/9/2016, 9/21/2016; only where month and day cannot be confused or a point says day first.
bool take_numbers(scanner& in, date& d) {
  unsigned first = 0;
  unsigned second = 0;
  if (!in.take_number(1, 2, first)) return false;
  const char separator = in.peek();
  if (separator != '.' && separator != '/' && separator != '-') return false;
  in.take(separator);
  if (!in.take_number(1, 2, second) || !in.take(separator) || !in.take_number(4, 4, d.year)) return false;
  if (separator != '.' && first != second && first <= 12 && second <= 12) return false;
  const bool day_first = separator == '.' || first > 12;
  d.day = day_first ? first : second;
  d.month = day_first ? second : first;
  return d.day > 0 && d.month > 0;
}

bool take_date(scanner& in, date& d) {
  const std::size_t from = in.at();
  for (const auto form : {take_year_first, take_month_first, take_day_first, take_numbers}) {
    d = date{};
    in.go_to(from);
    if (form(in, d) && is_valid(d)) return true;
  }
  in.go_to(from);
  return false;
}

// What may follow a date that is the whole of a text: a time of day and a zone.
bool is_time_of_day(std::string_view text) {
  for (const auto word : split_words(text)) {
    const char first = word.front();
    if (is_digit(first)) continue;
    const std::string w = lower(word);
    constexpr std::array<std::string_view, 17> known{"am",  "pm",  "a.m.", "p.m.", "at", "gmt", "utc", "est", "edt",
                                                     "pst", "pdt", "bst",  "cet",  "et", "|",   ",",   "-"};
    bool ok = w.size() <= 6 && w.find(':') != std::string::npos;
    for (const auto k : known) ok = ok || w == k || (w.size() == k.size() + 1 && w.starts_with(k) && w.back() == ',');
    if (!ok) return false;
  }
  return true;
}

}  // namespace

std::optional<found_date> find_date(std::string_view text) {
  char32_t before = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_letter(before) && !(before < 0x80 && is_digit(static_cast<char>(before)))) {
      scanner in(text, at);
      date d;
      // Inside a text "2010-11" is as likely a season as a month.
      if (take_date(in, d) && (d.day != 0 || !is_digit(text[at]))) return found_date{at, in.at(), iso(d)};
    }
    before = next_code_point(text, at);
  }
  return std::nullopt;
}

std::string iso_date(std::string_view text) {
  text = trim(text);
  if (text.size() > 80) return {};
  scanner in(text, 0);
  in.take_weekday();
  date d;
  const std::size_t start = in.at();
  if (take_date(in, d)) {
    const std::size_t end = in.at();
    if (in.at_end()) return iso(d);
    if (!d.time.empty()) return trim(text.substr(end)).size() <= 8 ? iso(d) : std::string();
    date with_time = d;
    take_time(in, with_time);
    if (d.day != 0 && !with_time.time.empty() && in.at_end()) return iso(with_time);
    return is_time_of_day(text.substr(end)) ? iso(d) : std::string();
  }
  in.go_to(start);
  d = date{};
  if (in.take_number(4, 4, d.year) && in.at_end() && is_valid(d)) return iso(d);
  unsigned packed = 0;
  if (in.take_number(8, 8, packed)) {
    d = date{packed / 10000, packed / 100 % 100, packed % 100, {}};
    take_time(in, d);
    if (in.at_end() && d.month > 0 && d.day > 0 && is_valid(d)) return iso(d);
  }
  return {};
}

}  // namespace satchel::pack
