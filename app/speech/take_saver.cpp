#include "app/speech/take_saver.h"

#include <QFile>

#include <exception>
#include <filesystem>
#include <optional>

#include "engine/audio/file.h"
#include "engine/error.h"

namespace app::speech {

TakeSaver::TakeSaver(QObject *parent) : QObject(parent) {}

void TakeSaver::save(const engine::ClipPtr &clip, const QString &file) {
    // m_files is destroyed, and with it the thread has ended, before the rest of this object.
    m_files.post([this, clip, file] {
        std::optional<Problem> problem;
        try {
            engine::audio::writeWav(std::filesystem::path(QFile::encodeName(file).toStdString()), *clip);
        } catch (const engine::Error &error) {
            problem = {QString::fromUtf8(error.what()), QString::fromStdString(error.remedy()), file};
        } catch (const std::exception &error) {
            problem = {tr("The take could not be saved."), tr("Try another folder."), QString::fromUtf8(error.what())};
        }
        QMetaObject::invokeMethod(
            this,
            [this, clip, file, problem] {
                if (problem)
                    Q_EMIT failed(clip, file, *problem);
                else
                    Q_EMIT saved(file);
            },
            Qt::QueuedConnection);
    });
}

} // namespace app::speech
