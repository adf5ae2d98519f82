// The danmaku pane in the real window with a crowd: what an operator does with keys and buttons, and what they see of
// it. Reading is paused where an item must stay where it is.
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>

#include "app/chat/chat_recording.h"
#include "tests/app/tiny_data.h"
#include "tests/patience.h"
#include "tests/ui/by_name.h"
#include "tests/ui/danmaku_states.h"
#include "ui/danmaku/on_air_pane.h"
#include "ui/danmaku/original_rules.h"
#include "ui/shared/status_line.h"
#include "ui/studio/studio_pane.h"

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
            app::danmaku::Rules rules = stage().rules(); // nothing goes by itself, however long this takes
            rules.queue.chatSeconds = rules.queue.mentionSeconds = rules.queue.memberSeconds = 0;
            stage().setRules(rules);
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

    void ctrlZTakesTheLastActBack() {
        Desk desk;
        QVERIFY(desk.fill(4));
        desk.choose(1);
        const QList<quint64> before = desk.order();
        const QString script = desk.studio.window->studio().text();
        QTest::keyClick(&desk.pane().queueList(), Qt::Key_Delete);
        QTRY_VERIFY_WITH_TIMEOUT(!desk.order().contains(before[1]), kLongEnough);
        QTest::keyClick(&desk.pane().queueList(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(desk.order().contains(before[1]), kLongEnough);
        desk.choose(desk.pane().queue().rowOf(before[2]));
        QTest::keyClick(&desk.pane().queueList(), Qt::Key_B); // bans
        QTRY_VERIFY_WITH_TIMEOUT(!desk.order().contains(before[2]), kLongEnough);
        desk.studio.window->danmaku().onAir().findChild<QPlainTextEdit *>()->setFocus(); // beside the queue, too
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(desk.order().contains(before[2]), kLongEnough);
        QCOMPARE(desk.studio.window->studio().text(), script); // and nothing else
    }

    void whenTheChosenRowGoesNobodyElseIsChosen() {
        Desk desk;
        QVERIFY(desk.fill(4));
        desk.choose(1);
        const QList<quint64> before = desk.order();
        Desk::Command gone; // as when its time is over, or moderators deleted it
        gone.what = Desk::Command::What::Remove;
        gone.item = before[1];
        QVERIFY(desk.stage().command(gone));
        QTRY_COMPARE_WITH_TIMEOUT(desk.pane().queue().rowOf(before[1]), -1, kLongEnough);
        QVERIFY(!desk.pane().current());
        QTest::keyClick(&desk.pane().queueList(), Qt::Key_Delete);
        QTest::keyClick(&desk.pane().queueList(), Qt::Key_B);
        QCOMPARE(desk.order().size(), before.size() - 1);
        QTest::keyClick(&desk.pane().queueList(), Qt::Key_Down); // goes on where it was
        QVERIFY(desk.pane().current());
        QCOMPARE(desk.pane().current()->id, before[2]);
        desk.pane().overList().setFocus(); // one row is chosen at a time
        desk.pane().overList().setCurrentIndex(desk.pane().over().index(0));
        QVERIFY(desk.pane().overList().isChosen());
        QVERIFY(!desk.pane().queueList().isChosen());
    }

    void whatComesInIsRecordedAndComesInAgain() {
        Desk desk;
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("chat.jsonl"));
        QVERIFY(QTest::qWaitForWindowActive(desk.studio.window.get(), kLongEnough));
        desk.studio.window->danmaku().record(file);
        QTRY_VERIFY_WITH_TIMEOUT(desk.act(DanmakuActs::Record)->isChecked(), kLongEnough);
        QVERIFY(desk.fill(3));
        desk.act(DanmakuActs::Record)->trigger();
        QVERIFY(!desk.act(DanmakuActs::Record)->isChecked());
        QVERIFY(desk.stage().recording().isEmpty());
        const auto linesIn = [&] {
            QFile chat(file);
            return chat.open(QIODevice::ReadOnly) ? int(chat.readAll().count('\n')) : 0;
        };
        QTRY_VERIFY_WITH_TIMEOUT(linesIn() >= 3, kLongEnough);
        const app::chat::Recording recorded = app::chat::readRecording(file);
        QCOMPARE(recorded.damaged, 0);
        QVERIFY(recorded.messages.size() >= 3);
        QCOMPARE(recorded.messages.front()->text, desk.pane().incoming().at(0).message->text);
    }

    void theCompactWindowIsOneOfItsOwnAndComesBackWhereItWas() {
        Desk desk;
        QVERIFY(QTest::qWaitForWindowActive(desk.studio.window.get(), kLongEnough));
        QPointer<QWidget> compact = desk.studio.window->danmaku().openCompact();
        QVERIFY(QTest::qWaitForWindowExposed(compact, kLongEnough));
        QVERIFY(!compact->parentWidget()); // minimising the main one leaves it
        QVERIFY(compact->windowFlags() & Qt::WindowStaysOnTopHint);
        QVERIFY(!compact->testAttribute(Qt::WA_QuitOnClose));
        compact->resize(420, 410);
        QTRY_COMPARE_WITH_TIMEOUT(compact->size(), QSize(420, 410), kLongEnough);
        compact->close();
        QTRY_VERIFY_WITH_TIMEOUT(!compact, kLongEnough);
        compact = desk.studio.window->danmaku().openCompact();
        QCOMPARE(compact->size(), QSize(420, 410));
        desk.studio.window.reset();
        QVERIFY(!compact); // it goes with the main one
    }

    void rulesOfTheOriginalAreTakenOverAndGivenBack() {
        Desk desk;
        QVERIFY(QTest::qWaitForWindowActive(desk.studio.window.get(), kLongEnough));
        QVERIFY(send(desk.studio, Desk::Command::What::Pause));
        QTRY_VERIFY_WITH_TIMEOUT(desk.stage().paused(), kLongEnough); // the rules were read
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("ishowtts.toml")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[danmaku_gateway.filter]\nmax_words = 12\nbanned_keywords = [\"spam\"]\n");
        file.close();
        QDialog *rules = desk.studio.window->danmaku().openRules();
        ui::danmaku::takeOriginalRules(desk.stage(), file.fileName(), rules);
        QTRY_COMPARE_WITH_TIMEOUT(desk.stage().rules().filter.mostWords, 12, kLongEnough);
        auto *sheet = rules->findChild<ui::danmaku::TakenRules *>();
        QVERIFY(sheet);
        QVERIFY(sheet->findChild<QPlainTextEdit *>()->toPlainText().contains(QStringLiteral("max_words = 12")));
        QPushButton *back = nullptr;
        for (QPushButton *button : sheet->findChildren<QPushButton *>())
            if (button->text() == QStringLiteral("Give it back"))
                back = button;
        QVERIFY(back);
        back->click();
        QTRY_COMPARE_WITH_TIMEOUT(desk.stage().rules().filter.mostWords, 77, kLongEnough);
        QVERIFY(desk.stage().rules().filter.bannedPhrases.isEmpty());
    }

    void leastAmountsAreTypedByCurrency() {
        Desk desk;
        QVERIFY(QTest::qWaitForWindowActive(desk.studio.window.get(), kLongEnough));
        QVERIFY(send(desk.studio, Desk::Command::What::Pause));
        QTRY_VERIFY_WITH_TIMEOUT(desk.stage().paused(), kLongEnough); // the rules were read
        QDialog *rules = desk.studio.window->danmaku().openRules();
        auto *field = named<QPlainTextEdit>(*rules, "Least amounts");
        QVERIFY(field);
        field->setPlainText(QStringLiteral("usd 2.5\nwhatever\nBITS 100"));
        const QHash<QString, double> wanted{{QStringLiteral("USD"), 2.5}, {QStringLiteral("bits"), 100}};
        QTRY_COMPARE_WITH_TIMEOUT(desk.stage().rules().filter.leastAmount, wanted, kLongEnough);
        QCOMPARE(field->toPlainText(), QStringLiteral("usd 2.5\nwhatever\nBITS 100")); // what is typed stays
    }

    void theChannelIsThereNextTime() {
        Desk desk;
        QVERIFY(QTest::qWaitForWindowActive(desk.studio.window.get(), kLongEnough));
        qputenv("ISHOWTTS_TWITCH_HOST", "127.0.0.1"); // nobody listens there
        qputenv("ISHOWTTS_TWITCH_PORT", "9");
        auto *field = named<QLineEdit>(desk.pane(), "Twitch channel, or its address");
        field->setText(QStringLiteral("somebody"));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(!desk.stage().sources().isEmpty(), kLongEnough);
        desk.stage().stopAll();
        qunsetenv("ISHOWTTS_TWITCH_HOST");
        qunsetenv("ISHOWTTS_TWITCH_PORT");
        QCOMPARE(desk.studio.services.settings().twitchChannel(), QStringLiteral("somebody"));
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
