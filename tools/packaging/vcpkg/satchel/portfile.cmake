# Satchel for vcpkg: vcpkg install satchel --overlay-ports=tools/packaging/vcpkg
# The reader and the C interface, from the sources that this file lies in; not the packer, since not all that it needs is
# to be had there.
get_filename_component(source ${CURRENT_PORT_DIR}/../../../.. ABSOLUTE)

vcpkg_find_acquire_program(PKGCONFIG)
vcpkg_cmake_configure(
  SOURCE_PATH ${source}
  OPTIONS -DSATCHEL_PACKER=OFF -DSATCHEL_TOOL=OFF "-DPKG_CONFIG_EXECUTABLE=${PKGCONFIG}"
          "-DFLATC=${CURRENT_HOST_INSTALLED_DIR}/tools/flatbuffers/flatc${VCPKG_HOST_EXECUTABLE_SUFFIX}")
vcpkg_cmake_install()
vcpkg_cmake_config_fixup(PACKAGE_NAME satchel CONFIG_PATH lib/cmake/satchel)
vcpkg_fixup_pkgconfig()

file(REMOVE_RECURSE ${CURRENT_PACKAGES_DIR}/debug/include)
vcpkg_install_copyright(FILE_LIST ${source}/LICENSE)
file(INSTALL ${CURRENT_PORT_DIR}/usage DESTINATION ${CURRENT_PACKAGES_DIR}/share/satchel)
