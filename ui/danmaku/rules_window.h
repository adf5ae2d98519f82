// What is read, in which order, and how: all rules of the queue by subject, applied at once, and a box that tries them.
#pragma once

#include <QDialog>

#include "app/danmaku/live_stage.h"

class QListWidget;
class QStackedWidget;

namespace app {
class Settings;
}
namespace app::danmaku {
class TalkHold;
}
namespace app::voices {
class VoiceLibrary;
}

namespace ui::danmaku {

class RulePage;

class RulesWindow : public QDialog {
    Q_OBJECT

public:
    struct Uses {
        app::danmaku::LiveStage &stage;
        app::Settings &settings;
        app::voices::VoiceLibrary &voices;
        app::danmaku::TalkHold &talk;
    };

    RulesWindow(Uses uses, QWidget *parent);

    void showTalk(); // "While you talk"

private:
    void addPage(const QString &name, QWidget *page);
    QWidget *makePhrases();

    const Uses m_uses;
    QListWidget *m_names;
    QStackedWidget *m_pages;
};

// Which rules stand on which page (rule_subjects.cpp).
void addFilterRules(RulePage &page);
void addQueueRules(RulePage &page);
void addOverloadRules(RulePage &page);
void addSpeakingRules(RulePage &page);

} // namespace ui::danmaku
