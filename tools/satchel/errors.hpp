// Saying what went wrong: one line on standard error each.
#pragma once

#include <satchel/error.hpp>

#include <stdexcept>
#include <string>
#include <string_view>

namespace satchel::tool {

// Prints "satchel: WHERE: WHAT; REMEDY"; empty parts are left out.
void complain(std::string_view where, std::string_view what, std::string_view remedy = {});

// A command cannot go on. Thrown to main, which complains and ends with status 2.
struct trouble : std::runtime_error {
  trouble(std::string place, const std::string& what, std::string help = {})
      : std::runtime_error(what), where(std::move(place)), remedy(std::move(help)) {}

  std::string where;
  std::string remedy;
};

// Which part of an archive an error is about, as "block 12"; empty when it does not say.
std::string part_of(const error& e);

// An error of an open archive, with its part and what can be done about it.
trouble trouble_with(const std::string& path, const error& e);

// An error of a query, with the place that it stumbled over.
trouble trouble_with_query(const std::string& path, const std::string& query, const error& e);

// An archive that could not be opened; os_error is the errno of the failed call, 0 when there was none.
trouble trouble_opening(const std::string& path, const error& e, int os_error);

// A file that could not be read or written, by errno.
trouble trouble_with_file(const std::string& path, const char* what, int code, const std::string& remedy = {});

}  // namespace satchel::tool
