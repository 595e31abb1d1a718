// Uses every part of the reader once, so that a compiler sees all of it.

#include <satchel/archive.hpp>

using namespace satchel;

extern "C" int use_all(archive& a, const config& how, const char* text, std::size_t size, char* room,
                       std::size_t room_size) {
  const std::string_view query{text, size};
  int sum = 0;
  if (const error e = a.open(how)) return static_cast<int>(e.code);
  hits<10> top;
  search_options options;
  options.count = true;
  if (const error e = a.search(query, top, options)) return static_cast<int>(e.code);
  for (const hit h : top) {
    article_entry s;
    if (const error e = a.find_entry(h.article, s)) return static_cast<int>(e.code);
    snippet passage;
    if (const error e = a.snippet(h.article, query, {room, room_size}, passage)) return static_cast<int>(e.code);
    if (const error e = a.read(h.article, [&](const piece& p) { sum += static_cast<int>(p.text.size()); }))
      return static_cast<int>(e.code);
    const auto count = [&](const piece&, bool match) { sum += match ? 1 : 0; };
    if (const error e = a.read(h.article, query, count)) return static_cast<int>(e.code);
  }
  std::uint32_t article = 0;
  if (const error e = a.find_identifier(query, article)) return static_cast<int>(e.code);
  if (const error e = a.find_title(query, article)) return static_cast<int>(e.code);
  if (const error e = a.complete(query, [&](std::uint32_t) { return ++sum < 10; })) return static_cast<int>(e.code);
  query_size need;
  if (const error e = archive::measure(query, need)) return static_cast<int>(e.code);
  return sum + static_cast<int>(a.need_open() + a.need_read() + a.need_search(need) + a.need_snippet(need));
}
