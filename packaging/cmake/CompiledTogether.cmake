# Eight files of a library go through the compiler as one (presets release, dev and engine-only): half of its time is
# templates that each file needs anew. So a name in an anonymous namespace is said once in a folder, and a file that says
# one again ("redefinition", "ambiguous" or "shadows" in a build) stands here and is compiled alone, until one of the two
# gets another name. What sees LibTorch is compiled alone anyway: those files are few and long.
set(ISHOWTTS_COMPILED_ALONE
    app/chat/chat_statistics.cpp app/chat/spoken_name.cpp app/chat/twitch_source.cpp app/cli/lexicon_acts.cpp
    app/cli/verb_danmaku.cpp app/cli/verb_takes.cpp app/cli/verb_voice_library.cpp app/danmaku/danmaku_store.cpp
    app/danmaku/director_people.cpp app/danmaku/director_undo.cpp app/danmaku/rules_format.cpp
    app/danmaku/rules_import.cpp app/server/exchange_wire.cpp app/server/openai_routes.cpp ui/server/access_card.cpp
    ui/server/server_desk.cpp)

function(ishowtts_compile_together target)
    get_target_property(_type ${target} TYPE)
    if(NOT ISHOWTTS_UNITY OR NOT _type STREQUAL "STATIC_LIBRARY")
        return()
    endif()
    file(RELATIVE_PATH _folder "${CMAKE_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}")
    foreach(_file IN LISTS ISHOWTTS_COMPILED_ALONE)
        if(_file MATCHES "^${_folder}/[^/]+$")
            set_source_files_properties("${CMAKE_SOURCE_DIR}/${_file}" PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
        endif()
    endforeach()
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
    # A class may have members of types that only its file knows, also where that file is not the one that is named.
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endfunction()
