# LibTorch ≥ 2.10 from, in this order: LIBTORCH_DIR (variable or environment), Torch_DIR, the folder that
# packaging/bootstrap.sh fills, the `torch` of the active Python. Gives the target LibTorch::LibTorch.
# Only torch_cpu and c10 are linked, so the CUDA wheel of PyPI serves machines without a GPU; its CUDA part is loaded at
# run time (engine/model/cuda_loader.cpp).
set(_libtorch_hints "${LIBTORCH_DIR}" "$ENV{LIBTORCH_DIR}")
if(Torch_DIR)
    list(APPEND _libtorch_hints "${Torch_DIR}/../../..")
endif()
if(NOT "$ENV{XDG_CACHE_HOME}" STREQUAL "")
    set(_libtorch_cache "$ENV{XDG_CACHE_HOME}")
else()
    set(_libtorch_cache "$ENV{HOME}/.cache")
endif()
list(APPEND _libtorch_hints "${_libtorch_cache}/ishowtts-studio/libtorch-2.11.0/torch")

find_path(LibTorch_ROOT NAMES include/ATen/ATen.h PATHS ${_libtorch_hints} NO_DEFAULT_PATH)
if(NOT LibTorch_ROOT)
    find_program(_libtorch_python NAMES python3 python)
    if(_libtorch_python)
        execute_process(
            COMMAND "${_libtorch_python}" -c
                "import importlib.util as u; s = u.find_spec('torch'); print(s.submodule_search_locations[0] if s else '')"
            OUTPUT_VARIABLE _libtorch_of_python OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
        find_path(LibTorch_ROOT NAMES include/ATen/ATen.h PATHS "${_libtorch_of_python}" NO_DEFAULT_PATH)
    endif()
endif()

if(LibTorch_ROOT)
    if(EXISTS "${LibTorch_ROOT}/include/torch/headeronly/version.h")
        set(_libtorch_version_file "${LibTorch_ROOT}/include/torch/headeronly/version.h")
    else()
        set(_libtorch_version_file "${LibTorch_ROOT}/include/torch/csrc/api/include/torch/version.h")
    endif()
    set(LibTorch_VERSION "0")
    if(EXISTS "${_libtorch_version_file}")
        file(STRINGS "${_libtorch_version_file}" _libtorch_lines REGEX "#define TORCH_VERSION_(MAJOR|MINOR|PATCH) ")
        string(REGEX REPLACE "[^0-9;]" "" _libtorch_numbers "${_libtorch_lines}")
        string(REPLACE ";" "." LibTorch_VERSION "${_libtorch_numbers}")
    endif()
    find_library(LibTorch_CPU_LIBRARY torch_cpu PATHS "${LibTorch_ROOT}/lib" NO_DEFAULT_PATH)
    find_library(LibTorch_C10_LIBRARY c10 PATHS "${LibTorch_ROOT}/lib" NO_DEFAULT_PATH)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibTorch
    REQUIRED_VARS LibTorch_ROOT LibTorch_CPU_LIBRARY LibTorch_C10_LIBRARY
    VERSION_VAR LibTorch_VERSION
    REASON_FAILURE_MESSAGE "Run `sh packaging/bootstrap.sh run`, which fetches it, or pass -DLIBTORCH_DIR=/path/to/torch.")

if(LibTorch_FOUND AND LibTorch_VERSION VERSION_LESS 2.10)
    message(FATAL_ERROR "LibTorch ${LibTorch_VERSION} at ${LibTorch_ROOT} is too old: 2.10 or newer is needed.")
endif()

if(LibTorch_FOUND AND NOT TARGET LibTorch::LibTorch)
    # Without OpenMP switched on at::parallel_for is compiled to a plain loop, silently.
    find_package(OpenMP REQUIRED COMPONENTS CXX)
    add_library(LibTorch::LibTorch INTERFACE IMPORTED)
    target_include_directories(LibTorch::LibTorch SYSTEM INTERFACE
        "${LibTorch_ROOT}/include" "${LibTorch_ROOT}/include/torch/csrc/api/include")
    # By its options, not as the target: with the path of libgomp CMake warns about every program's search path.
    target_compile_options(LibTorch::LibTorch INTERFACE ${OpenMP_CXX_FLAGS})
    target_link_options(LibTorch::LibTorch INTERFACE ${OpenMP_CXX_FLAGS})
    target_link_libraries(LibTorch::LibTorch INTERFACE "${LibTorch_CPU_LIBRARY}" "${LibTorch_C10_LIBRARY}" ${CMAKE_DL_LIBS})
    target_link_options(LibTorch::LibTorch INTERFACE "LINKER:--allow-shlib-undefined" "LINKER:-rpath,${LibTorch_ROOT}/lib")
endif()
