// What is copied for a bug report: it says what helps, and nothing that is private.
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include "app/log/diagnostics.h"
#include "app/log/log.h"
#include "tests/app/log/log_files.h"

using app::log::diagnostics;
using app::log::DiagnosticsInput;
using app::log::Level;
using app::log::Log;
using app::log::Scrubber;

class TestDiagnostics : public QObject {
    Q_OBJECT

    QTemporaryDir m_home;

    QString path(const char *name) const { return m_home.filePath(QString::fromUtf8(name)); }
    void write(const QString &name, const QByteArray &text) const {
        QVERIFY(QDir().mkpath(QFileInfo(name).path()));
        QFile file(name);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    }
    Scrubber scrubber() const { return Scrubber({m_home.path()}); }

    DiagnosticsInput input() const {
        return {QStringLiteral("demo, 12.3 million parameters, on cpu, bf16"),
                {QStringLiteral("slt"), QStringLiteral("The voice of Ann Smith"), QStringLiteral("ann_smith")},
                path("config/settings.json"),
                path("data").toStdString(),
                path("log").toStdString(),
                {{QStringLiteral("awb"), QStringLiteral("slt")}, {QStringLiteral("demo")}}};
    }

private Q_SLOTS:
    void itSaysWhatHelpsAndNothingPrivate() {
        const QJsonObject speech{{QStringLiteral("voice"), QStringLiteral("slt")},
                                 {QStringLiteral("model"), path("models/PRIVATE model")},
                                 {QStringLiteral("nfe"), 16},
                                 {QStringLiteral("seedPinned"), true}};
        const QJsonObject settings{
            {QStringLiteral("speech"), speech},
            {QStringLiteral("theme"), QStringLiteral("dark")},
            {QStringLiteral("lastText"), QStringLiteral("PRIVATE words of love")},
            {QStringLiteral("exportFolder"), path("PRIVATE folder")},
            {QStringLiteral("server"),
             QJsonObject{{QStringLiteral("token"), QStringLiteral("PRIVATE1")}, {QStringLiteral("password"), 5678123}}},
            {QStringLiteral("PRIVATE key with spaces"), 1},
            {QStringLiteral("later"), QStringLiteral("PRIVATE")}};
        write(path("config/settings.json"), QJsonDocument(settings).toJson());
        write(path("data/library.sqlite"), QByteArray(10'000, 'x'));
        write(path("data/takes/ab/PRIVATE.wav"), QByteArray(500'000, 'x'));
        write(path("data/takes/cd/2.wav"), QByteArray(700'000, 'x'));
        {
            Log log(path("log").toStdString(), {}, scrubber());
            for (int i = 0; i < 300; ++i)
                log.write(Level::Info, QStringLiteral("test"), QStringLiteral("line %1 in %2").arg(i).arg(path("x/y")));
        }
        // As a version before might have written it.
        QFile older(path("log/studio.log"));
        QVERIFY(older.open(QIODevice::Append));
        older.write("2026-11-21T19:30:05.123Z info test: token=PRIVATE2 ```` in " + path("x").toUtf8() + '\n');
        older.close();
        qputenv("ISHOWTTS__SERVER__TOKEN", "PRIVATE3");

        const QString text = diagnostics(input(), scrubber());
        QVERIFY2(!text.contains(QStringLiteral("PRIVATE")), qPrintable(text));
        QVERIFY2(!text.contains(m_home.path()), qPrintable(text));
        QVERIFY(!text.contains(QStringLiteral("Ann")));
        QVERIFY(!text.contains(QStringLiteral("5678123")));
        for (const char *helps : {"## iShowTTS Studio " ISHOWTTS_VERSION,
                                  "Qt 6.",
                                  "LibTorch 2.",
                                  "Linux",
                                  "logical CPUs",
                                  "of it free; this program",
                                  "demo, 12.3 million parameters, on cpu, bf16",
                                  "Voices: slt; 2 of your own\n",
                                  "library 10.0 kB, 2 sound files with 1.2 MB",
                                  "ISHOWTTS__SERVER__TOKEN",
                                  "speech.voice = \"slt\"",
                                  "speech.nfe = 16",
                                  "speech.seedPinned = true",
                                  "theme = \"dark\"",
                                  "lastText = (21 characters)",
                                  "server.token = ***",
                                  "server.password = ***",
                                  "test: line 101 in ~/x/y",
                                  "test: line 299 in ~/x/y",
                                  "test: token=*** ```` in ~/x\n",
                                  "\n`````\n"}) {
            QVERIFY2(text.contains(QString::fromUtf8(helps)), qPrintable(QString::fromUtf8(helps) + u'\n' + text));
        }
        QVERIFY(!text.contains(QStringLiteral("test: line 100 in"))); // 200 lines
        QVERIFY(text.toUtf8().size() < 64'000);
    }

    void onlyShippedVoicesAndModelsAreNamed() {
        const auto settings = [this](const QString &voice, const QString &model) {
            const QJsonObject speech{{QStringLiteral("voice"), voice}, {QStringLiteral("model"), model}};
            write(path("config/settings.json"),
                  QJsonDocument(QJsonObject{{QStringLiteral("speech"), speech}}).toJson());
            return diagnostics(input(), scrubber());
        };
        QString text = settings(QStringLiteral("ann_smith"), QStringLiteral("ann-v2.1"));
        QVERIFY2(!text.contains(QStringLiteral("ann_")) && !text.contains(QStringLiteral("ann-")), qPrintable(text));
        QVERIFY(text.contains(QStringLiteral("speech.voice = (one of your own)\n")));
        QVERIFY(text.contains(QStringLiteral("speech.model = (one of your own)\n")));
        text = settings(QStringLiteral("awb"), QStringLiteral("demo"));
        QVERIFY(text.contains(QStringLiteral("speech.voice = \"awb\"\n")));
        QVERIFY(text.contains(QStringLiteral("speech.model = \"demo\"\n")));

        DiagnosticsInput other = input();
        other.voiceIds = {QStringLiteral("ann_smith")};
        QVERIFY(diagnostics(other, scrubber()).contains(QStringLiteral("Voices: 1 of your own\n")));
        other.voiceIds = {QStringLiteral("awb"), QStringLiteral("slt")};
        QVERIFY(diagnostics(other, scrubber()).contains(QStringLiteral("Voices: awb, slt\n")));
    }

    void itComesWithoutAnyFiles() {
        DiagnosticsInput nothing;
        nothing.settingsFile = path("nowhere/settings.json");
        nothing.dataFolder = path("nowhere").toStdString();
        const QString text = diagnostics(nothing, scrubber());
        QVERIFY(text.contains(QStringLiteral("Takes: none")));
        QVERIFY(text.contains(QStringLiteral("the defaults are used")));
        QVERIFY(text.contains(QStringLiteral("the last 0 lines")));
    }

    void damagedSettingsAreSaidWithoutTheirText() {
        write(path("config/settings.json"), "{ \"lastText\": \"PRIVATE\", ");
        const QString text = diagnostics(input(), scrubber());
        QVERIFY(text.contains(QStringLiteral("damaged: ")));
        QVERIFY(!text.contains(QStringLiteral("PRIVATE")));
    }
};

QTEST_GUILESS_MAIN(TestDiagnostics)
#include "tst_diagnostics.moc"
