// Counts artifacts in 200 pairs that nobody listens to (app/listening/artifact_batch.h), in the background, so that the
// decision of a listening test knows whether the rare ones become more. Sounds that were made once are found again;
// what was counted is kept in the library (app/listening/counted_batch.h).
#pragma once

#include <QObject>

#include <string>
#include <vector>

#include "app/listening/artifact_batch.h"
#include "app/listening/test_results.h"

namespace app::listening {
class CellMaker;
class SessionStore;
} // namespace app::listening
namespace ui::shared {
class NoticeBar;
}

namespace ui::listening {

class BatchDesk : public QObject {
    Q_OBJECT

public:
    // `cells`: for this alone.
    BatchDesk(app::listening::CellMaker &cells, app::listening::SessionStore &sessions, shared::NoticeBar &notices,
              QObject *parent);

    // One at a time: another one ends the one before.
    void start(const app::listening::TestResults &results, int pairs = app::listening::kEnoughBatchPairs);
    void stop(); // what is made stays
    bool isRunning() const { return m_running; }
    const std::string &testId() const { return m_id; } // of the last one that was begun
    const app::listening::TestDesign &test() const { return m_test; }

Q_SIGNALS:
    void changed();                    // isRunning(), or what the library knows of a test
    void progressed(int made, int of); // sounds

private:
    void take();
    void tell(const QStringList &counts, int failed, const app::Problem &why);

    app::listening::CellMaker &m_cells;
    app::listening::SessionStore &m_sessions;
    shared::NoticeBar &m_notices;
    bool m_running = false;
    app::listening::TestDesign m_test;
    std::string m_id;
    std::vector<app::listening::Condition> m_columns;
};

} // namespace ui::listening
