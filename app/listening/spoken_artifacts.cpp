#include "app/listening/spoken_artifacts.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QPointer>

#include <algorithm>
#include <cmath>
#include <exception>
#include <utility>

#include "engine/error.h"
#include "engine/json.h"
#include "engine/performance/monitor_log.h"
#include "engine/quality/artifacts.h"
#include "engine/quality/asked_line.h"

namespace app::listening {

using engine::Json;

namespace {

constexpr int kMostUnlooked = 50;              // clips; more are not looked at
constexpr std::size_t kReadAtMost = 500'000;   // bytes: some 5,000 lines
constexpr std::uintmax_t kLongest = 1'000'000; // bytes of one file

std::optional<SpeechPurpose> purposeBehind(speech::Origin origin) {
    switch (origin) {
    case speech::Origin::Danmaku:
        return SpeechPurpose::Danmaku;
    case speech::Origin::Server:
        return SpeechPurpose::Api;
    case speech::Origin::Studio:
    case speech::Origin::Listening:
    case speech::Origin::Export:
        break;
    }
    return std::nullopt;
}

// None: it could not be looked at.
std::optional<bool> hasArtifacts(const engine::Clip &clip, const std::string &text, const std::string &spoken) {
    using namespace engine::quality;
    try {
        return !measureArtifacts(clip, askedLine(text, spoken, 1, {})).found().empty(); // in any voice, at any speed
    } catch (const std::exception &) {
        return std::nullopt;
    }
}

CheckedSpeech checkedFrom(const Json &json) {
    CheckedSpeech checked;
    const auto number = [&](const char *key, double low, double high) {
        const double value = json[key].number();
        if (!(value >= low && value <= high) || value != std::floor(value))
            throw engine::badInput(std::string(key) + " is out of range", {});
        return value;
    };
    const auto &all = allPurposes();
    const auto purpose = std::find_if(all.begin(), all.end(), [&](SpeechPurpose each) {
        return wordFor(each).toStdString() == json["for"].string();
    });
    if (purpose == all.end())
        throw engine::badInput("the purpose is not known", {});
    checked.purpose = *purpose;
    checked.at = qint64(number("at", 0, 9e15));
    checked.steps.nfeStep = int(number("nfe", 1, 128));
    checked.steps.schedule = engine::scheduleFromString(json["schedule"].string());
    checked.doubted = json["artifacts"].boolean();
    return checked;
}

Json::Object lineOf(const CheckedSpeech &checked) {
    return {{"at", std::int64_t(checked.at)},
            {"for", wordFor(checked.purpose).toStdString()},
            {"nfe", checked.steps.nfeStep},
            {"schedule", engine::toString(checked.steps.schedule)},
            {"artifacts", checked.doubted}};
}

} // namespace

std::deque<CheckedSpeech> checkedSpeechIn(const std::string &lines) {
    std::deque<CheckedSpeech> all;
    engine::performance::forEachLine(lines, [&](const Json &json) { all.push_back(checkedFrom(json)); });
    return all;
}

SpokenArtifacts::SpokenArtifacts(const Settings &settings, speech::SpeechQueue &queue, storage::FileThread &files,
                                 std::filesystem::path file, QObject *parent)
    : QObject(parent), m_settings(settings), m_queue(queue), m_files(files), m_file(std::move(file)) {
    using speech::SpeechQueue;
    connect(&m_queue, &SpeechQueue::started, this, [this](quint64 id) {
        const auto &job = m_queue.runningJob();
        const auto purpose = job ? purposeBehind(job->origin) : std::nullopt;
        m_job = purpose ? id : 0;
        m_purpose = purpose.value_or(SpeechPurpose::Session);
    });
    connect(&m_queue, &SpeechQueue::finished, this, [this](const speech::Take &take) {
        if (take.id == m_job && m_job != 0)
            look(take, m_purpose);
    });
    if (!m_file.empty())
        m_log = std::make_shared<engine::performance::MonitorLog>(m_file, kLongest);
}

SpokenArtifacts::~SpokenArtifacts() {
    m_ends = true;
}

void SpokenArtifacts::look(const speech::Take &take, SpeechPurpose purpose) {
    if (!m_settings.checkTakes() || !take.clip || m_waiting >= kMostUnlooked)
        return;
    ++m_waiting;
    CheckedSpeech checked;
    checked.purpose = purpose;
    checked.steps = {take.request.nfeStep, engine::effectiveSchedule(take.request.nfeStep, take.request.schedule)};
    checked.at = QDateTime::currentMSecsSinceEpoch();
    m_thread.post([this, checked, clip = take.clip, text = take.request.text, spoken = take.request.spoken]() mutable {
        if (m_ends)
            return;
        const std::optional<bool> doubted = hasArtifacts(*clip, text, spoken);
        QMetaObject::invokeMethod(
            this,
            [this, checked, doubted]() mutable {
                --m_waiting;
                if (!doubted)
                    return;
                checked.doubted = *doubted;
                keep(checked);
            },
            Qt::QueuedConnection);
    });
}

// What cannot be written is not: figures of the past are worth no notice.
void SpokenArtifacts::keep(const CheckedSpeech &checked) {
    m_all.push_back(checked);
    if (m_all.size() > kMost)
        m_all.pop_front();
    if (m_log)
        m_files.post([log = m_log, line = lineOf(checked)] { log->write(line); });
    Q_EMIT changed();
}

void SpokenArtifacts::readBack() {
    if (m_file.empty())
        return;
    m_files.post([self = QPointer<SpokenArtifacts>(this), file = m_file] {
        std::deque<CheckedSpeech> before = checkedSpeechIn(engine::performance::endOfLog(file, kReadAtMost));
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, before = std::move(before)] {
                if (!self || before.empty())
                    return;
                self->m_all.insert(self->m_all.begin(), before.begin(), before.end());
                while (self->m_all.size() > kMost)
                    self->m_all.pop_front();
                Q_EMIT self->changed();
            },
            Qt::QueuedConnection);
    });
}

} // namespace app::listening

#include "moc_spoken_artifacts.cpp"
