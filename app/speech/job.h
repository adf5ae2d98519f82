// One thing to be said. Plain data; crosses threads by value.
#pragma once

#include <QMetaType>
#include <QtGlobal>

#include <functional>
#include <memory>
#include <stop_token>

#include "app/problem.h"
#include "engine/clip.h"
#include "engine/request.h"
#include "engine/synthesizer.h"
#include "engine/timings.h"

namespace app::speech {

using Problem = app::Problem;

enum class Origin { Studio, Danmaku, Listening, Server, Export };

// A model that a job is to be spoken with, whichever is loaded. What is loaded serves when it is this one.
struct OwnModel {
    std::filesystem::path folder;
    engine::Precision precision = engine::Precision::Fp32; // not Auto
    engine::DeviceKind device = engine::DeviceKind::Cpu;
    std::function<std::unique_ptr<engine::Synthesizer>(std::stop_token)> make; // on the engine thread

    bool is(const engine::ModelSummary &model) const {
        return model.folder == folder && model.precision == precision && model.device.kind == device;
    }
};

struct Job {
    quint64 id = 0;
    Origin origin = Origin::Studio;
    int rank = 0; // higher goes first; equal ranks in order of arrival
    engine::Request request;
    std::shared_ptr<const OwnModel> model = {}; // none: the one that is loaded
};

// What a finished job leaves: the whole wave and where its time went.
struct Take {
    quint64 id = 0;
    engine::Request request;
    engine::ClipPtr clip;
    engine::Timings timings;
    engine::ModelSummary model;
};

} // namespace app::speech

Q_DECLARE_METATYPE(app::speech::Job)
Q_DECLARE_METATYPE(app::speech::Take)
Q_DECLARE_METATYPE(engine::ClipPtr)
Q_DECLARE_METATYPE(engine::Progress)
Q_DECLARE_METATYPE(engine::ModelSummary)
