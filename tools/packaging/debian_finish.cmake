# Run by cpack where the files of each package lie, before they are packed: adds copyright and changelog, and compresses
# what Debian has compressed. Static libraries lose what is for debuggers, as all else has.
if(NOT CPACK_GENERATOR STREQUAL DEB)
  return()
endif()
execute_process(COMMAND date -u -R -d "${CPACK_SATCHEL_RELEASED}" OUTPUT_VARIABLE day OUTPUT_STRIP_TRAILING_WHITESPACE
                COMMAND_ERROR_IS_FATAL ANY)
file(READ ${CPACK_SATCHEL_LICENSE} license)
foreach(component IN LISTS CPACK_COMPONENTS_ALL)
  set(root ${CPACK_TEMPORARY_DIRECTORY}/${component}/usr)
  string(TOUPPER ${component} upper)
  set(documents ${root}/share/doc/${CPACK_DEBIAN_${upper}_PACKAGE_NAME})
  file(WRITE ${documents}/copyright "All files of this package, unless they say otherwise:\n\n${license}")
  file(WRITE ${documents}/changelog.Debian "satchel (${CPACK_SATCHEL_VERSION}) unstable; urgency=medium

  * Packages of version ${CPACK_PACKAGE_VERSION}, as its own build makes them.

 -- ${CPACK_DEBIAN_PACKAGE_MAINTAINER}  ${day}
")
  file(GLOB_RECURSE pages ${root}/share/man/*.[0-9])
  execute_process(COMMAND gzip -9n ${documents}/changelog.Debian ${pages} COMMAND_ERROR_IS_FATAL ANY)
  file(GLOB_RECURSE archives ${root}/*.a)
  if(archives)
    execute_process(COMMAND ${CPACK_SATCHEL_STRIP} --strip-debug --enable-deterministic-archives ${archives}
                    COMMAND_ERROR_IS_FATAL ANY)
  endif()
  file(CHMOD_RECURSE ${root}/share/doc FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ DIRECTORY_PERMISSIONS
       ${CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS})
endforeach()
