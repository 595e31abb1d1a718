// archive: snippets, and the words of a query in whole articles. Part of archive.hpp.

namespace satchel {

inline std::uint64_t archive::need_snippet(const query_size& size) const {
  workspace count;
  detail::lay_out_snippet(count, size);
  return need_read() + count.used();
}

// Prepares reading, and behind it what tells where the query's clauses stand in a text.
SATCHEL_NOINLINE error archive::prepare_matching(std::string_view query, detail::highlight_memory& memory,
                                                 detail::term_cursor& terms) {
  if (!open_) return {errc::not_open, part::none, 0, 0};
  if (!facts_.known_analyzer) return {errc::unknown_analyzer, part::none, 0, 0};
  query_size size;
  if (error e = measure(query, size)) return e;
  if (error e = prepare_reading(need_snippet(size) - need_read())) return e;
  memory = detail::lay_out_snippet(space_, size);
  if (error e = detail::parse(query, memory.plan)) return e;
  terms.attach(facts_.pages, facts_.terms, reading_.frames.input.data);
  frames_.forget();
  for (std::uint32_t l = 0; l < size.leaves; ++l)
    if (error e = want(memory.plan.leaves[l], memory, terms)) return e;
  return {};
}

// Finds the lists of a clause's terms. It is looked for where it scores and the archive has all of them.
inline error archive::want(const detail::leaf& clause, detail::highlight_memory& memory, detail::term_cursor& terms) {
  const std::uint32_t first = clause.first_term, end = first + clause.terms;
  for (std::uint32_t t = first; t < end; ++t) memory.wanted[t] = {};
  if (!clause.scores || clause.terms == 0) return {};
  if (clause.kind == detail::leaf_kind::prefix) return memory.wanted[first].weight = detail::prefix_weight, error{};
  detail::posting_cursor& postings = *::new (reading_.lists.postings) detail::posting_cursor;
  postings.attach(facts_.pages, facts_.model, facts_.frames.articles, reading_.lists.head, reading_.lists.body);
  std::uint32_t weight = 0;
  for (std::uint32_t t = first; t < end; ++t) {
    // What is asked for in a field is shown wherever it stands.
    memory.plan.text[memory.plan.terms[t].text] = static_cast<char>(format::key_tag::word);
    bool found = false;
    if (error e = terms.find(memory.plan.key(t), found)) return e;
    if (!found && clause.plain)
      if (error e = detail::find_nearest(terms, memory.plan.key(t), found)) return e;
    if (!found) return {};
    if (error e = postings.open(terms.list())) return e;
    memory.wanted[t].list = terms.list();
    weight += detail::term_weight(postings.document_frequency(), facts_.frames.articles) + 1;
  }
  memory.wanted[first].weight = weight;
  return {};
}

inline error archive::snippet(std::uint32_t article, std::string_view query, span<char> buffer, satchel::snippet& out) {
  out = {};
  detail::highlight_memory memory;
  detail::term_cursor terms;
  if (error e = prepare_matching(query, memory, terms)) return e;

  detail::highlighter places{memory.plan, memory.wanted, memory.recent, {facts_.model, terms}};
  detail::passage_finder finder(places, buffer.size);
  error failure;
  auto look = [&](const piece& p) {
    if (is_searched_body(p.kind)) failure = finder.look(p.text);
    return !failure;
  };
  if (error e = each_piece(article, look)) return e;
  if (failure) return failure;
  detail::passage best = finder.best();
  if (!best.any) return {};
  std::uint32_t part = 0;
  auto write = [&](const piece& p) {
    if (!is_searched_body(p.kind) || part++ != best.part) return true;
    detail::widen(p.text, buffer.size, best);
    failure = detail::write_snippet(p.text, best, places, buffer, out);
    return false;
  };
  if (error e = each_piece(article, write)) return e;
  return failure;
}

template <class F>
error archive::read(std::uint32_t article, std::string_view query, F&& f) {
  auto take = [&f](const piece& p, bool match) -> bool {
    if constexpr (std::is_void_v<decltype(f(p, match))>)
      return f(p, match), true;
    else
      return static_cast<bool>(f(p, match));
  };
  return each_part(article, query, detail::takes_part(take));
}

inline error archive::each_part(std::uint32_t article, std::string_view query, const detail::takes_part& take) {
  detail::highlight_memory memory;
  detail::term_cursor terms;
  if (error e = prepare_matching(query, memory, terms)) return e;
  detail::highlighter places{memory.plan, memory.wanted, memory.recent, {facts_.model, terms}};
  error failure;
  const std::uint32_t use = frames_.uses();
  auto take_safely = [&](const piece& p, bool match) {
    if (!take(p, match)) return false;
    if (use != frames_.uses()) failure = stale();
    return !failure;
  };
  auto split = [&](const piece& p) {
    if (!is_searched_body(p.kind)) return take_safely(p, false);
    bool more = true;
    const error e = detail::split_at_marks(p, places, detail::takes_part(take_safely), more);
    if (!failure) failure = e;
    return more && !failure;
  };
  if (error e = each_piece(article, split)) return e;
  return failure;
}

}  // namespace satchel
