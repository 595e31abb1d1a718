// The same answers from every storage, with every page size, and in as little memory as a query asks for.
#include "comparison.hpp"
#include "library.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <memory>

namespace oracle {
namespace {

using questions = std::vector<question>;

// An archive that is opened anew for each query, in memory of its own: `extra` bytes more than the query needs, so that
// writing beyond is seen by the address sanitizer.
class tight_archive {
 public:
  tight_archive(const satchel::storage& bytes, std::uint64_t extra, bool room_to_read)
      : bytes_(bytes), extra_(extra), room_to_read_(room_to_read), memory_(new std::byte[enough]) {
    REQUIRE_FALSE(roomy_.open({bytes_, {memory_.get(), enough}}));
  }

  satchel::error search(std::string_view query, satchel::hit_list& out, const satchel::search_options& how) {
    std::uint64_t need = 0;
    if (satchel::error e = need_of(query, need)) return e;
    need += extra_;
    if (room_to_read_) need = std::max(need, roomy_.need_read());
    return search_in(need, query, out, how);
  }

  // With 8 bytes less than a query needs.
  satchel::error search_short(std::string_view query, satchel::hit_list& out) {
    std::uint64_t need = 0;
    if (satchel::error e = need_of(query, need)) return e;
    return search_in(need - 8, query, out, {});
  }

 private:
  static constexpr std::size_t enough = 4 << 20;

  satchel::error need_of(std::string_view query, std::uint64_t& need) const {
    satchel::query_size size;
    if (satchel::error e = satchel::archive::measure(query, size)) return e;
    need = roomy_.need_search(size);
    return {};
  }

  satchel::error search_in(std::uint64_t size, std::string_view query, satchel::hit_list& out,
                           const satchel::search_options& how) const {
    const auto bytes = static_cast<std::size_t>(size);
    const std::unique_ptr<std::byte[]> memory(new std::byte[bytes]);
    satchel::archive opened;
    if (satchel::error e = opened.open({bytes_, {memory.get(), bytes}})) return e;
    satchel::article_entry ignored;
    if (room_to_read_)  // reading and searching take turns in the same memory
      if (satchel::error e = opened.find_entry(opened.size() / 2, ignored)) return e;
    return opened.search(query, out, how);
  }

  satchel::storage bytes_;
  std::uint64_t extra_;
  bool room_to_read_;
  std::unique_ptr<std::byte[]> memory_;
  satchel::archive roomy_;
};

template <class Archive>
void check_questions(const std::string& where, Archive& archive, const questions& all, std::uint32_t articles) {
  random_source random(9);
  verdict says(where);
  for (const question& q : all)
    if (!says.enough()) says.note(q, try_all(archive, q, articles, random));
  says.report(all.size());
}

template <class File>
void check_tight(const std::string& where, const std::string& path, const questions& all, std::uint32_t articles) {
  File file;
  REQUIRE(file.open(path.c_str()) == 0);
  struct size {
    const char* name;
    std::uint64_t extra;
    bool room_to_read;
  };
  for (const size s :
       {size{"exact memory", 0, false}, {"a little more memory", 1500, false}, {"memory to read or search", 0, true}}) {
    tight_archive archive(file.storage(), s.extra, s.room_to_read);
    check_questions(where + ", " + s.name, archive, all, articles);
  }
  tight_archive archive(file.storage(), 0, false);
  for (const question& q : all) {
    satchel::hits<10> out;
    const satchel::error e = archive.search_short(q.text, out);
    CHECK_MESSAGE(e.code == satchel::errc::small_workspace, where, "\n  ", q.text);
    CHECK_MESSAGE(e.missing == 8, where, "\n  ", q.text);
  }
}

template <class Archive>
void check_hosted(const std::string& where, const std::string& path, satchel::checking check, const questions& all,
                  std::uint32_t articles) {
  Archive archive;
  REQUIRE_FALSE(archive.open(path.c_str(), check));
  check_questions(where, archive, all, articles);
}

void check_file(const std::string& name, const std::string& path, const questions& all, std::uint32_t articles) {
  using satchel::checking;
  check_hosted<satchel::mapped_archive>(name + ", mapped", path, checking::on_read, all, articles);
  check_hosted<satchel::mapped_archive>(name + ", mapped, unchecked", path, checking::never, all, articles);
  check_hosted<satchel::mapped_archive>(name + ", mapped, checked once", path, checking::once, all, articles);
  check_hosted<satchel::file_archive>(name + ", read", path, checking::on_read, all, articles);
  check_tight<satchel::hosted::mapped_file>(name + ", mapped", path, all, articles);
  check_tight<satchel::hosted::plain_file>(name + ", read", path, all, articles);
}

void check_storages(library& of, std::size_t each, std::size_t shortest_prefix) {
  examiner asks(of.known(), of.terms(), 5, {true, shortest_prefix});
  questions all;
  for (std::size_t kind = 0; kind < query_kind_names.size(); ++kind)
    for (std::size_t i = 0; i < each; ++i) all.push_back(asks.ask(static_cast<query_kind>(kind)));
  check_file(of.name(), of.path(), all, of.size());
  satchel::pack::options small_pages;
  small_pages.page_bytes = 512;
  check_file(of.name() + ", pages of 512 bytes", of.pack_again(small_pages), all, of.size());
}

std::string said(const satchel::error& e) {
  return std::string(satchel::message(e.code)) + " " + std::to_string(e.where) + " " + std::to_string(e.missing);
}

// What an archive says to a query, in all ways to ask it: hits, snippet, marks, frequencies.
template <class Archive>
std::string everything_about(Archive& archive, const std::string& query) {
  satchel::hits<5> top;
  std::string out = said(archive.search(query, top, {true, {}})) + ' ' + std::to_string(top.total);
  for (const satchel::hit& h : top) out += ' ' + std::to_string(h.article) + ':' + std::to_string(h.score);
  char buffer[120];
  satchel::snippet s;
  out += '\n' + said(archive.snippet(top.empty() ? satchel::hit{} : top[0], query, buffer, s)) + std::string(s.text);
  std::size_t marks = 0;
  out += '\n' + said(archive.read(0, query, [&](const satchel::piece&, bool match) { marks += match ? 1u : 0u; }));
  std::vector<std::uint32_t> frequencies(satchel::max_query_terms);
  out += '\n' + said(archive.count_terms(query, {frequencies.data(), frequencies.size()})) + std::to_string(marks);
  for (const std::uint32_t f : frequencies) out += ' ' + std::to_string(f);
  return out;
}

// Queries of any bytes say the same to an archive that has seen many as to a new one, and it goes on to answer right.
void check_garbage(const std::string& name, const std::string& path, const library& of, std::size_t each) {
  examiner asks(of.known(), of.terms(), 6);
  std::vector<std::string> words;
  for (int i = 0; i < 40; ++i) words.push_back(asks.ask(query_kind::single_word).text);
  satchel::mapped_archive lived;
  REQUIRE_FALSE(lived.open(path.c_str(), satchel::checking::on_read));
  verdict out(name);
  for (std::size_t i = 0; i < each && !out.enough(); ++i) {
    const std::string garbage = print_garbage(words, asks.random());
    satchel::mapped_archive fresh;
    REQUIRE_FALSE(fresh.open(path.c_str(), satchel::checking::on_read));
    INFO(name, ": ", garbage);
    CHECK(everything_about(lived, garbage) == everything_about(fresh, garbage));
    const question q = asks.ask(i % 2 == 0 ? query_kind::mixed : query_kind::phrase);
    out.note(q, try_all(lived, q, of.size(), asks.random()));
  }
  out.report(each);
}

}  // namespace

TEST_CASE("oracle: queries of any bytes") {
  const auto made = library::synthetic(300, 512, "en");
  for (const auto kept :
       {satchel::pack::positions::full, satchel::pack::positions::passage, satchel::pack::positions::none}) {
    satchel::pack::options how;
    how.positions = kept;
    how.language = "en";
    check_garbage("garbage", made->pack_again(how), *made, queries_of_a_kind / 4);
  }
}

TEST_CASE("oracle: storages and workspaces, Reuters") {
  const auto made = library::reuters();
  // Short prefixes have many lists, which small windows read again and again.
  if (made != nullptr) check_storages(*made, 6, 4);
}

TEST_CASE("oracle: storages and workspaces, synthetic collection") {
  check_storages(*library::synthetic(1500, 4096, "en"), queries_of_a_kind / 50, 1);
}

}  // namespace oracle
