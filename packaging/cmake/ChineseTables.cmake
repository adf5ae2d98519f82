# How Chinese is cut into words and read: share/ishowtts-studio/text/chinese.bin, made by packaging/make_chinese_tables.py
# from jieba's dictionary (Debian's python3-jieba) and pypinyin's (PyPI; the bootstrap fetches it). Without them everything
# else is built; then `ishowtts`, and the Studio for a text that has nothing else to say, tell that Chinese cannot be read.
function(ishowtts_reads_chinese target) # makes them before this program
    if(TARGET chinese_tables)
        add_dependencies(${target} chinese_tables)
    endif()
endfunction()

set(_pypinyin_version 0.55.0) # of the reference; others read some words differently
set(_pypinyin pypinyin-${_pypinyin_version})
set(_jieba_files dict.txt finalseg/prob_start.py finalseg/prob_trans.py finalseg/prob_emit.py)
set(_pypinyin_files pypinyin/__init__.py pypinyin/phrases_dict.json pypinyin/pinyin_dict.json)

# Forgets a folder, found or given, that no longer holds what is read there.
function(_forget_unless_there variable)
    foreach(file IN LISTS ARGN)
        if(${variable} AND NOT EXISTS "${${variable}}/${file}")
            message(STATUS "${variable}: there is no ${${variable}}/${file}")
            unset(${variable} CACHE)
        endif()
    endforeach()
endfunction()
function(_forget_other_pypinyin)
    _forget_unless_there(ISHOWTTS_PYPINYIN_DIR ${_pypinyin_files})
    if(ISHOWTTS_PYPINYIN_DIR)
        file(STRINGS "${ISHOWTTS_PYPINYIN_DIR}/pypinyin/__init__.py" version REGEX "^__version__ = ")
        if(NOT version MATCHES "['\"]([^'\"]*)['\"]" OR NOT CMAKE_MATCH_1 STREQUAL _pypinyin_version)
            message(STATUS "ISHOWTTS_PYPINYIN_DIR: ${ISHOWTTS_PYPINYIN_DIR} holds pypinyin ${CMAKE_MATCH_1}, "
                "and ${_pypinyin_version} is wanted")
            unset(ISHOWTTS_PYPINYIN_DIR CACHE)
        endif()
    endif()
endfunction()

_forget_unless_there(ISHOWTTS_JIEBA_DIR ${_jieba_files})
find_path(ISHOWTTS_JIEBA_DIR dict.txt
    PATHS /usr/lib/python3/dist-packages/jieba NO_DEFAULT_PATH DOC "Folder of jieba's dict.txt and finalseg/")
_forget_unless_there(ISHOWTTS_JIEBA_DIR ${_jieba_files})
_forget_other_pypinyin()
find_path(ISHOWTTS_PYPINYIN_DIR pypinyin/phrases_dict.json
    PATHS "$ENV{XDG_CACHE_HOME}/ishowtts-studio/${_pypinyin}" "$ENV{HOME}/.cache/ishowtts-studio/${_pypinyin}"
    NO_DEFAULT_PATH DOC "Folder that holds ${_pypinyin}'s package pypinyin")
_forget_other_pypinyin()
find_program(ISHOWTTS_PYTHON python3 HINTS /usr/bin)
if(NOT ISHOWTTS_JIEBA_DIR OR NOT ISHOWTTS_PYPINYIN_DIR OR NOT ISHOWTTS_PYTHON)
    message(STATUS "Chinese will not be read: python3, python3-jieba or ${_pypinyin} is missing (packaging/bootstrap.sh)")
    return()
endif()

file(GLOB_RECURSE _sources "${ISHOWTTS_PYPINYIN_DIR}/pypinyin/*.py")
list(TRANSFORM _jieba_files PREPEND "${ISHOWTTS_JIEBA_DIR}/")
list(TRANSFORM _pypinyin_files PREPEND "${ISHOWTTS_PYPINYIN_DIR}/")
list(APPEND _sources ${_jieba_files} ${_pypinyin_files})
list(REMOVE_DUPLICATES _sources)
# When one vanishes, the next build looks for all of them again instead of failing.
set_property(DIRECTORY "${CMAKE_SOURCE_DIR}" APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${_sources})

set(_tables "${CMAKE_BINARY_DIR}/share/ishowtts-studio/text/chinese.bin")
set(_script "${CMAKE_SOURCE_DIR}/packaging/make_chinese_tables.py")
add_custom_command(OUTPUT "${_tables}"
    COMMAND ${ISHOWTTS_PYTHON} "${_script}" --jieba "${ISHOWTTS_JIEBA_DIR}" --pypinyin "${ISHOWTTS_PYPINYIN_DIR}"
        --pypinyin-version ${_pypinyin_version} --out "${_tables}"
    DEPENDS "${_script}" ${_sources}
    COMMENT "Making the tables for Chinese" VERBATIM)
add_custom_target(chinese_tables DEPENDS "${_tables}")
install(FILES "${_tables}" "${CMAKE_SOURCE_DIR}/resources/text/LICENCES.txt"
    DESTINATION ${CMAKE_INSTALL_DATADIR}/ishowtts-studio/text)
