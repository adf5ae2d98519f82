#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <limits>
#include <memory>

#include "app/settings.h"
#include "app/storage/file_thread.h"

using app::Settings;

class TestSettings : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    app::storage::FileThread m_files;

    QString path(const char *name = "settings.json") const { return m_folder->filePath(QString::fromLatin1(name)); }

    QByteArray contents(const QString &file) const {
        QFile in(file);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }

    void fill(const QByteArray &text) const {
        QFile out(path());
        QVERIFY(out.open(QIODevice::WriteOnly));
        QCOMPARE(out.write(text), text.size());
    }

    QJsonObject saved() const { return QJsonDocument::fromJson(contents(path())).object(); }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void firstStartHasTheDefaultsAndWritesNothing() {
        {
            const Settings settings(path(), m_files);
            QVERIFY(!settings.startProblem());
            QCOMPARE(settings.voiceId(), QStringLiteral("slt"));
            QCOMPARE(settings.nfeStep(), 7);
            QCOMPARE(settings.cfgStrength(), 2.0);
            QCOMPARE(settings.swayCoefficient(), -1.0);
            QCOMPARE(settings.speed(), 1.0);
            QVERIFY(settings.schedule() == engine::Schedule::Epss);
            QVERIFY(settings.precision() == engine::Precision::Auto);
            QCOMPARE(settings.device(), QStringLiteral("auto"));
            QCOMPARE(settings.theme(), app::Theme::System);
            QCOMPARE(settings.volume(), 1.0);
            QVERIFY(!settings.seedPinned() && !settings.muted() && !settings.loop());
            QVERIFY(settings.model().isEmpty() && settings.lastText().isEmpty() && settings.outputDevice().isEmpty());
        }
        QVERIFY(!QFile::exists(path()));
    }

    void everythingIsThereAfterARestart() {
        const QByteArray geometry("\x00\x01\xff layout", 10);
        {
            Settings settings(path("new/folder/settings.json"), m_files);
            settings.setVoiceId(QStringLiteral("rms_bright"));
            settings.setModel(QStringLiteral("/models/größer"));
            settings.setDevice(QStringLiteral("cpu"));
            settings.setPrecision(engine::Precision::Bf16);
            settings.setNfeStep(16);
            settings.setSchedule(engine::Schedule::Uniform);
            settings.setCfgStrength(3.5);
            settings.setSwayCoefficient(-0.25);
            settings.setSpeed(1.25);
            settings.setSeedPinned(true);
            settings.setSeed(std::numeric_limits<quint64>::max() - 1); // more than a JSON number can hold
            settings.setTheme(app::Theme::Dark);
            settings.setVolume(0.4);
            settings.setMuted(true);
            settings.setLoop(true);
            settings.setOutputDevice("alsa_output.usb");
            settings.setLastText(QStringLiteral("Hello, 世界 \U0001F600"));
            settings.setWorkspace(QStringLiteral("stream"));
            settings.setWindowGeometry(QStringLiteral("clone"), geometry);
            settings.setWindowState(QStringLiteral("stream"), "state");
        }
        const Settings settings(path("new/folder/settings.json"), m_files);
        QVERIFY(!settings.startProblem());
        QCOMPARE(settings.voiceId(), QStringLiteral("rms_bright"));
        QCOMPARE(settings.model(), QStringLiteral("/models/größer"));
        QCOMPARE(settings.device(), QStringLiteral("cpu"));
        QVERIFY(settings.precision() == engine::Precision::Bf16);
        QCOMPARE(settings.nfeStep(), 16);
        QVERIFY(settings.schedule() == engine::Schedule::Uniform);
        QCOMPARE(settings.cfgStrength(), 3.5);
        QCOMPARE(settings.swayCoefficient(), -0.25);
        QCOMPARE(settings.speed(), 1.25);
        QVERIFY(settings.seedPinned());
        QCOMPARE(settings.seed(), std::numeric_limits<quint64>::max() - 1);
        QCOMPARE(settings.theme(), app::Theme::Dark);
        QCOMPARE(settings.volume(), 0.4);
        QVERIFY(settings.muted());
        QVERIFY(settings.loop());
        QCOMPARE(settings.outputDevice(), QByteArray("alsa_output.usb"));
        QCOMPARE(settings.lastText(), QStringLiteral("Hello, 世界 \U0001F600"));
        QCOMPARE(settings.workspace(), QStringLiteral("stream"));
        QCOMPARE(settings.windowGeometry(QStringLiteral("clone")), geometry);
        QVERIFY(settings.windowGeometry(QStringLiteral("stream")).isEmpty());
        QCOMPARE(settings.windowState(QStringLiteral("stream")), QByteArray("state"));
    }

    void savesByItselfSoonAfterTheLastChange() {
        Settings settings(path(), m_files);
        settings.setVolume(0.5);
        QVERIFY(!QFile::exists(path()));
        QTRY_COMPARE(saved().value(QStringLiteral("volume")).toDouble(), 0.5);
    }

    void aRealChangeIsSaidOnce() {
        Settings settings(path(), m_files);
        QSignalSpy changed(&settings, &Settings::changed);
        settings.setModel(QString()); // what it is already
        settings.setMuted(false);
        settings.setNfeStep(7);
        QCOMPARE(changed.count(), 0);
        settings.setNfeStep(5);
        settings.setNfeStep(5);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.first().first().toString(), QStringLiteral("nfe"));
    }

    void keepsKeysItDoesNotKnow() {
        fill(R"({"danmaku": {"room": [1, 2, "three"]}, "nfe": 5})");
        {
            Settings settings(path(), m_files);
            QCOMPARE(settings.nfeStep(), 5);
            settings.setNfeStep(6);
        }
        QCOMPARE(saved().value(QStringLiteral("nfe")).toInt(), 6);
        QCOMPARE(saved().value(QStringLiteral("danmaku")).toObject().value(QStringLiteral("room")).toArray().size(), 3);
    }

    void valuesThatMakeNoSenseCountAsDefaults() {
        fill(
            R"({"nfe": 100000, "cfg": "much", "sway": -7, "speed": 0, "volume": 1e300, "seed": "-4", "precision": "fp8",
                 "device": "toaster", "theme": 3, "muted": "yes", "schedule": [], "voice": 5, "lastText": {},
                 "geometry.clone": "not base64 !!"})");
        const Settings settings(path(), m_files);
        QVERIFY(!settings.startProblem());
        QCOMPARE(settings.nfeStep(), 7);
        QCOMPARE(settings.cfgStrength(), 2.0);
        QCOMPARE(settings.swayCoefficient(), -1.0);
        QCOMPARE(settings.speed(), 1.0);
        QCOMPARE(settings.volume(), 1.0);
        QCOMPARE(settings.seed(), quint64(1));
        QVERIFY(settings.precision() == engine::Precision::Auto);
        QCOMPARE(settings.device(), QStringLiteral("auto"));
        QCOMPARE(settings.theme(), app::Theme::System);
        QVERIFY(!settings.muted());
        QVERIFY(settings.schedule() == engine::Schedule::Epss);
        QCOMPARE(settings.voiceId(), QStringLiteral("slt"));
        QVERIFY(settings.lastText().isEmpty());
    }

    void aBrokenFileIsKeptAsideAndSaid_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("cut off") << QByteArray(R"({"voice": "rms", "nfe": )");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("array") << QByteArray("[1, 2]");
        QTest::newRow("binary") << QByteArray("\x00\xff\x13\x37", 4);
        QTest::newRow("too deep") << QByteArray(5000, '[');
        QTest::newRow("too long") << "{\"lastText\": \"" + QByteArray((16 << 20) + 10, 'a') + "\"}";
    }

    void aBrokenFileIsKeptAsideAndSaid() {
        QFETCH(QByteArray, text);
        for (int round = 1; round <= 2; ++round) {
            fill(text);
            Settings settings(path(), m_files);
            QVERIFY(settings.startProblem());
            QVERIFY(!settings.startProblem()->remedy.isEmpty());
            QVERIFY(!settings.startProblem()->detail.isEmpty());
            QCOMPARE(settings.nfeStep(), 7);
            const QString aside = path(round == 1 ? "settings.json.broken" : "settings.json.broken-2");
            QVERIFY(settings.startProblem()->remedy.contains(aside));
            QVERIFY2(contents(aside) == text, "the person's file is there byte for byte");
            settings.setNfeStep(12);
        }
        QCOMPARE(saved().value(QStringLiteral("nfe")).toInt(), 12);
    }

    void aFileThatCannotBeReadIsNotReplaced() {
        QVERIFY(QDir().mkpath(path())); // a folder in its place: unreadable for root as well
        QVERIFY(QDir().mkpath(path("settings.json/inner")));
        {
            Settings settings(path(), m_files);
            QVERIFY(settings.startProblem());
            QVERIFY(settings.startProblem()->remedy.contains(path()));
            settings.setNfeStep(12);
            QCOMPARE(settings.nfeStep(), 12);
        }
        QVERIFY(QFileInfo::exists(path("settings.json/inner")));
    }

    void aFullDiskIsSaidOnceAndNothingIsDamaged() {
        fill(R"({"nfe": 5})");
        Settings settings(path(), m_files);
        QSignalSpy failed(&settings, &Settings::saveFailed);
        // A folder that is gone and cannot be made again, because a file has its name.
        const QString moved = m_folder->path() + QStringLiteral(".moved");
        QVERIFY(QDir().rename(m_folder->path(), moved));
        QFile blocker(m_folder->path());
        QVERIFY(blocker.open(QIODevice::WriteOnly));
        blocker.close();
        settings.setNfeStep(6);
        settings.save();
        QVERIFY(failed.wait());
        settings.setNfeStep(12);
        settings.save();
        m_files.flush();
        QCoreApplication::processEvents();
        QCOMPARE(failed.count(), 1);
        QVERIFY(blocker.remove());
        QVERIFY(QDir().rename(moved, m_folder->path()));
        QCOMPARE(saved().value(QStringLiteral("nfe")).toInt(), 5);
        settings.save();
        QTRY_COMPARE(saved().value(QStringLiteral("nfe")).toInt(), 12);
        QCOMPARE(failed.count(), 1);
    }

    // What could not be saved is tried once more when the program ends; the disk may have room again.
    void whatCouldNotBeSavedIsTriedAgainOnQuit() {
        const QString moved = m_folder->path() + QStringLiteral(".moved");
        {
            Settings settings(path(), m_files);
            QSignalSpy failed(&settings, &Settings::saveFailed);
            QVERIFY(QDir().rename(m_folder->path(), moved));
            QFile blocker(m_folder->path());
            QVERIFY(blocker.open(QIODevice::WriteOnly));
            settings.setNfeStep(12);
            settings.save(); // no timer is left that would do it
            QVERIFY(failed.wait());
            QVERIFY(blocker.remove());
            QVERIFY(QDir().rename(moved, m_folder->path()));
            QVERIFY(!QFile::exists(path()));
        }
        QCOMPARE(saved().value(QStringLiteral("nfe")).toInt(), 12);
    }

    void longTextIsCutAtAMillionCharacters() {
        Settings settings(path(), m_files);
        settings.setLastText(QString(1'200'000, u'a'));
        QCOMPARE(settings.lastText().size(), 1'000'000);
    }

    void theStandardPlaceFollowsXdg() {
        qputenv("XDG_CONFIG_HOME", m_folder->path().toUtf8());
        QCOMPARE(Settings::standardFile(), path("ishowtts-studio/settings.json"));
        qunsetenv("XDG_CONFIG_HOME");
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
