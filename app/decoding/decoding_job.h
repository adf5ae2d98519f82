// One file through one process, on the thread that calls: what Decoder does on its own thread, and commands on theirs.
#pragma once

#include <QStringList>

#include <functional>
#include <optional>
#include <stop_token>
#include <variant>

#include "app/decoding/decoded_sound.h"
#include "app/problem.h"

namespace app::decoding {

inline constexpr double kLongestSound = 3600;                    // seconds that are read: 346 MB of memory
inline constexpr qint64 kLargestFile = 2LL * 1024 * 1024 * 1024; // bytes
inline constexpr double kLongestWork = 30 * 60.0;                // seconds for one file
inline constexpr int kPatienceMs = 30'000;                       // without anything from the process

struct Stopped {};
using Outcome = std::variant<DecodedSound, Problem, Stopped>;

// `progress`: 0…1, on this thread. `program` runs the process: `ishowtts-decode` beside this program or in its libexec
// folder when it is empty; more words stand before it in tests, as in {"strace", …, "ishowtts-decode"}.
// A file that is larger than the limit is refused. Of a sound that is longer, the beginning is given and the notice
// says so. After kPatienceMs without progress the process is ended, and it is ended at once when `stop` is asked for.
Outcome decodeFile(const QString &file, const std::stop_token &stop, const std::function<void(double)> &progress = {},
                   const QStringList &program = {});

} // namespace app::decoding
