// A model from a server that answers as Hugging Face does. The real one is not asked: no test may need a network.
#include <QElapsedTimer>
#include <QFile>
#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>

#include "app/models/address.h"
#include "app/models/model_fetch.h"
#include "engine/error.h"
#include "tests/app/models/hub_server.h"
#include "tests/app/models/lying_servers.h"
#include "tests/app/models/made_up_model.h"

using namespace app::models;
using servers::model;
using servers::status;

namespace {

struct Fetched {
    std::optional<std::filesystem::path> folder;
    QString message;
    QStringList states;
};

Fetched fetchFrom(const QString &data, const std::string &origin, const FetchRules &rules = quickRules()) {
    Fetched fetched;
    try {
        fetched.folder =
            fetchModel(model().entry(), {data.toStdString() + "/models", origin, rules}, {}, [&](const auto &now) {
                if (!now.state.isEmpty() && !fetched.states.endsWith(now.state))
                    fetched.states << now.state;
            });
    } catch (const engine::Error &error) {
        fetched.message = QString::fromUtf8(error.what()) + u' ' + QString::fromStdString(error.remedy());
    }
    return fetched;
}
Fetched fetchFrom(const QTemporaryDir &data, const QByteArray &origin, const FetchRules &rules = quickRules()) {
    return fetchFrom(data.path(), origin.toStdString(), rules);
}

QByteArray read(const char *name) {
    QFile file(QStringLiteral(TEST_DATA "/tls/") + QLatin1String(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// For localhost and 127.0.0.1, signed by itself, and worth nothing anywhere else.
QSslConfiguration ownCertificate() {
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificate(QSslCertificate(read("loopback.crt")));
    tls.setPrivateKey(QSslKey(read("loopback.key"), QSsl::Ec));
    return tls;
}

} // namespace

class TestHubFetch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theModelComesAsTheHubHandsItOut() {
        Hub hub;
        const QTemporaryDir data;
        const Fetched fetched = fetchFrom(data, hub.origin());
        QVERIFY2(fetched.folder && model().isWhole(*fetched.folder), qPrintable(fetched.message));
        QCOMPARE(hub.misread(), QByteArray()); // signed addresses come back byte for byte
        QCOMPARE(hub.edgeRequests().size(), std::size_t(2));
        QCOMPARE(hub.bytesOfWeights(), qint64(model().weights().size()));
        for (const WebRequest &request : hub.edgeRequests()) {
            QCOMPARE(request.headers.value("accept-encoding"), QByteArray("identity"));
            QVERIFY(!request.headers.contains("authorization") && !request.headers.contains("cookie") &&
                    !request.headers.contains("referer"));
        }
    }

    // Another server goes on, whose name for the same file is another one.
    void whatCameIsGoneOnWithAtAnotherServer() {
        HubHabits habits;
        habits.dropAfter = 200'000;
        Hub hub(habits);
        const QTemporaryDir data;
        FetchRules rules = quickRules();
        rules.stall = std::chrono::seconds(1);
        const Fetched fetched = fetchFrom(data, hub.origin(), rules);
        QVERIFY2(fetched.folder && model().isWhole(*fetched.folder), qPrintable(fetched.message));
        QCOMPARE(hub.edgeRequests()[1].headers.value("range"), QByteArray("bytes=200000-"));
        QVERIFY(!hub.edgeRequests()[1].headers.contains("if-range"));
        QCOMPARE(hub.bytesOfWeights(), qint64(model().weights().size())); // none came twice
    }

    void aSignatureThatRanOutIsAskedForAnew() {
        HubHabits habits;
        habits.expired = 2;
        Hub hub(habits);
        const QTemporaryDir data;
        const Fetched fetched = fetchFrom(data, hub.origin());
        QVERIFY2(fetched.folder && model().isWhole(*fetched.folder), qPrintable(fetched.message));
        QVERIFY2(fetched.states.join(u' ').contains(QStringLiteral("403 Forbidden")),
                 qPrintable(fetched.states.join(u' ')));
    }

    void tooManyRequestsWaitForTheEndOfTheWindow() {
        HubHabits habits;
        habits.tooMany = 1;
        Hub hub(habits);
        const QTemporaryDir data;
        QElapsedTimer taken;
        taken.start();
        const Fetched fetched = fetchFrom(data, hub.origin());
        QVERIFY2(fetched.folder && model().isWhole(*fetched.folder), qPrintable(fetched.message));
        QVERIFY2(taken.elapsed() >= 1000, qPrintable(QString::number(taken.elapsed())));
        QVERIFY2(fetched.states.join(u' ').contains(QStringLiteral("429 Too Many Requests. Next try in 2 s")),
                 qPrintable(fetched.states.join(u' ')));
    }

    void aFaultOfTheServerDoesNotWaitForTheWindow() {
        HubHabits habits;
        habits.unwell = 1;
        habits.window = "140";
        Hub hub(habits);
        const QTemporaryDir data;
        const Fetched fetched = fetchFrom(data, hub.origin());
        QVERIFY2(fetched.folder && model().isWhole(*fetched.folder), qPrintable(fetched.message));
        const QString states = fetched.states.join(u' ');
        QVERIFY2(states.contains(QStringLiteral("503 Service Unavailable")) && !states.contains(QStringLiteral("14")),
                 qPrintable(states));
    }

    void whatIsClosedOrGoneIsSaidAtOnce_data() {
        QTest::addColumn<QByteArray>("closed");
        QTest::addColumn<QString>("part");
        QTest::newRow("wants a login") << QByteArray("401 Unauthorized") << QStringLiteral("closed the file");
        QTest::newRow("gated") << QByteArray("403 Forbidden") << QStringLiteral("closed the file");
        QTest::newRow("gone") << QByteArray("404 Not Found") << QStringLiteral("update the program");
    }
    void whatIsClosedOrGoneIsSaidAtOnce() {
        QFETCH(QByteArray, closed);
        QFETCH(QString, part);
        HubHabits habits;
        habits.closed = closed;
        Hub hub(habits);
        const QTemporaryDir data;
        const Fetched fetched = fetchFrom(data, hub.origin());
        QVERIFY2(!fetched.folder && fetched.message.contains(part), qPrintable(fetched.message));
        QCOMPARE(hub.requests().size(), std::size_t(1));
    }

    void anotherLengthIsSeenBeforeAByteComes() {
        HubHabits habits;
        habits.linkedSize = "300001";
        Hub hub(habits);
        const QTemporaryDir data;
        const Fetched fetched = fetchFrom(data, hub.origin());
        QVERIFY2(!fetched.folder && fetched.message.contains(QStringLiteral("another file: 300001")),
                 qPrintable(fetched.message));
        QVERIFY(hub.edgeRequests().empty());
    }

    // A mirror that hands on to the host itself, below a path.
    void aMirrorMaySendOn() {
        Hub hub;
        SmallServer mirror([&](const WebRequest &request) {
            return status("308 Permanent Redirect", {{"Location", hub.origin() + request.path.mid(4)}});
        });
        const QTemporaryDir data;
        const auto origin =
            chosenOrigin(hub.origin().toStdString(), QString::fromLatin1(mirror.origin()) + QStringLiteral("/hub/"));
        const Fetched fetched = fetchFrom(data.path(), origin);
        QVERIFY2(fetched.folder && model().isWhole(*fetched.folder), qPrintable(fetched.message));
    }

    void aSafeLineIsTrustedOnlyWithACertificateThatIs() {
        if (!QSslSocket::supportsSsl())
            QSKIP("Qt has no TLS here.");
        HubHabits habits;
        habits.tls = ownCertificate();
        QVERIFY(!habits.tls->localCertificate().isNull() && !habits.tls->privateKey().isNull());
        Hub hub(habits);
        QVERIFY(hub.origin().startsWith("https://localhost:"));
        const QTemporaryDir data;
        const Fetched refused = fetchFrom(data, hub.origin());
        QVERIFY2(!refused.folder && refused.message.contains(QStringLiteral("is not safe")),
                 qPrintable(refused.message));
        QVERIFY(hub.requests().empty()); // nothing was asked over it

        const QSslConfiguration usual = QSslConfiguration::defaultConfiguration();
        QSslConfiguration trusting = usual;
        trusting.addCaCertificate(habits.tls->localCertificate());
        QSslConfiguration::setDefaultConfiguration(trusting);
        const Fetched fetched = fetchFrom(data, hub.origin());
        QSslConfiguration::setDefaultConfiguration(usual);
        QVERIFY2(fetched.folder && model().isWhole(*fetched.folder), qPrintable(fetched.message));
        QCOMPARE(hub.misread(), QByteArray());
    }

    // From a safe line nothing leads back to an open one, also not on this machine.
    void aSafeLineDoesNotLeadToAnOpenOne() {
        QVERIFY(
            !mayRedirect(QUrl(QStringLiteral("https://huggingface.co/x")), QUrl(QStringLiteral("http://127.0.0.1/"))));
        QVERIFY(!mayRedirect(QUrl(QStringLiteral("https://huggingface.co/x")),
                             QUrl(QStringLiteral("http://cdn-lfs.hf.co/x"))));
        QVERIFY(mayRedirect(QUrl(QStringLiteral("https://huggingface.co/x")),
                            QUrl(QStringLiteral("https://us.aws.cdn.hf.co/x?Signature=a~b"))));
    }
};

QTEST_GUILESS_MAIN(TestHubFetch)
#include "tst_hub_fetch.moc"
