// archive: reading articles, looking up identifiers and titles. Part of archive.hpp.

namespace satchel {

// Makes the memory behind the fixed part that of reading, with `extra` bytes left behind it.
inline error archive::prepare_reading(std::uint64_t extra) {
  if (!open_) return {errc::not_open, part::none, 0, 0};
  const auto lay_out = [this](workspace& space) {
    return detail::lay_out_reading(space, facts_.frames, facts_.pages.slot_bytes());
  };
  workspace count;
  lay_out(count);
  const std::uint64_t end = fixed_ + count.used();
  space_.rewind(end);
  space_.take_bytes(extra);
  if (!space_.fits()) return fail_small(space_);
  space_.rewind(end);
  if (owner_ == owner::reading) return {};  // what was laid out stays in use
  space_.rewind(fixed_);
  reading_ = lay_out(space_);
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
  article_cursor cursor;
  if (error e = open_article(article, cursor)) return e;
  piece p;
  bool more = false;
  for (;;) {
    if (error e = cursor.next(p, more)) return e;
    if (!more) return {};
    if constexpr (std::is_void_v<decltype(f(p))>) {
      f(p);
    } else if (!f(p)) {
      return {};
    }
  }
}

// How an article's whole identifier compares with one: -1, 0 or 1.
inline error archive::compare_identifier(std::uint32_t article, std::string_view wanted, int& out) {
  std::string_view rest = wanted;
  out = 0;
  const error e = read(article, [&](const piece& p) {
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
  return read(article, [&](const piece& p) {
    if (p.kind == kind::title) comparison.feed(p.text);
    return p.kind <= kind::title;
  });
}

// The first place of an order whose article is not `before` what is looked for.
template <class Before>
error archive::first_place(detail::order_cursor& order, Before&& before, std::uint32_t& out) {
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
  order.attach(facts_.pages, facts_.identifiers, facts_.frames.articles, reading_.terms);
  std::uint32_t place = 0;
  int comparison = 0;
  const auto before = [&](std::uint32_t article, bool& less) -> error {
    const error e = compare_identifier(article, identifier, comparison);
    less = comparison < 0;
    return e;
  };
  if (error e = first_place(order, before, place)) return e;
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
  const error e = from_title(title, [&](std::uint32_t article, const text::folded_comparison& comparison) {
    found = comparison.equal();
    if (found) out = article;
    return false;
  });
  if (e) return e;
  return found ? error{} : error{errc::not_found, part::none, 0, 0};
}

template <class F>
error archive::complete(std::string_view prefix, F&& f) {
  return from_title(prefix, [&](std::uint32_t article, const text::folded_comparison& comparison) {
    return comparison.starts() && f(article);
  });
}

// Calls f(article, comparison with `title`) for the articles in the order of their titles, from the first that does
// not come before `title`, until f returns false.
template <class F>
error archive::from_title(std::string_view title, F&& f) {
  if (error e = prepare_reading(0)) return e;
  detail::order_cursor order;
  order.attach(facts_.pages, facts_.titles, facts_.frames.articles, reading_.terms);
  std::uint32_t place = 0;
  const auto before = [&](std::uint32_t article, bool& less) -> error {
    text::folded_comparison comparison(title);
    const error e = compare_title(article, comparison);
    less = comparison.less();
    return e;
  };
  if (error e = first_place(order, before, place)) return e;
  for (; place < order.count(); ++place) {
    std::uint32_t article = 0;
    if (error e = order.at(place, article)) return e;
    text::folded_comparison comparison(title);
    if (error e = compare_title(article, comparison)) return e;
    if (!f(article, comparison)) return {};
  }
  return {};
}

template <class F>
error archive::each_list(F&& f) {
  if (error e = prepare_reading(0)) return e;
  owner_ = owner::nobody;  // the page buffer of frames_ serves positions here
  detail::term_cursor terms;
  terms.attach(facts_.pages, facts_.terms, reading_.terms);
  detail::posting_cursor& postings = *reading_.postings;
  postings.attach(facts_.pages, facts_.model, facts_.frames.articles, reading_.head, reading_.body);
  detail::position_cursor positions;
  positions.attach(facts_.pages, facts_.model, reading_.frames.places);
  const auto decode = [&]() -> error {
    if (error e = postings.open(terms.list())) return e;
    positions.start_list(terms.tag() != detail::key_tag::word);
    while (!postings.ended()) {
      if (error e = postings.decode()) return e;
      for (bool more = facts_.model.position_unit() > 0; more; more = postings.advance()) {
        error e = positions.open(postings);
        while (!e && !positions.at_end()) e = positions.next();
        if (e) return e;
      }
      if (error e = postings.leave_chunk()) return e;
    }
    return {};
  };
  error e = terms.seek({});
  for (; !e && terms.valid(); e = terms.next()) f(decode());
  return e;
}

}  // namespace satchel
