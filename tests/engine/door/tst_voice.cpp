#include "engine/voice.h"

#include <QTest>

#include "tests/engine/door/folder_of_files.h"
#include "tests/engine/door/problem_of.h"

using engine::Voice;

namespace {
const QByteArray kManifest =
    "{\"name\": \"Anna\", \"language\": \"en-GB\", \"transcript\": \"Good day.\", \"licence\": \"CC0-1.0\","
    "\"source\": \"a friend\", \"recording\": \"reference.wav\"}";
}

class TestVoice : public QObject {
    Q_OBJECT

    static void addVoice(const FolderOfFiles &folder, const std::string &id, const QByteArray &manifest) {
        folder.write(("voices/" + id + "/voice.json").c_str(), manifest);
        folder.write(("voices/" + id + "/reference.wav").c_str(), "sound");
    }

private Q_SLOTS:
    void aFolderIsAVoice() {
        const FolderOfFiles folder;
        addVoice(folder, "anna-1", kManifest);
        for (const char *path : {"voices/anna-1", "voices/anna-1/", "voices/../voices/anna-1/."}) {
            const Voice voice = engine::loadVoice(folder.path(path));
            QCOMPARE(voice.id, std::string("anna-1"));
            QCOMPARE(voice.name, std::string("Anna"));
            QCOMPARE(voice.language, std::string("en-GB"));
            QCOMPARE(voice.transcript, std::string("Good day."));
            QCOMPARE(voice.licence, std::string("CC0-1.0"));
            QCOMPARE(voice.source, std::string("a friend"));
            QCOMPARE(voice.recording, folder.path("voices/anna-1/reference.wav"));
        }
    }

    void whatMayBeLeftOut() {
        const FolderOfFiles folder;
        addVoice(folder, "b", R"({"transcript": "x", "recording": "reference.wav", "name": " ", "extra": [1]})");
        const Voice voice = engine::loadVoice(folder.path("voices/b"));
        QCOMPARE(voice.name, std::string("b"));
        QCOMPARE(voice.language, std::string("und"));
        QCOMPARE(voice.licence, std::string("unknown"));
        QCOMPARE(voice.source, std::string());
    }

    void stylesAndWhatElseIsSaid() {
        const FolderOfFiles folder;
        const QByteArray manifest =
            "{\"name\": \"Anna\", \"transcript\": \"Good day.\", \"recording\": \"reference.wav\", "
            "\"styles\": [{\"name\": \"happy\", \"transcript\": \"Hooray!\", \"recording\": \"happy.wav\", \"origin\": "
            "{\"file\": \"b.flac\"}}, "
            "{\"name\": \"très calme\", \"transcript\": \"Hush.\", \"recording\": \"reference.wav\"}], "
            "\"tags\": [\"warm\", \"calm\", \"warm\"], \"note\": \"two\\nlines\", "
            "\"consent\": {\"by\": \"Anna\", \"how\": \"by letter\", \"date\": \"2028-02-29\"}, "
            "\"origin\": {\"file\": \"a.wav\", \"sha256\": \"" +
            QByteArray(64, 'a') + "\", \"from\": 1, \"to\": 7.5}}";
        addVoice(folder, "anna", manifest);
        folder.write("voices/anna/happy.wav", "sound");
        const Voice voice = engine::loadVoice(folder.path("voices/anna"));
        QCOMPARE(voice.tags, (std::vector<std::string>{"warm", "calm"}));
        QCOMPARE(voice.note, std::string("two\nlines"));
        QCOMPARE(voice.consent.by + voice.consent.how + voice.consent.date, std::string("Annaby letter2028-02-29"));
        QCOMPARE(voice.origin.file, std::string("a.wav"));
        QCOMPARE(voice.origin.sha256, std::string(64, 'a'));
        QCOMPARE(voice.origin.from, 1.0);
        QCOMPARE(voice.origin.to, 7.5);
        QCOMPARE(voice.styles.size(), std::size_t(2));

        const std::vector<std::filesystem::path> roots = {folder.path()};
        for (const char *address : {"anna", "anna:", "anna:default"}) {
            QCOMPARE(engine::findVoice(roots, address).id, std::string("anna"));
            QCOMPARE(engine::findVoice(roots, address).transcript, std::string("Good day."));
        }
        const Voice happy = engine::findVoice(roots, "anna:happy");
        QCOMPARE(happy.id, std::string("anna:happy"));
        QCOMPARE(happy.name, std::string("Anna (happy)"));
        QCOMPARE(happy.transcript, std::string("Hooray!"));
        QCOMPARE(happy.recording, folder.path("voices/anna/happy.wav"));
        QCOMPARE(happy.origin.file, std::string("b.flac"));
        QCOMPARE(engine::findVoice(roots, "anna:très calme").transcript, std::string("Hush."));
        COMPARE_PROBLEM(engine::findVoice(roots, "anna:Happy"),
                        u"has no style \"Happy\". Choose one of: default, happy, très calme."_qs);
        COMPARE_PROBLEM(engine::findVoice(roots, "ben:happy"), u"There is no voice \"ben\"."_qs);
    }

    void wrongManifests_data() {
        QTest::addColumn<QByteArray>("manifest");
        QTest::addColumn<QString>("part");
        const auto row = [](const char *name, const QByteArray &manifest, const char *part) {
            QTest::newRow(name) << manifest << QString::fromUtf8(part);
        };
        row("no json", "hello", "line 1, column 1");
        row("list", "[]", "is no JSON object");
        row("no transcript", R"({"recording": "reference.wav"})", "has no transcript");
        row("blank transcript", R"({"recording": "reference.wav", "transcript": " \n"})", "has no transcript");
        row("number as transcript", R"({"recording": "reference.wav", "transcript": 5})", "\"transcript\" is no text");
        row("no recording", R"({"transcript": "x"})", "names no recording");
        row("missing recording", R"({"transcript": "x", "recording": "other.wav"})", "other.wav does not exist");
        row("folder as recording", R"({"transcript": "x", "recording": "."})", "is not a file");
        row("climbing", R"({"transcript": "x", "recording": "../c/reference.wav"})", "outside the voice's folder");
        row("climbing inside", R"({"transcript": "x", "recording": "a/../../../x.wav"})", "outside the voice's folder");
        row("absolute", R"({"transcript": "x", "recording": "/etc/hostname"})", "outside the voice's folder");
        row("link", R"({"transcript": "x", "recording": "link.wav"})", "a link to a file outside");
        row("control characters", R"({"transcript": "x", "recording": "reference.wav\u0000.txt"})",
            "control characters");
        row("long name",
            "{\"transcript\": \"x\", \"recording\": \"reference.wav\", \"name\": \"" + QByteArray(5000, 'n') + "\"}",
            "5000 bytes long");
        const auto with = [](const QByteArray &more) -> QByteArray {
            return QByteArray("{'transcript': 'x', 'recording': 'reference.wav', " + more + "}").replace('\'', '"');
        };
        const auto style = [&](const QByteArray &name, const QByteArray &more) -> QByteArray {
            return with("'styles': [{'name': '" + name + "', 'transcript': 'y', 'recording': 'reference.wav'" + more +
                        "}]");
        };
        row("styles no list", with("'styles': {}"), "\"styles\" is no list");
        row("too many styles", with("'styles': [" + QByteArray("0,").repeated(64) + "0]"), "at most 64");
        row("style no object", with("'styles': [1]"), "a style is no JSON object");
        row("nameless style", style("", ""), "cannot be the name of a style");
        row("style named default", style("default", ""), "cannot be the name of a style");
        row("style with a colon", style("a:b", ""), "cannot be the name of a style");
        row("style with a blank first", style(" a", ""), "cannot be the name of a style");
        row("long style", style(QByteArray(65, 's'), ""), "cannot be the name of a style");
        row("style twice", style("a", "}, {'name': 'a', 'transcript': 'y', 'recording': 'reference.wav'"),
            "style \"a\" stands there twice");
        row("style without transcript", with("'styles': [{'name': 'a', 'recording': 'reference.wav'}]"),
            "style \"a\" has no transcript");
        row("style's recording elsewhere",
            with("'styles': [{'name': 'a', 'transcript': 'y', 'recording': '../outside.wav'}]"),
            "outside the voice's folder");
        row("style's recording a link", with("'styles': [{'name': 'a', 'transcript': 'y', 'recording': 'link.wav'}]"),
            "a link to a file outside");
        row("style's origin", style("a", ", 'origin': 3"), "\"origin\" is no JSON object");
        row("tags no list", with("'tags': 'warm'"), "\"tags\" is no list");
        row("tag no text", with("'tags': [1]"), "\"tags\" is no text");
        row("empty tag", with("'tags': [' ']"), "one that is empty or longer than 64 bytes");
        row("note no text", with("'note': []"), "\"note\" is no text");
        row("consent no object", with("'consent': 'yes'"), "\"consent\" is no JSON object");
        row("consent's date", with("'consent': {'date': '2026-02-29'}"), "\"2026-02-29\" is no date");
        row("consent's date in words", with("'consent': {'date': 'yesterday'}"), "is no date");
        row("hash", with("'origin': {'sha256': 'ABC'}"), "SHA-256 is not 64");
        row("origin backwards", with("'origin': {'from': 3, 'to': 2}"), "ends before it begins");
        row("origin below zero", with("'origin': {'from': -1, 'to': 2}"), "no number of seconds");
        row("origin endless", with("'origin': {'from': 1, 'to': 1e300}"), "no number of seconds");
        row("huge", QByteArray(2 << 20, ' '), "bytes long");
    }
    void wrongManifests() {
        QFETCH(QByteArray, manifest);
        QFETCH(QString, part);
        const FolderOfFiles folder;
        addVoice(folder, "c", manifest);
        std::filesystem::create_symlink(folder.write("outside.wav", "sound"), folder.path("voices/c/link.wav"));
        COMPARE_PROBLEM(engine::loadVoice(folder.path("voices/c")), part);
    }

    void wrongFolders() {
        const FolderOfFiles folder;
        addVoice(folder, "has space", kManifest);
        folder.write("voices/empty/notes.txt", "");
        folder.write("voices/file", "");
        COMPARE_PROBLEM(engine::loadVoice(folder.path("voices/has space")), u"cannot be used: its name must be"_qs);
        COMPARE_PROBLEM(engine::loadVoice(folder.path("voices/empty")), u"has no voice.json"_qs);
        COMPARE_PROBLEM(engine::loadVoice(folder.path("voices/file")), u"no voice folder"_qs);
        COMPARE_PROBLEM(engine::loadVoice(folder.path("voices/none")), u"no voice folder"_qs);
        addVoice(folder, std::string(65, 'a'), kManifest);
        COMPARE_PROBLEM(engine::loadVoice(folder.path("voices") / std::string(65, 'a')), u"1 to 64"_qs);
    }

    void theFirstRootWinsAndABrokenVoiceHidesNothing() {
        const FolderOfFiles mine, shipped;
        addVoice(mine, "anna", R"({"transcript": "mine", "recording": "reference.wav", "name": "Zoe"})");
        addVoice(mine, "broken", "{");
        addVoice(mine, "ben", "{");
        addVoice(mine, ".unfinished", "{");
        mine.write("voices/README.md", "");
        addVoice(shipped, "anna", kManifest);
        addVoice(shipped, "ben", R"({"transcript": "shipped", "recording": "reference.wav", "name": "Ben"})");
        const std::vector<std::filesystem::path> roots = {mine.path(), shipped.path(), "/does/not/exist"};
        const engine::VoiceListing listing = engine::listVoices(roots);
        QCOMPARE(listing.voices.size(), std::size_t(2));
        QCOMPARE(listing.voices[0].id, std::string("ben"));
        QCOMPARE(listing.voices[1].transcript, std::string("mine"));
        QCOMPARE(listing.problems.size(), std::size_t(2));
        QVERIFY(listing.problems[0].find("ben/voice.json: line 1") != std::string::npos);
        QVERIFY(listing.problems[1].find("broken/voice.json: line 1") != std::string::npos);

        QCOMPARE(engine::findVoice(roots, "anna").transcript, std::string("mine"));
        QCOMPARE(engine::findVoice(roots, "ben").transcript, std::string("shipped"));
        COMPARE_PROBLEM(engine::findVoice(roots, "broken"), u"broken/voice.json: line 1"_qs);
        COMPARE_PROBLEM(engine::findVoice(roots, "carl"), u"no voice \"carl\". Choose one of: ben, anna."_qs);
        COMPARE_PROBLEM(engine::findVoice(roots, "../voices/anna"), u"There is no voice"_qs);
        COMPARE_PROBLEM(engine::findVoice(roots, ""), u"No voice was chosen"_qs);
        COMPARE_PROBLEM(engine::findVoice({}, "anna"), u"No voice was found at all"_qs);
    }

    void everyShippedVoiceIsComplete() {
        const engine::VoiceListing listing = engine::listVoices({SOURCE_FOLDER});
        QVERIFY2(listing.problems.empty(), listing.problems.empty() ? "" : listing.problems.front().c_str());
        QVERIFY(listing.voices.size() >= 4);
        for (const Voice &voice : listing.voices) {
            QVERIFY2(voice.licence != "unknown" && !voice.source.empty() && voice.language != "und", voice.id.c_str());
            QVERIFY(voice.recording.is_absolute());
        }
    }
};

QTEST_APPLESS_MAIN(TestVoice)
#include "tst_voice.moc"
