#include "collection.hpp"

#include <nlohmann/json.hpp>
#include <satchel/hosted/file_archive.hpp>

#include <zstd.h>
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace oracle {
namespace {

using satchel::kind;

bool is_blank(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) > ' ' && c != '\x7F') return false;
  return true;
}

void add_piece(article& a, kind k, std::string_view text) {
  if (!is_blank(text)) a.pieces.push_back({k, std::string(text)});
}

// Paragraphs are what stands between blank lines.
void add_paragraphs(article& a, std::string_view body) {
  std::string paragraph;
  while (!body.empty()) {
    const std::size_t end = std::min(body.find('\n'), body.size());
    const std::string_view line = body.substr(0, end);
    body.remove_prefix(std::min(end + 1, body.size()));
    if (!is_blank(line)) {
      paragraph.append(line).append(" ");
      continue;
    }
    add_piece(a, kind::paragraph, paragraph);
    paragraph.clear();
  }
  add_piece(a, kind::paragraph, paragraph);
}

std::optional<int> number(std::string_view text, std::size_t begin, std::size_t size) {
  if (begin + size > text.size()) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(begin, size)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error(what); }

void require(const satchel::error& e) {
  if (e) fail(std::string("cannot read the archive: ") + satchel::message(e.code));
}

}  // namespace

temporary_directory::temporary_directory() {
  std::string name = (std::filesystem::temp_directory_path() / "satchel-oracle-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) fail("cannot make a folder for temporary files");
  path_ = name;
}

temporary_directory::~temporary_directory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::int32_t day_number(int year, unsigned month, unsigned day) {
  using namespace std::chrono;
  const sys_days days = std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day);
  return static_cast<std::int32_t>(days.time_since_epoch().count());
}

std::optional<std::int32_t> first_day(std::string_view date) {
  const auto year = number(date, 0, 4), month = number(date, 5, 2), day = number(date, 8, 2);
  if (!year) return std::nullopt;
  return day_number(*year, static_cast<unsigned>(month.value_or(1)), static_cast<unsigned>(day.value_or(1)));
}

articles read_json_lines(std::string_view text) {
  articles all;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty()) continue;
    const nlohmann::json object = nlohmann::json::parse(line);
    const auto value = [&](const char* key) { return object.value(key, std::string()); };
    const auto values = [&](const char* key) { return object.value(key, std::vector<std::string>()); };
    article a;
    a.identifier = value("id");
    add_piece(a, kind::title, value("title"));
    const bool titled = !a.pieces.empty();
    add_piece(a, kind::subtitle, value("subtitle"));
    for (const std::string& author : values("authors")) add_piece(a, kind::author, author);
    add_piece(a, kind::source, value("source"));
    for (const std::string& tag : values("tags")) add_piece(a, kind::tag, tag);
    const std::size_t before = a.pieces.size();
    add_paragraphs(a, value("body"));
    if (!titled && a.pieces.size() == before) continue;  // the packer leaves out articles without title and text
    a.day = first_day(value("date"));
    all.push_back(std::move(a));
  }
  return all;
}

void add_part(article& a, const satchel::piece& p) {
  if (p.kind == kind::identifier) a.identifier += p.text;
  if (p.kind == kind::published && p.first) a.day = first_day(p.text);
  const bool searched = p.kind == kind::title || p.kind == kind::subtitle || p.kind == kind::author ||
                        p.kind == kind::source || p.kind == kind::tag || satchel::is_searched_body(p.kind);
  if (!searched) return;
  if (p.first) a.pieces.push_back({p.kind, {}});
  a.pieces.back().text += p.text;
}

articles read_archive(const std::string& path) {
  satchel::mapped_archive opened;
  require(opened.open(path.c_str()));
  articles all(opened.get().size());
  for (std::uint32_t i = 0; i < all.size(); ++i)
    require(opened.get().read(i, [&](const satchel::piece& p) { add_part(all[i], p); }));
  return all;
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) fail("cannot read " + path);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string read_zstd_file(const std::string& path) {
  const std::string packed = read_file(path);
  ZSTD_DCtx* const context = ZSTD_createDCtx();
  std::string out, buffer(1 << 20, '\0');
  ZSTD_inBuffer in{packed.data(), packed.size(), 0};
  std::size_t left = 1;
  bool full = false;  // the decoder may hold back what did not fit
  while (in.pos < in.size || full) {
    ZSTD_outBuffer to{buffer.data(), buffer.size(), 0};
    left = ZSTD_decompressStream(context, &to, &in);
    if (ZSTD_isError(left)) break;
    out.append(buffer, 0, to.pos);
    full = to.pos == to.size;
  }
  ZSTD_freeDCtx(context);
  if (left != 0) fail(path + " is not a whole zstd file");
  return out;
}

void write_file(const std::string& path, std::string_view content) {
  std::ofstream out(path, std::ios::binary);
  out.write(content.data(), static_cast<std::streamsize>(content.size()));
  if (!out.flush()) fail("cannot write " + path);
}

}  // namespace oracle
