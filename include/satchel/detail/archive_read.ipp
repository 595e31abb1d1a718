// archive: reading articles, looking up identifiers and titles. Part of archive.hpp.

namespace satchel {

// Makes the memory behind the fixed part that of reading, with `extra` bytes left behind it.
inline error archive::prepare_reading(std::uint64_t extra) {
  if (!open_) return {errc::not_open, part::none, 0, 0};
  const auto lay_out = [this](workspace& space) {
    return detail::lay_out_reading(space, facts_.frames, facts_.dictionary_size, facts_.pages.slot_bytes());
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
  if (!decoder_.init(reading_.context, reading_.prepared_dictionary, dictionary())) return damaged(part::dictionary);
  frames_.attach(facts_.frames, facts_.pages, decoder_, reading_.frame, reading_.block, reading_.offsets);
  owner_ = owner::reading;
  return {};
}

inline error archive::frames(detail::frame_reader*& out) {
  out = &frames_;
  return prepare_reading(0);
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

// Whether an article's whole identifier is the one asked for: a key holds only its beginning.
inline error archive::identifier_matches(std::uint32_t article, std::string_view identifier, bool& out) {
  std::size_t at = 0;
  bool same = true;
  const error e = read(article, [&](const piece& p) {
    if (p.kind != kind::identifier) return false;
    same = same && text::slice(identifier, at, p.text.size()) == p.text;
    at += p.text.size();
    return same;
  });
  out = same && at == identifier.size();
  return e;
}

// Whether an article's folded title is, or starts with, the folded one asked for.
inline error archive::title_matches(std::uint32_t article, std::string_view title, bool whole, bool& out) {
  text::folded_comparison comparison(title);
  const error e = read(article, [&](const piece& p) {
    if (p.kind == kind::title) comparison.feed(p.text);
    return p.kind <= kind::title;
  });
  out = whole ? comparison.equal() : comparison.starts();
  return e;
}

// The first article under an exact key whose whole identifier or title is the one asked for.
inline error archive::look_up(detail::key_tag tag, std::string_view text, std::uint32_t& out) {
  if (error e = prepare_reading(0)) return e;
  char key[detail::key_max];
  key[0] = static_cast<char>(tag);
  const bool by_title = tag == detail::key_tag::full_title;
  std::size_t size = 0;
  if (by_title) {
    size = text::fold_text(text, key + 1, detail::key_text_max);
  } else {
    size = text::cut(text, detail::key_text_max).size();
    std::memcpy(key + 1, text.data(), size);
  }
  const bool cut = by_title ? size >= cut_key_min : text.size() > detail::key_text_max;
  detail::term_cursor terms;
  terms.attach(facts_.pages, facts_.terms, reading_.terms);
  bool found = false;
  if (error e = terms.find({key, size + 1}, found)) return e;
  if (!found) return {errc::not_found, part::none, 0, 0};
  detail::posting_cursor& postings = *reading_.postings;
  postings.attach(facts_.pages, facts_.frames.articles, reading_.head, reading_.body);
  if (error e = postings.open(terms.list(), false)) return e;
  while (!postings.ended()) {
    if (error e = postings.decode()) return e;
    do {
      const std::uint32_t article = postings.article();
      bool same = true;
      if (cut)
        if (error e = by_title ? title_matches(article, text, true, same) : identifier_matches(article, text, same))
          return e;
      if (same) {
        out = article;
        return {};
      }
    } while (postings.advance());
    if (error e = postings.leave_chunk()) return e;
  }
  return {errc::not_found, part::none, 0, 0};
}

inline error archive::find_identifier(std::string_view identifier, std::uint32_t& out) {
  return look_up(detail::key_tag::identifier, identifier, out);
}

inline error archive::find_title(std::string_view title, std::uint32_t& out) {
  return look_up(detail::key_tag::full_title, title, out);
}

template <class F>
error archive::complete(std::string_view prefix, F&& f) {
  if (error e = prepare_reading(0)) return e;
  char key[detail::key_max];
  key[0] = static_cast<char>(detail::key_tag::full_title);
  const std::string_view start{key, 1 + text::fold_text(prefix, key + 1, detail::key_text_max)};
  detail::term_cursor terms;
  terms.attach(facts_.pages, facts_.terms, reading_.terms);
  detail::posting_cursor& postings = *reading_.postings;
  postings.attach(facts_.pages, facts_.frames.articles, reading_.head, reading_.body);
  error e = terms.seek(start);
  for (; !e && terms.valid() && text::starts_with(terms.key(), start); e = terms.next()) {
    if (error g = postings.open(terms.list(), false)) return g;
    while (!postings.ended()) {
      if (error g = postings.decode()) return g;
      do {
        const std::uint32_t article = postings.article();
        bool same = true;
        if (start.size() > cut_key_min)
          if (error g = title_matches(article, prefix, false, same)) return g;
        if (same && !f(article)) return {};
      } while (postings.advance());
      if (error g = postings.leave_chunk()) return g;
    }
  }
  return e;
}

template <class F>
error archive::each_list(F&& f) {
  if (error e = prepare_reading(0)) return e;
  owner_ = owner::nobody;  // the page buffer of frames_ serves positions here
  detail::term_cursor terms;
  terms.attach(facts_.pages, facts_.terms, reading_.terms);
  detail::posting_cursor& postings = *reading_.postings;
  postings.attach(facts_.pages, facts_.frames.articles, reading_.head, reading_.body);
  detail::position_cursor positions;
  positions.attach(facts_.pages, reading_.offsets);
  const auto decode = [&](bool with_positions) -> error {
    if (error e = postings.open(terms.list(), with_positions)) return e;
    while (!postings.ended()) {
      if (error e = postings.decode()) return e;
      do {
        if (!with_positions) continue;
        error e = positions.open(postings);
        while (!e && !positions.at_end()) e = positions.next();
        if (e) return e;
      } while (postings.advance());
      if (error e = postings.leave_chunk()) return e;
    }
    return {};
  };
  error e = terms.seek({});
  for (; !e && terms.valid(); e = terms.next())
    f(decode(detail::has_positions(static_cast<detail::key_tag>(terms.key()[0]))));
  return e;
}

}  // namespace satchel
