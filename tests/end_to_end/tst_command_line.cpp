// The verbs of `ishowtts`, used as the guide and the issue describe them.
#include <QFile>
#include <QJsonDocument>
#include <QStandardPaths>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <csignal>

#include "tests/end_to_end/program.h"
#include "tests/patience.h"

using namespace end_to_end;

namespace {

const QString kSentence = QStringLiteral("Good morning, and welcome to our studio."); // 40 characters

QStringList words(const char *line) {
    return QString::fromUtf8(line).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

double sum(const QJsonObject &stages) {
    double total = 0;
    for (const char *stage : {"text", "reference", "dit", "vocoder", "other"})
        total += stages[QLatin1String(stage)].toDouble(NAN);
    return total;
}

} // namespace

class CommandLineTest : public QObject {
    Q_OBJECT

private:
    Run say(const Program &program, const QString &text, const QString &file, const QStringList &more) const {
        return program.run(QStringList{QStringLiteral("say"), QStringLiteral("--text"), text, QStringLiteral("--out"),
                                       program.path(file)} +
                           more);
    }

private Q_SLOTS:
    void oneSeedGivesTheSameBytes() {
        const Program program;
        for (const char *file : {"a.wav", "b.wav"}) {
            const Run run = say(program, kSentence, QLatin1String(file), words("--seed 7"));
            QVERIFY2(run.status == 0, qPrintable(run.messages));
            QVERIFY2(run.output.contains("RTF") && run.output.contains("seed 7"), run.output.constData());
        }
        const QByteArray first = Program::read(program.path(QStringLiteral("a.wav")));
        QCOMPARE(first, Program::read(program.path(QStringLiteral("b.wav"))));

        QCOMPARE(say(program, kSentence, QStringLiteral("c.wav"), words("--seed 8")).status, 0);
        QVERIFY(first != Program::read(program.path(QStringLiteral("c.wav"))));

        const std::vector<qint16> samples = samplesOf(first);
        QVERIFY(samples.size() > 24000 && samples.size() < 6 * 24000); // this sentence takes two to three seconds
        double energy = 0;
        for (const qint16 sample : samples)
            energy += double(sample) * sample;
        const double rms = std::sqrt(energy / double(samples.size())) / 32768;
        QVERIFY2(rms > 0.01 && rms < 0.5, qPrintable(QString::number(rms)));
        QCOMPARE(program.files().size(), 3); // no temporary file stays
    }

    void jsonOfSayIsWholeAndAddsUp() {
        const Program program;
        const QString file = QStringLiteral("take.wav");
        const Run run =
            say(program, kSentence, file, words("--seed 18446744073709551615 --nfe 5 --voice awb_bright --json"));
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        QVERIFY(run.output.contains("\"seed\":18446744073709551615"));
        const QJsonObject json = run.object();
        QVERIFY(!json.isEmpty());
        QCOMPARE(json[u"sample_rate"].toInt(), 24000);
        QCOMPARE(json[u"nfe_step"].toInt(), 5);
        QCOMPARE(json[u"schedule"].toString(), QStringLiteral("epss"));
        QCOMPARE(json[u"model"].toString(), QStringLiteral("demo"));
        QCOMPARE(json[u"voice"].toString(), QStringLiteral("awb_bright"));
        QVERIFY(QStringList({QStringLiteral("cpu"), QStringLiteral("cuda")}).contains(json[u"device"].toString()));
        QVERIFY(QStringList({QStringLiteral("fp32"), QStringLiteral("bf16")}).contains(json[u"precision"].toString()));
        QCOMPARE(json[u"chunks"].toInt(), 1);
        QCOMPARE(json[u"out"].toString(), program.path(file));

        const double audio = json[u"audio_seconds"].toDouble();
        const double synthesis = json[u"synthesis_seconds"].toDouble();
        QVERIFY(std::abs(audio - double(samplesOf(Program::read(program.path(file))).size()) / 24000) < 1e-4);
        QVERIFY(std::abs(json[u"rtf"].toDouble() - synthesis / audio) < 1e-4);
        QVERIFY(json[u"first_audio_seconds"].toDouble() > 0 && json[u"first_audio_seconds"].toDouble() <= synthesis);
        QVERIFY2(std::abs(sum(json[u"stages"].toObject()) - synthesis) < 1e-5, run.output.constData());
    }

    void scheduleIsTheOneThatWasUsed() {
        const Program program;
        const Run run = say(program, kSentence, QStringLiteral("x.wav"),
                            words("--nfe 4 --json --model") + QStringList{Program::tinyModel()});
        QCOMPARE(run.object()[u"schedule"].toString(), QStringLiteral("uniform")); // upstream has no table for 4
        QCOMPARE(run.object()[u"nfe_step"].toInt(), 4);
    }

    void theSeedThatIsPrintedRepeatsTheTake() {
        const Program program;
        const QStringList options = words("--json --model") + QStringList{Program::tinyModel()};
        const Run first = say(program, kSentence, QStringLiteral("a.wav"), options);
        QVERIFY2(first.status == 0, qPrintable(first.messages));
        const Run other = say(program, kSentence, QStringLiteral("b.wav"), options);
        QVERIFY(first.object()[u"seed"] != other.object()[u"seed"]);
        const QString seed = QString::number(first.object()[u"seed"].toInteger());
        QCOMPARE(say(program, kSentence, QStringLiteral("c.wav"), options + QStringList{QStringLiteral("--seed"), seed})
                     .status,
                 0);
        QCOMPARE(Program::read(program.path(QStringLiteral("c.wav"))),
                 Program::read(program.path(QStringLiteral("a.wav"))));
    }

    void aLongTextFromStandardInputIsJoined() {
        const Program program;
        QByteArray text;
        for (int i = 0; i < 30; ++i)
            text += "The evening rain began, and the old road was quiet.\n";
        const Run run = program.run(QStringList{QStringLiteral("say"), QStringLiteral("--text"), QStringLiteral("-"),
                                                QStringLiteral("--out"), program.path(QStringLiteral("long.wav")),
                                                QStringLiteral("--model"), Program::tinyModel()} +
                                        words("--nfe 1 --seed 1 --json"),
                                    text);
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        QCOMPARE(run.messages, QString()); // line breaks are no signs that the model ought to know
        QVERIFY(run.object()[u"chunks"].toInt() > 2);
        const double audio = run.object()[u"audio_seconds"].toDouble();
        QVERIFY(audio > 30);
        QVERIFY(std::abs(audio - double(samplesOf(Program::read(program.path(QStringLiteral("long.wav")))).size()) /
                                     24000) < 1e-4);
        QVERIFY(run.object()[u"first_audio_seconds"].toDouble() < run.object()[u"synthesis_seconds"].toDouble());
    }

    void theCrossFadeJoinsThePieces() {
        const Program program;
        const QString text = QStringLiteral("The evening rain began, and the old road was quiet. ").repeated(12);
        QHash<QByteArray, QJsonObject> said;
        for (const char *seconds : {"0", "0.15", "0.5"}) {
            const Run run =
                say(program, text, QLatin1String(seconds),
                    words("--nfe 1 --seed 1 --json --joining upstream --cross-fade") +
                        QStringList{QLatin1String(seconds), QStringLiteral("--model"), Program::tinyModel()});
            QVERIFY2(run.status == 0, qPrintable(run.messages));
            said[seconds] = run.object();
            QCOMPARE(run.object()[u"cross_fade_seconds"].toDouble(), QByteArray(seconds).toDouble());
        }
        const int joints = said["0"][u"chunks"].toInt() - 1;
        QVERIFY(joints > 0);
        const auto length = [&](const char *seconds) { return said[seconds][u"audio_seconds"].toDouble(); };
        QVERIFY(std::abs(length("0") - length("0.5") - 0.5 * joints) < 0.01);
        QVERIFY(std::abs(length("0") - length("0.15") - 0.15 * joints) < 0.01);
        const Run usual =
            say(program, text, QStringLiteral("usual.wav"),
                words("--nfe 1 --seed 1 --json --joining upstream --model") + QStringList{Program::tinyModel()});
        QCOMPARE(usual.object()[u"audio_seconds"].toDouble(), length("0.15")); // as in the Studio
        const Run tooLong = say(program, text, QStringLiteral("x.wav"), words("--cross-fade 1.5"));
        QVERIFY(tooLong.status != 0);
        QVERIFY2(tooLong.messages.contains(QStringLiteral("--cross-fade")) && tooLong.messages.contains(u'1'),
                 qPrintable(tooLong.messages));
    }

    // 100 kB of text is accepted and takes minutes; Ctrl+C ends it, and the file that was there stays as it was.
    void interruptLeavesNothingHalfDone() {
        const Program program;
        const QString out = program.path(QStringLiteral("kept.wav"));
        QFile old(out);
        QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
        old.close();

        QProcess process;
        program.start(process, {QStringLiteral("say"), QStringLiteral("--text"), QStringLiteral("-"),
                                QStringLiteral("--out"), out});
        process.write(QByteArray("The ship reached the island before noon. ").repeated(2440)); // 100,040 bytes
        process.closeWriteChannel();
        const auto waitsForSignals = [&] { // it blocks SIGINT (signal 2) once it takes the signal itself
            const QByteArray status = Program::read(QStringLiteral("/proc/%1/status").arg(process.processId()));
            const qsizetype at = status.indexOf("SigBlk:");
            return at >= 0 && (status.mid(at + 7, 18).trimmed().toULongLong(nullptr, 16) & 2) != 0;
        };
        QTRY_VERIFY_WITH_TIMEOUT(waitsForSignals() || process.state() == QProcess::NotRunning, 60000);
        QTest::qWait(3000); // into the first sentences
        QVERIFY2(process.state() == QProcess::Running, process.readAllStandardError().constData());
        QCOMPARE(kill(pid_t(process.processId()), SIGINT), 0);
        QVERIFY(process.waitForFinished(kLongEnough));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 130);
        const QByteArray said = process.readAllStandardError(); // a fast machine has told how long it will be
        QVERIFY2(said.endsWith("ishowtts: stopped; nothing was written\n"), said.constData());
        QCOMPARE(Program::read(out), QByteArray("old"));
        QCOMPARE(program.files(), QStringList{QStringLiteral("kept.wav")});
    }

    void aTerminalShowsProgress() {
        if (QStandardPaths::findExecutable(QStringLiteral("script")).isEmpty())
            QSKIP("needs `script` of the package bsdutils");
        Program program;
        program.setVariable(QStringLiteral("TERM"), QStringLiteral("xterm"));
        program.setVariable(QStringLiteral("COMMAND"),
                            QStringLiteral("\"$ISHOWTTS\" say --text 'The evening rain began.' --out '%1' --nfe 16")
                                .arg(program.path(QStringLiteral("t.wav"))));
        const Run run = program.shell(QStringLiteral("script -qec \"$COMMAND\" /dev/null"));
        QVERIFY2(run.status == 0, run.output.constData());
        QVERIFY2(run.output.contains("[######") && run.output.contains(" % ") && run.output.contains(" s left"),
                 run.output.constData());
        const qsizetype summary = run.output.lastIndexOf(" of speech in ");
        QVERIFY(summary > run.output.lastIndexOf("\r\033[K")); // the bar is gone before the summary
    }

    void tokensAreOneListPerLine() {
        const Program program;
        const Run run = program.run({QStringLiteral("tokens")}, "Hi, you\r\n\nna\xC3\xAFve \xE4\xBD\xA0\n\"last\\");
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        const QList<QByteArray> lines = run.output.split('\n');
        QCOMPARE(lines.size(), 5); // the fifth is what follows the last line break
        QCOMPARE(lines[0], QByteArray(R"(["H","i",","," ","y","o","u"])"));
        QCOMPARE(lines[1], QByteArray("[]"));
        QVERIFY2(lines[2].contains("\"\xC3\xAF\""), lines[2].constData()); // as is, not \u00ef
        QVERIFY2(lines[2].contains("\" \",\"ni3\""), lines[2].constData());
        QVERIFY(QJsonDocument::fromJson(lines[3]).array().contains(QStringLiteral("\\")));
        QVERIFY2(run.messages.contains(QStringLiteral("not in the model's vocabulary")), qPrintable(run.messages));
    }

    // What is said for a line, with its tags; the voices are the shipped ones.
    void spokenTokensAreObjects() {
        const Program program;
        const Run run = program.run(words("tokens --spoken --voice awb"),
                                    "[slt] It is 5 km. {pause 0.5s}[nobody] Go.\n\xE5\xAD\x97(zi3)<ma5>\n");
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        const QList<QByteArray> lines = run.output.split('\n');
        QCOMPARE(lines.size(), 3);
        const QJsonObject first = QJsonDocument::fromJson(lines[0]).object();
        QCOMPARE(first[u"written"].toString(), QStringLiteral("[slt] It is 5 km. {pause 0.5s}[nobody] Go."));
        QCOMPARE(first[u"spoken"].toString(), QStringLiteral("[slt]It is five kilometers.{pause 0.5s}Go."));
        QVERIFY(!first[u"tokens"].toArray().contains(QStringLiteral("[")));
        QCOMPARE(first[u"warnings"].toArray().size(), 1);
        QVERIFY(first[u"warnings"][0][u"what"].toString().contains(u"nobody"));
        QCOMPARE(first[u"warnings"][0][u"from"].toInt(), 30);
        const QJsonObject second = QJsonDocument::fromJson(lines[1]).object();
        QCOMPARE(second[u"tokens"].toArray(), (QJsonArray{u" "_qs, u"zi3"_qs, u" "_qs, u"ma"_qs}));
    }

    // A person is told what is left out, and what is said is in the figures.
    void sayFollowsTags() {
        const Program program;
        const Run run = say(program, QStringLiteral("One {pause 500ms} [nobody] 2."), QStringLiteral("t.wav"),
                            words("--seed 7 --nfe 5 --json"));
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        QCOMPARE(run.object()[u"spoken"].toString(), QStringLiteral("One{pause 0.5s}two."));
        QVERIFY2(run.messages.contains(u"nobody"), qPrintable(run.messages));
        const Run plain = say(program, QStringLiteral("One [nobody] 2."), QStringLiteral("t.wav"),
                              words("--seed 7 --nfe 5 --json --as-written"));
        QVERIFY2(plain.status == 0, qPrintable(plain.messages));
        QCOMPARE(plain.object()[u"spoken"].toString(), QString());
        QVERIFY2(!plain.messages.contains(u"No voice"), qPrintable(plain.messages));
        const Run nothing = say(program, QStringLiteral("[nobody]"), QStringLiteral("u.wav"), {});
        QCOMPARE(nothing.status, 3);
        QVERIFY2(nothing.messages.contains(u"Nothing of the text is left"), qPrintable(nothing.messages));
        QVERIFY(!QFile::exists(program.path(QStringLiteral("u.wav"))));
        const Run sign = say(program, QStringLiteral("∞"), QStringLiteral("s.wav"), words("--seed 7 --nfe 5 --json"));
        QVERIFY2(sign.status == 0, qPrintable(sign.messages));
        QCOMPARE(sign.object()[u"spoken"].toString(), QStringLiteral("infinity"));
    }

    void manyLinesAreQuick() {
        const Program program;
        const QByteArray text =
            QByteArray("The quiet river runs slowly past the old town, and 42 boats wait.\n").repeated(20000);
        const Run run = program.run({QStringLiteral("tokens")}, text, 60);
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        QCOMPARE(run.output.count('\n'), 20000);
    }

    void listsAreJson() {
        const Program program;
        const QJsonArray voices = program.run(words("voices --json")).array();
        QVERIFY(voices.size() >= 4);
        for (const QJsonValue &voice : voices) {
            for (const char *key : {"id", "name", "language", "transcript", "licence", "source", "recording"})
                QVERIFY2(!voice[QLatin1String(key)].toString().isEmpty(), key);
            QVERIFY(QFile::exists(voice[u"recording"].toString()));
        }
        const QJsonArray models = program.run(words("models --json")).array();
        QCOMPARE(models.size(), 1);
        QCOMPARE(models[0][u"name"].toString(), QStringLiteral("demo"));
        for (const char *key : {"dim", "depth", "heads", "vocabulary", "parameters", "bytes"})
            QVERIFY2(models[0][QLatin1String(key)].toInteger() > 0, key);
        QVERIFY(models[0][u"vocoder"].toBool());
        QVERIFY(!models[0][u"flags"][u"source"].toString().isEmpty());
        const QJsonArray devices = program.run(words("devices --json")).array();
        QVERIFY(!devices.isEmpty());
        QVERIFY(!devices[0][u"reason"].toString().isEmpty());
        QVERIFY(program.run(words("voices")).output.contains("slt"));
        QVERIFY(program.run(words("models")).output.contains("9.6 M parameters"));
        QVERIFY(program.run(words("devices")).output.contains("cpu"));
        QVERIFY(program.run(words("voices --ids")).output.contains("slt\n"));
        QCOMPARE(program.run(words("models --names")).output, QByteArray("demo\n"));
        QCOMPARE(program.run(words("models --names --json")).output, QByteArray("[\"demo\"]\n"));
        QVERIFY(program.run(words("voices --ids --json")).array().contains(QStringLiteral("slt")));
    }

    // As long as its syllables ask for, neither silent nor clipped.
    void chineseIsHeard() {
        if (!QFile::exists(QStringLiteral(PROGRAM_FOLDER "/../share/ishowtts-studio/text/chinese.bin")))
            QSKIP("built without the tables for Chinese");
        const Program program;
        const QString file = program.path(QStringLiteral("zh.wav"));
        for (const char *voice : {"ling", "bo"}) {
            const Run run = program.run(words("say --seed 1 --voice") +
                                        QStringList{QLatin1String(voice), QStringLiteral("--text"),
                                                    QStringLiteral("下午我们一起去公园，听老人讲故事。"),
                                                    QStringLiteral("--out"), file});
            QVERIFY2(run.status == 0, qPrintable(run.messages));
            const std::vector<qint16> samples = samplesOf(Program::read(file));
            const double seconds = double(samples.size()) / 24'000;
            QVERIFY2(seconds > 2 && seconds < 8, qPrintable(QString::number(seconds)));
            const auto isLoud = [](qint16 sample) { return std::abs(sample) > 1'000; };
            const auto isFull = [](qint16 sample) { return std::abs(sample) > 32'700; };
            QVERIFY(std::count_if(samples.begin(), samples.end(), isLoud) > qsizetype(samples.size() / 10));
            QVERIFY(std::count_if(samples.begin(), samples.end(), isFull) < qsizetype(samples.size() / 1'000));
        }
    }

    void threadsFollowTheAffinity() {
        if (QStandardPaths::findExecutable(QStringLiteral("taskset")).isEmpty())
            QSKIP("needs `taskset` of the package util-linux");
        const Program program;
        const Run run = program.shell(QStringLiteral("taskset -c 0 \"$ISHOWTTS\" devices --json"));
        QVERIFY2(run.output.contains("\"threads\":1,") || run.output.contains("\"threads\":1}"),
                 run.output.constData());
    }

    void aNewVoiceIsSeenAtOnce() {
        const Program program;
        const QByteArray recording = Program::read(QStringLiteral(SOURCE_FOLDER "/voices/slt/reference.wav"));
        QVERIFY(!program.addVoice(QStringLiteral("mine"), recording).isEmpty());
        QVERIFY(program.run(words("voices --ids")).output.contains("mine\n"));
        QVERIFY(program.run(words("voices")).output.contains("yours"));
        const QStringList options = words("--seed 1 --model") + QStringList{Program::tinyModel()};
        QCOMPARE(say(program, kSentence, QStringLiteral("a.wav"), options + words("--voice mine")).status, 0);
        QCOMPARE(say(program, kSentence, QStringLiteral("b.wav"), options).status, 0); // slt is the default
        QCOMPARE(Program::read(program.path(QStringLiteral("a.wav"))),
                 Program::read(program.path(QStringLiteral("b.wav"))));
    }

    void casesRunAndAreTimed() {
        const Program program;
        const QString in = Program::tinyModel() + QStringLiteral("/cases/case_0.safetensors");
        const QString out = program.path(QStringLiteral("result.safetensors"));
        const Run run =
            program.run({QStringLiteral("case"), QStringLiteral("--model"), Program::tinyModel(),
                         QStringLiteral("--in"), in, QStringLiteral("--out"), out, QStringLiteral("--json")});
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        QVERIFY(run.object()[u"synthesis_seconds"].toDouble() > 0);
        const int frames = run.object()[u"frames"].toInt();
        QVERIFY(Program::read(out).contains(QStringLiteral("[%1,100]").arg(frames).toLatin1())); // the shape of mel

        const Run bench = program.run({QStringLiteral("bench"), QStringLiteral("--case"), in, QStringLiteral("--model"),
                                       Program::tinyModel(), QStringLiteral("--runs"), QStringLiteral("3"),
                                       QStringLiteral("--json")});
        QVERIFY2(bench.status == 0, qPrintable(bench.messages));
        QCOMPARE(bench.object()[u"frames"].toInt(), frames);
        QVERIFY(bench.object()[u"synthesis_seconds_spread"][u"max"].toDouble() >=
                bench.object()[u"synthesis_seconds"].toDouble());
        QCOMPARE(program.files(), QStringList{QStringLiteral("result.safetensors")});
    }

    void benchMeasuresAndChecks() {
        const Program program;
        const Run run = program.run(words("bench --runs 3 --json --require-rtf 0.00001"));
        QCOMPARE(run.status, 1); // no machine is that fast
        QVERIFY2(run.messages.contains(QStringLiteral("above the required 0.00001")), qPrintable(run.messages));
        const QJsonObject json = run.object();
        QCOMPARE(json[u"characters"].toInt(), 40);
        QCOMPARE(json[u"runs"].toArray().size(), 3);
        const QJsonObject rtf = json[u"rtf_spread"].toObject();
        QVERIFY(rtf[u"min"].toDouble() > 0);
        QVERIFY(rtf[u"min"].toDouble() <= rtf[u"median"].toDouble() &&
                rtf[u"median"].toDouble() <= rtf[u"max"].toDouble());
        for (const QJsonValue &one : json[u"runs"].toArray())
            QVERIFY(std::abs(sum(one[u"stages"].toObject()) - one[u"synthesis_seconds"].toDouble()) < 1e-5);

        QCOMPARE(json[u"run_count"].toInt(), 3);

        // The targets are named beside figures of their own setting only.
        const Run words1 = program.run(words("bench --runs 1 --nfe 5 --require-first-audio 10000"));
        QVERIFY2(words1.status == 0, qPrintable(words1.messages));
        QVERIFY(words1.output.contains("RTF") && !words1.output.contains("target"));
        const Run two = program.run(words("bench --runs 1 --threads 2 --device cpu"));
        QVERIFY2(two.status == 0, qPrintable(two.messages));
        if (two.output.contains(", 2 threads, "))
            QVERIFY(two.output.contains("RTF <= 0.30") && two.output.contains("first audio <= 1.00 s"));
    }
};

QTEST_GUILESS_MAIN(CommandLineTest)
#include "tst_command_line.moc"
