// oneDNN and LibTorch's bridge to it keep what they compiled for the last 1024 shapes each. Every line of a text is
// another shape: after a hundred lines that is 400 MB which nobody asks for again. One pass through the model needs
// fewer than 64. Both read their setting when they are first used, so it is made before main(); a value that the person
// set wins. Linked into every program (CMake target engine_openmp_wait).
#include <cstdlib>
#include <initializer_list>

namespace {

[[maybe_unused]] const bool s_set = [] {
    for (const char *name : {"ONEDNN_PRIMITIVE_CACHE_CAPACITY", "LRU_CACHE_CAPACITY"})
        ::setenv(name, "64", 0);
    return true;
}();

} // namespace
