// satchel keygen: a key pair to sign archives with.

#include "article_json.hpp"
#include "command.hpp"
#include "errors.hpp"
#include "minisign.hpp"
#include "text.hpp"

#include <fcntl.h>
#include <unistd.h>
#include <cerrno>
#include <memory>

namespace satchel::tool {
namespace {

struct keygen_arguments {
  std::string name;
  bool no_password = false, json = false;
};

// A key is never overwritten. A secret one is for its owner alone.
void write_new(const std::string& path, const std::string& text, mode_t mode) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0 && errno == EEXIST)
    throw trouble(path, "there is such a file, and a key is not overwritten", "choose another name, or move it away");
  if (file < 0) throw trouble_with_file(path, "cannot be written", errno);
  const bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fsync(file) == 0;
  const int code = errno;
  close(file);
  if (written) return;
  unlink(path.c_str());
  throw trouble_with_file(path, "cannot be written", code);
}

std::optional<std::string> new_password(const keygen_arguments& how) {
  if (how.no_password) return {};
  std::string password = ask_password("New password for " + how.name + ".key: ");
  if (password.empty()) throw trouble("", "the password is empty", "a key without one is made with --no-password");
  if (password != ask_password("The same once more: ")) throw trouble("", "the passwords differ", "try again");
  return password;
}

int run(const keygen_arguments& how) {
  const std::string secret = how.name + ".key", open = how.name + ".pub";
  if (access(open.c_str(), F_OK) == 0)
    throw trouble(open, "there is such a file, and a key is not overwritten", "choose another name, or move it away");
  secret_key key;
  key.make();
  write_new(secret, key.secret_file(new_password(how)), 0600);
  try {
    write_new(open, key.public_file(), 0666);
  } catch (const trouble&) {
    unlink(secret.c_str());
    throw;
  }
  if (how.json)
    print_json(stdout,
               {{"key", key.name()}, {"public", key.public_text()}, {"secret_file", secret}, {"public_file", open}});
  else
    std::printf("%s: the secret key; keep it, and keep it to yourself\n%s: the public key %s, to give away:\n%s\n",
                printable(secret).c_str(), printable(open).c_str(), key.name().c_str(), key.public_text().c_str());
  return status_found;
}

}  // namespace

command add_keygen(CLI::App& tool) {
  CLI::App* arguments = tool.add_subcommand("keygen", "Make a pair of keys to sign archives with");
  const auto how = std::make_shared<keygen_arguments>();
  add_word(*arguments, "NAME", how->name, "of the files: NAME.key is secret, NAME.pub is public")->required();
  arguments->add_flag("-W,--no-password", how->no_password,
                      "do not ask for a password: whoever has the file can\nsign");
  add_json(*arguments, how->json);
  arguments->footer(
      "The password is asked for on the terminal. The files are minisign's: keys of\n"
      "either program work with the other.\n\n"
      "Examples:\n"
      "  satchel keygen editors\n"
      "  satchel sign news.satchel --key editors.key\n"
      "  satchel verify news.satchel --key editors.pub");
  return {arguments, [how] { return run(*how); }};
}

}  // namespace satchel::tool
