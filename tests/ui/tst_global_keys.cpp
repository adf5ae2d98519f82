// Keys that count in other programs, at a stand-in of the desktop's portal on a bus of its own: what is asked for, what
// becomes of it, and that they do in the Studio what its own keys do.
#include <QAction>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

#include "app/danmaku/desktop_entry.h"
#include "app/danmaku/global_keys.h"
#include "app/settings/settings.h"
#include "tests/app/tiny_data.h"
#include "tests/patience.h"
#include "tests/ui/portal_stand_in.h"
#include "tests/ui/studio_desk.h"
#include "ui/danmaku/danmaku_desk.h"
#include "ui/danmaku/queue_acts.h"
#include "ui/shared/notice_bar.h"

using app::danmaku::GlobalKeys;
using ui::danmaku::DanmakuActs;
using State = GlobalKeys::State;
using namespace Qt::StringLiterals;

class TestGlobalKeys : public QObject {
    Q_OBJECT

    std::unique_ptr<PrivateBus> m_bus;
    QTemporaryDir m_home;

    std::unique_ptr<GlobalKeys> ask() {
        auto keys = std::make_unique<GlobalKeys>(m_bus->connect(u"asks"_qs));
        keys->ask({{u"pause"_qs, u"Pause"_qs, u"CTRL+F11"_qs}, {u"skip"_qs, u"Skip"_qs, {}}});
        return keys;
    }

private Q_SLOTS:
    void initTestCase() {
        m_bus = std::make_unique<PrivateBus>();
        QVERIFY2(!m_bus->address().isEmpty(), qPrintable(m_bus->problem()));
        qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus->address().toUtf8());
        qputenv("XDG_DATA_HOME", m_home.path().toUtf8()); // gets a desktop file
    }

    void aDesktopWithoutThemIsToldFromOneThatRefuses() {
        const auto keys = ask();
        QTRY_COMPARE(int(keys->state()), int(State::Absent)); // nobody is there
        PortalStandIn portal(*m_bus);
        portal.knows = false;
        keys->ask({{u"pause"_qs, u"Pause"_qs, {}}});
        QTRY_COMPARE(int(keys->state()), int(State::Absent));
        QVERIFY(!keys->detail().isEmpty());
        portal.knows = true;
        portal.believes = false;
        portal.leave();
        portal.come(); // and knows nobody any more
        keys->ask({{u"pause"_qs, u"Pause"_qs, {}}});
        QTRY_COMPARE(int(keys->state()), int(State::Unknown));
        QVERIFY2(keys->detail().contains(u"App info not found"_qs), qPrintable(keys->detail()));
        portal.believes = true;
        portal.leave();
        portal.come();
        portal.owner = PortalStandIn::Owner::Refuses;
        keys->ask({{u"pause"_qs, u"Pause"_qs, {}}});
        QTRY_COMPARE(int(keys->state()), int(State::Refused));
        QTRY_COMPARE(portal.closed, QStringList{portal.session}); // and nothing stays there
    }

    void withoutABusEachAskIsAnswered() {
        GlobalKeys keys(QDBusConnection(u"there is none"_qs));
        int told = 0;
        connect(&keys, &GlobalKeys::changed, this, [&told] { ++told; });
        for (const int count : {2, 4}) { // asks; has none
            keys.ask({{u"pause"_qs, u"Pause"_qs, {}}});
            QCOMPARE(int(keys.state()), int(State::Absent));
            QCOMPARE(told, count);
        }
    }

    void aDesktopFileIsWrittenOnceAndAnothersStays() {
        const QString file = m_home.filePath(u"applications/some-program.desktop"_qs);
        const auto text = [&file] {
            QFile read(file);
            return read.open(QIODevice::ReadOnly) ? read.readAll() : QByteArray();
        };
        QVERIFY(app::danmaku::giveDesktopEntry(u"some-program"_qs, u"/opt/a \"b\" 5%/studio"_qs));
        QVERIFY2(text().contains("\nExec=\"/opt/a \\\\\"b\\\\\" 5%%/studio\"\nNoDisplay=true\n"), text());
        QVERIFY(app::danmaku::giveDesktopEntry(u"some-program"_qs, u"/opt/moved"_qs));
        QVERIFY2(text().contains("\nExec=\"/opt/moved\"\n"), text());
        QFile own(file);
        QVERIFY(own.open(QIODevice::WriteOnly) && own.write("[Desktop Entry]\nExec=/opt/mine\n") > 0);
        own.close();
        QVERIFY(app::danmaku::giveDesktopEntry(u"some-program"_qs, u"/opt/moved"_qs));
        QVERIFY(!text().contains("moved"));
    }

    void theDesktopGivesThemChangesThemAndTakesThemBack() {
        PortalStandIn portal(*m_bus);
        const auto keys = ask();
        QStringList pressed;
        connect(keys.get(), &GlobalKeys::pressed, this, [&](const QString &id) { pressed << id; });
        QTRY_COMPARE(int(keys->state()), int(State::On));
        QCOMPARE(portal.wrong, QStringList());
        QCOMPARE(portal.program, u"ishowtts-studio"_qs);
        QCOMPARE(portal.asked.size(), 2);
        QCOMPARE(portal.asked[0].id, u"pause"_qs);
        QCOMPARE(portal.asked[0].facts.value(u"description"_qs).toString(), u"Pause"_qs);
        QCOMPARE(portal.asked[0].facts.value(u"preferred_trigger"_qs).toString(), u"CTRL+F11"_qs);
        QVERIFY(!portal.asked[1].facts.contains(u"preferred_trigger"_qs));
        QCOMPARE(keys->triggers().value(u"pause"_qs), u"ctrl+f11"_qs);
        QVERIFY(!keys->triggers().contains(u"skip"_qs));
        portal.press(u"pause"_qs, u"/org/freedesktop/portal/desktop/session/9_9/another"_qs); // not ours
        portal.press(u"skip"_qs);
        portal.press(u"pause"_qs);
        QTRY_COMPARE(pressed, (QStringList{u"skip"_qs, u"pause"_qs}));
        portal.rebind(u"skip"_qs, u"Meta+S"_qs);
        QTRY_COMPARE(keys->triggers().value(u"skip"_qs), u"Meta+S"_qs);
        portal.takeBack();
        QTRY_COMPARE(int(keys->state()), int(State::Ended)); // nobody said no
        portal.press(u"pause"_qs);
        keys->ask({{u"pause"_qs, u"Pause"_qs, {}}}); // again, in a session of its own
        QTRY_COMPARE(int(keys->state()), int(State::On));
        QCOMPARE(pressed.size(), 2);
        keys->giveBack();
        QTRY_VERIFY(portal.closed.contains(portal.session));
    }

    void aPortalThatStartsAgainIsAskedAgain() {
        PortalStandIn portal(*m_bus);
        const auto keys = ask();
        QTRY_COMPARE(int(keys->state()), int(State::On));
        portal.leave();
        QTRY_COMPARE(int(keys->state()), int(State::Lost));
        portal.come();
        QTRY_COMPARE(int(keys->state()), int(State::On));
        QCOMPARE(portal.sessions, 2);
        QCOMPARE(portal.program, u"ishowtts-studio"_qs); // it was told again
    }

    void inTheStudioTheyDoWhatItsOwnKeysDo() {
        const TinyData data;
        StudioDesk desk(data.roots());
        auto &notices = *desk.window->findChild<ui::shared::NoticeBar *>();
        auto &acts = desk.window->danmaku().acts();
        QAction *elsewhere = acts[DanmakuActs::KeysElsewhere];
        const auto said = [&] {
            const auto *notice = notices.about(u"danmaku keys"_qs);
            return notice ? notice->what + u' ' + notice->remedy : QString();
        };
        elsewhere->trigger(); // no portal is there
        QTRY_VERIFY(said().contains(u"compact window"_qs));
        QVERIFY(!elsewhere->isChecked());
        QVERIFY(!desk.services.settings().keysElsewhere());

        PortalStandIn portal(*m_bus);
        elsewhere->trigger();
        QTRY_VERIFY(elsewhere->isChecked());
        QCOMPARE(portal.asked.size(), 4);
        QVERIFY2(said().contains(u"Silence: ctrl+shift+f12"_qs), qPrintable(said()));
        QVERIFY(desk.services.settings().keysElsewhere()); // at the next start, too
        auto &stage = desk.services.danmaku();
        portal.press(u"danmaku.pause"_qs);
        QTRY_VERIFY(stage.paused());
        portal.press(u"danmaku.mute"_qs);
        QTRY_VERIFY(stage.muted());
        elsewhere->trigger();
        QTRY_VERIFY(portal.closed.contains(portal.session));
        QVERIFY(!elsewhere->isChecked());
        QVERIFY(!desk.services.settings().keysElsewhere());
    }
};

QTEST_MAIN(TestGlobalKeys)
#include "tst_global_keys.moc"
