#include "pack/text/catalog_writer.hpp"

#include "pack/io/scratch.hpp"

#include <satchel/format/flatbuffer.hpp>

namespace satchel::pack {

std::string plain_catalog::flatbuffer(const std::vector<format::frame_extent>& frames) const {
  const catalogued_article& first = articles.front();
  std::string starts, identifiers, titles;
  std::uint32_t before = first.block;
  for (const catalogued_article& a : articles) {
    const std::uint64_t step = a.block - before;
    put_varint(starts, step << format::start_flag_bits | (a.identifier_cut ? format::start_identifier_cut : 0) |
                           (a.title_cut ? format::start_title_cut : 0) | (a.begins_block ? format::start_of_block : 0));
    if (step > 1) put_varint(starts, frames[a.block].offset - frames[before].offset - frames[before].size);
    if (step > 0) put_varint(starts, frames[a.block].size);
    before = a.block;
    identifiers += a.identifier;
    identifiers += static_cast<char>(format::piece_end);
    titles += a.title;
    titles += static_cast<char>(format::piece_end);
  }
  flatbuffers::FlatBufferBuilder builder(identifiers.size() + titles.size() + starts.size() + 128);
  const auto bytes = [&](const std::string& s) {
    return builder.CreateVector(reinterpret_cast<const std::uint8_t*>(s.data()), s.size());
  };
  const auto title_vector = bytes(titles);
  const auto identifier_vector = bytes(identifiers);
  const auto start_vector = bytes(starts);
  builder.Finish(format::CreateCatalog(builder, number, first.block, first.start, frames[first.block].offset,
                                       frames[first.block].size, start_vector, identifier_vector, title_vector));
  return {reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize()};
}

}  // namespace satchel::pack
