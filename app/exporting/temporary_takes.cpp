#include "app/exporting/temporary_takes.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QUuid>

#include <exception>
#include <filesystem>
#include <optional>
#include <utility>

#include <unistd.h>

#include "app/takes/take_library.h"
#include "app/takes/take_tags.h"
#include "engine/audio/loudness_target.h"
#include "engine/error.h"

namespace app::exporting {

namespace {

const QString kPrefix = QStringLiteral("ishowtts-takes-");
constexpr qint64 kDaysKept = 7;

void deleteOld() {
    const QDir temporary = QDir::temp();
    const QDateTime before = QDateTime::currentDateTime().addDays(-kDaysKept);
    for (const QFileInfo &old : temporary.entryInfoList({kPrefix + u'*'}, QDir::Dirs | QDir::NoSymLinks)) {
        if (old.ownerId() == geteuid() && old.lastModified() < before)
            QDir(old.filePath()).removeRecursively();
    }
}

void writeWav(const std::filesystem::path &file, const engine::Clip &clip, const engine::audio::SoundTags &tags,
              std::optional<double> loudness) {
    using namespace engine::audio;
    if (!loudness)
        return writeSound(file, clip, SoundFormat::Wav16, tags);
    const LoudnessChange change = changeTo(*loudness, clip);
    writeSound(file, withGain(clip, change.gain.decibel), SoundFormat::Wav16, withLoudness(tags, change));
}

Problem notWritten(const std::exception &error) {
    const auto *known = dynamic_cast<const engine::Error *>(&error);
    return {TemporaryTakes::tr("The take could not be written for the other program."),
            known ? QString::fromStdString(known->remedy()) : TemporaryTakes::tr("Save it as a file instead."),
            QString::fromUtf8(error.what())};
}

} // namespace

TemporaryTakes::TemporaryTakes(takes::TakeLibrary &library, QObject *parent) : QObject(parent), m_library(library) {}

TemporaryTakes::~TemporaryTakes() {
    discard();
}

void TemporaryTakes::make(const QList<takes::TakeRecord> &takes, std::optional<double> loudness) {
    if (isBusy() || takes.isEmpty())
        return;
    discard();
    const quint64 set = ++m_set;
    m_left = takes.size();
    m_folder = QDir::temp().filePath(kPrefix + QUuid::createUuid().toString(QUuid::WithoutBraces));
    m_thread.post([this, set, takes, loudness, path = m_folder] {
        deleteOld();
        const bool made = QDir().mkdir(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        QMetaObject::invokeMethod(this, [this, set, takes, loudness, path, made] {
            if (!made)
                return fail({tr("There is no room for the take in the temporary folder."),
                             tr("Save it as a file instead."), path});
            const QStringList names = takes::fileNamesOf(takes, QStringLiteral("wav"));
            for (qsizetype i = 0; i < takes.size(); ++i) {
                const Wanted wanted{takes[i], QDir(path).filePath(names[i]), loudness};
                m_files << wanted.file;
                m_library.audio(takes[i].audioHash, this,
                                [this, set, wanted](const storage::Answer<engine::ClipPtr> &answer) {
                                    if (set != m_set)
                                        return;
                                    if (answer)
                                        write(wanted, *answer.value);
                                    else
                                        fail(answer.problem);
                                });
            }
        });
    });
}

void TemporaryTakes::write(const Wanted &wanted, const engine::ClipPtr &clip) {
    m_thread.post([this, set = m_set, wanted, clip] {
        std::optional<Problem> problem;
        try {
            writeWav(QFile::encodeName(wanted.file).toStdString(), *clip, takes::tagsOf(wanted.take), wanted.loudness);
        } catch (const std::exception &error) {
            problem = notWritten(error);
        }
        QMetaObject::invokeMethod(this, [this, set, problem] {
            if (set != m_set)
                return;
            if (problem)
                fail(*problem);
            else if (--m_left == 0)
                Q_EMIT ready(m_files);
        });
    });
}

void TemporaryTakes::fail(const Problem &problem) {
    ++m_set;
    m_left = 0;
    discard();
    Q_EMIT failed(problem);
}

void TemporaryTakes::taken() {
    m_folder.clear();
    m_files.clear();
}

void TemporaryTakes::discard() {
    if (!m_folder.isEmpty())
        m_thread.post([folder = std::exchange(m_folder, {})] { QDir(folder).removeRecursively(); });
    m_files.clear();
}

} // namespace app::exporting

#include "moc_temporary_takes.cpp"
