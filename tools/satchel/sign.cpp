// satchel sign: puts a signature into an archive.

#include "article_json.hpp"
#include "command.hpp"
#include "minisign.hpp"
#include "opened.hpp"
#include "sizes.hpp"
#include "text.hpp"

#include <satchel/pack.hpp>
#include <satchel/sign.hpp>

#include <filesystem>
#include <memory>

namespace satchel::tool {
namespace {

struct sign_arguments {
  std::string archive, key, output;
  std::uint64_t unit = 0;
  bool quiet = false, json = false;
};

// What people read of it: minisign shows this line when the signature holds.
std::string comment_for(const archive& a, const std::string& path) {
  constexpr std::size_t name_most = 200;
  std::string name(a.info().name);
  if (name.empty()) name = std::filesystem::path(path).stem().string();
  return std::string(cut_text(printable(name), name_most)) + ", " + counted(a.size(), "article", "articles");
}

int run(const sign_arguments& how) {
  if (how.key.empty()) throw trouble("", "--key is required", "\"satchel sign --help\" shows how it is used");
  secret_key key;
  key.read(how.key);
  mapped_archive opened;
  if (const error e = opened.open(how.archive.c_str())) throw trouble_opening(how.archive, e, opened.os_error());
  check_whole(opened, how.archive);

  pack::signing signing;
  signing.archive = opened.get().storage();
  signing.output = how.output.empty() ? how.archive : how.output;
  signing.comment = comment_for(opened.get(), how.archive);
  signing.unit = static_cast<std::uint32_t>(how.unit);
  signing.sign = [&](bytes statement, const std::string& comment) { return key.sign(statement, comment); };
  pack::signed_statistics made;
  try {
    made = pack::sign(signing);
  } catch (const pack::failure& failed) {
    throw trouble("", failed.what());
  }
  if (how.json)
    print_json(stdout, {{"archive", signing.output},
                        {"key", key.name()},
                        {"root", made.root},
                        {"unit", made.unit},
                        {"file_bytes", made.file_bytes},
                        {"signature_bytes", made.file_bytes - made.content_bytes}});
  else if (!how.quiet)
    std::printf("%s: signed with the key %s, in %s more\n", printable(signing.output).c_str(), key.name().c_str(),
                bytes_text(made.file_bytes - made.content_bytes).c_str());
  return status_found;
}

}  // namespace

command add_sign(CLI::App& tool) {
  CLI::App* arguments = tool.add_subcommand("sign", "Sign an archive");
  const auto how = std::make_shared<sign_arguments>();
  add_word(*arguments, "ARCHIVE", how->archive, "the archive's file, which the signed one replaces")->required();
  arguments
      ->add_option("--key", how->key,
                   "the file with the secret key, of keygen or minisign; its\npassword is asked for on the terminal")
      ->option_text("FILE");
  arguments->add_option("-o,--output", how->output, "write the signed archive here, and keep the other")
      ->option_text("FILE");
  arguments
      ->add_option("--unit", how->unit,
                   "bytes that readers check at once: a power of two, 512 to\n65536; if not given, the size of an "
                   "index page. Smaller\nones take more of the file, and less memory")
      ->option_text("SIZE")
      ->transform(CLI::AsSizeValue(false))
      ->check(CLI::Range(std::uint64_t{512}, std::uint64_t{65536}));
  arguments->add_flag("-q,--quiet", how->quiet, "say nothing when all is well");
  add_json(*arguments, how->json);
  arguments->footer(
      "The archive is checked first. Readers without a key read a signed archive as any\n"
      "other. Readers with --key, and programs that give the public key, show nothing\n"
      "that was not signed. Same archive and key, same bytes. Signing again replaces the\n"
      "signature. Packing and merging make archives that are not signed.\n\n"
      "Examples:\n"
      "  satchel keygen editors\n"
      "  satchel sign news.satchel --key editors.key\n"
      "  satchel search news.satchel ceasefire --key editors.pub\n"
      "  satchel sign news.satchel --key ~/.minisign/minisign.key -o signed.satchel");
  return {arguments, [how] { return run(*how); }};
}

}  // namespace satchel::tool
