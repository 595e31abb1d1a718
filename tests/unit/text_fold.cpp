#include <satchel/text/fold.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <type_traits>

namespace {

using namespace satchel::text;

std::string folded_text(std::string_view text, std::size_t capacity = 256) {
  std::string out(capacity, '\0');
  out.resize(fold_text(text, out.data(), capacity));
  return out;
}

}  // namespace

// A view of a temporary string would outlive it.
static_assert(!std::is_constructible_v<folder, std::string>);
static_assert(std::is_constructible_v<folder, std::string&>);
static_assert(std::is_constructible_v<folder, const char*>);

TEST_CASE("folding takes case, diacritics and compatibility forms away") {
  CHECK(folded_text("Crème BRÛLÉE") == "creme brulee");
  CHECK(folded_text("Straße STRASSE STRAẞE") == "strasse strasse strasse");
  CHECK(folded_text("ﬁnal eﬀort ﬄ") == "final effort ffl");
  CHECK(folded_text("Ｆｕｌｌ　ｗｉｄｔｈ１２") == "full width12");
  CHECK(folded_text("ŁÓDŹ Ørsted Đorđe ħal ŧ") == "lodz orsted dorde hal t");
  CHECK(folded_text("Ærø œuvre") == "aero oeuvre");
  CHECK(folded_text("İstanbul ISPARTA ısı") == "istanbul isparta isi");
  CHECK(folded_text("m² H₂O x³⁴") == "m2 h2o x34");
  CHECK(folded_text("① ⑩ ⑴ Ⅷ") == "1 10 1 viii");
  CHECK(folded_text("½") == "1 2");
  CHECK(folded_text("ΣΊΣΥΦΟΣ σίσυφος ᾼ ῷ") == "σισυφοσ σισυφοσ α ω");
  CHECK(folded_text("ЁЛКА Ёлка") == "елка елка");
  CHECK(folded_text("Їжак ЇЖАК") == "іжак іжак");
  CHECK(folded_text("𝐁𝐨𝐥𝐝 𝒮𝒸𝓇 𝔽𝟛 Ⓐ") == "bold scr f3 a");
  CHECK(folded_text("㎏ ㎡ ℃ №") == "kg m2 c no");
  CHECK(folded_text("Windows™") == "windows");
}

TEST_CASE("the short i of Cyrillic keeps its breve, however it is written") {
  CHECK(folded_text("Йод йод") == "йод йод");
  CHECK(folded_text("\u0418\u0306од") == "йод");
  CHECK(folded_text("\u0438\u0323\u0306") == "й");
  CHECK(folded_text("иод") == "иод");
}

TEST_CASE("marks of Semitic scripts go, those of India stay") {
  CHECK(folded_text("كِتَابٌ") == "كتاب");
  CHECK(folded_text("كـــتاب") == "كتاب");
  CHECK(folded_text("أحمد آدم") == "احمد ادم");
  CHECK(folded_text("ﺳﻼﻡ") == "سلام");
  CHECK(folded_text("שָׁלוֹם") == "שלום");
  CHECK(folded_text("בית־ספר") == "בית ספר");
  CHECK(folded_text("हिन्दी") == "हिन्दी");
  CHECK(folded_text("தமிழ்") == "தமிழ்");
  CHECK(folded_text("বাংলা") == "বাংলা");
}

TEST_CASE("digits of all scripts become ASCII digits") {
  CHECK(folded_text("٢٠٢٤ ۲۰۲۴ २०२४ ২০২৪ ๒๐๒๔ ༢༠༢༤ ２０２４") == "2024 2024 2024 2024 2024 2024 2024");
  CHECK(class_of(U'๒') == char_class::word);
}

TEST_CASE("what is not seen does not separate") {
  CHECK(folded_text("co\u00ADop\u200Ber\u200Da\u200Cti\uFEFFon\u2060s") == "cooperations");
  CHECK(folded_text("\uFEFFstart") == "start");
  CHECK(folded_text("a\uFE0Fb") == "ab");
  CHECK(folded_text("\u00AD\u200D").empty());
}

TEST_CASE("letters for the modifier apostrophe separate like the apostrophe, half rings go") {
  CHECK(folded_text("м'ята м\u2019ята м\u02BCята") == "м ята м ята м ята");
  CHECK(folded_text("Qur\u02BEan \u02BFAbd") == "quran abd");
}

TEST_CASE("composed and decomposed text fold alike") {
  CHECK(folded_text("e\u0301te\u0301") == folded_text("été"));
  CHECK(folded_text("\u1112\u1161\u11AB\u1100\u1173\u11AF") == "한글");
  CHECK(folded_text("가각") == "가각");
  CHECK(folded_text("か\u3099は\u309Aう\u3099ワ\u3099ヽ\u3099") == "がぱゔヷヾ");
  CHECK(folded_text("ｶﾞﾊﾟｳﾞｰ") == "ガパヴー");
  CHECK(folded_text("あ\u3099") == "あ\u3099");
}

TEST_CASE("a folded title has single spaces and fits") {
  CHECK(folded_text("  Hello,\t\n  -- World!  ") == "hello world");
  CHECK(folded_text("").empty());
  CHECK(folded_text(" .,;\u3000—").empty());
  CHECK(folded_text("東京 タワー") == "東京 タワー");
  CHECK(folded_text("ab cd", 0).empty());
  CHECK(folded_text("ab cd", 2) == "ab");
  CHECK(folded_text("ab cd", 3) == "ab");
  CHECK(folded_text("ab cd", 4) == "ab c");
  CHECK(folded_text("aжb", 2) == "a");
  CHECK(folded_text("東京", 5) == "東");
  CHECK(folded_text("a\xFF\xC3z") == "a z");
}
