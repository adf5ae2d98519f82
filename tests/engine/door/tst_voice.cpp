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
