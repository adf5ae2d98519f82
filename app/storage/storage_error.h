// What goes wrong on a disk, as a kind that programs can act on and a message for people; and the answer that carries
// it over a thread boundary.
#pragma once

#include <optional>
#include <stdexcept>
#include <utility>

#include <QString>

#include "app/problem.h"

namespace app::storage {

enum class Trouble {
    Full,        // no room, or a quota is used up; works again when there is room
    NotWritable, // the folder or the disk may not be written to
    Busy,        // another program has held it for too long
    Newer,       // written by a newer version of this program; left untouched
    Foreign,     // a database of another program; left untouched
    Damaged,     // the database file is; it will be put aside
    BadFile,     // a file beside it is missing, or not what was written
    Missing,     // there is no such row
    BadInput,    // what was asked for cannot be stored
    Failed,      // anything else
};

// The one exception type of storage. Thrown on the storage thread, turned into an Answer by Database.
class Error : public std::runtime_error {
public:
    Error(Trouble trouble, Problem problem)
        : std::runtime_error(problem.what.toStdString()), m_trouble(trouble), m_problem(std::move(problem)) {}

    Trouble trouble() const { return m_trouble; }
    const Problem &problem() const { return m_problem; }

private:
    Trouble m_trouble;
    Problem m_problem;
};

// Either what was asked for or why not.
template <class T> struct Answer {
    std::optional<T> value;
    Trouble trouble = Trouble::Failed; // meaningless with a value
    Problem problem;                   // empty with a value

    explicit operator bool() const { return value.has_value(); }
};

struct Done {}; // the value of an answer that says only that it is done

} // namespace app::storage
