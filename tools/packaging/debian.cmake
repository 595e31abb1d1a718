# Debian packages, made by `cpack`: satchel, libsatchel0 and libsatchel-dev. Configure with -DCMAKE_INSTALL_PREFIX=/usr
# for libraries to lie where Debian has them. tests/install/debian.sh does it all and tries them.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME satchel)
set(CPACK_PACKAGE_VENDOR "The Satchel developers")
set(CPACK_COMPONENTS_ALL tool library dev)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_STRIP_FILES ON)

# Who gives packages to others says so in DEBFULLNAME and DEBEMAIL, as with Debian's own tools.
set(packager "The Satchel developers <nobody@localhost>")
if(DEFINED ENV{DEBEMAIL})
  set(packager "$ENV{DEBFULLNAME} <$ENV{DEBEMAIL}>")
endif()
set(CPACK_DEBIAN_PACKAGE_MAINTAINER ${packager})
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ
                                                WORLD_EXECUTE)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(version "${satchel_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}")

set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # the first line of each description is
set(about "Satchel packs a collection of articles (text, Markdown, HTML, JSON Lines)
into a single compressed file that is read and searched in place: ranked
words, phrases, prefixes, fields and dates, in little memory.
.
")

set(CPACK_DEBIAN_TOOL_PACKAGE_NAME satchel)
set(CPACK_DEBIAN_TOOL_PACKAGE_SECTION utils)
set(CPACK_COMPONENT_TOOL_DESCRIPTION "pack articles into one file, search and read it offline
${about}This package has the command line tool.")

set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libsatchel0)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "reader of article archives in one file - shared library
${about}This package has the shared library of the C interface.")
# Both ways in which a package that uses the library learns what to depend on.
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY ">=")
configure_file(${PROJECT_SOURCE_DIR}/src/c/libsatchel.symbols ${packaged}/symbols COPYONLY)
file(WRITE ${packaged}/triggers "activate-noawait ldconfig\n")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA ${packaged}/symbols ${packaged}/triggers)

set(CPACK_DEBIAN_DEV_PACKAGE_NAME libsatchel-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
set(CPACK_COMPONENT_DEV_DESCRIPTION "reader of article archives in one file - development files
${about}This package has the headers of the C++ reader, the C interface with a static
library, and the static library of the packer.")
# The schema's header takes one version of FlatBuffers alone.
string(REGEX REPLACE "^.*\\." "" revision "${satchel_flatbuffers}")
string(REGEX REPLACE "[0-9]+$" "" series "${satchel_flatbuffers}")
math(EXPR next "${revision} + 1")
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS
    "libsatchel0 (= ${version}), libzstd-dev (>= 1.5.0), libflatbuffers-dev (>= ${satchel_flatbuffers}), \
libflatbuffers-dev (<< ${series}${next}~), pkg-config")
set(CPACK_DEBIAN_DEV_PACKAGE_RECOMMENDS # for satchel::packer
    "libyaml-cpp-dev, libcmark-dev, libgumbo-dev, libxxhash-dev, libutf8proc-dev, libstemmer-dev, libcld2-dev")

# What a Debian package has beside what is installed anywhere.
set(CPACK_PRE_BUILD_SCRIPTS ${packaging}/debian_finish.cmake)
set(CPACK_SATCHEL_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_SATCHEL_VERSION ${version})
set(CPACK_SATCHEL_RELEASED ${satchel_RELEASED})
set(CPACK_SATCHEL_STRIP ${CMAKE_STRIP})
include(CPack)
