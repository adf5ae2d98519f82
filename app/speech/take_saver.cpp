#include "app/speech/take_saver.h"

#include <QFile>

#include <exception>
#include <filesystem>
#include <optional>

#include "engine/error.h"

namespace app::speech {

using engine::audio::LoudnessChange;

namespace {

std::optional<LoudnessChange> write(const engine::ClipPtr &clip, const QString &name,
                                    const engine::audio::SoundTags &tags, std::optional<double> loudness,
                                    std::optional<engine::audio::SoundFormat> wanted) {
    const std::filesystem::path file = QFile::encodeName(name).toStdString();
    const auto named = engine::audio::soundFormatOfFile(file).value_or(engine::audio::SoundFormat::Wav16);
    const auto format = wanted.value_or(named);
    if (loudness)
        return engine::audio::writeAtLoudness(file, *clip, format, tags, *loudness);
    engine::audio::writeSound(file, *clip, format, tags);
    return std::nullopt;
}

} // namespace

TakeSaver::TakeSaver(QObject *parent) : QObject(parent) {}

void TakeSaver::save(const engine::ClipPtr &clip, const QString &file, const engine::audio::SoundTags &tags,
                     std::optional<double> loudness, std::optional<engine::audio::SoundFormat> format) {
    // m_files is destroyed, and with it the thread has ended, before the rest of this object.
    m_files.post([this, clip, file, tags, loudness, format] {
        std::optional<Problem> problem;
        std::optional<LoudnessChange> change;
        try {
            change = write(clip, file, tags, loudness, format);
        } catch (const engine::Error &error) {
            problem = {QString::fromUtf8(error.what()), QString::fromStdString(error.remedy()), file};
        } catch (const std::exception &error) {
            problem = {tr("The take could not be saved."), tr("Try another folder."), QString::fromUtf8(error.what())};
        }
        QMetaObject::invokeMethod(
            this,
            [this, clip, file, problem, tags, change] {
                if (problem)
                    Q_EMIT failed(clip, file, *problem, tags);
                else
                    Q_EMIT saved(file, change);
            },
            Qt::QueuedConnection);
    });
}

} // namespace app::speech

#include "moc_take_saver.cpp"
