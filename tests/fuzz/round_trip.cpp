// Packs articles and reads them back: all that went in comes out, is sound, and is found by its words.
// Input: options, then articles.
#include "input.hpp"
#include "made_archive.hpp"
#include "query_text.hpp"
#include "require.hpp"

#include <satchel/hosted/file_archive.hpp>
#include <satchel/pack.hpp>

#include "../../tools/satchel/article.hpp"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

namespace {

using fuzz::input;
using fuzz::require;
using satchel::kind;
namespace pack = satchel::pack;

pack::article make_article(input& in) {
  pack::article a;
  const std::uint8_t has = in.byte();
  a.identifier = fuzz::query_text(in.part());
  if ((has & 1) != 0) a.title = fuzz::query_text(in.part());
  if ((has & 2) != 0) a.subtitle = fuzz::query_text(in.part());
  if ((has & 4) != 0) a.authors = {fuzz::query_text(in.part()), fuzz::query_text(in.part())};
  if ((has & 8) != 0) a.source = fuzz::query_text(in.part());
  if ((has & 16) != 0) a.published = fuzz::query_text(in.part());
  if ((has & 32) != 0) a.tags = {fuzz::query_text(in.part())};
  if ((has & 64) != 0) a.fields = {{fuzz::query_text(in.part()), fuzz::query_text(in.part())}};
  if ((has & 128) != 0) a.language = a.url = fuzz::query_text(in.part());
  for (std::uint8_t n = in.byte() % 6; n > 0; --n) {
    const std::uint8_t what = in.byte();
    a.body.push_back(
        {static_cast<kind>(16 + what % 7), static_cast<std::uint8_t>(what / 7 % 9), fuzz::query_text(in.part())});
  }
  return a;
}

bool same(const pack::article& a, const pack::article& b) {
  const auto tie = [](const pack::article& x) {
    return std::tie(x.title, x.subtitle, x.authors, x.source, x.url, x.published, x.language, x.tags, x.fields);
  };
  return tie(a) == tie(b) && std::equal(a.body.begin(), a.body.end(), b.body.begin(), b.body.end(),
                                        [](const pack::paragraph& x, const pack::paragraph& y) {
                                          return x.kind == y.kind && x.level == y.level && x.text == y.text;
                                        });
}

void without_zeros(std::string& text) {
  for (std::size_t at; (at = text.find('\0')) != text.npos;) text.replace(at, 1, "\uFFFD");
}

// The article as it is stored: without what is empty, and without bytes 0.
pack::article stored(pack::article a) {
  for (std::string* text : {&a.title, &a.subtitle, &a.source, &a.url, &a.published, &a.language}) without_zeros(*text);
  for (auto* list : {&a.authors, &a.tags}) {
    std::erase(*list, "");
    for (std::string& text : *list) without_zeros(text);
  }
  for (auto& [name, value] : a.fields) {
    without_zeros(name);
    without_zeros(value);
  }
  std::erase_if(a.body, [](const pack::paragraph& p) { return p.text.empty(); });
  for (pack::paragraph& p : a.body) without_zeros(p.text);
  return a;
}

void check_sound(satchel::archive& open) {
  satchel::verify_result result;
  require(!satchel::verify(open, result, [](const satchel::error&) {}) && result.damaged == 0, "an archive is sound");
}

// Each word of a title finds its article.
void check_found(satchel::mapped_archive& open, std::uint32_t number, const std::string& title) {
  const std::size_t end = title.find_first_not_of("abcdefghijklmnopqrstuvwxyz");
  const std::string word = title.substr(0, end);
  if (word.empty() || (end != title.npos && static_cast<unsigned char>(title[end]) != ' ')) return;
  satchel::hits<64> found;
  require(!open.search("title:" + word, found), "a word can be searched");
  const bool listed =
      std::any_of(found.begin(), found.end(), [&](const satchel::hit& h) { return h.article == number; });
  require(listed || found.full(), "a title's word finds its article");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  input in(data, size);
  pack::options how = fuzz::quick_options();
  how.positions = static_cast<pack::positions>(in.byte() % 3);
  const std::uint8_t more = in.byte();
  if ((more & 1) != 0) how.language = (more & 2) != 0 ? "none" : "auto";
  if ((more & 4) != 0) how.word_codes = -1;
  if ((more & 24) == 24) how.memory_bytes = 48 << 10;
  if (how.memory_bytes != 0) how.page_bytes = how.block_bytes = 0;
  std::vector<pack::article> given;
  bool clean = true;  // all was UTF-8, and known
  how.articles = [&](pack::article& next, const pack::report&) {
    if (in.empty() || given.size() == 40) return false;
    next = make_article(in);
    given.push_back(next);
    return true;
  };
  try {
    pack::pack(how, [&](const pack::problem&) { clean = false; });
  } catch (const pack::failure&) {
    return 0;
  }
  satchel::mapped_archive open;
  require(!open.open(how.output.c_str(), satchel::checking::on_read), "what was packed can be opened");
  check_sound(open.get());
  std::vector<pack::article> back(open.size());
  for (std::uint32_t i = 0; i < back.size(); ++i) {
    require(!satchel::tool::read_article(open.get(), i, back[i]), "what was packed can be read");
    std::uint32_t found = 0;
    require(!open.get().find_identifier(back[i].identifier, found) && found == i, "an identifier finds its article");
    check_found(open, i, back[i].title);
  }
  if (!clean) return 0;
  require(back.size() == given.size(), "all articles are there");
  for (const pack::article& a : given)
    require(std::any_of(back.begin(), back.end(), [&](const pack::article& b) { return same(stored(a), b); }),
            "an article comes back as it was");
  return 0;
}
