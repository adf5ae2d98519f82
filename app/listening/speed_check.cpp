#include "app/listening/speed_check.h"

#include <algorithm>

#include "app/listening/listening_words.h"

namespace app::listening {

namespace {

constexpr int kRank = -1; // what a person asks for goes first

void add(std::vector<SpeechSteps> &all, const SpeechSteps &steps) {
    if (std::find(all.begin(), all.end(), steps) == all.end())
        all.push_back(steps);
}

std::optional<double> medianOf(const std::vector<MeasuredSpeed> &speeds, const SpeechSteps &steps) {
    for (const MeasuredSpeed &speed : speeds) {
        if (speed.steps == steps && !speed.rtf.empty())
            return speed.median();
    }
    return std::nullopt;
}

} // namespace

double MeasuredSpeed::median() const {
    if (rtf.empty())
        return 0;
    std::vector<double> sorted = rtf;
    std::sort(sorted.begin(), sorted.end());
    return (sorted[(sorted.size() - 1) / 2] + sorted[sorted.size() / 2]) / 2;
}

ChangeSpeed::ChangeSpeed(const AppliedChange &order) : m_before(order.stepsBefore()), m_after(order.steps) {
    if (order.precision && order.precision != order.precisionBefore)
        m_precision = order.precision;
    // A ratio of steps alone holds in any precision; one of precisions only from the baseline's.
    const bool isBaselineHere = !order.precision || order.promisedFromPrecision == order.precisionBefore;
    if (order.promisedRatio && order.promisedFrom && isBaselineHere) {
        m_baseline = order.promisedFrom;
        m_ratio = order.promisedRatio;
    }
}

std::vector<SpeechSteps> ChangeSpeed::ahead() const {
    std::vector<SpeechSteps> all{m_before};
    if (m_baseline)
        add(all, *m_baseline);
    if (!needsTwoModels())
        add(all, m_after);
    return all;
}

std::vector<SpeechSteps> ChangeSpeed::behind() const {
    return needsTwoModels() ? std::vector{m_after} : std::vector<SpeechSteps>();
}

SpeedFinding ChangeSpeed::finding(const std::vector<MeasuredSpeed> &ahead,
                                  const std::vector<MeasuredSpeed> &behind) const {
    SpeedFinding finding;
    finding.before = medianOf(ahead, m_before);
    if (!needsTwoModels())
        finding.after = medianOf(ahead, m_after);
    else if (!behind.empty() && behind.front().precision == m_precision) // else the model could not be loaded
        finding.after = medianOf(behind, m_after);
    const auto baseline = m_baseline ? medianOf(ahead, *m_baseline) : std::nullopt;
    if (baseline)
        finding.predicted = *baseline * *m_ratio;
    return finding;
}

SpeedCheck::SpeedCheck(speech::SpeechQueue &queue, QObject *parent) : QObject(parent), m_queue(queue) {
    using speech::SpeechQueue;
    connect(&m_queue, &SpeechQueue::finished, this, [this](const speech::Take &take) {
        if (m_job == 0 || take.id != m_job)
            return;
        const auto [place, counts] = m_asked;
        if (counts) {
            m_speeds[place].rtf.push_back(take.timings.rtf());
            m_speeds[place].precision = take.model.precision;
        }
        m_job = 0;
        Q_EMIT progressed(m_all - int(m_jobs.size()), m_all);
        next();
    });
    const auto end = [this](quint64 id, const Problem &problem) {
        if (m_job == 0 || id != m_job)
            return;
        m_job = 0;
        m_jobs.clear();
        Q_EMIT failed(problem);
    };
    connect(&m_queue, &SpeechQueue::failed, this, end);
    connect(&m_queue, &SpeechQueue::cancelled, this, [end](quint64 id) {
        end(id, {say("The benchmark was stopped."), say("Start it again when nothing else is spoken."), {}});
    });
}

SpeedCheck::~SpeedCheck() {
    cancel();
}

void SpeedCheck::start(engine::Request request, std::vector<SpeechSteps> steps, int runs) {
    cancel();
    m_request = std::move(request);
    m_speeds.clear();
    for (const SpeechSteps &each : steps)
        m_speeds.push_back({each, {}, {}});
    for (int run = 0; run <= runs; ++run) {
        for (std::size_t place = 0; place < m_speeds.size(); ++place)
            m_jobs.emplace_back(place, run > 0);
    }
    std::reverse(m_jobs.begin(), m_jobs.end());
    m_all = int(m_jobs.size());
    next();
}

void SpeedCheck::cancel() {
    m_jobs.clear();
    if (const quint64 job = std::exchange(m_job, 0); job != 0)
        m_queue.cancel(job);
}

void SpeedCheck::next() {
    if (m_jobs.empty()) {
        Q_EMIT measured(m_speeds);
        return;
    }
    m_asked = m_jobs.back();
    m_jobs.pop_back();
    engine::Request request = m_request;
    request.nfeStep = m_speeds[m_asked.first].steps.nfeStep;
    request.schedule = m_speeds[m_asked.first].steps.schedule;
    m_job = m_queue.enqueue(std::move(request), speech::Origin::Listening, kRank);
}

engine::Request SpeedCheck::benchmarkRequest(const engine::Voice &voice) {
    engine::Request request;
    request.text = "The quick brown fox jumps over the lazy dog, and nobody in the garden seems to mind it at all.";
    request.voice = voice;
    request.seed = 1;
    return request;
}

} // namespace app::listening

#include "moc_speed_check.cpp"
