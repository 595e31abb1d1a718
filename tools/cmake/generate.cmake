# Generated headers, made in the build folder: the schema's accessors and the analyzer's folding table.
set(satchel_generated ${CMAKE_CURRENT_BINARY_DIR}/generated)
set(satchel_schema_header ${satchel_generated}/satchel/satchel_generated.h)
set(satchel_fold_header ${satchel_generated}/satchel/text/fold_table.hpp)
file(MAKE_DIRECTORY ${satchel_generated}/satchel/text)

add_custom_command(
  OUTPUT ${satchel_schema_header}
  COMMAND ${FLATC} --cpp --cpp-std c++17 --scoped-enums --gen-mutable -o ${satchel_generated}/satchel ${CMAKE_CURRENT_SOURCE_DIR}/schema/satchel.fbs
  DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/schema/satchel.fbs
  VERBATIM)

file(GLOB satchel_tables_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/tools/tables/*.cpp)
add_executable(satchel-tables ${satchel_tables_sources})
target_compile_features(satchel-tables PRIVATE cxx_std_20)
target_include_directories(satchel-tables PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/include)
target_link_libraries(satchel-tables PRIVATE PkgConfig::utf8proc)
add_custom_command(
  OUTPUT ${satchel_fold_header}
  COMMAND satchel-tables ${satchel_fold_header}
  DEPENDS satchel-tables
  VERBATIM)

add_custom_target(satchel_generate DEPENDS ${satchel_schema_header} ${satchel_fold_header})
