// The danmaku pane in the real window with a crowd: what an operator does with keys and buttons, and what they see of
// it. Reading is paused where an item must stay where it is.
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QTest>

#include "tests/app/tiny_data.h"
#include "tests/patience.h"
#include "tests/ui/by_name.h"
#include "tests/ui/danmaku_states.h"
#include "ui/shared/status_line.h"

using app::danmaku::Item;
using app::danmaku::Stage;
using danmaku_states::goToStream;
using danmaku_states::send;
using ui::danmaku::DanmakuActs;

class TestDanmakuPane : public QObject {
    Q_OBJECT

private:
    // A window with a queue of what a crowd wrote, paused.
    struct Desk {
        Desk() : studio(data.roots()) { goToStream(studio); }

        TinyData data;
        StudioDesk studio;

        app::danmaku::LiveStage &stage() { return studio.services.danmaku(); }
        ui::danmaku::DanmakuPane &pane() { return studio.window->danmaku().pane(); }
        QAction *act(DanmakuActs::Act act) { return studio.window->danmaku().acts()[act]; }

        bool fill(int items) {
            const auto paused = [this] { return send(studio, Command::What::Pause) || stage().paused(); };
            if (!QTest::qWaitForWindowActive(studio.window.get(), kLongEnough) || !QTest::qWaitFor(paused, kLongEnough))
                return false;
            stage().startCrowd({50, 3});
            const auto full = [&] { return pane().queue().rowCount() >= items; };
            const bool done = QTest::qWaitFor(full, kLongEnough);
            stage().stopSource(QStringLiteral("crowd"));
            QTest::qWait(100); // what was on its way
            return done;
        }
        using Command = app::danmaku::Command;

        QList<quint64> order() {
            QList<quint64> ids;
            for (const Item &item : stage().waiting())
                ids << item.id;
            return ids;
        }
        void choose(int row) {
            pane().queueList().setFocus();
            pane().queueList().setCurrentIndex(pane().queue().index(row));
        }
    };

private Q_SLOTS:
    void beforeAnythingStartsItSaysWhatItIsFor() {
        Desk desk;
        QVERIFY(QTest::qWaitForWindowActive(desk.studio.window.get(), kLongEnough));
        QVERIFY(desk.pane().isEmpty());
        const QList<QLineEdit *> fields = desk.pane().findChildren<QLineEdit *>();
        QVERIFY(std::any_of(fields.begin(), fields.end(), [](const QLineEdit *field) { return field->isVisible(); }));
        desk.act(DanmakuActs::Rehearse)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!desk.pane().isEmpty(), kLongEnough);
        QTRY_VERIFY_WITH_TIMEOUT(desk.pane().incoming().rowCount() > 0, kLongEnough);
    }

    void altWithUpAndDownMovesAnItem() {
        Desk desk;
        QVERIFY(desk.fill(5));
        desk.choose(3);
        const QList<quint64> before = desk.order();
        QTest::keyClick(&desk.pane().queueList(), Qt::Key_Up, Qt::AltModifier);
        QTRY_COMPARE_WITH_TIMEOUT(desk.order().value(2), before.value(3), kLongEnough);
        QTRY_COMPARE_WITH_TIMEOUT(desk.pane().queueList().currentIndex().row(), 2, kLongEnough);
        QTest::keyClick(&desk.pane().queueList(), Qt::Key_Down, Qt::AltModifier);
        QTRY_COMPARE_WITH_TIMEOUT(desk.order().value(3), before.value(3), kLongEnough);
    }

    void anItemIsHeldEditedAndCopied() {
        Desk desk;
        QVERIFY(desk.fill(4));
        desk.choose(1);
        const quint64 id = desk.order().value(1);
        desk.act(DanmakuActs::Copy)->trigger();
        QVERIFY(!QApplication::clipboard()->text().isEmpty());
        desk.act(DanmakuActs::Edit)->trigger();
        auto *field = desk.pane().queueList().findChild<QLineEdit *>();
        QVERIFY(field);
        field->setText(QStringLiteral("Something kinder"));
        QTest::keyClick(field, Qt::Key_Return);
        const auto itemOf = [&]() -> std::optional<Item> {
            for (const Item &item : desk.stage().waiting())
                if (item.id == id)
                    return item;
            return {};
        };
        QTRY_COMPARE_WITH_TIMEOUT(itemOf().value_or(Item{}).text, QStringLiteral("Something kinder"), kLongEnough);
        desk.choose(desk.pane().queue().rowOf(id));
        desk.act(DanmakuActs::Hold)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(itemOf().value_or(Item{}).stage, Stage::Held, kLongEnough);
        desk.act(DanmakuActs::Hold)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(itemOf() && ui::danmaku::isQueued(itemOf()->stage), kLongEnough);
    }

    void muteIsShownAndEndsByTheSameButton() {
        Desk desk;
        QVERIFY(desk.fill(3));
        desk.act(DanmakuActs::Mute)->trigger();
        QVERIFY(desk.stage().muted());
        QVERIFY(desk.act(DanmakuActs::Mute)->isChecked());
        desk.act(DanmakuActs::Mute)->trigger();
        QVERIFY(!desk.stage().muted());
        QVERIFY(!desk.act(DanmakuActs::Mute)->isChecked());
    }

    void whatIsTypedGoesOnAirAtOnce() {
        Desk desk;
        QVERIFY(desk.fill(3));
        desk.act(DanmakuActs::Type)->trigger();
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("Hello <b>everybody</b> & all"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        const QString typed = QStringLiteral("Hello <b>everybody</b> & all");
        const auto first = [&]() -> QString {
            if (const auto item = desk.stage().onAir())
                return item->text;
            return desk.stage().waiting().empty() ? QString() : desk.stage().waiting().front().text;
        };
        QTRY_COMPARE_WITH_TIMEOUT(first(), typed, kLongEnough);
    }

    void aTextIsTriedStepByStep() {
        Desk desk;
        QVERIFY(QTest::qWaitForWindowActive(desk.studio.window.get(), kLongEnough));
        QDialog *rules = desk.studio.window->danmaku().openRules();
        QVERIFY(QTest::qWaitForWindowExposed(rules, kLongEnough));
        auto *field = named<QLineEdit>(*rules, "A text to try");
        auto *steps = named<QTableWidget>(*rules, "Steps of the filter, and what each did");
        QVERIFY(field && steps);
        field->setText(QStringLiteral("come to www.example.com now"));
        QTRY_VERIFY_WITH_TIMEOUT(steps->rowCount() >= 10, kLongEnough);
        QVERIFY(!steps->selectedItems().isEmpty()); // the step that refused
        field->setText(QStringLiteral("<b>sooooooo</b> good"));
        QTRY_VERIFY_WITH_TIMEOUT(steps->selectedItems().isEmpty(), kLongEnough);
        QVERIFY(!steps->findItems(QStringLiteral("<b>sooo</b> good"), Qt::MatchExactly).isEmpty() ||
                !steps->findItems(QStringLiteral("sooo"), Qt::MatchContains).isEmpty());
    }

    void theStatusLineSaysHowManyWillBeRead() {
        Desk desk;
        QVERIFY(desk.fill(3));
        QTRY_VERIFY_WITH_TIMEOUT(desk.studio.window->statusLine()
                                     .text(ui::shared::StatusLine::Part::Queue)
                                     .contains(QStringLiteral("to read")),
                                 kLongEnough);
    }
};

QTEST_MAIN(TestDanmakuPane)
#include "tst_danmaku_pane.moc"
