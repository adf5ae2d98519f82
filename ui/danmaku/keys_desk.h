// The four large buttons' keys in other programs, where the desktop gives them: asked for when somebody wants them, and
// at the next start again; what became of that is said.
#pragma once

#include <QObject>
#include <QString>

#include <functional>
#include <memory>

namespace app {
class Settings;
}
namespace app::danmaku {
class GlobalKeys;
}
namespace ui::shared {
class NoticeBar;
}

namespace ui::danmaku {

class DanmakuActs;

class KeysDesk : public QObject {
    Q_OBJECT

public:
    // openCompact: what helps where the desktop gives none.
    KeysDesk(DanmakuActs &acts, app::Settings &settings, shared::NoticeBar &notices, std::function<void()> openCompact,
             QObject *parent);
    ~KeysDesk() override;

private:
    void ask();
    void giveBack();
    void follow();
    void press(const QString &id);
    void sayWhichWork();
    void sayNone(const QString &what);

    DanmakuActs &m_acts;
    app::Settings &m_settings;
    shared::NoticeBar &m_notices;
    const std::function<void()> m_openCompact;
    const QString m_bus;                              // the name of a connection of its own
    std::unique_ptr<app::danmaku::GlobalKeys> m_keys; // null until they are wanted: most never ask the bus
    bool m_tells = false;                             // somebody has just asked for them
};

} // namespace ui::danmaku
