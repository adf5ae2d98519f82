// Rules and channels of the original iShowTTS, taken over from its ishowtts.toml: what was taken is said, and can be
// given back.
#pragma once

#include <QDialog>

#include "app/danmaku/live_stage.h"
#include "app/danmaku/rules_import.h"

namespace app {
class Settings;
}

namespace ui::danmaku {

class TakenRules : public QDialog {
    Q_OBJECT

public:
    TakenRules(const app::danmaku::RulesImported &taken, QWidget *parent);
    TakenRules(const app::Problem &problem, QWidget *parent); // nothing was taken

Q_SIGNALS:
    void givenBack();

private:
    void layOut(const QString &heading, const QString &lines, bool taken);
};

void askForOriginalRules(app::danmaku::LiveStage &stage, app::Settings &settings, QWidget *window); // for the file
// Of this one, read beside the window; then the sheet is open.
void takeOriginalRules(app::danmaku::LiveStage &stage, app::Settings &settings, const QString &file, QWidget *window);

} // namespace ui::danmaku
