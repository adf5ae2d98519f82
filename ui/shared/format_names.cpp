#include "ui/shared/format_names.h"

#include <QCoreApplication>

#include "engine/audio/sound_file.h"

namespace ui::shared {

namespace {

struct Said {
    Q_DECLARE_TR_FUNCTIONS(ui::shared::FormatNames)
};

} // namespace

QList<QPair<QString, QString>> formatNames() {
    using engine::audio::SoundFormat;
    const auto entry = [](SoundFormat format, const QString &name) {
        return qMakePair(QString::fromStdString(engine::audio::toString(format)), name);
    };
    return {entry(SoundFormat::Wav16, Said::tr("WAV, 16 bits")),
            entry(SoundFormat::Wav24, Said::tr("WAV, 24 bits")),
            entry(SoundFormat::WavFloat, Said::tr("WAV, 32 bits float")),
            entry(SoundFormat::Flac16, Said::tr("FLAC, 16 bits")),
            entry(SoundFormat::Flac24, Said::tr("FLAC, 24 bits")),
            entry(SoundFormat::Vorbis, Said::tr("Ogg Vorbis, small")),
            entry(SoundFormat::Opus, Said::tr("Opus, smallest"))};
}

} // namespace ui::shared
