// What follows from the votes of a listening test: its results, files of them, other listeners' sessions, and the
// decision: applied, measured, taken back.
#pragma once

#include <QObject>

#include <memory>
#include <optional>
#include <string>

#include "app/listening/objective_table.h"
#include "app/listening/rollback_watch.h"
#include "app/listening/session_store.h"
#include "app/listening/setting_change.h"
#include "app/listening/speed_check.h"
#include "app/listening/test_results.h"
#include "app/storage/file_thread.h"
#include "ui/listening/listening_acts.h"

namespace app::listening {
class CellMaker;
}
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

class ListeningDesk;
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
        shared::NoticeBar &notices;
    };

    ResultsDesk(Uses uses, QWidget *window, QWidget *docks);
    ~ResultsDesk() override;

    ResultsPane &pane() { return *m_pane; }
    void apply();
    void rollBack();
    void merge(const QString &file);

private:
    using Record = std::shared_ptr<const app::listening::TestRecord>;

    void connectActs();
    void follow(); // the chosen test
    void compute();
    void measure();
    bool applyNow(const app::listening::AppliedChange &order); // false: it says why not
    void followSpeed(const std::vector<app::listening::MeasuredSpeed> &speeds);
    void followChoice();
    void followChange();
    void save(const QString &title, const QString &name, const QString &filter, const std::string &bytes);
    void saveLog(bool asForm);
    std::optional<std::string> newestFinished() const; // session

    const Uses m_uses;
    QWidget *m_window;
    ResultsPane *m_pane;
    app::listening::ObjectiveTable m_objective;
    app::listening::SpeedCheck m_speed;
    struct Measured { // a change whose speed is being measured
        app::listening::AppliedChange order;
        app::listening::ChangeSpeed speed;
        engine::Request request;
        std::vector<app::listening::MeasuredSpeed> ahead;
        bool isApplied;
    };
    std::optional<Measured> m_change;
    app::listening::RollbackWatch m_watch; // proposes to take a change back
    std::string m_test;
    Record m_record;
    app::listening::MeasuredCells m_measured;
    std::string m_measuredFor; // test
    int m_round = 0;           // results of an earlier one are dropped
    app::storage::FileThread m_thread{"results"};
};

} // namespace ui::listening
