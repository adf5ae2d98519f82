// What happens in a listening session, one thing after another. A session is the replay of its events; each is one line
// of JSON wherever it is kept. Plain data; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/json.h"

namespace app::listening {

inline constexpr int kPlaceOfX = 100; // Abx: the sound that is asked for, as a place beside 0 and 1

// The original's form, for one sound.
struct FormRating {
    int naturalness = 0; // 1…5
    int clarity = 0;     // 1…5
    int prosody = 0;     // 1…5
    bool artifacts = false;

    bool operator==(const FormRating &) const = default;
};

// An answer to one trial; which members mean something follows from the mode, the others are as they are here.
struct Vote {
    int choice = 0; // AbPreference: −1 the left one, 0 none, 1 the right one. Cmos: −3…3, above 0 the right one is
                    // better. Abx: −1 X is the left one, 1 the right one
    int confidence = 0;                 // Abx: 1 a guess, 2 rather sure, 3 sure
    std::vector<int> scores = {};       // Mushra: 0…100 for each place
    std::vector<FormRating> forms = {}; // OriginalForm: one for each place
    std::string notes = {};             // OriginalForm: at most 4000 bytes

    bool operator==(const Vote &) const = default;
};

// The last part of the original's form.
struct Assessment {
    bool noticeable = false;
    bool acceptable = false;
    bool worthTheSpeed = false;
    bool accepted = false;
    std::string recommendation; // at most 4000 bytes

    bool operator==(const Assessment &) const = default;
};

struct ListeningEvent {
    enum class Kind {
        Began,
        Played,   // a place of the current trial, from positionMs
        Switched, // to a place, at positionMs
        Heard,    // a place sounded for heardMs since it was played or switched to
        Voted,
        Undone, // the last vote; its trial is asked again
        Paused,
        Resumed,  // also after a session was cut off
        Assessed, // OriginalForm, when every trial is answered
        Finished,
        Revealed,
    };

    Kind kind = Kind::Began;
    std::int64_t at = 0; // ms since 1970 UTC
    int trial = -1;      // Played … Voted: place of the trial in the order
    int place = -1;      // Played, Switched, Heard: in Trial::shown, or kPlaceOfX
    int positionMs = 0;
    int heardMs = 0;
    std::optional<Vote> vote = {};
    std::optional<Assessment> assessment = {};

    bool operator==(const ListeningEvent &) const = default;
};

engine::Json toJson(const ListeningEvent &event); // members without meaning are left out
// Error(BadInput) for a number out of every session's bounds and for what nobody knows; whether the event fits its
// session is seen when it is replayed.
ListeningEvent eventFromJson(const engine::Json &json);

std::string wordFor(ListeningEvent::Kind kind); // "began", "played" …

} // namespace app::listening
