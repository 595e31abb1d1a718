// What the reader makes of the numbers of schema/NUMBERS.md. A line of the input is one of
//
//   weight ARTICLES DF | bounded R BYTES | median R N BYTES | interpolative N LO HI BYTES | rice K BYTES
//
// with BYTES in hexadecimal; its answer is the number or numbers.
#include <satchel/detail/index/term_weight.hpp>
#include <satchel/format/bits.hpp>

#include <cstddef>
#include <cstdint>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

namespace {

// Bytes for a bit_reader, one at a time.
struct source {
  std::vector<std::byte> bytes;
  std::size_t at = 0;
  const std::byte* ahead(std::ptrdiff_t) const { return nullptr; }
  void pass(const std::byte*) {}
  std::byte byte() { return at < bytes.size() ? bytes[at++] : std::byte{}; }
};

source bytes_of(const std::string& hexadecimal) {
  source out;
  for (std::size_t i = 0; i + 1 < hexadecimal.size(); i += 2)
    out.bytes.push_back(static_cast<std::byte>(std::stoul(hexadecimal.substr(i, 2), nullptr, 16)));
  return out;
}

void answer(const std::string& line) {
  std::istringstream words(line);
  std::string what, hexadecimal;
  words >> what;
  std::uint32_t a[3] = {};
  const std::size_t count = what == "interpolative" ? 3 : what == "weight" || what == "median" ? 2 : 1;
  for (std::size_t i = 0; i < count; ++i) words >> a[i];
  words >> hexadecimal;
  source from = bytes_of(hexadecimal);
  satchel::format::bit_reader<source> bits(from);
  if (what == "weight") {
    std::cout << satchel::detail::term_weight(a[1], a[0]);
  } else if (what == "bounded") {
    std::cout << bits.bounded(a[0]);
  } else if (what == "median") {
    std::cout << bits.median(a[0], a[1]);
  } else if (what == "rice") {
    std::cout << bits.rice(a[0]);
  } else if (what == "interpolative") {
    std::vector<std::uint32_t> out(a[0]);
    bits.interpolative(out.data(), a[0], a[1], a[2]);
    for (std::size_t i = 0; i < out.size(); ++i) std::cout << (i == 0 ? "" : " ") << out[i];
  } else {
    std::cout << "unknown";
  }
  std::cout << '\n';
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) answer(line);
  return 0;
}
