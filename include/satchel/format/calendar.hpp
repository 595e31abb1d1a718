// Days since 1970-01-01 (proleptic Gregorian calendar) and the ISO dates that name them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace satchel::format {

// Hinnant, "chrono-compatible low-level date algorithms", 2013: counts in eras of 400 years that start in March.
constexpr std::int32_t days_from_civil(std::int32_t year, std::int32_t month, std::int32_t day) {
  year -= month <= 2 ? 1 : 0;
  const std::int32_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int32_t year_of_era = year - era * 400;
  const std::int32_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

constexpr std::int32_t days_in_month(std::int32_t year, std::int32_t month) {
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  if (month == 2) return leap ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// The first and last day that an ISO date (YYYY, YYYY-MM, YYYY-MM-DD) names; what follows a full date after 'T' or a
// space is passed over. False when it is not such a date.
constexpr bool parse_date(std::string_view text, std::int32_t& first, std::int32_t& last) {
  std::int32_t part[3] = {0, 0, 0};
  constexpr std::size_t starts[3] = {0, 5, 8}, sizes[3] = {4, 2, 2};
  int parts = 0;
  std::size_t end = 0;
  for (; parts < 3; ++parts) {
    if (parts > 0 && (end >= text.size() || text[end] != '-')) break;
    for (std::size_t i = starts[parts]; i < starts[parts] + sizes[parts]; ++i) {
      if (i >= text.size() || text[i] < '0' || text[i] > '9') return false;
      part[parts] = part[parts] * 10 + (text[i] - '0');
    }
    end = starts[parts] + sizes[parts];
  }
  if (end < text.size() && !(parts == 3 && (text[end] == 'T' || text[end] == ' '))) return false;
  if (parts >= 2 && (part[1] < 1 || part[1] > 12)) return false;
  if (parts == 3 && (part[2] < 1 || part[2] > days_in_month(part[0], part[1]))) return false;
  first = days_from_civil(part[0], parts >= 2 ? part[1] : 1, parts == 3 ? part[2] : 1);
  last = parts == 3   ? first
         : parts == 2 ? days_from_civil(part[0], part[1], days_in_month(part[0], part[1]))
                      : days_from_civil(part[0], 12, 31);
  return true;
}

}  // namespace satchel::format
