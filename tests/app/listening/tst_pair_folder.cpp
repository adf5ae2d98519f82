// Pairs of sounds that were made elsewhere: found by their names, told what is wrong with them, and never accepted.
// With ISHOWTTS_ORIGINAL_SAMPLES=FOLDER (.agent/quality_samples of 2WalterW/ishowtts) the original's own files are
// read, too.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

#include <cmath>
#include <random>

#include "app/listening/imported_sounds.h"
#include "app/listening/pair_folder.h"
#include "app/listening/session_export.h"
#include "app/listening/test_results.h"
#include "engine/audio/sound_file.h"
#include "engine/error.h"
#include "tests/app/listening/voted_sessions.h"

using namespace app::listening;

namespace {

const QStringList kDecoder{QStringLiteral(PROGRAM_FOLDER "/ishowtts-decode")};

// A tone that begins and ends softly, with noise of its own.
engine::Clip tone(unsigned seed, double loudness = 0.2, double seconds = 1, bool cut = false) {
    std::minstd_rand random(seed + 1);
    engine::Clip clip;
    const auto samples = std::size_t(seconds * engine::kSampleRate);
    const double pitch = 120 + double(seed % 50);
    for (std::size_t i = 0; i < samples; ++i) {
        const double t = double(i) / engine::kSampleRate, left = seconds - t;
        const double fade = std::min({1.0, t / 0.05, cut ? 1.0 : std::max(0.0, left - 0.05) / 0.2});
        const double noise = double(random()) / double(std::minstd_rand::max()) - 0.5;
        clip.samples.push_back(float(loudness * fade * (std::sin(2 * M_PI * pitch * t) + 0.3 * noise)));
    }
    return clip;
}

class Folder {
public:
    QString path() const { return m_folder.path(); }
    QString at(const QString &name) const { return m_folder.filePath(name); }
    void put(const QString &name, const engine::Clip &clip) const {
        QDir(path()).mkpath(QFileInfo(name).path());
        engine::audio::writeSound(at(name).toStdString(), clip, engine::audio::SoundFormat::WavFloat);
    }
    void putBytes(const QString &name, const QByteArray &bytes) const {
        QDir(path()).mkpath(QFileInfo(name).path());
        QFile file(at(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }
    // Of a row in both columns, of one seed unless it is said.
    void putPair(const QString &id, unsigned seed, unsigned other, double loudness = 0.2) const {
        put(QStringLiteral("nfe6/%1_nfe6.wav").arg(id), tone(seed, loudness));
        put(QStringLiteral("nfe7/%1_nfe7.wav").arg(id), tone(other));
    }

private:
    QTemporaryDir m_folder;
};

ImportedPairs imported(const QString &folder) {
    PairOptions options;
    options.decoder = kDecoder;
    return importPairs(folder, {}, {}, options).value();
}

const PairFlag *flagOf(const ImportedPairs &pairs, const std::string &word) {
    for (const PairFlag &flag : pairs.flags) {
        if (flag.word == word)
            return &flag;
    }
    return nullptr;
}

QString refusalOf(const QString &folder) {
    try {
        imported(folder);
    } catch (const engine::Error &error) {
        return QString::fromUtf8(error.what());
    }
    return {};
}

} // namespace

class TestPairFolder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void otherSoundsOfTheSameNamesTakeNobodysPlace() {
        const Folder one, other;
        one.putPair(QStringLiteral("short_1"), 1, 1);
        other.putPair(QStringLiteral("short_1"), 2, 2);
        const TestDesign first = imported(one.path()).design, second = imported(other.path()).design;
        QCOMPARE(importedCellKey(imported(one.path()).design, 0, 0), importedCellKey(first, 0, 0));
        QVERIFY(importedCellKey(first, 0, 0) != importedCellKey(first, 0, 1));
        QVERIFY(importedCellKey(first, 0, 0) != importedCellKey(second, 0, 0));
        QVERIFY(parseDesign(toJson(first).dump(), "design") == first);
    }

    void whatIsWrongWithPairsIsTold() {
        const Folder folder;
        folder.putPair(QStringLiteral("short_1"), 1, 1);
        folder.putPair(QStringLiteral("short_10"), 2, 2, 0.4);
        folder.putPair(QStringLiteral("short_2"), 3, 3);
        folder.put(QStringLiteral("nfe6/tech_1_nfe6.wav"), tone(4, 1.3));
        folder.put(QStringLiteral("nfe7/tech_1_nfe7.wav"), tone(4, 1.3, 1, true));
        folder.put(QStringLiteral("nfe7/alone_1_nfe7.wav"), tone(5));
        folder.put(QStringLiteral("nfe6/long_1_nfe6.wav"), tone(6, 0.2, 1.5));
        folder.put(QStringLiteral("nfe7/long_1_nfe7.wav"), tone(6));
        folder.putBytes(
            QStringLiteral("EVALUATION_TEMPLATE.txt"),
            "Test: tech_1\r\nText: Version 2.5.0 is out.\r\nNotes: ___\n\nTest: short_2\nText: Hello world!\n"
            "Test: ../x\nText: nobody\nTest: short_10\nText: \x01\n");
        const ImportedPairs pairs = imported(folder.path());
        const TestDesign &design = pairs.design;
        QCOMPARE(int(design.rows.size()), 5);
        QCOMPARE(design.rows[0].id, std::string("tech_1")); // the template's order, then by name
        QCOMPARE(design.rows[0].text, std::string("Version 2.5.0 is out."));
        QCOMPARE(design.rows[0].category, std::string("tech"));
        QCOMPARE(design.rows[1].text, std::string("Hello world!"));
        QCOMPARE(design.rows[2].id, std::string("long_1"));
        QCOMPARE(design.rows[3].id, std::string("short_1"));
        QCOMPARE(design.rows[4].id, std::string("short_10"));
        QCOMPARE(design.rows[4].text, std::string("short_10"));
        QCOMPARE(int(design.columns.size()), 2);
        QCOMPARE(design.columns[0].nfeStep, 6);
        QCOMPARE(design.baseline, 1);
        QCOMPARE(int(pairs.cells.size()), 10);
        QCOMPARE(flagOf(pairs, "over-full-scale")->count, 2);
        QCOMPARE(flagOf(pairs, "over-full-scale")->of, 10);
        QCOMPARE(flagOf(pairs, "over-full-scale")->names[0], QStringLiteral("nfe6/tech_1_nfe6.wav"));
        QCOMPARE(flagOf(pairs, "level-difference")->names, QStringList{QStringLiteral("short_10")});
        QCOMPARE(flagOf(pairs, "unequal-length")->names, QStringList{QStringLiteral("long_1")});
        QCOMPARE(flagOf(pairs, "abrupt-end")->names, QStringList{QStringLiteral("nfe7/tech_1_nfe7.wav")});
        QCOMPARE(flagOf(pairs, "incomplete")->names, QStringList{QStringLiteral("alone_1")});
        QVERIFY(flagOf(pairs, "incomplete")->sentence.contains(QStringLiteral("1 of 6")));
        QVERIFY(!flagOf(pairs, "not-seed-matched"));
        QVERIFY(pairs.largestCorrelation > 0.9);
        // What lies beyond full scale stays as it was delivered.
        const engine::Clip before = tone(4, 1.3);
        QVERIFY(pairs.cells[0].clip->samples == before.samples);
        QVERIFY(*std::max_element(before.samples.begin(), before.samples.end()) > 1.0F);
        QCOMPARE(pairs.cells[0].sha256.size(), std::size_t(64));
        QCOMPARE(design.flags[0], std::string("imported"));
        QVERIFY(!sentenceFor(design.flags.back()).isEmpty());
    }

    void soundsOfDifferentSeedsAreNoticed() {
        const Folder folder;
        for (unsigned i = 0; i < 3; ++i)
            folder.putPair(QStringLiteral("sample_%1").arg(i), 10 + i, 30 + i);
        const ImportedPairs pairs = imported(folder.path());
        QVERIFY(pairs.largestCorrelation < 0.1);
        QVERIFY(flagOf(pairs, "not-seed-matched"));
        QVERIFY(std::find(pairs.design.flags.begin(), pairs.design.flags.end(), "not-seed-matched") !=
                pairs.design.flags.end());
    }

    void theyAreListenedToAndNeverAccepted() {
        const Folder folder;
        for (unsigned i = 0; i < 4; ++i)
            folder.putPair(QStringLiteral("sample_%1").arg(i), i, i);
        ImportedPairs pairs = imported(folder.path());
        QVERIFY(pairs.flags.empty()); // nothing is wrong, and still nobody knows how they were made
        pairs.design.margins.fewestVotes = 4;
        std::vector<Stimulus> stimuli;
        for (const ImportedCell &cell : pairs.cells)
            stimuli.push_back(cell.stimulus);
        std::vector<RecordedSession> sessions;
        for (std::uint64_t seed = 1; seed <= 10; ++seed) {
            const auto plan = std::make_shared<const SessionPlan>(
                newPlan(pairs.design, stimuli, {std::to_string(seed), false}, 1'700'000'000'000, &seed));
            sessions.push_back({plan->header, answered(plan, [](const Trial &) { return Vote(); })});
        }
        const TestResults results = resultsOf(recordOf(pairs.design, stimuli, sessions));
        QCOMPARE(int(results.votes), 40);
        QVERIFY(!results.candidates[0].isAccepted());
        QCOMPARE(results.choice, std::optional<Condition>(pairs.design.baseline));
        QVERIFY(objectionToApplying(results, 0));
    }

    void hostileFilesAreLeftOutAndNamed() {
        const Folder folder, elsewhere;
        elsewhere.put(QStringLiteral("secret.wav"), tone(1));
        folder.putPair(QStringLiteral("good_1"), 1, 1);
        folder.putPair(QStringLiteral("text_1"), 2, 2);
        folder.putPair(QStringLiteral("empty_1"), 2, 2);
        folder.putPair(QStringLiteral("huge_1"), 2, 2);
        folder.putPair(QStringLiteral("link_1"), 2, 2);
        folder.putPair(QStringLiteral("nan_1"), 2, 2);
        folder.putBytes(QStringLiteral("nfe6/text_1_nfe6.wav"), "this is no sound");
        folder.putBytes(QStringLiteral("nfe6/empty_1_nfe6.wav"), {});
        // A header that promises four thousand million samples.
        folder.putBytes(QStringLiteral("nfe6/huge_1_nfe6.wav"),
                        QByteArray::fromHex("52494646ffffffff57415645666d7420100000000300010"
                                            "0c05d00000077010004002000"
                                            "64617461ffffffff"));
        QFile::remove(folder.at(QStringLiteral("nfe6/link_1_nfe6.wav")));
        QVERIFY(
            QFile::link(elsewhere.at(QStringLiteral("secret.wav")), folder.at(QStringLiteral("nfe6/link_1_nfe6.wav"))));
        engine::Clip broken = tone(2);
        std::vector<std::byte> bytes =
            engine::audio::encodeSound("x.wav", broken, engine::audio::SoundFormat::WavFloat);
        for (std::size_t i = bytes.size() - 400; i < bytes.size(); ++i)
            bytes[i] = std::byte(0xFF); // not a number
        folder.putBytes(QStringLiteral("nfe6/nan_1_nfe6.wav"),
                        QByteArray(reinterpret_cast<const char *>(bytes.data()), qsizetype(bytes.size())));
        folder.putBytes(QStringLiteral("nfe6/a b\n;rm_nfe6.wav"), "x");
        folder.putBytes(QStringLiteral("nfe6/good_1.wav"), "the same name once more");
        folder.putBytes(QStringLiteral("nfe6/readme.md"), "none of ours");
        QVERIFY(::mkfifo(QFile::encodeName(folder.at(QStringLiteral("nfe6/pipe_1_nfe6.wav"))).constData(), 0600) == 0);
        QVERIFY(QFile::link(elsewhere.path(), folder.at(QStringLiteral("nfe8"))));
        const ImportedPairs pairs = imported(folder.path());
        QCOMPARE(int(pairs.design.rows.size()), 1);
        QCOMPARE(pairs.design.rows[0].id, std::string("good_1"));
        QCOMPARE(int(pairs.design.columns.size()), 2);
        const PairFlag *refused = flagOf(pairs, "refused-file");
        QVERIFY(refused);
        const QString all = refused->names.join(u'\n');
        for (const char *name : {"text_1", "empty_1", "huge_1", "link_1", "nan_1", "pipe_1", "nfe8", "good_1"})
            QVERIFY2(all.contains(QLatin1String(name)), name);
        QVERIFY(!all.contains(QStringLiteral("readme")));
        QCOMPARE(flagOf(pairs, "incomplete")->count, 5);
    }

    void foldersWithoutPairsAreRefused() {
        QVERIFY(refusalOf(QStringLiteral("/nowhere/at/all")).contains(QStringLiteral("no folder")));
        const Folder folder;
        QVERIFY(refusalOf(folder.path()).contains(QStringLiteral("0 folders")));
        folder.put(QStringLiteral("nfe6/a_nfe6.wav"), tone(1));
        QVERIFY(refusalOf(folder.path()).contains(QStringLiteral("1 folders")));
        folder.put(QStringLiteral("nfe7/b_nfe7.wav"), tone(1));
        QVERIFY(refusalOf(folder.path()).contains(QStringLiteral("No sentence")));
        folder.put(QStringLiteral("nfe_7/a.wav"), tone(1));
        QVERIFY(refusalOf(folder.path()).contains(QStringLiteral("two folders for 7")));
    }

    void itStopsWhenAsked() {
        const Folder folder;
        folder.putPair(QStringLiteral("a_1"), 1, 1);
        std::stop_source stop;
        int told = 0;
        PairOptions options;
        options.decoder = kDecoder;
        const auto none = importPairs(
            folder.path(), stop.get_token(),
            [&](int done, int all) {
                told = done;
                QCOMPARE(all, 2);
                stop.request_stop();
            },
            options);
        QVERIFY(!none);
        QCOMPARE(told, 1);
    }

    void theOriginalsOwnSamples() {
        const QString samples = qEnvironmentVariable("ISHOWTTS_ORIGINAL_SAMPLES");
        if (samples.isEmpty())
            QSKIP("ISHOWTTS_ORIGINAL_SAMPLES names no folder");
        const ImportedPairs pairs = imported(samples + QStringLiteral("/nfe6_vs_nfe7_20250930_124505"));
        QCOMPARE(int(pairs.design.rows.size()), 26);
        QCOMPARE(pairs.design.rows[0].text, std::string("Hello world!"));
        QVERIFY(flagOf(pairs, "not-seed-matched"));
        QVERIFY(pairs.largestCorrelation < 0.05);
        QCOMPARE(flagOf(pairs, "over-full-scale")->count, 19);
        QCOMPARE(flagOf(pairs, "over-full-scale")->of, 52);
        QCOMPARE(flagOf(pairs, "level-difference")->count, 20);
        QCOMPARE(flagOf(pairs, "abrupt-end")->count, 49);
        QVERIFY(!flagOf(pairs, "unequal-length"));
        QVERIFY(!flagOf(pairs, "incomplete"));
        // Asked in the original's form, the empty one is the original's file, byte for byte.
        TestRecord record{pairs.design, {}, {}};
        record.design.mode = Mode::OriginalForm;
        QFile form(samples + QStringLiteral("/nfe6_vs_nfe7_20250930_124505/EVALUATION_TEMPLATE.txt"));
        QVERIFY(form.open(QIODevice::ReadOnly));
        QCOMPARE(QByteArray::fromStdString(asOriginalForm(record, std::nullopt)), form.readAll());
        const ImportedPairs broken = imported(samples + QStringLiteral("/nfe6_vs_nfe7_20250930_124427"));
        QCOMPARE(int(broken.design.rows.size()), 4);
        QCOMPARE(flagOf(broken, "incomplete")->names, QStringList{QStringLiteral("short_5")});
        const ImportedPairs three = imported(samples);
        QCOMPARE(int(three.design.columns.size()), 3);
        QCOMPARE(three.design.columns[2].nfeStep, 8);
        QCOMPARE(int(three.cells.size()), 12);
    }
};

QTEST_GUILESS_MAIN(TestPairFolder)
#include "tst_pair_folder.moc"
