// satchel export: an archive in another form; as a program that carries it.

#include "article_json.hpp"
#include "carried.hpp"
#include "command.hpp"
#include "interruption.hpp"
#include "opened.hpp"
#include "output_file.hpp"
#include "sizes.hpp"
#include "terminal.hpp"
#include "text.hpp"

#include <satchel/bundled/reader.h>

#include <unistd.h>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <vector>

namespace satchel::tool {
namespace {

struct export_arguments {
  std::string archive, output;
  bool program = false, quiet = false, json = false;
};

// Ends when the person at the keyboard has had enough.
void write(std::FILE* out, const storage& from, const std::string& path) {
  constexpr std::size_t at_once = 1 << 20;
  std::vector<std::byte> buffer(from.direct() ? 0 : at_once);
  for (std::uint64_t at = 0; at < from.size && !interruption::requested(); at += at_once) {
    const std::size_t size = static_cast<std::size_t>(std::min<std::uint64_t>(from.size - at, at_once));
    const std::byte* bytes = nullptr;
    if (const error e = from.get(at, size, buffer.data(), bytes)) throw trouble_with(path, e);
    std::fwrite(bytes, 1, size, out);
  }
}

int run(const export_arguments& given) {
  export_arguments how = given;
  mapped_archive opened;
  open_archive(opened, how.archive);
  check_whole(opened, how.archive);
  if (how.output.empty()) how.output = std::filesystem::path(how.archive).stem().string();
  if (how.output == "-" && is_terminal(STDOUT_FILENO))
    throw trouble("", "a program is binary and not for a terminal", "name a file with -o, or redirect the output");

  const storage archive = opened.get().storage();
  std::size_t reader_bytes = 0;
  const auto* reader = static_cast<const std::byte*>(satchel_bundled_reader(&reader_bytes));
  const std::string zeros((carried_alignment - reader_bytes % carried_alignment) % carried_alignment, '\0');
  const carried_trailer trailer = trailer_of(archive.size);
  {
    const interruption catching;
    output_file out(how.output, how.archive, 0777);
    write(out.stream(), in_memory({reader, reader_bytes}), how.output);
    write_text(out.stream(), zeros);
    write(out.stream(), archive, how.archive);
    write(out.stream(), in_memory({trailer.data(), trailer.size()}), how.output);
    if (!interruption::requested()) out.commit();
  }
  if (interruption::requested()) {
    complain("", "interrupted, no program was written");
    interruption::obey();
  }
  if (how.output == "-") return status_found;

  const std::uint64_t all = reader_bytes + zeros.size() + archive.size + trailer.size();
  if (how.json)
    print_json(stdout, {{"program", how.output},
                        {"articles", opened.get().size()},
                        {"program_bytes", all},
                        {"reader_bytes", reader_bytes},
                        {"archive_bytes", archive.size}});
  else if (!how.quiet)
    std::printf("%s: a program of %s, %s of them the archive with %s\n", printable(how.output).c_str(),
                bytes_text(all).c_str(), bytes_text(archive.size).c_str(),
                counted(opened.get().size(), "article", "articles").c_str());
  return status_found;
}

}  // namespace

command add_export(CLI::App& tool) {
  CLI::App* arguments = tool.add_subcommand("export", "Make a program that carries an archive and reads it");
  const auto how = std::make_shared<export_arguments>();
  add_archive(*arguments, how->archive);
  arguments->add_flag("--program", how->program, "make a program, which is done anyway: there is no other\nform yet");
  arguments
      ->add_option("-o,--output", how->output,
                   "the program, - for standard output; if not given, the\narchive's name without its ending, here")
      ->option_text("FILE");
  arguments->add_flag("-q,--quiet", how->quiet, "say nothing when all is well");
  add_json(*arguments, how->json);
  arguments->footer(
      "The program has all that is needed to search and read the archive, for computers\n"
      "of the kind that this satchel was built for. Called without arguments it says\n"
      "what to type. It can be given to satchel in place of an archive.\n\n"
      "Examples:\n"
      "  satchel export news.satchel                      makes the program news\n"
      "  satchel export --program news.satchel -o /media/stick/news\n"
      "  ./news search ceasefire\n"
      "  satchel export ./news -o newer                   with this satchel's reader");
  return {arguments, [how] { return run(*how); }};
}

}  // namespace satchel::tool
