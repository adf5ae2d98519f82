# cmake -DTO=FILE -DTESTS=tst_a.cpp,tst_b.cpp -DNAMES=all,names -DMAIN=ON -P join_tests.cmake: one file out of several tests,
# each in a namespace of its own, and with MAIN the program that runs the one after whose name it is called. MOC_HEADERS:
# what the .moc files of this Qt include.
string(REPLACE "," ";" tests "${TESTS}")
string(REPLACE "," ";" names "${NAMES}")
set(text "// Made by packaging/cmake/join_tests.cmake.\n")
string(REPLACE "," ";" moc_headers "${MOC_HEADERS}")
foreach(header IN LISTS moc_headers)
    string(APPEND text "#if __has_include(<${header}>)\n#include <${header}>\n#endif\n")
endforeach()
foreach(test IN LISTS tests) # outside the namespaces: each header is read once, and first here
    file(STRINGS "${test}" includes REGEX "^#include [<\"]")
    list(FILTER includes EXCLUDE REGEX "\\.moc\"$")
    foreach(include IN LISTS includes)
        string(APPEND text "${include}\n")
    endforeach()
endforeach()
foreach(test IN LISTS tests)
    get_filename_component(file "${test}" NAME_WE)
    string(APPEND text "namespace of_${file} {\n#include \"${test}\"\n}\n"
        "int ${file}(int count, char **words);\nint ${file}(int count, char **words) { return of_${file}::main(count, words); }\n")
endforeach()
if(MAIN)
    string(APPEND text "#include <cstdio>\n#include <string_view>\n")
    set(cases)
    foreach(each IN LISTS names)
        string(REGEX MATCH "^(.*)=(.*)$" each "${each}")
        string(APPEND text "int ${CMAKE_MATCH_2}(int count, char **words);\n")
        string(APPEND cases "    if (called == \"${CMAKE_MATCH_1}\")\n        return ${CMAKE_MATCH_2}(count, words);\n")
    endforeach()
    string(APPEND text "int main(int count, char **words) {\n"
        "    std::string_view called(words[0]);\n    called.remove_prefix(called.rfind('/') + 1);\n${cases}"
        "    std::fputs(\"Several tests: call it by the name of one (the links beside it).\\n\", stderr);\n    return 2;\n}\n")
endif()
set(before)
if(EXISTS "${TO}")
    file(READ "${TO}" before)
endif()
if(NOT before STREQUAL text) # what is the same is not compiled again
    file(WRITE "${TO}" "${text}")
endif()
