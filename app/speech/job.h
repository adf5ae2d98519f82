// One thing to be said. Plain data; crosses threads by value.
#pragma once

#include <QMetaType>
#include <QtGlobal>

#include "app/problem.h"
#include "engine/clip.h"
#include "engine/request.h"
#include "engine/synthesizer.h"
#include "engine/timings.h"

namespace app::speech {

using Problem = app::Problem;

enum class Origin { Studio, Danmaku, Listening, Server, Export };

struct Job {
    quint64 id = 0;
    Origin origin = Origin::Studio;
    int rank = 0; // higher goes first; equal ranks in order of arrival
    engine::Request request;
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
