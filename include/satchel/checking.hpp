// When what an archive's bytes say is compared with what was written.
#pragma once

#include <cstdint>

namespace satchel {

// When the checksums of index pages are compared. Text is always checked when it is decompressed, the head and the
// directory when the archive is opened.
enum class checking : std::uint8_t {
  on_read,  // each page whenever it is read: nothing that was changed on disk or in memory goes unseen. The directory
            //   is copied into the workspace
  once,     // each page when it is first read, for mapped files that nobody writes. Costs a bit of workspace per page.
            //   Storage that copies is checked as with on_read
  at_open,  // all pages once, when the archive is opened: for mapped files that nobody writes
  never,    // trust the bytes; damage can then give wrong hits, never undefined behaviour
};

}  // namespace satchel
