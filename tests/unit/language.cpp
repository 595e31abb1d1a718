#include "pack/index/stemmer.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

using satchel::pack::detect_language;
using satchel::pack::is_stemmer;
using satchel::pack::stemmer;
using satchel::pack::stemmer_for;

TEST_CASE("a term with a digit is its own stem") {
  stemmer english("english");
  for (const char* term : {"route0s", "route9s", "mp3s", "route66s"}) CHECK(english.stem(term) == term);
  CHECK(english.stem("routes") == "rout");
}

TEST_CASE("a stemmer groups the forms of a word") {
  stemmer english("english");
  CHECK(english.stem("ceasefires") == english.stem("ceasefire"));
  CHECK(english.stem("connected") == "connect");
  CHECK(english.stem("connections") == "connect");
  stemmer russian("russian");
  CHECK(russian.stem("книгами") == "книг");
  stemmer german("german");
  CHECK(std::string(german.stem("hauser")) == german.stem("haus"));
}

TEST_CASE("some terms are their own stems") {
  stemmer english("english");
  CHECK(english.stem("").empty());
  CHECK(english.stem("f16s") == "f16s");
  CHECK(english.stem("東京") == "東京");
  CHECK(english.stem("ไท") == "ไท");
  stemmer none("");
  CHECK(none.stem("connections") == "connections");
}

TEST_CASE("a stemmer takes whatever bytes come") {
  stemmer arabic("arabic");
  CHECK_FALSE(arabic.stem("\xFF\xC3").empty());
  stemmer turkish("turkish");
  CHECK_FALSE(turkish.stem(std::string(4096, 'a')).empty());
}

TEST_CASE("an unknown stemmer is named, with those that there are") {
  CHECK_THROWS_WITH_AS(stemmer("klingon"), doctest::Contains("klingon"), std::invalid_argument);
  CHECK_THROWS_WITH_AS(stemmer("klingon"), doctest::Contains("english"), std::invalid_argument);
}

TEST_CASE("language tags name stemmers that exist") {
  CHECK(stemmer_for("en") == "english");
  CHECK(stemmer_for("de") == "german");
  CHECK(stemmer_for("pt-BR") == "portuguese");
  CHECK(stemmer_for("EN_us") == "english");
  CHECK(stemmer_for("nb") == "norwegian");
  CHECK(stemmer_for("zh-Hant").empty());
  CHECK(stemmer_for("eng").empty());
  CHECK(stemmer_for("").empty());
  CHECK(is_stemmer("english"));
  for (const char* other : {"en", "klingon", ""}) CHECK_FALSE(is_stemmer(other));
  for (char a = 'a'; a <= 'z'; ++a)
    for (char b = 'a'; b <= 'z'; ++b) CHECK_NOTHROW(stemmer(stemmer_for(std::string{a, b})));
}

TEST_CASE("the language of a text is found, or not at all") {
  CHECK(detect_language("The harbour was quiet in the morning, and the fishermen were mending their nets while the "
                        "children walked along the wall to school.") == "en");
  CHECK(detect_language("Der Hafen war am Morgen ruhig, und die Fischer flickten ihre Netze, während die Kinder auf "
                        "der Mauer entlang zur Schule gingen.") == "de");
  CHECK(detect_language("Утром в гавани было тихо, рыбаки чинили свои сети, а дети шли вдоль стены в школу.") == "ru");
  CHECK(detect_language("早晨的港口很安静，渔民们在修补渔网，孩子们沿着堤岸走去上学。") == "zh");
  CHECK(detect_language("הנמל היה שקט בבוקר, והדייגים תיקנו את הרשתות שלהם בזמן שהילדים הלכו לבית הספר.") == "he");
  CHECK(detect_language("").empty());
  CHECK(detect_language("12 345 67.8 %").empty());
  CHECK(detect_language("zq").empty());
  CHECK(detect_language(std::string(1000, '\xFF')).empty());
}

TEST_CASE("stray bytes do not hide the language") {
  CHECK(detect_language("The harbour was quiet \xFF in the morning,\x01 and the fishermen were mending their nets "
                        "\xC3 while the children walked along the wall to school.") == "en");
}
