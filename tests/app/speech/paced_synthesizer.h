// A synthesizer for tests of turns and cancelling, where the time that each step takes must be known: every request
// becomes `chunks` chunks of 0.1 s, 5 ms a step. It honours stop tokens as the real one does. A text that starts with
// "fail" throws after the first chunk.
#pragma once

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <thread>

#include "engine/error.h"
#include "engine/synthesizer.h"

struct Pace {
    int chunks = 3;
    int steps = 4;
    std::chrono::milliseconds step{5};
};

class PacedSynthesizer : public engine::Synthesizer {
public:
    explicit PacedSynthesizer(Pace pace = {}) : m_pace(pace) {}

    engine::Capabilities capabilities() const override { return {}; }
    engine::ModelSummary summary() const override {
        engine::ModelSummary summary;
        summary.name = "paced";
        return summary;
    }
    void prepare(const engine::Voice &voice) override {
        if (voice.id == "bad")
            throw engine::badInput("The recording of “bad” is silent.", "Record it again.");
    }
    engine::Timings speak(const engine::Request &request, std::stop_token stop,
                          const engine::Listener &listener) override {
        engine::Timings timings;
        engine::Progress progress;
        progress.chunks = m_pace.chunks;
        progress.steps = m_pace.steps;
        for (progress.chunk = 0; progress.chunk < m_pace.chunks; ++progress.chunk) {
            for (progress.step = 1; progress.step <= m_pace.steps; ++progress.step) {
                std::this_thread::sleep_for(m_pace.step);
                if (stop.stop_requested()) {
                    timings.stopped = true;
                    return timings;
                }
                listener.progress(progress);
            }
            progress.step = 0;
            auto clip = std::make_shared<engine::Clip>();
            clip->samples.assign(2400, 0.001F * float(progress.chunk + 1));
            listener.chunk(std::move(clip));
            ++timings.chunks;
            timings.audioSeconds += 0.1;
            if (request.text.starts_with("fail"))
                throw engine::badInput("The text cannot be spoken.", "Write something else.");
            if (request.text.starts_with("crash"))
                throw std::runtime_error("index 5 out of range");
        }
        return timings;
    }

private:
    Pace m_pace;
};
