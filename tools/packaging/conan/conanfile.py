"""Satchel for Conan 2: `conan create tools/packaging/conan`. The reader and the C interface; not the packer, since not
all that it needs is to be had there."""

import re
from pathlib import Path

from conan import ConanFile
from conan.tools.cmake import CMake, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load, rm, rmdir
from conan.tools.gnu import PkgConfigDeps

ROOT = "../../.."  # of the project, seen from this file


class Satchel(ConanFile):
    name = "satchel"
    description = "Reads and searches article archives in one file, offline and in little memory"
    license = "MIT"
    topics = ("archive", "full-text-search", "offline", "zstd", "flatbuffers")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False], "fPIC": [True, False]}
    default_options = {"shared": False, "fPIC": True}
    implements = ["auto_shared_fpic"]

    def set_version(self):
        listing = load(self, str(Path(self.recipe_folder) / ROOT / "CMakeLists.txt"))
        self.version = re.search(r"project\(satchel VERSION ([0-9.]+)", listing).group(1)

    def export_sources(self):
        for pattern in ("CMakeLists.txt", "LICENSE", "include/*", "schema/*", "src/c/*", "tools/cmake/*", "tools/packaging/*",
                        "tools/tables/*"):
            copy(self, pattern, str(Path(self.recipe_folder) / ROOT), self.export_sources_folder)

    def layout(self):
        cmake_layout(self)

    def requirements(self):
        self.requires("zstd/[>=1.5.0 <2]", transitive_headers=True, transitive_libs=True)
        # The schema's header takes the very version that made it.
        self.requires("flatbuffers/[>=2.0.8]", transitive_headers=True, package_id_mode="full_version_mode")
        self.requires("utf8proc/[>=2.6 <3]", visible=False)  # for a program that runs while building

    def build_requirements(self):
        self.tool_requires("flatbuffers/<host_version>")
        self.tool_requires("pkgconf/[>=2]")

    def generate(self):
        PkgConfigDeps(self).generate()
        toolchain = CMakeToolchain(self)
        headers = self.dependencies["flatbuffers"].cpp_info.aggregated_components().includedirs[0]
        programs = self.dependencies.build["flatbuffers"].cpp_info.aggregated_components().bindirs[0]
        toolchain.cache_variables.update({
            "SATCHEL_PACKER": False,
            "SATCHEL_TOOL": False,
            "FLATBUFFERS_INCLUDE": headers,
            "FLATC": str(Path(programs) / "flatc"),
        })
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        CMake(self).install()
        copy(self, "LICENSE", self.source_folder, str(Path(self.package_folder) / "licenses"))
        # Conan tells CMake and pkg-config itself, and gives one kind of library.
        for folder in "cmake", "pkgconfig":
            rmdir(self, str(Path(self.package_folder) / "lib" / folder))
        rm(self, "*.a" if self.options.shared else "*.so*", str(Path(self.package_folder) / "lib"))

    def package_info(self):
        self.cpp_info.set_property("cmake_file_name", "satchel")
        reader = self.cpp_info.components["reader"]
        reader.set_property("cmake_target_name", "satchel::satchel")
        reader.set_property("pkg_config_name", "satchel-reader")
        reader.libdirs = []
        reader.requires = ["zstd::zstd", "flatbuffers::flatbuffers"]
        c = self.cpp_info.components["c"]
        c.set_property("cmake_target_name", "satchel::c")
        c.set_property("pkg_config_name", "satchel")
        c.libs = ["satchel"]
        c.requires = ["zstd::zstd"]
