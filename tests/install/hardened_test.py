"""Tool, exported program and libsatchel carry the defences of tools/cmake/harden.cmake; users of the reader, none."""

import platform
import re
import subprocess
import sys
from pathlib import Path

from outside import BUILD, ROOT, TOOL, Outside, main_after_build

CACHE = dict(re.findall(r"^(\w+):\w+=(.*)$", (BUILD / "CMakeCache.txt").read_text(encoding="utf-8"), re.M))
X86 = platform.machine() in {"x86_64", "i686"}
LANDINGS = "IBT, SHSTK"  # the mark of -fcf-protection
LIBC_CHECKS = re.compile(r"__(?!stack)\w+_chk")


def names_from_outside(path):
    listed = subprocess.run(["readelf", "-W", "--dyn-syms", path], capture_output=True, text=True, check=True).stdout
    return re.findall(r" UND ([^@\s]+)", listed)


def notes(path):
    return subprocess.run(["readelf", "-n", path], capture_output=True, text=True, check=True).stdout


class Hardened(Outside):
    def assert_read_only_tables(self, path):
        headers = self.run_command("readelf", "-W", "-l", "-d", path)
        self.assertIn("GNU_RELRO", headers)
        self.assertIn("BIND_NOW", headers)
        self.assertRegex(headers, r"GNU_STACK .* RW ")  # and not executable

    def assert_lies_anywhere(self, path):
        headers = self.run_command("readelf", "-W", "-h", "-d", path)
        self.assertRegex(headers, r"Type: +DYN ")
        self.assertRegex(headers, r"FLAGS_1.* PIE")

    def assert_checks(self, path):
        names = names_from_outside(path)
        self.assertIn("__stack_chk_fail", names)
        if CACHE["CMAKE_BUILD_TYPE"] != "Debug":
            self.assertTrue([name for name in names if LIBC_CHECKS.fullmatch(name)], f"{path} is not fortified")
        return names

    def test_tool(self):
        self.assert_lies_anywhere(TOOL)
        self.assert_read_only_tables(TOOL)
        names = self.assert_checks(TOOL)
        self.assertTrue([name for name in names if "glibcxx_assert_fail" in name], "the C++ library checks nothing")

    def test_library(self):
        self.assert_read_only_tables(LIBRARY)
        self.assert_checks(LIBRARY)

    def test_exported_program(self):
        self.run_command(TOOL, "pack", ROOT / "seeds", "-o", "seeds.satchel", "--quiet")
        self.run_command(TOOL, "export", "seeds.satchel", "-o", "seeds")
        self.assert_lies_anywhere(self.here / "seeds")
        self.assert_read_only_tables(self.here / "seeds")

    def test_jumps_land_where_functions_begin(self):
        objects = [path for part in ("tools", "src") for path in (BUILD / part).rglob("*.o")]
        self.assertGreater(len(objects), 20)
        for path in objects:
            self.assertIn(LANDINGS, notes(path), path)
        # A program has the mark when its last part has it: Debian 12 builds the C library's start-up code without.
        start = self.run_command(CACHE["CMAKE_CXX_COMPILER"], "-print-file-name=Scrt1.o").strip()
        if LANDINGS in notes(start):
            self.assertIn(LANDINGS, notes(TOOL))

    if not X86:  # which alone has these marks
        del test_jumps_land_where_functions_begin

    def test_users_choose_for_themselves(self):
        exported = list((BUILD / "CMakeFiles/Export").rglob("satchel-*-targets*.cmake"))
        self.assertTrue(exported)
        for path in exported:
            self.assertNotRegex(path.read_text(encoding="utf-8"), r"FORTIFY|ASSERTIONS|-fstack|-fcf|relro", path)


if __name__ == "__main__":
    LIBRARY = Path(sys.argv.pop(1)).absolute()
    if CACHE.get("SATCHEL_HARDEN") != "ON":
        print("skipped: this build is not hardened (SATCHEL_HARDEN)")
        sys.exit(77)
    main_after_build("readelf")
