// `ishowtts narrate`: killed and gone on with, one line changed, subtitles at their times, and what is refused.
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "engine/audio/loudness.h"
#include "tests/end_to_end/program.h"
#include "tests/small_files.h"

using end_to_end::Program;
using end_to_end::Run;

namespace {

// Nine lines: the paragraph with tags stays whole, and "{pause 1.5s}" is none.
const char *const kBook = "The small dog ran across the street. It was 7 o'clock.\n"
                          "What is your favorite color? Mine is blue.\n\n"
                          "[rms] Good morning. {pause 300ms} [main] Good morning, Rose.\n\n"
                          "{pause 1.5s}\n\n"
                          "Our team won the game by 12 points! Really? Yes, it did.\n\n"
                          "They will build a bridge over the river next year.\n";
constexpr int kLines = 9;

struct Shown {
    double from = 0;
    double to = 0;
    QString text;
};

QList<Shown> captionsIn(const QString &file) {
    static const QRegularExpression cue(
        QStringLiteral("(\\d+):(\\d+):(\\d+),(\\d+) --> (\\d+):(\\d+):(\\d+),(\\d+)\\n(.*)\\n"));
    QList<Shown> shown;
    auto cues = cue.globalMatch(QString::fromUtf8(Program::read(file)));
    while (cues.hasNext()) {
        const auto match = cues.next();
        const auto seconds = [&](int first) {
            return match.captured(first).toInt() * 3600 + match.captured(first + 1).toInt() * 60 +
                   match.captured(first + 2).toInt() + match.captured(first + 3).toInt() / 1000.0;
        };
        shown << Shown{seconds(1), seconds(5), match.captured(9)};
    }
    return shown;
}

QStringList partsIn(const Program &program, const QString &sound) {
    return QDir(program.path(sound + QStringLiteral(".parts"))).entryList({QStringLiteral("*.wav")}, QDir::Files);
}

} // namespace

class TestNarrate : public QObject {
    Q_OBJECT

    static QStringList narration(const Program &program, const QString &file, const QString &sound,
                                 const QStringList &more = {}) {
        return QStringList{u"narrate"_qs, program.path(file), u"--out"_qs, program.path(sound), u"--nfe"_qs,
                           u"4"_qs,       u"--json"_qs} +
               more;
    }
    static Run narrate(const Program &program, const QString &file, const QString &sound,
                       const QStringList &more = {}) {
        return program.run(narration(program, file, sound, more));
    }
    // Where it does not matter how it sounds.
    static Run narrateFast(const Program &program, const QString &file, const QString &sound,
                           const QStringList &more = {}) {
        return narrate(program, file, sound, more + QStringList{u"--model"_qs, Program::tinyModel()});
    }

private Q_SLOTS:
    void killedTwiceItIsTheSameAsAtOnce() {
        const Program program;
        put(program.path(u"book.txt"_qs), kBook);
        const QStringList more{u"--captions"_qs, u"srt"_qs};
        const Run whole = narrate(program, u"book.txt"_qs, u"whole.wav"_qs, more);
        QVERIFY2(whole.status == 0, qPrintable(whole.messages));
        QCOMPARE(whole.object()[u"lines"].toInt(), kLines);
        QCOMPARE(whole.object()[u"made"].toInt(), kLines);
        QVERIFY(!QFileInfo::exists(program.path(u"whole.wav.parts"_qs)));

        qsizetype there = 0;
        for (int kill = 0; kill < 2; ++kill) {
            QProcess process;
            program.start(process, narration(program, u"book.txt"_qs, u"book.wav"_qs, more));
            QTRY_VERIFY_WITH_TIMEOUT(partsIn(program, u"book.wav"_qs).size() > there, 60'000);
            process.kill();
            QVERIFY(process.waitForFinished());
            there = partsIn(program, u"book.wav"_qs).size();
            QVERIFY(!QFileInfo::exists(program.path(u"book.wav"_qs)));
        }
        QVERIFY(there < kLines);
        const Run rest = narrate(program, u"book.txt"_qs, u"book.wav"_qs, more);
        QVERIFY2(rest.status == 0, qPrintable(rest.messages));
        QVERIFY2(rest.messages.contains(u"going on: %1 lines"_qs.arg(there)), qPrintable(rest.messages));
        QCOMPARE(rest.object()[u"made"].toInt(), kLines - int(there));
        QCOMPARE(Program::read(program.path(u"book.wav"_qs)), Program::read(program.path(u"whole.wav"_qs)));
        QCOMPARE(Program::read(program.path(u"book.srt"_qs)), Program::read(program.path(u"whole.srt"_qs)));
        QStringList left = program.files();
        left.sort();
        QCOMPARE(left, QStringList({u"book.srt"_qs, u"book.txt"_qs, u"book.wav"_qs, u"whole.srt"_qs, u"whole.wav"_qs}));

        const QList<Shown> shown = captionsIn(program.path(u"book.srt"_qs));
        QCOMPARE(shown.size(), kLines);
        QCOMPARE(shown[4].text, u"Good morning. Good morning, Rose."_qs);
        const double pauses[] = {0.4, 0.8, 0.4, 0.8, 1.5, 0.4, 0.4, 0.8};
        const std::vector<qint16> sound = end_to_end::samplesOf(Program::read(program.path(u"book.wav"_qs)));
        for (int i = 0; i + 1 < kLines; ++i) {
            QVERIFY2(std::abs(shown[i + 1].from - shown[i].to - pauses[i]) < 0.0015,
                     qPrintable(u"behind line %1: %2 s"_qs.arg(i + 1).arg(shown[i + 1].from - shown[i].to)));
            const auto from = sound.begin() + std::lround((shown[i].to + 0.001) * 24000);
            const auto to = sound.begin() + std::lround((shown[i + 1].from - 0.001) * 24000);
            QVERIFY(std::all_of(from, to, [](qint16 sample) { return sample == 0; }));
        }
        // Each line is heard from its beginning to its end, and as loud as the others.
        const int peak = *std::max_element(sound.begin(), sound.end());
        double loudest = -100, quietest = 0;
        for (const Shown &line : shown) {
            const auto from = sound.begin() + std::lround(line.from * 24000);
            const auto to = sound.begin() + std::lround(line.to * 24000);
            const auto isHeard = [&](qint16 sample) { return std::abs(sample) > peak / 150; };
            QVERIFY2(std::any_of(from, from + 480, isHeard) && std::any_of(to - 480, to, isHeard),
                     qPrintable(line.text));
            engine::Clip clip;
            std::transform(from, to, std::back_inserter(clip.samples), [](qint16 x) { return float(x) / 32768; });
            if (clip.seconds() < 1)
                continue;
            const double loudness = engine::audio::measureLoudness(clip).integrated.value_or(-100);
            loudest = std::max(loudest, loudness);
            quietest = std::min(quietest, loudness);
        }
        QVERIFY2(loudest - quietest < 0.3, qPrintable(QString::number(loudest - quietest)));
    }

    void oneChangedLineIsMadeAgainAlone() {
        const Program program;
        put(program.path(u"book.txt"_qs), kBook);
        const QStringList keep{u"--keep-parts"_qs};
        const Run first = narrateFast(program, u"book.txt"_qs, u"book.flac"_qs, keep);
        QVERIFY2(first.status == 0, qPrintable(first.messages));
        const QStringList parts = partsIn(program, u"book.flac"_qs);
        QCOMPARE(parts.size(), kLines);
        const QByteArray before = Program::read(program.path(u"book.flac"_qs));

        put(program.path(u"book.txt"_qs), QByteArray(kBook).replace("12 points", "13 points"));
        const Run changed = narrateFast(program, u"book.txt"_qs, u"book.flac"_qs, keep);
        QVERIFY2(changed.status == 0, qPrintable(changed.messages));
        QCOMPARE(changed.object()[u"made"].toInt(), 1);
        const QStringList after = partsIn(program, u"book.flac"_qs);
        QCOMPARE(after.size(), kLines);
        QCOMPARE(std::count_if(after.begin(), after.end(), [&](const auto &name) { return parts.contains(name); }),
                 kLines - 1);
        QVERIFY(Program::read(program.path(u"book.flac"_qs)) != before);

        const QByteArray same = Program::read(program.path(u"book.flac"_qs));
        const Run again = narrateFast(program, u"book.txt"_qs, u"book.flac"_qs, keep);
        QCOMPARE(again.object()[u"made"].toInt(), 0);
        QCOMPARE(Program::read(program.path(u"book.flac"_qs)), same);
        const Run redone =
            narrateFast(program, u"book.txt"_qs, u"book.flac"_qs, keep + QStringList{u"--redo"_qs, u"2"_qs});
        QCOMPARE(redone.object()[u"made"].toInt(), 1);
        const QByteArray other = Program::read(program.path(u"book.flac"_qs));
        QVERIFY(other != same);
        QCOMPARE(narrateFast(program, u"book.txt"_qs, u"book.flac"_qs, keep).object()[u"made"].toInt(), 0);
        QCOMPARE(Program::read(program.path(u"book.flac"_qs)), other); // and stays so

        const Run faster = narrateFast(program, u"book.txt"_qs, u"book.flac"_qs, {u"--speed"_qs, u"1.1"_qs});
        QCOMPARE(faster.object()[u"made"].toInt(), kLines);
        QVERIFY(!QFileInfo::exists(program.path(u"book.flac.parts"_qs)));
    }

    void aDamagedPartIsMadeAgain() {
        const Program program;
        put(program.path(u"book.txt"_qs), "Good morning. How are you?");
        QCOMPARE(narrateFast(program, u"book.txt"_qs, u"book.wav"_qs, {u"--keep-parts"_qs}).status, 0);
        const QByteArray sound = Program::read(program.path(u"book.wav"_qs));
        QFile part(program.path(u"book.wav.parts/"_qs + partsIn(program, u"book.wav"_qs).first()));
        QVERIFY(part.resize(part.size() / 2));
        const Run again = narrateFast(program, u"book.txt"_qs, u"book.wav"_qs);
        QCOMPARE(again.object()[u"made"].toInt(), 1);
        QCOMPARE(Program::read(program.path(u"book.wav"_qs)), sound);
    }

    void doubtedLinesAreNamed() {
        const Program program;
        put(program.path(u"book.txt"_qs), "The small dog ran across the street. What is your favorite color?");
        const QStringList check{u"--keep-parts"_qs, u"--check"_qs};
        const Run good = narrate(program, u"book.txt"_qs, u"book.wav"_qs, check);
        QVERIFY2(good.status == 0, qPrintable(good.messages));
        QVERIFY2(good.object()[u"doubted"].toArray().isEmpty(), qPrintable(good.messages));

        // Half of the first line falls silent.
        const QJsonArray lines =
            QJsonDocument::fromJson(Program::read(program.path(u"book.wav.parts/narration.json"_qs)))
                .object()[u"lines"]
                .toArray();
        const QString part = program.path(u"book.wav.parts/%1.wav"_qs.arg(lines[0].toObject()[u"part"].toString()));
        QByteArray wave = Program::read(part);
        wave.replace(wave.size() / 4, wave.size() / 2, QByteArray(wave.size() / 2, '\0'));
        put(part, wave);
        const Run spoilt = narrate(program, u"book.txt"_qs, u"book.wav"_qs, check);
        QCOMPARE(spoilt.object()[u"made"].toInt(), 0);
        const QJsonArray doubted = spoilt.object()[u"doubted"].toArray();
        QCOMPARE(doubted.size(), 1);
        QCOMPARE(doubted[0].toObject()[u"line"].toInt(), 1);
        QVERIFY(!doubted[0].toObject()[u"doubts"].toArray().isEmpty());
        QVERIFY2(spoilt.messages.contains(u"line 1: doubt: "_qs), qPrintable(spoilt.messages));
    }

    void subtitlesAreSpokenAtTheirTimes() {
        const Program program;
        put(program.path(u"film.srt"_qs), "1\n00:00:01,500 --> 00:00:04,000\n<i>Good morning.</i>\n\n"
                                          "2\n00:00:06,000 --> 00:00:06,700\nThe small dog ran across the street.\n\n"
                                          "3\n00:00:10,250 --> 00:00:12,000\nIt was 7 o'clock.\n\n");
        const Run run =
            narrate(program, u"film.srt"_qs, u"spoken.wav"_qs, {u"--captions"_qs, u"srt"_qs, u"--check"_qs});
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        const QList<Shown> shown = captionsIn(program.path(u"spoken.srt"_qs));
        QCOMPARE(shown.size(), 3);
        QCOMPARE(shown[0].from, 1.5);
        QCOMPARE(shown[1].from, 6.0);
        QCOMPARE(shown[2].from, 10.25);
        QCOMPARE(run.object()[u"made"].toInt(), 4); // the second is too long for its time: once more, faster
        const QJsonArray overruns = run.object()[u"overruns"].toArray();
        QCOMPARE(overruns.size(), 1);
        QCOMPARE(overruns[0].toObject()[u"line"].toInt(), 2);
        // It was asked to be short.
        QVERIFY2(!run.messages.contains(u"line 2: doubt: missing"_qs), qPrintable(run.messages));
        const std::vector<qint16> sound = end_to_end::samplesOf(Program::read(program.path(u"spoken.wav"_qs)));
        QVERIFY(std::all_of(sound.begin(), sound.begin() + 36000, [](qint16 sample) { return sample == 0; }));
        QVERIFY(std::any_of(sound.begin() + 36000, sound.begin() + 40800, [](qint16 sample) { return sample != 0; }));
    }

    void aTableSaysWhoSpeaks() {
        const Program program;
        put(program.path(u"talk.csv"_qs), "text,voice\n\"Good morning, Rose.\",slt\nGood morning.,rms\n");
        const Run run = narrateFast(program, u"talk.csv"_qs, u"talk.wav"_qs);
        QVERIFY2(run.status == 0, qPrintable(run.messages));
        QCOMPARE(run.object()[u"lines"].toInt(), 2);
        put(program.path(u"talk.csv"_qs), "text,voice\nGood morning.,nobody\n");
        const Run wrong = narrateFast(program, u"talk.csv"_qs, u"other.wav"_qs);
        QCOMPARE(wrong.status, 3);
        QVERIFY2(wrong.messages.contains(u"Line 1 of 'talk.csv'"_qs), qPrintable(wrong.messages));
    }

    void whatCannotBeIsSaid_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("said");
        QTest::newRow("no file") << QStringList{u"none.txt"_qs, u"--out"_qs, u"a.wav"_qs} << 3 << u"none.txt"_qs;
        QTest::newRow("no words") << QStringList{u"blank.txt"_qs, u"--out"_qs, u"a.wav"_qs} << 3 << u"no words"_qs;
        QTest::newRow("silence") << QStringList{u"pause.txt"_qs, u"--out"_qs, u"a.wav"_qs} << 3 << u"could be said"_qs;
        QTest::newRow("bytes") << QStringList{u"bytes.txt"_qs, u"--out"_qs, u"a.wav"_qs} << 3 << u"bytes.txt"_qs;
        QTest::newRow("kind") << QStringList{u"good.txt"_qs, u"--out"_qs, u"a.mp3"_qs} << 3 << u".flac"_qs;
        QTest::newRow("folder") << QStringList{u"good.txt"_qs, u"--out"_qs, u"none/a.wav"_qs} << 3 << u"folder"_qs;
        QTest::newRow("itself") << QStringList{u"film.srt"_qs, u"--out"_qs, u"film.wav"_qs, u"--captions"_qs, u"srt"_qs}
                                << 3 << u"would take the place"_qs;
        QTest::newRow("voice") << QStringList{u"good.txt"_qs, u"--out"_qs, u"a.wav"_qs, u"--voice"_qs, u"nobody"_qs}
                               << 3 << u"nobody"_qs;
        QTest::newRow("parts") << QStringList{u"good.txt"_qs, u"--out"_qs, u"taken.wav"_qs} << 3
                               << u"holds something else"_qs;
        QTest::newRow("redo") << QStringList{u"good.txt"_qs, u"--out"_qs, u"a.wav"_qs, u"--redo"_qs, u"2-"_qs} << 2
                              << u"--redo takes"_qs;
        QTest::newRow("no such line") << QStringList{u"good.txt"_qs, u"--out"_qs, u"a.wav"_qs, u"--redo"_qs, u"2"_qs}
                                      << 3 << u"There is no line 2"_qs;
        QTest::newRow("two files") << QStringList{u"good.txt"_qs, u"film.srt"_qs, u"--out"_qs, u"a.wav"_qs} << 2
                                   << u"one file"_qs;
    }

    void whatCannotBeIsSaid() {
        QFETCH(QStringList, words);
        QFETCH(int, status);
        QFETCH(QString, said);
        const Program program;
        put(program.path(u"good.txt"_qs), "Good morning.");
        put(program.path(u"blank.txt"_qs), " \n\n");
        put(program.path(u"pause.txt"_qs), "{pause 1s}\n");
        put(program.path(u"bytes.txt"_qs), QByteArray(1000, '\0'));
        put(program.path(u"film.srt"_qs), "1\n00:00:01,500 --> 00:00:04,000\nGood morning.\n");
        QDir(program.path(QString())).mkdir(u"taken.wav.parts"_qs);
        put(program.path(u"taken.wav.parts/diary.txt"_qs), "mine");
        for (QString &word : words) {
            if (word.contains(u'.'))
                word = program.path(word);
        }
        const QStringList before = program.files();
        const Run run = program.run(QStringList{u"narrate"_qs} + words);
        QVERIFY2(run.status == status && run.messages.contains(said), qPrintable(run.messages));
        QCOMPARE(program.files(), before);
        QCOMPARE(Program::read(program.path(u"taken.wav.parts/diary.txt"_qs)), QByteArray("mine"));
    }
};

QTEST_GUILESS_MAIN(TestNarrate)
#include "tst_narrate.moc"
