// One line about the microphone that holds the queue: the switch, what it does, and where it is set up.
#pragma once

#include <QWidget>

namespace app::danmaku {
class LiveStage;
class TalkHold;
} // namespace app::danmaku
namespace ui::shared {
class ElidedLabel;
}

namespace ui::danmaku {

class DanmakuActs;

class TalkLine : public QWidget {
    Q_OBJECT

public:
    TalkLine(app::danmaku::TalkHold &talk, app::danmaku::LiveStage &stage, const DanmakuActs &acts, QWidget *parent);

private:
    void follow();

    app::danmaku::TalkHold &m_talk;
    app::danmaku::LiveStage &m_stage;
    shared::ElidedLabel *m_words;
};

QString talkWords(const app::danmaku::TalkHold &talk, const app::danmaku::LiveStage &stage); // "Listens to Desk"

} // namespace ui::danmaku
