# satchel_list_link_inputs(TARGET): the linker writes down what it takes in TARGET.link.d, for the bill of materials.
include(CheckLinkerFlag)
check_linker_flag(CXX LINKER:--dependency-file=/dev/null SATCHEL_LINKER_LISTS_INPUTS)

function(satchel_list_link_inputs target)
  if(SATCHEL_LINKER_LISTS_INPUTS)
    target_link_options(${target} PRIVATE LINKER:--dependency-file=${CMAKE_CURRENT_BINARY_DIR}/${target}.link.d)
    # Newer CMake would ask for a list of its own.
    set_target_properties(${target} PROPERTIES LINK_DEPENDS_USE_LINKER OFF)
  endif()
endfunction()
