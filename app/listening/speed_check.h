// How fast the model that is loaded speaks with given steps, through the same queue as everything else: a warm-up that
// does not count, then some equal utterances. GUI thread.
#pragma once

#include <QObject>

#include <functional>
#include <optional>
#include <vector>

#include "app/listening/setting_change.h"
#include "app/problem.h"
#include "app/settings/speech_purposes.h"
#include "app/speech/speech_queue.h"

namespace app::listening {

struct MeasuredSpeed {
    SpeechSteps steps;
    std::vector<double> rtf;                         // of each run, in order; without the warm-up
    std::optional<engine::Precision> precision = {}; // of the model that spoke; none without runs

    double median() const; // 0 without runs
};

// What is measured around a change of the default: what counted before, the test's baseline, and what counts after it.
// Another precision is another model, so what is in the present one is measured ahead of the change.
class ChangeSpeed {
public:
    // `order` knows what it replaces: from SettingChange::withBefore(), or applied.
    explicit ChangeSpeed(const AppliedChange &order);

    bool needsTwoModels() const { return m_precision.has_value(); }
    std::vector<SpeechSteps> ahead() const;  // for SpeedCheck::start() while the change does not count yet
    std::vector<SpeechSteps> behind() const; // once it does; empty: ahead() has all of them

    // From what was measured for both; nothing is predicted where the test's baseline could not be measured: the test
    // compared precisions, and the settings had another one than its baseline.
    SpeedFinding finding(const std::vector<MeasuredSpeed> &ahead, const std::vector<MeasuredSpeed> &behind) const;

private:
    SpeechSteps m_before, m_after;
    std::optional<SpeechSteps> m_baseline;        // none: nothing can be predicted
    std::optional<double> m_ratio;                // the same
    std::optional<engine::Precision> m_precision; // the new one; none: as before
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
