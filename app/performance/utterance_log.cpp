#include "app/performance/utterance_log.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QPointer>

#include <algorithm>
#include <map>
#include <utility>

#include "app/storage/file_thread.h"
#include "engine/error.h"
#include "engine/performance/monitor_log.h"

namespace app::performance {

using engine::Json;

namespace {

constexpr std::size_t kReadAtMost = 8'000'000; // bytes: some 20,000 utterances
constexpr std::size_t kLastLines = 200'000;    // bytes: some 500
constexpr double kLongest = 1e6;               // s
constexpr double kHighestId = 9e15;
constexpr qsizetype kLongestWord = 300;
const char *const kWhen = "at";

double number(const Json &json, const char *key, double low, double high) {
    const double value = json[key].isNumber() ? json[key].number() : low;
    if (!(value >= low && value <= high))
        throw engine::badInput(std::string(key) + " is out of range", {});
    return value;
}

QString word(const Json &json, const char *key) {
    return json[key].isString() ? QString::fromStdString(json[key].string()).left(kLongestWord) : QString();
}

Utterance utteranceFrom(const Json &json) {
    Utterance utterance;
    utterance.at = qint64(number(json, kWhen, 0, kHighestId));
    const QString origin = word(json, "origin");
    for (const auto each : {speech::Origin::Studio, speech::Origin::Danmaku, speech::Origin::Listening,
                            speech::Origin::Server, speech::Origin::Export})
        if (idOf(each) == origin)
            utterance.origin = each;
    utterance.characters = int(number(json, "characters", 0, 1e9));
    utterance.nfe = int(number(json, "nfe", 0, 1000));
    utterance.schedule = word(json, "schedule");
    utterance.precision = word(json, "precision");
    utterance.model = word(json, "model");
    utterance.device = word(json, "device");
    utterance.deviceName = word(json, "device_name");
    utterance.timings.audioSeconds = number(json, "audio_seconds", 0, kLongest);
    utterance.timings.synthesisSeconds = number(json, "synthesis_seconds", 0, kLongest);
    utterance.timings.firstAudioSeconds = number(json, "first_audio_seconds", 0, kLongest);
    utterance.failed = json["failed"].isBool() && json["failed"].boolean();
    return utterance;
}

} // namespace

Json::Object toJson(const Utterance &utterance, qint64 run) {
    return {{kWhen, std::int64_t(utterance.at)},
            {"run", std::int64_t(run)},
            {"job", std::uint64_t(utterance.job)},
            {"origin", idOf(utterance.origin).toStdString()},
            {"characters", utterance.characters},
            {"nfe", utterance.nfe},
            {"schedule", utterance.schedule.toStdString()},
            {"precision", utterance.precision.toStdString()},
            {"model", utterance.model.toStdString()},
            {"device", utterance.device.toStdString()},
            {"device_name", utterance.deviceName.toStdString()},
            {"audio_seconds", utterance.timings.audioSeconds},
            {"synthesis_seconds", utterance.timings.synthesisSeconds},
            {"first_audio_seconds", utterance.timings.firstAudioSeconds},
            {"rtf", utterance.rtf()},
            {"failed", utterance.failed}};
}

std::vector<Utterance> utterancesIn(const std::string &text, qint64 since, qint64 until, qint64 run) {
    std::vector<Utterance> found;
    std::map<std::pair<double, double>, std::size_t> places; // by run and job
    engine::performance::forEachLine(text, [&](const Json &json) {
        const double its = number(json, "run", 0, kHighestId);
        const auto key = std::pair(its, number(json, "job", 0, kHighestId));
        if (qint64(its) == run)
            return;
        if (!json.contains("take")) {
            Utterance utterance = utteranceFrom(json);
            if (utterance.at < since || utterance.at > until)
                return;
            places[key] = found.size();
            found.push_back(std::move(utterance));
        } else if (const auto place = places.find(key); place != places.end()) {
            found[place->second].take = qint64(number(json, "take", 0, kHighestId));
            found[place->second].lineId = word(json, "line");
        }
    });
    std::stable_sort(found.begin(), found.end(), [](const Utterance &a, const Utterance &b) { return a.at < b.at; });
    return found;
}

std::optional<Utterance> lastUtterance(const std::filesystem::path &file) {
    std::vector<Utterance> found =
        utterancesIn(engine::performance::endOfLog(file, kLastLines), 0, QDateTime::currentMSecsSinceEpoch(), -1);
    const auto last =
        std::find_if(found.rbegin(), found.rend(), [](const Utterance &one) { return !one.failed && one.rtf() > 0; });
    return last != found.rend() ? std::optional(std::move(*last)) : std::nullopt;
}

UtteranceLog::UtteranceLog(std::filesystem::path file, qint64 run, storage::FileThread &files, QObject *parent)
    : QObject(parent), m_file(std::move(file)), m_run(run), m_files(files) {
    if (!m_file.empty())
        m_log = std::make_shared<engine::performance::MonitorLog>(m_file);
}

UtteranceLog::~UtteranceLog() = default;

const Utterance &UtteranceLog::add(Utterance utterance) {
    utterance.number = ++m_numbers;
    write(toJson(utterance, m_run));
    m_all.push_back(std::move(utterance));
    if (m_all.size() > kMost)
        m_all.pop_front();
    return m_all.back();
}

std::optional<quint64> UtteranceLog::setTake(quint64 job, qint64 take, const QString &lineId) {
    const auto found =
        std::find_if(m_all.rbegin(), m_all.rend(), [job](const Utterance &one) { return one.job == job; });
    if (job == 0 || found == m_all.rend())
        return {};
    found->take = take;
    found->lineId = lineId;
    write({{kWhen, std::int64_t(found->at)},
           {"run", std::int64_t(m_run)},
           {"job", std::uint64_t(job)},
           {"take", std::int64_t(take)},
           {"line", lineId.toStdString()}});
    return found->number;
}

// What cannot be written is not: figures of the past are worth no notice.
void UtteranceLog::write(Json::Object line) {
    if (m_log)
        m_files.post([log = m_log, line = std::move(line)] { log->write(line); });
}

void UtteranceLog::readBack(qint64 since, qint64 until) {
    if (m_file.empty())
        return;
    m_files.post([self = QPointer<UtteranceLog>(this), file = m_file, since, until, run = m_run] {
        std::vector<Utterance> found =
            utterancesIn(engine::performance::endOfLog(file, kReadAtMost), since, until, run);
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, found = std::move(found)] {
                if (self)
                    self->take(found);
            },
            Qt::QueuedConnection);
    });
}

void UtteranceLog::take(const std::vector<Utterance> &before) {
    quint64 next = m_all.empty() ? m_numbers + 1 : m_all.front().number;
    int added = 0;
    for (auto one = before.rbegin(); one != before.rend() && m_all.size() < kMost && next > 1; ++one, ++added) {
        m_all.push_front(*one);
        m_all.front().number = --next;
    }
    Q_EMIT read(added);
}

} // namespace app::performance

#include "moc_utterance_log.cpp"
