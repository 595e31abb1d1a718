#include "pack/collector.hpp"

#include "base/string_map.hpp"
#include "pack/index/stemmer.hpp"

#include <satchel/format/limits.hpp>

#include <algorithm>
#include <map>

namespace satchel::pack {
namespace {

constexpr std::size_t batch_bytes = 2 << 20;
constexpr std::size_t spool_bytes = 1 << 16;  // written at once

// The identifier without the "~2", "~3" ... that a packer may have put behind one that was taken.
std::string_view without_number(std::string_view identifier) {
  const std::size_t sign = identifier.rfind('~');
  if (sign == std::string_view::npos) return identifier;
  const std::string_view number = identifier.substr(sign + 1);
  const bool counts = !number.empty() && number[0] != '0' && number != "1" &&
                      number.find_first_not_of("0123456789") == std::string_view::npos;
  return counts ? identifier.substr(0, sign) : identifier;
}

// Likewise, also when there are several.
std::string_view without_numbers(std::string_view identifier) {
  for (;;) {
    const std::string_view bare = without_number(identifier);
    if (bare.size() == identifier.size()) return bare;
    identifier = bare;
  }
}

}  // namespace

std::uint32_t position_unit(const options& how) {
  return how.positions == positions::full ? 1 : how.positions == positions::passage ? format::passage_positions : 0;
}

collector::collector(const options& how, const std::string& scratch, unsigned threads, const report& on_problem)
    : how_(how), report_(on_problem), spool_(scratch), runs_(scratch), threads_(threads) {
  workers_.emplace(threads, [this](indexed_batch&& b) {
    lengths_.insert(lengths_.end(), b.lengths.begin(), b.lengths.end());
    days_.insert(days_.end(), b.days.begin(), b.days.end());
    text_bytes_ += b.text_bytes;
    tokens_ += b.tokens;
    counts_.add(b.counts);
    field_positions_ = std::max(field_positions_, b.field_positions);
    std::size_t at = 0;
    for (const std::size_t end : b.term_ends) {
      terms_.add(b.terms.data() + at, b.terms.data() + end);
      at = end;
    }
  });
}

void collector::add(article&& a) {
  if (spooled_.size() >= format::articles_limit) throw failure("more articles than an archive can hold");
  replace_zeros(a.identifier);
  const auto article = static_cast<std::uint32_t>(names_.size());
  names_.push_back(hash_of(a.identifier));
  if (!identifiers_.insert(article).second) {
    // The first free number behind the bare identifier, also for one that has a number: whether an earlier packer put
    // it there cannot be told, and so an archive's articles packed again behind others get the same identifiers as if
    // all had been packed at once.
    const std::string_view bare = without_number(a.identifier);
    std::uint64_t& number = next_numbers_.try_emplace(hash_of(bare), 2).first->second;
    std::string other;
    do {
      other = std::string(bare) + "~" + std::to_string(number++);
      names_.back() = hash_of(other);
    } while (!identifiers_.insert(article).second);
    report_({a.origin, "identifier \"" + a.identifier + "\" is taken by an earlier article",
             "stored as \"" + other + "\"; give each article an id of its own", false});
    a.identifier = std::move(other);
  }
  if (const std::string_view bare = without_numbers(a.identifier); bare.size() < a.identifier.size())
    numbered_.emplace_back(article, hash_of(bare));
  batch_.push_back(pieces_of(std::move(a)));
  spooled_.push_back(spool_.size() + to_spool_.size());
  put_pieces(to_spool_, batch_.back());
  if (spool_.size() + to_spool_.size() - batch_begin_ >= batch_bytes)
    flush();
  else if (to_spool_.size() >= spool_bytes)
    spool();
}

// By the first batch: the language that most of its text is in, when that is at least half.
void collector::choose_stemmer() {
  stemmer_chosen_ = true;
  if (how_.language == "none") return;
  if (how_.language != "auto") {
    stemmer_ = is_stemmer(how_.language) ? how_.language : stemmer_for(how_.language);
    if (stemmer_.empty())
      throw failure("no stemmer for the language \"" + how_.language + "\"; use --language none or another one");
    return;
  }
  std::map<std::string, std::size_t> sizes;
  std::size_t all = 0;
  for (const pieces& article : batch_) {
    std::string language, text;
    for (const stored_piece& p : article) {
      if (p.kind == kind::language) language = p.text;
      if (is_body(p.kind) && text.size() < 4096) text += p.text.substr(0, 4096) + "\n";
    }
    const std::string stemmer = stemmer_for(language.empty() ? detect_language(text) : language);
    sizes[stemmer] += text.size();
    all += text.size();
  }
  for (const auto& [stemmer, size] : sizes)
    if (2 * size >= all && all > 0) stemmer_ = stemmer;
}

void collector::spool() {
  spool_.append(to_spool_.data(), to_spool_.size());
  to_spool_.clear();
}

void collector::flush() {
  if (batch_.empty()) return;
  spool();
  batch_begin_ = spool_.size();
  if (!stemmer_chosen_) choose_stemmer();
  const auto first = static_cast<std::uint32_t>(spooled_.size() - batch_.size());
  auto batch = std::make_shared<std::vector<pieces>>(std::move(batch_));
  workers_->submit([this, batch, first, number = batches_++] {
    indexed_batch out = index_batch(*batch, first, stemmer_, position_unit(how_));
    runs_.add_run(number, out.run);
    out.run = {};
    return out;
  });
  batch_.clear();
}

void collector::finish() {
  flush();
  workers_->finish();
  workers_.reset();
  identifiers_ = {};
  next_numbers_ = {};
  terms_.finish();
  ordered_articles ordered = order_articles(lengths_, terms_, names_, threads_);
  order_ = std::move(ordered.order);
  terms_ = {};
  lengths_ = {};
  const std::uint32_t unit = std::max(position_unit(how_), 1u);
  for (length_bucket& c : ordered.length_buckets) c.positions = (c.positions - 1) / unit + 1;
  field_positions_ = (field_positions_ + unit - 1) / unit;
  buckets_ = bucket_scheme(counts_, std::move(ordered.length_buckets));
}

std::vector<std::uint32_t> collector::places() const {
  std::vector<std::uint32_t> out(order_.size());
  for (std::uint32_t article = 0; article < order_.size(); ++article) out[order_[article]] = article;
  return out;
}

std::vector<std::uint32_t> collector::repeated() const {
  if (numbered_.empty()) return {};
  std::vector<std::pair<std::uint64_t, std::uint32_t>> found;  // bare identifier, article as it came
  std::unordered_set<std::uint64_t> bare;
  for (const auto& [article, name] : numbered_) {
    found.emplace_back(name, article);
    bare.insert(name);
  }
  for (std::uint32_t article = 0; article < names_.size(); ++article)
    if (bare.count(names_[article]) > 0) found.emplace_back(names_[article], article);
  std::sort(found.begin(), found.end());
  const std::vector<std::uint32_t> in_archive = places();
  std::vector<std::uint32_t> out;
  for (const auto& [name, article] : found) out.push_back(in_archive[article]);
  return out;
}

scratch_reader collector::read_from(std::uint32_t article) const {
  const std::uint32_t came = order_[article];
  const std::uint64_t end = came + 1 < spooled_.size() ? spooled_[came + 1] : spool_.size();
  return {spool_, spooled_[came], end,
          static_cast<std::size_t>(std::min<std::uint64_t>(end - spooled_[came], 1 << 16))};
}

}  // namespace satchel::pack
