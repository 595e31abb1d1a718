// satchel pack: from files to an archive.

#include "command.hpp"
#include "errors.hpp"
#include "packing.hpp"

#include <filesystem>
#include <map>
#include <memory>

namespace satchel::tool {
namespace {

struct pack_arguments {
  tool::packing packing;
  std::vector<std::string> map;  // FIELD=KEY
  std::string body = "text";
};

// The name of the first input without directory and ending.
std::string default_output(const std::string& input) {
  namespace fs = std::filesystem;
  if (input == "-") return "collection.satchel";
  std::error_code failed;
  fs::path path = fs::weakly_canonical(input, failed);
  if (failed) path = fs::path(input).lexically_normal();
  std::string name = path.filename().string();
  if (!fs::is_directory(path, failed)) name = path.stem().string();
  return (name.empty() ? "collection" : name) + ".satchel";
}

void read_map(const std::vector<std::string>& pairs, std::map<std::string, std::string>& map) {
  for (const std::string& pair : pairs) {
    const std::size_t sign = pair.find('=');
    if (sign == 0 || sign == std::string::npos || sign + 1 == pair.size())
      throw trouble("", "--map " + pair + " is not of the form FIELD=KEY", "for example --map title=headline");
    const auto [at, fresh] = map.emplace(pair.substr(sign + 1), pair.substr(0, sign));
    if (!fresh && at->second != pair.substr(0, sign))
      throw trouble("", "--map gives the JSON key \"" + at->first + "\" to two fields", "keep one of them");
  }
}

int run(const pack_arguments& given) {
  pack_arguments how = given;
  satchel::pack::options& p = how.packing.pack;
  read_map(how.map, p.map);
  p.json_body = how.body == "html"       ? satchel::pack::body_format::html
                : how.body == "markdown" ? satchel::pack::body_format::markdown
                                         : satchel::pack::body_format::text;
  if (p.output.empty()) p.output = default_output(p.inputs.front());
  return make_archive(how.packing, p.inputs);
}

}  // namespace

command add_pack(CLI::App& tool) {
  CLI::App* arguments = tool.add_subcommand("pack", "Make an archive of files and directories");
  const auto how = std::make_shared<pack_arguments>();
  satchel::pack::options& p = how->packing.pack;
  add_word(*arguments, "INPUT", p.inputs,
           "files, directories (with all below them), - for standard\n"
           "input: plain text, Markdown, HTML, JSON Lines")
      ->required();
  arguments
      ->add_option("-o,--output", p.output,
                   "the archive, - for standard output; if not given, the\nname of the first input with .satchel, here")
      ->option_text("FILE");
  arguments
      ->add_option("--map", how->map,
                   "for JSON: take FIELD from the key KEY; can be repeated.\n"
                   "FIELD: id, title, subtitle, body, authors, source, url,\n"
                   "date, lang or tags; another name becomes a free field")
      ->option_text("FIELD=KEY")
      ->allow_extra_args(false);
  arguments->add_option("--body", how->body, "how the body in JSON is written: text, markdown or html")
      ->option_text("FORMAT")
      ->check(CLI::IsMember({"text", "markdown", "html"}));
  add_packing_options(*arguments, how->packing);
  arguments->footer(
      "SIZE is a number of bytes, or as in 16K, 1M.\n\n"
      "Examples:\n"
      "  satchel pack articles/                        makes articles.satchel\n"
      "  satchel pack articles/ more.jsonl -o news.satchel --name \"The news\"\n"
      "  satchel pack posts.jsonl --map title=headline --map body=html --body html\n"
      "  zstd -dc dump.jsonl.zst | satchel pack - -o dump.satchel\n\n"
      "Exit status: 0 all was packed, 1 an archive was written but something is missing\n"
      "from it, 2 no archive was written.");
  return {arguments, [how] { return run(*how); }};
}

}  // namespace satchel::tool
