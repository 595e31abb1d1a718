// satchel-tables: writes the folding table that the analyzer includes. Runs at build time, on the machine that builds.
#include "encode.hpp"

#include <utf8proc.h>

#include <cstdio>
#include <exception>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>

namespace {

using satchel::tables::encoded;

template <typename T>
void write_array(std::ostream& out, std::string_view name, const std::vector<T>& values) {
  constexpr std::size_t per_line = 16;
  out << "inline constexpr std::uint" << 8 * sizeof(T) << "_t " << name << "[" << values.size() << "] = {";
  for (std::size_t i = 0; i < values.size(); ++i) out << (i % per_line == 0 ? "\n    " : " ") << +values[i] << ",";
  out << "\n};\n";
}

void write_header(std::ostream& out, const encoded& table) {
  out << "// The folding table; fold_layout.hpp says what it means. Made by satchel-tables from Unicode "
      << utf8proc_unicode_version() << ".\n"
      << "#pragma once\n\n#include <cstdint>\n\nnamespace satchel::text::detail {\n\n";
  write_array(out, "fold_starts", table.starts);
  write_array(out, "fold_rules", table.rules);
  write_array(out, "fold_buckets", table.buckets);
  write_array(out, "fold_bases", table.bases);
  write_array(out, "fold_bytes", table.bytes);
  write_array(out, "fold_words", table.words);
  write_array(out, "fold_high", table.high);
  out << "inline constexpr unsigned fold_high_plane_2 = " << table.high_plane_2 << ";\n";
  write_array(out, "fold_digits", table.digits);
  out << "inline constexpr unsigned fold_digits_above = " << table.digits_above << ";\n";
  out << "\n}  // namespace satchel::text::detail\n";
}

void print_statistics(const encoded& table) {
  std::cout << "ranges   " << table.starts.size() << ", " << 4 * table.starts.size() << " bytes\n"
            << "buckets  " << 2 * table.buckets.size() << " bytes\n"
            << "lists    " << table.bytes.size() + 2 * (table.words.size() + table.high.size() + table.bases.size())
            << " bytes\n"
            << "digits   " << 2 * table.digits.size() << " bytes\n"
            << "table    " << table.size() << " bytes, Unicode " << utf8proc_unicode_version() << "\n";
}

int run(std::string_view output, bool statistics) {
  const encoded table = satchel::tables::encode(satchel::tables::foldings());
  std::ofstream out{std::string(output), std::ios::binary};
  write_header(out, table);
  out.close();
  if (!out) {
    std::cerr << "satchel-tables: cannot write " << output << "; is its folder there and writable?\n";
    return 1;
  }
  if (statistics) print_statistics(table);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const bool statistics = argc == 3 && std::string_view(argv[2]) == "--stats";
  if (argc != 2 && !statistics) {
    std::cerr << "usage: satchel-tables <output> [--stats]\n";
    return 2;
  }
  try {
    return run(argv[1], statistics);
  } catch (const std::exception& e) {
    std::cerr << "satchel-tables: " << e.what() << "\n";
    return 1;
  }
}
