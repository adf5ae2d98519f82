// Short forms of what server_load and route_fuzz do at length: 64 clients beside many that read slowly or say nothing,
// and bodies and frames that nobody would send, to the real handlers.
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
        QVERIFY2(seen.unread > 0, "nobody was slow"); // and all places were theirs
        QCOMPARE(seen.lost + seen.other, 0);
        QCOMPARE(seen.doubled, 0);
        QCOMPARE(seen.swapped, 0);
        QVERIFY2(seen.deepest <= app::server::SpeechDesk::kMostWaiting, qPrintable(QString::number(seen.deepest)));
        QVERIFY(seen.health.size() > 10);
        QTRY_COMPARE(studio.queue.waiting(), 0);
        QCOMPARE(studio.server->waitingForSpeech(), 0);
    }

    // This thread does nothing at all meanwhile.
    void healthWhileTheServicesAreBusy() {
        const ServedStudio studio;
        RawClient client(studio.server->port());
        client.send("GET /api/health HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(studio.server->port()) +
                    "\r\n\r\n");
        QCOMPARE(statusOf(client.answer()), 200);
    }

    // Of what is asked ahead over one connection the first one is waited for: it can be cancelled over another, the
    // others are there when it is their turn, and each answer has its own place.
    void cancelsAmongWhatWasAskedAhead() {
        ServedStudio studio;
        const auto id = [](int i) { return "11111111-2222-4333-8444-55555555555" + QByteArray::number(i); };
        const auto cancel = [&](int i) { return statusOf(studio.ask("DELETE /api/tts/" + id(i))); };
        RawClient client(studio.server->port());
        QByteArray all;
        for (int i = 0; i < 3; ++i)
            all += "POST /api/tts HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(studio.server->port()) +
                   "\r\nContent-Type: application/json\r\nContent-Length: 14\r\nX-Request-Id: " + id(i) +
                   "\r\n\r\n{\"text\":\"Hi.\"}";
        client.send(all);
        QTRY_COMPARE(studio.server->waitingForSpeech(), 1); // no model is there yet
        QCOMPARE(cancel(1), 404);
        QCOMPARE(cancel(0), 202);
        QTRY_COMPARE(studio.server->figures().failed, std::uint64_t(1));
        QTRY_COMPARE(studio.server->waitingForSpeech(), 1);
        QCOMPARE(cancel(0), 404);
        studio.load();
        for (int i = 0; i < 3; ++i) {
            const QByteArray answer = aside([&] { return client.answer(); });
            QCOMPARE(statusOf(answer), i == 0 ? 502 : 200);
            QVERIFY2(answer.contains("X-Request-Id: " + id(i) + "\r\n"), answer.left(400).constData());
        }
        QCOMPARE(studio.asked.size(), std::size_t(2));
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
