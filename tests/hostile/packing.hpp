// Archives made for a test.
#pragma once

#include <satchel/pack.hpp>

#include <cstddef>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

namespace hostile {

using file_bytes = std::vector<std::byte>;
using articles = std::vector<nlohmann::json>;

// Small pages and blocks, no dictionary: damage has many places to be in few bytes.
satchel::pack::options small_parts();

// The workspace that options::memory_bytes leaves to a reader with the decoder of these tests.
std::uint64_t workspace_for(const satchel::pack::options& how);

// Packs articles, written as JSON Lines, and gives the archive's bytes. Fails the test when the packer does.
file_bytes packed(const articles& all, satchel::pack::options how = small_parts());

// Appends numbers of chance, which hardly compress and are terms of their own, up to `size` bytes or a few more.
void add_numbers(std::string& text, std::mt19937& random, std::size_t size);
// An archive of one article with this text.
file_bytes packed_text(const std::string& text);

// Three articles with metadata, in two scripts, one longer than a block: a bit more than 4 KB when packed.
articles small_collection();

// As many articles of made-up sentences as a dictionary takes to train.
articles wordy_collection();
// As many as make long lists.
articles many_articles();
// Large enough, and alike enough, for its texts to be coded with words.
articles repeated_collection();

}  // namespace hostile
