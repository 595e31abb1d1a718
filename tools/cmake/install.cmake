# What `cmake --install` lays down, in three components that are also Debian's packages:
#   tool       the program satchel and its man pages
#   library    the shared library of the C interface
#   dev        headers, static libraries, the CMake package, pkg-config files
# Everything finds everything else relative to itself: an installed tree can be moved.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(satchel_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/satchel)
set(packaging ${CMAKE_CURRENT_LIST_DIR}/../packaging)
set(packaged ${CMAKE_CURRENT_BINARY_DIR}/package)

# CMake code for consumers. satchelConfig.cmake includes each of these files.
set(satchel_package_modules ${CMAKE_CURRENT_LIST_DIR}/find.cmake ${CMAKE_CURRENT_LIST_DIR}/bundle.cmake)

# The parts that find_package(satchel COMPONENTS ...) knows, each with an exported set of targets.
install(TARGETS satchel EXPORT satchel-reader INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
set(satchel_parts reader)
if(TARGET satchel_packer)
  set_target_properties(satchel_packer PROPERTIES EXPORT_NAME packer)
  install(TARGETS satchel_packer EXPORT satchel-packer ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT dev)
  list(APPEND satchel_parts packer)
endif()
if(TARGET satchel_c_shared)
  set_target_properties(satchel_c_shared PROPERTIES EXPORT_NAME c)
  set_target_properties(satchel_c_static PROPERTIES EXPORT_NAME c_static)
  install(
    TARGETS satchel_c_shared satchel_c_static
    EXPORT satchel-c
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library NAMELINK_COMPONENT dev
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT dev
    RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT library
    INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  list(APPEND satchel_parts c)
endif()
foreach(part IN LISTS satchel_parts)
  install(EXPORT satchel-${part} FILE satchel-${part}-targets.cmake NAMESPACE satchel::
          DESTINATION ${satchel_package_dir} COMPONENT dev)
endforeach()

# Headers.
set(unused "")
if(NOT TARGET satchel_packer)
  list(APPEND unused PATTERN pack.hpp EXCLUDE)
endif()
if(NOT TARGET satchel_c_shared)
  list(APPEND unused PATTERN satchel.h EXCLUDE)
endif()
install(DIRECTORY include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT dev ${unused})
install(FILES ${satchel_schema_header} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/satchel COMPONENT dev)
install(FILES ${satchel_fold_header} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/satchel/text COMPONENT dev)

# The CMake package.
set(satchel_modules "")
foreach(module IN LISTS satchel_package_modules)
  get_filename_component(name ${module} NAME)
  list(APPEND satchel_modules ${name})
endforeach()
satchel_flatbuffers_version(satchel_flatbuffers)
configure_package_config_file(
  ${packaging}/satchelConfig.cmake.in ${packaged}/satchelConfig.cmake
  INSTALL_DESTINATION ${satchel_package_dir}
  PATH_VARS CMAKE_INSTALL_BINDIR)
write_basic_package_version_file(${packaged}/satchelConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${packaged}/satchelConfig.cmake ${packaged}/satchelConfigVersion.cmake ${satchel_package_modules}
        DESTINATION ${satchel_package_dir} COMPONENT dev)

# pkg-config.
set(pkgconfig_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH to_prefix /prefix/${pkgconfig_dir} /prefix)
string(REGEX REPLACE "/$" "" to_prefix "${to_prefix}")
set(pc_prefix "\${pcfiledir}/${to_prefix}")
if(IS_ABSOLUTE ${CMAKE_INSTALL_LIBDIR})
  set(pc_prefix ${CMAKE_INSTALL_PREFIX})
endif()
foreach(kind LIBDIR INCLUDEDIR)
  set(pc_${kind} "\${prefix}/${CMAKE_INSTALL_${kind}}")
  if(IS_ABSOLUTE ${CMAKE_INSTALL_${kind}})
    set(pc_${kind} ${CMAKE_INSTALL_${kind}})
  endif()
endforeach()
set(pc_files satchel-reader)
if(TARGET satchel_c_shared)
  list(APPEND pc_files satchel)
endif()
foreach(name IN LISTS pc_files)
  configure_file(${packaging}/${name}.pc.in ${packaged}/${name}.pc @ONLY)
  install(FILES ${packaged}/${name}.pc DESTINATION ${pkgconfig_dir} COMPONENT dev)
endforeach()

# The program and its man pages.
if(TARGET satchel_tool)
  install(TARGETS satchel_tool RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT tool)
endif()
if(TARGET satchel_manual)
  install(DIRECTORY ${satchel_manual}/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT tool)
endif()

if(top)
  include(${packaging}/debian.cmake)
endif()
