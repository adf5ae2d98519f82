// Several channels of Twitch in the real window: added, seen with how each is, said in the rows, stopped one by one.
#include <QAction>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QSet>
#include <QSignalSpy>
#include <QTest>
#include <QTextEdit>
#include <QToolButton>

#include "app/settings/settings.h"
#include "tests/app/chat/fake_twitch.h"
#include "tests/app/tiny_data.h"
#include "tests/patience.h"
#include "tests/ui/by_name.h"
#include "tests/ui/danmaku_states.h"
#include "ui/danmaku/danmaku_words.h"
#include "ui/danmaku/on_air_pane.h"
#include "ui/danmaku/original_rules.h"
#include "ui/shared/labels.h"

using app::danmaku::LiveStage;
using danmaku_states::goToStream;
using danmaku_states::send;

class TestDanmakuChannels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void severalChannelsAreReadAtOnce() {
        FakeTwitch server;
        qputenv("ISHOWTTS_TWITCH_HOST", "127.0.0.1");
        qputenv("ISHOWTTS_TWITCH_PORT", QByteArray::number(server.address().port));
        qputenv("ISHOWTTS_TWITCH_TLS", "0");
        const TinyData data;
        StudioDesk studio(data.roots());
        goToStream(studio);
        app::Settings &settings = studio.services.settings();
        LiveStage &stage = studio.services.danmaku();
        ui::danmaku::DanmakuPane &pane = studio.window->danmaku().pane();
        QVERIFY(QTest::qWaitForWindowActive(studio.window.get(), kLongEnough));
        QTRY_VERIFY_WITH_TIMEOUT(send(studio, app::danmaku::Command::What::Pause) || stage.paused(), kLongEnough);
        app::danmaku::Rules rules = stage.rules(); // nothing goes by itself, however long this takes
        rules.queue.chatSeconds = 0;
        stage.setRules(rules);
        const auto fields = [&] {
            QList<QLineEdit *> seen;
            for (QLineEdit *field : pane.findChildren<QLineEdit *>())
                if (field->accessibleName() == QStringLiteral("Twitch channel, or its address") && field->isVisible())
                    seen << field;
            return seen;
        };
        const auto typeInto = [&](const QString &text) {
            QLineEdit *field = fields().value(0);
            field->setText(text);
            QTest::keyClick(field, Qt::Key_Return);
        };
        const auto lines = [&](const QString &words) {
            int seen = 0;
            for (const auto *label : pane.findChildren<ui::shared::ElidedLabel *>())
                seen += label->isVisible() && label->text().contains(words);
            return seen;
        };
        const auto rowSays = [&](const char *who) {
            for (int row = 0; row < pane.queue().rowCount(); ++row) {
                const QString said = pane.queue().data(pane.queue().index(row), Qt::AccessibleTextRole).toString();
                if (said.contains(QLatin1String(who)))
                    return said;
            }
            return QString();
        };
        typeInto(QStringLiteral("ann"));
        QTRY_COMPARE_WITH_TIMEOUT(lines(QStringLiteral("Live in #ann")), 1, kLongEnough);
        server.sayIn("ann", "gil", QStringLiteral("to the first"), "m-1");
        QTRY_VERIFY_WITH_TIMEOUT(!rowSays("gil").isEmpty(), kLongEnough);
        QVERIFY(!rowSays("gil").contains(QStringLiteral("#ann"))); // there is one
        QCOMPARE(fields().value(0)->text(), QString());
        typeInto(QStringLiteral("cas, https://twitch.tv/Dan Bob"));
        QTRY_COMPARE_WITH_TIMEOUT(lines(QStringLiteral("Live in #")), 4, kLongEnough);
        QCOMPARE(settings.twitchChannels(), (QStringList{QStringLiteral("ann"), QStringLiteral("cas"),
                                                         QStringLiteral("dan"), QStringLiteral("bob")}));
        server.sayIn("bob", "hal", QStringLiteral("to the second"), "m-2");
        QTRY_VERIFY_WITH_TIMEOUT(rowSays("hal").startsWith(QStringLiteral("#bob")), kLongEnough);
        QVERIFY(rowSays("gil").startsWith(QStringLiteral("#ann")));
        server.setOpen(false); // so that it stays away
        server.dropIn("bob");
        QTRY_COMPARE_WITH_TIMEOUT(lines(QStringLiteral("#bob is away")), 1, kLongEnough);
        QCOMPARE(lines(QStringLiteral("Live in #")), 3);
        const auto height = [&](const char *called) {
            const auto *button = named<QToolButton>(pane, QStringLiteral("Disconnect #") + QLatin1String(called));
            return button->mapTo(&pane, QPoint()).y();
        };
        QTRY_VERIFY_WITH_TIMEOUT(height("bob") < height("ann"), kLongEnough); // of many, it is seen without scrolling
        named<QToolButton>(pane, "Disconnect #cas")->click();
        QTRY_COMPARE_WITH_TIMEOUT(server.joinedIn("cas"), 0, kLongEnough);
        QCOMPARE(server.joinedIn("ann"), 1);
        const QStringList left{QStringLiteral("ann"), QStringLiteral("dan"), QStringLiteral("bob")};
        QCOMPARE(settings.twitchChannels(), left);
        server.setOpen(true);
        for (QPushButton *button : pane.findChildren<QPushButton *>())
            if (button->accessibleDescription() == QStringLiteral("#bob"))
                button->click();
        QTRY_COMPARE_WITH_TIMEOUT(lines(QStringLiteral("Live in #")), 3, kLongEnough);
        // The menu's is for what is away: the others would miss what is written meanwhile.
        QAction &reconnect = *studio.window->danmaku().acts()[ui::danmaku::DanmakuActs::Reconnect];
        QVERIFY(!reconnect.isEnabled());
        server.setOpen(false);
        server.dropIn("dan");
        QTRY_COMPARE_WITH_TIMEOUT(lines(QStringLiteral("#dan is away")), 1, kLongEnough);
        QVERIFY(reconnect.isEnabled());
        server.setOpen(true);
        const int made = server.connections();
        reconnect.trigger();
        QTRY_COMPARE_WITH_TIMEOUT(lines(QStringLiteral("Live in #")), 3, kLongEnough);
        QCOMPARE(server.connections(), made + 1);
        const QSignalSpy changed(&stage, &LiveStage::changed);
        stage.stopAll();
        QTRY_COMPARE_WITH_TIMEOUT(server.joined(), 0, kLongEnough);
        QCOMPARE(settings.twitchChannels(), left);
        QTRY_VERIFY_WITH_TIMEOUT(!changed.isEmpty() && stage.channels().isEmpty(), kLongEnough);
        QVERIFY(rowSays("gil").startsWith(QStringLiteral("#ann"))); // they wait on
        QVERIFY(rowSays("hal").startsWith(QStringLiteral("#bob")));
        // Taken back by its key: the message's Undo would take another act back.
        const auto offersUndo = [&] {
            for (const auto *button : studio.window->notices().findChildren<QPushButton *>())
                if (button->isVisible() && button->text() == QStringLiteral("Undo"))
                    return true;
            return false;
        };
        studio.window->danmaku().acts()[ui::danmaku::DanmakuActs::Clear]->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(rowSays("gil").isEmpty() && offersUndo(), kLongEnough);
        studio.window->danmaku().acts()[ui::danmaku::DanmakuActs::Undo]->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!rowSays("gil").isEmpty() && !offersUndo(), kLongEnough);
        // What another program reads is not what was typed; one that is read goes on when others are added.
        stage.connectTwitch({QStringLiteral("xen"), {}, false});
        typeInto(QStringLiteral("Ann，ann"));
        QTRY_COMPARE_WITH_TIMEOUT(lines(QStringLiteral("Live in #")), 2, kLongEnough);
        QCOMPARE(settings.twitchChannels(), QStringList{QStringLiteral("ann")});
        const int connections = server.connections();
        typeInto(QStringLiteral("ann bob"));
        QTRY_COMPARE_WITH_TIMEOUT(lines(QStringLiteral("Live in #")), 3, kLongEnough);
        QCOMPARE(server.connections(), connections + 1);
        QCOMPARE(settings.twitchChannels(), (QStringList{QStringLiteral("ann"), QStringLiteral("bob")}));
        // Those that an import puts there meanwhile stand behind those that are read. They were not offered yet: they
        // stay, and are offered when nothing is read.
        QFile file(data.path(QStringLiteral("ishowtts.toml")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[danmaku.twitch]\nchannels = [\"zoe\", \"yan\"]\n");
        file.close();
        ui::danmaku::takeOriginalRules(stage, settings, file.fileName(), studio.window.get());
        QTRY_COMPARE_WITH_TIMEOUT(settings.twitchChannels().size(), 4, kLongEnough);
        QTRY_VERIFY_WITH_TIMEOUT(studio.window->findChild<ui::danmaku::TakenRules *>(), kLongEnough);
        delete studio.window->findChild<ui::danmaku::TakenRules *>();
        typeInto(QStringLiteral("dan"));
        QTRY_COMPARE_WITH_TIMEOUT(lines(QStringLiteral("Live in #")), 4, kLongEnough);
        const QStringList imported{QStringLiteral("ann"), QStringLiteral("bob"), QStringLiteral("zoe"),
                                   QStringLiteral("yan"), QStringLiteral("dan")};
        QCOMPARE(settings.twitchChannels(), imported);
        fields().value(0)->clearFocus();
        stage.stopAll();
        QTRY_COMPARE_WITH_TIMEOUT(server.joined(), 0, kLongEnough);
        QTRY_COMPARE_WITH_TIMEOUT(fields().value(0)->text(), imported.join(QStringLiteral(", ")), kLongEnough);
        typeInto(QStringLiteral("bob")); // instead
        QTRY_COMPARE_WITH_TIMEOUT(lines(QStringLiteral("Live in #bob")), 1, kLongEnough);
        QCOMPARE(settings.twitchChannels(), QStringList{QStringLiteral("bob")});
        stage.stopAll();
        QTRY_COMPARE_WITH_TIMEOUT(server.joined(), 0, kLongEnough);
        app::chat::SourceState waits; // of many, it is not the first
        waits.phase = app::chat::SourceState::Phase::Waiting;
        waits.source = QStringLiteral("twitch");
        waits.channel = QStringLiteral("ann");
        waits.nextTry = 12'000;
        QCOMPARE(ui::danmaku::sourceWords(waits, 0), QStringLiteral("#ann: its turn comes in 12 s"));
        app::danmaku::Figures figures; // what is not done about it is not said
        figures.overload = 1;
        figures.speed = 1.04;
        QCOMPARE(ui::danmaku::overloadWords(figures, {}), QString());
        figures.speed = 1.2;
        QVERIFY(ui::danmaku::overloadWords(figures, {}).contains(QStringLiteral("1.2")));
        qunsetenv("ISHOWTTS_TWITCH_HOST");
        qunsetenv("ISHOWTTS_TWITCH_PORT");
        qunsetenv("ISHOWTTS_TWITCH_TLS");
    }

    // As after a start in which nothing is read yet: what was paid last time is offered.
    void whatWaitsOfSeveralChannelsSaysWhichOne() {
        const TinyData data;
        StudioDesk studio(data.roots());
        goToStream(studio);
        LiveStage &stage = studio.services.danmaku();
        QVERIFY(QTest::qWaitForWindowActive(studio.window.get(), kLongEnough));
        QTRY_VERIFY_WITH_TIMEOUT(send(studio, app::danmaku::Command::What::Pause) || stage.paused(), kLongEnough);
        app::danmaku::Rules rules = stage.rules();
        rules.queue.chatSeconds = 0;
        stage.setRules(rules);
        for (const char *channel : {"ann", "bob"}) {
            auto message = std::make_shared<app::chat::Message>();
            message->source = QStringLiteral("twitch");
            message->channel = message->login = message->user = QLatin1String(channel);
            message->text = QStringLiteral("written in %1").arg(QLatin1String(channel));
            stage.inject(message);
        }
        auto &queue = studio.window->danmaku().pane().queue();
        const auto said = [&queue](int row) {
            return queue.data(queue.index(row), Qt::AccessibleTextRole).toString().left(4);
        };
        QTRY_COMPARE_WITH_TIMEOUT((QSet<QString>{said(0), said(1)}),
                                  (QSet<QString>{QStringLiteral("#ann"), QStringLiteral("#bob")}), kLongEnough);
    }

    // Chinese lines are higher than the field is in a low window: what is read after them is seen all the same.
    void whatIsReadIsSeenInALowWindow() {
        const TinyData data;
        StudioDesk studio(data.roots());
        goToStream(studio);
        QVERIFY(QTest::qWaitForWindowActive(studio.window.get(), kLongEnough));
        auto *field = named<QTextEdit>(studio.window->danmaku().onAir(), "What is being read");
        QVERIFY(field);
        const auto inkOf = [field](const QString &text) {
            field->setPlainText(text);
            const QImage image = field->viewport()->grab().toImage();
            int ink = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    ink += image.pixel(x, y) != image.pixel(image.width() - 1, image.height() - 1);
            return ink;
        };
        field->setFixedHeight(40); // as it is there, whatever fonts are here
        QTRY_COMPARE_WITH_TIMEOUT(field->height(), 40, kLongEnough);
        QVERIFY(inkOf(QStringLiteral("hello")) > 20);
        inkOf(QStringLiteral("小明 says: 你好，主播！今天玩什么 and so on for more than one line of the field"));
        field->moveCursor(QTextCursor::End);
        QVERIFY(inkOf(QStringLiteral("hello")) > 20);
    }
};

QTEST_MAIN(TestDanmakuChannels)
#include "tst_danmaku_channels.moc"
