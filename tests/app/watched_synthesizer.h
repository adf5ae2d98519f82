// The real engine, and how often the GUI thread called it.
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <thread>

#include "app/speech/speech_worker.h"
#include "engine/model_files.h"
#include "engine/synthesizer.h"

// Passes everything on to the real engine and notes calls that come from the GUI thread.
class WatchedSynthesizer : public engine::Synthesizer {
public:
    WatchedSynthesizer(std::unique_ptr<engine::Synthesizer> real, std::thread::id gui, std::atomic<int> &offences)
        : m_real(std::move(real)), m_gui(gui), m_offences(offences) {
        note();
    }
    ~WatchedSynthesizer() override { note(); }
    engine::Capabilities capabilities() const override {
        note();
        return m_real->capabilities();
    }
    engine::ModelSummary summary() const override {
        note();
        return m_real->summary();
    }
    void prepare(const engine::Voice &voice) override {
        note();
        m_real->prepare(voice);
    }
    engine::Timings speak(const engine::Request &request, std::stop_token stop,
                          const engine::Listener &listener) override {
        note();
        return m_real->speak(request, std::move(stop), listener);
    }

private:
    void note() const {
        if (std::this_thread::get_id() == m_gui)
            ++m_offences;
    }

    std::unique_ptr<engine::Synthesizer> m_real;
    const std::thread::id m_gui;
    std::atomic<int> &m_offences;
};

// To be called on the GUI thread; `offences` outlives what it makes.
inline app::speech::SpeechWorker::Factory watchedEngine(const std::filesystem::path &model,
                                                        std::atomic<int> &offences) {
    return [model, &offences, gui = std::this_thread::get_id()](std::stop_token stop) {
        engine::LoadOptions options;
        options.model = engine::readModelFolder(model);
        options.device = engine::chooseDevice("cpu");
        return std::make_unique<WatchedSynthesizer>(engine::makeLocalSynthesizer(options, std::move(stop)), gui,
                                                    offences);
    };
}
