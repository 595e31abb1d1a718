// The tool, which works on the archives that its arguments name.

#include "command.hpp"
#include "program.hpp"
#include "trusted_key.hpp"

#include <cstdio>

namespace satchel::tool {

void begin(const char*) {}

std::string own_name() { return "satchel"; }

std::string as_typed(std::string text) { return text; }

std::vector<command> declare(CLI::App& program) {
  program.name("satchel");
  program.description("Pack a satchel: a whole library in one file, readable anywhere.");
  program.footer(
      "Examples:\n"
      "  satchel pack articles/ -o news.satchel\n"
      "  satchel search news.satchel 'ceasefire \"deir ezzor\" -kerry'\n"
      "  satchel read news.satchel '#0'\n\n"
      "satchel COMMAND --help tells more. Exit status: 0 found or done, 1 nothing found,\n"
      "2 error.");
  return {add_pack(program),       add_merge(program),  add_search(program),  add_read(program), add_list(program),
          add_info(program),       add_verify(program), add_extract(program), add_sign(program), add_keygen(program),
          add_dictionary(program), add_export(program), add_complete(program)};
}

int greet(const CLI::App& program) {
  std::fputs(program.help().c_str(), stderr);
  return status_trouble;
}

void add_archive(CLI::App& arguments, std::string& archive) {
  add_word(arguments, "ARCHIVE", archive, "the archive's file")->required();
  add_key(arguments);
}

}  // namespace satchel::tool
