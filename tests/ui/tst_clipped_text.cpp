// No text is cut off: every visible control with text in the window at 1280×720 and in the windows beside it, in
// English and in a language that needs 40 % more room. Labels that shorten themselves with "…" are meant to, and left
// out. A box of choices shows its present choice whole, and in its list every one.
#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QGroupBox>
#include <QHeaderView>
#include <QLabel>
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

#include "tests/ui/pseudo_locale.h"
#include "tests/ui/studio_desk.h"
#include "ui/comparison/comparison_strip.h"
#include "ui/exporting/export_desk.h"
#include "ui/shared/labels.h"
#include "ui/shared/output_choice.h"
#include "ui/shared/status_line.h"
#include "ui/shared/transport.h"
#include "ui/studio/find_bar.h"
#include "ui/studio/line_card.h"
#include "ui/studio/script_editor.h"
#include "ui/studio/studio_pane.h"
#include "ui/studio/takes_model.h"
#include "ui/studio/takes_pane.h"

namespace {

constexpr int kPatience = 60'000; // ms

bool waitFor(const std::function<bool()> &done) {
    return QTest::qWaitFor(done, kPatience);
}

// A control's text and the room that it needs; none: it shows no text, or shortens it by itself.
struct Text {
    QString shown;
    QSize needed;
    QSize room;
};

int longestWord(const QLabel &label) {
    static const QRegularExpression marks(QStringLiteral("<[^>]*>|~+\\]")); // and what PseudoLocale fills up with
    int longest = 0;
    for (const QString &word : QString(label.text()).remove(marks).split(QRegularExpression(QStringLiteral("[\\s-]+"))))
        longest = std::max(longest, label.fontMetrics().horizontalAdvance(word));
    return longest;
}

int inParts(const QLabel &label) {
    const QFontMetrics metrics = label.fontMetrics();
    const qsizetype mark = label.text().indexOf(u'&');
    return metrics.horizontalAdvance(label.text().left(mark)) + metrics.horizontalAdvance(label.text().mid(mark + 1));
}

std::optional<Text> textOf(const QWidget &widget) {
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
Text listOf(QComboBox &box) {
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
        QTest::qWait(0); // layouts
        const QRect screen(0, 0, 1280, 720);
        if (top.width() > screen.width() || top.height() > screen.height())
            m_cut << QStringLiteral("%1: the window itself is %2×%3").arg(where).arg(top.width()).arg(top.height());
        for (QWidget *widget : top.findChildren<QWidget *>()) {
            if (!widget->isVisible() || widget->window() != top.window())
                continue;
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

QString begins(const char *what) {
    return QString::fromUtf8(what);
}

void walkWindows(StudioDesk &desk, Walk &walk) {
    for (const char *id :
         {"library.lexicon", "file.settings", "file.back_up", "file.restore", "help.shortcuts", "help.about"}) {
        desk.window->findChild<QAction *>(QLatin1String(id))->trigger();
        QDialog *dialog = desk.window->findChildren<QDialog *>().last();
        QVERIFY(QTest::qWaitForWindowExposed(dialog));
        const int before = walk.seen();
        walk.through(*dialog, begins(id));
        QVERIFY2(walk.seen() > before, id);
        dialog->close();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
}

void walkAll(Walk &walk) {
    StudioDesk desk;
    ui::MainWindow &window = *desk.window;
    QVERIFY(waitFor([&] { return !window.statusLine().text(ui::shared::StatusLine::Part::Precision).isEmpty(); }));
    window.resize(1280, 720);
    QTRY_COMPARE(window.size(), QSize(1280, 720));
    walk.through(window, begins("start"));
    walkWindows(desk, walk);

    ui::studio::StudioPane &studio = window.studio();
    studio.editor().setFocus();
    studio.finder().replace();
    walk.through(window, begins("find bar"));
    studio.finder().leave();
    studio.lineCard().setOpen(true);
    walk.through(window, begins("line card"));
    studio.editor().selectAll();
    walk.through(window, begins("line card of all"));
    studio.lineCard().setOpen(false);

    desk.services.settings().setNfeStep(3);
    studio.setText(QStringLiteral("Good morning."));
    for (int takes = 1; takes <= 2; ++takes) {
        studio.speak();
        QVERIFY(waitFor([&] { return window.takes().model().total() == takes && !studio.isBusy(); }));
        desk.services.settings().setNfeStep(4);
    }
    walk.through(window, begins("with takes"));
    window.comparison().compare(window.takes().model().take(0), window.takes().model().take(1));
    QVERIFY(waitFor([&] { return window.transport().hasPair(); }));
    walk.through(window, begins("comparison"));
    window.comparison().leave();
    studio.setText(QStringLiteral("Good morning.\nOne more line, not made yet."));
    QWidget *sheet = window.exports().open();
    QVERIFY(QTest::qWaitForWindowExposed(sheet));
    walk.through(*sheet, begins("export sheet"));
    sheet->close();
}

} // namespace

class TestClippedText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsCutOff_data() {
        QTest::addColumn<bool>("longer");
        QTest::newRow("English") << false;
        QTest::newRow("longer words") << true;
    }

    void nothingIsCutOff() {
        QFETCH(bool, longer);
        PseudoLocale translator;
        if (longer)
            QCoreApplication::installTranslator(&translator);
        Walk walk;
        walkAll(walk);
        QCoreApplication::removeTranslator(&translator);
        qInfo("%d texts and %d lists of choices seen", walk.seen(), walk.lists());
        QVERIFY2(walk.cut().isEmpty(), qPrintable(walk.cut().join(u'\n')));
        QVERIFY(!QTest::currentTestFailed());
        QVERIFY2(walk.seen() >= 300, qPrintable(QString::number(walk.seen())));
        QVERIFY2(walk.lists() >= 20, qPrintable(QString::number(walk.lists())));
    }
};

QTEST_MAIN(TestClippedText)
#include "tst_clipped_text.moc"
