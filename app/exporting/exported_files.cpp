#include "app/exporting/exported_files.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <exception>
#include <filesystem>
#include <span>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>

#include "app/exporting/export_tags.h"
#include "app/script/whole_file.h"
#include "app/takes/take_tags.h"
#include "engine/audio/long_sound.h"
#include "engine/audio/resample.h"
#include "engine/descriptor.h"
#include "engine/error.h"
#include "engine/replacing_file.h"

namespace app::exporting {

namespace {

const QString kPrefix = QStringLiteral(".ishowtts-export-");
constexpr double kLeastPause = 0.1;    // s, before a line that is late for its cue
constexpr double kEdgeSeconds = 0.003; // a take that does not end in silence would click at the pause

QString say(const char *text) {
    return QCoreApplication::translate("ExportedFiles", text);
}

[[noreturn]] void refuse(const QString &what, const QString &remedy) {
    throw engine::badInput(what.toStdString(), remedy.toStdString());
}

std::filesystem::path pathOf(const QString &file) {
    return QFile::encodeName(file).toStdString();
}

// Whoever writes into a staging folder holds its lock.
int opened(const QString &folder) {
    return ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

// What exports left here that were killed.
void deleteLeftOver(const QDir &folder) {
    for (const QFileInfo &old : folder.entryInfoList({kPrefix + u'*'}, QDir::Dirs | QDir::Hidden | QDir::NoSymLinks)) {
        const engine::Descriptor lock(opened(old.filePath()));
        if (::flock(lock.get(), LOCK_EX | LOCK_NB) == 0)
            QDir(old.filePath()).removeRecursively();
    }
}

[[noreturn]] void noPlace(const QString &file, const std::error_code &error) {
    throw engine::failure(
        say(QT_TRANSLATE_NOOP("ExportedFiles", "“%1” could not be put into its place (%2)."))
            .arg(file, QString::fromStdString(error.message()))
            .toStdString(),
        say(QT_TRANSLATE_NOOP("ExportedFiles", "Choose another folder; nothing was changed in this one."))
            .toStdString());
}

// A second name, or a copy where there is none: the place is never empty, whenever this program is killed.
void keepAside(const QString &place, const QString &aside) {
    std::error_code error;
    std::filesystem::create_hard_link(pathOf(place), pathOf(aside), error);
    if (error)
        std::filesystem::copy(pathOf(place), pathOf(aside), std::filesystem::copy_options::copy_symlinks, error);
    if (error)
        noPlace(place, error);
}

void move(const QString &from, const QString &to) {
    std::error_code error;
    std::filesystem::rename(pathOf(from), pathOf(to), error);
    if (error == std::errc::cross_device_link) { // a link led there
        QFile file(from);
        const qint64 size = file.open(QIODevice::ReadOnly) ? file.size() : -1;
        const uchar *bytes = size > 0 ? file.map(0, size) : nullptr;
        if (size < 0 || (size > 0 && !bytes))
            noPlace(to, error);
        engine::replaceFile(pathOf(to), {std::as_bytes(std::span(bytes, std::size_t(size)))});
        file.remove();
    } else if (error) {
        noPlace(to, error);
    }
}

bool moved(const QString &from, const QString &to) {
    try {
        move(from, to);
        return true;
    } catch (const engine::Error &) {
        return false;
    }
}

// Where a link leads.
QString replaceable(const QString &place) {
    if (const QFileInfo info(place); info.exists() && !info.isFile())
        refuse(say(QT_TRANSLATE_NOOP("ExportedFiles", "“%1” is a folder or a device, not a file.")).arg(place),
               say(QT_TRANSLATE_NOOP("ExportedFiles", "Choose another name.")));
    return QFile::decodeName(engine::replaceableFile(pathOf(place)).c_str());
}

QString folderOf(const ExportShape &shape) {
    const QFileInfo target(shape.target);
    return shape.onePerLine ? target.absoluteFilePath() : target.absolutePath();
}

void requireReplaceable(const QDir &folder, const QStringList &names) {
    for (const QString &name : names)
        replaceable(folder.filePath(name));
}

} // namespace

QString stemOf(int number, const takes::TakeRecord &take) {
    return QStringLiteral("%1 %2").arg(number, 3, 10, QChar(u'0')).arg(takes::fileStemOf(take));
}

QStringList namesOf(const ExportShape &shape, const QString &lineStem) {
    const QFileInfo target(shape.target);
    const QString stem = shape.onePerLine ? lineStem : target.completeBaseName();
    const QString suffix = QString::fromStdString(engine::audio::suffixOf(shape.format));
    QStringList names{shape.onePerLine ? stem + u'.' + suffix : target.fileName()};
    if (shape.srt)
        names << stem + QStringLiteral(".srt");
    if (shape.vtt)
        names << stem + QStringLiteral(".vtt");
    return names;
}

void requirePlaces(const ExportShape &shape, const QStringList &lineStems) {
    const QFileInfo target(shape.target);
    const QString folder = folderOf(shape);
    if (!engine::audio::canWrite(shape.format))
        refuse(say(QT_TRANSLATE_NOOP("ExportedFiles", "This machine cannot write that format.")),
               say(QT_TRANSLATE_NOOP("ExportedFiles", "Choose another one, for example WAV.")));
    if (shape.onePerLine && target.exists() && !target.isDir())
        refuse(say(QT_TRANSLATE_NOOP("ExportedFiles", "“%1” is no folder.")).arg(shape.target),
               say(QT_TRANSLATE_NOOP("ExportedFiles", "Choose a folder for the files.")));
    if (!shape.onePerLine && target.exists() && !target.isFile())
        refuse(say(QT_TRANSLATE_NOOP("ExportedFiles", "“%1” is no file.")).arg(shape.target),
               say(QT_TRANSLATE_NOOP("ExportedFiles", "Choose another name.")));
    if (!QFileInfo(folder).isDir()) {
        if (!shape.onePerLine)
            refuse(say(QT_TRANSLATE_NOOP("ExportedFiles", "There is no folder “%1”.")).arg(folder),
                   say(QT_TRANSLATE_NOOP("ExportedFiles", "Choose a folder that is there.")));
        QString made = folder; // later
        while (made.size() > 1 && made.endsWith(u'/'))
            made.chop(1);
        replaceable(made);
    } else if (shape.onePerLine) {
        for (const QString &stem : lineStems)
            requireReplaceable(QDir(folder), namesOf(shape, stem));
    } else {
        requireReplaceable(QDir(folder), namesOf(shape));
    }
}

ExportedFiles::ExportedFiles(ExportShape shape) : m_shape(std::move(shape)), m_folder(folderOf(m_shape)) {
    requirePlaces(m_shape);
    if (!QFileInfo(m_folder).isDir()) {
        m_madeFolder = QDir().mkdir(m_folder);
        if (!m_madeFolder)
            refuse(say(QT_TRANSLATE_NOOP("ExportedFiles", "The folder “%1” could not be made.")).arg(m_folder),
                   say(QT_TRANSLATE_NOOP("ExportedFiles", "Choose another place for it.")));
    }
    deleteLeftOver(QDir(m_folder));
    do { // again when somebody tidied up between making and locking
        QTemporaryDir staging(QDir(m_folder).filePath(kPrefix + QStringLiteral("XXXXXX")));
        if (!staging.isValid()) {
            if (m_madeFolder)
                QDir().rmdir(m_folder);
            refuse(say(QT_TRANSLATE_NOOP("ExportedFiles", "Nothing can be written into “%1” (%2)."))
                       .arg(m_folder, staging.errorString()),
                   say(QT_TRANSLATE_NOOP("ExportedFiles", "Choose another folder.")));
        }
        staging.setAutoRemove(false);
        m_staging = staging.path();
        m_lock.emplace(opened(m_staging));
        ::flock(m_lock->get(), LOCK_EX);
    } while (!QFileInfo(m_staging).isDir());
    try {
        if (!m_shape.onePerLine)
            m_joined.emplace(m_staging);
    } catch (const std::exception &) {
        discard();
        throw;
    }
}

ExportedFiles::~ExportedFiles() {
    discard();
}

void ExportedFiles::discard() {
    if (m_staging.isEmpty())
        return;
    QDir(m_staging).removeRecursively();
    if (m_madeFolder)
        QDir().rmdir(m_folder); // only when it is empty
}

void ExportedFiles::add(const PlannedLine &line, const engine::ClipPtr &clip) {
    const takes::TakeRecord &take = *line.take;
    const QString &caption = line.caption.isEmpty() ? take.text : line.caption;
    if (m_shape.onePerLine) {
        write(stemOf(line.number, take), *clip, takes::tagsOf(take), {{0, clip->seconds(), caption, take.voiceName}});
        return;
    }
    std::vector<float> samples = clip->samples;
    if (clip->sampleRate != engine::kSampleRate)
        samples = engine::audio::resample(samples, clip->sampleRate, engine::kSampleRate);
    const auto edge = std::min(std::size_t(kEdgeSeconds * engine::kSampleRate), samples.size() / 2);
    for (std::size_t i = 0; i < edge; ++i) {
        const float gain = float(i) / float(edge);
        samples[i] *= gain;
        samples[samples.size() - 1 - i] *= gain;
    }
    const double end = m_joined->seconds();
    double begin = 0;
    if (m_shape.timed && line.cue)
        begin = std::max(line.cue->begin, m_takes.isEmpty() ? 0.0 : end + kLeastPause);
    else if (!m_takes.isEmpty() || line.pause)
        begin = end + (line.pause ? *line.pause : std::clamp(m_shape.pauseSeconds, 0.0, kLongestPause));
    if (begin + double(samples.size()) / engine::kSampleRate > kLongestFile)
        refuse(say(QT_TRANSLATE_NOOP("ExportedFiles",
                                     "The script is longer than twelve hours, which is more than one file takes.")),
               say(QT_TRANSLATE_NOOP("ExportedFiles", "Export one file per line.")));
    const auto first = std::size_t(std::llround(begin * engine::kSampleRate));
    m_joined->silence(first - std::min(first, m_joined->size()));
    const double start = m_joined->seconds();
    m_joined->append(samples);
    m_cues << script::Cue{start, m_joined->seconds(), caption, take.voiceName};
    m_takes << take;
}

QStringList ExportedFiles::finish(const std::stop_token &stop) {
    if (!m_shape.onePerLine) {
        if (m_joined->size() == 0)
            refuse(say(QT_TRANSLATE_NOOP("ExportedFiles", "There is nothing to export.")),
                   say(QT_TRANSLATE_NOOP("ExportedFiles", "Make the lines first.")));
        writeJoined();
    }
    if (stop.stop_requested())
        return {};
    putInPlace();
    QStringList files;
    for (const QString &name : std::as_const(m_sounds))
        files << QDir(m_folder).filePath(name);
    return files;
}

void ExportedFiles::write(const QString &lineStem, engine::Clip clip, const engine::audio::SoundTags &tags,
                          const QList<script::Cue> &cues) {
    const QStringList names = namesOf(m_shape, lineStem);
    const auto file = pathOf(QDir(m_staging).filePath(names.first()));
    if (m_shape.loudness)
        m_belowTarget += engine::audio::writeAtLoudness(file, std::move(clip), m_shape.format, tags, *m_shape.loudness)
                             .gain.limitedByPeak;
    else
        engine::audio::writeSound(file, clip, m_shape.format, tags);
    m_names << names.first();
    m_sounds << names.first();
    stageCaptions(names, cues);
}

void ExportedFiles::writeJoined() {
    const QStringList names = namesOf(m_shape);
    const auto file = pathOf(QDir(m_staging).filePath(names.first()));
    const engine::audio::SoundTags tags = tagsOf(m_takes, m_shape.title, m_shape.loudness.has_value());
    if (m_shape.loudness)
        m_belowTarget +=
            engine::audio::writeLongAtLoudness(file, m_joined->sound(), m_shape.format, tags, *m_shape.loudness)
                .gain.limitedByPeak;
    else
        engine::audio::writeLongSound(file, m_joined->sound(), m_shape.format, tags);
    m_names << names.first();
    m_sounds << names.first();
    stageCaptions(names, m_cues);
}

void ExportedFiles::stageCaptions(const QStringList &names, const QList<script::Cue> &cues) {
    if (m_shape.srt)
        stage(names[1], script::toSrt(cues));
    if (m_shape.vtt)
        stage(names.last(), script::toVtt(cues));
}

void ExportedFiles::stage(const QString &name, const QByteArray &bytes) {
    script::replaceWhole(QDir(m_staging).filePath(name), bytes);
    m_names << name;
}

// What is replaced is kept aside and comes back when one of the files finds no place; what cannot come back stays in a
// folder that the message names. A link stays, and what it leads to is replaced, as engine::replaceFile() does.
void ExportedFiles::putInPlace() {
    const QDir staging(m_staging);
    const QDir folder(m_folder);
    QStringList places;
    for (const QString &name : std::as_const(m_names))
        places << replaceable(folder.filePath(name));
    QString aside = QStringLiteral("aside");
    while (m_names.contains(aside))
        aside += u'-';
    staging.mkdir(aside);
    qsizetype placed = 0;
    QStringList replaced;
    try {
        for (; placed < m_names.size(); ++placed) {
            const QString &name = m_names[placed];
            const QString &place = places[placed];
            if (QFileInfo::exists(place)) {
                keepAside(place, staging.filePath(aside + u'/' + name));
                replaced << name;
                engine::giveRightsOf(pathOf(place), pathOf(staging.filePath(name)));
            }
            move(staging.filePath(name), place);
        }
    } catch (const std::exception &error) {
        QStringList lost;
        for (qsizetype i = 0; i < placed; ++i) {
            const QString &name = m_names[i];
            if (!replaced.contains(name))
                QFile::remove(places[i]);
            else if (!moved(staging.filePath(aside + u'/' + name), places[i]))
                lost << name;
        }
        if (lost.isEmpty())
            throw;
        const QString kept = staging.filePath(aside);
        const QString better = folder.filePath(QStringLiteral("replaced-") + staging.dirName().mid(kPrefix.size()));
        std::error_code unmoved;
        std::filesystem::rename(pathOf(kept), pathOf(better), unmoved); // where no export tidies up
        if (unmoved)
            m_staging.clear();
        throw engine::failure(
            error.what(),
            say(QT_TRANSLATE_NOOP("ExportedFiles", "What was there before (%1) could not be put back. It is in “%2”."))
                .arg(lost.join(QStringLiteral(", ")), unmoved ? kept : better)
                .toStdString());
    }
    QSet<QString> folders;
    for (const QString &place : std::as_const(places))
        folders.insert(QFileInfo(place).path());
    for (const QString &changed : std::as_const(folders))
        engine::syncFolder(pathOf(changed));
    QDir(std::exchange(m_staging, {})).removeRecursively();
}

} // namespace app::exporting
