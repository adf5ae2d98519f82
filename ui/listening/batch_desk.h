// Counts artifacts in 200 pairs that nobody listens to (app/listening/artifact_batch.h), in the background, so that the
// decision of a listening test knows whether the rare ones become more. Sounds that were made once are found again.
#pragma once

#include <QObject>

#include <map>
#include <string>
#include <vector>

#include "app/listening/artifact_batch.h"
#include "app/listening/test_results.h"

namespace app::listening {
class CellMaker;
}
namespace ui::shared {
class NoticeBar;
}

namespace ui::listening {

class BatchDesk : public QObject {
    Q_OBJECT

public:
    using Batches = std::vector<app::listening::ResultOptions::Batch>;

    // `cells`: for this alone.
    BatchDesk(app::listening::CellMaker &cells, shared::NoticeBar &notices, QObject *parent);

    // One at a time: another one ends the one before.
    void start(const app::listening::TestResults &results, int pairs = app::listening::kEnoughBatchPairs);
    void stop(); // what is made stays
    bool isRunning() const { return m_running; }
    Batches counted(const std::string &test) const; // of this start of the program; empty: none yet

Q_SIGNALS:
    void changed();                    // isRunning() or counted()
    void progressed(int made, int of); // sounds

private:
    void take();

    app::listening::CellMaker &m_cells;
    shared::NoticeBar &m_notices;
    bool m_running = false;
    app::listening::TestDesign m_test;
    std::string m_id;
    std::vector<app::listening::Condition> m_columns;
    std::map<std::string, Batches> m_counted; // by testId()
};

} // namespace ui::listening
