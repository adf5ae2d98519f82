// Why nothing is read though nobody wanted that, for as long as it lasts, with what mends it. Hidden otherwise.
#pragma once

#include <QFrame>

#include "app/danmaku/live_stage.h"

class QLabel;
class QPushButton;

namespace ui::danmaku {

class HaltLine : public QFrame {
    Q_OBJECT

public:
    explicit HaltLine(app::danmaku::LiveStage &stage, QWidget *parent = nullptr);

Q_SIGNALS:
    void modelsWanted();
    void deviceWanted();

private:
    void follow();

    app::danmaku::LiveStage &m_stage;
    QLabel *m_words;
    QPushButton *m_mend;
    app::danmaku::Halt::Cause m_cause = app::danmaku::Halt::Cause::None;
};

} // namespace ui::danmaku
