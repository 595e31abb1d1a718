#include "pack/io/sorted_runs.hpp"

#include "base/string_map.hpp"

#include <algorithm>
#include <queue>

namespace satchel::pack {
namespace {

struct source {
  std::uint64_t number;
  scratch_reader reader;
  std::string key;
  std::uint64_t key_begin = 0;

  // Goes to the next key; its value is read when its turn comes, so that one value at a time is in memory.
  bool next() {
    if (reader.at_end()) return false;
    reader.string(key);
    key_begin = first_bytes(key);
    return true;
  }
};

struct later {
  bool operator()(const source* a, const source* b) const {
    if (a->key_begin != b->key_begin) return a->key_begin > b->key_begin;
    const int order = a->key.compare(b->key);
    return order != 0 ? order > 0 : a->number > b->number;
  }
};

}  // namespace

void record_runs::put_record(std::string& run, std::string_view key, std::string_view value) {
  put_string(run, key);
  put_string(run, value);
}

void record_runs::add_run(std::uint64_t number, const std::string& run) {
  const std::uint64_t begin = file_.append(run.data(), run.size());
  const std::lock_guard guard(lock_);
  runs_.push_back({number, begin, begin + run.size()});
}

void record_runs::merge(const std::function<void(const std::string&, const std::string&)>& f) {
  // Many runs share what memory one would take for its buffer.
  const std::size_t buffer = std::clamp<std::size_t>((std::size_t{16} << 20) / (runs_.size() + 1), 4096, 1 << 18);
  std::vector<source> sources;
  sources.reserve(runs_.size());
  for (const run_place& r : runs_) sources.push_back({r.number, {file_, r.begin, r.end, buffer}, {}, 0});
  std::priority_queue<source*, std::vector<source*>, later> queue;
  std::string value;
  for (source& s : sources)
    if (s.next()) queue.push(&s);
  while (!queue.empty()) {
    source* s = queue.top();
    queue.pop();
    s->reader.string(value);
    f(s->key, value);
    if (s->next()) queue.push(s);
  }
}

}  // namespace satchel::pack
