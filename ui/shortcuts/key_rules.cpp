#include "ui/shortcuts/key_rules.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace ui::shortcuts {
namespace {

class Rules {
    Q_DECLARE_TR_FUNCTIONS(ui::shortcuts::Rules)

public:
    explicit Rules(const QKeySequence &keys)
        : m_keys(keys), m_key(keys[0].key()), m_modifiers(keys[0].keyboardModifiers()) {}

    QString objection() const {
        if (m_keys.count() != 1)
            return tr("These are several keys, one after the other; an action has keys that are pressed at once.");
        if (m_key == Qt::Key_unknown || m_key == 0)
            return tr("There is no such key.");
        if (isModifier())
            return tr("Ctrl, Alt, Shift and Meta need another key with them.");
        if (m_key == Qt::Key_Tab || m_key == Qt::Key_Backtab)
            return tr("Tab goes from one field to the next.");
        if (m_key == Qt::Key_Escape)
            return tr("Esc stops, and leaves whatever is open.");
        if ((m_key == Qt::Key_Return || m_key == Qt::Key_Enter) && !isWith(Qt::ControlModifier | Qt::AltModifier))
            return tr("Enter makes a new line, or presses a button.");
        if (isSign() && !isWith(Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier))
            return tr("%1 alone is typed in texts.").arg(text());
        if (isSign() && (m_modifiers & ~Qt::ShiftModifier) == Qt::AltModifier)
            return tr("Alt with a letter or a digit leads to a menu or a field.");
        if (m_key == Qt::Key_Space)
            return tr("Input methods are switched with %1.").arg(text());
        if ((m_key == Qt::Key_F10 || m_key == Qt::Key_Menu) && !isWith(Qt::ControlModifier | Qt::AltModifier))
            return tr("%1 opens the menus.").arg(text());
        if (m_key == Qt::Key_F4 && m_modifiers == Qt::AltModifier)
            return tr("%1 closes the window.").arg(text());
        if (m_key == Qt::Key_F2 && m_modifiers == Qt::NoModifier)
            return tr("%1 renames the chosen take.").arg(text());
        if (isStep() && !isWith(Qt::AltModifier | Qt::MetaModifier))
            return tr("%1 moves the cursor, or selects.").arg(text());
        if ((m_key == Qt::Key_Up || m_key == Qt::Key_Down) && m_modifiers == Qt::AltModifier)
            return tr("%1 moves a line of the script.").arg(text());
        return edits() ? tr("Text fields edit with %1.").arg(text()) : QString();
    }

private:
    QString text() const { return m_keys.toString(QKeySequence::NativeText); }
    bool isWith(Qt::KeyboardModifiers any) const { return bool(m_modifiers & any); }
    bool isSign() const { return m_key < 0x01000000; } // Qt::Key above are no characters
    bool isModifier() const {
        return m_key == Qt::Key_Control || m_key == Qt::Key_Shift || m_key == Qt::Key_Alt || m_key == Qt::Key_Meta ||
               m_key == Qt::Key_AltGr;
    }
    bool isStep() const { return m_key >= Qt::Key_Home && m_key <= Qt::Key_PageDown; } // and the arrows between
    bool edits() const {
        if ((m_key == Qt::Key_Backspace || m_key == Qt::Key_Delete) && !isWith(Qt::AltModifier | Qt::MetaModifier))
            return true;
        using K = QKeySequence;
        static constexpr K::StandardKey all[] = {
            K::Undo,
            K::Redo,
            K::Cut,
            K::Copy,
            K::Paste,
            K::SelectAll,
            K::Delete,
            K::DeleteStartOfWord,
            K::Backspace,
            K::DeleteEndOfWord,
            K::DeleteEndOfLine,
            K::DeleteCompleteLine,
        };
        return std::any_of(std::begin(all), std::end(all),
                           [this](K::StandardKey each) { return K::keyBindings(each).contains(m_keys); });
    }

    const QKeySequence m_keys;
    const Qt::Key m_key;
    const Qt::KeyboardModifiers m_modifiers;
};

} // namespace

QString objectionTo(const QKeySequence &keys) {
    return Rules(keys).objection();
}

Keys withTwin(const QKeySequence &keys) {
    if (keys.count() != 1)
        return keys.isEmpty() ? Keys() : Keys{keys};
    const Qt::KeyboardModifiers modifiers = keys[0].keyboardModifiers();
    const Qt::Key key = keys[0].key();
    if (key == Qt::Key_Return || key == Qt::Key_Enter)
        return {QKeySequence(QKeyCombination(modifiers, Qt::Key_Enter)),
                QKeySequence(QKeyCombination(modifiers, Qt::Key_Return))};
    return {keys};
}

QString shown(const Keys &keys) {
    QStringList texts;
    for (qsizetype i = 0; i < keys.size(); ++i) {
        if (i == 0 || withTwin(keys[i - 1]).indexOf(keys[i]) <= 0)
            texts << keys[i].toString(QKeySequence::NativeText);
    }
    return texts.join(QStringLiteral(", "));
}

QKeySequence fromText(const QString &text) {
    const QKeySequence keys = QKeySequence::fromString(text, QKeySequence::PortableText);
    for (int i = 0; i < keys.count(); ++i) {
        if (keys[uint(i)].key() == Qt::Key_unknown || keys[uint(i)].key() == 0)
            return {};
    }
    return keys;
}

} // namespace ui::shortcuts
