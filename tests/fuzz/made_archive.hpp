// Packing within an execution.
#pragma once

#include "require.hpp"

#include <satchel/pack.hpp>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace fuzz {

// A folder for the process, in memory where there is such a place, and gone with the process.
inline const std::string& folder() {
  static const std::string* const path = [] {
    const bool memory = std::filesystem::is_directory("/dev/shm");
    auto* made = new std::string(std::string(memory ? "/dev/shm" : "/tmp") + "/satchel-fuzz-XXXXXX");
    require(mkdtemp(made->data()) != nullptr, "a folder can be made");
    std::atexit([] {
      std::error_code ignored;
      std::filesystem::remove_all(folder(), ignored);
    });
    return made;
  }();
  return *path;
}

// Options that make small archives fast.
inline satchel::pack::options quick_options() {
  satchel::pack::options how;
  how.output = folder() + "/made.satchel";
  how.scratch = folder();
  how.threads = 1;
  how.level = 1;
  how.language = "en";
  how.page_bytes = how.block_bytes = 512;
  how.dictionary_bytes = 0;
  how.word_codes = 0;
  return how;
}

}  // namespace fuzz
