// Short forms of what server_load and route_fuzz do at length: 64 clients beside many silent ones, and bodies and
// frames that nobody would send, to the real handlers.
#include <QTest>

#include "tests/app/server/fuzzed_studio.h"
#include "tests/app/server/load_of_clients.h"
#include "tests/patience.h"

class TestManyRequests : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachClientGetsItsOwnAnswer() {
        ServedStudio studio;
        studio.load();
        const LoadSeen seen = LoadOfClients(studio, {.silent = 200, .each = 1, .steps = 1}).run();
        QCOMPARE(seen.spoken, 63);
        QCOMPARE(seen.lost + seen.other, 0);
        QCOMPARE(seen.doubled, 0);
        QCOMPARE(seen.swapped, 0);
        QVERIFY2(seen.deepest <= app::server::SpeechDesk::kMostWaiting, qPrintable(QString::number(seen.deepest)));
        QVERIFY(seen.health.size() > 10);
        QTRY_COMPARE(studio.queue.waiting(), 0);
        QCOMPARE(studio.server->waitingForSpeech(), 0);
    }

    void hostileBodiesFailNothing() {
        FuzzedStudio studio;
        const QByteArrayList flaws = studio.flaws(3000, 1);
        QVERIFY2(flaws.isEmpty(), flaws.join('\n').constData());
        QTRY_COMPARE(studio.services().server().figures().live, 0);
        QVERIFY(studio.sent >= 3000);
    }
};

QTEST_GUILESS_MAIN(TestManyRequests)
#include "tst_many_requests.moc"
