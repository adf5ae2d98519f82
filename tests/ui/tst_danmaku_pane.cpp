// The danmaku pane in the real window with a crowd: what an operator does with keys and buttons, and what they see of
// it. Reading is paused where an item must stay where it is.
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QSpinBox>
#include <QTabBar>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>

#include "app/chat/chat_recording.h"
#include "tests/app/tiny_data.h"
#include "tests/patience.h"
#include "tests/ui/by_name.h"
#include "tests/ui/danmaku_states.h"
#include "ui/danmaku/halt_line.h"
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
            bool arrived = false; // what was on its way: the chat's thread answers after it
            stage().tryText(QStringLiteral("-"), &pane(), [&](const auto &) { arrived = true; });
            return done && QTest::qWaitFor([&] { return arrived; }, kLongEnough);
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

    void whatIsEditedStaysUntilThatIsDone() {
        Desk desk;
        QVERIFY(desk.fill(6));
        const quint64 id = desk.order().value(3);
        desk.choose(3);
        desk.act(DanmakuActs::Edit)->trigger();
        QPointer<QLineEdit> field = desk.pane().queueList().findChild<QLineEdit *>();
        QVERIFY(field);
        field->setText(QStringLiteral("half a sen"));
        app::danmaku::Rules rules = desk.stage().rules();
        rules.queue.capacity = 1; // so that no room is left for it
        desk.stage().setRules(rules);
        desk.stage().startCrowd({50, 4});
        const auto alone = [&] {
            const QList<quint64> ids = desk.order();
            return ids.contains(id) && desk.stage().figures().dropped > 5;
        };
        QTRY_VERIFY_WITH_TIMEOUT(alone(), kLongEnough);
        QVERIFY(field);
        QCOMPARE(field->text(), QStringLiteral("half a sen"));
        QTest::keyClick(field, Qt::Key_Escape);
        QTRY_VERIFY_WITH_TIMEOUT(!desk.order().contains(id), kLongEnough); // like any other now
        desk.stage().stopAll();
    }

    void whyReadingStandsStillIsShownUntilItDoesNot_data() {
        QTest::addColumn<int>("items");
        QTest::addColumn<QString>("voices");
        QTest::newRow("for one reason") << 6 << QStringLiteral("of nobody");
        QTest::newRow("for many") << 10 << QStringLiteral("of nobody %1");
    }
    void whyReadingStandsStillIsShownUntilItDoesNot() {
        QFETCH(const int, items);
        QFETCH(const QString, voices);
        Desk desk;
        QVERIFY(desk.fill(items));
        auto *line = desk.pane().findChild<ui::danmaku::HaltLine *>();
        QVERIFY(line && !line->isVisible());
        for (const quint64 id : desk.order()) {
            Desk::Command other;
            other.what = Desk::Command::What::SetVoice;
            other.item = id;
            other.text = voices.contains(u'%') ? voices.arg(id) : voices;
            QVERIFY(desk.stage().command(other));
        }
        desk.act(DanmakuActs::Pause)->trigger(); // reading goes on
        QTRY_VERIFY_WITH_TIMEOUT(line->isVisible(), kLongEnough);
        QTRY_VERIFY_WITH_TIMEOUT(line->findChild<QLabel *>()->text().contains(QStringLiteral("of nobody")),
                                 kLongEnough);
        for (const Item &item : desk.stage().waiting())
            QCOMPARE(item.expectedWait, -1.0);
        const int failed = desk.stage().figures().failed;
        QPushButton *goOn = nullptr;
        for (QPushButton *button : line->findChildren<QPushButton *>())
            if (button->text() == QStringLiteral("Try to go on"))
                goOn = button;
        QVERIFY(goOn);
        QTest::mouseClick(goOn, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(desk.stage().figures().failed > failed, kLongEnough); // and it stands still again
        QTRY_VERIFY_WITH_TIMEOUT(line->isVisible(), kLongEnough);
    }

    void inLittleRoomTheListsAreTabs() {
        Desk desk;
        QVERIFY(desk.fill(3));
        auto *tabs = named<QTabBar>(desk.pane(), "Lists");
        QVERIFY(tabs);
        const auto sized = [&](int width) {
            desk.studio.window->resize(width, 720);
            return desk.studio.window->width() == width;
        };
        QTRY_VERIFY_WITH_TIMEOUT(sized(1280), kLongEnough);
        QTRY_VERIFY_WITH_TIMEOUT(!desk.pane().isNarrow() && !tabs->isVisible(), kLongEnough);
        QVERIFY(desk.pane().incomingList().isVisible() && desk.pane().queueList().isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(sized(840), kLongEnough);
        QVERIFY2(QTest::qWaitFor([&] { return desk.pane().isNarrow() && tabs->isVisible(); }, kLongEnough),
                 qPrintable(QString::number(desk.pane().width())));
        QVERIFY(!desk.pane().incomingList().isVisible() && desk.pane().queueList().isVisible());
        tabs->setCurrentIndex(0);
        QVERIFY(desk.pane().incomingList().isVisible() && !desk.pane().queueList().isVisible());
        for (const QWidget *part : desk.pane().findChildren<QWidget *>())
            if (part->isVisible() && part->parentWidget()->layout())
                QVERIFY2(part->parentWidget()->rect().contains(part->geometry()), part->metaObject()->className());
    }

    void nobodyLooksAndNothingIsWorked() {
        Desk desk;
        QVERIFY(desk.fill(3));
        const int rows = desk.pane().incoming().rowCount();
        desk.pane().hide();
        const quint64 before = desk.stage().events().lastNumber();
        desk.stage().startCrowd({50, 5});
        QTRY_VERIFY_WITH_TIMEOUT(desk.stage().events().lastNumber() > before + 20, kLongEnough);
        QCOMPARE(desk.pane().incoming().rowCount(), rows);
        desk.pane().show();
        QVERIFY(desk.pane().incoming().rowCount() > rows);
        desk.stage().stopAll();
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
        desk.studio.window->danmaku().onAir().findChild<QTextEdit *>()->setFocus(); // beside the queue, too
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
        file.write("[danmaku.twitch]\nchannels = [\"A\", \"twitch.tv/B\"]\n[danmaku_gateway.filter]\nmax_words = 12\n"
                   "banned_keywords = [\"spam\"]\n");
        file.close();
        QDialog *rules = desk.studio.window->danmaku().openRules();
        app::Settings &settings = desk.studio.services.settings();
        ui::danmaku::takeOriginalRules(desk.stage(), settings, file.fileName(), rules);
        QTRY_COMPARE_WITH_TIMEOUT(desk.stage().rules().filter.mostWords, 12, kLongEnough);
        auto *sheet = rules->findChild<ui::danmaku::TakenRules *>();
        QVERIFY(sheet);
        QVERIFY(sheet->findChild<QPlainTextEdit *>()->toPlainText().contains(QStringLiteral("max_words = 12")));
        QPushButton *back = nullptr;
        for (QPushButton *button : sheet->findChildren<QPushButton *>())
            if (button->text() == QStringLiteral("Give it back"))
                back = button;
        QVERIFY(back);
        QCOMPARE(named<QLineEdit>(desk.pane(), "Twitch channel, or its address")->text(), QStringLiteral("a, b"));
        back->click();
        QVERIFY(settings.twitchChannels().isEmpty());
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

    void halfAWordIsNoRule() {
        Desk desk;
        QVERIFY(QTest::qWaitForWindowActive(desk.studio.window.get(), kLongEnough));
        QVERIFY(send(desk.studio, Desk::Command::What::Pause));
        QTRY_VERIFY_WITH_TIMEOUT(desk.stage().paused(), kLongEnough); // the rules were read
        QDialog *rules = desk.studio.window->danmaku().openRules();
        QVERIFY(QTest::qWaitForWindowActive(rules, kLongEnough));
        auto *field = named<QPlainTextEdit>(*rules, "Banned phrases");
        QVERIFY(field);
        field->setFocus();
        const auto phrases = [&] { return desk.stage().rules().filter.bannedPhrases; };
        QTest::keyClicks(field, QStringLiteral("/[ab"));
        QCOMPARE(phrases(), QStringList()); // somebody types
        QTRY_COMPARE_WITH_TIMEOUT(phrases(), QStringList({QStringLiteral("/[ab")}), kLongEnough);
        QTest::keyClicks(field, QStringLiteral("/"));
        QTRY_COMPARE_WITH_TIMEOUT(phrases(), QStringList({QStringLiteral("/[ab/")}), kLongEnough);
        const auto complains = [&] {
            const QList<QLabel *> labels = rules->findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
                return label->isVisible() && label->text().contains(QStringLiteral("does nothing"));
            });
        };
        QTRY_VERIFY_WITH_TIMEOUT(complains(), kLongEnough);
        field->selectAll();
        QTest::keyClicks(field, QStringLiteral("/[ab]d/"));
        QCOMPARE(field->toPlainText(), QStringLiteral("/[ab]d/"));
        named<QLineEdit>(*rules, "A text to try")->setFocus(); // it is left: it counts
        QTRY_COMPARE_WITH_TIMEOUT(phrases(), QStringList({QStringLiteral("/[ab]d/")}), kLongEnough);
        QTRY_VERIFY_WITH_TIMEOUT(!complains(), kLongEnough);
        auto *deadline = named<QSpinBox>(*rules, "Mentions of you");
        QVERIFY(deadline);
        deadline->setValue(3); // as the file: none, or 5 and more
        QTRY_COMPARE_WITH_TIMEOUT(desk.stage().rules().queue.mentionSeconds, 5, kLongEnough);
        QCOMPARE(deadline->value(), 5);

        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, QStringLiteral("quagmire"));
        Desk::Command ban; // meanwhile, elsewhere
        ban.what = Desk::Command::What::BanPhrase;
        ban.text = QStringLiteral("swamp");
        QVERIFY(desk.stage().command(ban));
        rules->close(); // at once: it counts all the same
        QTRY_COMPARE_WITH_TIMEOUT(phrases(), QStringList({QStringLiteral("quagmire"), QStringLiteral("swamp")}),
                                  kLongEnough);
    }

    void whatIsTypedOfOnePersonStaysWhenAnotherComes() {
        Desk desk;
        QVERIFY(QTest::qWaitForWindowActive(desk.studio.window.get(), kLongEnough));
        QVERIFY(send(desk.studio, Desk::Command::What::Pause));
        QTRY_VERIFY_WITH_TIMEOUT(desk.stage().paused(), kLongEnough);
        app::danmaku::Rules rules = desk.stage().rules();
        const QString ann = QStringLiteral("twitch/m"), before = QStringLiteral("twitch/a");
        rules.people[ann].shown = QStringLiteral("Ann");
        desk.stage().setRules(rules);
        QDialog *window = desk.studio.window->danmaku().openRules();
        QVERIFY(QTest::qWaitForWindowExposed(window, kLongEnough));
        window->findChild<QListWidget *>()->setCurrentRow(4);
        auto *table = named<QTableWidget>(*window, "People");
        QVERIFY(table && table->rowCount() == 1);
        table->editItem(table->item(0, 1));
        auto *field = table->findChild<QLineEdit *>();
        QVERIFY(field);
        QTest::keyClicks(field, QStringLiteral("Annie"));
        rules.people[before].banned = true;                     // meanwhile, and it stands above
        rules.people[before].until = desk.stage().now() - 1000; // a timeout that is over
        desk.stage().setRules(rules);
        QTRY_COMPARE_WITH_TIMEOUT(table->rowCount(), 2, kLongEnough);
        QCOMPARE(table->item(0, 2)->text(), QStringLiteral("Read"));
        QCOMPARE(field->text(), QStringLiteral("Annie"));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(desk.stage().rules().people.value(ann).alias, QStringLiteral("Annie"), kLongEnough);
        QVERIFY(desk.stage().rules().people.value(before).alias.isEmpty());
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
        QCOMPARE(desk.studio.services.settings().twitchChannels(), QStringList{QStringLiteral("somebody")});
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
