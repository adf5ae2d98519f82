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
        target_compile_options(${name} PRIVATE ${ISHOWTTS_LIGHT_OPTIONS})
        ishowtts_precompile(${name} widgets)
    elseif(measures AND libraries MATCHES "(^|;)app_")
        target_compile_options(${name} PRIVATE ${ISHOWTTS_LIGHT_OPTIONS})
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
# what people run is, and so with other precompiled headers than the tests.
function(ishowtts_add_tool name)
    cmake_parse_arguments(T "MEASURES" "" "LIBRARIES" ${ARGN})
    add_executable(${name} ${name}.cpp)
    _ishowtts_test_code(${name} PRIVATE "${T_LIBRARIES}" ${T_MEASURES})
endfunction()

# ishowtts_add_test(engine.model.dit SOURCES tst_dit.cpp [LIBRARIES …] [LABEL short|long] [COST seconds])
# One Qt Test program per file, named as ctest names it; windows are drawn off screen. COST, for those that take longer
# than ten seconds: they begin first, so that none of them runs alone at the end.
function(ishowtts_add_test name)
    cmake_parse_arguments(T "" "LABEL;TIMEOUT;COST" "SOURCES;LIBRARIES" ${ARGN})
    if(NOT T_LABEL)
        set(T_LABEL short)
    endif()
    if(NOT T_TIMEOUT)
        set(T_TIMEOUT 900) # nobody waits for it unless something hangs
    endif()
    add_executable(${name} ${T_SOURCES})
    _ishowtts_test_code(${name} PRIVATE "${T_LIBRARIES}" FALSE)
    # moc for the file with the test in it, without its includes, which it does not need: AUTOMOC would add four steps
    # to each of a hundred programs.
    list(GET T_SOURCES 0 _test)
    get_filename_component(_test "${_test}" NAME_WE)
    qt_generate_moc(${_test}.cpp ${_test}.moc)
    target_sources(${name} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/${_test}.moc")
    target_include_directories(${name} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}")
    add_test(NAME ${name} COMMAND ${name})
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
