// Satchel in the benchmark (command_line.hpp).
#include "command_line.hpp"

#include <satchel/hosted/file_archive.hpp>

#include <unistd.h>
#include <cerrno>
#include <cstring>

namespace {

using bench::kind;

void check(satchel::error e) {
  if (e) throw std::runtime_error(satchel::message(e.code));
}

// The tool packs, the options are its own.
void run_tool(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), SATCHEL_TOOL);
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  execv(SATCHEL_TOOL, pointers.data());
  throw std::runtime_error(std::string(SATCHEL_TOOL) + ": " + std::strerror(errno));
}

class satchel_system {
  // Calls f with the archive in use.
  template <class F>
  auto with(F&& f) {
    return read_ ? f(file_) : f(mapped_);
  }

 public:
  satchel_system(const std::string& target, bool read) : read_(read) {
    check(with([&](auto& archive) { return archive.open(target.c_str()); }));
  }

  static void index(const std::vector<std::string>& a) {
    std::vector<std::string> arguments{"pack", a[0], "-o", a[1], "--body", "text", "--quiet"};
    arguments.insert(arguments.end(), a.begin() + 2, a.end());
    run_tool(arguments);
  }

  static void sizes(const std::string& target) { run_tool({"info", "--sizes", "--json", target}); }

  std::optional<std::string> prepare(kind k, const std::vector<std::string>& words) {
    switch (k) {
      case kind::term:
      case kind::either:
        return bench::joined(words, " ");
      case kind::both:
        return bench::joined(words, " AND ");
      case kind::phrase:
        return bench::joined(words, " ", "\"", "\"");
      case kind::prefix:
        return bench::joined(words, " ", "", "*");
      case kind::other:
        break;
    }
    return std::nullopt;
  }

  std::size_t search(const std::string& query) {
    check(with([&](auto& archive) { return archive.search(query, hits_); }));
    return hits_.size();
  }

  std::size_t titles() {
    std::size_t bytes = 0;
    for (const satchel::hit h : hits_) bytes += with([&](auto& archive) { return archive.title(h); }).size();
    return bytes;
  }

  std::size_t article() {
    if (hits_.empty()) return 0;
    std::size_t bytes = 0;
    check(with([&](auto& archive) {
      return archive.get().read(hits_[0].article, [&](const satchel::piece& p) {
        if (p.kind == satchel::kind::title || p.kind >= satchel::kind::heading) bytes += p.text.size();
      });
    }));
    return bytes;
  }

  template <class F>
  void matches(const std::string& query, F&& f) {
    read_identifiers();
    all_.resize(identifiers_.size());
    satchel::hit_list all(all_.data(), static_cast<std::uint32_t>(all_.size()));
    satchel::search_options options;
    options.count = true;
    check(with([&](auto& archive) { return archive.search(query, all, options); }));
    for (const satchel::hit h : all) f(identifiers_[h.article]);
  }

 private:
  void read_identifiers() {
    if (!identifiers_.empty()) return;
    satchel::archive& archive = mapped_.get();
    for (std::uint32_t i = 0; i < archive.size(); ++i) {
      satchel::article_entry s;
      check(archive.find_entry(i, s));
      identifiers_.emplace_back(s.identifier);
    }
  }

  bool read_;
  satchel::mapped_archive mapped_;
  satchel::file_archive file_;
  satchel::hits<bench::hits_wanted> hits_;
  std::vector<std::string> identifiers_;
  std::vector<satchel::hit> all_;
};

}  // namespace

int main(int count, char** values) { return bench::run<satchel_system>(count, values); }
