// What pack and merge have in common: how an archive is made, where it goes, and what is said about it.
#pragma once

#include <CLI/CLI.hpp>

#include <satchel/pack.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace satchel::tool {

struct packing {
  satchel::pack::options pack;
  std::optional<std::uint64_t> dictionary;
  std::optional<std::uint32_t> block, word_codes;
  std::string level = "default";
  bool every_problem = false, quiet = false, json = false;
};

// Declares all options but -o.
void add_packing_options(CLI::App& arguments, packing& how);

// Makes the archive, or throws trouble; gives the exit status. None of the files `inputs` is overwritten.
int make_archive(const packing& how, const std::vector<std::string>& inputs);

}  // namespace satchel::tool
