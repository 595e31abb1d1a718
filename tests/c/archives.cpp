#include "archives.hpp"

#include <satchel/pack.hpp>

#include "temporary.hpp"

#include <doctest/doctest.h>

#include <cstring>
#include <fstream>
#include <iterator>

namespace c_test {
namespace {

file_bytes packed(satchel::pack::options how) {
  const satchel::test::temporary_directory place;
  how.output = (place.path() / "packed.satchel").string();
  how.page_bytes = 512;
  how.block_bytes = 2048;
  how.threads = 1;
  satchel::pack::pack(how, [](const satchel::pack::problem& p) { MESSAGE(p.where, ": ", p.what); });
  std::ifstream in(how.output, std::ios::binary);
  const std::string all{std::istreambuf_iterator<char>(in), {}};
  file_bytes out(all.size());
  std::memcpy(out.data(), all.data(), all.size());
  return out;
}

int copy(void* context, std::uint64_t offset, std::size_t size, void* scratch) {
  std::memcpy(scratch, static_cast<const file_bytes*>(context)->data() + offset, size);
  return 1;
}

}  // namespace

const file_bytes& seeds() {
  static const file_bytes made = [] {
    satchel::pack::options how;
    how.inputs = {SATCHEL_ROOT "/seeds"};
    how.name = "Samples";
    how.dictionary_bytes = 4096;
    return packed(how);
  }();
  return made;
}

const file_bytes& letters() {
  static const file_bytes made = [] {
    satchel::pack::options how;
    how.dictionary_bytes = 0;
    how.language = "none";
    std::uint32_t number = 0;
    how.articles = [&](satchel::pack::article& a, const satchel::pack::report&) {
      if (number == 300) return false;
      a.identifier = "letter-" + std::to_string(number++);
      a.title = "The letter of day " + std::to_string(number);
      a.body.push_back({satchel::kind::paragraph, 0, "A printer writes of paper" + std::string(number % 7, '!')});
      return true;
    };
    return packed(how);
  }();
  return made;
}

satchel_storage in_memory(const file_bytes& from) { return {nullptr, nullptr, nullptr, from.data(), from.size()}; }

satchel_storage copying(const file_bytes& from) {
  return {copy, nullptr, const_cast<file_bytes*>(&from), nullptr, from.size()};
}

opened::opened(const satchel_storage& storage, std::size_t workspace_bytes, std::uint32_t check)
    : workspace_(workspace_bytes / 8) {
  satchel_config how = {};
  how.storage = storage;
  how.workspace = workspace_.data();
  how.workspace_size = workspace_.size() * 8;
  how.check = check;
  failure_ = satchel_open(&archive_, &how);
}

satchel_query_size size_of_terms(std::uint32_t terms) {
  satchel_query_size out;
  REQUIRE(satchel_size_of_terms(terms, &out).code == SATCHEL_OK);
  return out;
}

std::string explain(const satchel_error& e) {
  std::string text(satchel_explain(&e, nullptr, 0) + 1, '?');
  satchel_explain(&e, text.data(), text.size());
  text.pop_back();
  return text;
}

}  // namespace c_test
