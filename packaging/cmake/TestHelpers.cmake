# A hundred programs are linked: gold takes a third of the time that bfd takes.
include(CheckLinkerFlag)
check_linker_flag(CXX -fuse-ld=gold ISHOWTTS_HAVE_GOLD)
if(ISHOWTTS_HAVE_GOLD)
    set(ISHOWTTS_TEST_LINKER -fuse-ld=gold)
endif()

# What tests and tools have in common: Qt Test, the folders they work with, and the header that fits their libraries.
function(_ishowtts_test_code name scope libraries measures)
    target_link_libraries(${name} ${scope} ishowtts_options Qt6::Test ${libraries})
    target_link_options(${name} PRIVATE ${ISHOWTTS_TEST_LINKER})
    if(measures AND libraries MATCHES "(^|;)ui") # compiled as what is measured
        target_compile_options(${name} PRIVATE ${ISHOWTTS_SERVICE_OPTIONS})
        ishowtts_precompile(${name} widgets)
    elseif(measures AND libraries MATCHES "(^|;)app_")
        target_compile_options(${name} PRIVATE ${ISHOWTTS_SERVICE_OPTIONS})
        ishowtts_precompile(${name} core)
    elseif(measures)
        # as the build type says
    elseif(libraries MATCHES "(^|;)engine_model(;|$)") # a header is precompiled with or without optimisation
        target_compile_options(${name} PRIVATE ${ISHOWTTS_LIGHT_OPTIONS})
        ishowtts_precompile(${name} torch)
    elseif(libraries MATCHES "(^|;)ui")
        target_compile_options(${name} PRIVATE ${ISHOWTTS_TEST_OPTIONS})
        ishowtts_precompile(${name} widgets_test)
    else()
        target_compile_options(${name} PRIVATE ${ISHOWTTS_CORE_TEST_OPTIONS})
        ishowtts_precompile(${name} core_test)
    endif()
    target_compile_definitions(${name} PRIVATE
        TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data"
        SOURCE_FOLDER="${CMAKE_SOURCE_DIR}"
        PROGRAM_FOLDER="${CMAKE_BINARY_DIR}/bin")
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
endfunction()

# ishowtts_add_test_library(tests_takes [MEASURES] SOURCES take.cpp [LIBRARIES …])
# What several tests use, compiled once.
function(ishowtts_add_test_library name)
    cmake_parse_arguments(T "MEASURES" "" "SOURCES;LIBRARIES" ${ARGN})
    add_library(${name} STATIC ${T_SOURCES})
    _ishowtts_test_code(${name} PUBLIC "${T_LIBRARIES}" ${T_MEASURES})
endfunction()

# ishowtts_add_tool(screens LIBRARIES ui)
# ishowtts_add_tool(playback_soak MEASURES LIBRARIES tests_sound)
# A program beside the tests that draws or measures: NAME.cpp, in the folder of the tests. What MEASURES is compiled as
# what people run is, and so with other precompiled headers than the tests. Built by its name, or with all of its kind by
# the target benchmarks; the tests that run it are long.
function(ishowtts_add_tool name)
    cmake_parse_arguments(T "MEASURES" "" "LIBRARIES" ${ARGN})
    add_executable(${name} EXCLUDE_FROM_ALL ${name}.cpp)
    if(NOT TARGET benchmarks)
        add_custom_target(benchmarks)
    endif()
    add_dependencies(benchmarks ${name})
    _ishowtts_test_code(${name} PRIVATE "${T_LIBRARIES}" ${T_MEASURES})
endfunction()

# Tests of one folder are one program, or up to four (presets with ISHOWTTS_UNITY): those of windows, and of those and the
# others each what needs LibTorch and what starts without it. Eight of them go through the compiler at a time, and all of
# them through the linker. Each lies in a namespace of its own, and the program runs the one after which the link is
# called that ctest starts; NAME stays a target that builds it. A test is alone that has more than one source, a main() or
# namespaces of its own, starts itself again, or is told things by definitions: those say so in their text, others with
# ALONE.
function(_ishowtts_may_be_joined result sources libraries)
    set(${result} FALSE PARENT_SCOPE)
    list(LENGTH sources _count)
    if(NOT ISHOWTTS_UNITY OR NOT _count EQUAL 1 OR libraries MATCHES "PkgConfig::|(^|;)engine_model(;|$)")
        return()
    endif()
    file(STRINGS ${sources} _main REGEX "^QTEST_[A-Z_]*MAIN\\(")
    file(STRINGS ${sources} _own
        REGEX "^(#if|#define|int main|namespace [a-z]|class [A-Za-z]+;|struct [A-Za-z]+;|Q_DECLARE|template <>|extern )|applicationFilePath|FAULTY_DISK|FAKE_NVML|TEST_PYTHON")
    if(_main AND NOT _own)
        set(${result} TRUE PARENT_SCOPE)
    endif()
endfunction()

# Whether a target, or anything that it needs, links LibTorch.
function(_ishowtts_sees_torch result target)
    string(REGEX REPLACE "^\\$<LINK_ONLY:(.*)>$" "\\1" target "${target}")
    get_property(_seen GLOBAL PROPERTY sees_torch_${target})
    if("${_seen}" STREQUAL "" AND TARGET ${target})
        set_property(GLOBAL PROPERTY sees_torch_${target} FALSE) # also while this is looking
        set(_seen FALSE)
        foreach(property IN ITEMS LINK_LIBRARIES INTERFACE_LINK_LIBRARIES)
            get_target_property(needed ${target} ${property})
            foreach(each IN LISTS needed)
                _ishowtts_sees_torch(_one "${each}")
                if(_one)
                    set(_seen TRUE)
                endif()
            endforeach()
        endforeach()
        if(target STREQUAL "LibTorch::LibTorch")
            set(_seen TRUE)
        endif()
        set_property(GLOBAL PROPERTY sees_torch_${target} ${_seen})
    endif()
    set(${result} ${_seen} PARENT_SCOPE)
endfunction()

function(_ishowtts_see_torch result targets)
    set(${result} FALSE PARENT_SCOPE)
    foreach(target IN LISTS targets)
        _ishowtts_sees_torch(_one ${target})
        if(_one)
            set(${result} TRUE PARENT_SCOPE)
        endif()
    endforeach()
endfunction()

# A test that loads LibTorch does not take it down again.
function(_ishowtts_end_quickly name libraries)
    _ishowtts_see_torch(_torch "${libraries}")
    if(_torch)
        target_link_libraries(${name} PRIVATE engine_quick_end)
    endif()
endfunction()

function(_ishowtts_join_test name test libraries)
    set(_kind services)
    if(libraries MATCHES "(^|;)ui")
        set(_kind windows)
    endif()
    _ishowtts_see_torch(_torch "${libraries}")
    if(_torch)
        set(_kind ${_kind}_and_engine)
    endif()
    file(RELATIVE_PATH _folder "${CMAKE_SOURCE_DIR}/tests" "${CMAKE_CURRENT_SOURCE_DIR}")
    string(REPLACE "/" "." _program "joined.${_folder}.${_kind}")
    get_property(_members GLOBAL PROPERTY ${_program})
    if(NOT _members)
        cmake_language(EVAL CODE "cmake_language(DEFER CALL _ishowtts_joined_program [[${_program}]])")
    endif()
    set_property(GLOBAL APPEND PROPERTY ${_program} "${name}=${test}")
    set_property(GLOBAL APPEND PROPERTY ${_program}.libraries ${libraries})
    add_custom_target(${name})
    if(EXISTS "${CMAKE_BINARY_DIR}/tests/${name}" AND NOT IS_SYMLINK "${CMAKE_BINARY_DIR}/tests/${name}")
        file(REMOVE "${CMAKE_BINARY_DIR}/tests/${name}") # of an earlier build
    endif()
    file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/tests")
    file(CREATE_LINK ${_program} "${CMAKE_BINARY_DIR}/tests/${name}" SYMBOLIC)
endfunction()

function(_ishowtts_joined_program program)
    set(_moc_headers)
    if(Qt6_VERSION VERSION_GREATER_EQUAL 6.5)
        set(_moc_headers
            "-DMOC_HEADERS=memory,QtCore/qmetatype.h,QtCore/qtmochelpers.h,QtCore/qtmocconstants.h,QtCore/qxptype_traits.h")
    endif()
    get_property(_libraries GLOBAL PROPERTY ${program}.libraries)
    list(REMOVE_DUPLICATES _libraries)
    get_property(_members GLOBAL PROPERTY ${program})
    list(JOIN _members "," _names)
    set(_sources)
    set(_part 0)
    while(_members)
        list(SUBLIST _members 0 8 _batch)
        list(LENGTH _batch _count)
        foreach(_ RANGE 1 ${_count})
            list(POP_FRONT _members)
        endforeach()
        set(_tests)
        foreach(_member IN LISTS _batch)
            string(REGEX REPLACE "^(.*)=(.*)$" "\\2" _test ${_member})
            list(APPEND _tests "${CMAKE_CURRENT_SOURCE_DIR}/${_test}.cpp")
            list(APPEND _sources "${CMAKE_CURRENT_BINARY_DIR}/${_test}.moc")
        endforeach()
        set(_main OFF)
        if(_part EQUAL 0)
            set(_main ON)
        endif()
        list(JOIN _tests "," _list)
        set(_file "${CMAKE_CURRENT_BINARY_DIR}/${program}_${_part}.cpp")
        add_custom_command(OUTPUT "${_file}"
            COMMAND ${CMAKE_COMMAND} "-DTO=${_file}" "-DTESTS=${_list}" "-DNAMES=${_names}" -DMAIN=${_main} ${_moc_headers}
                -P "${CMAKE_SOURCE_DIR}/packaging/cmake/join_tests.cmake"
            DEPENDS ${_tests} "${CMAKE_SOURCE_DIR}/packaging/cmake/join_tests.cmake"
            COMMENT "Joining tests: ${program}_${_part}.cpp" VERBATIM)
        list(APPEND _sources "${_file}")
        math(EXPR _part "${_part} + 1")
    endwhile()
    add_executable(${program} ${_sources})
    _ishowtts_test_code(${program} PRIVATE "${_libraries}" FALSE)
    _ishowtts_end_quickly(${program} "${_libraries}")
    target_compile_options(${program} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
    target_include_directories(${program} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}")
    string(REPLACE "," ";" _names "${_names}")
    foreach(_member IN LISTS _names)
        string(REGEX REPLACE "=.*$" "" _name ${_member})
        add_dependencies(${_name} ${program})
    endforeach()
endfunction()

# ishowtts_add_test(engine.model.dit SOURCES tst_dit.cpp [LIBRARIES …] [LABEL short|long] [COST seconds] [ALONE])
# One Qt Test class per file, run by ctest under this name, as build/<preset>/tests/NAME; windows are drawn off screen.
# COST, for those that take longer than ten seconds: they begin first, so that none of them runs alone at the end.
function(ishowtts_add_test name)
    cmake_parse_arguments(T "ALONE" "LABEL;TIMEOUT;COST" "SOURCES;LIBRARIES" ${ARGN})
    if(NOT T_LABEL)
        set(T_LABEL short)
    endif()
    if(NOT T_TIMEOUT)
        set(T_TIMEOUT 900) # nobody waits for it unless something hangs
    endif()
    # moc for the file with the test in it, without its includes, which it does not need: AUTOMOC would add four steps
    # to each of a hundred programs.
    list(GET T_SOURCES 0 _test)
    get_filename_component(_test "${_test}" NAME_WE)
    qt_generate_moc(${_test}.cpp ${_test}.moc)
    _ishowtts_may_be_joined(_joined "${T_SOURCES}" "${T_LIBRARIES}")
    if(_joined AND NOT T_ALONE)
        _ishowtts_join_test(${name} ${_test} "${T_LIBRARIES}")
        add_test(NAME ${name} COMMAND "${CMAKE_BINARY_DIR}/tests/${name}")
    else()
        if(IS_SYMLINK "${CMAKE_BINARY_DIR}/tests/${name}")
            file(REMOVE "${CMAKE_BINARY_DIR}/tests/${name}")
        endif()
        add_executable(${name} ${T_SOURCES})
        _ishowtts_test_code(${name} PRIVATE "${T_LIBRARIES}" FALSE)
        _ishowtts_end_quickly(${name} "${T_LIBRARIES}")
        target_sources(${name} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/${_test}.moc")
        target_include_directories(${name} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}")
        add_test(NAME ${name} COMMAND ${name})
    endif()
    # OMP_WAIT_POLICY: threads that wait for work spin otherwise, and tests beside each other slow down twentyfold.
    # The rest: nothing is read from or written to the person's own folders, nor another test's that runs beside this one,
    # and nothing sounds from their loudspeakers.
    set(_home "${CMAKE_BINARY_DIR}/tests/homes/${name}")
    set_tests_properties(${name} PROPERTIES
        LABELS ${T_LABEL} TIMEOUT ${T_TIMEOUT}
        ENVIRONMENT "QTEST_FUNCTION_TIMEOUT=900000;OMP_WAIT_POLICY=passive;QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;ISHOWTTS_SHIPPED=${CMAKE_BINARY_DIR}/share/ishowtts-studio;XDG_CONFIG_HOME=${_home}/config;XDG_DATA_HOME=${_home}/data;XDG_STATE_HOME=${_home}/state;XDG_CACHE_HOME=${_home}/cache;PULSE_SERVER=unix:/nonexistent")
    if(T_COST)
        set_tests_properties(${name} PROPERTIES COST ${T_COST})
    endif()
endfunction()
