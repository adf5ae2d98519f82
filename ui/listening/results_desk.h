// What follows from the votes of a listening test: its results, when somebody looks at them, with what is measured of
// the sounds. Files of them are ResultFiles', the decision is DecisionDesk's.
#pragma once

#include <QObject>

#include <memory>
#include <optional>
#include <string>

#include "app/listening/session_store.h"
#include "app/listening/test_results.h"
#include "app/storage/file_thread.h"
#include "ui/listening/listening_acts.h"
#include "ui/listening/sound_measures.h"

namespace app::listening {
class CellMaker;
class SettingChange;
class SpokenArtifacts;
} // namespace app::listening
namespace app::speech {
class SpeechQueue;
}
namespace app::takes {
class TakeLibrary;
}
namespace app::voices {
class VoiceLibrary;
}
namespace ui::shared {
class NoticeBar;
}

namespace ui::listening {

class BatchDesk;
class DecisionDesk;
class ListeningDesk;
class ResultFiles;
class ResultsPane;

class ResultsDesk : public QObject {
    Q_OBJECT

public:
    struct Uses {
        ListeningDesk &tests;
        app::listening::CellMaker &cells;
        app::listening::SessionStore &sessions;
        app::listening::SettingChange &change;
        app::speech::SpeechQueue &queue;
        app::voices::VoiceLibrary &voices;
        app::takes::TakeLibrary &takes;
        const app::listening::SpokenArtifacts &spoken;
        app::listening::CellMaker &batchCells; // for unattended batches alone
        shared::NoticeBar &notices;
    };

    ResultsDesk(Uses uses, QWidget *window, QWidget *docks);
    ~ResultsDesk() override;

    ResultsPane &pane() { return *m_pane; }
    DecisionDesk &decision() { return *m_decision; }
    ResultFiles &files() { return *m_files; }
    BatchDesk &batch() { return *m_batch; }

private:
    using Record = std::shared_ptr<const app::listening::TestRecord>;

    void follow(); // the chosen test
    void take(const app::storage::Answer<app::listening::TestRecord> &answer);
    void showNothing(const QString &why, const QString &what);
    void judge(); // the votes of the record; a look, if somebody sees the pane
    void readBatches();
    void compute();
    void measure();
    bool isCountedHere() const; // artifacts of the chosen test, not of another one
    void followBatch();
    const Uses m_uses;
    ResultsPane *m_pane;
    DecisionDesk *m_decision;
    ResultFiles *m_files;
    SoundMeasures m_measures;
    BatchDesk *m_batch;
    std::string m_test;
    Record m_record;
    app::listening::MeasuredCells m_measured;
    std::vector<app::listening::Look> m_looks;
    std::optional<std::vector<app::listening::CountedBatch>> m_batches; // none: not known yet
    std::string m_measuredFor;                                          // test
    bool m_isMeasuredEarly = false; // before it was known how its sounds were made: to be done again
    int m_round = 0;                // results of an earlier one are dropped
    app::storage::FileThread m_thread{"results"};
};

} // namespace ui::listening
