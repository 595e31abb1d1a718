"""The recipes for Conan and vcpkg, run with stand-ins for what these give them: that they name what there is, and that
Satchel can be configured from what they take."""

import json
import re
import shutil
import sys
import types
import unittest
from pathlib import Path
from unittest import mock

from outside import ROOT, Outside

VERSION = re.search(r"project\(satchel VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text()).group(1)
PACKAGING = ROOT / "tools/packaging"

# What vcpkg's functions would do, as far as it can be checked here. CMake runs for real.
PORT = """
set(CURRENT_PORT_DIR "{port}")
set(CURRENT_PACKAGES_DIR "{here}/packages")
set(CURRENT_HOST_INSTALLED_DIR "{here}/host")
function(vcpkg_find_acquire_program name)
  find_program(${{name}} pkg-config REQUIRED)
endfunction()
function(vcpkg_cmake_configure)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "SOURCE_PATH" "OPTIONS")
  execute_process(COMMAND ${{CMAKE_COMMAND}} -S ${{arg_SOURCE_PATH}} -B {here}/build ${{arg_OPTIONS}}
                  COMMAND_ERROR_IS_FATAL ANY)
endfunction()
function(vcpkg_cmake_install)
endfunction()
function(vcpkg_cmake_config_fixup)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "PACKAGE_NAME;CONFIG_PATH" "")
  file(READ {here}/build/cmake_install.cmake installed)
  if(NOT installed MATCHES "/${{arg_CONFIG_PATH}}\\" [^)]*/${{arg_PACKAGE_NAME}}Config.cmake")
    message(FATAL_ERROR "the CMake package does not go to ${{arg_CONFIG_PATH}}")
  endif()
endfunction()
function(vcpkg_fixup_pkgconfig)
endfunction()
function(vcpkg_install_copyright)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "" "FILE_LIST")
  file(INSTALL ${{arg_FILE_LIST}} DESTINATION ${{CURRENT_PACKAGES_DIR}}/share/satchel)
endfunction()
include("{port}/portfile.cmake")
"""


def conan_modules(copy):
    """The modules that the recipe imports, with nothing in them but names."""
    names = {"conan": ["ConanFile"], "conan.tools": [], "conan.tools.cmake": ["CMake", "CMakeToolchain", "cmake_layout"],
             "conan.tools.files": ["copy", "load", "rm", "rmdir"], "conan.tools.gnu": ["PkgConfigDeps"]}
    modules = {}
    for module, contents in names.items():
        modules[module] = types.ModuleType(module)
        for name in contents:
            setattr(modules[module], name, mock.MagicMock(name=name))
    modules["conan"].ConanFile = object
    modules["conan.tools.files"].copy = copy
    modules["conan.tools.files"].load = lambda _, path: Path(path).read_text()
    return modules


class Recipes(Outside):
    def recipe(self):
        def copy(_, pattern, source, destination):
            matching = [path for path in Path(source).rglob("*") if path.is_file() and
                        (path.relative_to(source).match(pattern) if "*" not in pattern else
                         path.relative_to(source).as_posix().startswith(pattern.removesuffix("*")))]
            self.assertTrue(matching, f"nothing is like {pattern}")
            for path in matching:
                target = Path(destination) / path.relative_to(source)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, target)

        path = PACKAGING / "conan/conanfile.py"
        self.modules = conan_modules(copy)
        namespace = {"__name__": "conanfile"}
        with mock.patch.dict(sys.modules, self.modules):
            exec(compile(path.read_text(), path, "exec"), namespace)  # pylint: disable=exec-used
        made = namespace["Satchel"]()
        made.recipe_folder = path.parent
        made.export_sources_folder = self.here / "sources"
        return made

    def test_conan(self):
        recipe = self.recipe()
        recipe.set_version()
        self.assertEqual(recipe.version, VERSION)

        recipe.requires, recipe.tool_requires = mock.Mock(), mock.Mock()
        recipe.requirements()
        recipe.build_requirements()
        required = {call.args[0].split("/")[0] for call in recipe.requires.call_args_list}
        self.assertEqual(required, {"zstd", "flatbuffers", "utf8proc"})

        recipe.dependencies = mock.MagicMock()
        found = recipe.dependencies["flatbuffers"].cpp_info.aggregated_components()
        found.includedirs = ["/usr/include"]
        recipe.dependencies.build["flatbuffers"].cpp_info.aggregated_components().bindirs = ["/usr/bin"]
        toolchain = self.modules["conan.tools.cmake"].CMakeToolchain.return_value
        toolchain.cache_variables = {}
        recipe.generate()
        settings = {name: "OFF" if value is False else value for name, value in toolchain.cache_variables.items()}

        recipe.export_sources()
        self.run_command("cmake", "-S", self.here / "sources", "-B", "build",
                         *(f"-D{name}={value}" for name, value in settings.items()))
        self.assert_components(self.here / "build")

        recipe.cpp_info = mock.MagicMock()
        recipe.cpp_info.components = {"reader": mock.Mock(), "c": mock.Mock()}
        recipe.package_info()
        self.assertEqual(recipe.cpp_info.components["c"].libs, ["satchel"])

    def test_vcpkg(self):
        port = PACKAGING / "vcpkg/satchel"
        self.assertEqual(json.loads((port / "vcpkg.json").read_text())["version"], VERSION)
        (self.here / "run.cmake").write_text(PORT.format(port=port, here=self.here))
        self.run_command("cmake", "-P", "run.cmake")
        self.assert_components(self.here / "build")
        self.assertEqual({path.name for path in (self.here / "packages/share/satchel").iterdir()}, {"LICENSE", "usage"})

    def assert_components(self, build):
        """The reader and the C interface are there to install, and nothing else; each setting was one."""
        cache = (build / "CMakeCache.txt").read_text()
        self.assertNotIn(":UNINITIALIZED", cache)
        installed = (build / "cmake_install.cmake").read_text()
        for name in "satchel-reader-targets.cmake", "satchel-c-targets.cmake", "satchel-reader.pc", "satchel.pc":
            self.assertIn(name, installed)
        for name in "satchel-packer", "man1":
            self.assertNotIn(name, installed)


if __name__ == "__main__":
    unittest.main(verbosity=2)
