// The real engine on the smallest checkpoint there is, for tests.
#pragma once

#include <memory>
#include <stop_token>

#include "engine/device.h"
#include "engine/synthesizer.h"
#include "engine/voice.h"

inline std::unique_ptr<engine::Synthesizer> makeSmallSynthesizer(std::stop_token stop) {
    engine::LoadOptions options;
    options.model = engine::readModelFolder(TEST_DATA "/tiny/v1");
    options.device = engine::chooseDevice("cpu");
    options.precision = engine::Precision::Fp32;
    return engine::makeLocalSynthesizer(options, std::move(stop));
}

inline engine::Request smallRequest(const std::string &text) {
    engine::Request request;
    request.text = text;
    request.voice = engine::loadVoice(SOURCE_FOLDER "/voices/slt");
    request.nfeStep = 5;
    request.seed = 3;
    return request;
}
