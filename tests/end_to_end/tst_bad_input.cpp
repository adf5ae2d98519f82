// Whatever a person hands in: a clear message that says what to do, the right exit status, and nothing damaged.
#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QtEndian>

#include <cmath>
#include <csignal>

#include <sys/stat.h>

#include "tests/end_to_end/program.h"
#include "tests/patience.h"

using namespace end_to_end;

namespace {

std::vector<qint16> speech() {
    return samplesOf(Program::read(QStringLiteral(SOURCE_FOLDER "/voices/slt/reference.wav")));
}

// "ishowtts: what happened." and an indented line that says what to do.
QString faultOf(const QString &messages) {
    const QStringList lines = messages.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    if (lines.size() < 2 || !lines.front().startsWith(QStringLiteral("ishowtts: ")))
        return QStringLiteral("no message with a remedy: ") + messages;
    if (!lines.back().startsWith(QStringLiteral("  ")) || lines.back().trimmed().size() < 10)
        return QStringLiteral("no remedy: ") + messages;
    return {};
}

} // namespace

class BadInputTest : public QObject {
    Q_OBJECT

private:
    QStringList say(const Program &program, const QString &text, const QStringList &more = {}) const {
        return QStringList{QStringLiteral("say"),
                           QStringLiteral("--text"),
                           text,
                           QStringLiteral("--out"),
                           program.path(QStringLiteral("out.wav")),
                           QStringLiteral("--json")} +
               more;
    }

    void expectRefusal(const Program &program, const Run &run, int status, const QString &said) const {
        QVERIFY2(run.status == status, qPrintable(QStringLiteral("%1: ").arg(run.status) + run.messages));
        QCOMPARE(run.output, QByteArray());
        QCOMPARE(faultOf(run.messages), QString());
        QVERIFY2(run.messages.contains(said), qPrintable(run.messages));
        QCOMPARE(program.files(), QStringList());
    }

private Q_SLOTS:
    void texts_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("said");
        const QString silent = QStringLiteral("nothing to say");
        QTest::newRow("empty") << QByteArray() << QStringLiteral("empty");
        QTest::newRow("blanks") << QByteArray(" \n\t ") << QStringLiteral("empty");
        QTest::newRow("emoji only") << QByteArray("\xF0\x9F\x98\x80\xF0\x9F\x8E\x89") << silent;
        QTest::newRow("punctuation only") << QByteArray("?! ...") << silent;
        QTest::newRow("kana") << QByteArray("\xE3\x81\x8B\xE3\x81\xAA") << QStringLiteral("knows none");
        QTest::newRow("Cyrillic") << QByteArray("\xD0\xBF\xD1\x80\xD0\xB8\xD0\xB2\xD0\xB5\xD1\x82")
                                  << QStringLiteral("knows none");
        QTest::newRow("not UTF-8") << QByteArray("caf\xE9 is here") << QStringLiteral("UTF-8");
        QTest::newRow("300 kB") << QByteArray("Too long. ").repeated(30000) << QStringLiteral("300000 bytes");
    }

    void texts() {
        QFETCH(QByteArray, text);
        QFETCH(QString, said);
        const Program program;
        expectRefusal(program, program.run(say(program, QStringLiteral("-")), text), 3, said);
    }

    // It is spoken, though that takes long: how long is said before, and nobody has to wait for it.
    void aHundredKilobytesSayHowLongTheyBecome() {
        const Program program;
        QProcess process;
        program.start(process, say(program, QStringLiteral("-"),
                                   {QStringLiteral("--nfe"), QStringLiteral("2"), QStringLiteral("--model"),
                                    Program::tinyModel()}));
        process.write(QByteArray("The evening rain began, and the road was quiet.\n").repeated(2084)); // 100,032 bytes
        process.closeWriteChannel();
        QString said;
        const auto told = [&] {
            said += QString::fromUtf8(process.readAllStandardError());
            return said.contains(QStringLiteral("Ctrl+C stops\n"));
        };
        QTRY_VERIFY_WITH_TIMEOUT(told() || process.state() == QProcess::NotRunning, 120000);
        const auto about = QRegularExpression(QStringLiteral("about (\\d+) min of speech")).match(said);
        QVERIFY2(about.hasMatch(), qPrintable(said));
        QVERIFY2(about.captured(1).toInt() > 20 && about.captured(1).toInt() < 400, qPrintable(said));
        QCOMPARE(::kill(pid_t(process.processId()), SIGINT), 0);
        QVERIFY(process.waitForFinished(kLongEnough));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(process.readAllStandardError().endsWith("stopped; nothing was written\n"));
        QCOMPARE(process.readAllStandardOutput(), QByteArray());
        QCOMPARE(program.files(), QStringList());
        QCOMPARE(program.run({QStringLiteral("takes"), QStringLiteral("--json")}).array().size(), 0);
    }

    void aTextThatIsPartlyKnownIsSpokenWithAWarning() {
        const Program program;
        const Run run = program.run(say(program, QStringLiteral("Good morning, かな and welcome."),
                                        {QStringLiteral("--nfe"), QStringLiteral("5")}));
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        QVERIFY2(run.messages.contains(QStringLiteral("か な")), qPrintable(run.messages));
        QVERIFY(!run.object().isEmpty());
    }

    void recordings_data() {
        QTest::addColumn<QByteArray>("recording");
        QTest::addColumn<int>("status");
        const std::vector<qint16> whole = speech();
        QVERIFY(whole.size() > 24000);
        QTest::newRow("0.1 s") << wav({whole.begin() + 12000, whole.begin() + 14400}, 24000, 1) << 3;
        QTest::newRow("silent") << wav(std::vector<qint16>(72000, 0), 24000, 1) << 3;
        QTest::newRow("not audio") << QByteArray("Dear diary, today I was not a recording.") << 3;
        QTest::newRow("empty file") << QByteArray() << 3;
        QTest::newRow("a PNG") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) << 3;
        QTest::newRow("cut off") << wav(whole, 24000, 1).left(30) << 3;
        std::vector<qint16> stereo;
        for (const qint16 sample : whole)
            stereo.insert(stereo.end(), 8, sample); // four times the rate, two channels
        QTest::newRow("stereo 96 kHz") << wav(stereo, 96000, 2) << 0;
    }

    void recordings() {
        QFETCH(QByteArray, recording);
        QFETCH(int, status);
        const Program program;
        QVERIFY(!program.addVoice(QStringLiteral("odd"), recording).isEmpty());
        const Run run = program.run(
            say(program, QStringLiteral("The evening rain began."),
                {QStringLiteral("--voice"), QStringLiteral("odd"), QStringLiteral("--model"), Program::tinyModel()}));
        if (status != 0) {
            expectRefusal(program, run, status, QString());
            return;
        }
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        QVERIFY(run.object()[u"audio_seconds"].toDouble() > 0.5);
    }

    // Three hours cost no more than their first minute: time and memory stay those of a short one.
    void aThreeHourRecordingIsReadInPart() {
        const Program program;
        std::vector<qint16> loud;
        for (int i = 0; i < 10; ++i) { // about 20 s
            const std::vector<qint16> once = speech();
            loud.insert(loud.end(), once.begin(), once.end());
        }
        const QString file = program.addVoice(QStringLiteral("long"), wav(loud, 24000, 1));
        const quint32 bytes = 3 * 3600 * 24000 * 2;
        QFile long3h(file);
        QVERIFY(long3h.open(QIODevice::ReadWrite) && long3h.resize(44 + qint64(bytes))); // silence, and sparse on disk
        for (const auto &[position, size] : {std::pair(4, bytes + 36), std::pair(40, bytes)}) {
            const quint32 little = qToLittleEndian(size);
            QVERIFY(long3h.seek(position) && long3h.write(reinterpret_cast<const char *>(&little), 4) == 4);
        }
        long3h.close();
        const Run run = program.run(
            say(program, QStringLiteral("The evening rain began."),
                {QStringLiteral("--voice"), QStringLiteral("long"), QStringLiteral("--model"), Program::tinyModel()}));
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        QVERIFY(run.object()[u"stages"][u"reference"].toDouble() < 10);
        QVERIFY(run.object()[u"reference_shortened"].toBool());
        QVERIFY2(run.messages.contains(QStringLiteral("Only the first 12 s of the recording are used")),
                 qPrintable(run.messages));
    }

    void aBrokenVoiceHidesNoOther() {
        const Program program;
        const QString file = program.addVoice(QStringLiteral("broken"), "x");
        QVERIFY(QFile::remove(file));
        const Run run = program.run({QStringLiteral("voices"), QStringLiteral("--ids")});
        QCOMPARE(run.status, 0);
        QVERIFY(run.output.contains("slt\n") && !run.output.contains("broken"));
        QVERIFY2(run.messages.contains(QStringLiteral("broken")), qPrintable(run.messages));
    }

    void unknownVoiceNamesTheKnownOnes() {
        const Program program;
        const Run run =
            program.run(say(program, QStringLiteral("Hello."), {QStringLiteral("--voice"), QStringLiteral("nobody")}));
        expectRefusal(program, run, 3, QStringLiteral("slt"));
    }

    void noVoiceAtAll() {
        const QTemporaryDir shipped; // a program whose voices were not installed
        QVERIFY(
            QFile::link(QStringLiteral(SOURCE_FOLDER "/resources/models"), shipped.filePath(QStringLiteral("models"))));
        Program program;
        program.setVariable(QStringLiteral("ISHOWTTS_SHIPPED"), shipped.path());
        expectRefusal(program, program.run(say(program, QStringLiteral("Hello."))), 3, QStringLiteral("no voice"));
    }

    void nothingInstalledAtAll() {
        Program program;
        program.setVariable(QStringLiteral("ISHOWTTS_SHIPPED"), program.path(QStringLiteral("nowhere")));
        expectRefusal(program, program.run(say(program, QStringLiteral("Hello."))), 3,
                      QStringLiteral("reinstall the program"));
    }

    void models_data() {
        QTest::addColumn<QString>("without"); // file of the demo model that is missing
        QTest::addColumn<int>("cut");         // bytes left of its weights; -1 = all
        QTest::addColumn<QString>("said");
        QTest::newRow("no weights") << QStringLiteral("model_demo.safetensors") << -1 << QStringLiteral("weights");
        QTest::newRow("no vocabulary") << QStringLiteral("vocab.txt") << -1 << QStringLiteral("vocab.txt");
        QTest::newRow("no vocoder weights")
            << QStringLiteral("vocos/model.safetensors") << -1 << QStringLiteral("model.safetensors");
        QTest::newRow("no vocoder settings")
            << QStringLiteral("vocos/config.yaml") << -1 << QStringLiteral("config.yaml");
        QTest::newRow("half the weights") << QString() << 100000 << QStringLiteral("safetensors");
        QTest::newRow("empty weights") << QString() << 0 << QStringLiteral("safetensors");
    }

    void models() {
        QFETCH(QString, without);
        QFETCH(int, cut);
        QFETCH(QString, said);
        const QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("vocos")));
        const QString demo = QStringLiteral(SOURCE_FOLDER "/resources/models/demo/");
        for (const char *name : {"model_demo.safetensors", "vocab.txt", "model.yaml", "model.json", "durations.json",
                                 "vocos/config.yaml", "vocos/model.safetensors"})
            if (const QString file = QLatin1String(name); file != without)
                QVERIFY(QFile::copy(demo + file, folder.filePath(file)));
        if (cut >= 0) {
            QFile weights(folder.filePath(QStringLiteral("model_demo.safetensors")));
            weights.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
            QVERIFY(weights.resize(cut));
        }
        const Program program;
        expectRefusal(
            program,
            program.run(say(program, QStringLiteral("Hello there."), {QStringLiteral("--model"), folder.path()})), 3,
            said);
    }

    void missingModelFolder() {
        const Program program;
        for (const char *model : {"/nonexistent/model", "nothing"})
            expectRefusal(
                program,
                program.run(say(program, QStringLiteral("Hello."), {QStringLiteral("--model"), QLatin1String(model)})),
                3, QLatin1String(model));
    }

    // Whoever runs as root would lose the device itself.
    void caseReplacesNoDevice() {
        const Program program;
        const QString link = program.path(QStringLiteral("link.safetensors"));
        QVERIFY(QFile::link(QStringLiteral("/dev/null"), link));
        for (const QString &out : {QStringLiteral("/dev/null"), link, program.path(QString())}) {
            const Run run = program.run(
                {QStringLiteral("case"), QStringLiteral("--model"), Program::tinyModel(), QStringLiteral("--in"),
                 Program::tinyModel() + QStringLiteral("/cases/case_0.safetensors"), QStringLiteral("--out"), out});
            QVERIFY2(run.status == 3, qPrintable(QStringLiteral("%1: ").arg(run.status) + run.messages));
            QCOMPARE(faultOf(run.messages), QString());
            struct stat status {};
            QVERIFY(::stat("/dev/null", &status) == 0 && S_ISCHR(status.st_mode));
            QCOMPARE(program.files(), QStringList{QStringLiteral("link.safetensors")});
        }
    }

    void targets_data() {
        QTest::addColumn<QString>("out");
        QTest::addColumn<QList<int>>("statuses");
        QTest::newRow("a folder") << QStringLiteral("/tmp") << QList<int>{3};
        QTest::newRow("no such folder") << QStringLiteral("/nonexistent/folder/a.wav") << QList<int>{3};
        QTest::newRow("a file as folder") << QStringLiteral("/etc/passwd/a.wav") << QList<int>{3};
        QTest::newRow("a device") << QStringLiteral("/dev/full") << QList<int>{3};
        QTest::newRow("empty") << QString() << QList<int>{2};
        QTest::newRow("not writable") << QStringLiteral("/proc/a.wav") << QList<int>{4};
    }

    void targets() {
        QFETCH(QString, out);
        QFETCH(QList<int>, statuses);
        const Program program;
        const Run run = program.run({QStringLiteral("say"), QStringLiteral("--text"), QStringLiteral("The rain began."),
                                     QStringLiteral("--model"), Program::tinyModel(), QStringLiteral("--out"), out});
        QVERIFY2(statuses.contains(run.status), qPrintable(QStringLiteral("%1: ").arg(run.status) + run.messages));
        QCOMPARE(faultOf(run.messages), QString());
        QVERIFY(run.output.isEmpty());
    }

    // A limit on the size of files stops the write halfway, as a full disk does.
    void aFullDiskLeavesTheOldFile() {
        const Program program;
        const QString out = program.path(QStringLiteral("kept.wav"));
        QFile old(out);
        QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
        old.close();
        const Run run =
            program.shell(QStringLiteral("trap '' XFSZ; ulimit -f 8; \"$ISHOWTTS\" say --text 'The rain began, "
                                         "and the road was quiet.' --model '%1' --out '%2'")
                              .arg(Program::tinyModel(), out));
        QVERIFY2(run.status == 4, qPrintable(QStringLiteral("%1: ").arg(run.status) + run.messages));
        QCOMPARE(faultOf(run.messages), QString());
        QCOMPARE(Program::read(out), QByteArray("old"));
        QCOMPARE(program.files(), QStringList{QStringLiteral("kept.wav")});
    }

    void aLinkIsFollowed() {
        const Program program;
        QVERIFY(QFile::link(program.path(QStringLiteral("real.wav")), program.path(QStringLiteral("link.wav"))));
        QFile real(program.path(QStringLiteral("real.wav")));
        QVERIFY(real.open(QIODevice::WriteOnly));
        real.close();
        const Run run = program.run({QStringLiteral("say"), QStringLiteral("--text"), QStringLiteral("The rain began."),
                                     QStringLiteral("--model"), Program::tinyModel(), QStringLiteral("--out"),
                                     program.path(QStringLiteral("link.wav"))});
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        QVERIFY(QFileInfo(program.path(QStringLiteral("link.wav"))).isSymLink());
        QVERIFY(!samplesOf(Program::read(real.fileName())).empty());
    }

    void usage_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("said");
        const auto row = [](const char *line, const char *said) {
            QTest::newRow(line) << QString::fromLatin1(line).split(QLatin1Char(' ')) << QString::fromLatin1(said);
        };
        row("sya", "did you mean say?");
        row("say --text Hello", "needs --out FILE");
        row("say --text Hello --out", "--out needs a value");
        row("say --text Hello --out a.wav --nfe 129", "1 to 128");
        row("say --text Hello --out a.wav --speed fast", "0.3 to 3");
        row("say --text Hello --out a.wav --schedule espp", "did you mean epss?");
        row("say --text Hello --out a.wav --precision fp16", "auto, fp32 or bf16");
        row("say Hello --out a.wav", "as --text \"Hello\"");
        row("say --text Hello world --out a.wav", "between quotes");
        row("say --txt Hello", "did you mean --text?");
        row("help syt", "no verb \"syt\"");
        row("completion tcsh", "bash, zsh and fish");
        row("bench --case x --voice slt", "--voice");
        row("bench --case x --nfe 7", "--nfe");
        row("bench --case x --sway 0", "--sway");
        row("case --in a --out b", "needs --model");
    }

    void usage() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, said);
        const Program program;
        const Run run = program.run(arguments);
        QCOMPARE(run.status, 2);
        QVERIFY(run.output.isEmpty());
        QVERIFY2(run.messages.contains(said), qPrintable(run.messages));
        QVERIFY2(run.messages.contains(QStringLiteral("--help`")), qPrintable(run.messages));
    }

    void helpIsNoError() {
        const Program program;
        QCOMPARE(program.run({}).status, 2); // no verb: the overview, on stderr
        QVERIFY(program.run({}).messages.contains(QStringLiteral("Usage:")));
        for (const char *line :
             {"--help", "-h", "help", "help say", "say --help", "bench -h", "--version", "help completion"}) {
            const Run run = program.run(QString::fromLatin1(line).split(QLatin1Char(' ')));
            QCOMPARE(run.status, 0);
            QVERIFY(run.output.size() > 10 && run.messages.isEmpty());
        }
    }

    void badCases() {
        const Program program;
        const QString model = Program::tinyModel();
        for (const QString &in : {QStringLiteral("/nonexistent.safetensors"), model + QStringLiteral("/vocab.txt"),
                                  model + QStringLiteral("/model_reference.safetensors")}) {
            const Run run =
                program.run({QStringLiteral("case"), QStringLiteral("--model"), model, QStringLiteral("--in"), in,
                             QStringLiteral("--out"), program.path(QStringLiteral("o.safetensors"))});
            expectRefusal(program, run, 3, QString());
        }
    }

    void closedAndFullOutputs() {
        const Program program;
        const Run closed = program.shell(
            QStringLiteral(
                "yes 'The rain began.' | head -200000 | \"$ISHOWTTS\" tokens 2>&1 >&3 | cat; exit ${PIPESTATUS[2]}")
                .prepend(QStringLiteral("exec 3> >(head -1 >/dev/null); sleep 0.2; ")));
        QVERIFY2(closed.status == 0, qPrintable(closed.messages)); // the reader had enough: no complaint
        QCOMPARE(closed.output, QByteArray());
        const Run full = program.shell(QStringLiteral("\"$ISHOWTTS\" voices --json > /dev/full"));
        QCOMPARE(full.status, 4);
        QCOMPARE(faultOf(full.messages), QString());
    }

    void tokensNameTheLineThatIsWrong() {
        const Program program;
        const Run run = program.run({QStringLiteral("tokens")}, "fine\ncaf\xE9\n");
        QCOMPARE(run.status, 3);
        QVERIFY2(run.messages.contains(QStringLiteral("Line 2")), qPrintable(run.messages));
    }
};

QTEST_GUILESS_MAIN(BadInputTest)
#include "tst_bad_input.moc"
