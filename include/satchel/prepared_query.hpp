// A query that is parsed and looked up once, and then asked often.
#pragma once

#include <satchel/detail/query/found_query.hpp>
#include <satchel/query.hpp>

#include <cstdint>

namespace satchel {

class archive;

// A query with what an archive's term dictionary says of its words: for searching, counting, snippets and highlighted
// reading without parsing it and looking its words up again. Made by archive::prepare() in memory of the caller, which
// must stay; the query's text need not. Good for that archive until it is opened again or closed: errc::stale then.
// May be copied; the copies share the memory. One thread at a time.
//
//   satchel::query_size size;
//   satchel::archive::measure(text, size);          // how much memory: news.need_prepared(size)
//   satchel::prepared_query query;
//   news.prepare(text, memory, query);
//   news.search(query, top);
//   for (satchel::hit h : top) news.snippet(h.article, query, buffer, shown);
class prepared_query {
 public:
  prepared_query() = default;

  // What it asks of the reader: archive::need_search() tells how much workspace to search with it.
  const query_size& size() const { return query_.plan.size; }

 private:
  friend class archive;

  detail::found_query query_;
  const archive* archive_ = nullptr;
  std::uint32_t opening_ = 0;  // the archive's number of openings then
};

}  // namespace satchel
