// The commands of the tool, one file each.
#pragma once

#include <CLI/CLI.hpp>

#include <functional>
#include <string>
#include <vector>

namespace satchel::tool {

// Exit statuses, as grep's.
inline constexpr int status_found = 0;  // found, or all is well
inline constexpr int status_nothing =
    1;  // nothing found; pack, merge: an archive was written, but something was left out
inline constexpr int status_trouble = 2;  // an error

// What a command accepts, and what it does once its arguments are parsed; run() gives the exit status.
struct command {
  CLI::App* arguments = nullptr;
  std::function<int()> run;
};

command add_pack(CLI::App& tool);
command add_merge(CLI::App& tool);
command add_search(CLI::App& tool);
command add_read(CLI::App& tool);
command add_list(CLI::App& tool);
command add_info(CLI::App& tool);
command add_verify(CLI::App& tool);
command add_extract(CLI::App& tool);
command add_dictionary(CLI::App& tool);
command add_export(CLI::App& tool);
command add_sign(CLI::App& tool);
command add_keygen(CLI::App& tool);
command add_complete(CLI::App& tool);

// Arguments in the order that CLI11 takes without mistakes: options, "--", everything else. In a query, words like
// "-kerry" are no options.
std::vector<std::string> options_first(const CLI::App& command, const std::vector<std::string>& arguments,
                                       bool has_query);

// Takes away what options_first() added to keep CLI11 from splitting an argument in brackets.
CLI::Validator unguarded();

// The words of a query as one text.
std::string joined(const std::vector<std::string>& words);

// The option --json.
inline void add_json(CLI::App& arguments, bool& json) {
  arguments.add_flag("--json", json, "print JSON instead of text");
}

// The option --color, see choose_style().
void add_color(CLI::App& arguments, std::string& color);

// The option --no-pager, which makes `pager` false, see paging.
void add_no_pager(CLI::App& arguments, bool& pager);

// An argument that is no option.
template <class Value>
CLI::Option* add_word(CLI::App& arguments, const std::string& name, Value& value, const std::string& description) {
  return arguments.add_option(name, value, description)->option_text(" ")->transform(unguarded());
}

// The archive that a command works on: an argument, or the one that the program carries (program.hpp).
void add_archive(CLI::App& arguments, std::string& archive);

}  // namespace satchel::tool
