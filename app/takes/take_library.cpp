#include "app/takes/take_library.h"

#include <QCryptographicHash>
#include <QFile>

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

#include <sys/stat.h>

#include "app/storage/audio_store.h"
#include "app/takes/take_rows.h"

namespace app::takes {

using storage::Answer;
using storage::Connection;
using storage::FileLock;
using namespace std::chrono_literals;

namespace {

constexpr auto kLook = 2s;
constexpr auto kLookAgain = 30s; // when it cannot be read
const QString kFull = QStringLiteral("full");

} // namespace

TakeRecord recordOf(const speech::Take &take, const QString &lineId, qint64 parentId) {
    const engine::Request &request = take.request;
    TakeRecord record;
    record.created = QDateTime::currentDateTimeUtc();
    record.lineId = lineId;
    record.parentId = parentId;
    record.text = QString::fromStdString(request.text);
    record.spoken = QString::fromStdString(request.spoken);
    record.voiceId = QString::fromStdString(request.voice.id);
    record.voiceName = QString::fromStdString(request.voice.name);
    record.voiceTranscript = QString::fromStdString(request.voice.transcript);
    for (const engine::Voice &voice : request.otherVoices)
        record.otherVoices << OtherVoice{QString::fromStdString(voice.id),
                                         QString::fromStdString(voice.name),
                                         QString::fromStdString(voice.transcript),
                                         {}};
    record.modelName = QString::fromStdString(take.model.name);
    record.modelLicence = QString::fromStdString(take.model.licence);
    record.seed = request.seed;
    record.nfeStep = request.nfeStep;
    record.schedule = request.schedule;
    record.cfgStrength = request.cfgStrength;
    record.swayCoefficient = request.swayCoefficient;
    record.speed = request.speed;
    record.crossFadeSeconds = request.crossFadeSeconds;
    record.durationRule = request.durationRule;
    record.joining = request.joining;
    record.precision = wordFor(take.model.precision);
    record.deviceKind = wordFor(take.model.device.kind);
    record.deviceName = QString::fromStdString(take.model.device.name);
    record.programVersion = QStringLiteral(ISHOWTTS_VERSION);
    record.build = programBuild();
    record.timings = take.timings;
    if (take.clip) {
        record.seconds = take.clip->seconds();
        record.sampleRate = take.clip->sampleRate;
    }
    record.timings.audioSeconds = record.seconds;
    return record;
}

class TakeLibrary::Shelf {
public:
    Shelf(std::filesystem::path folder, std::chrono::milliseconds stay)
        : audio(std::move(folder)), m_removedStay(stay) {}

    const storage::AudioStore audio;

    // SHA-256 of the recording's file, in hex; empty when it cannot be read. Read again only when it has changed.
    QString hashOfRecording(const std::filesystem::path &file) {
        struct stat status {};
        if (file.empty() || ::stat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode))
            return {};
        const Stamp stamp{qint64(status.st_size),
                          qint64(status.st_mtim.tv_sec) * 1'000'000'000 + status.st_mtim.tv_nsec};
        const QString name = QFile::decodeName(file.c_str());
        const auto known = m_recordings.constFind(name);
        if (known != m_recordings.constEnd() && known->first == stamp)
            return known->second;
        QFile opened(name);
        QCryptographicHash hash(QCryptographicHash::Sha256);
        if (!opened.open(QIODevice::ReadOnly) || !hash.addData(&opened))
            return {};
        const QString found = QString::fromLatin1(hash.result().toHex());
        m_recordings.insert(name, {stamp, found});
        return found;
    }

    void tidy(Connection &connection, const storage::Database &database) const {
        qint64 born = 0;
        connection.read([&] { born = libraryBirth(connection); });
        audio.tidy([&](const QString &hash) { return isAudioUsed(connection, hash); }, born);
        if (const auto since = database.aloneSince())
            purge(connection, std::min(*since, QDateTime::currentMSecsSinceEpoch() - qint64(m_removedStay.count())));
    }

private:
    using Stamp = std::pair<qint64, qint64>; // bytes, last change in ns

    void purge(Connection &connection, qint64 before) const {
        qint64 count = 0;
        connection.read([&] { count = removedBefore(connection, before); });
        if (count == 0)
            return;
        const FileLock hold = audio.beginRemoving();
        QStringList unused;
        connection.write([&] {
            unused = audioOnlyOfRemoved(connection, before);
            for (const QString &hash : unused)
                audio.putAside(hash);
            deleteRemoved(connection, before);
        });
        for (const QString &hash : unused)
            audio.discard(hash);
    }

    const std::chrono::milliseconds m_removedStay;
    QHash<QString, std::pair<Stamp, QString>> m_recordings;
};

TakeLibrary::TakeLibrary(storage::Database &database, std::filesystem::path folder, QObject *parent,
                         std::chrono::milliseconds removedStay)
    : QObject(parent), m_database(database), m_shelf(std::make_shared<Shelf>(std::move(folder), removedStay)) {
    connect(&m_database, &storage::Database::noticed, this, &TakeLibrary::problem);
    m_database.run<storage::Done>(
        this,
        [shelf = m_shelf, &database](Connection &connection) {
            shelf->tidy(connection, database);
            return storage::Done();
        },
        [this](const Answer<storage::Done> &answer) {
            if (succeeded(answer)) {
                lookElsewhere();
                Q_EMIT opened();
            }
        });
    m_look.setSingleShot(true);
    connect(&m_look, &QTimer::timeout, this, &TakeLibrary::lookElsewhere);
}

TakeLibrary::~TakeLibrary() = default;

void TakeLibrary::lookElsewhere() {
    m_database.run<qint64>(
        this, [](Connection &connection) { return connection.integer(QStringLiteral("PRAGMA data_version")); },
        [this](const Answer<qint64> &version) {
            m_look.start(version ? kLook : kLookAgain);
            if (version && m_seen.value_or(*version.value) != *version.value)
                Q_EMIT changedElsewhere();
            if (version)
                m_seen = version.value;
        });
}

void TakeLibrary::keep(const speech::Take &take, const QString &lineId, qint64 parentId) {
    m_database.run<TakeRecord>(
        this,
        [shelf = m_shelf, record = recordOf(take, lineId, parentId),
         clip = take.clip ? take.clip : std::make_shared<const engine::Clip>(),
         recording = take.request.voice.recording, others = take.request.otherVoices](Connection &connection) mutable {
            record.voiceRecording = shelf->hashOfRecording(recording);
            for (std::size_t i = 0; i < others.size(); ++i)
                record.otherVoices[qsizetype(i)].recording = shelf->hashOfRecording(others[i].recording);
            const FileLock hold = shelf->audio.beginAdding();
            record.audioHash = shelf->audio.add(*clip);
            connection.write([&] {
                record.id = insertTake(connection, record);
                record = takeById(connection, record.id);
            });
            shelf->audio.settle(record.audioHash);
            return record;
        },
        [this, jobId = take.id](const Answer<TakeRecord> &answer) {
            if (succeeded(answer))
                Q_EMIT kept(jobId, *answer.value);
            else
                Q_EMIT notKept(jobId, answer.problem);
        });
}

void TakeLibrary::find(const TakeQuery &query, QObject *context, Done<TakePage> done) {
    m_database.ask<TakePage>(
        context, [query](Connection &connection) { return findTakes(connection, query); }, std::move(done));
}

void TakeLibrary::byId(qint64 id, QObject *context, Done<TakeRecord> done) {
    m_database.ask<TakeRecord>(
        context, [id](Connection &connection) { return takeById(connection, id); }, std::move(done));
}

void TakeLibrary::ofLines(const QStringList &lineIds, QObject *context, Done<TakesByLine> done) {
    m_database.ask<TakesByLine>(
        context, [lineIds](Connection &connection) { return takesOfLines(connection, lineIds); }, std::move(done));
}

void TakeLibrary::audio(const QString &audioHash, QObject *context, Done<engine::ClipPtr> done) {
    m_database.run<engine::ClipPtr>(
        context, [shelf = m_shelf, audioHash](Connection &) { return shelf->audio.read(audioHash); }, std::move(done));
}

void TakeLibrary::recordings(const std::vector<std::filesystem::path> &files, QObject *context,
                             Done<QStringList> done) {
    m_database.run<QStringList>(
        context,
        [shelf = m_shelf, files](Connection &) {
            QStringList hashes;
            for (const std::filesystem::path &file : files)
                hashes << shelf->hashOfRecording(file);
            return hashes;
        },
        std::move(done));
}

void TakeLibrary::requestOf(const TakeRecord &record, const std::vector<engine::Voice> &voices,
                            const engine::ModelSummary &loaded, QObject *context,
                            std::function<void(const SameAgain &)> done) {
    const SameAgain again = sameAgain(record, voices, loaded);
    struct Recording {
        std::filesystem::path file;
        QString hash; // when the take was made
        QString voice;
    };
    std::vector<Recording> recordings;
    if (again.request) {
        recordings.push_back({again.request->voice.recording, record.voiceRecording, record.voiceName});
        for (std::size_t i = 0; i < again.request->otherVoices.size(); ++i) {
            const OtherVoice &other = record.otherVoices[qsizetype(i)];
            recordings.push_back({again.request->otherVoices[i].recording, other.recording, other.name});
        }
    }
    m_database.run<std::optional<QString>>(
        context,
        [shelf = m_shelf, recordings](Connection &) -> std::optional<QString> {
            for (const auto &[file, hash, voice] : recordings) {
                if (!hash.isEmpty() && !file.empty() && shelf->hashOfRecording(file) != hash)
                    return voice;
            }
            return std::nullopt;
        },
        [again, done = std::move(done)](const Answer<std::optional<QString>> &changed) {
            SameAgain result = again;
            if (changed && *changed.value)
                result.problem = {tr("The recording of the voice '%1' has changed since.").arg(**changed.value),
                                  tr("It is made with the same settings, and will sound different."),
                                  {}};
            done(result);
        });
}

void TakeLibrary::star(qint64 id, bool starred) {
    starAsOf(id, starred ? QDateTime::currentDateTimeUtc() : QDateTime());
}

void TakeLibrary::starAsOf(qint64 id, const QDateTime &at) {
    change(id, [id, at](Connection &connection) { setStar(connection, id, at); });
}

void TakeLibrary::rename(qint64 id, const QString &name) {
    if (name.size() > kLongestName)
        return problem(
            {tr("The name of a take has at most %1 characters; this one has %2.").arg(kLongestName).arg(name.size()),
             tr("Shorten it, or write it into the note."),
             {}});
    change(id, [id, name](Connection &connection) { setName(connection, id, name); });
}

void TakeLibrary::annotate(qint64 id, const QString &note) {
    if (note.size() > kLongestNote)
        return problem(
            {tr("The note of a take has at most %1 characters; this one has %2.").arg(kLongestNote).arg(note.size()),
             tr("Shorten it."),
             {}});
    change(id, [id, note](Connection &connection) { setNote(connection, id, note); });
}

void TakeLibrary::judge(qint64 id, const QString &doubts) {
    change(id, [id, doubts](Connection &connection) { setDoubts(connection, id, doubts); });
}

void TakeLibrary::remove(const QList<qint64> &ids) {
    mark(ids, true);
}

void TakeLibrary::restore(const QList<qint64> &ids) {
    mark(ids, false);
}

void TakeLibrary::forget(const QList<qint64> &ids, bool forgotten) {
    m_database.write<QList<qint64>>(
        this, [ids, forgotten](Connection &connection) { return markForgotten(connection, ids, forgotten); },
        [this, forgotten](const Answer<QList<qint64>> &answer) {
            if (succeeded(answer))
                Q_EMIT forgottenChanged(*answer.value, forgotten);
        });
}

void TakeLibrary::change(qint64 id, std::function<void(Connection &)> work) {
    m_database.write<TakeRecord>(
        this,
        [id, work = std::move(work)](Connection &connection) {
            work(connection);
            return takeById(connection, id);
        },
        [this](const Answer<TakeRecord> &answer) {
            if (succeeded(answer))
                Q_EMIT changed(*answer.value);
        });
}

void TakeLibrary::mark(const QList<qint64> &ids, bool gone) {
    m_database.write<QList<qint64>>(
        this, [ids, gone](Connection &connection) { return markRemoved(connection, ids, gone); },
        [this, gone](const Answer<QList<qint64>> &answer) {
            if (!succeeded(answer))
                return;
            if (gone)
                Q_EMIT removed(*answer.value);
            else
                Q_EMIT restored(*answer.value);
        });
}

bool TakeLibrary::isDiskFull() const {
    return m_said == kFull;
}

template <class T> bool TakeLibrary::succeeded(const Answer<T> &answer) {
    using storage::Trouble;
    if (answer) {
        m_said.clear();
        return true;
    }
    const Trouble trouble = answer.trouble;
    const bool ofThisOneOnly = trouble == Trouble::Missing || trouble == Trouble::BadInput;
    // The folder that is full may be another one each time; the disk is the same.
    const QString said = trouble == Trouble::Full ? kFull : answer.problem.what;
    if (ofThisOneOnly || std::exchange(m_said, said) != said)
        Q_EMIT problem(answer.problem);
    return false;
}

} // namespace app::takes

#include "moc_take_library.cpp"
