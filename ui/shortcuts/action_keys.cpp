#include "ui/shortcuts/action_keys.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QMenuBar>

#include <algorithm>
#include <utility>

#include "app/settings/shortcuts.h"
#include "ui/shared/action_list.h"

namespace ui::shortcuts {
namespace {

QStringList textsOf(const Keys &keys) {
    QStringList texts;
    for (const QKeySequence &each : keys)
        texts << each.toString(QKeySequence::PortableText);
    return texts;
}

// The lists and tables where its keys work that would disturb elsewhere.
QList<QWidget *> homesOf(const QAction &action) {
    QList<QWidget *> homes;
    for (QObject *place : action.associatedObjects()) {
        auto *home = qobject_cast<QWidget *>(place);
        if (home && !qobject_cast<QMenu *>(home) && !qobject_cast<QAbstractButton *>(home))
            homes << home;
    }
    return homes;
}

// These keys work at home only, and the two have homes of their own: both may have them.
bool areApart(const KeyedAction &one, const KeyedAction &other, const QKeySequence &keys) {
    if (one.id == other.id || !one.local || !other.local || !one.action || !other.action ||
        shortcuts::objectionTo(keys).isEmpty())
        return false;
    const QList<QWidget *> homes = homesOf(*one.action);
    const QList<QWidget *> others = homesOf(*other.action);
    return std::none_of(homes.begin(), homes.end(), [&](QWidget *home) { return others.contains(home); });
}

bool isPlain(const QEvent &event) {
    return event.type() == QEvent::ShortcutOverride && !(static_cast<const QKeyEvent &>(event).modifiers() &
                                                         (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
}

// In a menu letters lead to its entries, whatever they do elsewhere: also in one that is not of the menu bar, as the
// keyboard stays where it was while a menu is open.
class LettersOfMenus : public QObject {
public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject *, QEvent *event) override {
        if (!isPlain(*event) || !qobject_cast<QMenu *>(QApplication::activePopupWidget()))
            return false;
        event->accept(); // then it comes as a key press
        return true;
    }
};

} // namespace

ActionKeys::ActionKeys(app::Shortcuts &shortcuts, QMenuBar &menus, QObject *parent)
    : QObject(parent), m_shortcuts(shortcuts), m_menus(menus) {
    connect(&m_shortcuts, &app::Shortcuts::changed, this, &ActionKeys::apply);
    m_menus.installEventFilter(this);
    QCoreApplication::instance()->installEventFilter(new LettersOfMenus(this));
    collect();
}

const KeyedAction *ActionKeys::find(const QString &id) const {
    const auto found = std::find_if(m_all.begin(), m_all.end(), [&](const KeyedAction &each) { return each.id == id; });
    return found == m_all.end() ? nullptr : &*found;
}

const KeyedAction *ActionKeys::holderOf(const QKeySequence &keys, const QString &besides) const {
    const KeyedAction *asking = find(besides);
    const auto found = std::find_if(m_all.begin(), m_all.end(), [&](const KeyedAction &each) {
        return each.id != besides && each.keys.contains(keys) && !(asking && areApart(each, *asking, keys));
    });
    return found == m_all.end() ? nullptr : &*found;
}

QString ActionKeys::objectionTo(const KeyedAction &action, const QKeySequence &keys) const {
    return action.shipped.contains(keys) ? QString() : shortcuts::objectionTo(keys);
}

void ActionKeys::give(const QString &id, const QKeySequence &keys) {
    const KeyedAction *action = find(id);
    if (!action || keys.isEmpty() || !objectionTo(*action, keys).isEmpty())
        return;
    Keys wanted = withTwin(keys);
    const Keys replaced = action->keys.isEmpty() ? Keys() : withTwin(action->keys.first());
    for (const QKeySequence &each : action->keys) {
        if (!replaced.contains(each) && !wanted.contains(each) && wanted.size() < app::kMostKeys)
            wanted << each;
    }
    setKeys(id, wanted);
}

void ActionKeys::clear(const QString &id) {
    setKeys(id, {});
}

void ActionKeys::restore(const QString &id) {
    if (const KeyedAction *action = find(id))
        setKeys(id, Keys(action->shipped));
}

void ActionKeys::setKeys(const QString &id, const Keys &keys) {
    const KeyedAction *getting = find(id);
    QList<app::ShortcutChange> changes;
    const auto say = [&](const KeyedAction &action, const Keys &now) {
        changes << app::ShortcutChange{action.id, now == action.shipped ? std::nullopt : std::optional(textsOf(now))};
    };
    for (const KeyedAction &each : m_all) {
        if (each.id == id) {
            say(each, keys);
            continue;
        }
        Keys left = each.keys;
        left.removeIf(
            [&](const QKeySequence &one) { return keys.contains(one) && !(getting && areApart(each, *getting, one)); });
        if (left != each.keys)
            say(each, left);
    }
    m_shortcuts.change(changes);
}

void ActionKeys::restoreAll() {
    choose({});
}

ActionKeys::Chosen ActionKeys::chosen() const {
    Chosen result;
    for (const KeyedAction &each : m_all) {
        if (const auto found = m_shortcuts.all().constFind(each.id); found != m_shortcuts.all().constEnd())
            result.insert(each.id, *found);
    }
    return result;
}

void ActionKeys::choose(const Chosen &chosen) {
    QList<app::ShortcutChange> changes;
    for (const KeyedAction &each : m_all) {
        const auto found = chosen.constFind(each.id);
        changes << app::ShortcutChange{each.id, found == chosen.constEnd() ? std::nullopt : std::optional(*found)};
    }
    m_shortcuts.change(changes);
}

bool ActionKeys::eventFilter(QObject *watched, QEvent *event) {
    if (watched == &m_menus && isPlain(*event)) {
        event->accept(); // and in the bar to its menus
        return true;
    }
    if (event->type() == QEvent::ActionAdded || event->type() == QEvent::ActionRemoved)
        collectSoon();
    return QObject::eventFilter(watched, event);
}

void ActionKeys::watch(QMenu &menu) {
    menu.removeEventFilter(this); // it is there once
    menu.installEventFilter(this);
    for (const QAction *action : menu.actions()) {
        if (QMenu *inner = action->menu())
            watch(*inner);
    }
}

void ActionKeys::collectSoon() {
    if (!std::exchange(m_collecting, true))
        QMetaObject::invokeMethod(this, &ActionKeys::collect, Qt::QueuedConnection);
}

void ActionKeys::collect() {
    m_collecting = false;
    for (const QAction *top : m_menus.actions()) {
        if (QMenu *menu = top->menu())
            watch(*menu);
    }
    std::vector<KeyedAction> all;
    for (const shared::ActionEntry &entry : shared::actionsOf(m_menus)) {
        if (entry.id.isEmpty())
            continue;
        const auto known = std::find_if(m_all.begin(), m_all.end(),
                                        [&](const KeyedAction &each) { return each.action == entry.action; });
        const Keys now = entry.action->shortcuts();
        const bool isNew = known == m_all.end();
        all.push_back({entry.action, entry.id, entry.name, entry.place, isNew ? now : known->shipped, now,
                       isNew ? entry.action->shortcutContext() == Qt::WidgetShortcut : known->local});
    }
    m_all = std::move(all);
    apply();
}

void ActionKeys::apply() {
    QStringList lines;
    std::vector<std::pair<QKeySequence, const KeyedAction *>> taken;
    const auto take = [&](const KeyedAction &action, const QKeySequence &keys) {
        const bool free = std::none_of(taken.begin(), taken.end(), [&](const auto &each) {
            return each.first == keys && !areApart(action, *each.second, keys);
        });
        taken.emplace_back(keys, &action);
        return free;
    };
    const Chosen chosen = this->chosen();
    for (KeyedAction &each : m_all) {
        if (!chosen.contains(each.id))
            continue;
        each.keys.clear();
        for (const QString &text : chosen.value(each.id)) {
            const QKeySequence keys = fromText(text);
            const QString objection = keys.isEmpty() ? tr("There is no such key.") : objectionTo(each, keys);
            if (!objection.isEmpty())
                lines << tr("“%1” for “%2”: %3").arg(text, each.name, objection);
            else if (!take(each, keys))
                lines << tr("“%1” for “%2”: another action has it.").arg(text, each.name);
            else
                each.keys << keys;
        }
    }
    for (KeyedAction &each : m_all) {
        if (chosen.contains(each.id))
            continue;
        each.keys.clear();
        for (const QKeySequence &keys : each.shipped) {
            if (take(each, keys))
                each.keys << keys;
        }
    }
    for (const QPointer<QAction> &old : std::exchange(m_atHome, {}))
        delete old.data();
    for (const KeyedAction &each : m_all) {
        if (each.action)
            bind(each);
    }
    m_problem.reset();
    if (!lines.isEmpty())
        m_problem = app::Problem{
            lines.size() == 1 ? tr("A keyboard shortcut does not count. %1").arg(lines.first())
                              : tr("%Ln keyboard shortcuts do not count.", nullptr, int(lines.size())),
            tr("Choose other keys, or correct “%1”.").arg(m_shortcuts.file()), lines.mid(0, 100).join(u'\n')};
    Q_EMIT changed();
}

// Of an action that is at home in a list, keys that texts and lists elsewhere need work there, the others everywhere.
// An action has one reach for all its keys, so where it has both kinds another one beside it has those of its home.
void ActionKeys::bind(const KeyedAction &each) {
    Keys atHome, everywhere;
    for (const QKeySequence &keys : each.keys)
        (each.local && !shortcuts::objectionTo(keys).isEmpty() ? atHome : everywhere) << keys;
    const Keys own = everywhere.isEmpty() ? atHome : everywhere;
    if (each.action->shortcuts() != own)
        each.action->setShortcuts(own);
    if (each.local)
        each.action->setShortcutContext(atHome.isEmpty() || !everywhere.isEmpty() ? Qt::WindowShortcut
                                                                                  : Qt::WidgetShortcut);
    if (atHome.isEmpty() || everywhere.isEmpty())
        return;
    for (QWidget *home : homesOf(*each.action)) {
        auto *beside = new QAction(home);
        beside->setShortcuts(atHome);
        beside->setShortcutContext(Qt::WidgetShortcut);
        beside->setAutoRepeat(each.action->autoRepeat());
        connect(beside, &QAction::triggered, each.action, &QAction::trigger);
        home->addAction(beside);
        m_atHome << beside;
    }
}

} // namespace ui::shortcuts

#include "moc_action_keys.cpp"
