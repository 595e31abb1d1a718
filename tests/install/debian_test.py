"""The Debian packages: what is in them, what they depend on, and that their files work where they lie. Whether they
install in a new Debian, tests/install/debian.sh tries."""

import re
import subprocess
import tempfile
from pathlib import Path

from outside import BUILD, C_PROGRAM, ENVIRONMENT, ROOT, Outside, main_after_build

PACKAGES = {"satchel", "libsatchel0", "libsatchel-dev"}


class DebianPackages(Outside):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        # All is built: a generator that knows no target "preinstall" keeps cpack from asking make.
        done = subprocess.run(["cpack", "-G", "DEB", "-B", cls.folder.name, "-D", "CPACK_CMAKE_GENERATOR=Ninja"],
                              cwd=BUILD, env=ENVIRONMENT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise AssertionError(done.stdout + done.stderr)
        cls.packages = {path.name.split("_")[0]: path for path in Path(cls.folder.name).glob("*.deb")}
        cls.root = Path(cls.folder.name) / "root"
        for path in cls.packages.values():
            subprocess.run(["dpkg", "-x", path, cls.root], check=True)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def field(self, package, name):
        return self.run_command("dpkg-deb", "-f", self.packages[package], name).strip()

    def files(self, package):
        """Path, without the folder of the machine's libraries, and mode of each file."""
        lines = self.run_command("dpkg-deb", "-c", self.packages[package]).splitlines()
        found = {}
        for mode, owner, _, _, _, path, *_ in (line.split() for line in lines):
            self.assertEqual(owner, "root/root", path)
            found[re.sub(r"/lib/[^/]+-linux-[^/]+/", "/lib/", path)] = mode
        return found

    def test_three_packages(self):
        self.assertEqual(set(self.packages), PACKAGES)
        for package in PACKAGES:
            self.assertRegex(self.field(package, "Version"), r"^\d+\.\d+\.\d+-1$")
            summary, *more = self.field(package, "Description").splitlines()
            self.assertLess(len(summary), 80)
            self.assertGreater(len(more), 3)
            documents = f"./usr/share/doc/{package}/"
            self.assertEqual(self.files(package)[documents + "copyright"], "-rw-r--r--")
            self.assertIn(documents + "changelog.Debian.gz", self.files(package))

    def test_tool(self):
        files = self.files("satchel")
        self.assertEqual(files["./usr/bin/satchel"], "-rwxr-xr-x")
        self.assertIn("./usr/share/man/man1/satchel-search.1.gz", files)
        self.assertFalse([path for path in files if "/lib" in path or "/include" in path])
        for library in "libzstd1", "libstemmer", "libsodium23", "libc6":
            self.assertIn(library, self.field("satchel", "Depends"))
        self.assertNotIn("satchel", self.field("satchel", "Depends"))

    def test_library(self):
        files = self.files("libsatchel0")
        self.assertIn("./usr/lib/libsatchel.so.0", files)
        self.assertEqual([path for path in files if not path.endswith("/") and "/doc/" not in path and
                          not path.startswith("./usr/lib/libsatchel.so.0")], [])
        self.assertEqual(set(re.findall(r"[a-z0-9+]+(?= \()", self.field("libsatchel0", "Depends"))),
                         {"libc6", "libzstd1"})
        control = self.run_command("dpkg-deb", "-I", self.packages["libsatchel0"], "shlibs", "symbols", "triggers")
        self.assertIn("libsatchel 0 libsatchel0 (>= 0.", control)
        self.assertIn(" satchel_search@SATCHEL_0.1 ", control)
        self.assertIn("ldconfig", control)

    def test_dev(self):
        files = self.files("libsatchel-dev")
        for path in ("include/satchel.h", "include/satchel/satchel.hpp", "include/satchel/satchel_generated.h",
                     "lib/libsatchel.so", "lib/libsatchel.a", "lib/libsatchel_packer.a", "lib/pkgconfig/satchel.pc",
                     "lib/pkgconfig/satchel-reader.pc", "lib/cmake/satchel/satchelConfig.cmake"):
            self.assertIn("./usr/" + path, files)
        depends = self.field("libsatchel-dev", "Depends")
        self.assertIn(f"libsatchel0 (= {self.field('libsatchel0', 'Version')})", depends)
        self.assertIn("libzstd-dev", depends)
        # Each library that the packer asks CMake for comes in a package that is recommended.
        recommended = self.field("libsatchel-dev", "Recommends")
        asked = (ROOT / "tools/cmake/find.cmake").read_text().split("if(component STREQUAL packer)")[1]
        for name in re.findall(r"with_(?:package|pkg_config|library)\((\S+)", asked.split("endif()")[0]):
            if name != "Threads::Threads":
                self.assertIn(name.split("::")[0], recommended)

    def test_files_work_where_they_lie(self):
        self.assert_finds(self.root / "usr/bin/satchel", "search")
        libraries = next(self.root.rglob("libsatchel.so")).parent
        self.environment["PKG_CONFIG_PATH"] = str(libraries / "pkgconfig")
        flags = self.run_command("pkg-config", "--cflags", "--libs", "satchel").split()
        self.run_command("cc", C_PROGRAM, "-o", "c", *flags)
        self.environment["LD_LIBRARY_PATH"] = str(libraries)
        self.assert_finds(self.here / "c")


if __name__ == "__main__":
    main_after_build("cpack", "dpkg-deb", "dpkg-shlibdeps", "file")
