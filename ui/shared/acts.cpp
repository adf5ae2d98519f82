#include "ui/shared/acts.h"

#include <QAction>
#include <QMenu>

#include <algorithm>

#include "ui/shared/icons.h"

namespace ui::shared {

void Acts::add(std::size_t act, const char *id, const QString &name, QStringView iconName, const QString &does,
               const QList<QKeySequence> &keys) {
    m_acts.resize(std::max(m_acts.size(), act + 1));
    auto *action = new QAction(icon(iconName), name, this);
    action->setObjectName(QLatin1String(id));
    action->setShortcuts(keys);
    action->setAutoRepeat(false); // a key that is held removes one, not all
    if (!keys.isEmpty() && keys.first()[0].keyboardModifiers() == Qt::NoModifier)
        action->setShortcutContext(Qt::WidgetShortcut);
    connect(action, &QAction::changed, this, [this, act] { say(m_acts[act]); }); // its keys
    m_acts[act] = {action, does, {}};
    say(m_acts[act]);
}

void Acts::setMissing(std::size_t act, const QString &what) {
    Known &known = m_acts[act];
    known.missing = what;
    known.action->setEnabled(what.isEmpty());
    say(known);
}

void Acts::setWords(std::size_t act, const QString &name, const QString &does) {
    Known &known = m_acts[act];
    known.does = does;
    known.action->setText(name);
    say(known);
}

void Acts::say(const Known &known) {
    const QString keys = known.action->shortcut().toString(QKeySequence::NativeText);
    const QString tip = keys.isEmpty() ? known.does : tr("%1 (%2)", "what it does (its keys)").arg(known.does, keys);
    known.action->setToolTip(known.missing.isEmpty() ? tip : tip + u'\n' + known.missing);
}

void addGroups(QMenu &menu, const std::vector<QList<QAction *>> &groups) {
    for (const QList<QAction *> &group : groups) {
        menu.addActions(group);
        menu.addSeparator();
    }
}

} // namespace ui::shared

#include "moc_acts.cpp"
