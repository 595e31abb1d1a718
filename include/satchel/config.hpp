// What an archive needs to be opened.
#pragma once

#include <satchel/checking.hpp>
#include <satchel/span.hpp>
#include <satchel/storage.hpp>

#include <cstdint>

namespace satchel {

// What an archive needs to be opened.
struct config {
  satchel::storage storage;  // where the bytes are; must stay as long as the archive is open
  mutable_bytes workspace;   // all memory that the reader uses, at a multiple of 8; must stay likewise. How much:
                             //   archive::need_read() and need_search(), or as error::missing says
  checking check = checking::on_read;
  // open() refuses when reading, a search of so many terms with phrases, or its snippets would not fit in the
  // workspace; 0: it asks for what opening takes.
  std::uint32_t terms = 0;
};

}  // namespace satchel
