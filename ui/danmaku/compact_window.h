// The queue on a second screen: what is on air, what comes next, and four buttons that are hit without looking. Stays
// on top of other windows, also while the Studio's own is minimised, and comes back where it was, also when everything
// is drawn at another size by then.
#pragma once

#include <QWidget>

#include "app/danmaku/live_stage.h"

class QLabel;

namespace app {
class Settings;
}
namespace ui::shared {
class ElidedLabel;
}

namespace ui::danmaku {

class DanmakuActs;

class CompactWindow : public QWidget {
    Q_OBJECT

public:
    // A window of its own, whatever the others do; whoever makes it deletes it.
    CompactWindow(app::danmaku::LiveStage &stage, app::Settings &settings, const DanmakuActs &acts);
    ~CompactWindow() override;

    static constexpr int kNext = 3;

protected:
    void hideEvent(QHideEvent *event) override;

private:
    void follow();
    void comeBack();
    void remember();

    app::danmaku::LiveStage &m_stage;
    app::Settings &m_settings;
    QLabel *m_state;
    shared::ElidedLabel *m_now;
    shared::ElidedLabel *m_next[kNext];
};

} // namespace ui::danmaku
