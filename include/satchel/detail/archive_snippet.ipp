// archive: snippets, and the words of a query in whole articles. Part of archive.hpp.

namespace satchel {

inline std::uint64_t archive::need_snippet(const query_size& size) const {
  workspace count;
  detail::query_plan plan;
  detail::lay_out_snippet(count, size, plan);
  return need_read() + count.used();
}

// Prepares reading, and behind it what tells which words of a text are the query's.
SATCHEL_NOINLINE error archive::prepare_matching(std::string_view query, detail::query_plan& plan,
                                                 detail::wanted_term*& wanted, detail::term_cursor& terms) {
  if (!open_) return {errc::not_open, part::none, 0, 0};
  if (!facts_.known_analyzer) return {errc::unknown_analyzer, part::none, 0, 0};
  query_size size;
  if (error e = measure(query, size)) return e;
  if (error e = prepare_reading(need_snippet(size) - need_read())) return e;
  wanted = detail::lay_out_snippet(space_, size, plan);
  if (error e = detail::parse(query, plan)) return e;

  terms.attach(facts_.pages, facts_.terms, reading_.frames.input.data);
  frames_.forget();
  detail::posting_cursor& postings = *::new (reading_.lists.postings) detail::posting_cursor;
  postings.attach(facts_.pages, facts_.model, facts_.frames.articles, reading_.lists.head, reading_.lists.body);
  for (std::uint32_t l = 0; l < size.leaves; ++l) {
    const detail::leaf& leaf = plan.leaves[l];
    for (std::uint32_t t = leaf.first_term; t < leaf.first_term + leaf.terms; ++t) {
      const bool prefix = leaf.kind == detail::leaf_kind::prefix;
      wanted[t] = {{}, leaf.scores && prefix ? detail::prefix_weight : 0, prefix};
      if (!leaf.scores || prefix) continue;
      // A word asked for in a field is shown wherever it stands.
      plan.text[plan.terms[t].text] = static_cast<char>(format::key_tag::word);
      bool found = false;
      if (error e = terms.find(plan.key(t), found)) return e;
      if (!found && leaf.plain)
        if (error e = detail::find_nearest(terms, plan.key(t), found)) return e;
      if (!found) continue;
      if (error e = postings.open(terms.list())) return e;
      wanted[t].list = terms.list();
      wanted[t].weight = detail::term_weight(postings.document_frequency(), facts_.frames.articles) + 1;
    }
  }
  return {};
}

inline error archive::snippet(std::uint32_t article, std::string_view query, span<char> buffer, satchel::snippet& out) {
  out = {};
  detail::query_plan plan;
  detail::wanted_term* wanted = nullptr;
  detail::term_cursor terms;
  if (error e = prepare_matching(query, plan, wanted, terms)) return e;

  detail::token_matcher matcher(plan, wanted, terms);
  detail::passage_finder finder(matcher, wanted, buffer.size);
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
    failure = detail::write_snippet(p.text, best, matcher, buffer, out);
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
  detail::query_plan plan;
  detail::wanted_term* wanted = nullptr;
  detail::term_cursor terms;
  if (error e = prepare_matching(query, plan, wanted, terms)) return e;
  detail::token_matcher matcher(plan, wanted, terms);
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
    const error e = detail::split_at_marks(p, matcher, detail::takes_part(take_safely), more);
    if (!failure) failure = e;
    return more && !failure;
  };
  if (error e = each_piece(article, split)) return e;
  return failure;
}

}  // namespace satchel
