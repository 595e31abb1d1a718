// Reading files: lines of any length, pipes that give a little at a time; names fit to be shown; blanks and front
// matter.
#include "import/io/file_tree.hpp"
#include "import/io/input.hpp"
#include "import/json/json_value.hpp"
#include "import/markdown/shortcodes.hpp"
#include "import_support.hpp"

#include <doctest/doctest.h>

#include <sys/stat.h>

#include <string>
#include <thread>

namespace {

using import_test::import_all;
using import_test::import_text;
using import_test::strings;
using import_test::temporary_directory;
using satchel::pack::input;
using satchel::pack::printable_path;

strings lines_of(const std::string& path) {
  input in(path);
  strings lines;
  std::string line = "left over";
  while (in.next_line(line)) lines.push_back(line);
  CHECK(in.error().empty());
  return lines;
}

std::string body(const satchel::pack::article& a) {
  std::string text;
  for (const auto& p : a.body) text += p.text + '\n';
  return text;
}

TEST_CASE("lines of any length, whatever part of the file is read at a time") {
  const temporary_directory d;
  for (const strings& lines :
       {strings{"one", "", "three"},
        strings{std::string(200000, 'a'), std::string(100000, 'b'), "c", std::string(30000, 'd')},
        strings{std::string(262143, 'a'), "b"}, strings{std::string(262144, 'a'), "b"},
        strings{std::string(600000, 'a'), std::string(600000, 'b'), "c"}}) {
    std::string whole;
    for (const auto& line : lines) whole += line + '\n';
    CHECK(lines_of(d.write("f", whole)) == lines);
    whole.pop_back();
    CHECK(lines_of(d.write("f", whole)) == lines);
    input in(d.write("f", whole));
    const std::string start(in.peek());
    CHECK(start == whole.substr(0, 65536));
    std::string line;
    CHECK(in.next_line(line));
    CHECK(line == lines[0]);
    CHECK(in.read_all() == (lines.size() > 1 ? whole.substr(line.size() + 1) : ""));
  }
  CHECK(lines_of(d.write("f", "")).empty());
  CHECK(lines_of(d.write("f", "\n")) == strings{""});
  input none(d.path() + "/none");
  CHECK_FALSE(none.error().empty());
  CHECK(none.peek().empty());
}

TEST_CASE("a pipe may give a byte at a time") {
  const temporary_directory d;
  const std::string path = d.path() + "/pipe";
  REQUIRE(mkfifo(path.c_str(), 0600) == 0);
  std::thread writer([&] {
    std::ofstream out(path);
    for (const char c : {'a', 'b', '\n', 'c'}) {
      out << c << std::flush;
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  });
  CHECK(lines_of(path) == strings{"ab", "c"});
  writer.join();
}

TEST_CASE("names are shown without what no terminal should get") {
  CHECK(printable_path("a b~") == "a b~");
  CHECK(printable_path("a\x1F\x7F\n") == "a%1F%7F%0A");
  CHECK(printable_path("\xC2\x80\xC2\x9F\xC2\xA0") == "%C2%80%C2%9F\xC2\xA0");
  CHECK(printable_path("\xFF\xC3\xA4\xC3") == "%FF\xC3\xA4%C3");
  CHECK(printable_path("\xF0\x9F\x93\x9A") == "\xF0\x9F\x93\x9A");
}

TEST_CASE("what follows a directory is read too") {
  const temporary_directory d;
  d.write("a/one.txt", "Ink\n\nSoot.\n");
  d.write("b.txt", "Wax\n\nBees.\n");
  CHECK(import_all({d.path() + "/a", d.path() + "/b.txt", d.path() + "/a/"}).articles.size() == 3);
}

TEST_CASE("blank files, blank lines") {
  const temporary_directory d;
  CHECK(import_text("a.txt", std::string(999, ' ')).problems.at(0).what == "the file is empty");
  CHECK(import_text("a.jsonl", "\n \n{\"title\":\"a\",\"body\":\"b\"}\n\n").problems.empty());
  CHECK(import_text("a.jsonl", std::string(1000, '\n')).problems.at(0).what == "the file is empty");
}

TEST_CASE("bytes that are not UTF-8 are counted in every format") {
  for (const char* name : {"a.json", "a.jsonl"}) {
    CAPTURE(name);
    const auto r = import_text(name, "{\"title\":\"a\xFF\",\"body\":\"b\xFF\"}");
    REQUIRE(r.problems.size() == 1);
    CHECK(r.problems[0].what == "2 places are not valid UTF-8");
    CHECK(import_text(name, "{\"title\":\"a\xFF\",\"body\":\"b\"}").problems.at(0).what ==
          "1 place is not valid UTF-8");
  }
  CHECK(import_text("a.txt", "a\xFF\n\nb.").problems.at(0).what == "1 place is not valid UTF-8");
  CHECK(import_text("a.txt", "a\xFF\n\nb\xFF.").problems.at(0).what == "2 places are not valid UTF-8");
}

TEST_CASE("directives of generators go where there is front matter, and only there") {
  using satchel::pack::without_shortcodes;
  CHECK(without_shortcodes("a {{< b >}} c {{% d %}} e {% f %} g") == "a  c  e  g");
  CHECK(without_shortcodes("{{< pic alt=\"a mill\" >}}") == "a mill");
  CHECK(without_shortcodes("{{< pic alt=\"a mill >}}") == "");
  CHECK(without_shortcodes("{a} {{b}} {{< c {% d") == "{a} {{b}} {{< c {% d");
  CHECK(without_shortcodes("{{< " + std::string(3993, 'a') + ">}}b") == "b");
  CHECK(without_shortcodes("{{< " + std::string(3994, 'a') + ">}}b") != "b");
  CHECK(without_shortcodes("{%}") == "{%}");
  CHECK(without_shortcodes("") == "");
  CHECK(body(import_text("a.md", "---\ntitle: A\n---\nInk {{< x >}} soot.").articles.at(0)) == "Ink soot.\n");
  CHECK(body(import_text("a.md", "# A\n\nInk {{< x >}} soot.").articles.at(0)) == "Ink {{< x >}} soot.\n");
  CHECK(body(import_text("a.txt", "---\ntitle: A\n---\nInk {{< x >}} soot.").articles.at(0)) ==
        "Ink {{< x >}} soot.\n");
}

TEST_CASE("front matter lies between fences at the beginning") {
  const auto title = [](const std::string& text) { return import_text("a.md", text).articles.at(0).title; };
  CHECK(title("---\ntitle: One\n---\nText.") == "One");
  CHECK(title("--- \ntitle: One\n...\nText.") == "One");
  CHECK(title("---\n\ntitle: One\n---") == "One");
  CHECK(title("---\n---\n# Two\n\nText.") == "Two");
  CHECK(title("----\ntitle: One\n---\n# Two\n\nText.") != "One");
  CHECK(title("...\ntitle: One\n---\n# Two\n\nText.") != "One");
  CHECK(title("\n---\ntitle: One\n---\n# Two\n\nText.") != "One");
  CHECK(title("---\n- One\n---\n# Two\n\nText.") != "One");
  // Its last line begins at most a mebibyte behind the first.
  const auto long_one = [](std::size_t bytes) {
    return "title: One\n#" + std::string(bytes - 13, '-') + "\n---\nText.";
  };
  CHECK(title("---\n" + long_one(1 << 20)) == "One");
  CHECK(title("---\n" + long_one((1 << 20) + 1)) != "One");
  const auto fields = import_text("a.md",
                                  "---\nauthor: {name: Ann Lee}\ntags: [ink, {name: wax}, [rag]]\nbody: x\n? [a]\n: "
                                  "b\nlist: [1, 2]\n---\n# T\n\nText.")
                          .articles.at(0);
  CHECK(fields.authors == strings{"Ann Lee"});
  CHECK(fields.tags == strings{"ink", "wax"});
  CHECK(fields.fields == std::vector<std::pair<std::string, std::string>>{{"body", "x"}, {"list", "1"}, {"list", "2"}});
  for (const std::size_t line : {2, 3, 5}) {
    const auto r = import_text("a.md", "---\n" + std::string(line - 2, '\n') + "a: [\n---\n# T\n\nText.");
    REQUIRE(r.problems.size() == 1);
    CAPTURE(r.problems[0].where);
    const auto said = std::stoul(r.problems[0].where.substr(r.problems[0].where.rfind(':') + 1));
    CHECK(said >= line);
    CHECK(said <= line + 1);
  }
}

TEST_CASE("Markdown in a text file shows by links or two other signs") {
  const auto marked = [](const std::string& text) { return import_text("a.txt", text).articles.at(0).title == "Mill"; };
  // A heading of Markdown is a title only where the file is read as such.
  for (const char* sign : {"[a](b)", "# Mill\n\n```\nx\n```", "<http://a.b>\n\n<https://a.b>", "**a** b\n\n**c** d",
                           "<u>a</u>\n\n<b>b</b>", "<i>a</i>\n\n<em>b</em>", "<strong>a</strong>\n\n###### b"}) {
    CAPTURE(sign);
    CHECK(marked("Mill\n===\n\nText of it.\n\n" + std::string(sign)));
  }
  const auto links = [](const std::string& text) {
    return body(import_text("a.txt", "The text.\n\n" + text).articles.at(0));
  };
  CHECK(links("See *it* and [a](b).").find("See it and a.") != std::string::npos);
  CHECK(links("See *it*, ](b) and [a.").find("*it*") != std::string::npos);
  CHECK(links("See *it*, [a](b.").find("*it*") != std::string::npos);
  CHECK(links("See *it*.\n\n# One").find("*it*") != std::string::npos);
  CHECK(links("See *it*.\n\n# One\n\n## Two").find("See it.") != std::string::npos);
  CHECK(links("See *it*.\n\n####### One\n\n####### Two").find("*it*") != std::string::npos);
  CHECK(links("See *it*.\n\n###### One\n\n###### Two").find("See it.") != std::string::npos);
  CHECK(links("See *it*.\n\n#One\n\n#Two").find("*it*") != std::string::npos);
  CHECK(links("See *it*.\n\n ** a **** b").find("*it*") != std::string::npos);
  CHECK(links("See *it*.\n\n**a** b\n\n<https://a.b>").find("See it.") != std::string::npos);
  CHECK(links("See *it*.\n\n</u> <u>\n\n</b> <b>").find("*it*") != std::string::npos);
  CHECK(links("See *it*.\n\n<u>a</u> b\n\n<i>c</i> d").find("See it.") != std::string::npos);
}

TEST_CASE("halves of surrogate pairs, whatever stands around them") {
  const auto read = [](std::string text) {
    std::size_t at = 7;
    return satchel::pack::read_json(text.insert(0, "[\"\\udfff\",\"") += "\"]", at);  // the first is always a half
  };
  CHECK(read("\\ud83d\\udcda")[1] == "\xF0\x9F\x93\x9A");
  CHECK(read("\\ud800\\udc00")[1] == "\xF0\x90\x80\x80");
  CHECK(read("\\uDBFF\\uDFFF")[1] == "\xF4\x8F\xBF\xBF");
  CHECK(read("\\ud800\\ud800\\udc00")[1] == "\xEF\xBF\xBD\xF0\x90\x80\x80");
  CHECK(read("\\udc00\\ud800")[1] == "\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(read("\\ud7ff\\ue000")[1] == "\xED\x9F\xBF\xEE\x80\x80");
  CHECK(read("\\ud83d\\udcda!")[1] == "\xF0\x9F\x93\x9A!");
  CHECK(read("\\\\ud800")[1] == "\\ud800");
  CHECK(read("\\n\\u0041\\u00e4\\u00FF")[1] == "\nA\xC3\xA4\xC3\xBF");
  CHECK(read("\\ud800x")[1] == "\xEF\xBF\xBDx");
  CHECK(read("\\n\\ud800")[1] == "\n\xEF\xBF\xBD");
  CHECK(read("\\ud800\\n")[1] == "\xEF\xBF\xBD\n");
  std::size_t at = 0;
  std::string broken = R"({"a": x})";
  CHECK(satchel::pack::read_json(broken, at).is_discarded());
  CHECK(at == 7);
  broken = R"(["\ud800", x])";  // the mistake, not the half before it
  CHECK(satchel::pack::read_json(broken, at).is_discarded());
  CHECK(at == 12);
}

TEST_CASE("typed bodies, and keys that look like one") {
  const auto bodies = [](const std::string& json) { return body(import_text("a.jsonl", json).articles.at(0)); };
  CHECK(bodies(R"({"title":"t","paragraphs":[{"text":"a"},{"text":"b","kind":"code","level":9}]})") == "a\nb\n");
  CHECK(bodies(R"({"title":"t","others":[{"text":"a"}]})") == "");
  const auto typed =
      import_text(
          "a.jsonl",
          R"({"paragraphs":[{"text":"a","kind":"heading","level":9},{"text":"b","level":-1},{"text":"c","kind":7},)"
          R"({"text":"d","kind":"list_item","level":7},{"text":"e","kind":"quote"},{"text":"f","kind":"code"},)"
          R"({"text":"g","kind":"reference"},{"text":"h","kind":"boilerplate"},{"text":"i","kind":"x","level":"2"}]})")
          .articles.at(0);
  using satchel::kind;
  const kind kinds[] = {kind::heading, kind::paragraph, kind::paragraph,   kind::list_item, kind::quote,
                        kind::code,    kind::reference, kind::boilerplate, kind::paragraph};
  const unsigned levels[] = {6, 0, 0, 7, 0, 0, 0, 0, 0};
  REQUIRE(typed.body.size() == 9);
  for (std::size_t i = 0; i < 9; ++i) {
    CHECK(typed.body[i].kind == kinds[i]);
    CHECK(typed.body[i].level == levels[i]);
  }
  const auto named =
      import_text(
          "a.jsonl",
          R"({"title":"t","text":"one","body":"two","content":"three","fields":{"a":[1,true,null,{"name":"x"}]}})")
          .articles.at(0);
  CHECK(body(named) == "two\n");
  CHECK(named.fields == std::vector<std::pair<std::string, std::string>>{
                            {"text", "one"}, {"content", "three"}, {"a", "1"}, {"a", "true"}, {"a", "x"}});
}

}  // namespace
