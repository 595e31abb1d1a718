#include "salvage.hpp"

#include "command.hpp"
#include "errors.hpp"
#include "salvage_article.hpp"
#include "salvage_report.hpp"
#include "sizes.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace satchel::tool {
namespace {

// Saves the articles of one archive, block by block.
class archive_saver {
 public:
  archive_saver(const salvaged_archive& from, const scan_result& found, frame_opener& opener, const extract_form& how,
                destination& to, salvage_report& report, part missing, bool tells_blocks)
      : from_(from),
        found_(found),
        how_(how),
        to_(to),
        report_(report),
        blocks_(opener, found),
        entries_(opener, from),
        missing_(missing),
        tells_blocks_(tells_blocks) {}

  void run() {
    std::vector<block_piece> pieces;
    for (const mapped_block& b : from_.blocks) {
      const block_reader::outcome how = blocks_.read(b, pieces);
      if (how == block_reader::outcome::read)
        add(b.frame, pieces);
      else if (how == block_reader::outcome::without_words)
        without_words_ = true;
    }
    finish();
  }

 private:
  std::uint32_t expected() const { return before_ ? before_->number + 1 : 0; }

  // Whether the open article ends with the block before the one with this number.
  bool ends_before(std::uint32_t number) const {
    if (article_->goes_on()) return false;
    if (from_.block_count == number) return true;
    const catalogued_entry* next = entries_.peek();
    return article_->entry() && next != nullptr && entries_.is_next_to(*article_->entry()) && next->block == number &&
           next->begins_block;
  }

  void close(bool complete) {
    if (!article_) return;
    const bool written = article_->end(complete);
    const bool whole = complete && !article_->incomplete();
    if (written) report_.saved(whole, article_->named());
    if (!whole && article_->entry()) report_.lost(*article_->entry(), written);
    article_.reset();
  }

  void open(std::optional<catalogued_entry> entry, std::string made_up) {
    article_.emplace(how_, to_, std::move(entry), std::move(made_up));
  }

  void add(const found_frame& b, const std::vector<block_piece>& pieces) {
    const bool follows = before_ && b.number == expected() && (from_.placed || before_->end() == b.offset);
    const bool starts = pieces[0].kind == kind::identifier;
    bool continued = article_ && article_->goes_on() && follows;
    if (!follows && (before_ || b.number > 0)) cross_gap(b, starts);
    before_ = b;
    std::uint32_t start = 0;
    for (const block_piece& p : pieces) {
      if (p.kind == kind::identifier && !continued && !dropped_start(b, start, &p == pieces.data())) {
        close(true);
        begin_article(b.number, start++);
      }
      if (!article_) open({}, "salvaged-" + std::to_string(b.number));
      article_->add(p);
      continued = !p.ended;
    }
  }

  // An identifier that is longer than a block goes on in the next one.
  bool dropped_start(const found_frame& b, std::uint32_t start, bool first) const {
    const catalogued_entry* next = entries_.peek();
    return first && start == 0 && article_ && article_->incomplete() && from_.placed && next != nullptr &&
           next->block == b.number && !next->begins_block;
  }

  void begin_article(std::uint32_t block, std::uint32_t start) {
    if (from_.placed) {
      const auto before = [&](const catalogued_entry& e) {
        return e.block != block ? e.block < block : e.start < start;
      };
      while (entries_.peek() != nullptr && before(*entries_.peek())) report_.lost(entries_.take(), false);
      const catalogued_entry* next = entries_.peek();
      if (next != nullptr && next->block == block && next->start == start) return open(entries_.take(), "");
    }
    open({}, "salvaged-" + std::to_string(block) + '-' + std::to_string(start));
  }

  // Goes on with a block that does not follow the one before.
  void cross_gap(const found_frame& b, bool starts) {
    if (article_ && ends_before(expected())) close(true);
    std::optional<catalogued_entry> last = article_ ? article_->entry() : std::nullopt;
    bool pending = false;  // nothing is told of it yet
    while (from_.placed && entries_.peek() != nullptr && entries_.peek()->block < b.number) {
      close(false);
      if (pending) report_.lost(*last, false);
      last = entries_.take();
      pending = true;
    }
    const catalogued_entry* next = entries_.peek();
    const bool here = from_.placed && next != nullptr && next->block == b.number;
    const bool tail = here ? !next->begins_block : !starts;
    const bool known = last && from_.placed && tail && entries_.is_next_to(*last);
    if (known && article_) {
      article_->gap();
    } else {
      close(false);
      if (pending && !known) report_.lost(*last, false);
      if (tail) {
        open(known ? last : std::nullopt, "salvaged-" + std::to_string(b.number));
        article_->gap();
      }
    }
    tell_gap(b);
  }

  void tell_gap(const found_frame& b) {
    lost_parts lost;
    lost.first = expected();
    lost.bytes = {before_ ? before_->end() : tables_end(b.offset), b.offset};
    if (b.number > lost.first && tells_blocks_) {
      lost.last = b.number - 1;
      lost.because = cause(lost.bytes);
      report_.lost(lost);
    } else {
      report_.tell_articles();
    }
    without_words_ = false;
  }

  // Where the blocks begin at the earliest that stand before `offset`.
  std::uint64_t tables_end(std::uint64_t offset) const {
    std::uint64_t end = 0;
    const auto take = [&](std::uint64_t at) {
      if (at <= offset) end = std::max(end, at);
    };
    for (const std::uint64_t head : found_.heads) take(head + format::skippable_header + format::head_bytes);
    for (const found_frame& w : found_.words) take(w.end());
    for (const found_dictionary& d : found_.dictionaries) take(d.frame.end());
    return end;
  }

  part cause(const byte_range& bytes) const {
    if (missing_ != part::none) return missing_;
    if (without_words_) return part::word_codes;
    const auto wanting = std::lower_bound(found_.wanting.begin(), found_.wanting.end(), bytes.begin);
    return wanting != found_.wanting.end() && *wanting < bytes.end ? part::dictionary : part::none;
  }

  void finish() {
    const std::uint32_t end = expected();
    if (article_) close(ends_before(end));
    while (entries_.peek() != nullptr) report_.lost(entries_.take(), false);
    if ((from_.block_count && *from_.block_count <= end) || !tells_blocks_) return report_.tell_articles();
    lost_parts lost;
    lost.first = end;
    if (from_.block_count) lost.last = *from_.block_count - 1;
    const std::uint64_t begin = before_ ? before_->end() : tables_end(UINT64_MAX);
    lost.bytes = {begin, from_.catalogs.empty() ? found_.looked_at : std::max(begin, from_.catalogs[0].offset)};
    lost.because = cause(lost.bytes);
    report_.lost(lost);
  }

  const salvaged_archive& from_;
  const scan_result& found_;
  const extract_form& how_;
  destination& to_;
  salvage_report& report_;
  block_reader blocks_;
  catalog_entries entries_;
  std::optional<salvaged_article> article_;  // that is being written
  std::optional<found_frame> before_;        // the block before
  bool without_words_ = false;               // a block since then could not be decoded
  part missing_;                             // dictionary or words that the directory tells of, if they are lost
  bool tells_blocks_;                        // what blocks are missing
};

// Says which catalogs are missing.
void tell_catalogs(const salvaged_archive& a, salvage_report& report) {
  lost_parts lost;
  lost.part = part::catalog;
  const auto tell = [&](std::optional<std::uint32_t> next) {
    if (next && *next <= lost.first) return;
    lost.last = next ? std::optional(*next - 1) : std::nullopt;
    if (next && a.articles_per_catalog) {
      lost.first_article = lost.first * *a.articles_per_catalog;
      lost.last_article = std::min(*next * *a.articles_per_catalog, a.articles.value_or(UINT32_MAX)) - 1;
    }
    report.lost(lost);
  };
  lost.bytes.begin = a.blocks.empty() ? 0 : a.blocks.back().frame.end();
  for (const found_frame& c : a.catalogs) {
    lost.bytes.end = c.offset;
    tell(c.number);
    lost.first = c.number + 1;
    lost.bytes.begin = c.end();
  }
  lost.bytes = {};  // where the index begins is not known
  tell(a.catalog_count);
}

// What the blocks cannot be read without, of what the directory tells of, when it is not there.
part missing_table(const salvaged_archive& a, const scan_result& found) {
  if (!a.directory) return part::none;
  const detail::frame_layout& f = a.directory->info().frames;
  const auto there = [&](const auto& all, const format::table_frame& table) {
    return table.size == 0 || std::any_of(all.begin(), all.end(), [&](const found_frame& t) {
             return t.offset == a.base + table.offset && t.size == table.frame;
           });
  };
  std::vector<found_frame> dictionaries;
  for (const found_dictionary& d : found.dictionaries) dictionaries.push_back(d.frame);
  if (!there(dictionaries, f.dictionary)) return part::dictionary;
  return there(found.words, f.words) ? part::none : part::word_codes;
}

// Opened when the first article is there: where none is, nothing is written.
class late_destination : public destination {
 public:
  late_destination(const extract_form& how, const std::string& archive) : how_(how), archive_(archive) {}
  std::FILE* begin(std::string_view identifier) override {
    if (!to_) to_ = open_destination(how_, archive_);
    return to_->begin(identifier);
  }
  void end() override { to_->end(); }
  void finish() override {
    if (to_) to_->finish();
  }

 private:
  const extract_form& how_;
  const std::string& archive_;
  std::unique_ptr<destination> to_;
};

}  // namespace

int salvage(const std::string& archive, const extract_form& how, bool json) {
  salvage_file file(archive);
  frame_opener opener(file);
  const scan_result found = scan(file, opener);
  salvage_report report(archive, json);
  late_destination to(how, archive);
  const std::vector<salvaged_archive> archives = map_archives(archive, found, opener);
  for (const salvaged_archive& a : archives) {
    const bool rest = &a == &archives.back();
    if (rest && a.blocks.empty()) break;
    const part missing = missing_table(a, found);
    if (missing != part::none) report.damaged(missing);
    const bool told = !rest || archives.size() == 1;
    if (told) tell_catalogs(a, report);
    archive_saver(a, found, opener, how, to, report, missing, told).run();
  }
  if (file.unreadable() > 0)
    report.missed(counted(file.unreadable(), "byte", "bytes") + " cannot be read from the disk");
  if (found.looked_at < file.size())
    report.missed("bytes from " + grouped(found.looked_at) +
                  " on were not looked at: before them is more that looks like frames and is none than an archive has");
  to.finish();
  if (!report.any_saved())
    throw trouble(archive, "nothing is left to save: no article of an archive can be read",
                  found.wanting.empty() ? "" : "its blocks need a compression dictionary, and that is damaged");
  return report.finish() ? status_found : status_nothing;
}

}  // namespace satchel::tool
