// `ishowtts models` with a server on this machine in place of Hugging Face.
#include <QDir>
#include <QFile>
#include <QTest>

#include <csignal>
#include <filesystem>

#include "tests/app/models/made_up_model.h"
#include "tests/end_to_end/program.h"
#include "tests/small_files.h"

using namespace end_to_end;

namespace {

struct Shell {
    MadeUpModel model = madeUpModel();
    SmallServer server;
    QTemporaryDir folder;
    Program program;

    explicit Shell(int bytesPerMillisecond = 0)
        : server([this, bytesPerMillisecond](const WebRequest &request) {
              WebReply reply = honest(request, model.of(request));
              reply.bytesPerMillisecond = bytesPerMillisecond;
              return reply;
          }) {
        writeCatalogue(model, server.origin(), folder.filePath(QStringLiteral("shipped/models")).toStdString());
        program.setVariable(QStringLiteral("ISHOWTTS_SHIPPED"), folder.filePath(QStringLiteral("shipped")));
        program.setVariable(QStringLiteral("ISHOWTTS_DATA"), folder.filePath(QStringLiteral("data")));
    }
    Run models(const QString &words) const {
        return program.run(QStringList{QStringLiteral("models")} + words.split(u' ', Qt::SkipEmptyParts));
    }
    QString data(const QString &name) const { return folder.filePath(QStringLiteral("data/models/") + name); }
};

} // namespace

class TestFetchedModels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fromTheListToAModelThatCanBeChosen() {
        const Shell shell;
        const Run offers = shell.models(QStringLiteral("fetch --json"));
        QCOMPARE(offers.status, 0);
        QCOMPARE(offers.array().first()[u"name"].toString(), QStringLiteral("Tiny"));
        QVERIFY(offers.array().first()[u"accepted"].isNull());
        QVERIFY(shell.models(QStringLiteral("licence Tiny")).output.contains("You may not sell"));

        const Run refused = shell.models(QStringLiteral("fetch Tiny"));
        QCOMPARE(refused.status, 3);
        QVERIFY2(refused.messages.contains(QStringLiteral("CC-BY-NC-4.0, which you have not accepted")) &&
                     refused.messages.contains(QStringLiteral("--accept-licence")),
                 qPrintable(refused.messages));
        QVERIFY(shell.server.requests().empty());

        const Run fetched = shell.models(QStringLiteral("fetch Tiny --accept-licence --json"));
        QVERIFY2(fetched.status == 0, qPrintable(fetched.messages));
        QCOMPARE(fetched.object()[u"folder"].toString(), shell.data(QStringLiteral("Tiny")));
        QVERIFY(shell.model.isWhole(shell.data(QStringLiteral("Tiny")).toStdString()));
        QCOMPARE(shell.models(QStringLiteral("--names")).output, QByteArray("Tiny\n"));

        QCOMPARE(shell.models(QStringLiteral("fetch Tiny")).status, 3); // it is there
        QCOMPARE(shell.models(QStringLiteral("remove Tiny")).status, 0);
        QVERIFY(!QFile::exists(shell.data(QStringLiteral("Tiny"))));
        QCOMPARE(shell.models(QStringLiteral("fetch Tiny")).status, 0); // accepted once is accepted
    }

    void aMirrorIsAskedInPlaceOfTheOrigin() {
        const Shell shell;
        const SmallServer mirror([&](const WebRequest &request) { return honest(request, shell.model.of(request)); });
        const Run run = shell.models(QStringLiteral("fetch Tiny --accept-licence --mirror ") +
                                     QString::fromLatin1(mirror.origin()));
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        QVERIFY(shell.server.requests().empty());
        QCOMPARE(mirror.requests().size(), std::size_t(4));
        QCOMPARE(shell.models(QStringLiteral("fetch Tiny --mirror http://example.org")).status, 3);
    }

    void noLicenceIsAcceptedForNothing() {
        const Shell shell;
        QDir().mkpath(shell.data(QStringLiteral("Tiny"))); // in its way
        const Run run = shell.models(QStringLiteral("fetch Tiny --accept-licence"));
        QCOMPARE(run.status, 3);
        QVERIFY2(run.messages.contains(QStringLiteral("already")), qPrintable(run.messages));
        QVERIFY(shell.models(QStringLiteral("fetch --json")).array().first()[u"accepted"].isNull());
    }

    void aLicenceIsWithdrawnAndAskedForAnew() {
        const Shell shell;
        const auto withdraw = [&] { return shell.models(QStringLiteral("licence Tiny --withdraw")); };
        const auto isAccepted = [&] {
            return !shell.models(QStringLiteral("fetch --json")).array().first()[u"accepted"].isNull();
        };
        const Run never = withdraw();
        QCOMPARE(never.status, 0);
        QVERIFY2(never.messages.contains(QStringLiteral("was not accepted for Tiny")), qPrintable(never.messages));
        QCOMPARE(shell.models(QStringLiteral("licence Tiny --accept-licence")).status, 0);
        QVERIFY(isAccepted());
        const Run withdrawn = withdraw();
        QCOMPARE(withdrawn.status, 0);
        QVERIFY2(withdrawn.messages.contains(QStringLiteral("no longer accepted for Tiny")),
                 qPrintable(withdrawn.messages));
        QVERIFY(withdrawn.output.contains("You may not sell")); // what it is about
        QVERIFY(!isAccepted());
        const Run refused = shell.models(QStringLiteral("fetch Tiny"));
        QCOMPARE(refused.status, 3);
        QVERIFY2(refused.messages.contains(QStringLiteral("which you have not accepted")),
                 qPrintable(refused.messages));
        QVERIFY(shell.server.requests().empty());
    }

    void anAddedFolderTakesNoNameThatCanBeFetched() {
        const Shell shell;
        const QString mine = shell.folder.filePath(QStringLiteral("my/Tiny"));
        std::filesystem::create_directories(mine.toStdString());
        std::filesystem::copy(Program::tinyModel().toStdString(), mine.toStdString(),
                              std::filesystem::copy_options::recursive);
        const Run run =
            shell.program.run({QStringLiteral("models"), QStringLiteral("add"), mine, QStringLiteral("--json")});
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        QCOMPARE(run.object()[u"model"].toString(), QStringLiteral("Tiny-2"));
        QCOMPARE(shell.models(QStringLiteral("fetch Tiny --accept-licence")).status, 0);
    }

    void interruptedItGoesOn() {
        const Shell shell(300);
        QProcess process;
        shell.program.start(process, {QStringLiteral("models"), QStringLiteral("fetch"), QStringLiteral("Tiny"),
                                      QStringLiteral("--accept-licence")});
        QVERIFY(process.waitForStarted(30'000));
        const QString part = shell.data(QStringLiteral(".part-Tiny/model_1.safetensors"));
        QVERIFY(QTest::qWaitFor([&] { return QFileInfo(part).size() > 20'000; }, 30'000));
        ::kill(pid_t(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(QFileInfo(part).size() > 20'000);
        QVERIFY(shell.models(QStringLiteral("--names")).output.isEmpty());
        QCOMPARE(shell.models(QStringLiteral("fetch Tiny")).status, 0);
        QVERIFY(shell.model.isWhole(shell.data(QStringLiteral("Tiny")).toStdString()));
    }

    void whatWasFetchedInPartCanBeThrownAway() {
        const Shell shell;
        QDir().mkpath(shell.data(QStringLiteral(".part-Tiny")));
        const Run run = shell.models(QStringLiteral("remove Tiny"));
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        QVERIFY(!QFile::exists(shell.data(QStringLiteral(".part-Tiny"))));
    }

    void aFolderIsAddedAndTakenAway() {
        const Shell shell;
        const Run added = shell.program.run(
            {QStringLiteral("models"), QStringLiteral("add"), Program::tinyModel(), QStringLiteral("--json")});
        QVERIFY2(added.status == 0, qPrintable(added.messages));
        const QString name = added.object()[u"model"].toString();
        const Run listed = shell.models(QStringLiteral("--json"));
        QCOMPARE(listed.array().size(), 1);
        QVERIFY(listed.array().first()[u"readable"].toBool());
        QCOMPARE(shell.models(QStringLiteral("remove ") + name).status, 0);
        QVERIFY(QFile::exists(Program::tinyModel() + QStringLiteral("/vocab.txt")));
        QVERIFY(shell.models(QStringLiteral("--names")).output.isEmpty());
    }

    // In a folder of the person's, without a vocoder and without a word about them.
    void theirWeightsElsewhereAskForTheirLicenceToo() {
        const Shell shell;
        const QString mine = shell.folder.filePath(QStringLiteral("mine"));
        QVERIFY(QDir().mkpath(mine));
        put(mine + QStringLiteral("/model_1.safetensors"), shell.model.weights());
        put(mine + QStringLiteral("/vocab.txt"), " \na\n");
        const auto say = [&] {
            return shell.program.run({QStringLiteral("say"), QStringLiteral("--text"), QStringLiteral("Hello."),
                                      QStringLiteral("--model"), mine, QStringLiteral("--out"),
                                      shell.folder.filePath(QStringLiteral("x.wav"))});
        };
        QFile::rename(mine + QStringLiteral("/model_1.safetensors"), mine + QStringLiteral("/renamed.safetensors"));
        const Run renamed = say(); // by what they are
        QVERIFY2(renamed.status == 3 && renamed.messages.contains(QStringLiteral("the official weights of Tiny")),
                 qPrintable(renamed.messages));
        QFile::rename(mine + QStringLiteral("/renamed.safetensors"), mine + QStringLiteral("/model_1.safetensors"));
        const Run refused = say();
        QVERIFY2(refused.status == 3 && refused.messages.contains(QStringLiteral("the official weights of Tiny")),
                 qPrintable(refused.messages));
        QCOMPARE(shell.models(QStringLiteral("add ") + mine).status, 3);
        QVERIFY(!QFile::exists(shell.data(QStringLiteral("mine"))));
        QVERIFY(shell.models(QStringLiteral("licence Tiny --accept-licence")).output.contains("You may not sell"));
        QVERIFY(!say().messages.contains(QStringLiteral("official weights"))); // what else is wrong with them
        const Run added = shell.models(QStringLiteral("add ") + mine);
        QVERIFY2(added.status == 0 && added.output.contains("has no vocoder") &&
                     added.output.contains("models fetch vocos-mel-24khz"),
                 qPrintable(added.messages + QString::fromUtf8(added.output)));
        const auto model = [&] { return shell.models(QStringLiteral("--json")).array().first().toObject(); };
        QVERIFY(!model()[u"vocoder"].toBool());
        const QJsonObject flags = model()[u"flags"].toObject();
        QCOMPARE(flags[u"source"].toString(), QStringLiteral("Tiny, known by name and length"));
        QCOMPARE(flags[u"text_mask_padding"].toBool(), false);
        QCOMPARE(shell.models(QStringLiteral("fetch vocos-mel-24khz --accept-licence")).status, 0);
        QVERIFY(model()[u"vocoder"].toBool());
    }

    void whatCannotBeIsSaid() {
        const Shell shell;
        QDir().mkpath(shell.data({}));
        const QByteArray tooLong = "remove " + QByteArray(300, 'n');
        for (const char *words : {tooLong.constData(), "fetch Nobody", "licence Nobody", "add /nonexistent",
                                  "remove Nobody", "remove ../Tiny", "remove .part-Tiny"}) {
            const Run run = shell.models(QString::fromUtf8(words));
            QVERIFY2(run.status == 3 && run.messages.count(u'\n') == 2, qPrintable(run.messages));
        }
        for (const char *words : {"steal Tiny", "fetch one two", "add", "remove"})
            QCOMPARE(shell.models(QString::fromUtf8(words)).status, 2);
    }
};

QTEST_GUILESS_MAIN(TestFetchedModels)
#include "tst_fetched_models.moc"
