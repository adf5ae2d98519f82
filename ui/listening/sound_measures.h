// Measures sounds of a listening test in the background: reads them from the library, one after another, and the
// voice's recording where a speaker model is given.
#pragma once

#include <QObject>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/listening/objective_table.h"
#include "app/storage/file_thread.h"

namespace app::listening {
class CellMaker;
}
namespace app::voices {
class VoiceLibrary;
}

namespace ui::listening {

// What a person brings to measure with; empty: nothing.
struct BroughtMeasures {
    QString speakerModel; // folder with speaker.json
    QString heardTexts;   // file of a recogniser

    bool operator==(const BroughtMeasures &) const = default;
};

class SoundMeasures : public QObject {
    Q_OBJECT

public:
    struct Sound {
        int row = 0;
        app::listening::Condition condition = 0;
        std::string hash;
        std::optional<double> rtf = {};
        std::string key = {};
    };

    SoundMeasures(app::listening::CellMaker &cells, app::voices::VoiceLibrary &voices, QObject *parent);

    // One at a time: another one, or cancel(), ends the one before.
    void start(const app::listening::TestDesign &design, const std::vector<Sound> &sounds,
               const BroughtMeasures &brought);
    void cancel();

Q_SIGNALS:
    void measured(const std::shared_ptr<const app::listening::MeasuredCells> &cells);
    void failed(const app::Problem &problem);

private:
    void readVoice(const std::shared_ptr<app::listening::MeasureOrder> &order);

    app::listening::CellMaker &m_cells;
    app::voices::VoiceLibrary &m_voices;
    app::listening::ObjectiveTable m_table;
    int m_round = 0;
    app::storage::FileThread m_files{"recordings"}; // last: it ends before what it uses
};

} // namespace ui::listening
