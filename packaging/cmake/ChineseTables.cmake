# How Chinese is cut into words and read: share/ishowtts-studio/text/chinese.bin, made by packaging/make_chinese_tables.py
# from jieba's dictionary (Debian's python3-jieba) and pypinyin's (PyPI; the bootstrap fetches it). Without them everything
# else is built, and the programs say that they cannot read Chinese.
function(ishowtts_reads_chinese target) # makes them before this program
    if(TARGET chinese_tables)
        add_dependencies(${target} chinese_tables)
    endif()
endfunction()

set(_pypinyin pypinyin-0.55.0) # of the reference; others read some words differently
find_path(ISHOWTTS_JIEBA_DIR dict.txt
    PATHS /usr/lib/python3/dist-packages/jieba NO_DEFAULT_PATH DOC "Folder of jieba's dict.txt and finalseg/")
find_path(ISHOWTTS_PYPINYIN_DIR pypinyin/phrases_dict.json
    PATHS "$ENV{XDG_CACHE_HOME}/ishowtts-studio/${_pypinyin}" "$ENV{HOME}/.cache/ishowtts-studio/${_pypinyin}"
    NO_DEFAULT_PATH DOC "Folder that holds ${_pypinyin}'s package pypinyin")
find_program(ISHOWTTS_PYTHON python3 HINTS /usr/bin)
if(NOT ISHOWTTS_JIEBA_DIR OR NOT ISHOWTTS_PYPINYIN_DIR OR NOT ISHOWTTS_PYTHON)
    message(STATUS "Chinese will not be read: python3, python3-jieba or ${_pypinyin} is missing (packaging/bootstrap.sh)")
    return()
endif()

set(_tables "${CMAKE_BINARY_DIR}/share/ishowtts-studio/text/chinese.bin")
set(_script "${CMAKE_SOURCE_DIR}/packaging/make_chinese_tables.py")
add_custom_command(OUTPUT "${_tables}"
    COMMAND ${ISHOWTTS_PYTHON} "${_script}" --jieba "${ISHOWTTS_JIEBA_DIR}" --pypinyin "${ISHOWTTS_PYPINYIN_DIR}"
        --out "${_tables}"
    DEPENDS "${_script}" "${ISHOWTTS_JIEBA_DIR}/dict.txt" "${ISHOWTTS_JIEBA_DIR}/finalseg/prob_emit.py"
        "${ISHOWTTS_PYPINYIN_DIR}/pypinyin/phrases_dict.json" "${ISHOWTTS_PYPINYIN_DIR}/pypinyin/pinyin_dict.json"
    COMMENT "Making the tables for Chinese" VERBATIM)
add_custom_target(chinese_tables DEPENDS "${_tables}")
install(FILES "${_tables}" "${CMAKE_SOURCE_DIR}/resources/text/LICENCES.txt"
    DESTINATION ${CMAKE_INSTALL_DATADIR}/ishowtts-studio/text)
