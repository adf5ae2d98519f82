#include <QTemporaryDir>
#include <QTest>

#include <limits>

#include "app/voices/kept_clipping.h"
#include "app/voices/staged_folder.h"
#include "app/voices/voice_folders.h"
#include "app/voices/voice_library.h"
#include "engine/audio/file.h"
#include "engine/json.h"
#include "tests/app/voices/made_up_voice.h"

using app::voices::VoiceChange;
using app::voices::VoiceDetails;
using app::voices::VoiceFolders;
using app::voices::VoiceKind;

namespace fs = std::filesystem;

namespace {

const fs::path kShipped = SOURCE_FOLDER;

struct Desk {
    QTemporaryDir folder;
    fs::path root = fs::path(folder.path().toStdString()) / "data";
    VoiceFolders folders{{root, kShipped}};

    engine::Voice voice(const char *id) const { return engine::findVoice({root, kShipped}, id); }
    app::voices::VoiceStanding standing(const char *id) const {
        return app::voices::readVoices({root, kShipped}).standings.at(id);
    }
    fs::path own(const char *id) const { return root / "voices" / id; }
};

double secondsOf(const engine::Voice &voice) {
    return engine::audio::readSound(voice.recording, 100).seconds();
}

} // namespace

class TestVoiceFolders : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNewVoiceIsThereWithAllThatWasSaid() {
        Desk desk;
        const VoiceChange made =
            desk.folders.create(madeUpDetails(u"Anna Łodyga, leise"_qs), madeUpReference(u" Hi. "_qs, 3));
        QCOMPARE(made.id, u"anna-odyga-leise"_qs);
        QCOMPARE(made.what, VoiceChange::What::Created);
        const engine::Voice voice = desk.voice("anna-odyga-leise");
        QCOMPARE(voice.name, std::string("Anna Łodyga, leise"));
        QCOMPARE(voice.language, std::string("en-GB"));
        QCOMPARE(voice.transcript, std::string("Hi."));
        QCOMPARE(voice.licence, std::string("CC0-1.0"));
        QCOMPARE(voice.source, std::string("a friend"));
        QCOMPARE(voice.tags, (std::vector<std::string>{"warm", "calm"}));
        QCOMPARE(voice.note, std::string("recorded at home"));
        QCOMPARE(voice.consent.how, std::string("by letter"));
        QCOMPARE(voice.consent.date, std::string("2026-11-22"));
        QCOMPARE(voice.origin.sha256, std::string(64, 'a'));
        QCOMPARE(voice.origin.to, 3.5);
        QCOMPARE(voice.recording.filename().string(), std::string("reference.wav"));
        QCOMPARE(secondsOf(voice), 3.0);
        QCOMPARE(VoiceDetails::of(voice).tags, madeUpDetails({}).tags);
        QVERIFY(desk.standing("anna-odyga-leise").kind == VoiceKind::Own);
        QVERIFY(!desk.standing("anna-odyga-leise").baseline);
        QCOMPARE(namesInVoices(desk.root), (QStringList{u".removed"_qs, u"anna-odyga-leise"_qs}));
    }

    void idsAreFreeInEveryRoot() {
        Desk desk;
        QCOMPARE(desk.folders.create(madeUpDetails(u"SLT"_qs), madeUpReference(u"x"_qs)).id, u"slt-2"_qs);
        QCOMPARE(desk.folders.create(madeUpDetails(u"slt!"_qs), madeUpReference(u"x"_qs)).id, u"slt-3"_qs);
        QCOMPARE(desk.folders.create(madeUpDetails(u"小明"_qs), madeUpReference(u"x"_qs)).id, u"voice"_qs);
        QCOMPARE(desk.folders.create(madeUpDetails(QString(300, u'q')), madeUpReference(u"x"_qs)).id,
                 QString(60, u'q'));
        fs::create_directories(desk.own("Bea"));
        QCOMPARE(desk.folders.create(madeUpDetails(u"bea"_qs), madeUpReference(u"x"_qs)).id, u"bea-2"_qs);
    }

    void whatCannotBeAVoiceLeavesNothing_data() {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<int>("rate");
        QTest::addColumn<float>("sample");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("transcript");
        QTest::addColumn<QString>("date");
        QTest::addColumn<QString>("problem");
        const QString x = u"x"_qs;
        QTest::newRow("short") << 0.4 << 24000 << 0.f << x << x << u""_qs << u"0.4 s long"_qs;
        QTest::newRow("long") << 61. << 24000 << 0.f << x << x << u""_qs << u"61.0 s long"_qs;
        QTest::newRow("rate") << 1. << 16000 << 0.f << x << x << u""_qs << u"16000 samples a second"_qs;
        QTest::newRow("not a number") << 1. << 24000 << std::numeric_limits<float>::quiet_NaN() << x << x << u""_qs
                                      << u"samples that are no numbers"_qs;
        QTest::newRow("nameless") << 1. << 24000 << 0.f << u" "_qs << x << u""_qs << u"has no name"_qs;
        QTest::newRow("speechless") << 1. << 24000 << 0.f << x << u" \n"_qs << u""_qs << u"transcript is empty"_qs;
        QTest::newRow("endless words") << 1. << 24000 << 0.f << x << QString(5000, u'w') << u""_qs
                                       << u"voice.json: \"transcript\" is 5000 bytes long"_qs;
        QTest::newRow("date") << 1. << 24000 << 0.f << x << x << u"2026-13-01"_qs
                              << u"voice.json: \"consent\": the date \"2026-13-01\" is no date"_qs;
    }
    void whatCannotBeAVoiceLeavesNothing() {
        QFETCH(double, seconds);
        QFETCH(int, rate);
        QFETCH(float, sample);
        QFETCH(QString, name);
        QFETCH(QString, transcript);
        QFETCH(QString, date);
        QFETCH(QString, problem);
        Desk desk;
        auto clip = std::make_shared<engine::Clip>();
        clip->sampleRate = rate;
        clip->samples.assign(std::size_t(seconds * rate), sample);
        VoiceDetails details = madeUpDetails(name);
        details.consent.date = date.toStdString();
        const QString said = storageProblemOf([&] { desk.folders.create(details, {clip, transcript, {}}); });
        QVERIFY2(said.contains(problem), qPrintable(said));
        QVERIFY2(!said.contains(desk.folder.path()), qPrintable(said)); // no name of a folder that nobody knows
        QCOMPARE(namesInVoices(desk.root), QStringList());
    }

    void whatThisVersionDoesNotKnowStays() {
        Desk desk;
        desk.folders.create(madeUpDetails(u"a"_qs), madeUpReference(u"one"_qs));
        QFile manifest(QString::fromStdString((desk.own("a") / "voice.json").string()));
        QVERIFY(manifest.open(QIODevice::WriteOnly | QIODevice::Truncate));
        manifest.write(
            "{\"transcript\": \"one\", \"recording\": \"reference.wav\", \"future\": {\"deep\": [1, 2.5]}, "
            "\"consent\": {\"by\": \"A\", \"witness\": \"B\"}, \"styles\": [{\"name\": \"s\", \"transcript\": "
            "\"t\", \"recording\": \"reference.wav\", \"colour\": \"red\"}]}");
        manifest.close();
        QFile more(QString::fromStdString((desk.own("a") / "photo.png").string()));
        QVERIFY(more.open(QIODevice::WriteOnly));
        more.write("picture");
        more.close();
        desk.folders.setDetails(u"a"_qs, madeUpDetails(u"New"_qs));
        desk.folders.setStyle(u"a"_qs, u"s"_qs, {nullptr, u"other words"_qs, {}});
        const engine::Json json = engine::Json::read(desk.own("a") / "voice.json");
        QCOMPARE(json["future"].dump(), std::string("{\"deep\":[1,2.5]}"));
        QCOMPARE(json["consent"]["witness"].string(), std::string("B"));
        QCOMPARE(json["consent"]["by"].string(), std::string("Anna"));
        QCOMPARE(json["styles"].array().at(0)["colour"].string(), std::string("red"));
        QCOMPARE(json["styles"].array().at(0)["transcript"].string(), std::string("other words"));
        QCOMPARE(json["name"].string(), std::string("New"));
        QCOMPARE(bytesOf(desk.own("a") / "photo.png"), QByteArray("picture"));
    }

    void stylesComeAndGo() {
        Desk desk;
        const QString id = desk.folders.create(madeUpDetails(u"a"_qs), madeUpReference(u"plain"_qs, 1)).id;
        desk.folders.setStyle(id, u"Très Happy"_qs, madeUpReference(u"hooray"_qs, 2));
        QCOMPARE(desk.voice("a:Très Happy").transcript, std::string("hooray"));
        QCOMPARE(secondsOf(desk.voice("a:Très Happy")), 2.0);
        QCOMPARE(secondsOf(desk.voice("a")), 1.0);
        const fs::path first = desk.voice("a:Très Happy").recording;
        desk.folders.setStyle(id, u"Très Happy"_qs, madeUpReference(u"hooray again"_qs, 3));
        QCOMPARE(secondsOf(desk.voice("a:Très Happy")), 3.0);
        desk.folders.setStyle(id, u"Très Happy"_qs, {nullptr, u"better words"_qs, {}});
        QCOMPARE(desk.voice("a:Très Happy").transcript, std::string("better words"));
        QCOMPARE(desk.voice("a:Très Happy").origin.to, 3.5); // of the recording, which stayed
        desk.folders.renameStyle(id, u"Très Happy"_qs, u"calm"_qs);
        QCOMPARE(secondsOf(desk.voice("a:calm")), 3.0);
        desk.folders.setStyle(id, u"default"_qs, madeUpReference(u"new plain"_qs, 4));
        QCOMPARE(secondsOf(desk.voice("a")), 4.0);
        QCOMPARE(QDir(QString::fromStdString(desk.own("a").string())).entryList(QDir::Files).size(), 3);

        COMPARE_STORAGE_PROBLEM(desk.folders.setStyle(id, u"new"_qs, {nullptr, u"x"_qs, {}}), u"has no recording"_qs);
        COMPARE_STORAGE_PROBLEM(desk.folders.setStyle(id, u"a:b"_qs, madeUpReference(u"x"_qs)),
                                u"\"a:b\" cannot be the name of a style"_qs);
        COMPARE_STORAGE_PROBLEM(desk.folders.renameStyle(id, u"none"_qs, u"x"_qs), u"no style 'none'"_qs);
        desk.folders.setStyle(id, u"second"_qs, madeUpReference(u"x"_qs));
        COMPARE_STORAGE_PROBLEM(desk.folders.renameStyle(id, u"second"_qs, u"calm"_qs), u"a style 'calm' already"_qs);
        desk.folders.removeStyle(id, u"calm"_qs);
        desk.folders.removeStyle(id, u"second"_qs);
        COMPARE_STORAGE_PROBLEM(desk.folders.removeStyle(id, u"calm"_qs), u"no style 'calm'"_qs);
        QCOMPARE(int(desk.voice("a").styles.size()), 0);
        QCOMPARE(QDir(QString::fromStdString(desk.own("a").string())).entryList(QDir::Files),
                 (QStringList{u"reference.wav"_qs, u"voice.json"_qs}));
    }

    void everyChangeIsUndoneAndTheUndoingToo() {
        Desk desk;
        const VoiceChange made = desk.folders.create(madeUpDetails(u"a"_qs), madeUpReference(u"one"_qs));
        const VoiceChange changed = desk.folders.setStyle(u"a"_qs, {}, madeUpReference(u"two"_qs));
        COMPARE_STORAGE_PROBLEM(desk.folders.undo(made), u"changed again since"_qs);
        const VoiceChange back = desk.folders.undo(changed);
        QCOMPARE(desk.voice("a").transcript, std::string("one"));
        const VoiceChange forth = desk.folders.undo(back);
        QCOMPARE(desk.voice("a").transcript, std::string("two"));
        desk.folders.undo(forth);
        const VoiceChange gone = desk.folders.remove(u"a"_qs);
        QVERIFY(!fs::exists(desk.own("a")));
        QCOMPARE(int(desk.folders.removed().size()), 1);
        QCOMPARE(desk.folders.removed().front().id, u"a"_qs);
        const VoiceChange again = desk.folders.undo(gone);
        QCOMPARE(desk.voice("a").transcript, std::string("one"));
        QVERIFY(desk.folders.removed().empty());
        desk.folders.undo(again);
        QVERIFY(!fs::exists(desk.own("a")));
        COMPARE_STORAGE_PROBLEM(desk.folders.undo(gone), u"no longer kept"_qs);
    }

    void whatWasRemovedComesBackBesideANewOneOfItsName() {
        Desk desk;
        desk.folders.create(madeUpDetails(u"a"_qs), madeUpReference(u"old"_qs));
        const VoiceChange gone = desk.folders.remove(u"a"_qs);
        desk.folders.create(madeUpDetails(u"a"_qs), madeUpReference(u"new"_qs));
        QCOMPARE(desk.folders.undo(gone).id, u"a-2"_qs);
        QCOMPARE(desk.voice("a").transcript, std::string("new"));
        QCOMPARE(desk.voice("a-2").transcript, std::string("old"));
        fs::rename(desk.own("a-2"), desk.own("B"));
        const VoiceChange large = desk.folders.remove(u"B"_qs);
        desk.folders.create(madeUpDetails(u"b"_qs), madeUpReference(u"small"_qs));
        QCOMPARE(desk.folders.undo(large).id, u"B-2"_qs); // no disk and no backup has to tell B from b
    }

    void aShippedVoiceIsHiddenAndShownAgain() {
        Desk desk;
        const engine::Voice shipped = desk.voice("slt");
        QVERIFY(desk.standing("slt").kind == VoiceKind::Shipped);
        COMPARE_STORAGE_PROBLEM(desk.folders.remove(u"slt"_qs), u"belongs to the program"_qs);
        COMPARE_STORAGE_PROBLEM(desk.folders.restoreBaseline(u"slt"_qs), u"as it was at first"_qs);
        const VoiceChange hidden = desk.folders.overrideReference(u"slt"_qs, madeUpReference({}, 2));
        QCOMPARE(desk.voice("slt").transcript, shipped.transcript);
        QCOMPARE(secondsOf(desk.voice("slt")), 2.0);
        QCOMPARE(desk.voice("slt").licence, std::string("unknown")); // the shipped one's is of the shipped recording
        QCOMPARE(desk.voice("slt").source, std::string());
        QVERIFY(desk.standing("slt").kind == VoiceKind::Override);
        QCOMPARE(desk.standing("slt").baseline->recording, shipped.recording);
        QVERIFY(qAbs(desk.standing("slt").changed.secsTo(QDateTime::currentDateTimeUtc())) < 3600);
        QVERIFY(!fs::exists(desk.own("slt") / "baseline"));

        const VoiceChange restored = desk.folders.restoreBaseline(u"slt"_qs);
        QCOMPARE(desk.voice("slt").recording, shipped.recording);
        desk.folders.undo(restored);
        QCOMPARE(secondsOf(desk.voice("slt")), 2.0);
        desk.folders.remove(u"slt"_qs);
        QCOMPARE(desk.voice("slt").recording, shipped.recording);
        QCOMPARE(hidden.id, u"slt"_qs);
    }

    // Words are the person's, not the recording's: the way back to what was shipped takes none of them away.
    void aShippedVoiceGoesBackWithoutLosingItsLexicon() {
        Desk desk;
        const QByteArray words = R"({"entries": [{"from": "GIF", "to": "jif"}], "version": 1})";
        const fs::path lexicon = desk.own("slt") / "lexicon.json";
        const auto write = [&](const QByteArray &bytes) {
            QFile file(QString::fromStdString(lexicon.string()));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
        };
        desk.folders.makeOwn(u"slt"_qs);
        write(words);
        QVERIFY(desk.standing("slt").kind == VoiceKind::Override);
        QVERIFY(!desk.standing("slt").baseline); // nothing but its words is another
        COMPARE_STORAGE_PROBLEM(desk.folders.restoreBaseline(u"slt"_qs), u"as it was at first"_qs);
        QCOMPARE(bytesOf(lexicon), words);

        const std::string shipped = engine::loadVoice(kShipped / "voices" / "slt").transcript;
        desk.folders.overrideReference(u"slt"_qs, madeUpReference(u"mine"_qs, 2));
        QVERIFY(desk.standing("slt").baseline.has_value());
        const VoiceChange restored = desk.folders.restoreBaseline(u"slt"_qs);
        QCOMPARE(desk.voice("slt").transcript, shipped);
        QVERIFY(app::voices::saysTheSame(desk.own("slt"), kShipped / "voices" / "slt"));
        QCOMPARE(bytesOf(lexicon), words);
        QVERIFY(!desk.standing("slt").baseline);

        const QByteArray more = R"({"entries": [], "version": 1})";
        write(more);
        desk.folders.undo(restored);
        QCOMPARE(desk.voice("slt").transcript, std::string("mine"));
        QCOMPARE(bytesOf(lexicon), more); // as everywhere: undoing the one is not undoing the other
        QCOMPARE(namesInVoices(desk.root), (QStringList{u".removed"_qs, u"slt"_qs}));
    }

    void anOwnVoiceKeepsItsFirstVersion() {
        Desk desk;
        desk.folders.create(madeUpDetails(u"a"_qs), madeUpReference(u"first"_qs, 1));
        desk.folders.setStyle(u"a"_qs, u"loud"_qs, madeUpReference(u"loud"_qs, 1));
        desk.folders.overrideReference(u"a"_qs, madeUpReference(u"second"_qs, 2));
        desk.folders.overrideReference(u"a"_qs, {nullptr, u"third"_qs, {}});
        QCOMPARE(desk.voice("a").transcript, std::string("third"));
        QCOMPARE(secondsOf(desk.voice("a")), 2.0);
        const auto standing = desk.standing("a");
        QVERIFY(standing.kind == VoiceKind::Own);
        QCOMPARE(standing.baseline->transcript, std::string("first"));
        QCOMPARE(standing.baseline->id, std::string("a"));
        QCOMPARE(secondsOf(*standing.baseline), 1.0);
        desk.folders.setDetails(u"a"_qs, madeUpDetails(u"Renamed"_qs));
        const VoiceChange restored = desk.folders.restoreBaseline(u"a"_qs);
        QCOMPARE(desk.voice("a").transcript, std::string("first"));
        QCOMPARE(secondsOf(desk.voice("a")), 1.0);
        QCOMPARE(desk.voice("a").name, std::string("Renamed")); // what was said about it stays
        QCOMPARE(desk.voice("a:loud").transcript, std::string("loud"));
        QVERIFY(!desk.standing("a").baseline);
        desk.folders.undo(restored);
        QCOMPARE(desk.voice("a").transcript, std::string("third"));
        QVERIFY(desk.standing("a").baseline.has_value());
    }

    // The recording that is kept has one channel and another rate: what was clipped before that can be seen there no
    // more.
    void whatWasClippedBeforeIsKeptWithTheRecording() {
        using engine::quality::KnownClipping;
        Desk desk;
        KnownClipping clipping{48000, {}, 2};
        for (std::uint32_t step = 30; step < 900; ++step)
            clipping.steps.push_back({step, 7, 2});
        app::voices::VoiceReference clipped = madeUpReference(u"first"_qs, 9);
        clipped.clipping = clipping;
        desk.folders.create(madeUpDetails(u"a"_qs), clipped);
        const auto kept = [&](const char *style) { return app::voices::clippingOf(desk.voice("a"), style); };
        QCOMPARE(kept("").samples(), clipping.samples());
        QCOMPARE(kept("").sampleRate, 48000);
        QCOMPARE(kept("").channels, 2);
        QCOMPARE(kept("").clippedChannels(), std::uint32_t(2));
        QCOMPARE(kept("").steps.front().step, std::uint32_t(30));
        QVERIFY(kept("").steps.back().step > 880 && kept("").steps.size() <= 121);
        QVERIFY(std::abs(int(kept("").within(0, 4.5).samples()) - 420 * 7) < 100);

        desk.folders.overrideReference(u"a"_qs, {nullptr, u"other words"_qs, {}});
        QCOMPARE(kept("").samples(), clipping.samples());
        desk.folders.overrideReference(u"a"_qs, madeUpReference(u"second"_qs, 2));
        QCOMPARE(kept("").samples(), std::size_t(0));
        desk.folders.setStyle(u"a"_qs, u"loud"_qs, clipped);
        QCOMPARE(kept("loud").samples(), clipping.samples());
        QCOMPARE(kept("").samples(), std::size_t(0));
        desk.folders.restoreBaseline(u"a"_qs);
        QCOMPARE(kept("").samples(), clipping.samples());
    }

    void clippingThatMakesNoSenseIsNone_data() {
        QTest::addColumn<QByteArray>("json");
        for (const char *json :
             {"7", "{}", R"({"rate": 48000, "channels": 2})", R"({"rate": -1, "channels": 2, "steps": [[1, 2, 1]]})",
              R"({"rate": 48000, "channels": 0, "steps": [[1, 2, 1]]})",
              R"({"rate": 48000, "channels": 2, "steps": [1]})", R"({"rate": 48000, "channels": 2, "steps": [[1, 2]]})",
              R"({"rate": 48000, "channels": 2, "steps": [[1, 0, 1]]})",
              R"({"rate": 48000, "channels": 2, "steps": [[5, 2, 1], [4, 2, 1]]})",
              R"({"rate": 48000, "channels": 2, "steps": [[1, 2, 99999999999]]})",
              R"({"rate": 1e99, "channels": 2, "steps": [[1, 2, 1]]})"})
            QTest::newRow(json) << QByteArray(json);
    }
    void clippingThatMakesNoSenseIsNone() {
        QFETCH(QByteArray, json);
        const auto manifest = engine::Json::parse(("{\"clipped\": " + json + "}").toStdString(), "voice.json");
        QVERIFY(app::voices::clippingIn(manifest).steps.empty());
    }

    void whoAllowedARecordingIsNotSaidOfAnother() {
        Desk desk;
        desk.folders.create(madeUpDetails(u"a"_qs), madeUpReference(u"first"_qs, 1));
        desk.folders.overrideReference(u"a"_qs, {nullptr, u"better words"_qs, {}});
        QCOMPARE(desk.voice("a").licence, std::string("CC0-1.0")); // of the same recording
        app::voices::VoiceReference shorter = madeUpReference(u"a part of it"_qs, 1);
        shorter.ofTheSameRecording = true;
        desk.folders.overrideReference(u"a"_qs, shorter);
        QCOMPARE(desk.voice("a").licence, std::string("CC0-1.0"));
        QCOMPARE(desk.voice("a").consent.by, std::string("Anna"));
        desk.folders.overrideReference(u"a"_qs, madeUpReference(u"of another"_qs, 2));
        const engine::Voice other = desk.voice("a");
        QCOMPARE(other.licence, std::string("unknown"));
        QCOMPARE(other.source, std::string());
        QCOMPARE(other.consent.by + other.consent.how + other.consent.date, std::string());
        QCOMPARE(other.note, std::string("recorded at home"));
        QCOMPARE(desk.standing("a").baseline->consent.by, std::string("Anna"));
        VoiceDetails said = VoiceDetails::of(other);
        said.licence = u"CC-BY-4.0"_qs;
        desk.folders.setDetails(u"a"_qs, said);
        desk.folders.restoreBaseline(u"a"_qs);
        QCOMPARE(desk.voice("a").licence, std::string("CC0-1.0"));
        QCOMPARE(desk.voice("a").source, std::string("a friend"));
        QCOMPARE(desk.voice("a").consent.how, std::string("by letter"));
        COMPARE_STORAGE_PROBLEM(desk.folders.restoreBaseline(u"nobody"_qs), u"There is no voice 'nobody'"_qs);
    }

    void aBrokenVoiceOfOnesOwnIsPutAsideByItsRepair() {
        Desk desk;
        fs::create_directories(desk.own("slt"));
        QFile manifest(QString::fromStdString((desk.own("slt") / "voice.json").string()));
        QVERIFY(manifest.open(QIODevice::WriteOnly));
        manifest.write("{");
        manifest.close();
        QVERIFY(desk.standing("slt").kind == VoiceKind::Shipped);
        const VoiceChange change = desk.folders.setStyle(u"slt"_qs, {}, madeUpReference(u"mine"_qs));
        QCOMPARE(desk.voice("slt").transcript, std::string("mine"));
        QCOMPARE(bytesOf(desk.root / "voices" / ".removed" / change.kept.toStdString() / "voice.json"),
                 QByteArray("{"));
    }

    void aVoiceMayBeALinkAndWhatItLeadsToIsLeftAlone() {
        Desk desk;
        desk.folders.create(madeUpDetails(u"a"_qs), madeUpReference(u"one"_qs));
        const fs::path elsewhere = desk.folder.path().toStdString() + "/elsewhere";
        fs::rename(desk.own("a"), elsewhere);
        fs::create_directory_symlink(elsewhere, desk.own("a"));
        const QByteArray before = bytesOf(elsewhere / "voice.json");
        const VoiceChange changed = desk.folders.setStyle(u"a"_qs, {}, madeUpReference(u"two"_qs));
        QCOMPARE(desk.voice("a").transcript, std::string("two"));
        QCOMPARE(bytesOf(elsewhere / "voice.json"), before);
        desk.folders.undo(changed);
        QCOMPARE(desk.voice("a").transcript, std::string("one"));
        QVERIFY(fs::is_symlink(desk.own("a")));
        desk.folders.remove(u"a"_qs);
        desk.folders.tidy(QDateTime::currentDateTimeUtc().addDays(8));
        QCOMPARE(bytesOf(elsewhere / "voice.json"), before);
    }

    void tidyForgetsAfterAWeekAndMendsWhatWasCutOff() {
        Desk desk;
        desk.folders.tidy();
        QVERIFY(!fs::exists(desk.root)); // nothing is written for nothing
        desk.folders.create(madeUpDetails(u"a"_qs), madeUpReference(u"one"_qs));
        const VoiceChange gone = desk.folders.remove(u"a"_qs);
        fs::create_directories(desk.root / "voices" / ".new-1-1" / "x");
        fs::create_directories(desk.root / "voices" / ".removed" / "README");
        fs::create_directories(desk.root / "voices" / ".old-b");
        fs::copy(kShipped / "voices" / "slt", desk.root / "voices" / ".old-b",
                 fs::copy_options::recursive | fs::copy_options::overwrite_existing);
        fs::create_directories(desk.root / "voices" / ".old-c");
        fs::create_directories(desk.root / "voices" / ".old-d");
        QCOMPARE(desk.folders.create(madeUpDetails(u"d"_qs), madeUpReference(u"x"_qs)).id, u"d-2"_qs);
        desk.folders.undo(desk.folders.remove(u"d-2"_qs));
        fs::remove(desk.root / "voices" / ".old-d");
        fs::remove_all(desk.own("d-2"));
        fs::copy(kShipped / "voices" / "slt", desk.own("c"), fs::copy_options::recursive);
        {
            const app::voices::StagedFolder ofAnother(desk.root / "voices");
            desk.folders.tidy(QDateTime::currentDateTimeUtc().addDays(6));
            QVERIFY(fs::exists(ofAnother.path()));
        }
        QCOMPARE(namesInVoices(desk.root), (QStringList{u".removed"_qs, u"b"_qs, u"c"_qs}));
        const QDir removed(QString::fromStdString((desk.root / "voices/.removed").string()));
        QCOMPARE(removed.entryList({u"*.replaced.c"_qs}).size(), 1); // what c was before
        QCOMPARE(int(desk.folders.removed().size()), 1);
        desk.folders.tidy(QDateTime::currentDateTimeUtc().addDays(8));
        QVERIFY(desk.folders.removed().empty());
        COMPARE_STORAGE_PROBLEM(desk.folders.undo(gone), u"no longer kept"_qs);
        QVERIFY(fs::exists(desk.root / "voices" / ".removed" / "README")); // not ours
    }

    void namesThatAreNoIdsGoNowhere() {
        Desk desk;
        for (const QString &id : {u"../slt"_qs, u""_qs, u"a/b"_qs, u".removed"_qs, u"slt:x"_qs}) {
            COMPARE_STORAGE_PROBLEM(desk.folders.setDetails(id, madeUpDetails(u"x"_qs)), u"There is no voice"_qs);
            COMPARE_STORAGE_PROBLEM(desk.folders.remove(id), u"There is no voice"_qs);
        }
        COMPARE_STORAGE_PROBLEM(desk.folders.undo({VoiceChange::What::Changed, u"slt"_qs, u"../../x"_qs, 1}),
                                u"no longer kept"_qs);
    }

    void aFolderThatMayNotBeWrittenToSaysSo() {
        Desk desk;
        fs::create_directories(desk.root);
        QFile file(QString::fromStdString((desk.root / "voices").string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        COMPARE_STORAGE_PROBLEM(desk.folders.create(madeUpDetails(u"a"_qs), madeUpReference(u"x"_qs)),
                                u"is no folder"_qs);
    }
};

QTEST_GUILESS_MAIN(TestVoiceFolders)
#include "tst_voice_folders.moc"
