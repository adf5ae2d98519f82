#include "ui/shared/action_list.h"

#include <QAction>
#include <QMenu>
#include <QMenuBar>

namespace ui::shared {
namespace {

QString plain(QString text) {
    text.replace(QStringLiteral("&&"), QStringLiteral("\x01"));
    text.remove(u'&');
    return text.replace(u'\x01', u'&');
}

void collect(const QMenu &menu, const QString &place, std::vector<ActionEntry> &entries) {
    for (QAction *action : menu.actions()) {
        if (action->isSeparator()) {
            continue;
        }
        if (const QMenu *inner = action->menu()) {
            collect(*inner, place + QStringLiteral(" › ") + plain(inner->title()), entries);
        } else {
            entries.push_back({action, plain(action->text()), place, action->objectName()});
        }
    }
}

} // namespace

std::vector<ActionEntry> actionsOf(const QMenuBar &menus) {
    std::vector<ActionEntry> entries;
    for (const QAction *top : menus.actions()) {
        if (const QMenu *menu = top->menu()) {
            collect(*menu, plain(menu->title()), entries);
        }
    }
    return entries;
}

std::optional<int> fuzzyScore(const QString &pattern, const QString &text) {
    int score = 0;
    qsizetype at = 0;
    qsizetype previous = -2;
    for (const QChar wanted : pattern) {
        if (wanted.isSpace()) {
            continue;
        }
        while (at < text.size() && text[at].toCaseFolded() != wanted.toCaseFolded()) {
            ++at;
        }
        if (at == text.size()) {
            return std::nullopt;
        }
        const bool wordStart = at == 0 || !text[at - 1].isLetterOrNumber();
        score += 1 + (wordStart ? 8 : 0) + (at == previous + 1 ? 8 : 0);
        previous = at++;
    }
    return score * 4 - int(qMin<qsizetype>(text.size(), 100)) / 8;
}

} // namespace ui::shared
