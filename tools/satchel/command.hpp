// The commands of the tool, one file each.
#pragma once

#include <CLI/CLI.hpp>

#include <functional>
#include <string>
#include <vector>

namespace satchel::tool {

// Exit statuses, as grep's.
inline constexpr int status_found = 0;    // found, or all is well
inline constexpr int status_nothing = 1;  // nothing found; pack: an archive was written, but something was left out
inline constexpr int status_trouble = 2;  // an error

// What a command accepts, and what it does once its arguments are parsed; run() gives the exit status.
struct command {
  CLI::App* arguments = nullptr;
  std::function<int()> run;
};

command add_pack(CLI::App& tool);
command add_search(CLI::App& tool);
command add_read(CLI::App& tool);
command add_list(CLI::App& tool);
command add_info(CLI::App& tool);
command add_verify(CLI::App& tool);
command add_extract(CLI::App& tool);
command add_dictionary(CLI::App& tool);
command add_complete(CLI::App& tool);

// The arguments of `search`, options first: words like "-kerry" are parts of the query, no options.
std::vector<std::string> options_first(const CLI::App& search, const std::vector<std::string>& arguments);

// The option --json.
inline void add_json(CLI::App& arguments, bool& json) {
  arguments.add_flag("--json", json, "print JSON instead of text");
}

// A list of positional arguments, as they are: CLI11 would otherwise split what stands in brackets.
inline CLI::Option* add_words(CLI::App& arguments, const std::string& name, std::vector<std::string>& words,
                              const std::string& description) {
  return arguments.add_option(name, words, description)->allow_extra_args(false);
}

// The archive that a command works on.
inline void add_archive(CLI::App& arguments, std::string& archive) {
  arguments.add_option("ARCHIVE", archive, "the archive's file")->required();
}

}  // namespace satchel::tool
