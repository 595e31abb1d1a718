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
    const bool is_long = argument.starts_with("--");
    const bool is_short = !is_long && argument.size() > 1 && argument[0] == '-';
    const std::string name = is_long ? argument.substr(0, argument.find('=')) : argument.substr(0, 2);
    const CLI::Option* option = is_long || is_short ? command.get_option_no_throw(name) : nullptr;
    const bool glued = is_short && argument.size() > 2;
    // "-n5" is an option with its value, "-nato" is not.
    const bool fits = !glued || (takes_value(option) && std::isdigit(static_cast<unsigned char>(argument[2])) != 0);
    const bool in_query = has_query && is_short && (option == nullptr || !fits);
    if ((!is_long && !is_short) || in_query) {
      words.push_back(guarded(argument));
      continue;
    }
    options.push_back(argument);
    const bool has_value = glued || argument.find('=') != std::string::npos;
    if (takes_value(option) && !has_value && i + 1 < arguments.size()) options.push_back(arguments[++i]);
  }
  options.emplace_back("--");
  options.insert(options.end(), words.begin(), words.end());
  return options;
}

}  // namespace satchel::tool
