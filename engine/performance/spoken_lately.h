// The newest utterances of a Studio, as it keeps them in utterances.jsonl (app/performance/utterance_log.h), for
// whoever watches from beside it. Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace engine::performance {

struct SpokenUtterance {
    std::int64_t at = 0; // ms since 1970, when it ended
    double rtf = 0;
    std::string device; // "cpu", "cuda"
};

// Those that ended later than `since`, up to `until` (ms since 1970), oldest first; of the newest 100 kB. Without those
// that failed, gave no sound, or were made for a listening test. An absent file is none.
std::vector<SpokenUtterance> spokenLately(const std::filesystem::path &file, std::int64_t since, std::int64_t until);

} // namespace engine::performance
