#include "synthetic.hpp"

#include "random_source.hpp"

#include <satchel/text/utf8.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>
#include <vector>

namespace oracle {
namespace {

using strings = std::vector<std::string>;

class writer {
 public:
  writer(std::size_t articles, std::uint64_t seed) : random_(seed), articles_(articles) {
    for (std::size_t i = 0; i < 900; ++i) {
      words_.push_back(made_up(random_.between(1, 3)));
      sum_ += 1.0 / static_cast<double>(i + 3);
      reach_.push_back(sum_);
    }
    for (int i = 0; i < 12; ++i) names_.push_back(capital(made_up(2)) + " " + capital(made_up(random_.between(1, 3))));
    for (int i = 0; i < 30; ++i) tags_.push_back(made_up(2) + (random_.chance(30) ? " " + made_up(1) : ""));
    for (int i = 0; i < 4; ++i) sources_.push_back(capital(made_up(2)) + (i % 2 == 0 ? " Post" : ""));
    for (std::size_t i = 0; i <= articles / stretch; ++i) topics_.push_back(made_up(4));
  }

  std::string line(std::size_t number) {
    nlohmann::ordered_json out;
    out["id"] = "a" + std::to_string(number);
    out["title"] = random_.chance(97) ? capital(sentence(random_.between(1, 7))) : "";
    if (random_.chance(25)) out["subtitle"] = sentence(random_.between(2, 6));
    out["authors"] = some_of(names_, random_.below(3));
    if (random_.chance(80)) out["source"] = random_.one_of(sources_);
    out["tags"] = some_of(tags_, random_.below(4));
    if (random_.chance(90)) out["date"] = date();
    out["lang"] = "en";
    std::string body;
    for (std::size_t n = random_.between(1, 4); n > 0; --n) body += sentence(random_.between(3, 25)) + ".\n\n";
    body += marks_of(number);
    if (number % 97 == 5)  // positions in several batches of 64
      for (std::size_t i = 0; i < 70 + number; ++i) body += i % 3 == 0 ? " echo" : " echoes of";
    out["body"] = body;
    return out.dump() + "\n";
  }

 private:
  static constexpr std::size_t stretch = 90;  // articles that share a topic

  std::string made_up(std::size_t syllables) {
    constexpr std::string_view consonants = "bcdfghklmnprstvz", vowels = "aeiou";
    std::string out;
    for (; syllables > 0; --syllables) {
      out += consonants[random_.below(consonants.size())];
      out += vowels[random_.below(vowels.size())];
      if (random_.chance(40)) out += consonants[random_.below(consonants.size())];
    }
    return out;
  }

  static std::string capital(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
  }

  std::string word() {
    const double at = sum_ * static_cast<double>(random_.below(1 << 20)) / (1 << 20);
    const auto place = std::upper_bound(reach_.begin(), reach_.end(), at);
    std::string out = words_[static_cast<std::size_t>(place - reach_.begin())];
    constexpr std::array<std::string_view, 8> endings = {"s", "s", "ed", "ing", "ly", "ness", "ation", "ers"};
    if (random_.chance(35)) out += random_.one_of(endings);
    if (random_.chance(5)) out += "\u0301";  // an acute accent on the last letter
    return random_.chance(10) ? capital(out) : out;
  }

  std::string han() {
    std::string out;
    for (std::size_t n = random_.between(1, 5); n > 0; --n) {
      char bytes[satchel::text::max_utf8_bytes];
      const std::size_t size = satchel::text::encode(static_cast<char32_t>(0x6C34 + random_.below(25)), bytes);
      out.append(bytes, size);
    }
    return out;
  }

  std::string sentence(std::size_t size) {
    std::string out;
    for (; size > 0; --size) {
      out += random_.chance(2) ? han() : random_.chance(2) ? std::to_string(random_.below(40)) : word();
      if (size > 1) out += random_.chance(5) ? "-" : random_.chance(5) ? ", " : " ";
    }
    return out;
  }

  // Words in a known number of articles: all, a stretch, and about as many as the format changes its ways at.
  std::string marks_of(std::size_t number) {
    std::string out = "everywhere ";
    if (number % stretch < 60) out += topics_[number / stretch] + " ";
    for (const std::size_t df : {1u, 2u, 127u, 128u, 129u, 130u, 255u, 256u, 257u, 400u}) {
      const std::size_t step = std::max<std::size_t>(1, articles_ / df);
      if (number % step == 0 && number / step < df) out += "spread" + std::to_string(df) + "x ";
      if (number < df) out += "first" + std::to_string(df) + "x ";
      if (number + df >= articles_) out += "last" + std::to_string(df) + "x ";
    }
    return out;
  }

  strings some_of(const strings& all, std::size_t n) {
    std::set<std::string> out;
    for (; n > 0; --n) out.insert(random_.one_of(all));
    return {out.begin(), out.end()};
  }

  std::string date() {
    char out[40];
    std::snprintf(out, sizeof out, "%04zu-%02zu-%02zuT08:30:00Z", random_.between(1996, 2004), random_.between(1, 12),
                  random_.between(1, 28));
    constexpr std::array<std::size_t, 4> precisions = {4, 7, 10, 20};
    return std::string(out, random_.one_of(precisions));
  }

  random_source random_;
  std::size_t articles_;
  strings words_, names_, tags_, sources_, topics_;
  std::vector<double> reach_;  // of a Zipf distribution, summed up
  double sum_ = 0;
};

}  // namespace

std::string synthetic_json_lines(std::size_t articles, std::uint64_t seed) {
  writer w(articles, seed);
  std::string out;
  for (std::size_t i = 0; i < articles; ++i) out += w.line(i);
  return out;
}

}  // namespace oracle
