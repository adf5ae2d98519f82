// A model fetched from servers that drop, stall, lie, redirect and fill the disk: each fetch ends with the whole model
// or with a reason, and only a whole model can be seen.
#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <optional>
#include <thread>

#include "app/models/address.h"
#include "app/models/fetch_rate.h"
#include "app/models/model_fetch.h"
#include "engine/model_files.h"
#include "tests/app/models/lying_servers.h"
#include "tests/app/models/made_up_model.h"
#include "tests/app/storage/faulty_disk.h"

using namespace app::models;
using namespace servers;
using namespace std::chrono_literals;

namespace {

struct Ended {
    std::optional<std::filesystem::path> folder;
    QString message; // what and what to do
};

Ended fetchInto(
    const QString &models, const QByteArray &origin, const FetchRules &rules = quickRules(),
    const std::stop_token &stop = {}, const ReportProgress &report = [](const auto &) {}) {
    try {
        return {fetchModel(model().entry(), {models.toStdString(), origin.toStdString(), rules}, stop, report), {}};
    } catch (const engine::Error &error) {
        return {{}, QString::fromUtf8(error.what()) + u' ' + QString::fromStdString(error.remedy())};
    } catch (const FetchStopped &) {
        return {{}, QStringLiteral("stopped")};
    }
}

QStringList seen(const QString &models) {
    QStringList names;
    const auto listing = engine::listModels({std::filesystem::path(models.toStdString()).parent_path()});
    for (const auto &one : listing.models)
        names << QString::fromStdString(one.name);
    for (const auto &problem : listing.problems)
        names << QString::fromStdString(problem);
    return names;
}

int runChild(const QString &models, const QString &origin) {
    FetchRules rules = quickRules();
    rules.keepFree = 0;
    const Ended ended = fetchInto(models, origin.toLatin1(), rules);
    std::printf("%s\n", ended.folder ? "done" : qPrintable(ended.message));
    return 0;
}

} // namespace

class TestModelFetch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void endsWithTheModelOrAReason_data() {
        QTest::addColumn<int>("number");
        for (std::size_t i = 0; i < cases().size(); ++i)
            QTest::newRow(cases()[i].name) << int(i);
    }

    void endsWithTheModelOrAReason() {
        QFETCH(int, number);
        const Case &one = cases()[std::size_t(number)];
        QTemporaryDir data;
        const QString models = data.filePath(QStringLiteral("models"));
        if (one.before >= 0) {
            QDir().mkpath(models + QStringLiteral("/.part-Tiny"));
            QFile part(models + QStringLiteral("/.part-Tiny/model_1.safetensors"));
            QVERIFY(part.open(QIODevice::WriteOnly));
            QByteArray bytes = model().weights().left(one.before);
            bytes.resize(one.before, 'z');
            if (one.damaged)
                bytes[100] = char(bytes[100] + 1);
            part.write(bytes);
        }
        SmallServer server(one.script);
        FetchRules rules = quickRules();
        if (QByteArray(one.name).startsWith("stalls"))
            rules.stall = 400ms;
        const Ended ended = fetchInto(models, server.origin(), rules);
        if (QByteArray(one.reason).isEmpty()) {
            QVERIFY2(ended.folder, qPrintable(ended.message));
            QVERIFY(model().isWhole(*ended.folder));
            QCOMPARE(seen(models), QStringList{QStringLiteral("Tiny")});
            QCOMPARE(QDir(models).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot).size(), 1);
        } else {
            QVERIFY(!ended.folder);
            QVERIFY2(ended.message.contains(QLatin1String(one.reason)), qPrintable(ended.message));
            QVERIFY2(ended.message.contains(QStringLiteral("model_1.safetensors")), qPrintable(ended.message));
            QVERIFY(seen(models).isEmpty());
        }
    }

    void afterAnyOfThemAnHonestServerBringsTheModel() {
        for (const Case &one : cases()) {
            QTemporaryDir data;
            const QString models = data.filePath(QStringLiteral("models"));
            FetchRules rules = quickRules();
            rules.tries = 1;
            rules.stall = 50ms;
            {
                SmallServer server(one.script);
                if (fetchInto(models, server.origin(), rules).folder)
                    continue;
            }
            SmallServer server(truth);
            const Ended ended = fetchInto(models, server.origin());
            QVERIFY2(ended.folder && model().isWhole(*ended.folder),
                     qPrintable(QLatin1String(one.name) + u' ' + ended.message));
        }
    }

    void asksOnlyForWhatIsMissing() {
        // It stalls and does not close: what a closed line still held may be lost on the way.
        SmallServer server(except(
            [](const auto &r) { return r.number == 0 ? cut(truth(r), 100'000, WebReply::End::Stall) : truth(r); }));
        QTemporaryDir data;
        FetchRules rules = quickRules();
        rules.stall = 1s;
        QVERIFY(fetchInto(data.filePath(QStringLiteral("models")), server.origin(), rules).folder);
        const auto requests = server.requests();
        QCOMPARE(requests[1].headers.value("range"), QByteArray("bytes=100000-"));
        QCOMPARE(requests[1].headers.value("if-range"), QByteArray("\"one\""));
        QCOMPARE(requests[0].headers.value("accept-encoding"), QByteArray("identity"));
        QVERIFY(!requests[0].headers.contains("range"));
        QCOMPARE(requests[0].path, "/someone/tiny/resolve/" + QByteArray(40, 'a') + "/net/model_1.safetensors");
    }

    void aStopIsSeenAtOnceAndWhatCameStays() {
        SmallServer server(except([](const auto &r) { return cut(truth(r), 100'000, WebReply::End::Stall); }));
        QTemporaryDir data;
        const QString models = data.filePath(QStringLiteral("models"));
        FetchRules rules = quickRules();
        rules.stall = 1h;
        std::stop_source stop;
        const Ended ended = fetchInto(models, server.origin(), rules, stop.get_token(), [&](const auto &progress) {
            if (progress.done >= 1)
                stop.request_stop();
        });
        QCOMPARE(ended.message, QStringLiteral("stopped"));
        QVERIFY(bytesOfPart(model().entry(), models.toStdString()) > 0);
        QVERIFY(seen(models).isEmpty());
    }

    void aStopFromAnotherThreadEndsAStall() {
        SmallServer server(except([](const auto &r) { return cut(truth(r), 0, WebReply::End::Stall); }));
        QTemporaryDir data;
        FetchRules rules = quickRules();
        rules.stall = 1h;
        std::stop_source stop;
        std::thread other([&] {
            QTest::qSleep(50);
            stop.request_stop();
        });
        QCOMPARE(fetchInto(data.filePath(QStringLiteral("models")), server.origin(), rules, stop.get_token()).message,
                 QStringLiteral("stopped"));
        other.join();
    }

    void aStopEndsAPauseBetweenTries() {
        SmallServer server(except([](const auto &) { return status("503 Busy", {{"Retry-After", "300"}}); }));
        QTemporaryDir data;
        std::stop_source stop;
        QString told;
        const Ended ended = fetchInto(data.filePath(QStringLiteral("models")), server.origin(), quickRules(),
                                      stop.get_token(), [&](const FetchProgress &progress) {
                                          if (progress.state.contains(QStringLiteral("Next try"))) {
                                              told = progress.state;
                                              stop.request_stop();
                                          }
                                      });
        QCOMPARE(ended.message, QStringLiteral("stopped"));
        QVERIFY2(told.contains(QStringLiteral("503 Busy")) && told.contains(QStringLiteral("300 s")), qPrintable(told));
    }

    void aStallIsSaidWhileItLasts() {
        SmallServer server(except([](const auto &r) { return cut(truth(r), 100'000, WebReply::End::Stall); }));
        QTemporaryDir data;
        FetchRules rules = quickRules();
        rules.stall = 10s;
        rules.tries = 1;
        rules.clock = 20ms;
        std::stop_source stop;
        FetchProgress told;
        const Ended ended = fetchInto(data.filePath(QStringLiteral("models")), server.origin(), rules, stop.get_token(),
                                      [&](const FetchProgress &progress) {
                                          if (progress.state.contains(QStringLiteral("Nothing has come"))) {
                                              told = progress;
                                              stop.request_stop();
                                          }
                                      });
        QCOMPARE(ended.message, QStringLiteral("stopped"));
        QCOMPARE(told.bytesPerSecond, 0.0); // and no time that stands still
        QVERIFY(told.secondsLeft < 0);
    }

    void whatComesAfterAStallIsProgressAgain() {
        SmallServer server(except(
            [](const auto &r) { return r.number == 0 ? cut(truth(r), 100'000, WebReply::End::Stall) : truth(r); }));
        QTemporaryDir data;
        FetchRules rules = quickRules();
        rules.clock = 20ms;
        rules.stall = 1s;
        bool stalled = false;
        FetchProgress last;
        QVERIFY(fetchInto(data.filePath(QStringLiteral("models")), server.origin(), rules, {},
                          [&](const FetchProgress &progress) {
                              stalled |= progress.state.contains(QStringLiteral("Nothing has come"));
                              last = progress;
                          })
                    .folder);
        QVERIFY(stalled);
        QCOMPARE(last.state, QString());
        QCOMPARE(last.done, last.total);
    }

    void nobodyListens() {
        QTcpServer closed;
        QVERIFY(closed.listen(QHostAddress::LocalHost));
        const QByteArray origin = "http://127.0.0.1:" + QByteArray::number(closed.serverPort());
        closed.close();
        QTemporaryDir data;
        const Ended ended = fetchInto(data.filePath(QStringLiteral("models")), origin);
        QVERIFY2(ended.message.contains(QStringLiteral("No connection to 127.0.0.1")), qPrintable(ended.message));
        QVERIFY(ended.message.contains(QStringLiteral("Check the network")));
    }

    void progressSumsUpToTheWholeModel() {
        SmallServer server(truth);
        QTemporaryDir data;
        FetchProgress last;
        QVERIFY(fetchInto(data.filePath(QStringLiteral("models")), server.origin(), quickRules(), {},
                          [&](const FetchProgress &progress) {
                              QVERIFY(progress.done >= last.done && progress.done <= progress.total);
                              last = progress;
                          })
                    .folder);
        QCOMPARE(last.total, model().entry().bytes());
        QCOMPARE(last.done, last.total);
    }

    void rateAndTimeLeft() {
        FetchRate rate;
        const FetchRate::Time begin{};
        QCOMPARE(rate.secondsLeft(1000), -1.0);
        for (int second = 0; second <= 20; ++second)
            rate.add(begin + std::chrono::seconds(second), second * (second < 10 ? 100 : 200));
        QCOMPARE(rate.bytesPerSecond(), 200.0); // of the last seconds, not of the whole time
        QCOMPARE(rate.secondsLeft(1000), 5.0);
        rate.add(begin + 21s, 0); // begins anew
        QCOMPARE(rate.bytesPerSecond(), 0.0);
    }

    void theDiskMustHaveRoom() {
        SmallServer server(truth);
        QTemporaryDir data;
        const QString models = data.filePath(QStringLiteral("models"));
        FetchRules rules = quickRules();
        rules.keepFree = std::int64_t(1) << 60;
        const Ended ended = fetchInto(models, server.origin(), rules);
        QVERIFY2(ended.message.contains(QStringLiteral("are needed")) &&
                     ended.message.contains(QStringLiteral("Make room")),
                 qPrintable(ended.message));
        QVERIFY(server.requests().empty());
    }

    void theDiskFillsUpAtAnyWrite() {
        SmallServer server(truth);
        int full = 0;
        for (int room = 0;; ++room) {
            QVERIFY(room < 400);
            QTemporaryDir data;
            const QString models = data.filePath(QStringLiteral("models"));
            QProcess child;
            child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
            child.setEnvironment(QProcess::systemEnvironment() + diskWithRoomFor(room, data.path()));
            child.start(QCoreApplication::applicationFilePath(),
                        {QStringLiteral("child"), models, QString::fromLatin1(server.origin())});
            QVERIFY(child.waitForFinished(60'000));
            const QString said = QString::fromUtf8(child.readAllStandardOutput()).trimmed();
            if (said == u"done") {
                QCOMPARE(seen(models), QStringList{QStringLiteral("Tiny")});
                QVERIFY(model().isWhole((models + QStringLiteral("/Tiny")).toStdString()));
                QVERIFY(full > 5);
                return;
            }
            ++full;
            QVERIFY2(said.contains(QStringLiteral("full")) || said.contains(QStringLiteral("room")), qPrintable(said));
            QVERIFY2(seen(models).isEmpty(), qPrintable(seen(models).join(u' ')));
            const Ended again = fetchInto(models, server.origin()); // with room again
            QVERIFY2(again.folder && model().isWhole(*again.folder), qPrintable(again.message));
        }
    }

    void twoAtOnceDoNotMix() {
        SmallServer server(except([](const auto &r) {
            WebReply reply = truth(r);
            reply.bytesPerMillisecond = 1000;
            return reply;
        }));
        QTemporaryDir data;
        const QString models = data.filePath(QStringLiteral("models"));
        Ended second;
        const Ended first = fetchInto(models, server.origin(), quickRules(), {},
                                      [&, asked = false](const FetchProgress &progress) mutable {
                                          if (progress.done > 1000 && !std::exchange(asked, true))
                                              second = fetchInto(models, server.origin());
                                      });
        QVERIFY2(first.folder && model().isWhole(*first.folder), qPrintable(first.message));
        QVERIFY2(second.message.contains(QStringLiteral("Another program")), qPrintable(second.message));
        QVERIFY(fetchInto(models, server.origin()).message.contains(QStringLiteral("already")));
    }

    void saysWhatItIsAndUnderWhichLicence() {
        SmallServer server(truth);
        QTemporaryDir data;
        const Ended ended = fetchInto(data.filePath(QStringLiteral("models")), server.origin());
        QVERIFY(ended.folder);
        const auto files = engine::readModelFolder(*ended.folder);
        QCOMPARE(files.licence, std::string("CC-BY-NC-4.0"));
        QCOMPARE(files.flags.textMaskPadding, false);
        QCOMPARE(files.flags.ropeHeads, 1);
        QFile words(QString::fromStdString((*ended.folder / "LICENCE.txt").string()));
        QVERIFY(words.open(QIODevice::ReadOnly));
        QVERIFY(words.readAll().contains("You may not sell what you make with it."));
    }
};

int main(int argc, char *argv[]) {
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"child")
        return runChild(arguments.value(2), arguments.value(3));
    TestModelFetch test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_model_fetch.moc"
