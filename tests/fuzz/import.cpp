// The importers: any bytes as a file of each format. Nothing but valid UTF-8 comes out, in pieces that can be stored.
// Input: the format, options, the file.
#include "input.hpp"
#include "made_archive.hpp"
#include "require.hpp"

#include "import/import.hpp"

#include <unistd.h>
#include <fstream>
#include <string>
#include <string_view>

namespace {

using fuzz::require;
using satchel::kind;
namespace pack = satchel::pack;

constexpr std::string_view endings[] = {".html", ".md", ".txt", ".jsonl", ".json", ""};

bool valid_utf8(std::string_view s) {
  std::size_t i = 0;
  while (i < s.size()) {
    const auto byte = [&](std::size_t at) { return at < s.size() ? static_cast<unsigned char>(s[at]) : 0u; };
    const unsigned b = byte(i);
    const std::size_t more = b < 0x80 ? 0 : b < 0xC2 ? 9 : b < 0xE0 ? 1 : b < 0xF0 ? 2 : b < 0xF5 ? 3 : 9;
    if (more == 9) return false;
    unsigned code = more == 0 ? b : b & (0x3Fu >> more);
    for (std::size_t k = 1; k <= more; ++k) {
      if ((byte(i + k) & 0xC0) != 0x80) return false;
      code = code << 6 | (byte(i + k) & 0x3F);
    }
    if ((more == 2 && code < 0x800) || (more == 3 && code < 0x10000) || code > 0x10FFFF || (code >> 11) == 27)
      return false;
    i += more + 1;
  }
  return true;
}

void check_text(std::string_view text) { require(valid_utf8(text), "what is imported is UTF-8"); }

void check(const pack::article& a) {
  require(!a.identifier.empty(), "an article has an identifier");
  for (const std::string& s : {a.identifier, a.title, a.subtitle, a.source, a.url, a.published, a.language})
    check_text(s);
  for (const auto* list : {&a.authors, &a.tags})
    for (const std::string& s : *list) check_text(s);
  for (const auto& [name, value] : a.fields) {
    require(!name.empty(), "fields have names");
    check_text(name);
    check_text(value);
  }
  for (const pack::paragraph& p : a.body) {
    check_text(p.text);
    require(p.kind >= kind::heading && p.kind <= kind::boilerplate && p.level <= 7, "pieces can be stored");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::input in(data, size);
  const std::uint8_t how = in.byte();
  const std::string path = fuzz::folder() + "/article" + std::string(endings[how % std::size(endings)]);
  {
    std::ofstream file(path, std::ios::binary);
    const std::string_view content = in.text(in.left());
    file.write(content.data(), static_cast<std::streamsize>(content.size()));
  }
  pack::import_options options;
  options.json_body = static_cast<pack::body_format>(how / 8 % 3);
  if (how >= 192) options.map = {{"headline", "title"}, {"text", "body"}, {"by", "authors"}};
  std::uint32_t articles = 0;
  require(pack::import_paths(
              {path}, options,
              [&](pack::article&& a) {
                check(a);
                ++articles;
                return true;
              },
              [](const pack::problem& p) { require(!p.what.empty() && !p.where.empty(), "a problem is told"); }),
          "importing goes on");
  unlink(path.c_str());
  return 0;
}
