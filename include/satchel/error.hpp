// What can go wrong, as a value.
#pragma once

#include <cstdint>

namespace satchel {

// The reason of a failure.
enum class errc : std::uint8_t {
  none = 0,
  io,                // the storage could not give the bytes
  not_an_archive,    // does not start like one
  truncated,         // the file is shorter or longer than it says
  newer_format,      // needs a newer reader
  unknown_analyzer,  // articles can be read; searching needs a reader that knows the analyzer
  damaged,           // a checksum or a bound does not hold: the bytes are not those that were written
  small_workspace,   // error::where bytes of workspace are needed, error::missing more than there are
  not_found,         // no such article
  bad_query,         // the query cannot be understood; error::where is the byte in the query
  too_many_terms,    // more words than a query can hold
  misaligned,        // memory storage and workspaces must start at a multiple of 8
  not_open,          // the archive was not opened
  stale,             // the archive did something else in between: what this call worked on is no longer in memory
  not_signed,        // not signed with the key that was given (signature.hpp)
  forged,            // the bytes are not those that were signed
};

// The part of an archive that a failure concerns.
enum class part : std::uint8_t {
  none,
  head,
  directory,
  dictionary,
  word_codes,
  block,
  catalog,
  page,
  terms,
  postings,
  dates,
  order,
  signature
};

// A failure, or its absence. Converts to true when something failed, so that a call reads
//   if (satchel::error e = book.open(config)) return fail(e);
// A plain value: it owns nothing and stays valid forever.
struct [[nodiscard]] error {
  std::uint64_t where = 0;    // number of the block, catalog or page; file offset for io; byte of a query;
                              //   bytes needed in all, for small_workspace
  std::uint32_t missing = 0;  // bytes short, for small_workspace; 4 GiB at most
  errc code = errc::none;
  satchel::part part = satchel::part::none;

  constexpr error() = default;
  constexpr error(errc c, satchel::part p, std::uint64_t at, std::uint64_t bytes_short)
      : where(at),
        missing(bytes_short < 0xffffffff ? static_cast<std::uint32_t>(bytes_short) : 0xffffffff),
        code(c),
        part(p) {}

  constexpr explicit operator bool() const { return code != errc::none; }
};

constexpr error damaged(part what, std::uint64_t number = 0) { return {errc::damaged, what, number, 0}; }

// An English sentence for a code, without a final stop. Static text.
constexpr const char* message(errc code) {
  switch (code) {
    case errc::none:
      return "no error";
    case errc::io:
      return "the storage cannot be read";
    case errc::not_an_archive:
      return "this is not a Satchel archive";
    case errc::truncated:
      return "the archive is cut short or has something appended";
    case errc::newer_format:
      return "the archive needs a newer version of Satchel";
    case errc::unknown_analyzer:
      return "the archive was made with an analyzer that this version does not know";
    case errc::damaged:
      return "the archive is damaged";
    case errc::small_workspace:
      return "the workspace is too small";
    case errc::not_found:
      return "no such article";
    case errc::bad_query:
      return "the query cannot be understood";
    case errc::too_many_terms:
      return "the query has too many words";
    case errc::misaligned:
      return "memory must start at a multiple of 8 bytes";
    case errc::not_open:
      return "no archive is open";
    case errc::stale:
      return "the archive did something else in between";
    case errc::not_signed:
      return "not signed with this key";
    case errc::forged:
      return "not what was signed";
  }
  return "unknown error";
}

// The English name of a part. Static text.
constexpr const char* name(part p) {
  switch (p) {
    case part::none:
      return "archive";
    case part::head:
      return "head";
    case part::directory:
      return "directory";
    case part::dictionary:
      return "compression dictionary";
    case part::word_codes:
      return "word list";
    case part::block:
      return "block";
    case part::catalog:
      return "catalog";
    case part::page:
      return "index page";
    case part::terms:
      return "term dictionary";
    case part::postings:
      return "posting list";
    case part::dates:
      return "date column";
    case part::order:
      return "order of identifiers or titles";
    case part::signature:
      return "signature";
  }
  return "unknown part";
}

}  // namespace satchel
