# Precompiled headers, each built once and shared by all targets that name it: Qt's headers cost seconds per file
# otherwise. Files still include what they use: the presets tsan and coverage build without these (`.ci/run` does not).
#   ishowtts_precompile(engine_text standard)    the standard library
#   ishowtts_precompile(engine_model torch)      LibTorch (compiles with OpenMP)
#   ishowtts_precompile(app_script core)         Qt Core and the standard library
#   ishowtts_precompile(ui_studio widgets)       the same and Qt Widgets
# For tests: core_test, widgets_test, and torch; ishowtts_add_test() chooses. QtTest looks at the definitions of Qt's
# modules, and GCC refuses a header that was made with others (-Winvalid-pch).
set(ISHOWTTS_EMPTY "${CMAKE_BINARY_DIR}/precompiled/empty.cpp")
file(CONFIGURE OUTPUT "${ISHOWTTS_EMPTY}" CONTENT "")

function(ishowtts_precompiled_header kind)
    cmake_parse_arguments(P "" "" "LIBRARIES;HEADERS;OPTIONS" ${ARGN})
    add_library(precompiled_${kind} OBJECT "${ISHOWTTS_EMPTY}")
    target_link_libraries(precompiled_${kind} PRIVATE ishowtts_options ${P_LIBRARIES})
    target_compile_options(precompiled_${kind} PRIVATE ${P_OPTIONS})
    target_precompile_headers(precompiled_${kind} PRIVATE ${P_HEADERS})
endfunction()

function(ishowtts_precompile target kind)
    target_precompile_headers(${target} REUSE_FROM precompiled_${kind})
    if(kind MATCHES "^(core|widgets)$")
        _ishowtts_moc(${target})
    endif()
    if(kind MATCHES "^(standard|core|widgets)$")
        ishowtts_compile_together(${target})
    endif()
endfunction()

# moc for each header whose .cpp includes what moc makes of it: `#include "moc_player.cpp"`, and for each .cpp that has a
# class of its own and includes its "player.moc". AUTOMOC finds them while building, which takes a second for each of
# thirty targets; this looks when CMake runs. So CMake has to run again (any edit of a CMakeLists.txt, or
# `cmake --preset release`) when a .cpp comes to include one or a header goes, and moc does not run again when only a
# header changes that the class's header includes.
function(_ishowtts_moc target)
    get_target_property(_sources ${target} SOURCES)
    foreach(_source IN LISTS _sources)
        if(NOT _source MATCHES "^[a-z0-9_]+\\.cpp$")
            continue()
        endif()
        get_filename_component(_name ${_source} NAME_WE)
        file(STRINGS ${_source} _of_header REGEX "^#include \"moc_${_name}\\.cpp\"$")
        file(STRINGS ${_source} _of_source REGEX "^#include \"${_name}\\.moc\"$")
        set(_class)
        if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${_name}.h")
            file(STRINGS ${_name}.h _class REGEX "^ *Q_OBJECT$")
        endif()
        if(_class AND NOT _of_header)
            message(FATAL_ERROR "${_name}.h has a Q_OBJECT: ${CMAKE_CURRENT_SOURCE_DIR}/${_source} must end with "
                "#include \"moc_${_name}.cpp\"")
        endif()
        if(_of_header)
            _ishowtts_run_moc(${target} ${_name}.h moc_${_name}.cpp)
        endif()
        if(_of_source)
            _ishowtts_run_moc(${target} ${_source} ${_name}.moc)
        endif()
    endforeach()
endfunction()

function(_ishowtts_run_moc target from to)
    qt_generate_moc(${from} "${CMAKE_CURRENT_BINARY_DIR}/${to}" TARGET ${target})
    set_source_files_properties("${CMAKE_CURRENT_BINARY_DIR}/${to}" PROPERTIES HEADER_FILE_ONLY ON)
    target_sources(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}/${to}") # made before anything of the target is compiled
    target_include_directories(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}")
endfunction()

set(_standard <algorithm> <chrono> <cmath> <condition_variable> <deque> <filesystem> <functional> <map> <memory> <mutex>
    <optional> <span> <string> <thread> <variant> <vector>)
ishowtts_precompiled_header(standard HEADERS ${_standard})

# LibTorch costs ten seconds per file.
ishowtts_precompiled_header(torch LIBRARIES LibTorch::LibTorch
    HEADERS "${CMAKE_SOURCE_DIR}/engine/model/torch_headers.h")
if(NOT ISHOWTTS_STUDIO)
    return()
endif()

# Test code is read once and run once: optimising it costs more than it gives. QTest adds headers for each module of Qt
# that is linked, and GCC instantiates their inline functions anew in every file.
set(ISHOWTTS_TEST_OPTIONS "$<$<CONFIG:Release,RelWithDebInfo>:-O0>" -UQT_TESTCASE_BUILDDIR -UQT_TESTCASE_SOURCEDIR
    -UQT_NETWORK_LIB)
set(ISHOWTTS_CORE_TEST_OPTIONS ${ISHOWTTS_TEST_OPTIONS} -UQT_GUI_LIB)

set(_core <QByteArray> <QCoreApplication> <QDateTime> <QDir> <QFile> <QFileInfo> <QHash> <QJsonDocument> <QJsonObject>
    <QList> <QObject> <QPointer> <QString> <QStringList> <QTimer> <QVariant>)
set(_widgets <QAction> <QApplication> <QBoxLayout> <QComboBox> <QKeyEvent> <QLabel> <QLineEdit> <QMenu> <QPainter>
    <QPlainTextEdit> <QPushButton> <QStyle> <QTableView> <QToolButton> <QWidget>)
set(_test <QJsonArray> <QProcess> <QSignalSpy> <QTemporaryDir> <QTest> <random>)

if(ISHOWTTS_SANITIZE) # as app and ui
    set(_unoptimised OPTIONS -O0)
endif()
ishowtts_precompiled_header(core LIBRARIES Qt6::Core ${_unoptimised} HEADERS ${_standard} ${_core})
ishowtts_precompiled_header(widgets LIBRARIES Qt6::Widgets ${_unoptimised} HEADERS ${_standard} ${_core} ${_widgets})
if(BUILD_TESTING)
    ishowtts_precompiled_header(core_test LIBRARIES Qt6::Test OPTIONS ${ISHOWTTS_CORE_TEST_OPTIONS}
        HEADERS ${_standard} ${_core} ${_test})
    ishowtts_precompiled_header(widgets_test LIBRARIES Qt6::Test Qt6::Multimedia Qt6::Widgets
        OPTIONS ${ISHOWTTS_TEST_OPTIONS} HEADERS ${_standard} ${_core} ${_widgets} ${_test})
endif()
