// The decision of a listening test: a column becomes the default, how fast it is gets measured, it is taken back; and
// the number in an ishowtts.toml.
#pragma once

#include <QObject>

#include <functional>
#include <optional>
#include <vector>

#include "app/listening/rollback_watch.h"
#include "app/listening/setting_change.h"
#include "app/listening/speed_check.h"
#include "app/storage/file_thread.h"
#include "ui/listening/listening_acts.h"

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

class ResultsPane;

class DecisionDesk : public QObject {
    Q_OBJECT

public:
    struct Uses {
        ListeningActs &acts;
        ResultsPane &pane;
        app::listening::SettingChange &change;
        app::speech::SpeechQueue &queue;
        app::voices::VoiceLibrary &voices;
        app::takes::TakeLibrary &takes;
        const app::listening::SpokenArtifacts &spoken;
        shared::NoticeBar &notices;
    };

    DecisionDesk(Uses uses, QWidget *window);

    void apply();
    void rollBack();
    void writeToml(const QString &file); // the steps of the chosen column

private:
    using Next = std::function<void(bool applied)>;

    // For what is ticked; none: why not, translated.
    std::optional<app::listening::AppliedChange> order(QString *why = nullptr) const;
    void applyNow(const app::listening::AppliedChange &order, Next next); // false: it has said why not
    void followSpeed(const std::vector<app::listening::MeasuredSpeed> &speeds);
    void followChoice();
    void followChange();
    void chooseToml();
    void changeToml(const QString &file, int steps, bool isUndo);

    const Uses m_uses;
    QWidget *m_window;
    app::listening::SpeedCheck m_speed;
    struct Measured { // a change whose speed is being measured
        app::listening::AppliedChange order;
        app::listening::ChangeSpeed speed;
        engine::Request request;
        std::vector<app::listening::MeasuredSpeed> ahead;
        bool isApplied;
    };
    std::optional<Measured> m_change;
    bool m_changing = false; // the settings, until they answer
    app::listening::RollbackWatch m_watch;
    app::storage::FileThread m_files{"toml"}; // last: it ends before what it uses
};

} // namespace ui::listening
