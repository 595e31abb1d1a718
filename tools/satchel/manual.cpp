#include "manual.hpp"

#include "errors.hpp"
#include "roff.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <sstream>

namespace satchel::tool {
namespace {

// The paragraphs of a text; blank lines are between them.
std::vector<std::string> paragraphs_of(const std::string& text) {
  std::vector<std::string> all;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find("\n\n", at), text.size());
    if (end > at) all.push_back(text.substr(at, end - at));
    at = end + 2;
  }
  return all;
}

std::string bold(const std::string& text) { return "\\fB" + roff_text(text, true) + "\\fR"; }
std::string italic(const std::string& text) { return "\\fI" + roff_text(text, true) + "\\fR"; }

std::string page_name(const CLI::App& command) { return "satchel-" + command.get_name(); }

std::string lower_first(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  return text;
}

bool is_positional(const CLI::Option* option) { return option->get_positional(); }
bool is_shown(const CLI::Option* option) { return !option->get_group().empty(); }

void write_synopsis(roff_page& page, const CLI::App& command) {
  page.section("Synopsis");
  page.line(".B satchel " + command.get_name());
  std::string usage = "[" + italic("OPTION") + " ...]";
  for (const CLI::Option* word : command.get_options(is_positional)) {
    const std::string name = italic(word->get_name(true)) + (word->get_items_expected_max() > 1 ? " ..." : "");
    usage += word->get_required() ? ' ' + name : " [" + name + ']';
  }
  page.line(usage);
}

void write_options(roff_page& page, const CLI::App& command) {
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_positional() || !is_shown(option)) continue;
    std::string tag;
    for (const std::string& name : option->get_snames()) tag += (tag.empty() ? "" : ", ") + bold('-' + name);
    for (const std::string& name : option->get_lnames()) tag += (tag.empty() ? "" : ", ") + bold("--" + name);
    if (option->get_items_expected_max() > 0) tag += ' ' + italic(option->get_option_text());
    page.item(tag, option->get_description());
  }
}

// The comment at the top of a header: a heading, then paragraphs and lists of "   what     does this", which further
// lines with more indentation continue.
void write_comment(roff_page& page, const std::string& path) {
  std::ifstream file(path);
  std::string comment, line;
  while (std::getline(file, line) && line.starts_with("//"))
    comment += line.substr(std::min<std::size_t>(3, line.size())) + '\n';
  if (comment.empty()) throw trouble(path, "no comment to make a manual page of", "name a header that begins with one");

  std::vector<std::string> parts = paragraphs_of(comment);
  page.section(parts[0].substr(0, parts[0].find('.')));
  for (std::size_t i = 1; i < parts.size(); ++i) {
    if (!parts[i].starts_with("  ")) {
      page.paragraph(parts[i]);
      continue;
    }
    std::istringstream lines(parts[i]);
    std::string tag, text;
    while (std::getline(lines, line)) {
      const std::size_t begin = line.find_first_not_of(' '), gap = line.rfind("   ");
      if (begin > 2) {
        text += '\n' + line.substr(begin);
        continue;
      }
      if (!tag.empty()) page.item(bold(tag), text);
      tag = line.substr(begin, line.find_last_not_of(' ', gap) + 1 - begin);
      text = gap < line.size() ? line.substr(gap + 3) : "";
    }
    page.item(bold(tag), text);
  }
}

// What stands below the options in --help: "Heading:" with indented lines, and plain paragraphs, of which one may end
// with the exit statuses. A header's comment comes before what stands under a heading.
void write_footer(roff_page& page, const CLI::App& command, const std::string& header = "") {
  const std::string statuses = "Exit status: ";
  std::vector<std::string> examples;
  std::string exit_status;
  for (std::string paragraph : paragraphs_of(command.get_footer())) {
    if (paragraph.find(":\n ") == paragraph.find('\n') - 1) {
      examples.push_back(paragraph);
      continue;
    }
    if (const std::size_t at = paragraph.find(statuses); at != std::string::npos) {
      exit_status = paragraph.substr(at + statuses.size());
      paragraph.erase(at);
    }
    if (!paragraph.empty()) page.paragraph(paragraph);
  }
  if (!header.empty()) write_comment(page, header);
  for (const std::string& paragraph : examples) {
    page.section(paragraph.substr(0, paragraph.find(':')));
    page.example(paragraph.substr(paragraph.find('\n') + 1));
  }
  if (exit_status.empty()) return;
  page.section("Exit status");
  page.paragraph(exit_status);
}

void write_file(const std::string& directory, const std::string& name, const roff_page& page) {
  const std::string path = directory + '/' + name + ".1";
  std::ofstream file(path);
  file << page.text();
  file.close();
  if (!file) throw trouble(path, "cannot be written", "is there room, and may you write there?");
}

std::string reference(const std::string& name) { return ".BR " + roff_text(name, true) + " (1)"; }

}  // namespace

void write_manual(const CLI::App& tool, const std::vector<std::string>& arguments) {
  if (arguments.size() < 2)
    throw trouble("", "--manual needs a directory and a date", "this is for Satchel's own build");
  const std::string& directory = arguments[0];
  const std::string& date = arguments[1];
  const auto commands = tool.get_subcommands([](const CLI::App*) { return true; });

  roff_page all("satchel", date, SATCHEL_VERSION);
  all.section("Name");
  all.line("satchel \\- pack articles into one file, search and read it");
  all.section("Synopsis");
  all.line(".B satchel");
  all.line(italic("COMMAND") + " ...");
  all.section("Description");
  all.paragraph(tool.get_description());
  all.section("Commands");
  for (const CLI::App* command : commands)
    all.item(bold(page_name(*command)) + "(1)", command->get_description() + '.');
  all.section("Options");
  write_options(all, tool);
  write_footer(all, tool);
  all.section("See also");
  all.line(".nh");
  for (std::size_t i = 0; i < commands.size(); ++i)
    all.line(reference(page_name(*commands[i])) + (i + 1 < commands.size() ? "," : ""));
  write_file(directory, "satchel", all);

  for (const CLI::App* command : commands) {
    roff_page page(page_name(*command), date, SATCHEL_VERSION);
    page.section("Name");
    page.line(roff_text(page_name(*command), true) + " \\- " + roff_text(lower_first(command->get_description())));
    write_synopsis(page, *command);
    page.section("Description");
    page.paragraph(command->get_description() + '.');
    for (const CLI::Option* word : command->get_options(is_positional))
      page.item(italic(word->get_name(true)), word->get_description());
    page.section("Options");
    write_options(page, *command);
    std::string header;
    for (std::size_t i = 2; i < arguments.size(); ++i)
      if (arguments[i].starts_with(command->get_name() + '='))
        header = arguments[i].substr(command->get_name().size() + 1);
    write_footer(page, *command, header);
    page.section("See also");
    page.line(reference("satchel"));
    write_file(directory, page_name(*command), page);
  }
}

}  // namespace satchel::tool
