# Packs the sample collection and runs the program on it.
set(archive ${PROGRAM}.satchel)
file(REMOVE ${archive}) # one of another run proves nothing
execute_process(COMMAND ${TOOL} pack ${SEEDS} -o ${archive} --quiet --dictionary 4K COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${PROGRAM} ${archive} OUTPUT_VARIABLE said COMMAND_ERROR_IS_FATAL ANY)
if(said STREQUAL "")
  message(FATAL_ERROR "${PROGRAM} does not say what it has seen")
endif()
message(STATUS "${said}")
