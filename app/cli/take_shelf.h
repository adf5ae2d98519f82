// The library of takes as a verb uses it: opened, asked and waited for. It is the Studio's (<data
// folder>/library.sqlite and takes/), and both may use it at once. Main thread; at most one at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/takes/take_record.h"
#include "engine/cli/spoken_take.h"

namespace app::cli {

class TakeShelf {
public:
    // Reads nothing yet. Error(Failure) when there is no home folder.
    TakeShelf();
    ~TakeShelf(); // when what was asked for is done

    // Everything here throws engine::Error when the library cannot be used: BadInput for a take that is not there,
    // else Failure.
    takes::TakeRecord keep(const engine::cli::SpokenTake &take);
    takes::TakePage find(const takes::TakeQuery &query);
    takes::TakeRecord byId(qint64 id); // not removed ones
    engine::ClipPtr audio(const takes::TakeRecord &take);

    // What a person should know although it went well, for example that a damaged library was put aside.
    const std::vector<std::string> &notices() const { return m_notices; }

private:
    struct Parts;

    template <class T, class Ask> T wait(Ask ask);

    std::vector<std::string> m_notices;
    std::unique_ptr<Parts> m_parts;
};

// For engine::cli::sayVerb().
std::optional<std::int64_t> keepInLibrary(const engine::cli::SpokenTake &take);

} // namespace app::cli
