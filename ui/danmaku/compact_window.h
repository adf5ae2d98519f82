// The queue on a second screen: what is on air, what comes next, and four buttons that are hit without looking. Stays
// on top of other windows.
#pragma once

#include <QWidget>

#include "app/danmaku/live_stage.h"

class QLabel;

namespace ui::shared {
class ElidedLabel;
}

namespace ui::danmaku {

class DanmakuActs;

class CompactWindow : public QWidget {
    Q_OBJECT

public:
    CompactWindow(app::danmaku::LiveStage &stage, const DanmakuActs &acts, QWidget *parent);

    static constexpr int kNext = 3;

private:
    void follow();

    app::danmaku::LiveStage &m_stage;
    QLabel *m_state;
    shared::ElidedLabel *m_now;
    shared::ElidedLabel *m_next[kNext];
};

} // namespace ui::danmaku
