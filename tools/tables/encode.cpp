#include "encode.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>
#include <stdexcept>

namespace satchel::tables {
namespace {

using namespace text::detail;

// Bases of lists of bytes and of targets: from base + 5 to base + 255 they reach the letters that others fold to.
constexpr std::uint16_t bases[] = {0x0000, 0x0100, 0x0200, 0x0370, 0x0430, 0x0540, 0x0600, 0x0900,
                                   0x0A00, 0x0B00, 0x0CC0, 0x0F00, 0x10CB, 0x1380, 0x2CFB, 0x3000};
constexpr std::size_t base_count = std::size(bases);

// One way to encode a range: an action and what it needs to know from the start.
struct mode {
  fold_action what;
  bool turns = false;  // separators follow from some place on
  std::size_t base = 0;
  std::size_t width = 0;  // code points in each expansion
};

std::vector<mode> modes() {
  std::vector<mode> all;
  for (fold_action a :
       {fold_action::separator, fold_action::word, fold_action::unspaced, fold_action::dropped, fold_action::same,
        fold_action::shift, fold_action::pairs, fold_action::alphabet, fold_action::near})
    all.push_back({a});
  for (fold_action a : {fold_action::word, fold_action::unspaced, fold_action::dropped}) all.push_back({a, true});
  for (std::size_t width = 1; width <= max_expansion; ++width) {
    for (std::size_t base = 0; base < base_count; ++base) all.push_back({fold_action::bytes, false, base, width});
    all.push_back(
        {static_cast<fold_action>(static_cast<std::size_t>(fold_action::words) + width - 1), false, 0, width});
  }
  return all;
}

constexpr std::size_t target_bases = 16;  // the first ones, which targets can name
constexpr std::size_t range_cost = 4;
constexpr std::size_t impossible = std::numeric_limits<std::size_t>::max() / 2;

class encoder {
 public:
  explicit encoder(const std::vector<folding>& all) : all_(all) {}

  encoded run() {
    find_digits();
    find_high();
    choose();
    write();
    return std::move(out_);
  }

 private:
  struct choice {
    char32_t start;
    std::uint16_t mode;
    std::uint16_t turn;  // code points before the turn
  };

  bool itself(char32_t c) const { return digit_[c] || (all_[c].out.size() == 1 && all_[c].out.front() == c); }

  void find_digits() {
    digit_.assign(code_points, false);
    for (char32_t c = 0x80; c + 10 <= code_points; ++c) {
      bool block = true;
      for (char32_t i = 0; i < 10 && block; ++i) block = all_[c + i].decimal && all_[c + i].out.front() == U'0' + i;
      if (!block) continue;
      for (char32_t i = 0; i < 10; ++i) digit_[c + i] = true;
      if (c < 0x10000) out_.digits_above = static_cast<std::uint16_t>(out_.digits.size() + 1);
      out_.digits.push_back(static_cast<std::uint16_t>(c));
      c += 9;
    }
  }

  // Letters of plane 1 that fold to single letters lie in few ranges: `high` is for those that fall apart.
  void find_high() {
    for (char32_t c = 0; c < code_points; ++c)
      for (char32_t to : all_[c].out)
        if (to != c && to > (all_[c].out.size() > 1 ? 0xFFFFU : 0x1FFFFU)) high_.push_back(to);
    std::sort(high_.begin(), high_.end());
    high_.erase(std::unique(high_.begin(), high_.end()), high_.end());
    if (high_.size() > std::size_t{last_high - first_high}) throw std::runtime_error("too many foldings above U+FFFF");
    for (char32_t c : high_) {
      if (c > 0x2FFFF) throw std::runtime_error("no encoding for foldings above plane 2");
      if (c < 0x20000) ++out_.high_plane_2;
      out_.high.push_back(static_cast<std::uint16_t>(c));
    }
  }

  // The element of a list that stands for code point `i` of the expansion of `c`.
  std::optional<std::uint16_t> element(char32_t c, std::size_t i, char32_t base, char32_t limit) const {
    const folding& f = all_[c];
    if (f.out.size() == 1 && f.out.front() == c) {
      if (i > 0) return no_code_point;
      if (f.own == char_class::separator) return itself_separator;
      return f.own == char_class::word ? itself_word : itself_unspaced;
    }
    if (i >= f.out.size()) return no_code_point;
    const char32_t to = f.out[i];
    if (to == U' ') return separator_element;
    if (limit == 0xFFFF && to > 0xFFFF) {
      const auto found = std::find(high_.begin(), high_.end(), to);
      if (found == high_.end()) return std::nullopt;
      return static_cast<std::uint16_t>(first_high + (found - high_.begin()));
    }
    if (to < base + first_code_point || to > base + limit) return std::nullopt;
    return static_cast<std::uint16_t>(to - base);
  }

  // Cost of giving `c` to a range of this mode; `first`: as its first code point.
  std::size_t cost(const mode& m, char32_t c, bool first, char32_t start) const {
    const folding& f = all_[c];
    const bool word = f.out.size() == 1 && f.own == char_class::word;
    switch (m.what) {
      case fold_action::separator:
        return itself(c) && !digit_[c] && f.own == char_class::separator ? 0 : impossible;
      case fold_action::word:
        return itself(c) && (digit_[c] || f.own == char_class::word) ? 0 : impossible;
      case fold_action::unspaced:
        return itself(c) && (digit_[c] || f.own == char_class::unspaced) ? 0 : impossible;
      case fold_action::dropped:
        return f.out.empty() ? 0 : impossible;
      case fold_action::same:
        return word && (first ? target(f.out[0]).has_value() : f.out == all_[c - 1].out) ? 0 : impossible;
      case fold_action::shift:
        return word && (first ? target(f.out[0]).has_value() : f.out[0] == all_[c - 1].out[0] + 1) ? 0 : impossible;
      case fold_action::near:
        return word && f.out[0] + near_zero >= c && f.out[0] < c + near_zero &&
                       (first || f.out[0] == all_[c - 1].out[0] + 1)
                   ? 0
                   : impossible;
      case fold_action::pairs:
        return word && f.out[0] == c + ((c - start) % 2 == 0 ? 1 : 0) ? 0 : impossible;
      case fold_action::alphabet:
        return word && f.out[0] >= U'a' && f.out[0] <= U'z' &&
                       (first || f.out[0] == (all_[c - 1].out[0] == U'z' ? U'a' : all_[c - 1].out[0] + 1))
                   ? 0
                   : impossible;
      case fold_action::bytes:
      case fold_action::words:
      case fold_action::words_2:
      case fold_action::words_3:
      case fold_action::words_4: {
        if (digit_[c] || f.out.size() > m.width) return impossible;
        const bool narrow = m.what == fold_action::bytes;
        for (std::size_t i = 0; i < m.width; ++i)
          if (!element(c, i, narrow ? bases[m.base] : 0, narrow ? 0xFF : 0xFFFF)) return impossible;
        return m.width * (narrow ? 1 : 2) + (narrow && first ? 1 : 0);
      }
      default:
        return impossible;
    }
  }

  // The cheapest sequence of ranges, by dynamic programming: for each mode the cheapest range still open, whose cost
  // depends on nothing but its start.
  void choose() {
    struct open_range {
      std::size_t cost = impossible;
      char32_t start = 0;
      std::uint16_t turn = 0;
    };
    modes_ = modes();
    std::vector<open_range> open(modes_.size());
    last_.resize(code_points);
    std::size_t before = 0;  // cost of all code points before c
    for (char32_t c = 0; c < code_points; ++c) {
      const bool separates = cost({fold_action::separator}, c, true, c) == 0;
      std::size_t best = impossible;
      // Backwards, so that a range can turn that did not yet take c.
      for (std::size_t m = modes_.size(); m-- > 0;) {
        open_range& range = open[m];
        if (c % 0x10000 == 0) range.cost = impossible;
        if (modes_[m].turns) {
          if (!separates) range.cost = impossible;
          const open_range& turning = open[plain(m)];
          if (separates && c % 0x10000 != 0 && turning.cost < range.cost && c - turning.start < 1U << value_bits)
            range = {turning.cost, turning.start, static_cast<std::uint16_t>(c - turning.start)};
        } else {
          if (range.cost < impossible) range.cost += cost(modes_[m], c, false, range.start);
          const std::size_t fresh = before + range_cost + cost(modes_[m], c, true, c);
          if (fresh < range.cost) range = {fresh, c};
        }
        if (range.cost < best) {
          best = range.cost;
          last_[c] = {range.start, static_cast<std::uint16_t>(m), range.turn};
        }
      }
      if (best >= impossible) throw std::runtime_error("no encoding for code point " + std::to_string(c));
      before = best;
    }
  }

  // The mode that a turning one starts with.
  std::size_t plain(std::size_t turning) const {
    std::size_t m = 0;
    while (modes_[m].what != modes_[turning].what) ++m;
    return m;
  }

  // The value of a target, if one of the first bases reaches it.
  static std::optional<std::uint16_t> target(char32_t to) {
    for (std::size_t i = 0; i < target_bases; ++i)
      if (to >= bases[i] && to <= bases[i] + 0xFFU) return static_cast<std::uint16_t>(i << 8 | (to - bases[i]));
    return std::nullopt;
  }

  // Finds the elements of a list in what was written before, or appends them.
  template <typename T>
  std::uint16_t place(std::vector<T>& list, const mode& m, char32_t first, char32_t last) {
    const bool narrow = sizeof(T) == 1;
    std::vector<T> part;
    if (narrow) part.push_back(static_cast<T>(m.base << 2 | (m.width - 1)));
    for (char32_t c = first; c <= last; ++c)
      for (std::size_t i = 0; i < m.width; ++i)
        part.push_back(static_cast<T>(*element(c, i, narrow ? bases[m.base] : 0, narrow ? 0xFF : 0xFFFF)));
    const auto found = std::search(list.begin(), list.end(), part.begin(), part.end());
    const auto at = static_cast<std::size_t>(found - list.begin());
    if (found == list.end()) list.insert(list.end(), part.begin(), part.end());
    if (at >= std::size_t{1} << value_bits) throw std::runtime_error("a list of foldings is too long");
    return static_cast<std::uint16_t>(at);
  }

  void write() {
    std::vector<choice> ranges;
    std::vector<char32_t> ends;
    for (char32_t end = code_points; end > 0; end = ranges.back().start) {
      ranges.push_back(last_[end - 1]);
      ends.push_back(end);
    }
    for (std::size_t i = ranges.size(); i-- > 0;) write(ranges[i], ends[i] - 1);
    out_.buckets.push_back(static_cast<std::uint16_t>(out_.starts.size()));
    out_.bases.assign(std::begin(bases), std::end(bases));
  }

  void write(const choice& range, char32_t last) {
    const mode& m = modes_[range.mode];
    const char32_t first = range.start;
    fold_action what = m.what;
    std::uint16_t value = range.turn;
    switch (what) {
      case fold_action::word:
      case fold_action::unspaced:
        if (std::find(digit_.begin() + first, digit_.begin() + last + 1, true) != digit_.begin() + last + 1)
          what = what == fold_action::word ? fold_action::word_digits : fold_action::unspaced_digits;
        break;
      case fold_action::same:
      case fold_action::shift:
        value = *target(all_[first].out[0]);
        break;
      case fold_action::alphabet:
        value = static_cast<std::uint16_t>(all_[first].out[0] - U'a');
        break;
      case fold_action::near:
        value = static_cast<std::uint16_t>(all_[first].out[0] + near_zero - first);
        break;
      case fold_action::bytes:
        value = place(out_.bytes, m, first, last);
        break;
      case fold_action::words:
      case fold_action::words_2:
      case fold_action::words_3:
      case fold_action::words_4:
        value = place(out_.words, m, first, last);
        break;
      default:
        break;
    }
    const auto number = static_cast<std::uint16_t>(out_.starts.size());
    out_.starts.push_back(static_cast<std::uint16_t>(first));
    out_.rules.push_back(static_cast<std::uint16_t>(static_cast<unsigned>(what) << value_bits | value));
    for (std::size_t b = bucket_of(first); b <= bucket_of(last); ++b) {
      const bool holds_first = b > bucket_of(first) || first % (first < 0x10000 ? 0x400 : 0x10000) == 0;
      if (holds_first) out_.buckets.push_back(number);
    }
  }

  const std::vector<folding>& all_;
  std::vector<bool> digit_;
  std::u32string high_;
  std::vector<mode> modes_;
  std::vector<choice> last_;  // by code point: the range that ends with it in the cheapest encoding up to there
  encoded out_;
};

}  // namespace

std::size_t encoded::size() const {
  return bytes.size() + 2 * (starts.size() + rules.size() + bases.size() + words.size() + high.size() + digits.size() +
                             buckets.size());
}

encoded encode(const std::vector<folding>& all) { return encoder(all).run(); }

}  // namespace satchel::tables
