# Archives inside of programs.
#
#   satchel_bundle(app NAME news ARTICLES articles/ more.jsonl OPTIONS --language en)
#   satchel_bundle(app NAME books ARCHIVE books.satchel)
#
# links an archive into the target, which is an executable or a static or shared library:
#
#   #include <satchel/bundled/news.hpp>
#   config.storage = satchel::bundled::news();                   // for satchel::archive; or
#   satchel::mapped_archive news;
#   satchel::error e = news.open(satchel::bundled::news());      // where memory can be had of the system
#
# and in C, from <satchel/bundled/news.h>: const void* satchel_bundled_news(size_t* size). The archive is read where it
# lies in the program, at a multiple of 4096: it is not copied, and pages that nobody reads are not loaded.
#
# ARTICLES: files and folders, packed when the program is built, and again when one is changed, added or removed. When
#   the packer must leave something out (its exit status 1), it says what, and the build stops; with ALLOW_INCOMPLETE it
#   goes on. OPTIONS: those of "satchel pack".
# ARCHIVE: one that is there already, or that another command of the build makes.
# NAME: a C identifier, no two archives of a program or of a project have the same. Where two programs need one archive,
#   put it into a library and link that.
#
# The packer is the program that SATCHEL_HOST_TOOL names; else the tool of this build (SATCHEL_TOOL), unless it is built
# for another machine; else the installed one. Needs GCC or Clang, whose assembler includes the bytes.

# As a script, with -P: runs the packer, and takes its exit status 1 for success.
if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
  set(packing)
  math(EXPR last "${CMAKE_ARGC} - 1")
  foreach(i RANGE 3 ${last})
    list(APPEND packing "${CMAKE_ARGV${i}}")
  endforeach()
  execute_process(COMMAND ${packing} RESULT_VARIABLE status)
  if(NOT status MATCHES "^[01]$")
    message(FATAL_ERROR "satchel_bundle: no archive was packed")
  endif()
  return()
endif()

# The packer as a command, and what it depends on.
function(satchel_find_packer command depends)
  set(packer ${SATCHEL_HOST_TOOL})
  if(NOT packer AND TARGET satchel_tool AND NOT CMAKE_CROSSCOMPILING)
    set(${command} $<TARGET_FILE:satchel_tool> PARENT_SCOPE)
    set(${depends} satchel_tool PARENT_SCOPE)
    return()
  endif()
  if(NOT packer)
    set(beside)
    if(NOT CMAKE_CROSSCOMPILING) # this file lies in PREFIX/lib/cmake/satchel, or in PREFIX/lib/TRIPLET/cmake/satchel
      set(here ${CMAKE_CURRENT_FUNCTION_LIST_DIR})
      set(beside HINTS ${here}/../../../bin ${here}/../../../../bin)
    endif()
    find_program(SATCHEL_INSTALLED_TOOL satchel ${beside} NO_CMAKE_FIND_ROOT_PATH DOC "The packer of satchel_bundle()")
    set(packer ${SATCHEL_INSTALLED_TOOL})
  endif()
  if(NOT packer)
    message(FATAL_ERROR "satchel_bundle: there is no packer. Set SATCHEL_TOOL to ON before Satchel is added, "
                        "so that it is built; or install satchel on this machine; or name the program with "
                        "-DSATCHEL_HOST_TOOL=/path/to/satchel, as must be done to build for another machine.")
  endif()
  execute_process(COMMAND ${packer} --version RESULT_VARIABLE failed OUTPUT_QUIET ERROR_QUIET)
  if(failed)
    message(FATAL_ERROR "satchel_bundle: the packer ${packer} does not run on this machine (${failed}). Name one that does "
                        "with -DSATCHEL_HOST_TOOL=/path/to/satchel.")
  endif()
  set(${command} ${packer} PARENT_SCOPE)
  set(${depends} ${packer} PARENT_SCOPE)
endfunction()

# All files that the packer would read, in `files`.
function(satchel_list_articles files)
  set(all)
  foreach(input IN LISTS ARGN)
    if(IS_DIRECTORY ${input})
      string(REPLACE "[" "[[]" pattern ${input})
      file(GLOB_RECURSE found FOLLOW_SYMLINKS LIST_DIRECTORIES false RELATIVE ${input} CONFIGURE_DEPENDS ${pattern}/*)
      list(FILTER found EXCLUDE REGEX "(^|/)\\.") # hidden
      list(TRANSFORM found PREPEND ${input}/)
      list(APPEND all ${found})
    else()
      get_source_file_property(made ${input} GENERATED)
      if(NOT EXISTS ${input} AND NOT made)
        message(FATAL_ERROR "satchel_bundle: ARTICLES ${input}: no such file or folder.")
      endif()
      list(APPEND all ${input})
    endif()
  endforeach()
  set(${files} ${all} PARENT_SCOPE)
endfunction()

# Links the bytes of a file into a target, where satchel_bundled_NAME() finds them (satchel/bundled/NAME.h). The file is
# made by a command of this directory, or there already.
function(satchel_include_bytes target name file)
  get_property(languages GLOBAL PROPERTY ENABLED_LANGUAGES)
  if(CXX IN_LIST languages)
    set(language CXX)
    set(ending cpp)
  elseif(C IN_LIST languages)
    set(language C)
    set(ending c)
  else()
    message(FATAL_ERROR "satchel_bundle: the project compiles neither C nor C++.")
  endif()
  if(NOT CMAKE_${language}_COMPILER_ID MATCHES "GNU|Clang" OR CMAKE_${language}_SIMULATE_ID STREQUAL MSVC)
    message(FATAL_ERROR "satchel_bundle: needs GCC or Clang, this is ${CMAKE_${language}_COMPILER_ID}.")
  endif()

  set(folder ${CMAKE_CURRENT_BINARY_DIR}/satchel_bundle/${name})
  set(headers ${folder}/include)
  string(REPLACE "\"" "\\\\\\\"" path ${file}) # in a string of the assembler, in one of C
  file(CONFIGURE OUTPUT ${headers}/satchel/bundled/${name}.h @ONLY CONTENT [=[
/* Bytes that are part of this program. Made by satchel_bundle(). */
#pragma once

#include <stddef.h>

#ifdef __cplusplus
extern "C"
#endif
/* The first of *size bytes, at a multiple of 4096. They are there as long as the program, or the shared library that
   they were linked into. Any thread may call. */
const void* satchel_bundled_@name@(size_t* size);
]=])
  file(CONFIGURE OUTPUT ${folder}/${name}.${ending} @ONLY CONTENT [=[
#include <satchel/bundled/@name@.h>

#define TEXT_OF(x) #x
#define TEXT(x) TEXT_OF(x)
#define SYMBOL(x) TEXT(__USER_LABEL_PREFIX__) #x
#if defined(__APPLE__)
#define SECTION ".section __TEXT,__const\n"
#define HIDDEN(x) ".private_extern " SYMBOL(x) "\n"
#define IN_THIS_IMAGE __attribute__((visibility("hidden")))
#elif defined(_WIN32)
#define SECTION ".section .rdata,\"dr\"\n"
#define HIDDEN(x)
#define IN_THIS_IMAGE
#else
#define SECTION ".section .rodata\n"
#define HIDDEN(x) ".hidden " SYMBOL(x) "\n"
#define IN_THIS_IMAGE __attribute__((visibility("hidden")))
#endif
#define GLOBAL(x) ".globl " SYMBOL(x) "\n" HIDDEN(x) SYMBOL(x) ":\n"

/* Ends in the section in which the compiler believes to be. */
__asm__(SECTION ".p2align 12\n" GLOBAL(satchel_bytes_of_@name@) "1:\n.incbin \"@path@\"\n2:\n"
        ".p2align 2\n" GLOBAL(satchel_size_of_@name@) ".long 2b - 1b\n.text\n");

#ifdef __cplusplus
extern "C" {
#endif
extern const unsigned char satchel_bytes_of_@name@[] IN_THIS_IMAGE;
extern const unsigned satchel_size_of_@name@ IN_THIS_IMAGE;
#ifdef __cplusplus
}
#endif

/* A function, not the data, is what other images see: linkers copy data that a program takes from a shared library. */
const void* satchel_bundled_@name@(size_t* size) {
  *size = satchel_size_of_@name@;
  return satchel_bytes_of_@name@;
}
]=])

  set(object satchel_bundle_${name})
  add_library(${object} OBJECT ${folder}/${name}.${ending} ${file})
  set_source_files_properties(${folder}/${name}.${ending} PROPERTIES OBJECT_DEPENDS ${file})
  set_target_properties(${object} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  target_compile_options(${object} PRIVATE -fno-lto) # which does not see what assembler defines
  target_include_directories(${object} PRIVATE ${headers})
  target_sources(${target} PRIVATE $<TARGET_OBJECTS:${object}>)
  target_include_directories(${target} PUBLIC $<BUILD_INTERFACE:${headers}>)
endfunction()

function(satchel_bundle target)
  cmake_parse_arguments(PARSE_ARGV 1 bundle "ALLOW_INCOMPLETE" "NAME;ARCHIVE" "ARTICLES;OPTIONS")
  set(name "${bundle_NAME}")
  set(words alignas|alignof|and|and_eq|asm|auto|bitand|bitor|bool|break|case|catch|char|char8_t|char16_t|char32_t|class|
            compl|concept|const|consteval|constexpr|constinit|const_cast|continue|co_await|co_return|co_yield|decltype|
            default|delete|do|double|dynamic_cast|else|enum|explicit|export|extern|false|float|for|friend|goto|if|inline|
            int|long|mutable|namespace|new|noexcept|not|not_eq|nullptr|operator|or|or_eq|private|protected|public|register|
            reinterpret_cast|requires|return|short|signed|sizeof|static|static_assert|static_cast|struct|switch|template|
            this|thread_local|throw|true|try|typedef|typeid|typename|union|unsigned|using|virtual|void|volatile|wchar_t|
            while|xor|xor_eq)
  string(REPLACE ";" "" words "${words}")
  if(NOT TARGET ${target})
    message(FATAL_ERROR "satchel_bundle: there is no target ${target}.")
  endif()
  get_target_property(type ${target} TYPE)
  if(NOT type MATCHES "^(EXECUTABLE|(STATIC|SHARED|MODULE)_LIBRARY)$")
    message(FATAL_ERROR "satchel_bundle: ${target} is an ${type}. Choose an executable, or a static or shared library.")
  elseif(bundle_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "satchel_bundle: \"${bundle_UNPARSED_ARGUMENTS}\" is not understood; after the target come "
                        "NAME, and ARTICLES with OPTIONS, or ARCHIVE.")
  elseif(NOT name MATCHES "^[A-Za-z_][A-Za-z0-9_]*$" OR name MATCHES "^(${words})$")
    message(FATAL_ERROR "satchel_bundle: NAME \"${name}\" cannot be the name of a function in C++: use letters, digits "
                        "and _, with no digit first, and no word of the language.")
  elseif((bundle_ARTICLES AND bundle_ARCHIVE) OR NOT (bundle_ARTICLES OR bundle_ARCHIVE))
    message(FATAL_ERROR "satchel_bundle: say what to bundle as ${name}, with either ARTICLES or ARCHIVE.")
  elseif(bundle_ARCHIVE AND bundle_OPTIONS)
    message(FATAL_ERROR "satchel_bundle: OPTIONS are for packing ARTICLES; ${bundle_ARCHIVE} is packed already.")
  endif()
  get_property(other GLOBAL PROPERTY satchel_bundled_${name})
  if(other)
    message(FATAL_ERROR "satchel_bundle: the target ${other} has an archive with the NAME ${name} already. Choose "
                        "another; where both programs need this one, put it into a library that they link.")
  endif()
  set_property(GLOBAL PROPERTY satchel_bundled_${name} ${target})

  if(bundle_ARCHIVE)
    get_filename_component(archive ${bundle_ARCHIVE} ABSOLUTE BASE_DIR ${CMAKE_CURRENT_SOURCE_DIR})
    get_source_file_property(made ${archive} GENERATED)
    if(NOT made)
      if(NOT EXISTS ${archive} OR IS_DIRECTORY ${archive})
        message(FATAL_ERROR "satchel_bundle: ARCHIVE ${archive}: no such file.")
      endif()
      file(READ ${archive} start LIMIT 16 HEX)
      if(NOT start STREQUAL "502a4d18380000005361746368656c0a") # schema/SPEC.md, "The head"
        message(FATAL_ERROR "satchel_bundle: ARCHIVE ${archive}: not a Satchel archive. To pack files, use ARTICLES.")
      endif()
    endif()
  else()
    set(inputs)
    foreach(input IN LISTS bundle_ARTICLES)
      get_filename_component(input ${input} ABSOLUTE BASE_DIR ${CMAKE_CURRENT_SOURCE_DIR})
      list(APPEND inputs ${input})
    endforeach()
    satchel_list_articles(files ${inputs})
    if(NOT files)
      message(FATAL_ERROR "satchel_bundle: ARTICLES ${bundle_ARTICLES}: there is no file in it, nothing to bundle as "
                          "${name}.")
    endif()
    satchel_find_packer(packer packer_file)
    if(bundle_ALLOW_INCOMPLETE)
      set(packer ${CMAKE_COMMAND} -P ${CMAKE_CURRENT_FUNCTION_LIST_FILE} ${packer})
    endif()
    set(folder ${CMAKE_CURRENT_BINARY_DIR}/satchel_bundle/${name})
    set(archive ${folder}/${name}.satchel)
    # Changes when a file is added or removed, or the options are others: make does not see that by itself.
    string(SHA256 all "${inputs}|${files}|${bundle_OPTIONS}")
    file(CONFIGURE OUTPUT ${folder}/inputs.txt CONTENT ${all})
    add_custom_command(
      OUTPUT ${archive}
      COMMAND ${packer} pack ${inputs} -o ${archive}.new --quiet ${bundle_OPTIONS}
      COMMAND ${CMAKE_COMMAND} -E rename ${archive}.new ${archive}
      DEPENDS ${files} ${folder}/inputs.txt ${packer_file}
      COMMENT "Packing ${name}.satchel"
      VERBATIM)
  endif()

  satchel_include_bytes(${target} ${name} ${archive})
  file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/satchel_bundle/${name}/include/satchel/bundled/${name}.hpp @ONLY
       CONTENT [=[
// An archive that is part of this program. Made by satchel_bundle().
#pragma once

#include <satchel/bundled/@name@.h>
#include <satchel/storage.hpp>

namespace satchel::bundled {

// The archive as storage, read where it lies. There as long as the program, or the shared library that it was linked
// into. Any thread may call.
inline storage @name@() {
  std::size_t size = 0;
  const void* first = satchel_bundled_@name@(&size);
  return in_memory({static_cast<const std::byte*>(first), size});
}

}  // namespace satchel::bundled
]=])
endfunction()
