// Versions, and errors in words.
#include "translate.hpp"

#include <cstring>

using namespace satchel;

static_assert(SATCHEL_VERSION_MAJOR == SATCHEL_PROJECT_MAJOR && SATCHEL_VERSION_MINOR == SATCHEL_PROJECT_MINOR &&
                  SATCHEL_VERSION_PATCH == SATCHEL_PROJECT_PATCH,
              "include/satchel.h and CMakeLists.txt name different versions");

namespace {

constexpr bool same(errc code, int number) { return static_cast<int>(code) == number; }
static_assert(same(errc::none, SATCHEL_OK) && same(errc::io, SATCHEL_IO) &&
              same(errc::not_an_archive, SATCHEL_NOT_AN_ARCHIVE) && same(errc::truncated, SATCHEL_TRUNCATED) &&
              same(errc::newer_format, SATCHEL_NEWER_FORMAT) &&
              same(errc::unknown_analyzer, SATCHEL_UNKNOWN_ANALYZER) && same(errc::damaged, SATCHEL_DAMAGED) &&
              same(errc::small_workspace, SATCHEL_SMALL_WORKSPACE) && same(errc::not_found, SATCHEL_NOT_FOUND) &&
              same(errc::bad_query, SATCHEL_BAD_QUERY) && same(errc::too_many_terms, SATCHEL_TOO_MANY_TERMS) &&
              same(errc::misaligned, SATCHEL_MISALIGNED) && same(errc::not_open, SATCHEL_NOT_OPEN) &&
              same(errc::stale, SATCHEL_STALE) && same(errc::not_signed, SATCHEL_NOT_SIGNED) &&
              same(errc::forged, SATCHEL_FORGED));

constexpr bool same(part p, int number) { return static_cast<int>(p) == number; }
static_assert(same(part::none, SATCHEL_PART_NONE) && same(part::head, SATCHEL_PART_HEAD) &&
              same(part::directory, SATCHEL_PART_DIRECTORY) && same(part::dictionary, SATCHEL_PART_DICTIONARY) &&
              same(part::word_codes, SATCHEL_PART_WORD_CODES) && same(part::block, SATCHEL_PART_BLOCK) &&
              same(part::catalog, SATCHEL_PART_CATALOG) && same(part::page, SATCHEL_PART_PAGE) &&
              same(part::terms, SATCHEL_PART_TERMS) && same(part::postings, SATCHEL_PART_POSTINGS) &&
              same(part::dates, SATCHEL_PART_DATES) && same(part::order, SATCHEL_PART_ORDER) &&
              same(part::signature, SATCHEL_PART_SIGNATURE));

// Text that is cut where the room ends, and counted beyond it.
class line {
 public:
  line(char* out, std::size_t room) : out_(out), room_(room) {}

  line& operator<<(const char* text) {
    for (; *text != 0; ++text) put(*text);
    return *this;
  }

  line& operator<<(std::uint64_t number) {
    char digits[20];
    std::size_t n = 0;
    do digits[n++] = static_cast<char>('0' + number % 10);
    while ((number /= 10) > 0);
    while (n > 0) put(digits[--n]);
    return *this;
  }

  std::size_t finish() {
    if (room_ > 0) out_[size_ < room_ ? size_ : room_ - 1] = 0;
    return size_;
  }

 private:
  void put(char c) {
    if (size_ < room_) out_[size_] = c;
    ++size_;
  }

  char* out_;
  std::size_t room_, size_ = 0;
};

}  // namespace

uint32_t satchel_version(void) { return SATCHEL_VERSION_NUMBER; }

const char* satchel_message(uint16_t code) {
  switch (code) {
    case SATCHEL_BAD_ARGUMENT:
      return "an argument is not one that the function can work with";
    case SATCHEL_CANNOT_OPEN_FILE:
      return "the file cannot be opened";
    case SATCHEL_BUSY:
      return "the archive is in use by the call that this one came from";
    default:
      return message(code < SATCHEL_BAD_ARGUMENT ? static_cast<errc>(code) : errc{SATCHEL_BAD_ARGUMENT});
  }
}

const char* satchel_part_name(uint16_t part) { return name(static_cast<satchel::part>(part < 0xff ? part : 0xff)); }

size_t satchel_explain(const satchel_error* error, char* out, size_t room) {
  line text(out, out == nullptr ? 0 : room);
  if (error == nullptr) return text.finish();
  text << satchel_message(error->code);
  if (error->code == SATCHEL_SMALL_WORKSPACE)
    text << ": " << error->where << " bytes are needed, " << error->missing << " more than there are";
  else if (error->code == SATCHEL_BAD_QUERY)
    text << ": byte " << error->where;
  else if (error->code == SATCHEL_CANNOT_OPEN_FILE)
    text << ": system error " << error->where;
  else if (error->code == SATCHEL_IO || error->code == SATCHEL_DAMAGED || error->code == SATCHEL_FORGED) {
    const bool numbered = error->part > SATCHEL_PART_WORD_CODES;  // there are several
    if (error->part == SATCHEL_PART_NONE)
      text << ": byte " << error->where << " of the file";
    else
      text << ": " << satchel_part_name(error->part) << (numbered ? " " : "");
    if (numbered) text << error->where;
  }
  return text.finish();
}
