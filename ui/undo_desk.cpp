#include "ui/undo_desk.h"

#include <QAbstractSpinBox>
#include <QAction>
#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QScopedValueRollback>

#include <algorithm>

#include "app/script/script_document.h"
#include "app/settings/presets.h"
#include "app/settings/value_history.h"
#include "app/takes/take_history.h"
#include "ui/shared/notice_bar.h"

namespace ui {

using shared::Notice;

namespace {

bool hasSlot(const QWidget &widget, bool back) {
    return widget.metaObject()->indexOfSlot(back ? "undo()" : "redo()") >= 0 && !widget.property("readOnly").toBool();
}

// `at`, or the pane around it that takes its own acts back (the queue that is read aloud): it has the slot undo().
QWidget *ownAround(QWidget *at, const QWidget *window) {
    for (QWidget *each = at; each && each != window; each = each->parentWidget()) {
        if (hasSlot(*each, true))
            return each;
    }
    return nullptr;
}

} // namespace

UndoDesk::UndoDesk(Uses uses, QWidget *window) : QObject(window), m_uses(uses), m_window(window) {
    connect(&m_uses.undo, &QAction::triggered, this, [this] { step(true); });
    connect(&m_uses.redo, &QAction::triggered, this, [this] { step(false); });
    connect(&m_uses.takes, &app::takes::TakeHistory::acted, this, [this] { note(Place::Takes); });
    connect(&m_uses.values, &app::ValueHistory::acted, this, [this] { note(Place::Values); });
    connect(&m_uses.script, &app::script::ScriptDocument::changed, this, [this] {
        if (!m_stepping) {
            note(Place::Script);
        }
    });
    for (auto *number : m_uses.inspector.findChildren<QAbstractSpinBox *>()) {
        number->installEventFilter(this); // digits there are values, and undone as such
    }
    connect(&m_uses.presets, &app::Presets::used, this, [this](const QString &name, bool insteadOfOwn) {
        if (insteadOfOwn) {
            offerValuesBack(tr("The preset “%1” took the place of your own values.").arg(name));
        }
    });
}

void UndoDesk::offerShippedBack() {
    m_uses.values.name(tr("“As shipped”"));
    offerValuesBack(tr("Guidance, sway, schedule, cross-fade and precision are as they were shipped."));
}

void UndoDesk::offerValuesBack(const QString &what) {
    const QJsonObject before = m_uses.values.lastBefore();
    m_uses.notices.post(Notice::Kind::Info, QStringLiteral("values"), {what, {}, {}},
                        {{tr("Undo"), [this, before] { m_uses.values.goBackTo(before); }}});
}

// The window's own one while the palette or a menu has the keyboard.
QWidget *UndoDesk::focus() const {
    QWidget *focus = QApplication::focusWidget();
    return focus && focus->window() == m_window ? focus : m_window->focusWidget();
}

void UndoDesk::note(Place place) {
    QWidget *at = m_window->focusWidget();
    const bool goesOn = place == m_last && at == m_focus;
    m_sinceThen = goesOn ? m_sinceThen + 1 : 1;
    m_undone = 0;
    m_last = place;
    m_focus = at;
}

UndoDesk::Place UndoDesk::place(bool back) const {
    QWidget *at = focus();
    const bool justDone = m_last != Place::Script && (back ? m_sinceThen : m_undone) > 0 && can(m_last, back);
    if (at == &m_uses.scriptEditor) {
        return justDone && m_focus == at ? m_last : Place::Script;
    }
    const bool number = qobject_cast<const QAbstractSpinBox *>(at);
    if (m_uses.inspector.isAncestorOf(at) && (number || !hasSlot(*at, back))) {
        return Place::Values;
    }
    if (at && (number || hasSlot(*at, back) || ownAround(at, m_window))) {
        return Place::Text;
    }
    if (m_uses.takesPane.isAncestorOf(at)) {
        return Place::Takes;
    }
    return m_last != Place::Script && can(m_last, back) ? m_last : Place::Script;
}

QString UndoDesk::what(Place place, bool back) const {
    switch (place) {
    case Place::Text:
        return {};
    case Place::Script:
        return back ? m_uses.script.undoText() : m_uses.script.redoText();
    case Place::Takes:
        return back ? m_uses.takes.undoText() : m_uses.takes.redoText();
    case Place::Values:
        return back ? m_uses.values.undoText() : m_uses.values.redoText();
    }
    return {};
}

bool UndoDesk::can(Place place, bool back) const {
    return !what(place, back).isEmpty();
}

void UndoDesk::step(bool back) {
    const Place at = place(back);
    const QScopedValueRollback<bool> stepping(m_stepping, true);
    switch (at) {
    case Place::Text: {
        QWidget *text = focus();
        if (auto *number = qobject_cast<QAbstractSpinBox *>(text)) {
            text = number->findChild<QLineEdit *>();
        } else if (text && !hasSlot(*text, back)) {
            text = ownAround(text, m_window);
            if (!text || !hasSlot(*text, back))
                return; // nothing is done again there
        }
        QMetaObject::invokeMethod(text, back ? "undo" : "redo");
        return;
    }
    case Place::Script:
        QMetaObject::invokeMethod(&m_uses.scriptEditor, back ? "undo" : "redo");
        return;
    case Place::Takes:
        back ? m_uses.takes.undo() : m_uses.takes.redo();
        break;
    case Place::Values:
        back ? m_uses.values.undo() : m_uses.values.redo();
        break;
    }
    if (at == m_last) {
        m_sinceThen = std::max(0, m_sinceThen + (back ? -1 : 1));
        m_undone = std::max(0, m_undone + (back ? 1 : -1));
    }
}

void UndoDesk::sayWhat() {
    const QString undone = what(place(true), true);
    const QString redone = what(place(false), false);
    m_uses.undo.setText(undone.isEmpty() ? tr("&Undo") : tr("&Undo: %1").arg(undone));
    m_uses.redo.setText(redone.isEmpty() ? tr("&Redo") : tr("&Redo: %1").arg(redone));
}

void UndoDesk::sayPlain() {
    m_uses.undo.setText(tr("&Undo"));
    m_uses.redo.setText(tr("&Redo"));
}

bool UndoDesk::eventFilter(QObject *watched, QEvent *event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->ignore();
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

} // namespace ui

#include "moc_undo_desk.cpp"
