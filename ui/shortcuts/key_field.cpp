#include "ui/shortcuts/key_field.h"

#include <QKeyEvent>

namespace ui::shortcuts {
namespace {

constexpr Qt::KeyboardModifiers kModifiers =
    Qt::ShiftModifier | Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier;

bool isModifier(int key) {
    return key == Qt::Key_Control || key == Qt::Key_Shift || key == Qt::Key_Alt || key == Qt::Key_Meta ||
           key == Qt::Key_AltGr || key == Qt::Key_Super_L || key == Qt::Key_Super_R || key == Qt::Key_CapsLock ||
           key == Qt::Key_NumLock || key == Qt::Key_unknown || key == 0;
}

// Shift that made another sign of a key is in the sign already: Ctrl and "+", not Ctrl, Shift and "+".
Qt::KeyboardModifiers modifiersOf(const QKeyEvent &event) {
    const Qt::KeyboardModifiers modifiers = event.modifiers() & kModifiers;
    const QString text = event.text();
    const QChar sign = text.isEmpty() ? QChar() : text.front();
    const bool shifted = sign.isPrint() && !sign.isLetterOrNumber() && !sign.isSpace();
    return shifted ? modifiers & ~Qt::ShiftModifier : modifiers;
}

} // namespace

KeyField::KeyField(QWidget *parent) : QLineEdit(parent) {
    setReadOnly(true);
    setContextMenuPolicy(Qt::NoContextMenu);
    setAttribute(Qt::WA_InputMethodEnabled, false);
    setPlaceholderText(tr("Press the new keys"));
}

bool KeyField::event(QEvent *event) {
    if (event->type() == QEvent::ShortcutOverride) { // no action is meant
        event->accept();
        return true;
    }
    if (event->type() == QEvent::KeyPress) { // here, before Tab leaves
        press(*static_cast<QKeyEvent *>(event));
        return true;
    }
    if (event->type() == QEvent::KeyRelease) {
        showModifiers(static_cast<QKeyEvent *>(event)->modifiers());
        return true;
    }
    return QLineEdit::event(event);
}

void KeyField::press(const QKeyEvent &event) {
    const auto modifiers = modifiersOf(event);
    if (event.isAutoRepeat())
        return; // the key that led here is still down
    if (isModifier(event.key())) {
        showModifiers(event.modifiers());
    } else if (event.key() == Qt::Key_Escape && modifiers == Qt::NoModifier) {
        Q_EMIT leaveWanted();
    } else if ((event.key() == Qt::Key_Backspace || event.key() == Qt::Key_Delete) && modifiers == Qt::NoModifier) {
        Q_EMIT clearWanted();
    } else {
        clear();
        Q_EMIT keysPressed(QKeySequence(QKeyCombination(modifiers, Qt::Key(event.key()))));
    }
}

void KeyField::showModifiers(Qt::KeyboardModifiers modifiers) {
    modifiers &= kModifiers;
    setText(modifiers ? QKeySequence(QKeyCombination(modifiers, Qt::Key(0))).toString(QKeySequence::NativeText) + u'…'
                      : QString());
}

} // namespace ui::shortcuts

#include "moc_key_field.cpp"
