// archive: reading articles, looking up identifiers and titles. Part of archive.hpp.

namespace satchel {

// Makes the memory behind the fixed part that of reading, with `extra` bytes left behind it. What is not needed
// becomes room for input.
SATCHEL_NOINLINE error archive::prepare_reading(std::uint64_t extra) {
  if (!open_) return {errc::not_open, part::none, 0, 0};
  const std::uint64_t need = need_read() + extra;
  if (need > space_.size()) return fail_small(need);
  begin_use();
  space_.rewind(fixed_);
  reading_ = detail::lay_out_reading(space_, facts_.frames, facts_.pages.slot_bytes(), (space_.size() - need) / 8 * 8);
  frames_.use_input(reading_.frames.input);
  if (owner_ == owner::reading) return {};  // all but the input is where it was and stays in use
  tables_.attach(facts_.frames.store, facts_.frames.dictionary, facts_.frames.words, reading_.dictionary,
                 reading_.words);
  if (!frames_.attach(facts_.frames, facts_.pages, tables_, reading_.frames))
    return {errc::misaligned, part::none, 0, 0};
  owner_ = owner::reading;
  return {};
}

inline error archive::frames(detail::frame_reader*& out) {
  out = &frames_;
  return prepare_reading(0);
}

inline error archive::dictionary(bytes& out) {
  if (error e = prepare_reading(0)) return e;
  if (error e = frames_.prepare()) return e;
  out = tables_.dictionary();
  return {};
}

inline error archive::summarize(std::uint32_t article, summary& out) {
  if (error e = prepare_reading(0)) return e;
  return detail::summarize(frames_, facts_.frames, article, out);
}

inline error archive::open_article(std::uint32_t article, article_cursor& out) {
  summary start;
  if (error e = summarize(article, start)) return e;
  out = article_cursor(frames_, facts_.frames, start);
  return {};
}

template <class F>
error archive::read(std::uint32_t article, F&& f) {
  if (error e = prepare_reading(0)) return e;
  return each_piece(article, f);
}

// The same when reading is prepared: what was laid out behind it stays.
template <class F>
error archive::each_piece(std::uint32_t article, F&& f) {
  auto take = [&f](const piece& p) -> bool {
    if constexpr (std::is_void_v<decltype(f(p))>)
      return f(p), true;
    else
      return static_cast<bool>(f(p));
  };
  return walk_pieces(article, takes_piece(take));
}

SATCHEL_NOINLINE error archive::walk_pieces(std::uint32_t article, const takes_piece& take) {
  summary start;
  if (error e = detail::summarize(frames_, facts_.frames, article, start)) return e;
  article_cursor cursor(frames_, facts_.frames, start);
  piece p;
  bool more = false;
  for (;;) {
    if (error e = cursor.next(p, more)) return e;
    if (!more || !take(p)) return {};
  }
}

// How an article's whole identifier compares with one: -1, 0 or 1.
inline error archive::compare_identifier(std::uint32_t article, std::string_view wanted, int& out) {
  std::string_view rest = wanted;
  out = 0;
  const error e = each_piece(article, [&](const piece& p) {
    if (p.kind != kind::identifier) return false;
    out = p.text.compare(text::slice(rest, 0, p.text.size()));
    rest.remove_prefix(p.text.size() < rest.size() ? p.text.size() : rest.size());
    return out == 0;
  });
  if (out == 0 && !rest.empty()) out = -1;
  return e;
}

// The same for its whole title, after folding.
inline error archive::compare_title(std::uint32_t article, text::folded_comparison& comparison) {
  return each_piece(article, [&](const piece& p) {
    if (p.kind == kind::title) comparison.feed(p.text);
    return p.kind <= kind::title;
  });
}

// The first place of an order whose article is not `before` what is looked for.
inline error archive::first_place(detail::order_cursor& order, const precedes& before, std::uint32_t& out) {
  std::uint32_t low = 0, high = order.count();
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    std::uint32_t article = 0;
    bool less = false;
    if (error e = order.at(middle, article)) return e;
    if (error e = before(article, less)) return e;
    if (less)
      low = middle + 1;
    else
      high = middle;
  }
  out = low;
  return {};
}

inline error archive::find_identifier(std::string_view identifier, std::uint32_t& out) {
  if (error e = prepare_reading(0)) return e;
  detail::order_cursor order;
  order.attach(facts_.pages, facts_.identifiers, facts_.frames.articles, reading_.frames.input.data);
  std::uint32_t place = 0;
  int comparison = 0;
  auto before = [&](std::uint32_t article, bool& less) -> error {
    const error e = compare_identifier(article, identifier, comparison);
    less = comparison < 0;
    return e;
  };
  if (error e = first_place(order, precedes(before), place)) return e;
  const error missing{errc::not_found, part::none, 0, 0};
  if (place == order.count()) return missing;
  std::uint32_t article = 0;
  if (error e = order.at(place, article)) return e;
  if (error e = compare_identifier(article, identifier, comparison)) return e;
  if (comparison != 0) return missing;
  out = article;
  return {};
}

inline error archive::find_title(std::string_view title, std::uint32_t& out) {
  bool found = false;
  auto take = [&](std::uint32_t article, const text::folded_comparison& comparison) {
    found = comparison.equal();
    if (found) out = article;
    return false;
  };
  if (error e = from_title(title, takes_title(take))) return e;
  return found ? error{} : error{errc::not_found, part::none, 0, 0};
}

template <class F>
error archive::complete(std::string_view prefix, F&& f) {
  auto take = [&](std::uint32_t article, const text::folded_comparison& comparison) -> bool {
    return comparison.starts() && f(article);
  };
  return from_title(prefix, takes_title(take));
}

// Gives the articles in the order of their titles, each with how its title compares with `title`, from the first that
// does not come before it, until they are no longer taken.
inline error archive::from_title(std::string_view title, const takes_title& take) {
  if (error e = prepare_reading(0)) return e;
  detail::order_cursor order;
  order.attach(facts_.pages, facts_.titles, facts_.frames.articles, reading_.frames.input.data);
  std::uint32_t place = 0;
  auto before = [&](std::uint32_t article, bool& less) -> error {
    text::folded_comparison comparison(title);
    const error e = compare_title(article, comparison);
    less = comparison.less();
    return e;
  };
  if (error e = first_place(order, precedes(before), place)) return e;
  for (; place < order.count(); ++place) {
    std::uint32_t article = 0;
    if (error e = order.at(place, article)) return e;
    text::folded_comparison comparison(title);
    if (error e = compare_title(article, comparison)) return e;
    const std::uint32_t use = frames_.uses();
    if (!take(article, comparison)) return {};
    if (use != frames_.uses()) return stale();
  }
  return {};
}

template <class F>
error archive::each_list(F&& f) {
  if (error e = prepare_reading(0)) return e;
  frames_.forget();
  detail::term_cursor terms;
  terms.attach(facts_.pages, facts_.terms, reading_.frames.input.data);
  detail::posting_cursor& postings = *::new (reading_.lists.postings) detail::posting_cursor;
  postings.attach(facts_.pages, facts_.model, facts_.frames.articles, reading_.lists.head, reading_.lists.body);
  detail::position_cursor positions;
  positions.attach(facts_.pages, facts_.model, reading_.lists.positions);
  const auto decode = [&]() -> error {
    if (error e = postings.open(terms.list())) return e;
    positions.start_list(terms.tag() != format::key_tag::word);
    while (!postings.ended()) {
      if (error e = postings.decode_articles()) return e;
      if (error e = postings.check_impacts()) return e;
      for (bool more = facts_.model.position_unit() > 0; more; more = postings.advance()) {
        error e = positions.open(postings);
        while (!e && !positions.at_end()) e = positions.next();
        if (e) return e;
      }
      if (error e = postings.leave_chunk()) return e;
    }
    if (terms.list().df == 0) return {};
    const format::address behind = facts_.model.position_unit() > 0 ? positions.behind() : postings.chunk().positions;
    return behind == terms.behind_list() ? error{} : damaged(part::postings, terms.list().at);
  };
  const std::uint32_t use = frames_.uses();
  error e = terms.seek({});
  for (; !e && terms.valid(); e = terms.next()) {
    f(decode());
    if (use != frames_.uses()) return stale();
  }
  return e;
}

}  // namespace satchel
