// Titles of HTML pages.
#include "import/html/html_title.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using satchel::pack::choose_title;
using satchel::pack::is_shown_title;
using strings = std::vector<std::string>;

std::string announced(const std::string& title, const std::string& site, const strings& headings = {}) {
  return choose_title(title, "Window", headings, site);
}
std::string window(const std::string& title, const strings& headings = {}, const std::string& site = {}) {
  return choose_title("", title, headings, site);
}

TEST_CASE("what parts a title from its site's name") {
  for (const char* sign : {" | ", " -- ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " :: ", " \xC2\xBB ", " \xC2\xB7 ",
                           " \xE2\x80\xA2 ", " < ", " / "}) {
    CAPTURE(sign);
    CHECK(announced(std::string("Old mill") + sign + "Book Days", "Book Days") == "Old mill");
    CHECK(announced(std::string("Book Days") + sign + "Old mill", "Book Days") == "Old mill");
    CHECK(announced(std::string("Old mill") + sign + "Book Days", "") == std::string("Old mill") + sign + "Book Days");
    CHECK(announced(std::string("Old mill") + sign + "Other", "Book Days") == std::string("Old mill") + sign + "Other");
  }
  CHECK(announced("Book Days", "Book Days") == "Book Days");
  CHECK(announced("Old mill | Book | Book Days", "Book Days") == "Old mill");
  CHECK(announced("Old  mill", "") == "Old mill");
  CHECK(announced("", "", {}) == "Window");
}

TEST_CASE("an underscore parts titles of scripts without spaces") {
  CHECK(announced("\xE6\xB0\xB4\xE8\xBB\x8A_Book", "Book") == "\xE6\xB0\xB4\xE8\xBB\x8A");
  CHECK(announced("mill_\xE6\xB0\xB4", "\xE6\xB0\xB4") == "mill");
  CHECK(announced("mill _Book", "Book") == "mill");
  CHECK(announced("mill_ Book", "Book") == "mill");
  CHECK(announced("old_Book", "Book") == "old_Book");
  CHECK(announced("_ Book", "Book") == "_ Book");
  CHECK(announced("old_", "old") == "old_");
}

TEST_CASE("a part names the site when it is its name, or four letters or more of its beginning") {
  CHECK(announced("Old mill | BOOK DAYS!", "Book Days") == "Old mill");
  CHECK(announced("Old mill | Book", "Book Days") == "Old mill");
  CHECK(announced("Old mill | Boo", "Book Days") == "Old mill | Boo");
  CHECK(announced("Old mill | Book Days of the North", "Book Days") == "Old mill");
  CHECK(announced("Old mill | Book Days", "Book") == "Old mill");
  CHECK(announced("Old mill | Boo Days", "Boo") == "Old mill | Boo Days");
  CHECK(announced("Old mill | Days", "Book Days") == "Old mill | Days");
  CHECK(announced("Old mill | ...", "Book Days") == "Old mill | ...");
  CHECK(announced("Old mill | Book", "...") == "Old mill | Book");
  CHECK(announced("Mill | \xC3\x84pfel1", "\xC3\x84pfel 1") == "Mill");
  CHECK(announced("Mill | \xC3\x84pfel", "\xC3\x96pfel") == "Mill | \xC3\x84pfel");
}

TEST_CASE("of a path the beginning is the title when it has three words") {
  CHECK(announced("The old mill \xC2\xBB News \xC2\xBB Book Days", "") == "The old mill");
  CHECK(announced("Old mill \xC2\xBB News", "") == "Old mill \xC2\xBB News");
}

TEST_CASE("a heading within a title is the title") {
  CHECK(announced("Mill | News of the week", "Site", {"Mill"}) == "Mill");
  CHECK(announced("Mill and more", "Site", {"Mill"}) == "Mill and more");
  CHECK(window("Mill | News", {"MILL"}) == "MILL");
  CHECK(window("News | Mill", {"Mill"}) == "News | Mill");
  // Anywhere else it has twelve letters, at the beginning or the end.
  CHECK(window("The old mills and more", {"The old mills, a"}) == "The old mills, a");
  CHECK(window("News: twelveletter", {"Twelveletter"}) == "Twelveletter");
  CHECK(window("News: elevenlette", {"Elevenlette"}) == "News: elevenlette");
  CHECK(window("News: twelveletter here", {"Twelveletter"}) == "News: twelveletter here");
  CHECK(window("Mill", {"Other", "Mill!"}) == "Mill!");
  // The site's name is none.
  CHECK(window("Book Days | A mill", {"Book Days"}, "Book Days") == "A mill");
  CHECK(window("... | Mill", {"!!!"}) == "... | Mill");
}

TEST_CASE("a window's title loses a short last part behind four words") {
  CHECK(window("The old mill turns | One two three four five") == "The old mill turns");
  CHECK(window("The old mill turns | One two three four five six") ==
        "The old mill turns | One two three four five six");
  CHECK(window("The old mill | Days") == "The old mill | Days");
  CHECK(window("The old mill turns") == "The old mill turns");
}

TEST_CASE("without a title one heading is it") {
  CHECK(choose_title("", "", {"Mill"}, "") == "Mill");
  CHECK(choose_title("", "", {"Mill", "Wheel"}, "") == "");
}

TEST_CASE("a title is shown by the window or a heading") {
  CHECK(is_shown_title("The mill", "the MILL - Days", {}));
  CHECK(is_shown_title("The mill", "", {"Other", "The mill!"}));
  CHECK_FALSE(is_shown_title("The mill", "On the mill", {"The mills"}));
  CHECK_FALSE(is_shown_title("", "Window", {"Mill"}));
  CHECK_FALSE(is_shown_title("...", "Window", {"!!!"}));
}

}  // namespace
