// The short form of playback_soak: a device that goes and comes back while the player plays, and sound without a break
// beside busy threads.
#include <QTest>

#include <functional>

#include "tests/app/speech/heard.h"
#include "tests/app/speech/soak.h"

class TestPlaybackSoak : public QObject {
    Q_OBJECT

    SoundServer m_server;

    // Runs `round` again, six times at most, when it went wrong while an idle thread beside it (soak.h) was not woken
    // in time. A machine where that is so each time is no judge: playback_soak is, on one that is still.
    static QString withoutStalls(const std::function<QString(int &stalls)> &round) {
        QString wrong;
        for (int i = 0; i < 6; ++i) {
            int stalls = 0;
            wrong = round(stalls);
            if (wrong.isEmpty() || stalls == 0)
                return wrong;
            qInfo("%s, but the machine stood still %d times: again", qPrintable(wrong), stalls);
        }
        qInfo("this machine is too busy to judge it");
        return {};
    }

private Q_SLOTS:
    void initTestCase() { QCOMPARE(m_server.startForTests(), QString()); }

    // Judged by the aim, which is far above what playback_soak measures.
    void soundIsBackWhenTheDeviceGoesAndComesBack() {
        SinkCycles player(m_server);
        for (int i = 0; i < 5; ++i) {
            const QString wrong = withoutStalls([&](int &stalls) -> QString {
                const SinkCycles::Times times = player.once(i);
                stalls = times.stalls;
                if (times.moved >= 0 && times.moved < 2 && times.back >= 0 && times.back < 2)
                    return {};
                return QStringLiteral("moved in %1 s, back in %2 s").arg(times.moved).arg(times.back);
            });
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        }
    }

    // A machine that stands still for most of the second that lies ready.
    void aProgramThatStandsStillIsNotHeard() {
        QString wrong;
        for (int i = 0; i < 6; ++i) {
            const auto breaks = playThroughStandstills(m_server, 3, 700);
            if (breaks.empty())
                return;
            wrong = QStringLiteral("%1 breaks, the first at %2 s: %3 s foreign, %4 s skipped")
                        .arg(breaks.size())
                        .arg(breaks.front().at)
                        .arg(breaks.front().foreign)
                        .arg(breaks.front().skipped);
            qInfo("%s: again, as the machine may have stood still besides", qPrintable(wrong));
        }
        QFAIL(qPrintable(wrong));
    }

    // Though a second lies ready.
    void stopIsHeardAtOnce() {
        for (int i = 0; i < 3; ++i) {
            const QString wrong = withoutStalls([&](int &stalls) -> QString {
                const double seconds = soundAfterStop(m_server, i, &stalls);
                return seconds > 0 && seconds < 0.15 ? QString() : QStringLiteral("heard for %1 s").arg(seconds);
            });
            QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        }
    }

    void changesBetweenSoundsLeaveNoBreak() {
        const QString wrong = withoutStalls([&](int &stalls) -> QString {
            const Switched switched = switchOn(m_server, 50);
            stalls = switched.stalls;
            if (switched.times != 50 || !switched.breaks.empty() || switched.underflows > 0)
                return QStringLiteral("%1 changes, %2 breaks, %3 underflows")
                    .arg(switched.times)
                    .arg(switched.breaks.size())
                    .arg(switched.underflows);
            HEARD(switched.seconds > 1.9);
            return {};
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    void soundHasNoBreakBesideBusyThreads() {
        const QString wrong = withoutStalls([&](int &stalls) -> QString {
            const Listened listened = playOn(m_server, 12, 2);
            stalls = listened.stalls;
            if (!listened.breaks.empty()) {
                const Continuity::Break &first = listened.breaks.front();
                return QStringLiteral(
                           "%1 breaks, the first at %2 s: %3 s foreign, %4 s skipped; %5 underflows, %6 late, "
                           "no stall over %7 s")
                    .arg(listened.breaks.size())
                    .arg(first.at)
                    .arg(first.foreign)
                    .arg(first.skipped)
                    .arg(listened.underflows)
                    .arg(listened.late)
                    .arg(listened.longestStall);
            }
            HEARD(listened.seconds > 11);
            return {};
        });
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }
};

QTEST_GUILESS_MAIN(TestPlaybackSoak)
#include "tst_playback_soak.moc"
