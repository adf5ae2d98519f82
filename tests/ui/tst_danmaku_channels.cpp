// Several channels of Twitch in the real window: added, seen with how each is, said in the rows, stopped one by one.
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "app/settings/settings.h"
#include "tests/app/chat/fake_twitch.h"
#include "tests/app/tiny_data.h"
#include "tests/patience.h"
#include "tests/ui/by_name.h"
#include "tests/ui/danmaku_states.h"
#include "ui/danmaku/danmaku_words.h"
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
        const QSignalSpy changed(&stage, &LiveStage::changed);
        stage.stopAll();
        QTRY_COMPARE_WITH_TIMEOUT(server.joined(), 0, kLongEnough);
        QCOMPARE(settings.twitchChannels(), left);
        QTRY_VERIFY_WITH_TIMEOUT(!changed.isEmpty() && stage.channels().isEmpty(), kLongEnough);
        QVERIFY(rowSays("gil").startsWith(QStringLiteral("#ann"))); // they wait on
        QVERIFY(rowSays("hal").startsWith(QStringLiteral("#bob")));
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
        stage.stopAll();
        QTRY_COMPARE_WITH_TIMEOUT(server.joined(), 0, kLongEnough);
        app::chat::SourceState waits; // of many, it is not the first
        waits.phase = app::chat::SourceState::Phase::Waiting;
        waits.source = QStringLiteral("twitch");
        waits.channel = QStringLiteral("ann");
        waits.nextTry = 12'000;
        QCOMPARE(ui::danmaku::sourceWords(waits, 0), QStringLiteral("#ann: its turn comes in 12 s"));
        qunsetenv("ISHOWTTS_TWITCH_HOST");
        qunsetenv("ISHOWTTS_TWITCH_PORT");
        qunsetenv("ISHOWTTS_TWITCH_TLS");
    }
};

QTEST_MAIN(TestDanmakuChannels)
#include "tst_danmaku_channels.moc"
