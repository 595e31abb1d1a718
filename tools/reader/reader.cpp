// The reader, which works on the archive that it carries: the program that "satchel export" makes is this one with an
// archive behind it.

#include "greeting.hpp"

#include "../satchel/carried.hpp"
#include "../satchel/command.hpp"
#include "../satchel/errors.hpp"
#include "../satchel/opened.hpp"
#include "../satchel/output_file.hpp"
#include "../satchel/program.hpp"
#include "../satchel/text.hpp"
#include "../satchel/trusted_key.hpp"

#include <unistd.h>
#include <algorithm>
#include <climits>
#ifdef __linux__
#include <sys/auxv.h>
#endif

namespace satchel::tool {
namespace {

// How it was called, and where it lies.
struct {
  std::string called = "satchel-reader", path;
} self;

std::string own_path(const char* called) {
#ifdef __linux__
  constexpr const char* link = "/proc/self/exe";
  char path[PATH_MAX];
  if (const ssize_t size = readlink(link, path, sizeof path); size > 0) {
    std::string found(path, static_cast<std::size_t>(size));
    return same_file(found, link) ? found : link;  // replaced or removed meanwhile, it can be read all the same
  }
  if (const unsigned long named = getauxval(AT_EXECFN); named != 0) return reinterpret_cast<const char*>(named);
#endif
  return called;
}

}  // namespace

void begin(const char* called) {
  if (called != nullptr && *called != '\0') self.called = printable(called);
  self.path = own_path(called != nullptr ? called : "");
  if (!carried_archive(self.path))
    throw trouble(self.path,
                  "this program should carry an archive, but does not end with one: it was cut short, or changed",
                  "copy it again from where it came from, or make it with: satchel export");
}

std::string own_name() { return self.called.substr(self.called.rfind('/') + 1); }

std::string as_typed(std::string text) {
  constexpr std::string_view tool = "satchel ", example = " news.satchel";
  constexpr std::string_view commands[] = {"search", "read",    "list",    "complete", "info",
                                           "verify", "extract", "COMMAND", "--help"};
  const std::string typed = quoted_for_shell(self.called) + ' ';
  for (std::size_t at = text.find(tool); at != std::string::npos; at = text.find(tool, at)) {
    const std::string_view rest = std::string_view(text).substr(at + tool.size());
    const auto* command = std::find_if(std::begin(commands), std::end(commands),
                                       [&](std::string_view c) { return rest.substr(0, c.size()) == c; });
    at += tool.size();
    if (command == std::end(commands)) continue;
    if (rest.substr(command->size(), example.size()) == example) text.erase(at + command->size(), example.size());
    text.replace(at - tool.size(), tool.size(), typed);
    at += typed.size() - tool.size();
  }
  return text;
}

std::vector<command> declare(CLI::App& program) {
  program.name(self.called);
  program.description("An archive of articles, with all that is needed to search and read it.");
  program.footer(
      "Examples:\n"
      "  satchel search 'ceasefire \"deir ezzor\" -kerry'\n"
      "  satchel read '#0'\n\n"
      "satchel COMMAND --help tells more. Exit status: 0 found or done, 1 nothing found,\n"
      "2 error.");
  return {add_search(program), add_read(program),   add_list(program),   add_complete(program),
          add_info(program),   add_verify(program), add_extract(program)};
}

int greet(const CLI::App&) {
  mapped_archive opened;
  open_archive(opened, self.path);
  print_greeting(opened, own_name(), quoted_for_shell(self.called));
  return status_found;
}

// It needs no naming.
void add_archive(CLI::App& arguments, std::string& archive) {
  archive = self.path;
  add_key(arguments);
}

}  // namespace satchel::tool
