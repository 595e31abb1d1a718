// Merging archives, one of them forged: whatever can be read of them is packed again, and the result is sound.
// Input: which archives, changes of the first, options.
#include "forger.hpp"
#include "made_archive.hpp"
#include "require.hpp"

#include <satchel/hosted/file_archive.hpp>
#include <satchel/pack.hpp>

#include "../../tools/satchel/article.hpp"

namespace {

using fuzz::require;
namespace pack = satchel::pack;

// The articles of both, as satchel merge takes them: those that cannot be read are lost.
class both {
 public:
  both(const satchel::storage& first, const satchel::storage& second) : storages_{first, second} {}

  bool next(pack::article& out) {
    for (; archive_ < 2; ++archive_, article_ = 0) {
      if (article_ == 0 && opened_.open(storages_[archive_], satchel::checking::once)) continue;
      while (article_ < opened_.size()) {
        out = {};
        if (!satchel::tool::read_article(opened_.get(), article_++, out)) return ++read_, true;
      }
    }
    return false;
  }
  std::uint32_t read() const { return read_; }

 private:
  satchel::storage storages_[2];
  satchel::mapped_archive opened_;
  std::uint32_t archive_ = 0, article_ = 0, read_ = 0;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static fuzz::archive_place place;
  fuzz::input in(data, size);
  const std::uint8_t how = in.byte();
  fuzz::forger_of(how % 3).forge(in.part(), place);
  const fuzz::seed& other = fuzz::packed_seeds[how / 8 % fuzz::packings];
  both articles(place.direct(), satchel::in_memory({reinterpret_cast<const std::byte*>(other.bytes), other.size}));
  pack::options options = fuzz::quick_options();
  options.positions = static_cast<pack::positions>(how / 32 % 3);
  options.articles = [&](pack::article& next, const pack::report&) { return articles.next(next); };
  try {
    pack::pack(options, [](const pack::problem&) {});
  } catch (const pack::failure&) {  // a piece that cannot be stored
    return 0;
  }
  satchel::mapped_archive made;
  require(!made.open(options.output.c_str()), "what was merged can be opened");
  require(made.size() <= articles.read(), "no articles but those that were read");
  satchel::verify_result result;
  require(!satchel::verify(made.get(), result, [](const satchel::error&) {}) && result.damaged == 0,
          "what was merged is sound");
  return 0;
}
