// Where the time of one synthesis went. Data only: whoever wants to print it does so.
#pragma once

namespace engine {

struct Stages { // seconds; they add up to Timings::synthesisSeconds
    double text = 0;
    double reference = 0; // reading and preparing the recording; about 0 when cached
    double dit = 0;
    double vocoder = 0;
    double other = 0;
};

struct Timings {
    double audioSeconds = 0;
    double synthesisSeconds = 0;
    double firstAudioSeconds = 0; // from the start of speak() to the first chunk handed out
    Stages stages;
    int chunks = 0;
    bool referenceShortened = false; // of the recording only the first 12 s are used
    bool stopped = false;            // the stop token was seen; what was handed out before stays valid

    double rtf() const { return audioSeconds > 0 ? synthesisSeconds / audioSeconds : 0.0; }
};

} // namespace engine
