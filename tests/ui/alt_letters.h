// Every letter that Alt leads somewhere with, and where.
#pragma once

#include <QAbstractButton>
#include <QAction>
#include <QKeySequence>
#include <QLabel>
#include <QMenuBar>
#include <QMultiMap>
#include <QString>
#include <QStringList>

inline QMultiMap<QString, QString> lettersIn(const QWidget &window, const QMenuBar &menus) {
    QMultiMap<QString, QString> letters;
    const auto add = [&](const QString &text) {
        if (const QKeySequence keys = QKeySequence::mnemonic(text); !keys.isEmpty())
            letters.insert(keys.toString(), text);
    };
    for (const QAction *menu : menus.actions())
        add(menu->text());
    for (const auto *button : window.findChildren<QAbstractButton *>())
        if (button->isVisible())
            add(button->text());
    for (const auto *label : window.findChildren<QLabel *>())
        if (label->isVisible() && label->buddy())
            add(label->text());
    return letters;
}

// Those that lead to two places: Alt with them only moves the focus from one to the other.
inline QStringList ambiguousLetters(const QWidget &window, const QMenuBar &menus) {
    const QMultiMap<QString, QString> letters = lettersIn(window, menus);
    QStringList found;
    for (const QString &letter : letters.uniqueKeys()) {
        if (letters.count(letter) > 1)
            found << letter + QStringLiteral(": ") + letters.values(letter).join(QStringLiteral(", "));
    }
    return found;
}
