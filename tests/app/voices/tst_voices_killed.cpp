// Kill -9 at random moments: a restless session (restless_voices.h) is killed again and again, and after each time
// every voice is one that it was or was becoming, whole, what was acknowledged is there, and nothing is left over.
// Every third time it is killed wherever it is, else within an act that has its turn, so that each is met often.
//   build/release/tests/app.voices.killed --kills 900 [--seed 1]     # about 100 within each act
#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "app/voices/voice_folders.h"
#include "app/voices/voice_pack.h"
#include "tests/app/storage/killing.h"
#include "tests/app/voices/decode_here.h"
#include "tests/app/voices/killed_at_change.h"
#include "tests/app/voices/made_up_voice.h"
#include "tests/app/voices/restless_voices.h"

namespace fs = std::filesystem;

namespace {

constexpr int kKilledActs = int(restless::Act::ExportPack) + 1; // tidying up is hardly ever anything to do

Kills kills{14};

} // namespace

class TestVoicesKilled : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::minstd_rand m_random{kills.seed};
    // Per voice: the version acknowledged last and those tried after it.
    std::map<std::string, std::vector<std::string>> m_may;
    std::map<std::string, std::set<std::string>> m_ever; // per voice: all versions that were tried
    QStringList m_faults;
    int m_acknowledged = 0;
    int m_kept = 0;
    std::map<QString, int> m_killedWithin; // by act; "": between two

    fs::path root() const { return fs::path(m_folder.path().toStdString()); }
    int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(m_random); }

    // Kills before a random change within this act.
    QString outputOfSessionKilledWithin(const char *act) {
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(QCoreApplication::applicationFilePath(),
                      {QStringLiteral("child"), m_folder.path(), QString::number(below(1 << 30)),
                       QString::number(below(40)), below(3) == 0 ? QStringLiteral("in-steps") : QStringLiteral("-"),
                       QString::fromLatin1(act)});
        process.waitForFinished();
        return killed(process, {});
    }

    // In which act it was killed; empty: between two.
    static QString actOf(const QString &output) {
        const qsizetype last = output.lastIndexOf(QStringLiteral("act "));
        if (last < 0 || output.indexOf(QStringLiteral("\nend\n"), last) >= 0)
            return {};
        return output.mid(last + 4, output.indexOf(u'\n', last) - last - 4);
    }

    // Kills at a random time, at a random time after a random line, or, mostly, before a random change of a folder.
    QString outputOfKilledSession() {
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        const int manner = below(4);
        process.start(QCoreApplication::applicationFilePath(),
                      {QStringLiteral("child"), m_folder.path(), QString::number(below(1 << 30)),
                       QString::number(manner > 1 ? below(60) : -1),
                       below(3) == 0 ? QStringLiteral("in-steps") : QString()});
        QByteArray output;
        if (manner > 1) {
            process.waitForFinished();
        } else if (manner == 1) {
            QTest::qWait(below(150));
        } else {
            output = readLines(process, below(60));
            QTest::qSleep(below(3));
        }
        return killed(process, output);
    }

    void note(const QString &line) {
        const QStringList words = line.split(u' ');
        const bool done = words[0] == u"done";
        if (words[0] == u"problem")
            m_faults << line;
        if (done)
            ++m_acknowledged;
        for (int i = 1; i + 1 < words.size() && words[0] != u"problem"; i += 2) {
            auto &may = m_may[words[i].toStdString()];
            m_ever[words[i].toStdString()].insert(words[i + 1].toStdString());
            if (done)
                may = {words[i + 1].toStdString()};
            else
                may.push_back(words[i + 1].toStdString());
        }
    }

    void compare() {
        QStringList expected{QStringLiteral(".removed")};
        for (auto &[id, may] : m_may) {
            const std::string is = restless::versionIn(root() / "data/voices" / id);
            if (std::find(may.begin(), may.end(), is) == may.end())
                m_faults << QString::fromStdString("not the voice it should be: " + id + " is " + is);
            may = {is};
            if (is != "-")
                expected << QString::fromStdString(id);
        }
        for (const QString &name : namesInVoices(root() / "data")) {
            if (!expected.contains(name))
                m_faults << QStringLiteral("left over: ") + name;
        }
    }

    // What was there before is whole too, and of the voice that it says: Undo brings it back.
    void compareRemoved() {
        const fs::path removed = root() / "data/voices/.removed";
        std::error_code none;
        for (const auto &entry : fs::directory_iterator(removed, none)) {
            const QTemporaryDir copies; // whose names are ids, as those in there are not
            const fs::path readable = fs::path(copies.path().toStdString()) / "copy";
            fs::copy(entry.path(), readable, fs::copy_options::recursive);
            const std::string is = restless::versionIn(readable);
            const std::string name = entry.path().filename().string();
            const auto ofIt = [&](const auto &voice) {
                return name.find(voice.first) != std::string::npos && voice.second.count(is) > 0;
            };
            if (std::none_of(m_ever.begin(), m_ever.end(), ofIt))
                m_faults << QString::fromStdString("kept, and not whole: " + name + " is " + is);
            ++m_kept;
        }
    }

    void checkExport() {
        const QString pack = m_folder.filePath(QStringLiteral("exports/out.zip"));
        const QTemporaryDir elsewhere;
        app::voices::VoiceFolders others({elsewhere.path().toStdString()});
        try {
            if (QFile::exists(pack))
                app::voices::importPack(pack, app::voices::Clash::KeepBoth, others, &decodeHere);
            // The next export tidies up after a killed one.
            const fs::path made = root() / "made-1";
            app::voices::writePack({QStringLiteral("p0")}, m_folder.filePath(QStringLiteral("exports/next.zip")),
                                   app::voices::VoiceFolders({made}));
        } catch (const app::storage::Error &error) {
            m_faults << QStringLiteral("half an export: ") + error.problem().what;
        }
        const QStringList files = QDir(m_folder.filePath(QStringLiteral("exports")))
                                      .entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
        for (const QString &name : files) {
            if (name != u"out.zip" && name != u"next.zip")
                m_faults << QStringLiteral("left over: ") + name;
        }
    }

    // Version 1 becomes version 2, killed before the `number`th change of a folder; whether it got that far.
    static bool changesKilledAt(int number, const QString &manner) {
        const QTemporaryDir folder;
        const fs::path data = fs::path(folder.path().toStdString()) / "data";
        app::voices::VoiceFolders folders({data});
        folders.create(madeUpDetails(QStringLiteral("v0")), restless::version(1));
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        process.start(QCoreApplication::applicationFilePath(),
                      {QStringLiteral("one-change"), folder.path(), QString::number(number), QString(), manner});
        if (!process.waitForFinished())
            qFatal("the change does not end");
        folders.tidy();
        const std::string now = restless::versionIn(data / "voices/v0");
        QStringList there{QString::fromStdString(now)};
        fs::rename(data / "voices/.removed", data / "removed");
        int kept = 0;
        for (const auto &entry : fs::directory_iterator(data / "removed")) { // whose names are no ids
            const fs::path readable = data / ("kept-" + std::to_string(kept++));
            fs::copy(entry.path(), readable, fs::copy_options::recursive);
            there << QString::fromStdString(restless::versionIn(readable));
        }
        if (!(now == "1" || now == "2") || !there.contains(u"1"))
            qFatal("killed before change %d%s: there is %s", number, qPrintable(manner), qPrintable(there.join(u' ')));
        return process.exitStatus() == QProcess::CrashExit;
    }

private Q_SLOTS:
    void whatIsReplacedIsKeptWhereverItIsKilled() {
        for (const QString &manner : {QString(), QStringLiteral("in-steps")}) {
            int number = 0;
            while (changesKilledAt(number, manner))
                ++number;
            QVERIFY(number > 2);
        }
    }

    void everyVoiceIsWhole() {
        for (const char *id : {"v0", "v1", "v2", "p0", "p1"})
            m_may[id] = {"-"};
        restless::prepare(root());
        for (int kill = 0; kill < kills.number && m_faults.isEmpty(); ++kill) {
            const int turn = kill / 3 * 2 + kill % 3 - 1; // of those within an act
            const QString output = kill % 3 == 0
                                       ? outputOfKilledSession()
                                       : outputOfSessionKilledWithin(restless::kActs[std::size_t(turn % kKilledActs)]);
            ++m_killedWithin[actOf(output)];
            const QStringList lines = output.split(u'\n');
            for (const QString &line : lines.first(lines.size() - 1)) // the last one may be cut off
                note(line);
            app::voices::VoiceFolders({root() / "data", root() / "shipped"}).tidy();
            compare();
            compareRemoved();
            checkExport();
            if (!m_faults.isEmpty())
                m_faults << QStringLiteral("after kill %1 of seed %2, which followed:\n").arg(kill).arg(kills.seed) +
                                output.right(1500);
        }
        QVERIFY2(m_faults.isEmpty(), qPrintable(m_faults.join(u'\n')));
        QVERIFY2(m_kept > kills.number / 2, "nothing was replaced or removed");
        QVERIFY2(m_acknowledged > kills.number / 2, "the sessions were killed before they did anything");
        QString counts;
        for (int act = 0; act < kKilledActs; ++act) {
            const QString name = QString::fromLatin1(restless::kActs[std::size_t(act)]);
            counts += QStringLiteral(", %1 in %2").arg(m_killedWithin[name]).arg(name);
            QVERIFY2(m_killedWithin[name] >= kills.number * 2 / 3 / kKilledActs / 2, qPrintable(counts));
        }
        qInfo("%d kills: %d things acknowledged, every voice whole%s", kills.number, m_acknowledged,
              qPrintable(counts));
    }
};

int main(int argc, char *argv[]) {
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(5) == u"in-steps")
        refuseExchanges();
    if (arguments.value(1) == u"one-change")
        return restless::changeOnce(arguments.value(2).toStdString(), arguments.value(3).toInt());
    if (arguments.value(1) == u"child")
        return restless::runSession(arguments.value(2).toStdString(), arguments.value(3).toUInt(),
                                    arguments.value(4).toInt(), arguments.value(6).toStdString());
    return runWithKills<TestVoicesKilled>(kills, argc, argv);
}

#include "tst_voices_killed.moc"
