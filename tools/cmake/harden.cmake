# satchel_harden(TARGET [WITHOUT_CXX_LIBRARY]): what compiler, libraries and linker can do so that a defect ends the
# program instead of serving an attacker. For programs and libraries that are built here; whoever compiles the reader
# chooses flags of their own.
#
#   _FORTIFY_SOURCE        copies of the C library know how large their target is
#   _GLIBCXX_ASSERTIONS    operator[] and the like of the C++ library know their bounds; what complains lies in that
#                          library, which libsatchel does not need
#   -fstack-protector      a return address that was overwritten is not returned to
#   -fcf-protection        jumps land where functions begin, on x86
#   PIE                    the program lies at another address in each run
#   relro, now             the table of the shared functions is read-only before main begins
include(CheckCXXCompilerFlag)
include(CheckCXXSourceCompiles)
include(CheckLinkerFlag)
include(CheckPIESupported)

set(satchel_harden_compile "")
set(satchel_harden_link "")
# Sanitizers see more, and fortified functions hide from them what they would see.
if(SATCHEL_HARDEN AND NOT SATCHEL_SANITIZE AND NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize=")
  check_pie_supported(LANGUAGES CXX)

  # Before GCC 12 and glibc 2.34 there are two levels, and a warning for who asks for three. None without optimising.
  set(CMAKE_REQUIRED_FLAGS "-O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -Werror")
  check_cxx_source_compiles("#include <cstring>\nint main() {}" SATCHEL_FORTIFIES_3)
  unset(CMAKE_REQUIRED_FLAGS)
  set(level $<IF:$<BOOL:${SATCHEL_FORTIFIES_3}>,3,2>)
  list(APPEND satchel_harden_compile -U_FORTIFY_SOURCE $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=${level}>)

  foreach(flag -fstack-protector-strong -fcf-protection)
    string(MAKE_C_IDENTIFIER "SATCHEL_HAS${flag}" has)
    check_cxx_compiler_flag(${flag} ${has})
    if(${has})
      list(APPEND satchel_harden_compile ${flag})
    endif()
  endforeach()

  check_linker_flag(CXX LINKER:-z,relro,-z,now SATCHEL_HAS_RELRO)
  if(SATCHEL_HAS_RELRO)
    set(satchel_harden_link LINKER:-z,relro,-z,now)
  endif()
endif()

function(satchel_harden target)
  if(satchel_harden_compile)
    target_compile_options(${target} PRIVATE ${satchel_harden_compile})
    if(NOT "WITHOUT_CXX_LIBRARY" IN_LIST ARGN)
      target_compile_definitions(${target} PRIVATE _GLIBCXX_ASSERTIONS)
    endif()
    target_link_options(${target} PRIVATE ${satchel_harden_link})
    set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  endif()
endfunction()
