#include "trusted_key.hpp"

#include "errors.hpp"

#include <satchel/format/endian.hpp>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <vector>

namespace satchel::tool {
namespace {

std::optional<public_key> trusted;
std::vector<explanation> explanations;

public_key read_key(const std::string& text) {
  public_key key;
  if (parse_public_key(text, key)) return key;
  std::ifstream file(text, std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file)
    throw trouble_with_file(text, "cannot be read", errno,
                            "--key takes a file with a public key, or the key itself, of 56 characters");
  if (!parse_public_key(content, key))
    throw trouble(text, "this is not a public key", "one is made together with its secret key by: satchel keygen NAME");
  return key;
}

}  // namespace

void add_key(CLI::App& arguments) {
  arguments
      .add_option_function<std::string>(
          "--key", [](const std::string& text) { trusted = read_key(text); },
          "show only what was signed with this public key: a file,\nor the key itself; refuse everything else")
      ->option_text("KEY");
}

const public_key* trusted_key() { return trusted ? &*trusted : nullptr; }

std::string key_name(const std::byte (&id)[8]) {
  char text[17];
  std::snprintf(text, sizeof text, "%016llX", static_cast<unsigned long long>(format::load64(id)));
  return text;
}

std::optional<known_signature> signature_of(const storage& archive) {
  known_signature found;
  if (read_signature(archive, found.info)) return {};
  std::vector<std::byte> comment(found.info.comment_bytes);
  const std::byte* at = nullptr;
  if (archive.get(found.info.comment_offset, comment.size(), comment.data(), at)) return {};
  found.comment.assign(reinterpret_cast<const char*>(at), comment.size());
  return found;
}

void add_explanation(explanation of) { explanations.push_back(std::move(of)); }

error explained(error e) {
  for (const explanation& of : explanations) e = of(e);
  return e;
}

}  // namespace satchel::tool
