// Reading dates as people and pages write them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace satchel::pack {

// A date inside a text: the bytes [begin, end) that spell it, and the same in ISO 8601.
struct found_date {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string iso;
};

// The first date in the text: ISO, "September 21, 2016", "21 September 2016", "2016年9月21日" and the like, with month
// names in English and the larger western European languages. Numbers that could be month or day alike are not
// guessed at. A time of day directly behind the date, as in ISO 8601, belongs to it.
std::optional<found_date> find_date(std::string_view text);

// The date that the whole text is (a weekday before it and a time behind it are allowed), in ISO 8601: YYYY, YYYY-MM,
// YYYY-MM-DD or YYYY-MM-DDThh:mm:ss+hh:mm, as precise as the text. Empty when the text is no date.
std::string iso_date(std::string_view text);

}  // namespace satchel::pack
