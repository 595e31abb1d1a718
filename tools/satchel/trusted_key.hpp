// The public key that archives must be signed with, when the person asked for one.
#pragma once

#include <satchel/error.hpp>
#include <satchel/public_key.hpp>
#include <satchel/signature_info.hpp>

#include <CLI/CLI.hpp>

#include <functional>
#include <optional>
#include <string>

namespace satchel::tool {

// The option --key, which is for all archives of a command.
void add_key(CLI::App& arguments);

// What --key said, or null.
const public_key* trusted_key();

// The number of a key as minisign shows it.
std::string key_name(const std::byte (&id)[8]);

// What a signed archive says of its signature, with the comment. Nothing when it is not signed, or that cannot be read.
struct known_signature {
  signature_info info;
  std::string comment;
};
std::optional<known_signature> signature_of(const storage& archive);

// How an archive that is checked with the key names the errors of its reader; it stays open as long as errors come.
using explanation = std::function<error(const error&)>;
void add_explanation(explanation of);
error explained(error e);

}  // namespace satchel::tool
