# Packs the sample collection and runs the program on it.
set(archive ${PROGRAM}.satchel)
execute_process(COMMAND ${TOOL} pack ${SEEDS} -o ${archive} --quiet --dictionary 4K COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${PROGRAM} ${archive} COMMAND_ERROR_IS_FATAL ANY)
