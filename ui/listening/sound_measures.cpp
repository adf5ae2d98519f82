#include "ui/listening/sound_measures.h"

#include <QFileInfo>

#include "app/listening/cell_maker.h"
#include "app/voices/reference_checks.h"
#include "app/voices/voice_library.h"
#include "engine/error.h"

namespace ui::listening {

using app::listening::MeasureOrder;
using app::storage::Answer;

SoundMeasures::SoundMeasures(app::listening::CellMaker &cells, app::voices::VoiceLibrary &voices, QObject *parent)
    : QObject(parent), m_cells(cells), m_voices(voices) {
    connect(&m_table, &app::listening::ObjectiveTable::measured, this, &SoundMeasures::measured);
    connect(&m_table, &app::listening::ObjectiveTable::failed, this, &SoundMeasures::failed);
}

void SoundMeasures::cancel() {
    ++m_round;
    m_table.cancel();
}

void SoundMeasures::start(const app::listening::TestDesign &design, const std::vector<Sound> &sounds,
                          const BroughtMeasures &brought) {
    cancel();
    auto order = std::make_shared<MeasureOrder>();
    order->design = design;
    order->isSeedMatched = design.flags.empty();
    order->speakerModel = brought.speakerModel;
    order->heardTexts = brought.heardTexts;
    auto left = std::make_shared<std::size_t>(sounds.size());
    for (const Sound &wanted : sounds) {
        app::listening::CellSound sound{wanted.row, wanted.condition, {}, wanted.rtf, wanted.key};
        m_cells.sound(wanted.hash, this, [=, this, round = m_round](const Answer<engine::ClipPtr> &answer) mutable {
            if (answer) {
                sound.clip = *answer.value;
                order->cells.push_back(sound);
            }
            if (--*left == 0 && round == m_round)
                readVoice(order);
        });
    }
}

// Only for the likeness.
void SoundMeasures::readVoice(const std::shared_ptr<MeasureOrder> &order) {
    const engine::Voice *voice = m_voices.find(QString::fromStdString(order->design.voice));
    if (order->speakerModel.isEmpty() || !voice)
        return m_table.start(*order);
    m_files.post([this, order, recording = voice->recording, round = m_round] {
        app::Problem problem;
        if (!QFileInfo::exists(order->speakerModel + QStringLiteral("/speaker.json")))
            problem = {tr("There is no speaker model in %1, so the likeness of the voice is not measured.")
                           .arg(order->speakerModel),
                       tr("Choose the folder that holds speaker.json, or none, under “Measure with …”."),
                       {}};
        try {
            order->voice = std::make_shared<const engine::Clip>(app::voices::readReference(recording));
        } catch (const engine::Error &error) {
            problem = {QString::fromUtf8(error.what()), QString::fromStdString(error.remedy()), {}};
        }
        QMetaObject::invokeMethod(this, [=, this] {
            if (round != m_round)
                return;
            if (!problem.what.isEmpty())
                Q_EMIT failed(problem);
            m_table.start(*order);
        });
    });
}

} // namespace ui::listening

#include "moc_sound_measures.cpp"
