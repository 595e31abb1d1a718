# Libraries and programs from the system's packages; nothing is vendored or downloaded.
find_package(PkgConfig REQUIRED)
include(${CMAKE_CURRENT_LIST_DIR}/find.cmake)
set(part reader)
if(SATCHEL_PACKER)
  set(part packer)
endif()
satchel_find(missing ${part})
if(missing)
  message(FATAL_ERROR "Satchel needs ${missing}; tools/setup.sh installs it or says what to install")
endif()
find_program(FLATC flatc REQUIRED)

# The generator of the folding table runs at build time.
pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET GLOBAL libutf8proc)

if(SATCHEL_PACKER) # headers alone, which a user of the library does not see
  find_package(nlohmann_json REQUIRED)
  find_package(tsl-robin-map REQUIRED)
endif()
if(SATCHEL_TOOL)
  find_package(CLI11 REQUIRED)
endif()
if(SATCHEL_TESTS)
  find_package(doctest REQUIRED)
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  find_program(ZSTD_TOOL zstd REQUIRED)
endif()
