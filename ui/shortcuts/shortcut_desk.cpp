#include "ui/shortcuts/shortcut_desk.h"

#include <QAction>

#include <utility>

#include "app/settings/shortcuts.h"
#include "ui/shared/notice_bar.h"
#include "ui/shortcuts/shortcut_window.h"

namespace ui::shortcuts {

using app::Shortcuts;
using shared::Notice;

ShortcutDesk::ShortcutDesk(Uses uses, QWidget *window)
    : QObject(window), m_uses(uses), m_window(window), m_keys(uses.shortcuts, uses.menus, this) {
    connect(&m_uses.open, &QAction::triggered, this, &ShortcutDesk::open);
    connect(&m_keys, &ActionKeys::changed, this, &ShortcutDesk::sayWhatIsWrong);
    connectNotices();
    sayWhatIsWrong();
}

void ShortcutDesk::connectNotices() {
    const Shortcuts *shortcuts = &m_uses.shortcuts;
    connect(shortcuts, &Shortcuts::problem, this, [this](const app::Problem &problem) {
        m_uses.notices.post(Notice::Kind::Attention, QStringLiteral("shortcut file"), problem);
    });
    connect(shortcuts, &Shortcuts::saveFailed, this, [this](const app::Problem &problem) {
        if (!m_uses.shortcuts.isDiskFull())
            m_uses.notices.post(Notice::Kind::Attention, QStringLiteral("saving shortcuts"), problem);
    });
    connect(shortcuts, &Shortcuts::saved, this,
            [this] { m_uses.notices.withdraw(QStringLiteral("saving shortcuts")); });
}

void ShortcutDesk::sayWhatIsWrong() {
    const auto &problem = m_keys.problem();
    const QString now = problem ? problem->what + problem->detail : QString();
    if (std::exchange(m_said, now) == now)
        return;
    if (problem)
        m_uses.notices.post(Notice::Kind::Attention, QStringLiteral("shortcuts"), *problem,
                            {{tr("Keyboard shortcuts"), [this] { open(); }}});
    else
        m_uses.notices.withdraw(QStringLiteral("shortcuts"));
}

void ShortcutDesk::open() {
    if (!m_open) {
        m_open = new ShortcutWindow(m_keys, m_window);
        m_open->setAttribute(Qt::WA_DeleteOnClose);
        m_open->show();
    }
    m_open->raise();
    m_open->activateWindow();
}

} // namespace ui::shortcuts

#include "moc_shortcut_desk.cpp"
