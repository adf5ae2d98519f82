// What can be measured of the sounds of a test without listening, cell by cell (cell_figures.h says which measures and
// in which variants). All columns of a row share seed, noise and duration, so each is compared with the same row by the
// teacher: the column with 32 steps (hiddenReference() or a column of 32 steps in fp32 whose other settings are the
// baseline's), where there is one.
#pragma once

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/listening/cell_figures.h"
#include "app/problem.h"
#include "app/storage/file_thread.h"
#include "engine/clip.h"

namespace app::listening {

struct CellSound {
    int row = 0;
    Condition condition = 0;
    engine::ClipPtr clip;           // 24 kHz, as it was made
    std::optional<double> rtf = {}; // as it was made; none: not known
    std::string key = {};           // by which a recogniser's file names it; empty: none
};

struct MeasureOrder {
    TestDesign design;
    std::vector<CellSound> cells;
    engine::ClipPtr voice;     // the reference recording, for the likeness; may be null
    QString speakerModel = {}; // folder with speaker.json; empty or without one: not measured
    QString heardTexts = {};   // file of a recogniser; empty or not there: not measured
    bool isSeedMatched = true; // false: distances between takes mean nothing and are not measured
};

// The teacher's condition; none: distances are not measured.
std::optional<Condition> teacherOf(const TestDesign &design);

// On this thread. `progress`: cells done, of all. None when `stop` was asked for. Error(BadInput) for sounds that are
// not at 24 kHz or rows that the design has not, and for a speaker model or a recogniser's file that cannot be read.
std::optional<MeasuredCells> measureCells(const MeasureOrder &order, const std::stop_token &stop = {},
                                          const std::function<void(int, int)> &progress = {});

// The same in the background. GUI thread.
class ObjectiveTable : public QObject {
    Q_OBJECT

public:
    explicit ObjectiveTable(QObject *parent = nullptr);
    ~ObjectiveTable() override; // what is being measured stops after its cell

    void start(MeasureOrder order); // one at a time: another one cancels the one before
    void cancel();
    bool isRunning() const { return m_running; }

Q_SIGNALS:
    void progressed(int done, int all);
    void measured(const std::shared_ptr<const app::listening::MeasuredCells> &cells);
    void failed(const app::Problem &problem);
    void cancelled();

private:
    void tell(int round, const std::function<void()> &what);

    int m_round = 0;
    bool m_running = false;
    std::stop_source m_stop;
    storage::FileThread m_thread{"measures"}; // last: its work uses everything above
};

} // namespace app::listening
