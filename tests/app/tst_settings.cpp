#include <QFile>
#include <QJsonArray>
#include <QProcessEnvironment>
#include <QSet>
#include <QSignalSpy>
#include <QTest>

#include <limits>

#include "app/settings/setting_table.h"
#include "app/settings/settings.h"
#include "app/storage/file_thread.h"
#include "tests/app/json_file_test.h"
#include "tests/patience.h"

using app::Settings;

class TestSettings : public JsonFileTest {
    Q_OBJECT

    app::storage::FileThread m_files;

public:
    TestSettings() : JsonFileTest("settings.json") {}

private Q_SLOTS:
    void init() { newFolder(); }

    void firstStartHasTheDefaultsAndWritesNothing() {
        {
            const Settings settings(path(), m_files);
            QVERIFY(settings.startProblems().isEmpty());
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
            settings.setSpectrogram(true);
            settings.setLineCard(app::LineCardState::Folded);
            settings.setVolume(0.4);
            settings.setMuted(true);
            settings.setLoop(true);
            settings.setOutputDevice("alsa_output.usb");
            settings.setWorkspace(QStringLiteral("stream"));
            settings.setWindowGeometry(QStringLiteral("clone"), geometry);
            settings.setWindowState(QStringLiteral("stream"), "state");
        }
        const Settings settings(path("new/folder/settings.json"), m_files);
        QVERIFY(settings.startProblems().isEmpty());
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
        QVERIFY(settings.spectrogram());
        QVERIFY(settings.lineCard() == app::LineCardState::Folded);
        QCOMPARE(settings.volume(), 0.4);
        QVERIFY(settings.muted());
        QVERIFY(settings.loop());
        QCOMPARE(settings.outputDevice(), QByteArray("alsa_output.usb"));
        QCOMPARE(settings.workspace(), QStringLiteral("stream"));
        QCOMPARE(settings.windowGeometry(QStringLiteral("clone")), geometry);
        QVERIFY(settings.windowGeometry(QStringLiteral("stream")).isEmpty());
        QCOMPARE(settings.windowState(QStringLiteral("stream")), QByteArray("state"));
    }

    void savesByItselfSoonAfterTheLastChange() {
        Settings settings(path(), m_files);
        settings.setVolume(0.5);
        QVERIFY(!QFile::exists(path()));
        QTRY_COMPARE(written("sound").value(QStringLiteral("volume")).toDouble(), 0.5);
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
        QCOMPARE(written("speech").value(QStringLiteral("nfe")).toInt(), 6);
        QCOMPARE(written().value(QStringLiteral("danmaku")).toObject().value(QStringLiteral("room")).toArray().size(),
                 3);
    }

    void valuesThatMakeNoSenseCountAsDefaults() {
        fill(
            R"({"nfe": 100000, "cfg": "much", "sway": -7, "speed": 0, "volume": 1e300, "seed": "-4", "precision": "fp8",
                 "device": "toaster", "theme": 3, "muted": "yes", "schedule": [], "voice": 5, "lastText": {},
                 "geometry.clone": "not base64 !!"})");
        const Settings settings(path(), m_files);
        QCOMPARE(settings.startProblems().size(), 1);
        const QString named = settings.startProblems().first().detail;
        for (const char *key :
             {"speech.nfe is 100000; it must be a whole number from 1 to 128.", "speech.cfg is \"much\"",
              "speech.sway is -7", "speech.speed is 0", "sound.volume is 1e+300", "speech.seed is \"-4\"",
              "speech.precision is \"fp8\"; it must be one of auto, fp32, bf16.", "speech.device is \"toaster\"",
              "window.theme is 3", "sound.muted is \"yes\"", "speech.schedule is []", "speech.voice is 5"})
            QVERIFY2(named.contains(QLatin1String(key)), qPrintable(QLatin1String(key) + u'\n' + named));
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

    void aKeyThatMakesNoSenseIsNamedAndStaysInTheFile() {
        fill(R"({"speech": {"nfe": 1000, "cfg": 3}})");
        {
            Settings settings(path(), m_files);
            QCOMPARE(settings.startProblems().size(), 1);
            QVERIFY2(settings.startProblems().first().what.contains(
                         QStringLiteral("speech.nfe is 1000; it must be a whole number from 1 to 128.")),
                     qPrintable(settings.startProblems().first().what));
            QCOMPARE(settings.nfeStep(), 7);
            QCOMPARE(settings.cfgStrength(), 3.0);
            settings.setVolume(0.5);
        }
        QCOMPARE(written("speech").value(QStringLiteral("nfe")).toInt(), 1000);
        Settings settings(path(), m_files);
        settings.restore(QStringLiteral("nfe"));
        settings.save();
        QTRY_VERIFY(!written("speech").contains(QStringLiteral("nfe")));
        QCOMPARE(written("speech").value(QStringLiteral("cfg")).toDouble(), 3.0);
    }

    void aMissingCommaIsFoundByLineAndColumn() {
        fill("{\n  \"speech\": {\"nfe\": 5\n  \"cfg\": 2}\n}\n");
        const Settings settings(path(), m_files);
        QVERIFY2(settings.startProblems().first().detail.startsWith(QStringLiteral("line 3, column")),
                 qPrintable(settings.startProblems().first().detail));
    }

    void anEarlierVersionsFileMovesIntoSections() {
        fill(R"({"nfe": 5, "muted": true, "exportPause": 1.5, "geometry.clone": "AAH/", "mine": 1,
                 "lastText": "Hello, 世界 \ud83d\ude00"})");
        {
            const Settings settings(path(), m_files);
            QVERIFY(settings.startProblems().isEmpty());
            QCOMPARE(settings.nfeStep(), 5);
            QVERIFY(settings.muted());
            QCOMPARE(settings.exportPause(), 1.5);
            QCOMPARE(settings.windowGeometry(QStringLiteral("clone")), QByteArray("\x00\x01\xff", 3));
            QCOMPARE(settings.lastText(), QStringLiteral("Hello, 世界 \U0001F600"));
        }
        QCOMPARE(written("speech").value(QStringLiteral("nfe")).toInt(), 5);
        QCOMPARE(written("export").value(QStringLiteral("pause")).toDouble(), 1.5);
        QCOMPARE(written().keys(),
                 QStringList({QStringLiteral("export"), QStringLiteral("mine"), QStringLiteral("sound"),
                              QStringLiteral("speech"), QStringLiteral("window")}));
    }

    // A version before read one channel; what it kept is the first of the list.
    void theChannelOfAnEarlierVersionStays() {
        fill(R"({"window": {"twitchChannel": "walter"}})");
        {
            Settings settings(path(), m_files);
            QCOMPARE(settings.twitchChannels(), QStringList{QStringLiteral("walter")});
            settings.setTwitchChannels({QStringLiteral("walter"), QStringLiteral("dee")});
        }
        const Settings again(path(), m_files);
        QCOMPARE(again.twitchChannels(), (QStringList{QStringLiteral("walter"), QStringLiteral("dee")}));
    }

    void choosingTheDefaultPutsAValueRightThatMakesNoSense() {
        fill(R"({"speech": {"nfe": 999}})");
        {
            Settings settings(path(), m_files);
            QSignalSpy changed(&settings, &Settings::changed);
            QVERIFY(settings.setValue(QStringLiteral("nfe"), 7)); // which it counts as
            QVERIFY(changed.isEmpty());
        }
        QCOMPARE(written("speech").value(QStringLiteral("nfe")).toInt(), 7);
        QVERIFY(Settings(path(), m_files).startProblems().isEmpty());
    }

    void everySettingHasOnePlaceAndADefaultItAccepts() {
        QSet<QString> ids, paths, variables;
        for (const app::Setting &setting : app::settingTable()) {
            QVERIFY2(setting.accepts(setting.fallback), qPrintable(setting.path()));
            QVERIFY2(!setting.allowed().isEmpty(), qPrintable(setting.path()));
            ids << setting.id;
            paths << setting.path();
            variables << setting.variable();
        }
        QCOMPARE(ids.size(), app::settingTable().size());
        QCOMPARE(paths.size(), app::settingTable().size());
        QCOMPARE(variables.size(), app::settingTable().size());
    }

    void onlyWhatASettingAcceptsIsTaken() {
        Settings settings(path(), m_files);
        const QString nfe = QStringLiteral("nfe");
        QVERIFY(!settings.setValue(nfe, 0));
        QVERIFY(!settings.setValue(nfe, 7.5));
        QVERIFY(!settings.setValue(nfe, QStringLiteral("16")));
        QVERIFY(!settings.setValue(QStringLiteral("nfes"), 16));
        QVERIFY(settings.isDefault(nfe));
        QVERIFY(settings.setValue(nfe, 16));
        QCOMPARE(settings.nfeStep(), 16);
        QVERIFY(!settings.isDefault(nfe));
        QSignalSpy changed(&settings, &Settings::changed);
        settings.restore(nfe);
        settings.restore(nfe);
        QCOMPARE(settings.nfeStep(), 7);
        QCOMPARE(changed.count(), 1);
    }

    void theEnvironmentGoesBeforeTheFile() {
        fill(R"({"speech": {"nfe": 5}})");
        QProcessEnvironment environment;
        environment.insert(QStringLiteral("ISHOWTTS__SPEECH__NFE"), QStringLiteral("32"));
        environment.insert(QStringLiteral("ISHOWTTS__SOUND__MUTED"), QStringLiteral("yes"));
        environment.insert(QStringLiteral("ishowtts__export__per_line"), QStringLiteral("TRUE"));
        environment.insert(QStringLiteral("ISHOWTTS_SHIPPED"), QStringLiteral("/elsewhere")); // another matter
        {
            Settings settings(path(), m_files, environment);
            QVERIFY(settings.startProblems().isEmpty());
            QCOMPARE(settings.nfeStep(), 32);
            QVERIFY(settings.muted());
            QVERIFY(settings.exportPerLine());
            QCOMPARE(settings.overriddenBy(QStringLiteral("nfe")), QStringLiteral("ISHOWTTS__SPEECH__NFE"));
            QVERIFY(settings.overriddenBy(QStringLiteral("volume")).isEmpty());
            settings.setNfeStep(12); // counts until the program ends
            QCOMPARE(settings.nfeStep(), 12);
            settings.setVolume(0.5);
        }
        QCOMPARE(written("speech").value(QStringLiteral("nfe")).toInt(), 5);
        QCOMPARE(written("sound").keys(), QStringList(QStringLiteral("volume")));
    }

    void aVariableThatDoesNotCountIsNamed() {
        QProcessEnvironment environment;
        environment.insert(QStringLiteral("ISHOWTTS__SPEECH__NFE"), QStringLiteral("many"));
        environment.insert(QStringLiteral("ISHOWTTS__SPEECH__NFES"), QStringLiteral("16"));
        environment.insert(QStringLiteral("ISHOWTTS__VOLUME"), QStringLiteral("0.5"));
        environment.insert(QStringLiteral("ISHOWTTS__F5__WHATEVERTHISIS"), QStringLiteral("1"));
        environment.insert(QStringLiteral("ISHOWTTS__SPEECH__CFG"), QStringLiteral("3"));
        const Settings settings(path(), m_files, environment);
        QCOMPARE(settings.cfgStrength(), 3.0);
        QCOMPARE(settings.nfeStep(), 7);
        QCOMPARE(settings.startProblems().size(), 1);
        const QString detail = settings.startProblems().first().detail;
        for (const char *line :
             {"ISHOWTTS__SPEECH__NFE is “many”; it must be a whole number from 1 to 128.",
              "ISHOWTTS__SPEECH__NFES: there is no such setting. Did you mean ISHOWTTS__SPEECH__NFE?",
              "ISHOWTTS__VOLUME: there is no such setting. Did you mean ISHOWTTS__SOUND__VOLUME?",
              "ISHOWTTS__F5__WHATEVERTHISIS: there is no such setting."})
            QVERIFY2(detail.contains(QString::fromUtf8(line)), qPrintable(detail));
        QCOMPARE(detail.split(u'\n').size(), 4);
    }

    void theStandardPlaceFollowsXdg() {
        const QByteArray before = qgetenv("XDG_CONFIG_HOME");
        qputenv("XDG_CONFIG_HOME", m_folder->path().toUtf8());
        const QString file = Settings::standardFile();
        qputenv("XDG_CONFIG_HOME", before);
        QCOMPARE(file, path("ishowtts-studio/settings.json"));
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
