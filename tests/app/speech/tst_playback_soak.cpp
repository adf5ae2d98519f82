// The short form of playback_soak: a device that goes and comes back while the player plays, and sound without a break
// beside busy threads.
#include <QTest>

#include "tests/app/speech/heard.h"
#include "tests/app/speech/soak.h"

class TestPlaybackSoak : public QObject {
    Q_OBJECT

    SoundServer m_server;

private Q_SLOTS:
    void initTestCase() {
        startCountingUnderruns();
        const QString error = m_server.start();
        QVERIFY2(error.isEmpty(), qPrintable(error));
    }

    void cleanupTestCase() { stopCountingUnderruns(); }

    // Judged by the aim, which is far above what playback_soak measures.
    void soundIsBackWhenTheDeviceGoesAndComesBack() {
        SinkCycles player(m_server);
        for (int i = 0; i < 5; ++i) {
            const SinkCycles::Times times = player.once(i);
            QVERIFY2(times.moved >= 0 && times.moved < 2, qPrintable(QString::number(times.moved)));
            QVERIFY2(times.back >= 0 && times.back < 2, qPrintable(QString::number(times.back)));
        }
    }

    void soundHasNoBreakBesideBusyThreads() {
        const QString wrong = withoutUnderruns([&]() -> QString {
            const Listened listened = playOn(m_server, 12, 2);
            HEARD(listened.breaks.empty());
            HEARD(listened.seconds > 11);
            return {};
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }
};

QTEST_GUILESS_MAIN(TestPlaybackSoak)
#include "tst_playback_soak.moc"
