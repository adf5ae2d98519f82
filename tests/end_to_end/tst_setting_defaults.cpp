// `ishowtts` begins with the person's settings: options win over the environment, and that over settings.json.
#include <QDir>
#include <QFile>
#include <QTest>

#include "tests/end_to_end/program.h"

using namespace end_to_end;

namespace {

struct Shell : Program {
    Shell() { setVariable(QStringLiteral("XDG_CONFIG_HOME"), path(QStringLiteral("config"))); }

    QString settingsFile() const { return path(QStringLiteral("config/ishowtts-studio/settings.json")); }
    bool settings(const QByteArray &json) const {
        QFile file(settingsFile());
        return QDir().mkpath(QFileInfo(file).path()) && file.open(QIODevice::WriteOnly) &&
               file.write(json) == json.size();
    }
    Run say(const QStringList &more = {}) const {
        return run(QStringList{QStringLiteral("say"), QStringLiteral("--text"), QStringLiteral("Good morning."),
                               QStringLiteral("--out"), path(QStringLiteral("take.wav")), QStringLiteral("--json"),
                               QStringLiteral("--no-keep")} +
                   more);
    }
};

} // namespace

class SettingDefaultsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void optionsWinOverTheEnvironmentAndThatOverTheFile() {
        Shell shell;
        QCOMPARE(shell.say().object()[u"nfe_step"].toInt(), 7);
        QVERIFY(shell.settings(R"({"speech": {"nfe": 6, "speed": 1.25, "voice": "rms", "schedule": "uniform",
                                              "seedPinned": true, "seed": "18446744073709551615"}})"));
        Run run = shell.say();
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        QCOMPARE(run.object()[u"nfe_step"].toInt(), 6);
        QCOMPARE(run.object()[u"speed"].toDouble(), 1.25);
        QCOMPARE(run.object()[u"voice"].toString(), QStringLiteral("rms"));
        QCOMPARE(run.object()[u"schedule"].toString(), QStringLiteral("uniform"));
        QVERIFY(run.output.contains("\"seed\":18446744073709551615"));
        shell.setVariable(QStringLiteral("ISHOWTTS__SPEECH__NFE"), QStringLiteral("5"));
        QCOMPARE(shell.say().object()[u"nfe_step"].toInt(), 5);
        const Run help = shell.run({QStringLiteral("say"), QStringLiteral("--help")});
        QVERIFY(help.output.contains("settings.json") && help.output.contains("ISHOWTTS__SPEECH__NFE"));
        run = shell.say({QStringLiteral("--nfe"), QStringLiteral("4"), QStringLiteral("--voice"), QStringLiteral("slt"),
                         QStringLiteral("--seed"), QStringLiteral("3")});
        QCOMPARE(run.object()[u"nfe_step"].toInt(), 4);
        QCOMPARE(run.object()[u"voice"].toString(), QStringLiteral("slt"));
        QCOMPARE(run.object()[u"seed"].toInt(), 3);
    }

    // What is measured and judged is what the person speaks with, under conditions that stay the same.
    void measuringTakesModelAndDevice() {
        Shell shell;
        QVERIFY(shell.settings(QStringLiteral(R"({"speech": {"nfe": 6, "model": "%1"}, "engine": {"device": "cpu"}})")
                                   .arg(Program::tinyModel())
                                   .toUtf8()));
        const QStringList once{QStringLiteral("--runs"), QStringLiteral("1"), QStringLiteral("--json")};
        const QJsonObject bench = shell.run(QStringList{QStringLiteral("bench")} + once).object();
        QCOMPARE(bench[u"model"].toString(), QStringLiteral("v1"));
        QCOMPARE(bench[u"nfe_step"].toInt(), 7);
        const QJsonObject check = shell.run(QStringList{QStringLiteral("check")} + once).object();
        QCOMPARE(check[u"record"].toObject()[u"model"].toString(), QStringLiteral("v1"));
        QCOMPARE(check[u"compared_with"].toInt(), 1);
        QCOMPARE(shell.run(QStringList{QStringLiteral("profile")} + once).object()[u"model"].toString(),
                 QStringLiteral("v1"));
        const Run status = shell.run({QStringLiteral("status"), QStringLiteral("--port"), QStringLiteral("1")});
        QVERIFY2(status.output.contains("none since it was measured"), status.output.constData());
    }

    void aVoiceThatIsNotThereIsNamedWithItsPlace() {
        Shell shell;
        QVERIFY(shell.settings(R"({"speech": {"voice": "anna"}})"));
        for (const char *verb : {"say", "narrate"}) {
            QFile script(shell.path(QStringLiteral("script.txt")));
            QVERIFY(script.open(QIODevice::WriteOnly) && script.write("Good morning.\n") > 0);
            script.close();
            const Run run = QLatin1String(verb) == QLatin1String("say")
                                ? shell.say()
                                : shell.run({QStringLiteral("narrate"), script.fileName(), QStringLiteral("--out"),
                                             shell.path(QStringLiteral("told.wav"))});
            QCOMPARE(run.status, 3);
            QVERIFY2(run.messages.contains(QStringLiteral("There is no voice \"anna\"")), qPrintable(run.messages));
            QVERIFY2(run.messages.contains(shell.settingsFile()), qPrintable(run.messages));
            QVERIFY2(run.messages.contains(QStringLiteral("--voice")), qPrintable(run.messages));
            QVERIFY2(run.messages.contains(QStringLiteral("slt")), qPrintable(run.messages)); // which there are
        }
        QCOMPARE(shell.say({QStringLiteral("--voice"), QStringLiteral("slt")}).status, 0);
        const Run asked = shell.say({QStringLiteral("--voice"), QStringLiteral("berta")});
        QCOMPARE(asked.status, 3);
        QVERIFY2(!asked.messages.contains(shell.settingsFile()), qPrintable(asked.messages));
        shell.setVariable(QStringLiteral("ISHOWTTS__SPEECH__VOICE"), QStringLiteral("carla"));
        const Run named = shell.say();
        QCOMPARE(named.status, 3);
        QVERIFY2(named.messages.contains(QStringLiteral("carla")) &&
                     named.messages.contains(QStringLiteral("ISHOWTTS__SPEECH__VOICE")) &&
                     !named.messages.contains(shell.settingsFile()),
                 qPrintable(named.messages));
    }

    void whatDoesNotCountIsSaidAndStaysAsItIs() {
        Shell shell;
        const QByteArray broken = "{\"speech\": {\"nfe\": ";
        QVERIFY(shell.settings(broken));
        shell.setVariable(QStringLiteral("ISHOWTTS__SPEECH__SPEED"), QStringLiteral("fast"));
        const Run run = shell.say();
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        QCOMPARE(run.object()[u"nfe_step"].toInt(), 7);
        QCOMPARE(run.object()[u"speed"].toDouble(), 1.0);
        QVERIFY2(run.messages.contains(shell.settingsFile()), qPrintable(run.messages));
        QVERIFY2(run.messages.contains(QStringLiteral("ISHOWTTS__SPEECH__SPEED")), qPrintable(run.messages));
        QCOMPARE(Program::read(shell.settingsFile()), broken);
    }
};

QTEST_GUILESS_MAIN(SettingDefaultsTest)
#include "tst_setting_defaults.moc"
