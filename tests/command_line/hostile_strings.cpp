// Packs articles that would command a terminal, as no importer would let them through: hostile_strings ARCHIVE
#include <satchel/pack.hpp>

#include <string>
#include <utility>

namespace {

// One of each kind: escape sequences, single controls, marks of direction.
const std::string hostile =
    "\x1b[31mred\x1b]0;title\x07 a\x7f"
    "b \xC2\x9B"
    "5m \xC2\x85 \r\b \xE2\x80\xAE"
    "turned\xE2\x80\xAC \xE2\x81\xA6isolated\xE2\x81\xA9 \xE2\x80\x8E\xE2\x80\x8F\xD8\x9C end";

satchel::pack::article hostile_article() {
  satchel::pack::article a;
  a.identifier = "id " + hostile;
  a.title = "ferry " + hostile;
  a.subtitle = a.source = a.url = hostile;
  a.published = "2020-01-01";
  a.authors = a.tags = {hostile};
  a.fields = {{"name " + hostile, "value " + hostile}};
  for (const auto kind : {satchel::kind::heading, satchel::kind::paragraph, satchel::kind::list_item,
                          satchel::kind::quote, satchel::kind::code, satchel::kind::reference})
    a.body.push_back({kind, 1, "ferry " + hostile + "\n\tferry " + hostile});
  return a;
}

}  // namespace

int main(int count, char** values) {
  if (count != 2) return 2;
  satchel::pack::options how;
  how.output = values[1];
  how.name = "name " + hostile;
  how.articles = [left = true](satchel::pack::article& next, const satchel::pack::report&) mutable {
    next = hostile_article();
    return std::exchange(left, false);
  };
  satchel::pack::pack(how, [](const satchel::pack::problem&) {});
}
