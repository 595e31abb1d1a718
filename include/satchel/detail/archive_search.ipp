// archive: running queries. Part of archive.hpp.

namespace satchel {

inline error archive::measure(std::string_view query, query_size& out) {
  detail::query_plan plan;
  const error e = detail::parse(query, plan);
  out = plan.size;
  return e;
}

// Parses a query into memory of its own; `texts` says whether it needs that of reading too.
SATCHEL_NOINLINE error archive::prepare_search(std::string_view query, detail::search_memory& memory, query_size& size,
                                               bool& texts) {
  if (!open_) return {errc::not_open, part::none, 0, 0};
  if (!facts_.known_analyzer) return {errc::unknown_analyzer, part::none, 0, 0};
  if (error e = measure(query, size)) return e;

  // Behind the memory of reading where both fit or are needed, in its place otherwise.
  workspace count;
  lay_out_search(count, size);
  texts = looks_into_texts(size);
  if (texts) {
    if (error e = prepare_reading(count.used())) return e;
  } else {
    const std::uint64_t beside = need_read();
    const bool overlay = beside + count.used() > space_.size();
    if (fixed_ + count.used() > space_.size()) return fail_small(fixed_ + count.used());
    begin_use();
    if (overlay) take_from_reading();
    space_.rewind(fixed_);
    if (!overlay) space_.skip(beside - fixed_);
  }
  memory = lay_out_search(space_, size);
  memory.dictionary->attach(facts_.pages, facts_.terms, memory.dictionary_page);
  return detail::parse(query, memory.plan);
}

inline error archive::count_terms(std::string_view query, span<std::uint32_t> frequencies) {
  query_size size;
  detail::search_memory memory;
  bool texts = false;
  if (error e = prepare_search(query, memory, size, texts)) return e;
  if (size.terms > frequencies.size) return {errc::too_many_terms, part::none, frequencies.size, 0};
  for (std::uint32_t i = 0; i < size.leaves; ++i) {
    const detail::leaf& leaf = memory.plan.leaves[i];
    if (leaf.kind == detail::leaf_kind::prefix) continue;
    for (std::uint32_t t = leaf.first_term; t < leaf.first_term + leaf.terms; ++t) {
      bool found = false;
      if (error e = memory.dictionary->find(memory.plan.key(t), found)) return e;
      if (!found) continue;
      detail::posting_cursor& postings = memory.terms[t].postings;
      postings.attach(facts_.pages, facts_.model, facts_.frames.articles, memory.pages,
                      memory.pages + facts_.pages.slot_bytes());
      if (error e = postings.open(memory.dictionary->list())) return e;
      const std::uint32_t df = postings.document_frequency();
      frequencies[t] += df < 0xffffffff - frequencies[t] ? df : 0;
    }
  }
  return {};
}

inline error archive::search(std::string_view query, hit_list& out, const search_options& options) {
  out.clear();
  query_size size;
  detail::search_memory memory;
  bool texts = false;
  if (error e = prepare_search(query, memory, size, texts)) return e;
  return texts ? search_texts(size, memory, options, out) : search(size, memory, nullptr, options, out);
}

// Where phrases are looked for in texts; that takes stack.
SATCHEL_NOINLINE error archive::search_texts(const query_size& size, detail::search_memory& memory,
                                             const search_options& options, hit_list& out) {
  const detail::query_plan& plan = memory.plan;
  if (plan.longest_phrase > detail::checked_terms_max)
    return {errc::too_many_terms, part::none, detail::checked_terms_max, 0};
  detail::term_cursor terms;
  terms.attach(facts_.pages, facts_.terms, reading_.frames.input.data);
  detail::text_check check(frames_, facts_.frames, facts_.model, terms, plan);
  return search(size, memory, &check, options, out);
}

inline error archive::search(const query_size& size, detail::search_memory& memory, detail::text_check* texts,
                             const search_options& options, hit_list& out) {
  const detail::query_plan& plan = memory.plan;
  const std::uint32_t articles = facts_.frames.articles;
  const std::uint32_t slot = facts_.pages.slot_bytes();
  std::byte* page = memory.pages;
  const auto next_page = [&] {
    std::byte* p = page;
    page += slot;
    return p;
  };
  std::uint8_t* window = memory.windows;
  std::uint32_t window_size = 0;
  if (size.prefixes > 0) {  // what is left makes the windows larger
    const std::uint32_t most = articles / format::range_size * format::range_size + format::range_size;
    space_.rewind(memory.before_windows);
    const std::uint64_t each = space_.room() / size.prefixes / format::range_size * format::range_size;
    window_size = each < most ? static_cast<std::uint32_t>(each) : most;
    window = space_.take<std::uint8_t>(std::size_t{size.prefixes} * window_size);
  } else if (slot > 0) {  // or keeps pages: cursors over long lists come back to them
    const std::uint32_t each = slot + detail::page_copies::number_bytes;
    detail::page_copies& copies = facts_.pages.copies;
    copies.count = static_cast<std::uint32_t>(space_.room() / each);
    copies.slots = space_.take_bytes(std::uint64_t{copies.count} * each);
    for (std::uint32_t i = 0; i < copies.count; ++i) format::store32(copies.slots + std::size_t{i} * each, copies.none);
  }
  for (std::uint32_t i = 0; i < size.leaves; ++i) {
    const detail::leaf& leaf = plan.leaves[i];
    detail::leaf_run& run = memory.state.leaves[i];
    for (std::uint32_t t = leaf.first_term; t < leaf.first_term + leaf.terms; ++t) {
      detail::term_run& term = memory.terms[t];
      std::byte* head = next_page();
      term.postings.attach(facts_.pages, facts_.model, articles, head, next_page());
      term.positions.attach(facts_.pages, facts_.model, next_page());
      term.positions.start_list(plan.tag(t) != format::key_tag::word);
      term.offset = plan.terms[t].offset;
      if (leaf.kind == detail::leaf_kind::prefix) continue;
      if (error e = memory.dictionary->find(plan.key(t), term.found)) return e;
      const std::uint32_t elsewhere = t < options.statistics.terms ? options.statistics.frequencies[t] : 0;
      if (!term.found && leaf.plain && elsewhere == 0)
        if (error e = detail::find_nearest(*memory.dictionary, plan.key(t), term.found)) return e;
      if (!term.found) continue;
      if (error e = term.postings.open(memory.dictionary->list())) return e;
    }
    run.attach(leaf, memory.terms + leaf.first_term, articles, options.statistics);
    if (texts != nullptr) run.attach_texts(*texts, facts_.model.position_unit());
    if (leaf.kind == detail::leaf_kind::prefix) {
      run.attach_prefix(plan.key(leaf.first_term), *memory.dictionary, window, window_size);
      window += window_size;
    }
    if (leaf.kind == detail::leaf_kind::date) run.attach_dates(facts_.dates, next_page());
  }
  if (error e = detail::run_query(plan, memory.state, memory.terms, articles, options, out)) return e;
  out.finish();
  return {};
}

}  // namespace satchel
