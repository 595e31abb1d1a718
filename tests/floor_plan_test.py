"""The floor plan: parts include only downward, and foreign headers stay in their rooms."""

import os
import re
import unittest
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(os.environ.get("SATCHEL_ROOT", Path(__file__).parent.parent))
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)
LINES_MAX = 450

# The floors of the reader, lowest first. A file may include files of lower floors and of its own.
FLOORS = [
    {"kind.hpp", "error.hpp", "span.hpp", "hits.hpp", "query.hpp", "snippet.hpp", "checking.hpp", "public_key.hpp",
     "archive_info.hpp", "detail/base/*"},
    {"workspace.hpp", "storage.hpp", "config.hpp", "multi_archive.hpp", "read_cache.hpp", "text/*"},
    {"format/*", "format/signature/*"},
    {"detail/signature/*", "signature.hpp", "signature_info.hpp"},
    {"detail/index/*"},
    {"detail/text/*", "article.hpp"},
    {"detail/query/*"},
    {"prepared_query.hpp"},
    {"detail/*"},
    {"archive.hpp"},
    {"verify.hpp", "satchel.hpp"},
    {"hosted/*"},
]
# The floors of importing and of packing; what lies beside the folders is above them.
IMPORT_FLOORS = ["src/base", "src/output", "src/import/text", "src/import/fields", "src/import/html",
                 "src/import/markdown", "src/import/news", "src/import/io", "src/import/json", "src/import"]
PACK_FLOORS = ["src/base", "src/output", "src/import", "src/pack/base", "src/pack/io", "src/pack/order", "src/pack/text",
               "src/pack/index", "src/pack"]
# Headers that only these files may include.
ROOMS = {
    r"zstd\.h": ["include/satchel/format/zstd_decoder.hpp", "src/pack/text/compressor.cpp"],
    r"zdict\.h": ["src/pack/text/compressor.cpp"],
    r"flatbuffers/.*|satchel/satchel_generated\.h": ["include/satchel/format/flatbuffer.hpp"],
    r"sodium\.h": ["tools/satchel/minisign.cpp"],
    r"(sys/.*|unistd|fcntl|cerrno|pthread|dirent|termios)(\.h)?": ["include/satchel/hosted/", "src/", "tools/",
                                                                  "tests/"],
}
# What the reader may take from the standard library: nothing that allocates, prints or knows a locale.
STANDARD = {"cstddef", "cstdint", "cstring", "limits", "new", "string_view", "type_traits"}
HOSTED = STANDARD | {"cerrno", "fcntl.h", "sys/mman.h", "sys/stat.h", "unistd.h"}
PACKER_HEADERS = {"include/satchel/pack.hpp", "include/satchel/sign.hpp"}


def sources(*folders):
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".hpp", ".cpp", ".h", ".c"}:
                yield path


def includes(path):
    return [name for _, name in INCLUDE.findall(path.read_text(encoding="utf-8"))]


def floor_of(name):
    for number, floor in enumerate(FLOORS):
        for pattern in floor:
            if fnmatch(name, pattern) and name.count("/") == pattern.count("/"):
                return number
    return None


TOKEN = re.compile(r'//[^\n]*|#[^\n]*|"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|[A-Za-z_]\w*|::|\d\w*|[^\s\w]')


def public_declarations(text):
    """What users can name: declarations of namespaces other than detail, and public ones of classes, without bodies."""
    scopes, said = [], []  # of each scope: whether users see into it, and whether it is a class
    tokens = [t for t in TOKEN.findall(text) if not t.startswith(("//", "#"))]
    for token, following in zip(tokens, [*tokens[1:], ""]):
        if following == ":" and token in {"public", "private", "protected"} and scopes[-1][1]:
            scopes[-1] = (token == "public", True)
            said = []
        elif token in {"{", ";", "}"}:
            kind = next((t for t in said if t in {"namespace", "class", "struct", "enum"} and "(" not in said), None)
            if all(seen for seen, _ in scopes) and kind != "namespace" and said[:1] != ["friend"]:
                yield " ".join(said[:said.index("=")] if "=" in said and "(" not in said else said)
            if token == "{":
                scopes.append((kind not in {None, "class"} and "detail" not in said[:2], kind in {"class", "struct"}))
            elif token == "}":
                scopes.pop()
            said = []
        elif said or token != ":":
            said.append(token)


class FloorPlan(unittest.TestCase):
    def name(self, path):
        return path.relative_to(ROOT).as_posix()

    def test_reader_includes_downward(self):
        for path in sources("include/satchel"):
            if self.name(path) in PACKER_HEADERS:
                continue
            own = path.relative_to(ROOT / "include/satchel").as_posix()
            self.assertIsNotNone(floor_of(own), f"{own} has no floor: add it to the plan")
            for included in includes(path):
                if not included.startswith("satchel/") or "generated" in included or "fold_table" in included:
                    continue
                other = included.removeprefix("satchel/")
                self.assertLessEqual(floor_of(other), floor_of(own), f"{own} includes {other}: a step up")

    def test_reader_takes_little_from_outside(self):
        for path in sources("include/satchel"):
            name = self.name(path)
            if name in PACKER_HEADERS:
                continue
            allowed = HOSTED if "/hosted/" in name else STANDARD
            for included in includes(path):
                if included.startswith("satchel/") or (name.endswith("zstd_decoder.hpp") and included == "zstd.h"):
                    continue
                self.assertIn(included, allowed, f"{name} includes <{included}>")

    def test_foreign_headers_stay_in_their_rooms(self):
        for path in sources("include", "src", "tools", "tests"):
            for included in includes(path):
                for pattern, rooms in ROOMS.items():
                    if re.fullmatch(pattern, included):
                        self.assertTrue(self.name(path).startswith(tuple(rooms)) or
                                        self.name(path).startswith("tests/"),
                                        f"{self.name(path)} includes <{included}>")

    def test_packer_knows_the_format_and_not_the_reader(self):
        for path in sources("src/pack", "src/import", "src/output"):
            for included in includes(path):
                if path.name in {"budget.hpp", "budget.cpp"} and included.startswith("satchel/detail/"):
                    continue  # what a reader needs is computed where the reader does
                self.assertFalse(included.startswith("satchel/detail/") or included == "satchel/archive.hpp",
                                 f"{self.name(path)} includes <{included}>")

    def test_packer_includes_downward(self):
        for floors, of in ((IMPORT_FLOORS, "src/import"), (PACK_FLOORS, "src/pack")):
            for path in sources(of):
                own = floors.index(self.name(path.parent))
                for included in includes(path):
                    other = (ROOT / "src" / included).parent
                    if not (ROOT / "src" / included).exists():
                        continue
                    name = self.name(other)
                    if name not in floors and name.startswith("src/import/"):
                        name = "src/import"
                    self.assertIn(name, floors, f"{self.name(path)} includes {included}")
                    self.assertLessEqual(floors.index(name), own, f"{self.name(path)} includes {included}: a step up")

    def test_c_interface_is_one_room_above_the_reader(self):
        """satchel.h needs C alone, and nothing but its implementation in src/c and programs beside it know it."""
        self.assertEqual(includes(ROOT / "include/satchel.h"), ["stddef.h", "stdint.h"])
        for path in sources("include/satchel", "src", "tools"):
            for included in includes(path):
                if self.name(path).startswith("src/c/"):
                    ground = path.name == "file.cpp" or not included.startswith("satchel/hosted/")
                    self.assertTrue(ground, f"{self.name(path)} includes <{included}>: only file.cpp knows files")
                    self.assertNotRegex(included, r"^satchel/(pack|sign)\.hpp|pack/", self.name(path))
                    self.assertTrue((path.parent / included).exists() or included == "satchel.h" or
                                    included.startswith("satchel/") or included in STANDARD,
                                    f"{self.name(path)} includes <{included}>")
                else:
                    self.assertNotEqual(included, "satchel.h", self.name(path))

    def test_tools_use_public_headers(self):
        for path in sources("tools/satchel", "tools/reader"):
            for included in includes(path):
                self.assertNotRegex(included, r"^satchel/detail/|(pack|import)/.*\.hpp$(?<!satchel/pack\.hpp)",
                                    self.name(path))

    def test_tool_does_not_know_the_reader_that_carries_its_archive(self):
        for path in sources("tools/satchel"):
            for included in includes(path):
                self.assertNotIn("reader/", included, self.name(path))

    def test_users_name_nothing_of_detail(self):
        declared = [d for d in public_declarations("""
            namespace a { namespace detail { int detail::x; }
            class b { detail::c hidden; public: b(detail::d&) : e(f) { detail::g h; } int i = detail::j; friend class detail::k;
            private: detail::l m() { return {}; } }; struct n : detail::o { detail::p q; private: detail::t u; }; detail::r s(int); }""")
                    if "detail" in d]
        self.assertEqual([re.findall(r"detail :: (\w)", d) for d in declared], [["d"], ["o"], ["p"], ["r"]])
        for path in [*(ROOT / "include/satchel").glob("*.hpp"), *(ROOT / "include/satchel/hosted").glob("*.hpp")]:
            for declaration in public_declarations(path.read_text(encoding="utf-8")):
                if re.search(r"\w :: \w+ \(", declaration):
                    continue  # the body of what a class declares
                self.assertNotRegex(declaration, r"\bdetail ::", self.name(path))

    def test_no_circles(self):
        graph = {}
        for path in sources("include/satchel", "src", "tools"):
            graph[path] = []
            for included in includes(path):
                for base in (path.parent, ROOT / "include", ROOT / "src"):
                    if (base / included).exists():
                        graph[path].append((base / included).resolve())
                        break
        done, on_way = set(), []

        def visit(path):
            if path in done or path not in graph:
                return
            self.assertNotIn(path, on_way, f"circle through {path}")
            on_way.append(path)
            for other in graph[path]:
                visit(other)
            on_way.pop()
            done.add(path)

        for path in list(graph):
            visit(path)

    def test_files_are_small(self):
        for path in sources("include", "src", "tools", "tests"):
            lines = path.read_text(encoding="utf-8").count("\n")
            most = 500 if self.name(path) == "include/satchel.h" else LINES_MAX  # the whole C interface
            self.assertLessEqual(lines, most, f"{self.name(path)} has {lines} lines")

    def test_top_level_is_the_design_card(self):
        allowed = {"CMakeLists.txt", "include", "src", "schema", "tools", "seeds", "tests", ".ci", ".git", "build"}
        for path in ROOT.iterdir():
            self.assertTrue(path.name in allowed or path.is_file(), path.name)


if __name__ == "__main__":
    unittest.main(verbosity=2)
