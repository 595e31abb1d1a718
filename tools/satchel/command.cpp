#include "command.hpp"

#include <cctype>

namespace satchel::tool {
namespace {

// Behind an argument in brackets, which CLI11 would take for a list.
constexpr char guard = '\x01';

std::string guarded(const std::string& word) {
  return word.starts_with('[') && word.ends_with(']') ? word + guard : word;
}

bool takes_value(const CLI::Option* option) { return option != nullptr && option->get_items_expected_max() > 0; }

// What an argument with a dash in front is.
struct shape {
  bool known = false;          // all its options are
  bool value_follows = false;  // the next argument belongs to it
};

shape shape_of(const CLI::App& command, const std::string& argument, bool has_query) {
  if (argument.starts_with("--")) {
    const std::size_t sign = argument.find('=');
    const CLI::Option* option = command.get_option_no_throw(argument.substr(0, sign));
    return {option != nullptr, takes_value(option) && sign == std::string::npos};
  }
  for (std::size_t i = 1; i < argument.size(); ++i) {  // "-ab": -a -b, or -a with the value b
    const CLI::Option* option = command.get_option_no_throw(std::string("-") + argument[i]);
    if (option == nullptr) return {};
    if (!takes_value(option)) continue;
    const std::string value = argument.substr(i + 1);
    // All values of short options that can stand beside a query are numbers: "-n5" is one, "-nato" is not.
    const bool fits = !has_query || value.empty() || std::isdigit(static_cast<unsigned char>(value[0])) != 0;
    return {fits, value.empty()};
  }
  return {true, false};
}

}  // namespace

CLI::Validator unguarded() {
  return CLI::Validator(
      [](std::string& word) {
        if (word.ends_with(guard)) word.pop_back();
        return std::string();
      },
      "");
}

std::vector<std::string> options_first(const CLI::App& command, const std::vector<std::string>& arguments,
                                       bool has_query) {
  std::vector<std::string> options, words;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument == "--") {
      while (++i < arguments.size()) words.push_back(guarded(arguments[i]));
      break;
    }
    const bool dashed = argument.size() > 1 && argument[0] == '-';
    const shape found = dashed ? shape_of(command, argument, has_query) : shape{};
    if (!dashed || (has_query && !found.known && !argument.starts_with("--"))) {
      words.push_back(guarded(argument));
      continue;
    }
    options.push_back(argument);
    if (found.value_follows && i + 1 < arguments.size()) options.push_back(arguments[++i]);
  }
  options.emplace_back("--");
  options.insert(options.end(), words.begin(), words.end());
  return options;
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : " ") + word;
  return all;
}

void add_color(CLI::App& arguments, std::string& color) {
  arguments
      .add_option("--color", color,
                  "auto (on a terminal, unless NO_COLOR is set; anywhere\nif CLICOLOR_FORCE is), always or never")
      ->option_text("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}));
}

void add_no_pager(CLI::App& arguments, bool& pager) {
  arguments.add_flag_callback(
      "--no-pager", [&pager] { pager = false; },
      "straight to the terminal; if not given, through the\npager that SATCHEL_PAGER or PAGER names, or less");
}

}  // namespace satchel::tool
