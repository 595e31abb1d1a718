// Dates: each form, what may stand around it, and where a form ends.
#include "import/fields/dates.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

using satchel::pack::find_date;
using satchel::pack::iso_date;

std::string found_in(const std::string& text) {
  const auto found = find_date(text);
  return found ? text.substr(found->begin, found->end - found->begin) + "=" + found->iso : "";
}

TEST_CASE("every month's name is known, whole and cut short") {
  const char* names[12][3] = {{"January", "Jan", "Jan."}, {"February", "Feb", "Feb."}, {"March", "Mar", "Mar."},
                              {"April", "Apr", "Apr."},   {"May", "May", "MAY"},       {"June", "Jun", "Jun."},
                              {"July", "Jul", "Jul."},    {"August", "Aug", "Aug."},   {"September", "Sep", "Sept."},
                              {"October", "Oct", "Oct."}, {"November", "Nov", "Nov."}, {"December", "Dec", "Dec."}};
  for (int month = 1; month <= 12; ++month) {
    for (const std::string name : names[month - 1]) {
      CAPTURE(name);
      const std::string iso = std::string("1987-") + (month < 10 ? "0" : "") + std::to_string(month);
      CHECK(iso_date(name + " 7, 1987") == iso + "-07");
      CHECK(iso_date("7 " + name + " 1987") == iso + "-07");
      CHECK(iso_date(name + " 1987") == iso);
    }
  }
}

TEST_CASE("months are known in German, French, Spanish and Portuguese") {
  const std::pair<const char*, const char*> cases[] = {{"1. Januar 2001", "2001-01-01"},
                                                       {"2. Februar 2001", "2001-02-02"},
                                                       {"5. Mai 2001", "2001-05-05"},
                                                       {"6. Juni 2001", "2001-06-06"},
                                                       {"7. Juli 2001", "2001-07-07"},
                                                       {"10. Oktober 2001", "2001-10-10"},
                                                       {"12. Dezember 2001", "2001-12-12"},
                                                       {"1er janvier 2001", "2001-01-01"},
                                                       {"2 f\xC3\xA9vrier 2001", "2001-02-02"},
                                                       {"3 mars 2001", "2001-03-03"},
                                                       {"4 avril 2001", "2001-04-04"},
                                                       {"6 juin 2001", "2001-06-06"},
                                                       {"7 juillet 2001", "2001-07-07"},
                                                       {"8 ao\xC3\xBBt 2001", "2001-08-08"},
                                                       {"9 septembre 2001", "2001-09-09"},
                                                       {"10 octobre 2001", "2001-10-10"},
                                                       {"11 novembre 2001", "2001-11-11"},
                                                       {"12 d\xC3\xA9"
                                                        "cembre 2001",
                                                        "2001-12-12"},
                                                       {"1 de enero de 2001", "2001-01-01"},
                                                       {"2 de febrero de 2001", "2001-02-02"},
                                                       {"3 de marzo de 2001", "2001-03-03"},
                                                       {"4 de abril de 2001", "2001-04-04"},
                                                       {"5 de mayo de 2001", "2001-05-05"},
                                                       {"6 de junio de 2001", "2001-06-06"},
                                                       {"7 de julio de 2001", "2001-07-07"},
                                                       {"8 de agosto de 2001", "2001-08-08"},
                                                       {"10 de octubre de 2001", "2001-10-10"},
                                                       {"11 de noviembre de 2001", "2001-11-11"},
                                                       {"12 de diciembre de 2001", "2001-12-12"},
                                                       {"1 de janeiro de 2001", "2001-01-01"},
                                                       {"2 de fevereiro de 2001", "2001-02-02"},
                                                       {"3 de mar\xC3\xA7o de 2001", "2001-03-03"},
                                                       {"5 de maio de 2001", "2001-05-05"},
                                                       {"6 de junho de 2001", "2001-06-06"},
                                                       {"9 de setembro de 2001", "2001-09-09"},
                                                       {"10 de outubro de 2001", "2001-10-10"},
                                                       {"12 de dezembro de 2001", "2001-12-12"}};
  for (const auto& one : cases) {
    CAPTURE(one.first);
    CHECK(iso_date(one.first) == one.second);
  }
}

TEST_CASE("a month has its days, and February one more every fourth year") {
  const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  for (int month = 1; month <= 12; ++month) {
    CAPTURE(month);
    const std::string before = "2015-" + std::to_string(month) + "-";
    CHECK(iso_date(before + std::to_string(days[month - 1])) != "");
    CHECK(iso_date(before + std::to_string(days[month - 1] + 1)) == "");
    CHECK(iso_date(before + "1") != "");
    CHECK(iso_date(before + "0") == "");
  }
  CHECK(iso_date("2000-02-29") == "2000-02-29");
  CHECK(iso_date("1900-02-29") == "");
  CHECK(iso_date("2004-02-29") == "2004-02-29");
  CHECK(iso_date("2016-12-01") == "2016-12-01");
  CHECK(iso_date("2016-0-01") == "");
  CHECK(iso_date("2016-00") == "");
  CHECK(iso_date("2016-12") == "2016-12");
  CHECK(iso_date("2016-13") == "");
}

TEST_CASE("years are those of the second and third thousand") {
  CHECK(iso_date("1000") == "1000");
  CHECK(iso_date("2999-12-31") == "2999-12-31");
  CHECK(iso_date("0999-12-31") == "");
  CHECK(iso_date("3000-01-01") == "");
  CHECK(iso_date("0999") == "");
  CHECK(iso_date("3000") == "");
  CHECK(iso_date("201") == "");
  CHECK(iso_date("20166") == "");
  CHECK(iso_date("1906 to 1908") == "");
}

TEST_CASE("numbers have one or two digits, years four") {
  CHECK(iso_date("2016-1-2") == "2016-01-02");
  CHECK(iso_date("2016-001-02") == "");
  CHECK(iso_date("2016/1/002") == "");
  CHECK(iso_date("016-1-2") == "");
  CHECK(iso_date("May 003, 2016") == "");
  CHECK(iso_date("May 3, 201") == "");
  CHECK(iso_date("May 3, 20166") == "");
  CHECK(iso_date("003 May 2016") == "");
  CHECK(iso_date("3 May 201") == "");
  CHECK(iso_date("3 May 20166") == "");
  CHECK(iso_date("0 May 2016") == "");
  CHECK(iso_date("May 0, 2016") == "");
  CHECK(iso_date("2016/9") == "");  // a fraction, or a number
  CHECK(iso_date("2016.9") == "");
  CHECK(iso_date("2016/9-3") == "");
}

TEST_CASE("days may carry an ending, months a full stop") {
  for (const char* text : {"May 1st, 2016", "May 1 2016", "1st May 2016", "1. May 2016", "1er May 2016", "1-May-2016",
                           "1 May, 2016", "1st of May, 2016"}) {
    CAPTURE(text);
    CHECK(iso_date(text) == "2016-05-01");
  }
  CHECK(iso_date("May 1,2016") == "");
  CHECK(iso_date("May 2nd, 2016") == "2016-05-02");
  CHECK(iso_date("2nd May 2016") == "2016-05-02");
  CHECK(iso_date("May 3rd, 2016") == "2016-05-03");
  CHECK(iso_date("3rd May 2016") == "2016-05-03");
  CHECK(iso_date("May 4th, 2016") == "2016-05-04");
  CHECK(iso_date("4th May 2016") == "2016-05-04");
  CHECK(iso_date("May. 4 2016") == "2016-05-04");
  CHECK(iso_date("March. 4 2016") == "");  // only short names are cut short
  CHECK(iso_date("1May 2016") == "");
  CHECK(iso_date("1 May2016") == "");
  CHECK(iso_date("Mayor 1, 2016") == "");
}

TEST_CASE("day and month in numbers count where they cannot be confused") {
  CHECK(iso_date("13/12/2016") == "2016-12-13");
  CHECK(iso_date("12/13/2016") == "2016-12-13");
  CHECK(iso_date("12/12/2016") == "2016-12-12");
  CHECK(iso_date("11/12/2016") == "");
  CHECK(iso_date("12/11/2016") == "");
  CHECK(iso_date("13-2-2016") == "2016-02-13");
  CHECK(iso_date("1.2.2016") == "2016-02-01");
  CHECK(iso_date("1.2-2016") == "");
  CHECK(iso_date("1:2:2016") == "");
  CHECK(iso_date("0.2.2016") == "");
  CHECK(iso_date("1.0.2016") == "");
  CHECK(iso_date("001.2.2016") == "");
  CHECK(iso_date("1.002.2016") == "");
  CHECK(iso_date("1.2.201") == "");
  CHECK(iso_date("1.2.20166") == "");
}

TEST_CASE("eight digits are a date") {
  CHECK(iso_date("20160921T10:43") == "2016-09-21T10:43");
  CHECK(iso_date("20160021") == "");
  CHECK(iso_date("20160900") == "");
  CHECK(iso_date("20161321") == "");
  CHECK(iso_date("2016092") == "");
  CHECK(iso_date("201609211") == "");
  CHECK(iso_date("20160921 and") == "");
}

TEST_CASE("dates in Chinese, Japanese and Korean") {
  CHECK(iso_date("2016\xE5\xB9\xB4 9\xE6\x9C\x88 21\xE6\x97\xA5") == "2016-09-21");
  CHECK(iso_date("2016 \xE5\xB9\xB4 9 \xE6\x9C\x88 21\xE6\x97\xA5") == "2016-09-21");
  CHECK(iso_date("2016\xEB\x85\x84 9\xEC\x9B\x94 21\xEC\x9D\xBC") == "2016-09-21");
  CHECK(iso_date("2016\xE5\xB9\xB4") == "");
  CHECK(iso_date("2016\xE5\xB9\xB4"
                 "0\xE6\x9C\x88"
                 "21\xE6\x97\xA5") == "");
  CHECK(iso_date("2016\xE5\xB9\xB4"
                 "9\xE6\x9C\x88") == "2016-09");
}

TEST_CASE("a time of day lies within its day") {
  CHECK(iso_date("2016-09-21T00:00") == "2016-09-21T00:00");
  CHECK(iso_date("2016-09-21T24:00") == "2016-09-21T24:00");
  CHECK(iso_date("2016-09-21T23:59:60Z") == "2016-09-21T23:59:60Z");
  CHECK(iso_date("2016-09-21t23:59") == "2016-09-21T23:59");
  CHECK(iso_date("2016-09-21 9:05") == "2016-09-21T09:05");
  // What is no time is no part of the date; as the rest of a text it only has to look like one.
  CHECK(iso_date("2016-09-21 25:00") == "2016-09-21");
  CHECK(iso_date("2016-09-21 10:60") == "2016-09-21");
  CHECK(iso_date("2016-09-21 10:5") == "2016-09-21");
  CHECK(iso_date("2016-09-21T100:05") == "");
  CHECK(found_in("2016-09-21 10:60") == "2016-09-21=2016-09-21");
  CHECK(found_in("2016-09-21 25:00") == "2016-09-21=2016-09-21");
  CHECK(found_in("2016-09-21 10:43:61") == "2016-09-21 10:43=2016-09-21T10:43");
  CHECK(found_in("2016-09-21 10:43:6") == "2016-09-21 10:43=2016-09-21T10:43");
  CHECK(found_in("2016-09-21 10:43:06,25 x") == "2016-09-21 10:43:06,25=2016-09-21T10:43:06");
  CHECK(found_in("2016-09-21 10:43 x") == "2016-09-21 10:43=2016-09-21T10:43");
  CHECK(found_in("2016-09-2110:43") == "");
}

TEST_CASE("zones of time") {
  CHECK(iso_date("2016-09-21T10:43Z") == "2016-09-21T10:43Z");
  CHECK(iso_date("2016-09-21 10:43 UTC") == "2016-09-21T10:43Z");
  CHECK(iso_date("2016-09-21 10:43 gmt") == "2016-09-21T10:43Z");
  CHECK(iso_date("2016-09-21T10:43+02") == "2016-09-21T10:43+02:00");
  CHECK(iso_date("2016-09-21T10:43+0230") == "2016-09-21T10:43+02:30");
  CHECK(iso_date("2016-09-21T10:43-23:59") == "2016-09-21T10:43-23:59");
  CHECK(found_in("2016-09-21T10:43+24:00") == "2016-09-21T10:43=2016-09-21T10:43");
  CHECK(found_in("2016-09-21T10:43+02:60") == "2016-09-21T10:43=2016-09-21T10:43");
  CHECK(found_in("2016-09-21T10:43+02:012") == "2016-09-21T10:43=2016-09-21T10:43");
  CHECK(found_in("2016-09-21T10:43+2") == "2016-09-21T10:43=2016-09-21T10:43");
  CHECK(found_in("2016-09-21T10:43+02:5") == "2016-09-21T10:43=2016-09-21T10:43");
  CHECK(found_in("2016-09-21T10:43 *02") == "2016-09-21T10:43=2016-09-21T10:43");
}

TEST_CASE("weekdays may stand before a date") {
  for (const char* day : {"Monday", "Tuesday,", "wednesday", "THURSDAY", "Friday", "Saturday", "Sunday", "Mon", "Tue.",
                          "Wed,", "Thu.,", "Fri", "Sat", "Sun"}) {
    CAPTURE(day);
    CHECK(iso_date(std::string(day) + " 3 May 2016") == "2016-05-03");
  }
  CHECK(iso_date("Moon 3 May 2016") == "");
  CHECK(iso_date("Sunny 3 May 2016") == "");
}

TEST_CASE("behind a whole date only a time may stand") {
  for (const char* rest : {" 10:30", " 4:05 PM", " at 4:05 p.m.", " 10:30 am, ET", " | 10:30", " - 10:30 CET",
                           ", 9:00 a.m. EST", " 10:30 PDT", " h10:30"}) {
    CAPTURE(rest);
    CHECK(iso_date(std::string("May 3, 2016") + rest).starts_with("2016-05-03"));
  }
  for (const char* rest : {" noon", " and later", " amen", " edition:10", " atx"}) {
    CAPTURE(rest);
    CHECK(iso_date(std::string("May 3, 2016") + rest) == "");
  }
  CHECK(iso_date("May 3, 2016 10:30") == "2016-05-03T10:30");
  CHECK(iso_date("May 2016 10:30") == "2016-05");
  // A time that is part of the date leaves room for a short word, such as a zone's name.
  CHECK(iso_date("2016-09-21T10:43 12345678") == "2016-09-21T10:43");
  CHECK(iso_date("2016-09-21T10:43 123456789") == "");
  CHECK(iso_date("2016-05-03" + std::string(66, ' ') + "1:30") == "2016-05-03T01:30");
  CHECK(iso_date("2016-05-03" + std::string(67, ' ') + "1:30") == "");
}

TEST_CASE("inside a text a date begins with a word") {
  CHECK(found_in("seen 3 May 2016, they say") == "3 May 2016=2016-05-03");
  CHECK(found_in("seen May 2016, they say") == "May 2016=2016-05");
  CHECK(found_in("No13 May 2016") == "May 2016=2016-05");
  CHECK(found_in("dismay 3, 2016") == "");
  CHECK(found_in("12016-05-03") == "");
  CHECK(found_in("(2016-05-03)") == "2016-05-03=2016-05-03");
  CHECK(found_in("in 2016-05 or so") == "");
  CHECK(found_in("in 2016 or so") == "");
}

}  // namespace
