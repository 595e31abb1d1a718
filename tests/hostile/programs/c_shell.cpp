// libsatchel at the other end of the lines that the firmware's shell takes (tools/firmware/shell.hpp), and what it
// says, so that one test drives both. `open`, `map`, `memory` and `copy NAME` open in the ways that C has.

#include <satchel.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

namespace {

constexpr std::uint32_t hits_max = 10;

class shell {
 public:
  ~shell() { satchel_close(&book_); }

  satchel_error obey(const std::string& command, const std::string& rest) {
    if (command == "open") return opened(satchel_open_file(&book_, rest.c_str(), SATCHEL_CHECK_ONCE));
    if (command == "unmapped") return opened(satchel_open_file_unmapped(&book_, rest.c_str(), SATCHEL_CHECK_ON_READ));
    if (command == "memory" || command == "copy") return opened(open_bytes(rest, command == "copy"));
    if (command == "search" || command == "snippets") return search(rest, command == "snippets");
    if (command == "read") return read(number(rest), nullptr);
    if (command == "match") return read(0, &rest);
    if (command == "walk") return walk(number(rest));
    if (command == "id" || command == "title") return find(command == "id", rest);
    if (command == "complete") return satchel_complete(&book_, rest.data(), rest.size(), print_article, nullptr);
    if (command == "info") return info();
    if (command == "verify") return verify();
    std::printf("? %s\n", command.c_str());
    return {};
  }

 private:
  static std::uint32_t number(const std::string& digits) {
    return static_cast<std::uint32_t>(std::strtoul(digits.c_str(), nullptr, 10));
  }

  satchel_error opened(satchel_error e) {
    if (e.code == SATCHEL_OK) std::printf("articles %u\n", satchel_size(&book_));
    return e;
  }

  satchel_error open_bytes(const std::string& name, bool copies) {
    satchel_close(&book_);
    std::ifstream in(name, std::ios::binary);
    const std::string all{std::istreambuf_iterator<char>(in), {}};
    bytes_ = std::vector<char>(all.begin(), all.end());  // exactly so many, for the sanitizer to watch
    workspace_.assign(1 << 17, 0);
    satchel_config how = {};
    how.storage = {copies ? copy : nullptr, nullptr, &bytes_, copies ? nullptr : bytes_.data(), bytes_.size()};
    how.workspace = workspace_.data();
    how.workspace_size = workspace_.size() * 8;
    return satchel_open(&book_, &how);
  }

  static int copy(void* context, std::uint64_t offset, std::size_t size, void* scratch) {
    const auto& bytes = *static_cast<const std::vector<char>*>(context);
    if (offset > bytes.size() || size > bytes.size() - offset) std::abort();  // it is told how many there are
    if (size > 0) std::memcpy(scratch, bytes.data() + offset, size);
    return 1;
  }

  satchel_error search(const std::string& query, bool passages) {
    satchel_hit hits[hits_max];
    satchel_hit_list list = {hits, hits_max, 0, 0};
    satchel_error e = satchel_search(&book_, query.data(), query.size(), &list, nullptr);
    if (e.code != SATCHEL_OK) return e;
    std::printf("hits %u\n", list.size);
    for (std::uint32_t i = 0; i < list.size; ++i) {
      satchel_article_entry about;
      if ((e = satchel_find_entry(&book_, hits[i].article, &about)).code != SATCHEL_OK) return e;
      std::printf("%u %u %.*s\n", hits[i].article, hits[i].score, static_cast<int>(about.title_size), about.title);
      if (passages && (e = passage(hits[i].article, query)).code != SATCHEL_OK) return e;
    }
    return e;
  }

  satchel_error passage(std::uint32_t article, const std::string& query) {
    char room[120];
    satchel_snippet s;
    const satchel_error e = satchel_make_snippet(&book_, article, query.data(), query.size(), room, sizeof room, &s);
    if (e.code == SATCHEL_OK) std::printf("  %.*s (%u)\n", static_cast<int>(s.size), room, s.marks);
    return e;
  }

  satchel_error read(std::uint32_t article, const std::string* query) {
    if (query == nullptr) return satchel_read(&book_, article, print_piece, nullptr);
    const auto take = [](void*, const satchel_piece* piece, int match) {
      if (match != 0) std::fputs("*", stdout);
      return print_piece(nullptr, piece);
    };
    return satchel_read_with_query(&book_, article, query->data(), query->size(), take, nullptr);
  }

  satchel_error walk(std::uint32_t article) {
    satchel_article_cursor cursor = {};
    satchel_error e = satchel_open_article(&book_, article, &cursor);
    satchel_piece piece;
    for (int more = 1; e.code == SATCHEL_OK;) {
      e = satchel_next_piece(&cursor, &piece, &more);
      if (e.code != SATCHEL_OK || more == 0) break;
      print_piece(nullptr, &piece);
    }
    return e;
  }

  satchel_error find(bool by_identifier, const std::string& what) {
    std::uint32_t article = 0;
    const auto find_it = by_identifier ? satchel_find_identifier : satchel_find_title;
    const satchel_error e = find_it(&book_, what.data(), what.size(), &article);
    if (e.code == SATCHEL_OK) print_article(nullptr, article);
    return e;
  }

  satchel_error info() {
    satchel_archive_info f;
    const satchel_error e = satchel_get_info(&book_, &f);
    if (e.code != SATCHEL_OK) return e;
    std::printf("articles %u\n%.*s\n%.*s\n", f.articles, static_cast<int>(f.name_size), f.name,
                static_cast<int>(f.stemmer_size), f.stemmer);
    const void* dictionary = nullptr;
    std::size_t size = 0;
    return satchel_get_dictionary(&book_, &dictionary, &size);
  }

  satchel_error verify() {
    satchel_verify_result result;
    const satchel_error e = satchel_verify(&book_, &result, nullptr, nullptr);
    if (e.code == SATCHEL_OK) std::printf(result.damaged == 0 ? "sound\n" : "error: damaged parts\n");
    return e;
  }

  static int print_piece(void*, const satchel_piece* piece) {
    if (piece->first != 0) std::printf("%u.%u ", piece->kind, piece->level);
    std::fwrite(piece->text, 1, piece->text_size, stdout);
    if (piece->last != 0) std::fputs("\n", stdout);
    return 1;
  }

  static int print_article(void*, std::uint32_t article) {
    std::printf("article %u\n", article);
    return 1;
  }

  satchel_archive book_ = {};
  std::vector<char> bytes_;
  std::vector<std::uint64_t> workspace_;
};

}  // namespace

int main() {
  shell c;
  for (std::string line; std::getline(std::cin, line);) {
    const std::size_t blank = std::min(line.find(' '), line.size());
    std::printf("> %s\n", line.c_str());
    const satchel_error e = c.obey(line.substr(0, blank), line.substr(std::min(blank + 1, line.size())));
    char text[200];
    satchel_explain(&e, text, sizeof text);
    if (e.code != SATCHEL_OK) std::printf("error: %s\n", text);
    std::fflush(stdout);
  }
}
