// The command line tool, and the reader that carries its archive.

#include "command.hpp"
#include "errors.hpp"
#include "output_file.hpp"
#include "program.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <new>
#include <system_error>

namespace satchel::tool {
namespace {

[[noreturn]] void stop_saying(std::string_view message) {
  if (write(STDERR_FILENO, message.data(), message.size()) < 0) _exit(status_trouble);
  _exit(status_trouble);
}

[[noreturn]] void stop_without_memory() { stop_saying("satchel: out of memory; free some, or use smaller limits\n"); }

std::atomic<bool> memory_ended = false;

void note_end_of_memory() {
  memory_ended = true;
  throw std::bad_alloc();
}

// Code of others ends the program where it cannot throw: nlohmann's destructors allocate.
[[noreturn]] void stop_at_last() {
  if (memory_ended) stop_without_memory();
  std::abort();
}

// A mapped file whose bytes cannot be had: it was cut short meanwhile, or its disk fails.
extern "C" void stop_at_lost_page(int) {
  stop_saying("satchel: the archive's file cannot be read any more; was it cut short, or is its disk failing?\n");
}

// A standard stream that the caller closed would otherwise be the next file that is opened: an archive, with messages
// in it. What takes its place gives the error that a closed one gives.
void hold_standard_streams() {
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream)
    if (fcntl(stream, F_GETFD) < 0 && open("/", O_PATH) < 0) return;
}

// CLI11's exceptions can have more than one line.
std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

int run(int count, char** values) {
  begin(values[0]);
  CLI::App tool;
  tool.require_subcommand(1);
  tool.set_version_flag("--version", "satchel " SATCHEL_VERSION, "show the version");
  tool.set_help_flag("-h,--help", "show this help");
  tool.get_formatter()->column_width(22);
  tool.get_formatter()->label("SUBCOMMAND", "COMMAND ...");
  tool.get_formatter()->label("Positionals", "Arguments");
  const std::vector<command> commands = declare(tool);
  for (const command& c : commands) c.arguments->group("Commands");
  if (count < 2) {
    const int status = greet(tool);
    check_standard_output();
    return status;
  }

  std::vector<std::string> arguments(values + 1, values + count);
  const auto named = std::find_if(commands.begin(), commands.end(),
                                  [&](const command& c) { return c.arguments->get_name() == arguments[0]; });
  if (named == commands.end() && !arguments[0].starts_with('-'))
    throw trouble("", "there is no command \"" + arguments[0] + '"', "\"satchel --help\" shows all");
  if (named == commands.end() && tool.get_option_no_throw(arguments[0]) == nullptr)
    throw trouble("", "there is no option " + arguments[0] + " before a command", "\"satchel --help\" shows all");
  if (named != commands.end()) {
    const std::vector<std::string> ordered = options_first(*named->arguments, {arguments.begin() + 1, arguments.end()},
                                                           named->arguments->get_name() == "search");
    arguments.resize(1);
    arguments.insert(arguments.end(), ordered.begin(), ordered.end());
  }
  std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
  try {
    tool.parse(std::move(arguments));
  } catch (const CLI::Success& asked) {  // --help, --version
    const bool version = dynamic_cast<const CLI::CallForVersion*>(&asked) != nullptr;
    std::puts(version ? asked.what() : as_typed(tool.help()).c_str());
    check_standard_output();
    return status_found;
  } catch (const CLI::ParseError& wrong) {
    const std::string name = named == commands.end() ? "" : ' ' + named->arguments->get_name();
    throw trouble("", first_line(wrong.what()), "\"satchel" + name + " --help\" shows how it is used");
  }
  const int status = named->run();
  check_standard_output();
  return status;
}

}  // namespace
}  // namespace satchel::tool

int main(int count, char** values) try {
  using namespace satchel::tool;
  hold_standard_streams();
  std::signal(SIGPIPE, SIG_DFL);  // "satchel list x | head" ends quietly, even where the caller ignores the signal
  std::signal(SIGXFSZ, SIG_IGN);  // a write beyond "ulimit -f" is an error like others
  std::signal(SIGBUS, stop_at_lost_page);
  std::set_new_handler(note_end_of_memory);
  std::set_terminate(stop_at_last);
  try {
    return run(count, values);
  } catch (const trouble& t) {
    complain(t.where, t.what(), t.remedy);
  } catch (const std::bad_alloc&) {
    complain("", "out of memory", "free some, or use smaller limits");
  } catch (const std::system_error& e) {  // threads are what cannot be had
    complain("", e.what(), "free memory or processes, or use --threads 1");
  } catch (const std::exception& e) {
    complain("", e.what(), "this should not happen; please report it");
  }
  return satchel::tool::status_trouble;
} catch (const std::bad_alloc&) {  // there is not even enough to say what is wrong
  satchel::tool::stop_without_memory();
}
