// Figures of the grid that have to be measured: begun when one of them is chosen to be shown, and what a person brings
// to measure with.
#pragma once

#include <QObject>

#include <set>
#include <string>

#include "ui/listening/sound_measures.h"

namespace app {
class Settings;
}
namespace ui::shared {
class NoticeBar;
}

namespace ui::listening {

class GridModel;

class MeasureDesk : public QObject {
    Q_OBJECT

public:
    // What is brought is kept in `settings`.
    MeasureDesk(app::Settings &settings, app::listening::CellMaker &cells, app::voices::VoiceLibrary &voices,
                GridModel &grid, shared::NoticeBar &notices, QWidget *window);

    const BroughtMeasures &brought() const { return m_brought; }
    void ask();                                // in a window
    void bring(const BroughtMeasures &things); // from now on
    void follow();                             // measures what the grid shows, unless that is known

Q_SIGNALS:
    void broughtChanged();

private:
    void followSettings();

    app::Settings &m_settings;
    app::listening::CellMaker &m_cells;
    GridModel &m_grid;
    shared::NoticeBar &m_notices;
    QWidget *m_window;
    SoundMeasures m_measures;
    BroughtMeasures m_brought;
    std::set<std::string> m_known; // sounds that are measured, or being measured
};

} // namespace ui::listening
