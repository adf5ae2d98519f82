# The build tree looks like an installation: programs in bin, data in share/ishowtts-studio (links to the sources).
set(_data "${CMAKE_BINARY_DIR}/share/ishowtts-studio")
file(MAKE_DIRECTORY "${_data}")
file(CREATE_LINK "${CMAKE_SOURCE_DIR}/voices" "${_data}/voices" SYMBOLIC)
file(CREATE_LINK "${CMAKE_SOURCE_DIR}/resources/models" "${_data}/models" SYMBOLIC)
install(DIRECTORY voices DESTINATION ${CMAKE_INSTALL_DATADIR}/ishowtts-studio)
install(DIRECTORY resources/models DESTINATION ${CMAKE_INSTALL_DATADIR}/ishowtts-studio PATTERN training EXCLUDE)
