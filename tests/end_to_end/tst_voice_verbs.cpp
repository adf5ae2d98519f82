// `ishowtts voices add, import, export, remove, restore`, as a person at a shell uses them.
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "tests/end_to_end/program.h"

using end_to_end::Program;
using end_to_end::Run;

class TestVoiceVerbs : public QObject {
    Q_OBJECT

    static QStringList idsOf(const Program &program) {
        return QString::fromUtf8(program.run({QStringLiteral("voices"), QStringLiteral("--ids")}).output)
            .split(u'\n', Qt::SkipEmptyParts);
    }

    static QString sound(const Program &program, const char *name, double seconds) {
        std::vector<qint16> samples(std::size_t(seconds * 16000) * 2);
        for (std::size_t i = 0; i < samples.size(); ++i)
            samples[i] = qint16(8000 * ((i / 80) % 2 ? 1 : -1));
        const QString file = program.path(QString::fromLatin1(name));
        QFile out(file);
        if (!out.open(QIODevice::WriteOnly) || out.write(end_to_end::wav(samples, 16000, 2)) <= 0)
            qFatal("%s cannot be written", name);
        return file;
    }

    static Run voices(const Program &program, const QStringList &words) {
        return program.run(QStringList{QStringLiteral("voices")} + words);
    }

private Q_SLOTS:
    void aRecordingBecomesAVoiceThatSpeaks() {
        const Program program;
        const QString file = sound(program, "raw.wav", 14);
        const Run long_ = voices(program, {u"add"_qs, file, u"--name"_qs, u"Anna"_qs, u"--text"_qs, u"Hello."_qs});
        QCOMPARE(long_.status, 3);
        QVERIFY2(long_.messages.contains(u"14.0 s long"), qPrintable(long_.messages));
        const Run added = voices(program, {u"add"_qs, file, u"--name"_qs, u"Anna"_qs, u"--text"_qs, u"Hello."_qs,
                                           u"--from"_qs, u"2"_qs, u"--to"_qs, u"7.5"_qs, u"--language"_qs, u"en-GB"_qs,
                                           u"--licence"_qs, u"CC0-1.0"_qs, u"--consent"_qs, u"Anna"_qs, u"--json"_qs});
        QVERIFY2(added.status == 0, qPrintable(added.messages));
        QCOMPARE(added.object()[u"id"].toString(), u"anna"_qs);
        const QByteArray kept = Program::read(added.object()[u"recording"].toString());
        QCOMPARE(int(end_to_end::samplesOf(kept).size()), int(5.5 * 24000));
        QVERIFY(idsOf(program).contains(u"anna"_qs));
        const QByteArray manifest =
            Program::read(QFileInfo(added.object()[u"recording"].toString()).path() + u"/voice.json"_qs);
        for (const char *part :
             {"\"by\": \"Anna\"", "\"licence\": \"CC0-1.0\"", "\"file\": \"raw.wav\"", "\"from\": 2"})
            QVERIFY2(manifest.contains(part), manifest.constData());
        const Run said =
            program.run({u"say"_qs, u"--model"_qs, Program::tinyModel(), u"--voice"_qs, u"anna"_qs, u"--out"_qs,
                         program.path(u"said.wav"_qs), u"--no-keep"_qs, u"--text"_qs, u"Good day."_qs});
        QVERIFY2(said.status == 0, qPrintable(said.messages));
    }

    // What the clinic would say of a recording is said at the shell too.
    void whatIsNotRightAboutARecordingIsSaid() {
        const Program program;
        std::vector<qint16> samples; // the left channel far too loud, no speech
        for (int i = 0; i < 4 * 44100; ++i) {
            const double wave = std::sin(0.05 * i);
            samples.push_back(qint16(32767 * std::clamp(3 * wave, -1.0, 1.0)));
            samples.push_back(qint16(3000 * wave));
        }
        QFile file(program.path(u"loud.wav"_qs));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(end_to_end::wav(samples, 44100, 2)) > 0);
        file.close();
        const Run added = voices(
            program, {u"add"_qs, file.fileName(), u"--name"_qs, u"Loud"_qs, u"--text"_qs, u"Hello."_qs, u"--json"_qs});
        QVERIFY2(added.status == 0, qPrintable(added.messages));
        QVERIFY2(added.messages.contains(u"clipping, not right") && added.messages.contains(u"in the left channel"),
                 qPrintable(added.messages));
        QVERIFY2(added.messages.contains(u"speech, not right"), qPrintable(added.messages));
        bool found = false;
        for (const QJsonValue finding : added.object()[u"findings"].toArray())
            found = found || (finding[u"what"] == u"clipping"_qs && finding[u"verdict"] == u"not right"_qs);
        QVERIFY(found);
    }

    // As the clinic marks it.
    void theBestPartOfALongRecordingIsNamed() {
        const Program program;
        QByteArray raw;
        for (int i = 0; i < 8; ++i) {
            const QByteArray said = Program::read(QStringLiteral(SOURCE_FOLDER "/voices/slt/reference.wav"));
            raw += said.mid(44) + QByteArray(48000, '\0');
        }
        std::vector<qint16> samples(std::size_t(raw.size() / 2));
        std::memcpy(samples.data(), raw.constData(), samples.size() * 2);
        QFile file(program.path(u"long.wav"_qs));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(end_to_end::wav(samples, 24000, 1)) > 0);
        file.close();
        const Run run = voices(program, {u"add"_qs, file.fileName(), u"--name"_qs, u"A"_qs, u"--text"_qs, u"x"_qs});
        QCOMPARE(run.status, 3);
        static const QRegularExpression part(u"The best part is --from (\\d+\\.\\d+) --to (\\d+\\.\\d+)\\."_qs);
        const auto match = part.match(run.messages);
        QVERIFY2(match.hasMatch(), qPrintable(run.messages));
        const double length = match.captured(2).toDouble() - match.captured(1).toDouble();
        QVERIFY2(length >= 3 && length <= 12, qPrintable(run.messages));
    }

    void removedAndBroughtBack() {
        const Program program;
        const QString file = sound(program, "raw.wav", 4);
        const Run added = voices(program, {u"add"_qs, file, u"--name"_qs, u"Anna"_qs, u"--text"_qs, u"Hello."_qs});
        QCOMPARE(added.status, 0);
        QVERIFY2(added.output.contains("ishowtts say --voice anna --text \"Hello.\""), added.output.constData());
        QCOMPARE(voices(program, {u"remove"_qs, u"anna"_qs}).status, 0);
        QVERIFY(!idsOf(program).contains(u"anna"_qs));
        const Run back = voices(program, {u"restore"_qs, u"anna"_qs, u"--json"_qs});
        QCOMPARE(back.object()[u"id"].toString(), u"anna"_qs);
        QVERIFY(idsOf(program).contains(u"anna"_qs));
        const Run twice = voices(program, {u"restore"_qs, u"anna"_qs});
        QCOMPARE(twice.status, 3);
        QVERIFY2(twice.messages.contains(u"was removed in the last week"), qPrintable(twice.messages));
        const Run shipped = voices(program, {u"remove"_qs, u"slt"_qs});
        QCOMPARE(shipped.status, 3);
        QVERIFY2(shipped.messages.contains(u"belongs to the program"), qPrintable(shipped.messages));
        QCOMPARE(voices(program, {u"restore"_qs, u"slt"_qs, u"--baseline"_qs}).status, 3);
        const Run unknown = voices(program, {u"restore"_qs, u"nosuch"_qs, u"--baseline"_qs});
        QCOMPARE(unknown.status, 3);
        QVERIFY2(unknown.messages.contains(u"There is no voice 'nosuch'"), qPrintable(unknown.messages));
        const Run tongue = voices(program, {u"add"_qs, file, u"--name"_qs, u"B"_qs, u"--text"_qs, u"Hello."_qs,
                                            u"--language"_qs, u"not a tag!!"_qs});
        QCOMPARE(tongue.status, 3);
        QVERIFY2(tongue.messages.contains(u"\"not a tag!!\" is no language tag"), qPrintable(tongue.messages));
    }

    void listsAndPacks() {
        const Program program;
        sound(program, "town.wav", 3);
        QFile list(program.path(u"story.toml"_qs));
        QVERIFY(list.open(QIODevice::WriteOnly));
        list.write("[voices.town]\nref_audio = \"town.wav\"\nref_text = \"In town.\"\n"
                   "[voices.mute]\nref_audio = \"town.wav\"\nref_text = \"\"\n");
        list.close();
        const Run imported = voices(program, {u"import"_qs, list.fileName(), u"--json"_qs});
        QVERIFY2(imported.status == 0, qPrintable(imported.messages));
        QCOMPARE(imported.object()[u"taken"].toArray().size(), 1);
        QCOMPARE(imported.object()[u"refused"].toArray().first()[u"name"].toString(), u"mute"_qs);
        QVERIFY2(imported.messages.contains(u"mute: It has no transcript."), qPrintable(imported.messages));

        const QString pack = program.path(u"town.ishowtts-voice.zip"_qs);
        QCOMPARE(voices(program, {u"export"_qs, u"town"_qs, u"slt"_qs, u"--out"_qs, pack}).status, 0);
        QVERIFY(QFile::exists(pack));
        QCOMPARE(voices(program, {u"export"_qs, u"town"_qs, u"--out"_qs, program.path(u"x.wav"_qs)}).status, 3);
        const Program other;
        const Run taken = voices(other, {u"import"_qs, pack});
        QVERIFY2(taken.status == 0, qPrintable(taken.messages));
        QCOMPARE(taken.output, QByteArray("town: town\nslt-2: Slt, US English, female\n"));
        const Run skipped = voices(other, {u"import"_qs, pack, u"--existing"_qs, u"skip"_qs});
        QCOMPARE(skipped.status, 0); // as was asked for
        QVERIFY2(skipped.messages.contains(u"There is a voice 'town' already"), qPrintable(skipped.messages));

        QFile damaged(pack);
        QVERIFY(damaged.open(QIODevice::ReadWrite));
        damaged.seek(200);
        damaged.write("damage");
        damaged.close();
        const Program third;
        QCOMPARE(voices(third, {u"import"_qs, pack}).status, 3);
        QVERIFY(!idsOf(third).contains(u"town"_qs));
    }

    // Ours are looked at before there are voices, and who does it again has no voice twice.
    void settingsOfTheOriginal() {
        Program program;
        sound(program, "town.wav", 3);
        const auto fill = [](const QString &name, const QByteArray &text) {
            QDir().mkpath(QFileInfo(name).path());
            QFile file(name);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(text);
        };
        const QString list = program.path(u"ishowtts.toml"_qs);
        fill(list, "default_voice = \"town\"\nodd = 1\n[[f5.voices]]\nid = \"town\"\nreference_audio = \"town.wav\"\n"
                   "reference_text = \"In town.\"\n[danmaku_gateway]\nmax_words = 5\nrate_limit_per_sec = 2\n");
        const QString config = program.path(u"config"_qs);
        program.setVariable(u"XDG_CONFIG_HOME"_qs, config);
        const QStringList words{u"import"_qs, list, u"--settings"_qs, u"--json"_qs};
        for (const char *name : {"settings.json", "danmaku.json"}) {
            const QString file = config + u"/ishowtts-studio/"_qs + QLatin1String(name);
            fill(file, "{ \"typo\"");
            const Run damaged = voices(program, words);
            QVERIFY2(damaged.status != 0 && damaged.messages.contains(QLatin1String(name)),
                     qPrintable(damaged.messages));
            QCOMPARE(Program::read(file), QByteArray("{ \"typo\"")); // and it is where it was
            QVERIFY(!idsOf(program).contains(u"town"_qs));
            QFile::remove(file);
        }
        const Run done = voices(program, words);
        QVERIFY2(done.status == 0, qPrintable(done.messages));
        QCOMPARE(done.object()[u"taken"].toArray().size(), 1);
        QCOMPARE(done.object()[u"settings"].toArray().size(), 1);
        QCOMPARE(done.object()[u"rules"].toArray().size(), 1);
        QCOMPARE(done.object()[u"left"].toArray().size(), 2);
        const Run again = voices(program, words);
        QVERIFY2(again.status == 0, qPrintable(again.messages));
        QCOMPARE(again.object()[u"here"].toArray().first()[u"id"].toString(), u"town"_qs);
        QVERIFY(again.object()[u"taken"].toArray().isEmpty());
        QVERIFY(!idsOf(program).contains(u"town-2"_qs));
        const QString nothing = program.path(u"nothing.toml"_qs);
        fill(nothing, "[f5]\nodd = 1\n[[f5.voices]]\nid = \"mute\"\nreference_audio = \"town.wav\"\n");
        QCOMPARE(voices(program, {u"import"_qs, nothing, u"--settings"_qs}).status, 3);
    }

    void whatIsUsedWrongly_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("message");
        QTest::newRow("unknown") << QStringList{u"delete"_qs, u"slt"_qs} << u"`voices` knows no \"delete\""_qs;
        QTest::newRow("no file") << QStringList{u"add"_qs} << u"takes one recording"_qs;
        QTest::newRow("no text") << QStringList{u"add"_qs, u"a.wav"_qs, u"--name"_qs, u"A"_qs} << u"needs --name"_qs;
        QTest::newRow("no out") << QStringList{u"export"_qs, u"slt"_qs} << u"--out FILE"_qs;
        QTest::newRow("two ids") << QStringList{u"remove"_qs, u"a"_qs, u"b"_qs} << u"takes the id"_qs;
        QTest::newRow("option of another")
            << QStringList{u"remove"_qs, u"a"_qs, u"--baseline"_qs} << u"--baseline belongs to `voices restore`"_qs;
        QTest::newRow("option of an act") << QStringList{u"--name"_qs, u"x"_qs} << u"--name belongs to `voices add`"_qs;
        QTest::newRow("ids of an act") << QStringList{u"remove"_qs, u"a"_qs, u"--ids"_qs} << u"--ids belongs"_qs;
    }
    void whatIsUsedWrongly() {
        QFETCH(QStringList, words);
        QFETCH(QString, message);
        const Program program;
        const Run run = voices(program, words);
        QCOMPARE(run.status, 2);
        QVERIFY2(run.messages.contains(message), qPrintable(run.messages));
        QVERIFY(run.output.isEmpty());
    }

    void whatIsNoSoundIsRefused() {
        const Program program;
        for (const QString &file : {u"/etc/hostname"_qs, u"/nonexistent.wav"_qs, u"/dev/zero"_qs, program.path({})}) {
            const Run run = voices(program, {u"add"_qs, file, u"--name"_qs, u"A"_qs, u"--text"_qs, u"x"_qs});
            QCOMPARE(run.status, 3);
            QVERIFY2(run.messages.count(u'\n') >= 2, qPrintable(run.messages)); // what and what to do
        }
        QVERIFY(!idsOf(program).contains(u"a"_qs));
    }
};

QTEST_GUILESS_MAIN(TestVoiceVerbs)
#include "tst_voice_verbs.moc"
