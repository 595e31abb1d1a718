// Threads that read one mapped archive at once, each with an archive object and a workspace of its own. For the thread
// sanitizer; whatever it says, all must get the same answers as one alone.

#include <satchel/hosted/files.hpp>
#include <satchel/satchel.hpp>

#include <atomic>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr int threads = 4, rounds = 3;
const char* const queries[] = {
    "printing", "\"movable type\" press", "libr*",           "author:halvorsen OR tag:printing",
    "paper",    "(paper AND ink) book",   "date:2000..2030", "the -press"};

class reader {
 public:
  explicit reader(const satchel::storage& shared, satchel::checking how) : workspace_(1 << 17) {
    satchel::config c;
    c.storage = shared;
    c.workspace = {reinterpret_cast<std::byte*>(workspace_.data()), workspace_.size() * 8};
    c.check = how;
    note(book_.open(c));
  }

  // All that was said, begun with another query and article by each thread.
  std::string ask(unsigned turn) {
    answers_.assign(std::size(queries) + book_.size() + 1, "");
    for (unsigned i = 0; i < std::size(queries); ++i) search((i + turn) % std::size(queries));
    for (std::uint32_t i = 0; i < book_.size(); ++i) read((i + turn * 7) % book_.size());
    into_ = &answers_.back();
    satchel::verify_result result;
    note(satchel::verify(book_, result, [this](const satchel::error& e) { note(e); }));
    note(result.checked);
    std::string all;
    for (const std::string& answer : answers_) all += answer + '\n';
    return all;
  }

  bool failed() const { return failed_; }

 private:
  void search(unsigned number) {
    const char* query = queries[number];
    into_ = &answers_[number];
    satchel::hits<10> top;
    note(book_.search(query, top));
    for (const satchel::hit h : top) {
      note(h.article);
      note(h.score);
      char room[200];
      satchel::snippet passage;
      note(book_.snippet(h.article, query, room, passage));
      into_->append(passage.text);
    }
  }

  void read(std::uint32_t article) {
    into_ = &answers_[std::size(queries) + article];
    satchel::article_entry s;
    note(book_.find_entry(article, s));
    const std::string title(s.title);
    std::uint32_t found = 0;
    note(book_.find_title(title, found));
    note(found);
    note(book_.complete(title.substr(0, 3), [this](std::uint32_t a) {
      note(a);
      return true;
    }));
    note(book_.read(article, [this](const satchel::piece& p) { into_->append(p.text); }));
  }

  void note(std::uint64_t number) { into_->append(std::to_string(number)) += ' '; }
  void note(const satchel::error& e) {
    if (!e) return;
    failed_ = true;
    into_->append(satchel::message(e.code));
  }

  std::vector<std::uint64_t> workspace_;
  satchel::archive book_;
  std::vector<std::string> answers_;
  std::string opening_;
  std::string* into_ = &opening_;
  bool failed_ = false;
};

bool same_at_once(const satchel::storage& shared, satchel::checking how) {
  reader alone(shared, how);
  const std::string right = alone.ask(0);
  std::atomic<int> wrong = alone.failed() ? 1 : 0;
  std::vector<std::thread> all;
  for (unsigned t = 0; t < threads; ++t)
    all.emplace_back([&, t] {
      for (unsigned round = 0; round < rounds; ++round) {
        reader one(shared, how);
        if (one.ask(t + round) != right || one.failed()) ++wrong;
      }
    });
  for (std::thread& t : all) t.join();
  std::printf("%zu bytes of answers, %d times; %d wrong\n", right.size(), threads * rounds, wrong.load());
  return wrong == 0;
}

}  // namespace

int main(int count, char** arguments) {
  satchel::hosted::mapped_file file;
  if (count != 2 || file.open(arguments[1]) != 0) {
    std::fputs("usage: concurrent_readers ARCHIVE\n", stderr);
    return 2;
  }
  bool good = true;
  for (const satchel::checking how : {satchel::checking::on_read, satchel::checking::once, satchel::checking::at_open})
    good = same_at_once(file.storage(), how) && good;
  return good ? 0 : 1;
}
