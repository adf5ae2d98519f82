// Finds text that is cut off in a window. Labels that shorten themselves with "…" are meant to, and left out. A box of
// choices shows its present choice whole, and in its list every one.
#pragma once

#include <QAbstractItemView>
#include <QCheckBox>
#include <QComboBox>
#include <QGroupBox>
#include <QHeaderView>
#include <QLabel>
#include <QLayout>
#include <QPushButton>
#include <QRadioButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QStyle>
#include <QStyleOptionComboBox>
#include <QTest>
#include <QToolButton>

#include <algorithm>
#include <optional>

#include "ui/shared/labels.h"
#include "ui/shared/output_choice.h"

// A control's text and the room that it needs; none: it shows no text, or shortens it by itself.
struct Text {
    QString shown;
    QSize needed;
    QSize room;
};

inline int longestWord(const QLabel &label) {
    static const QRegularExpression marks(QStringLiteral("<[^>]*>|~+\\]")); // and what PseudoLocale fills up with
    int longest = 0;
    for (const QString &word : QString(label.text()).remove(marks).split(QRegularExpression(QStringLiteral("[\\s-]+"))))
        longest = std::max(longest, label.fontMetrics().horizontalAdvance(word));
    return longest;
}

inline int inParts(const QLabel &label) {
    const QFontMetrics metrics = label.fontMetrics();
    const qsizetype mark = label.text().indexOf(u'&');
    return metrics.horizontalAdvance(label.text().left(mark)) + metrics.horizontalAdvance(label.text().mid(mark + 1));
}

inline std::optional<Text> textOf(const QWidget &widget) {
    if (const auto *label = qobject_cast<const QLabel *>(&widget)) {
        if (label->text().isEmpty() || qobject_cast<const ui::shared::ElidedLabel *>(label))
            return {};
        QSize needed = label->sizeHint();
        if (label->buddy() && label->text().contains(u'&')) // letters come no closer together where one is underlined
            needed.setWidth(std::max(needed.width(), inParts(*label)));
        if (label->wordWrap())
            needed = {longestWord(*label), label->heightForWidth(label->width())};
        return Text{label->text(), needed, label->size()};
    }
    if (const auto *box = qobject_cast<const QComboBox *>(&widget)) {
        QStyleOptionComboBox option;
        option.initFrom(box);
        option.editable = box->isEditable();
        const QRect room =
            box->style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, box);
        const int icon = box->itemIcon(box->currentIndex()).isNull() ? 0 : box->iconSize().width() + 4;
        return Text{box->currentText(),
                    {box->fontMetrics().horizontalAdvance(box->currentText()) + icon, box->fontMetrics().height()},
                    room.size()};
    }
    if (const auto *button = qobject_cast<const QToolButton *>(&widget)) {
        const bool hidden = button->toolButtonStyle() == Qt::ToolButtonIconOnly && !button->icon().isNull();
        const bool shortensItself = button->minimumSizeHint().width() < button->sizeHint().width();
        if (button->text().isEmpty() || hidden || shortensItself ||
            qobject_cast<const ui::shared::OutputChoice *>(button))
            return {};
        return Text{button->text(), button->sizeHint(), button->size()};
    }
    if (const auto *button =
            qobject_cast<const QAbstractButton *>(&widget)) { // push buttons, check boxes, radio buttons
        if (button->text().isEmpty())
            return {};
        return Text{button->text(), button->sizeHint(), button->size()};
    }
    if (const auto *group = qobject_cast<const QGroupBox *>(&widget)) {
        if (group->title().isEmpty())
            return {};
        return Text{group->title(), group->minimumSizeHint(), group->size()};
    }
    return {};
}

// The list as it opens.
inline Text listOf(QComboBox &box) {
    int widest = 0;
    for (int i = 1; i < box.count(); ++i)
        widest = box.itemText(i).size() > box.itemText(widest).size() ? i : widest;
    box.showPopup();
    const Text text{box.itemText(widest),
                    {box.view()->sizeHintForColumn(0), box.view()->sizeHintForRow(widest)},
                    box.view()->viewport()->size()};
    box.hidePopup();
    return text;
}

class Walk {
public:
    void through(QWidget &top, const QString &where) {
        for (int round = 0; round < 3; ++round) { // heights follow widths, and what lies around them follows heights
            QTest::qWait(10);
            for (const QWidget *widget : top.findChildren<QWidget *>())
                if (widget->layout())
                    widget->layout()->activate();
        }
        const QRect screen(0, 0, 1280, 720);
        if (top.width() > screen.width() || top.height() > screen.height())
            m_cut << QStringLiteral("%1: the window itself is %2×%3").arg(where).arg(top.width()).arg(top.height());
        for (QWidget *widget : top.findChildren<QWidget *>()) {
            if (!widget->isVisible() || widget->window() != top.window())
                continue;
            if (const auto *area = qobject_cast<const QScrollArea *>(widget);
                area && area->widget() && area->widget()->width() > area->viewport()->width())
                add(*area, {area->accessibleName(), area->widget()->size(), area->viewport()->size()}, where,
                    QStringLiteral("holds what is too wide for it"));
            if (const auto *header = qobject_cast<const QHeaderView *>(widget))
                lookAt(*header, where);
            else if (const auto text = textOf(*widget))
                lookAt(*widget, *text, where);
            if (auto *box = qobject_cast<QComboBox *>(widget); box && box->isEnabled() && box->count() > 0)
                lookAt(*box, where);
        }
    }
    int seen() const { return m_seen; }
    int lists() const { return m_lists; }
    const QStringList &cut() const { return m_cut; }

private:
    void lookAt(const QWidget &widget, const Text &text, const QString &where) {
        ++m_seen;
        const QWidget *around = widget.parentWidget();
        const bool isScrolled = around && qobject_cast<const QAbstractScrollArea *>(around->parentWidget());
        if (text.room.width() < text.needed.width() || text.room.height() < text.needed.height())
            add(widget, text, where, QStringLiteral("too small"));
        else if (around && !isScrolled && !around->rect().contains(widget.geometry()))
            add(widget, text, where, QStringLiteral("cut off by what it lies in"));
    }

    void lookAt(QComboBox &box, const QString &where) {
        ++m_lists;
        const Text list = listOf(box);
        if (list.room.width() < list.needed.width() || list.room.height() < list.needed.height())
            add(box, list, where, QStringLiteral("is too wide for the list"));
    }

    void lookAt(const QHeaderView &header, const QString &where) {
        for (int i = 0; i < header.count(); ++i) {
            const QString text = header.model()->headerData(i, header.orientation()).toString();
            if (header.isSectionHidden(i) || text.isEmpty())
                continue;
            ++m_seen;
            const int needed = header.fontMetrics().horizontalAdvance(text);
            if (header.orientation() == Qt::Horizontal && header.sectionSize(i) < needed)
                add(header, {text, {needed, 0}, {header.sectionSize(i), 0}}, where, QStringLiteral("too small"));
        }
    }

    void add(const QWidget &widget, const Text &text, const QString &where, const QString &why) {
        m_cut << QStringLiteral("%1: %2 “%3” %4: needs %5×%6, has %7×%8")
                     .arg(where, QString::fromLatin1(widget.metaObject()->className()), text.shown.left(60), why)
                     .arg(text.needed.width())
                     .arg(text.needed.height())
                     .arg(text.room.width())
                     .arg(text.room.height());
    }

    int m_seen = 0;
    int m_lists = 0;
    QStringList m_cut;
};
