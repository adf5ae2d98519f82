// How fast this machine speaks and how it feels meanwhile: what the performance pane and the status line show. It reads
// the probes (machine_watch.h), hears of every job that ends and of how many wait, keeps all of it for 24 hours
// (series_store.h), and says what a person should know (notices). GUI thread; nothing here blocks.
//
// What the Studio does with it: services.cpp makes it and tells it of the danmaku queue.
#pragma once

#include <QElapsedTimer>
#include <QList>
#include <QObject>

#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "app/performance/machine_watch.h"
#include "app/performance/performance_notice.h"
#include "app/performance/series_store.h"
#include "app/performance/speed_limits.h"
#include "app/performance/utterance.h"
#include "app/problem.h"
#include "app/speech/job.h"

namespace app {
class Settings;
}
namespace app::speech {
class SpeechQueue;
class SpeechWorker;
} // namespace app::speech
namespace app::storage {
class FileThread;
}
namespace app::takes {
class TakeLibrary;
struct TakeRecord;
} // namespace app::takes

namespace app::performance {

class ChangeWatch;
class UtteranceLog;
class VerbWatch;
struct VerbFindings;

// What can be read at one moment (hover): of each series the value in or nearest to it, none where nothing was measured
// near.
struct Moment {
    qint64 at = 0;
    std::array<std::optional<SeriesPoint>, kSeries> values;
    QStringList throttles;              // translated: what held the GPU back then
    std::optional<Utterance> utterance; // that was being made then, or ended nearest within a few pixels

    const std::optional<SeriesPoint> &operator[](Series series) const { return values[std::size_t(series)]; }
};

class PerformanceWatch : public QObject {
    Q_OBJECT

public:
    struct Uses {
        Settings &settings; // watchMachine, watchRate, slowRtf
        speech::SpeechWorker &worker;
        speech::SpeechQueue &queue;
        takes::TakeLibrary &takes;
        storage::FileThread &files;
        std::filesystem::path folder =
            {}; // of what is kept between starts (utterances, what was announced); empty: none
        std::filesystem::path historyFile = {}; // of `bench`; empty: nothing is compared
        MachineWatch::Probes probes = MachineWatch::Probes::standard();
        engine::performance::Thresholds thresholds = standardThresholds();
    };

    explicit PerformanceWatch(Uses uses, QObject *parent = nullptr);
    ~PerformanceWatch() override;

    void start();                       // sampling, if the setting says so; reads what was kept
    void setDanmakuQueue(int messages); // how many will be read

    qint64 now() const; // ms since 1970 UTC, never backwards; goes on through a sleep of the machine

    // Anything for plots: at most one point for each pixel column; see series_store.h.
    std::vector<SeriesPoint> points(Series series, qint64 from, qint64 to, int pixels) const;
    // Every value at a moment; `farthest`: ms that still count as near (say, five pixels).
    Moment at(qint64 time, qint64 farthest) const;
    const SeriesStore &store() const { return m_store; }
    // For benchmarks and tests, which fill it with hours of the past. With the setting `watchMachine` off, or without
    // start(), nothing else is added but queues and utterances.
    SeriesStore &storeToFill() { return m_store; }

    // Newest last; the newest 10,000, also those of the last 24 hours before this start. Valid until the next signal.
    const std::deque<Utterance> &utterances() const;
    // Of those whose end lies in [from, to] the ones that a person looks for first, at most `most`: failures, then the
    // highest RTF; oldest first.
    std::vector<Utterance> utterances(qint64 from, qint64 to, int most) const;
    std::optional<Utterance> nearestUtterance(qint64 time, qint64 farthest) const;

    // The newest; State::None with a reason before. Clocks as they were last told, as a card that works may not say it.
    const engine::performance::GpuReading &gpu() const { return m_gpu; }
    quint64 clockReadings() const { return m_clockReadings; } // that told of clocks, since the start
    const engine::performance::MachineReading &machine() const { return m_machine; }
    bool isSampling() const { return m_watch.isRunning(); } // else the setting is off, or start() was not called
    bool isSpeakingOnGpu() const;

    const QList<PerformanceNotice> &notices() const {
        return m_notices;
    } // that hold now, newest last; also what `ishowtts check` and `monitor` found

    // A table of [from, to] as CSV (RFC 4180, UTF-8, times in UTC): a row for each moment that is stored as finely as
    // the whole range allows, with smallest, mean and largest value of each series that has any; and one for each
    // utterance. Some hundred milliseconds for 24 hours: for files exportCsv() does it elsewhere.
    QByteArray csv(qint64 from, qint64 to) const;
    // The same into a file, whole or not at all, on the file thread. `done` is called here, unless `context` is gone:
    // nothing, or what went wrong.
    void exportCsv(qint64 from, qint64 to, const QString &file, QObject *context,
                   std::function<void(const std::optional<Problem> &)> done);

Q_SIGNALS:
    void sampled();                                             // new values of the machine, at the chosen rate
    void queuesChanged();                                       // SpeechQueue or DanmakuQueue has a new value
    void uttered(const app::performance::Utterance &utterance); // a new one, also a failure
    void utteranceChanged(quint64 number);                      // its take is known now
    void historyRead();                                         // utterances of before this start were added
    void samplingChanged(bool on);
    void noticeBegan(const app::performance::PerformanceNotice &notice);
    void noticeEnded(const QString &id);
    void changesLooked(); // what is new since speed was last measured was looked for
    void measured();      // `ishowtts bench` or `check` added a record

private:
    void followSetting();
    void connectSpeech();
    void connectFindings();
    void takeGpu(const engine::performance::GpuReading &reading);
    void followClocks();
    void takeMachine(const engine::performance::MachineReading &reading);
    void begins(quint64 job);
    int depth() const; // of the speech queue
    void countQueue();
    void followLimit();
    void add(Utterance utterance);
    void tell(const std::vector<engine::performance::Notice> &notices);
    void post(PerformanceNotice notice);
    void withdraw(const QString &id);
    void lookForChanges();
    void takeFindings(const VerbFindings &findings);
    void endAll();
    void take(const speech::Take &take);
    void fail(quint64 job, const Problem &problem);

    const Uses m_uses;
    QElapsedTimer m_clock;
    mutable qint64 m_offset; // of the machine's clock before this one
    const qint64 m_run;      // when this start was
    SeriesStore m_store;
    std::unique_ptr<UtteranceLog> m_log;
    std::unique_ptr<ChangeWatch> m_changes;
    std::unique_ptr<VerbWatch> m_verbs;
    std::string m_checked;   // when the check was that is told of
    QStringList m_monitored; // ids of notices that a monitor told of, and this program did not see
    engine::performance::Thresholds m_thresholds;
    std::optional<engine::performance::NoticeWatch> m_noticeWatch;
    QList<PerformanceNotice> m_notices;
    engine::performance::GpuReading m_gpu;
    engine::performance::MachineReading m_machine;
    struct KnownClocks {
        engine::performance::Clocks clocks = engine::performance::Clocks::Unknown;
        std::optional<double> locked = {}; // MHz
    } m_clocks;
    quint64 m_clockReadings = 0;
    std::optional<Utterance> m_running; // what is being made: what is known of it before
    bool m_computes = false;            // and the engine is at it
    std::optional<engine::ModelSummary> m_model;
    int m_toRead = -1; // −1: there was never one
    bool m_started = false;
    bool m_gpuAsked = false; // it has answered
    MachineWatch m_watch;    // last: it tells the others
};

} // namespace app::performance

Q_DECLARE_METATYPE(app::performance::Utterance)
