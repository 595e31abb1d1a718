#include "errors.hpp"

#include "carried.hpp"
#include "output/target.hpp"
#include "program.hpp"
#include "sizes.hpp"
#include "text.hpp"
#include "trusted_key.hpp"

#include <satchel/format/endian.hpp>
#include <satchel/hosted/files.hpp>

#include <sys/stat.h>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace satchel::tool {
namespace {

constexpr const char* fetch_again =
    "copy the file again from where it came from; \"satchel extract --salvage\" saves what is left of it";

const char* remedy_for(errc code) {
  switch (code) {
    case errc::io:
      return "check the disk that the file is on";
    case errc::not_an_archive:
      return "make one with: satchel pack INPUT...; if it was one, \"satchel extract --salvage\" saves what is left";
    case errc::truncated:
      return fetch_again;
    case errc::newer_format:
    case errc::unknown_analyzer:
      return "install a newer version of satchel";
    case errc::damaged:
      return "\"satchel verify\" lists all that is damaged; a fresh copy of the file mends it";
    case errc::small_workspace:
      return "free some memory";
    case errc::not_signed:
      return "\"satchel info\" says by which key it is signed; ask whoever gave you the key for the archive";
    case errc::forged:
      return "do not use it; get the archive from where the key came from";
    case errc::bad_query:
    case errc::too_many_terms:
      return "\"satchel search --help\" shows how queries are written";
    default:
      return "";
  }
}

// How an archive starts, and where it says how long it is (schema/SPEC.md, "The file as a sequence of frames").
constexpr unsigned char first_bytes[16] = {0x50, 0x2A, 0x4D, 0x18, 56,  0,   0,   0,
                                           'S',  'a',  't',  'c',  'h', 'e', 'l', '\n'};
constexpr std::uint64_t place_of_size = 40;

// Why a file that is no archive is none.
std::string not_an_archive(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return message(errc::not_an_archive);
  if (!S_ISREG(status.st_mode)) return "this is not a regular file, and an archive must be one";
  if (status.st_size == 0) return "the file is empty";
  // What is left of the head tells a short piece of an archive from another file.
  std::byte start[sizeof first_bytes];
  const auto size = std::min<std::size_t>(static_cast<std::size_t>(status.st_size), sizeof start);
  hosted::plain_file file;
  const std::byte* at = nullptr;
  if (file.open(path.c_str()) == 0 && !file.storage().get(0, size, start, at) &&
      std::memcmp(start, first_bytes, size) == 0)
    return "the archive is cut short in its head";
  return message(errc::not_an_archive);
}

// How long the archive is and how long it should be.
std::string wrong_size(const std::string& path) {
  hosted::plain_file file;
  std::byte number[8];
  const std::byte* at = nullptr;
  if (file.open(path.c_str()) != 0 || file.storage().get(place_of_size, sizeof number, number, at))
    return message(errc::truncated);
  const std::uint64_t has = file.storage().size, wants = format::load64(at);
  return std::string(has < wants ? "the archive is cut short" : "something is appended to the archive") + ": it has " +
         grouped(has) + " bytes instead of " + grouped(wants);
}

// Why an archive is refused, whatever else it may be.
trouble not_signed(const std::string& path) {
  hosted::plain_file file;
  if (file.open(path.c_str()) != 0) return trouble_with_file(path, "cannot be opened", errno);
  const auto carried = carried_archive(path);
  if (carried && file.open(path.c_str(), *carried) != 0) return trouble_with_file(path, "cannot be opened", errno);
  const auto found = signature_of(file.storage());
  const public_key& key = *trusted_key();
  if (!found) return {path, "the archive is not signed", "without --key it is read unchecked"};
  const std::string own = key_name(found->info.key_id), wanted = key_name(key.id);
  if (own != wanted)
    return {path, "the archive is signed with the key " + own + ", not with " + wanted,
            "name the key of those whom you trust; without --key the archive is read unchecked"};
  return {path, "the signature is not that of the key " + wanted, remedy_for(errc::forged)};
}

}  // namespace

void complain(std::string_view where, std::string_view what, std::string_view remedy) {
  std::string line = own_name() + ": ";
  if (!where.empty()) line.append(where).append(": ");
  line.append(what);
  if (!remedy.empty()) line.append("; ").append(as_typed(std::string(remedy)));
  line = printable(line);
  line += '\n';
  std::fflush(stdout);
  write_text(stderr, line);
}

std::string part_of(const error& e) {
  const std::string number = std::to_string(e.where);
  switch (e.part) {
    case part::none:
      return e.code == errc::damaged || e.code == errc::io || e.code == errc::forged ? "byte " + number + " of the file"
                                                                                     : "";
    case part::head:
    case part::directory:
    case part::dictionary:
    case part::word_codes:
      return name(e.part);
    case part::block:
    case part::catalog:
    case part::page:
      return std::string(name(e.part)) + ' ' + number;
    case part::terms:
      return std::string(name(e.part)) + ", index page " + number;
    case part::postings:
      return std::string(name(e.part)) + " at index address " + number;
    case part::dates:
      return std::string(name(e.part)) + ", range " + number;
    case part::order:
      return std::string(name(e.part)) + ", place " + number;
    case part::signature:
      return e.code == errc::damaged ? std::string(name(e.part)) + ", byte " + number + " of the file" : "";
  }
  return "";
}

trouble trouble_with(const std::string& path, const error& said) {
  const error e = explained(said);
  std::string what = message(e.code);
  if (e.code == errc::small_workspace) {
    what = "not enough memory: " + grouped(e.where) + " bytes are needed, there are " + grouped(e.where - e.missing);
  } else if (e.code != errc::bad_query && e.code != errc::too_many_terms) {
    if (const std::string part = part_of(e); !part.empty()) what += " (" + part + ')';
  }
  return {path, what, remedy_for(e.code)};
}

trouble trouble_with_query(const std::string& path, const std::string& query, const error& e) {
  trouble t = trouble_with(path, e);
  if (e.code != errc::bad_query) return t;
  const std::string_view rest = std::string_view(query).substr(std::min<std::uint64_t>(e.where, query.size()));
  const std::string where = rest.empty() ? "at its end" : "at \"" + std::string(cut_text(rest, 40)) + '"';
  return {"query", message(e.code) + (' ' + where), t.remedy};
}

trouble trouble_opening(const std::string& path, const error& e, int os_error) {
  if (e.code == errc::io && os_error != 0) {
    switch (os_error) {
      case ENOENT:
        return {path, "no such file", "check the name"};
      case EACCES:
      case EPERM:
        return {path, "no permission to read it", "ask its owner, or change its mode with chmod"};
      case EISDIR:
        return {path, "this is a directory, not an archive", "make an archive of it with: satchel pack " + path};
      default:
        return trouble_with_file(path, "cannot be opened", os_error);
    }
  }
  const bool other_head = e.code == errc::not_an_archive || e.code == errc::truncated;
  if (other_head && carried_archive(path)) return {path, "the archive in this program is damaged (head)", fetch_again};
  if (e.code == errc::not_an_archive) {
    const std::string why = not_an_archive(path);
    return {path, why, why == message(errc::not_an_archive) ? remedy_for(e.code) : fetch_again};
  }
  if (e.code == errc::truncated) return {path, wrong_size(path) + " (head)", fetch_again};
  if (e.code == errc::not_signed) return not_signed(path);
  if (e.code == errc::damaged)
    return {path, "the archive cannot be opened: its " + part_of(e) + " is damaged", fetch_again};
  return trouble_with(path, e);
}

trouble trouble_with_file(const std::string& path, const char* what, int code, const std::string& remedy) {
  return {path, std::string(what) + ": " + std::strerror(code), output::remedy_for(code, remedy.c_str())};
}

}  // namespace satchel::tool
