// The one exception type of the project. It is thrown inside the engine and turned into a message once, at a thread
// boundary (app/speech/speech_worker) or at the end of a verb (engine/cli).
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace engine {

enum class ErrorKind {
    BadInput, // text, a file or a setting that a person can correct; command line: exit 3
    Failure,  // the engine, the device or the disk failed; command line: exit 4
};

class Error : public std::runtime_error {
public:
    // `what`: one sentence that says what happened; `remedy`: one sentence that says what to do about it.
    Error(ErrorKind kind, std::string what, std::string remedy)
        : std::runtime_error(std::move(what)), m_kind(kind), m_remedy(std::move(remedy)) {}

    ErrorKind kind() const { return m_kind; }
    const std::string &remedy() const { return m_remedy; }

private:
    ErrorKind m_kind;
    std::string m_remedy;
};

inline Error badInput(std::string what, std::string remedy) {
    return Error(ErrorKind::BadInput, std::move(what), std::move(remedy));
}

inline Error failure(std::string what, std::string remedy) {
    return Error(ErrorKind::Failure, std::move(what), std::move(remedy));
}

} // namespace engine
