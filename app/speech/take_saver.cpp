#include "app/speech/take_saver.h"

#include <QFile>
#include <QFileInfo>

#include <exception>
#include <filesystem>
#include <optional>

#include "engine/error.h"

namespace app::speech {

namespace {

engine::audio::SoundFormat formatOf(const QString &file) {
    using engine::audio::SoundFormat;
    const QString suffix = QFileInfo(file).suffix().toLower();
    return suffix == u"flac"   ? SoundFormat::Flac24
           : suffix == u"ogg"  ? SoundFormat::Vorbis
           : suffix == u"opus" ? SoundFormat::Opus
                               : SoundFormat::Wav16;
}

} // namespace

TakeSaver::TakeSaver(QObject *parent) : QObject(parent) {}

void TakeSaver::save(const engine::ClipPtr &clip, const QString &file, const engine::audio::SoundTags &tags) {
    // m_files is destroyed, and with it the thread has ended, before the rest of this object.
    m_files.post([this, clip, file, tags] {
        std::optional<Problem> problem;
        try {
            engine::audio::writeSound(std::filesystem::path(QFile::encodeName(file).toStdString()), *clip,
                                      formatOf(file), tags);
        } catch (const engine::Error &error) {
            problem = {QString::fromUtf8(error.what()), QString::fromStdString(error.remedy()), file};
        } catch (const std::exception &error) {
            problem = {tr("The take could not be saved."), tr("Try another folder."), QString::fromUtf8(error.what())};
        }
        QMetaObject::invokeMethod(
            this,
            [this, clip, file, problem, tags] {
                if (problem)
                    Q_EMIT failed(clip, file, *problem, tags);
                else
                    Q_EMIT saved(file);
            },
            Qt::QueuedConnection);
    });
}

} // namespace app::speech
