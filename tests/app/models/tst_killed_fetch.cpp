// Kill -9 at random moments of a fetch: after each the models folder shows no model or the whole one, and the next
// fetch goes on.
//   build/release/tests/app.models.killed_fetch --kills 100 [--seed 1]
#include <QCoreApplication>
#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstdio>
#include <random>

#include "app/models/model_fetch.h"
#include "engine/model_files.h"
#include "tests/app/models/made_up_model.h"
#include "tests/app/storage/killing.h"

using namespace app::models;

namespace {

Kills kills{15};
constexpr qsizetype kWeights = 2'000'000;

const MadeUpModel &model() {
    static const MadeUpModel one = madeUpModel(kWeights);
    return one;
}

int runChild(const QString &models, const QString &origin) {
    std::printf("begun\n");
    std::fflush(stdout);
    try {
        fetchModel(model().entry(), {models.toStdString(), origin.toStdString(), quickRules()}, {},
                   [](const auto &) {});
        return 0;
    } catch (const engine::Error &error) {
        std::fprintf(stderr, "%s %s\n", error.what(), error.remedy().c_str());
        return 1;
    }
}

} // namespace

class TestKilledFetch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingHalfWrittenIsEverOffered() {
        // Some 100 ms for the whole, with what begins the program.
        SmallServer server([](const WebRequest &request) {
            WebReply reply = honest(request, model().of(request));
            reply.bytesPerMillisecond = int(kWeights / 50);
            return reply;
        });
        std::minstd_rand random(kills.seed);
        QTemporaryDir data;
        const std::filesystem::path root = data.path().toStdString();
        const QString models = data.filePath(QStringLiteral("models"));
        int killed = 0;
        int arrived = 0;
        int resumed = 0;
        while (killed < kills.number) {
            QProcess child;
            child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
            child.start(QCoreApplication::applicationFilePath(),
                        {QStringLiteral("child"), models, QString::fromLatin1(server.origin())});
            QVERIFY(child.waitForReadyRead(60'000));
            if (random() % 2 == 0) {
                QTest::qSleep(int(random() % 260)); // a moment, at random: nothing is waited for
            } else {                                // or when so much came
                const auto wanted = std::int64_t(random() % kWeights);
                while (bytesOfPart(model().entry(), models.toStdString()) < wanted && !child.waitForFinished(1)) {
                }
            }
            const bool alive = child.state() == QProcess::Running;
            if (alive)
                ::kill(pid_t(child.processId()), SIGKILL);
            QVERIFY(child.waitForFinished(60'000));
            const auto listing = engine::listModels({root});
            QVERIFY2(listing.problems.empty(), listing.problems.empty() ? "" : listing.problems.front().c_str());
            if (!listing.models.empty()) {
                QCOMPARE(listing.models.size(), std::size_t(1));
                QVERIFY(model().isWhole(listing.models.front().folder));
                ++arrived;
                QVERIFY(QDir(models).removeRecursively());
            } else {
                resumed += bytesOfPart(model().entry(), models.toStdString()) > 0;
            }
            killed += alive && child.exitStatus() == QProcess::CrashExit;
        }
        std::printf("%d killed, %d went on from a part, %d arrived whole\n", killed, resumed, arrived);
        QVERIFY(resumed > 0);
        QCOMPARE(runChild(models, QString::fromLatin1(server.origin())), 0);
        QVERIFY(model().isWhole(root / "models" / "Tiny"));
    }
};

int main(int argc, char *argv[]) {
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == u"child")
        return runChild(arguments.value(2), arguments.value(3));
    return runWithKills<TestKilledFetch>(kills, argc, argv);
}

#include "tst_killed_fetch.moc"
