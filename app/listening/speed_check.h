// How fast the model that is loaded speaks with given steps, through the same queue as everything else: a warm-up that
// does not count, then some equal utterances. GUI thread.
#pragma once

#include <QObject>

#include <functional>
#include <vector>

#include "app/problem.h"
#include "app/settings/speech_purposes.h"
#include "app/speech/speech_queue.h"

namespace app::listening {

struct MeasuredSpeed {
    SpeechSteps steps;
    std::vector<double> rtf; // of each run, in order; without the warm-up

    double median() const; // 0 without runs
};

class SpeedCheck : public QObject {
    Q_OBJECT

public:
    explicit SpeedCheck(speech::SpeechQueue &queue, QObject *parent = nullptr);
    ~SpeedCheck() override; // cancels what it asked for

    // Speaks `request` (voice, text, seed) `runs` times with each of `steps` in turn (A, B, A, B …, so that a machine
    // that slows down slows both), after a warm-up with each. measured() or failed() follows. One at a time: another
    // one cancels the one before.
    void start(engine::Request request, std::vector<SpeechSteps> steps, int runs = 3);
    void cancel();
    bool isRunning() const { return !m_jobs.empty() || m_job != 0; }

    static engine::Request benchmarkRequest(const engine::Voice &voice); // a sentence of 4 s or so, seed 1

Q_SIGNALS:
    void progressed(int done, int all);
    void measured(const std::vector<app::listening::MeasuredSpeed> &speeds); // in the order of `steps`
    void failed(const app::Problem &problem);

private:
    void next();

    speech::SpeechQueue &m_queue;
    engine::Request m_request;
    std::vector<MeasuredSpeed> m_speeds;
    std::vector<std::pair<std::size_t, bool>> m_jobs; // still to be asked for, last first: which steps, counts
    std::pair<std::size_t, bool> m_asked;
    quint64 m_job = 0;
    int m_all = 0;
};

} // namespace app::listening
