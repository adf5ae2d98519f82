# Flags live in one target; nothing is set globally (a global C++ standard breaks some LibTorch packages).
find_program(ISHOWTTS_CCACHE ccache)
if(ISHOWTTS_CCACHE)
    # Precompiled headers need this sloppiness to be cached at all. By the dependencies that the compiler writes, ccache
    # knows what a file needs without preprocessing it first, and the inode cache spares it reading a precompiled header
    # of 200 MB for each of them: a first build takes no longer than one without a cache.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_DEPEND=1 CCACHE_INODECACHE=1
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
        "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}" CCACHE_NOHASHDIR=1 ${ISHOWTTS_CCACHE})
endif()

add_library(ishowtts_options INTERFACE)
target_compile_features(ishowtts_options INTERFACE cxx_std_20)
target_include_directories(ishowtts_options INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_options(ishowtts_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast -Werror
    # GCC 12 reports string concatenation and std::variant falsely (GCC bugs 105329, 105562).
    -Wno-restrict -Wno-maybe-uninitialized
    -fpch-preprocess
    # GCC looks for memory to give back as soon as a precompiled header of 200 MB is in: a seventh of its time.
    "$<$<CXX_COMPILER_ID:GNU>:SHELL:--param ggc-min-heapsize=600000>") # kB
target_compile_definitions(ishowtts_options INTERFACE
    ISHOWTTS_VERSION="${PROJECT_VERSION}"
    QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_CONTEXTLESS_CONNECT QT_NO_NARROWING_CONVERSIONS_IN_CONNECT)

# For what computes nothing for long (verbs, services, panes): it compiles in two thirds of the time that -O3 takes.
set(ISHOWTTS_LIGHT_OPTIONS "$<$<CONFIG:Release>:-O1>")
# Services and panes, and the precompiled headers of Qt. With sanitizers they are not optimised: nearly half of their time.
set(ISHOWTTS_SERVICE_OPTIONS ${ISHOWTTS_LIGHT_OPTIONS})
if(ISHOWTTS_SANITIZE)
    set(ISHOWTTS_SERVICE_OPTIONS -O0)
endif()

if(ISHOWTTS_SANITIZE)
    # Without the checks of each pointer that is followed, a quarter of the time that a file takes: null and dead objects
    # AddressSanitizer sees too, and what lies unaligned in a file is read with memcpy.
    target_compile_options(ishowtts_options INTERFACE -fsanitize=address,undefined -fno-sanitize=null,alignment,vptr
        -fno-sanitize-recover=undefined -fno-omit-frame-pointer)
    target_link_options(ishowtts_options INTERFACE -fsanitize=address,undefined)
endif()
if(ISHOWTTS_TSAN)
    target_compile_options(ishowtts_options INTERFACE -fsanitize=thread -fno-omit-frame-pointer)
    target_link_options(ishowtts_options INTERFACE -fsanitize=thread)
endif()
if(ISHOWTTS_COVERAGE)
    target_compile_options(ishowtts_options INTERFACE --coverage -fprofile-abs-path)
    target_link_options(ishowtts_options INTERFACE --coverage)
endif()
