#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcessEnvironment>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <optional>

#include "app/settings/presets.h"
#include "app/settings/settings.h"
#include "app/storage/file_lock.h"
#include "app/storage/file_thread.h"
#include "tests/app/json_file_test.h"

using app::Presets;
using app::Settings;
using app::storage::FileLock;

namespace {

// A Studio's settings and presets, with a file thread of its own like another program's.
struct Studio {
    app::storage::FileThread files;
    Settings settings;
    Presets presets;
    QSignalSpy problems{&presets, &Presets::problem};
    QSignalSpy failures{&presets, &Presets::saveFailed};
    QSignalSpy saved{&presets, &Presets::saved};

    explicit Studio(const QTemporaryDir &folder)
        : settings(folder.filePath(QStringLiteral("settings.json")), files, QProcessEnvironment()),
          presets(folder.filePath(QStringLiteral("presets.json")), settings, files) {
        settle();
    }
    void settle() { ::settle(files); }
    QStringList names() const {
        QStringList all;
        for (const app::Preset &preset : presets.all())
            all << preset.name;
        return all;
    }
    QString current() const { return presets.current() ? presets.current()->name : QString(); }
    app::Problem problem() const { return problems.last().first().value<app::Problem>(); }
};

const QStringList kShipped{QStringLiteral("Live"), QStringLiteral("Careful"), QStringLiteral("Best")};

} // namespace

class TestPresets : public JsonFileTest {
    Q_OBJECT

    QJsonObject presets() const { return written("presets"); }

public:
    TestPresets() : JsonFileTest("presets.json") {}

private Q_SLOTS:
    void init() { newFolder(); }

    void theShippedOnesAreThereAndStay() {
        Studio studio(*m_folder);
        QCOMPARE(studio.names(), kShipped);
        QCOMPARE(studio.current(), QStringLiteral("Live")); // as everything is shipped
        studio.presets.use(QStringLiteral("Best"));
        QCOMPARE(studio.settings.nfeStep(), 32);
        studio.presets.use(QStringLiteral("Careful"));
        QCOMPARE(studio.settings.nfeStep(), 16);
        QVERIFY(studio.settings.schedule() == engine::Schedule::Epss);
        studio.presets.remove(QStringLiteral("Live"));
        QVERIFY(!studio.presets.rename(QStringLiteral("Live"), QStringLiteral("Mine")).isEmpty());
        QVERIFY(!studio.presets.save(QStringLiteral("bEST")).isEmpty());
        studio.settle();
        QCOMPARE(studio.names(), kShipped);
        QVERIFY(!QFile::exists(path()) && studio.problems.isEmpty());
    }

    void aSetOfOnesOwnComesBackAsAWhole() {
        {
            Studio studio(*m_folder);
            studio.settings.setNfeStep(12);
            studio.settings.setSchedule(engine::Schedule::Uniform);
            studio.settings.setSpeed(1.25);
            studio.settings.setCfgStrength(3.5);
            studio.settings.setSwayCoefficient(-0.25);
            studio.settings.setPrecision(engine::Precision::Bf16);
            studio.settings.setSeedPinned(true);
            QCOMPARE(studio.current(), QString());
            QCOMPARE(studio.presets.save(QStringLiteral("Größe 大")), QString());
            QCOMPARE(studio.current(), QStringLiteral("Größe 大"));
        }
        Studio studio(*m_folder);
        QCOMPARE(studio.names(), kShipped + QStringList{QStringLiteral("Größe 大")});
        QCOMPARE(studio.current(), QStringLiteral("Größe 大"));
        studio.presets.use(QStringLiteral("Live"));
        QCOMPARE(studio.settings.speed(), 1.0);
        QVERIFY(studio.settings.precision() == engine::Precision::Auto);
        studio.settings.setSeedPinned(false);
        studio.presets.use(QStringLiteral("größe 大"));
        QCOMPARE(studio.settings.nfeStep(), 12);
        QVERIFY(studio.settings.schedule() == engine::Schedule::Uniform);
        QCOMPARE(studio.settings.speed(), 1.25);
        QCOMPARE(studio.settings.cfgStrength(), 3.5);
        QCOMPARE(studio.settings.swayCoefficient(), -0.25);
        QVERIFY(studio.settings.precision() == engine::Precision::Bf16);
        QVERIFY(!studio.settings.seedPinned()); // pinning is not a preset's business
    }

    void theOneThatFitsIsSaid() {
        Studio studio(*m_folder);
        QSignalSpy said(&studio.presets, &Presets::currentChanged);
        studio.settings.setNfeStep(16);
        QCOMPARE(studio.current(), QStringLiteral("Careful"));
        studio.settings.setCfgStrength(2.1);
        QCOMPARE(studio.current(), QString());
        studio.settings.setCfgStrength(2);
        QCOMPARE(said.size(), 3);
        studio.settings.setVolume(0.5);
        QCOMPARE(said.size(), 3);
        QCOMPARE(studio.presets.save(QStringLiteral("Also careful")), QString());
        QCOMPARE(studio.current(), QStringLiteral("Also careful")); // of two that fit, the one in use
        studio.presets.use(QStringLiteral("Careful"));
        QCOMPARE(studio.current(), QStringLiteral("Careful"));
    }

    void namesAreChecked_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("nothing") << QString();
        QTest::newRow("blanks") << QStringLiteral("  ");
        QTest::newRow("61 characters") << QString(61, u'a');
        QTest::newRow("blank at the end") << QStringLiteral("Mine ");
        QTest::newRow("two lines") << QStringLiteral("Mine\nYours");
        QTest::newRow("control sign") << QStringLiteral("Mine\u0007");
        QTest::newRow("a shipped one's") << QStringLiteral("live");
    }

    void namesAreChecked() {
        QFETCH(QString, name);
        Studio studio(*m_folder);
        QVERIFY(!studio.presets.save(name).isEmpty());
        QCOMPARE(studio.presets.save(QString(60, u'a')), QString());
        QVERIFY(!studio.presets.rename(QString(60, u'a'), name).isEmpty());
        QCOMPARE(studio.names(), kShipped + QStringList{QString(60, u'a')});
    }

    void renamedReplacedRemovedAndBack() {
        Studio studio(*m_folder);
        studio.settings.setNfeStep(10);
        studio.presets.save(QStringLiteral("One"));
        studio.settings.setNfeStep(12);
        studio.presets.save(QStringLiteral("Two"));
        QVERIFY(!studio.presets.rename(QStringLiteral("One"), QStringLiteral("tWO")).isEmpty());
        QCOMPARE(studio.presets.rename(QStringLiteral("One"), QStringLiteral("ONE")), QString());
        QCOMPARE(studio.presets.rename(QStringLiteral("Two"), QStringLiteral("Another")), QString());
        QCOMPARE(studio.current(), QStringLiteral("Another"));
        QCOMPARE(studio.names(), kShipped + QStringList({QStringLiteral("Another"), QStringLiteral("ONE")}));
        QCOMPARE(studio.presets.save(QStringLiteral("one")), QString()); // 12 steps in place of 10
        studio.settle();
        QCOMPARE(presets().keys(), QStringList({QStringLiteral("Another"), QStringLiteral("one")}));
        QCOMPARE(presets()[QStringLiteral("one")][QStringLiteral("nfe")].toInt(), 12);
        const QJsonObject values = studio.presets.find(QStringLiteral("one"))->values;
        studio.presets.remove(QStringLiteral("ONE"));
        studio.settle();
        QCOMPARE(presets().keys(), QStringList{QStringLiteral("Another")});
        QCOMPARE(studio.presets.save(QStringLiteral("one"), values), QString());
        studio.settle();
        QCOMPARE(studio.presets.find(QStringLiteral("one"))->values, values);
    }

    void nonsenseIsNamedAndTheRestKept() {
        fill(R"({"version": 1, "from the future": [1], "presets": {
            "Good": {"nfe": 5, "schedule": "uniform", "speed": 1, "cfg": 1, "sway": 0, "precision": "fp32", "more": 1},
            "Early": {"nfe": 6},
            "Too many": {"nfe": 1000},
            "Fast": {"speed": "very"},
            " blank": {"nfe": 7},
            "good": {"nfe": 7},
            "LIVE": {"nfe": 7},
            "List": [1, 2]}})");
        {
            Studio studio(*m_folder);
            // JSON keys come in the order of their signs: "Good" before "good".
            QCOMPARE(studio.names(), kShipped + QStringList({QStringLiteral("Early"), QStringLiteral("Good")}));
            QCOMPARE(studio.problems.size(), 1);
            const QString detail = studio.problem().detail;
            QVERIFY2(detail.contains(QStringLiteral("“Too many”: nfe is 1000; it must be a whole number from 1 to")),
                     qPrintable(detail));
            for (const char *each :
                 {"“Fast”: speed is \"very\"", "“ blank”", "“good”", "“LIVE”", "“List”: it is [1,2]"})
                QVERIFY2(detail.contains(QString::fromUtf8(each)), each);
            QVERIFY(studio.problem().remedy.contains(path()));
            studio.settings.setLoudness(-16);
            studio.settings.setCrossFadeSeconds(0.5);
            studio.presets.use(QStringLiteral("Early"));
            QCOMPARE(studio.settings.nfeStep(), 6);
            QCOMPARE(studio.settings.cfgStrength(), 2.0); // what an entry leaves open is as shipped
            QVERIFY(!studio.settings.loudness());
            QCOMPARE(studio.settings.crossFadeSeconds(), 0.15);
            studio.presets.remove(QStringLiteral("Early"));
            studio.settle();
            QCOMPARE(studio.problems.size(), 1); // said once
        }
        QVERIFY(presets().contains(QStringLiteral("Too many"))); // somebody may still correct it
        QVERIFY(!presets().contains(QStringLiteral("Early")));
        QVERIFY(contents(path()).contains("from the future"));
    }

    void aDamagedFileIsMovedAside_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("half") << QByteArray(R"({"presets": {"Mine": {"nfe")");
        QTest::newRow("a list") << QByteArray("[]");
        QTest::newRow("presets as a list") << QByteArray(R"({"presets": [1]})");
        QTest::newRow("empty") << QByteArray();
    }

    void aDamagedFileIsMovedAside() {
        QFETCH(QByteArray, text);
        fill(text);
        Studio studio(*m_folder);
        QCOMPARE(studio.names(), kShipped);
        QCOMPARE(studio.problems.size(), 1);
        QVERIFY(studio.problem().remedy.contains(QStringLiteral("presets.json.broken")));
        QCOMPARE(contents(path("presets.json.broken")), text);
        QCOMPARE(studio.presets.save(QStringLiteral("New")), QString());
        studio.settle();
        QVERIFY(presets().contains(QStringLiteral("New")));
        QCOMPARE(contents(path("presets.json.broken")), text);
    }

    void aFileDamagedWhileRunningTakesNothingAway_data() {
        QTest::addColumn<bool>("changed");
        QTest::newRow("read again") << false;
        QTest::newRow("changed") << true;
    }

    void aFileDamagedWhileRunningTakesNothingAway() {
        QFETCH(bool, changed);
        Studio studio(*m_folder);
        studio.settings.setNfeStep(10);
        QCOMPARE(studio.presets.save(QStringLiteral("Mine")), QString());
        studio.settle();
        fill("{ half");
        QStringList wanted{QStringLiteral("Mine")};
        if (changed) {
            QCOMPARE(studio.presets.save(QStringLiteral("New")), QString());
            wanted << QStringLiteral("New");
        } else {
            studio.presets.refresh();
        }
        studio.settle();
        QCOMPARE(studio.names(), kShipped + wanted);
        QCOMPARE(presets().keys(), wanted);
        QCOMPARE(presets()[QStringLiteral("Mine")][QStringLiteral("nfe")].toInt(), 10);
        QCOMPARE(contents(path("presets.json.broken")), QByteArray("{ half"));
        QCOMPARE(studio.problems.size(), 1);
        QVERIFY2(studio.problem().remedy.contains(path("presets.json.broken")), qPrintable(studio.problem().remedy));
    }

    void whatLaterVersionsWroteIntoAPresetStays() {
        fill(R"({"presets": {"Mine": {"nfe": 5, "more": [1, 2]}, "Other": {"nfe": 6, "less": 1}}})");
        Studio studio(*m_folder);
        QCOMPARE(studio.presets.rename(QStringLiteral("Mine"), QStringLiteral("Ours")), QString());
        studio.settle();
        QCOMPARE(studio.names(), kShipped + QStringList({QStringLiteral("Other"), QStringLiteral("Ours")}));
        studio.settings.setNfeStep(12);
        QCOMPARE(studio.presets.save(QStringLiteral("ours")), QString());
        studio.settle();
        QCOMPARE(presets().keys(), QStringList({QStringLiteral("Other"), QStringLiteral("ours")}));
        QCOMPARE(presets()[QStringLiteral("ours")][QStringLiteral("nfe")].toInt(), 12);
        QCOMPARE(presets()[QStringLiteral("ours")][QStringLiteral("more")].toArray().size(), 2);
        QCOMPARE(presets()[QStringLiteral("Other")][QStringLiteral("less")].toInt(), 1);
    }

    // The first write waits for another Studio in vain; the second comes before anybody heard of that.
    void whatChangesDuringAWriteThatFailsIsNotUndoneByIt() {
        fill(R"({"presets": {"Too many": {"nfe": 1000}}})");
        Studio studio(*m_folder);
        QCOMPARE(studio.problems.size(), 1);
        std::optional<FileLock> other(std::in_place, path("presets.json.lock").toStdString(),
                                      FileLock::Share::Exclusive, std::chrono::seconds(0));
        studio.settings.setNfeStep(10);
        QCOMPARE(studio.presets.save(QStringLiteral("One")), QString());
        studio.presets.save(QStringLiteral("Two"));
        studio.files.flush();
        other.reset();
        studio.settings.setNfeStep(12);
        QCOMPARE(studio.presets.save(QStringLiteral("One")), QString());
        studio.settle();
        QCOMPARE(studio.presets.find(QStringLiteral("One"))->values.value(QStringLiteral("nfe")).toInt(), 12);
        QCOMPARE(studio.saved.size(), 1);
        studio.presets.refresh();
        studio.settle();
        QCOMPARE(presets()[QStringLiteral("One")][QStringLiteral("nfe")].toInt(), 12);
        QCOMPARE(presets()[QStringLiteral("Two")][QStringLiteral("nfe")].toInt(), 10);
        QCOMPARE(studio.failures.size(), 1);
        const auto problem = studio.failures.first().first().value<app::Problem>();
        QVERIFY2(problem.remedy.contains(QStringLiteral("Another Studio is writing")), qPrintable(problem.remedy));
        QVERIFY2(problem.detail.contains(QStringLiteral("Another program holds")), qPrintable(problem.detail));
    }

    void whatMakesNoSenseIsNotSaidAgainAfterAWriteThatFailed() {
        fill(R"({"presets": {"Too many": {"nfe": 1000}}})");
        Studio studio(*m_folder);
        std::optional<FileLock> other(std::in_place, path("presets.json.lock").toStdString(),
                                      FileLock::Share::Exclusive, std::chrono::seconds(0));
        QCOMPARE(studio.presets.save(QStringLiteral("One")), QString());
        studio.settle();
        QCOMPARE(studio.failures.size(), 1);
        studio.presets.refresh();
        studio.settle();
        QCOMPARE(studio.problems.size(), 1);
        QCOMPARE(studio.names(), kShipped + QStringList{QStringLiteral("One")}); // it counts in this session
    }

    void twoStudiosLoseNothingOfEachOthers() {
        Studio one(*m_folder);
        Studio other(*m_folder);
        QStringList expected = kShipped;
        for (int i = 10; i < 40; ++i) { // both write all the time
            QCOMPARE(one.presets.save(QStringLiteral("A %1").arg(i)), QString());
            QCOMPARE(other.presets.save(QStringLiteral("B %1").arg(i)), QString());
        }
        for (const QChar letter : {u'A', u'B'})
            for (int i = 10; i < 40; ++i)
                expected << QStringLiteral("%1 %2").arg(letter).arg(i);
        one.settle();
        other.settle();
        QCOMPARE(one.failures.size() + other.failures.size(), 0);
        one.presets.refresh();
        one.settle();
        QCOMPARE(one.names(), expected);
        other.presets.refresh();
        other.settle();
        other.presets.remove(QStringLiteral("A 20"));
        one.presets.remove(QStringLiteral("B 20"));
        other.settle();
        one.settle();
        Studio third(*m_folder);
        QCOMPARE(third.names().size(), expected.size() - 2);
    }

    void whatCannotBeSavedIsSaidOnceAndTriedAgain() {
        Studio studio(*m_folder);
        QVERIFY(QDir().mkpath(path())); // a folder where the file should be
        QCOMPARE(studio.presets.save(QStringLiteral("One")), QString());
        studio.settle();
        QCOMPARE(studio.presets.save(QStringLiteral("Two")), QString());
        studio.settle();
        QCOMPARE(studio.failures.size(), 1);
        QCOMPARE(studio.names().size(), 5); // they count in this session
        QVERIFY(QDir().rmdir(path()));
        QCOMPARE(studio.presets.save(QStringLiteral("Three")), QString());
        studio.settle();
        QCOMPARE(studio.saved.size(), 1);
        QCOMPARE(presets().keys(),
                 QStringList({QStringLiteral("One"), QStringLiteral("Three"), QStringLiteral("Two")}));
    }
};

QTEST_GUILESS_MAIN(TestPresets)
#include "tst_presets.moc"
