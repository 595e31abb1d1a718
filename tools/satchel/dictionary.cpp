// satchel dictionary: the zstd dictionary of an archive, for other zstd tools.

#include "command.hpp"
#include "opened.hpp"
#include "output_file.hpp"
#include "terminal.hpp"

#include <unistd.h>
#include <memory>

namespace satchel::tool {
namespace {

struct dictionary_arguments {
  std::string archive, output = "-";
};

int run(const dictionary_arguments& how) {
  mapped_archive opened;
  open_archive(opened, how.archive);
  bytes dictionary;
  if (error e = opened.get().dictionary(dictionary)) throw trouble_with(how.archive, e);
  if (dictionary.empty()) {
    complain(how.archive, "the archive uses no dictionary", "zstd reads it without one");
    return status_nothing;
  }
  if (how.output == "-" && is_terminal(STDOUT_FILENO))
    throw trouble("", "a dictionary is binary and not for a terminal", "name a file with -o, or redirect the output");
  output_file out(how.output, how.archive);
  std::fwrite(dictionary.data, 1, dictionary.size, out.stream());
  out.commit();
  return status_found;
}

}  // namespace

command add_dictionary(CLI::App& tool) {
  CLI::App* arguments = tool.add_subcommand("dictionary", "Write the zstd dictionary of an archive");
  const auto how = std::make_shared<dictionary_arguments>();
  add_archive(*arguments, how->archive);
  arguments->add_option("-o,--output", how->output, "file to write; standard output if not given")->option_text("FILE");
  arguments->footer(
      "Examples:\n"
      "  satchel dictionary news.satchel -o news.dictionary\n"
      "  zstd -t -D news.dictionary news.satchel\n\n"
      "Exit status: 0 written, 1 the archive has no dictionary, 2 error.");
  return {arguments, [how] { return run(*how); }};
}

}  // namespace satchel::tool
