// How a fetch behaves towards servers, and what it tells of itself.
#pragma once

#include <QString>

#include <chrono>
#include <cstdint>
#include <functional>
#include <stdexcept>

#include "engine/error.h"

namespace app::models {

struct FetchRules {
    std::chrono::milliseconds stall = std::chrono::seconds(30);     // without a byte: asked for anew
    std::chrono::milliseconds firstPause = std::chrono::seconds(1); // doubles with each failure …
    std::chrono::milliseconds longestPause = std::chrono::minutes(1);
    std::chrono::milliseconds clock = std::chrono::seconds(1); // so often it is told that nothing comes
    int tries = 8;      // … of which so many in a row end the fetch; what came between begins the count anew
    int redirects = 10; // of one request
    std::int64_t keepFree = std::int64_t(64) << 20; // bytes that are left free on the disk
};

// What the person sees: bytes of the whole model, the ones on the disk included.
struct FetchProgress {
    std::int64_t done = 0;
    std::int64_t total = 0;
    double bytesPerSecond = 0; // of the last seconds; 0 = not known yet
    double secondsLeft = -1;   // below 0 = not known yet
    QString state; // translated: "Checking what is there", "No connection: next try in 8 s"; empty = it comes
};
using ReportProgress = std::function<void(const FetchProgress &)>;

// Thrown when the stop token said so. What came so far stays, to be gone on with.
struct FetchStopped {};

// The disk has no room. What came so far stays.
class NoSpace : public engine::Error {
public:
    using engine::Error::Error;
};

} // namespace app::models
