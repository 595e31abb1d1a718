#include "pack/index/posting_sorter.hpp"

#include <algorithm>
#include <utility>

namespace satchel::pack {
namespace {

// Most significant byte first: keys are in the order of articles.
std::string key_of(std::uint32_t article) {
  std::string out;
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>(article >> shift));
  return out;
}

std::uint32_t article_of(const std::string& key) {
  std::uint32_t out = 0;
  for (const char c : key) out = out << 8 | static_cast<unsigned char>(c);
  return out;
}

}  // namespace

posting_sorter::posting_sorter(std::string scratch, std::size_t room) : scratch_(std::move(scratch)), room_(room) {}

void posting_sorter::add(std::uint32_t article, std::string_view posting) {
  if (!empty() && bytes_.size() + posting.size() + gathered_.size() * sizeof(gathered) > room_) spill();
  gathered_.push_back({article, static_cast<std::uint32_t>(bytes_.size()), static_cast<std::uint32_t>(posting.size())});
  bytes_ += posting;
}

void posting_sorter::sort() {
  std::sort(gathered_.begin(), gathered_.end(), [](const auto& a, const auto& b) { return a.article < b.article; });
}

void posting_sorter::spill() {
  sort();
  std::string run;
  for (const gathered& g : gathered_)
    record_runs::put_record(run, key_of(g.article), std::string_view(bytes_).substr(g.at, g.size));
  if (!spilled_) spilled_.emplace(scratch_);
  spilled_->add_run(runs_++, run);
  gathered_.clear();
  bytes_.clear();
}

void posting_sorter::take_all(const std::function<void(std::uint32_t, std::string_view)>& f) {
  if (spilled_) {
    spill();
    spilled_->merge([&](const std::string& key, const std::string& posting) { f(article_of(key), posting); });
    spilled_.reset();
  } else {
    sort();
    for (const gathered& g : gathered_) f(g.article, std::string_view(bytes_).substr(g.at, g.size));
  }
  gathered_.clear();
  bytes_.clear();
}

}  // namespace satchel::pack
