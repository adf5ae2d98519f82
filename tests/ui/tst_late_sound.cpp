// The Studio is opened before there is a sound server: it says that nothing can be heard, and as soon as the server
// runs it says where sound goes out. Nobody restarts anything.
#include <QTest>
#include <QToolButton>

#include "tests/app/speech/sound_server.h"
#include "tests/ui/by_name.h"
#include "tests/ui/studio_desk.h"
#include "ui/shared/notice_bar.h"

using ui::shared::Notice;
using namespace Qt::StringLiterals;

class TestLateSound : public QObject {
    Q_OBJECT

    static constexpr int kPatience = 30'000; // ms

    SoundServer m_server;

private Q_SLOTS:
    void aSoundServerThatStartsLaterIsSaid() {
        if (qEnvironmentVariableIsSet("ISHOWTTS_TEST_SOUND_SERVER"))
            QSKIP("the server of the environment runs already");
        StudioDesk desk;
        const auto notice = [&] { return desk.window->notices().about(u"player"_qs); };
        const auto *devices = named<QToolButton>(*desk.window, "Output devices");
        QTest::qWait(1500); // looked for in vain
        QCOMPARE(devices->text(), u"No output device"_qs);
        QVERIFY(!notice()); // who only writes needs no sound

        QCOMPARE(m_server.start(), QString());
        m_server.addSink(u"headphones"_qs);
        QTRY_VERIFY_WITH_TIMEOUT(notice() && notice()->kind == Notice::Kind::Good, kPatience);
        QVERIFY2(notice()->what.contains(u"headphones"_qs), qPrintable(notice()->what));
        QCOMPARE(devices->text(), u"headphones"_qs);

        m_server.die();
        QTRY_VERIFY_WITH_TIMEOUT(notice() && notice()->kind == Notice::Kind::Attention, kPatience);
        QVERIFY2(notice()->what.contains(u"sound server"_qs), qPrintable(notice()->what));
        QCOMPARE(devices->text(), u"No output device"_qs);
    }
};

QTEST_MAIN(TestLateSound)
#include "tst_late_sound.moc"
