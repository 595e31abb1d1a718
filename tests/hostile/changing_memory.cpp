// An archive in memory that somebody writes while it is read: a mapped file that changes.

#include "answers.hpp"

#include <satchel/verify.hpp>

#include <doctest/doctest.h>

#include <atomic>
#include <cstdint>
#include <random>
#include <thread>

namespace {

using namespace hostile;
using satchel::checking;

// Changes bytes of [from, to) all the time, and puts each back after a moment.
class scribbler {
 public:
  scribbler(std::byte* from, std::byte* to) : thread_([=, this] { scribble(from, to); }) {}
  ~scribbler() {
    ends_ = true;
    thread_.join();
  }
  scribbler(const scribbler&) = delete;
  scribbler& operator=(const scribbler&) = delete;

 private:
  // The race is what is tested; volatile keeps each write.
  void scribble(std::byte* from, std::byte* to) {
    std::mt19937_64 random(11);
    const auto size = static_cast<std::uint64_t>(to - from);
    while (!ends_) {
      std::size_t at[8];
      std::byte before[8];
      for (int i = 0; i < 8; ++i) {
        at[i] = static_cast<std::size_t>(random() % size);
        volatile std::byte* byte = from + at[i];
        before[i] = *byte;
        *byte = static_cast<std::byte>(random());
      }
      for (int i = 7; i >= 0; --i) *const_cast<volatile std::byte*>(from + at[i]) = before[i];
    }
  }

  std::atomic<bool> ends_{false};
  std::thread thread_;
};

// Writes the pages, or the directory behind them: the reader's own formats. Compressed frames are left alone, since
// they are zstd's to read.
void try_changes(const file_bytes& bytes, const std::vector<std::string>& queries, bool end_only) {
  const std::vector<question> questions = questions_for(bytes, queries);
  guarded_memory memory(ample), fresh_memory(ample);
  satchel::archive fresh;
  REQUIRE(!fresh.open({direct(bytes), fresh_memory.bytes(), checking::on_read}));
  const std::vector<answer> right = ask_all(fresh, questions);
  const satchel::detail::page_region& pages = satchel::detail::archive_access::state(fresh).directory.pages;
  const std::uint64_t from = end_only ? pages.file_offset(pages.page_count - 1) + pages.page_size : pages.offset;
  const std::uint64_t to = end_only ? bytes.size() : pages.file_offset(pages.page_count - 1) + pages.page_size;

  file_bytes changing = bytes;
  guarded_memory early_memory(ample);
  satchel::archive early;  // opened before anything changed
  REQUIRE(!early.open({direct(changing), early_memory.bytes(), checking::on_read}));
  std::uint32_t answered = 0, refused = 0;
  const auto ask_everything = [&](satchel::archive& open) {
    for (const question& q : questions) ask(open, q).failure ? ++refused : ++answered;
    satchel::verify_result result;
    if (satchel::verify(open, result, [](const satchel::error&) {})) ++refused;
  };
  {
    const scribbler other(changing.data() + from, changing.data() + to);
    for (int round = 0; round < 150; ++round) {
      ask_everything(early);
      satchel::archive open;
      if (open.open({direct(changing), memory.bytes(), checking::on_read}))
        ++refused;
      else
        ask_everything(open);
    }
  }
  CHECK(answered + refused > 150);
  CHECK(memory.untouched());
  // When nobody writes any more, all is as it was.
  satchel::archive open;
  REQUIRE(!open.open({direct(changing), memory.bytes(), checking::on_read}));
  for (std::size_t i = 0; i < questions.size(); ++i) CHECK(ask(open, questions[i]).text == right[i].text);
}

TEST_CASE("memory that changes while it is read") {
  satchel::pack::options passages = small_parts();
  passages.positions = satchel::pack::positions::passage;
  for (const bool end_only : {false, true}) {
    try_changes(packed(small_collection()), small_queries(), end_only);
    try_changes(packed(wordy_collection(), passages), wordy_queries(), end_only);
  }
}

}  // namespace
