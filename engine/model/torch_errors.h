// Where the engine's insides end: whatever LibTorch or the standard library throws becomes an engine::Error, the one
// type that callers know.
#pragma once

#include <new>
#include <string>

#include "engine/error.h"
#include "engine/model/torch_headers.h"

namespace engine::model {

// Runs `work` and gives what it gives. `what` begins the message ("The model could not be loaded"), `remedy` goes with
// it; memory that runs out has a remedy of its own. engine::Error passes as it is.
template <typename Work> auto converted(const std::string &what, const std::string &remedy, Work work) {
    try {
        return work();
    } catch (const Error &) {
        throw;
    } catch (const c10::Error &error) {
        throw failure(what + ": " + error.what_without_backtrace(), remedy);
    } catch (const std::bad_alloc &) {
        throw failure(what + ": there is not enough memory.",
                      "Close other programs, speak a shorter text, or choose a smaller model.");
    } catch (const std::exception &error) {
        throw failure(what + ": " + error.what(), remedy);
    }
}

} // namespace engine::model
