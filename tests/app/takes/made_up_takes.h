// Takes without an engine: sound and settings that follow from a number, for tests of storage.
#pragma once

#include <QString>

#include <memory>
#include <random>

#include "app/speech/job.h"

inline engine::ClipPtr madeUpClip(unsigned number, int samples = 2400) {
    auto clip = std::make_shared<engine::Clip>();
    std::minstd_rand random(number + 1);
    for (int i = 0; i < samples; ++i)
        clip->samples.push_back(float(random()) / float(std::minstd_rand::max()) - 0.5F);
    return clip;
}

inline app::speech::Take madeUpTake(unsigned number, const QString &text,
                                    const QString &voice = QStringLiteral("slt")) {
    app::speech::Take take;
    take.id = number;
    take.request.text = text.toStdString();
    take.request.voice.id = voice.toStdString();
    take.request.voice.name = voice.toStdString();
    take.request.seed = 0xFFFF'FFFF'0000'0000U + number;
    take.clip = madeUpClip(number);
    take.timings.synthesisSeconds = 0.5;
    take.model.name = "made up";
    take.model.licence = "MIT";
    return take;
}
