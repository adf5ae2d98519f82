// What the pane asks of what was measured.
#include <QCoreApplication>
#include <QPointer>
#include <QSaveFile>

#include <algorithm>

#include "app/performance/performance_table.h"
#include "app/performance/performance_watch.h"
#include "app/performance/utterance_log.h"
#include "app/storage/file_thread.h"

namespace app::performance {

namespace {

constexpr double kMillisecond = 1000; // in a second

// From the beginning of one to its end; ms away from `time`.
qint64 awayFrom(const Utterance &one, qint64 time) {
    const qint64 begin = one.at - qint64(one.timings.synthesisSeconds * kMillisecond);
    return std::max({begin - time, time - one.at, qint64(0)});
}

// What a person looks for: failures, then the slowest.
bool isWorse(const Utterance &a, const Utterance &b) {
    return a.failed != b.failed ? a.failed : a.rtf() > b.rtf();
}

} // namespace

std::vector<SeriesPoint> PerformanceWatch::points(Series series, qint64 from, qint64 to, int pixels) const {
    return m_store.points(series, from, to, pixels);
}

Moment PerformanceWatch::at(qint64 time, qint64 farthest) const {
    Moment moment;
    moment.at = time;
    for (const SeriesFacts &facts : allSeries())
        moment.values[std::size_t(facts.series)] = m_store.at(facts.series, time, farthest);
    using engine::performance::Throttle;
    const std::pair<Series, Throttle> throttles[] = {{Series::ThrottlePower, Throttle::Power},
                                                     {Series::ThrottleHeat, Throttle::Heat},
                                                     {Series::ThrottleHardwareHeat, Throttle::HardwareHeat},
                                                     {Series::ThrottlePowerBrake, Throttle::PowerBrake},
                                                     {Series::ThrottleHardware, Throttle::Hardware}};
    for (const auto &[series, throttle] : throttles)
        if (moment[series] && moment[series]->high > 0)
            moment.throttles << nameOf(throttle);
    moment.utterance = nearestUtterance(time, farthest);
    return moment;
}

const std::deque<Utterance> &PerformanceWatch::utterances() const {
    return m_log->all();
}

std::vector<Utterance> PerformanceWatch::utterances(qint64 from, qint64 to, int most) const {
    const auto &all = m_log->all();
    const auto begin =
        std::lower_bound(all.begin(), all.end(), from, [](const Utterance &one, qint64 at) { return one.at < at; });
    const auto end =
        std::upper_bound(begin, all.end(), to, [](qint64 at, const Utterance &one) { return at < one.at; });
    std::vector<const Utterance *> found;
    for (auto one = begin; one != end; ++one)
        found.push_back(&*one);
    const std::size_t wanted = std::size_t(std::max(most, 0));
    if (found.size() > wanted) {
        std::nth_element(found.begin(), found.begin() + std::ptrdiff_t(wanted), found.end(),
                         [](const Utterance *a, const Utterance *b) { return isWorse(*a, *b); });
        found.resize(wanted);
        std::sort(found.begin(), found.end(),
                  [](const Utterance *a, const Utterance *b) { return a->number < b->number; });
    }
    std::vector<Utterance> chosen;
    for (const Utterance *one : found)
        chosen.push_back(*one);
    return chosen;
}

std::optional<Utterance> PerformanceWatch::nearestUtterance(qint64 time, qint64 farthest) const {
    const Utterance *nearest = nullptr;
    for (const Utterance &one : m_log->all())
        if (awayFrom(one, time) <= farthest && (nearest == nullptr || awayFrom(one, time) <= awayFrom(*nearest, time)))
            nearest = &one;
    return nearest != nullptr ? std::optional(*nearest) : std::nullopt;
}

QByteArray PerformanceWatch::csv(qint64 from, qint64 to) const {
    return toCsv(tableOf(m_store, m_log->all(), from, to));
}

void PerformanceWatch::exportCsv(qint64 from, qint64 to, const QString &file, QObject *context,
                                 std::function<void(const std::optional<Problem> &)> done) {
    m_uses.files.post([contents = tableOf(m_store, m_log->all(), from, to), file, asker = QPointer<QObject>(context),
                       done = std::move(done)] {
        const QByteArray table = toCsv(contents);
        QSaveFile out(file);
        const bool written = out.open(QIODevice::WriteOnly) && out.write(table) == table.size() && out.commit();
        const auto problem = written
                                 ? std::nullopt
                                 : std::optional(Problem{tr("The table cannot be saved: %1.").arg(file),
                                                         tr("Make room or choose another folder."), out.errorString()});
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [asker, done, problem] {
                if (asker)
                    done(problem);
            },
            Qt::QueuedConnection);
    });
}

} // namespace app::performance
