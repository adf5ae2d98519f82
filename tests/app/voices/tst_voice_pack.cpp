#include <QCryptographicHash>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <future>
#include <map>
#include <utility>

#include "app/archive/zip_reader.h"
#include "app/storage/file_thread.h"
#include "app/voices/voice_folders.h"
#include "app/voices/voice_library.h"
#include "app/voices/voice_transfer.h"
#include "engine/audio/recording.h"
#include "engine/json.h"
#include "tests/app/archive/raw_zip.h"
#include "tests/app/voices/decode_here.h"
#include "tests/app/voices/made_up_voice.h"

using app::voices::Clash;
using app::voices::ImportReport;
using app::voices::VoiceFolders;
using app::voices::VoiceTransfer;
using engine::Json;
using raw_zip::Entry;

namespace fs = std::filesystem;

namespace {

constexpr int kPatience = 30'000;

struct Desk {
    QTemporaryDir folder;
    fs::path root = fs::path(folder.path().toStdString()) / "data";
    VoiceFolders folders{{root, SOURCE_FOLDER}};

    QString file(const char *name) const { return folder.filePath(QString::fromUtf8(name)); }
    engine::Voice voice(const char *id) const { return engine::findVoice({root, SOURCE_FOLDER}, id); }
    ImportReport import(const QString &pack, Clash clash = Clash::KeepBoth) {
        return app::voices::importPack(pack, clash, folders, &decodeHere);
    }
    void write(const QString &name, const QByteArray &content) const {
        QFile out(name);
        if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size())
            qFatal("%s cannot be written", qPrintable(name));
    }
};

QByteArray wav() {
    const QTemporaryDir folder;
    const fs::path file = folder.filePath(QStringLiteral("a.wav")).toStdString();
    engine::audio::writeWav(file, *madeUpTone(1));
    return bytesOf(file);
}

const QByteArray kVoice = "{\"transcript\": \"x\", \"recording\": \"reference.wav\", \"licence\": \"CC0-1.0\"}";

// A pack as it should be, changed before it is written: the files, then pack.json, then the archive.
struct MadeUpPack {
    std::map<QByteArray, QByteArray> files{{"anna/voice.json", kVoice}, {"anna/reference.wav", wav()}};
    Json::Array voices{"anna"};
    std::function<void(Json::Object &manifest)> manifest = [](Json::Object &) {};
    std::function<void(std::vector<Entry> &entries)> entries = [](std::vector<Entry> &) {};

    QByteArray bytes() const {
        Json::Object listed;
        std::vector<Entry> made;
        for (const auto &[name, content] : files) {
            const QByteArray hash = QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex();
            listed[name.toStdString()] =
                Json::Object{{"sha256", hash.toStdString()}, {"bytes", std::int64_t(content.size())}};
            made.push_back({name, content});
        }
        Json::Object root{{"format", "ishowtts-voice-pack"}, {"version", 1}, {"voices", voices}, {"files", listed}};
        manifest(root);
        made.push_back({"pack.json", QByteArray::fromStdString(Json(root).dump())});
        entries(made);
        return raw_zip::bytes(made);
    }
};

} // namespace

class TestVoicePack : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void voicesGoOutAndComeInWhole() {
        Desk there;
        there.folders.create(madeUpDetails(u"Anna"_qs), madeUpReference(u"plain"_qs, 2));
        there.folders.setStyle(u"anna"_qs, u"happy"_qs, madeUpReference(u"hooray"_qs, 3));
        there.folders.overrideReference(u"anna"_qs, madeUpReference(u"newer"_qs, 4));
        there.folders.setDetails(u"anna"_qs, madeUpDetails(u"Anna"_qs)); // and who allowed the newer one
        there.write(QString::fromStdString((there.root / "voices/anna/private.txt").string()), "mine");
        const QString pack = there.file("two.ishowtts-voice.zip");
        app::voices::writePack({u"anna"_qs, u"slt"_qs, u"anna"_qs}, pack, there.folders);
        const QString again = there.file("again.zip");
        app::voices::writePack({u"anna"_qs, u"slt"_qs}, again, there.folders);
        QVERIFY(bytesOf(pack.toStdString()) == bytesOf(again.toStdString()));
        QStringList names;
        const app::archive::ZipReader reader(pack.toStdString());
        for (const auto &entry : reader.entries())
            names << QString::fromStdString(entry.name);
        names.sort(); // nothing of one's own goes along
        QCOMPARE(names, (QStringList{u"anna/reference.wav"_qs, u"anna/style-happy.wav"_qs, u"anna/voice.json"_qs,
                                     u"pack.json"_qs, u"slt/reference.wav"_qs, u"slt/voice.json"_qs}));

        Desk here;
        const auto inside = app::voices::packedVoices(pack, here.folders);
        QCOMPARE(int(inside.size()), 2);
        QVERIFY(!inside[0].taken && inside[1].taken);
        QVERIFY(!fs::exists(here.root));
        const ImportReport report = here.import(pack);
        QCOMPARE(int(report.taken.size()), 2);
        QCOMPARE(report.taken[1].change.id, u"slt-2"_qs);
        const engine::Voice anna = here.voice("anna");
        QCOMPARE(anna.transcript, std::string("newer"));
        QCOMPARE(anna.licence, std::string("CC0-1.0"));
        QCOMPARE(anna.consent.by, std::string("Anna"));
        QCOMPARE(anna.consent.how, std::string("by letter"));
        QCOMPARE(bytesOf(anna.recording), bytesOf(there.voice("anna").recording));
        QCOMPARE(bytesOf(here.voice("anna:happy").recording), bytesOf(there.voice("anna:happy").recording));
        QCOMPARE(bytesOf(here.voice("slt-2").recording), bytesOf(here.voice("slt").recording));
        QCOMPARE(namesInVoices(here.root), (QStringList{u".removed"_qs, u"anna"_qs, u"slt-2"_qs}));
    }

    void whatIsThereIsKeptReplacedOrLeft() {
        Desk desk;
        desk.folders.create(madeUpDetails(u"Anna"_qs), madeUpReference(u"theirs"_qs));
        const QString pack = desk.file("a.zip");
        app::voices::writePack({u"anna"_qs}, pack, desk.folders);
        desk.folders.setStyle(u"anna"_qs, {}, madeUpReference(u"mine"_qs));
        const ImportReport skipped = desk.import(pack, Clash::Skip);
        QVERIFY(skipped.taken.isEmpty());
        QVERIFY(skipped.refused.first().reason.what.contains(u"There is a voice 'anna' already"));
        QCOMPARE(desk.import(pack).taken.first().change.id, u"anna-2"_qs);
        QCOMPARE(desk.voice("anna").transcript, std::string("mine"));
        const ImportReport replaced = desk.import(pack, Clash::Replace);
        QCOMPARE(desk.voice("anna").transcript, std::string("theirs"));
        app::voices::takeBack(replaced, desk.folders);
        QCOMPARE(desk.voice("anna").transcript, std::string("mine"));
    }

    void aPackHoldsTheVoicesOfOneMoment() {
        Desk desk;
        for (const QString &name : {u"a"_qs, u"b"_qs, u"c"_qs})
            desk.folders.create(madeUpDetails(name), madeUpReference(u"before"_qs, 2));
        const QByteArray before = bytesOf(desk.voice("b").recording);
        const QString pack = desk.file("a.zip");
        bool changed = false;
        app::voices::writePack({u"a"_qs, u"b"_qs, u"c"_qs}, pack, desk.folders, {}, [&](double) {
            if (std::exchange(changed, true))
                return;
            VoiceFolders(desk.folders.roots()).tidy(); // as another program
            VoiceFolders(desk.folders.roots()).setStyle(u"b"_qs, {}, madeUpReference(u"after"_qs, 3));
            VoiceFolders(desk.folders.roots()).remove(u"c"_qs);
        });
        QVERIFY(changed);
        QCOMPARE(namesInVoices(desk.root), (QStringList{u".removed"_qs, u"a"_qs, u"b"_qs}));
        Desk here;
        QCOMPARE(int(here.import(pack).taken.size()), 3);
        QCOMPARE(here.voice("b").transcript, std::string("before"));
        QVERIFY(bytesOf(here.voice("b").recording) == before);
        QCOMPARE(here.voice("c").transcript, std::string("before"));
    }

    void voicesThatDifferInCaseAloneAreTheSame() {
        Desk desk;
        desk.folders.create(madeUpDetails(u"anna"_qs), madeUpReference(u"mine"_qs));
        MadeUpPack made;
        made.voices = {"ANNA", "Slt"};
        made.files = {{"ANNA/voice.json", kVoice},
                      {"ANNA/reference.wav", wav()},
                      {"Slt/voice.json", kVoice},
                      {"Slt/reference.wav", wav()}};
        const QString pack = desk.file("a.zip");
        desk.write(pack, made.bytes());
        const auto inside = app::voices::packedVoices(pack, desk.folders);
        QVERIFY(inside[0].taken && inside[1].taken);
        QVERIFY(desk.import(pack, Clash::Skip).taken.isEmpty());
        const ImportReport report = desk.import(pack, Clash::Replace);
        QCOMPARE(report.taken[0].change.id, u"anna"_qs);
        QCOMPARE(report.taken[1].change.id, u"slt"_qs);
        QCOMPARE(desk.voice("anna").transcript, std::string("x"));
        QCOMPARE(namesInVoices(desk.root), (QStringList{u".removed"_qs, u"anna"_qs, u"slt"_qs}));
        app::voices::takeBack(report, desk.folders);
        QCOMPARE(desk.voice("anna").transcript, std::string("mine"));
        QCOMPARE(desk.import(pack).taken[0].change.id, u"ANNA-2"_qs);
    }

    void aPackOfOnesOwnMakingIsTaken() {
        Desk desk;
        const QString pack = desk.file("a.zip");
        desk.write(pack, MadeUpPack().bytes());
        QCOMPARE(int(desk.import(pack).taken.size()), 1);
        QCOMPARE(desk.voice("anna").licence, std::string("CC0-1.0"));
    }

    // What a stranger recorded is heard by the process that reads sound, and by no other.
    void recordingsComeInAsOurOwn() {
        Desk desk;
        MadeUpPack made;
        made.files = {{"anna/voice.json",
                       "{\"transcript\": \"x\", \"recording\": \"./r.m4a\", \"styles\": [{\"name\": "
                       "\"s\", \"transcript\": \"y\", \"recording\": \"r.wav\", \"colour\": \"red\"}]}"},
                      {"anna/r.m4a", "only the other process understands this"},
                      {"anna/r.wav", wav() + "and what a stranger wrote behind it"}};
        const QString pack = desk.file("a.zip");
        desk.write(pack, made.bytes());
        const auto decode = [](const QString &file, const std::stop_token &stop) -> app::decoding::Outcome {
            if (file.endsWith(u".wav"))
                return decodeHere(file, stop);
            return app::decoding::DecodedSound{madeUpTone(90), {}, {}, {}, {}};
        };
        app::voices::importPack(pack, Clash::KeepBoth, desk.folders, decode);
        const engine::Voice anna = desk.voice("anna");
        QCOMPARE(anna.recording.filename().string(), std::string("r-2.wav"));
        QCOMPARE(engine::audio::readRecording(anna.recording, 3600).seconds(), 60.0);
        QVERIFY(bytesOf(desk.voice("anna:s").recording) == wav());
        const fs::path folder = desk.root / "voices/anna";
        QCOMPARE(engine::Json::read(folder / "voice.json")["styles"].array().at(0)["colour"].string(),
                 std::string("red"));
        QCOMPARE(QDir(QString::fromStdString(folder.string())).entryList(QDir::Files),
                 (QStringList{u"r-2.wav"_qs, u"r.wav"_qs, u"voice.json"_qs}));
    }

    void hostilePacks_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("problem");
        const auto row = [](const char *name, const QString &problem, const std::function<void(MadeUpPack &)> &change) {
            MadeUpPack pack;
            change(pack);
            QTest::newRow(name) << pack.bytes() << problem;
        };
        const auto extra = [](const QByteArray &name, const QByteArray &content = "x", std::uint32_t mode = 0100644) {
            return [=](MadeUpPack &pack) {
                pack.entries = [=](std::vector<Entry> &entries) {
                    Entry entry{name, content};
                    entry.mode = mode;
                    entries.push_back(entry);
                };
            };
        };
        const auto listed = [](const QByteArray &name, const QByteArray &content) {
            return [=](MadeUpPack &pack) { pack.files[name] = content; };
        };
        const auto said = [](const std::function<void(Json::Object &)> &change) {
            return [=](MadeUpPack &pack) { pack.manifest = change; };
        };
        QTest::newRow("nothing") << QByteArray() << u"archive"_qs;
        QTest::newRow("no archive") << QByteArray(1000, 'x') << u"archive"_qs;
        row("traversal", u"../evil.wav"_qs, extra("../evil.wav"));
        row("traversal inside", u"anna/../../evil.wav"_qs, extra("anna/../../evil.wav"));
        row("traversal that is listed", u"anna/../../evil"_qs, listed("anna/../../evil.wav", "x"));
        row("absolute", u"/tmp/evil.wav"_qs, extra("/tmp/evil.wav"));
        row("drive letter", u"C:"_qs, extra("C:/evil.wav"));
        row("backslashes", u"evil"_qs, extra("anna\\..\\evil.wav"));
        row("control characters", u"archive"_qs, extra("anna/e\nvil.wav"));
        row("link", u"anna/link.wav"_qs, extra("anna/link.wav", "/etc/passwd", 0120777));
        row("pipe", u"anna/pipe"_qs, extra("anna/pipe", "", 0010644));
        row("twice", u"anna/reference.wav"_qs, extra("anna/reference.wav"));
        row("twice in another case", u"anna/Reference.WAV"_qs, extra("anna/Reference.WAV"));
        row("file as a folder", u"anna/reference.wav/x"_qs, extra("anna/reference.wav/x"));
        row("bomb", u"anna/bomb.wav"_qs, [](MadeUpPack &pack) {
            pack.entries = [](std::vector<Entry> &entries) {
                Entry bomb{"anna/bomb.wav", QByteArray(8 << 20, '\0')};
                bomb.deflated = true;
                entries.push_back(bomb);
            };
        });
        row("claims another size", u"anna/reference.wav"_qs,
            [](MadeUpPack &pack) { pack.entries = [](std::vector<Entry> &entries) { entries.front().size = 10; }; });
        row("encrypted", u"crypt"_qs,
            [](MadeUpPack &pack) { pack.entries = [](std::vector<Entry> &entries) { entries.front().flags |= 1; }; });
        row("not listed", u"which its pack.json does not name"_qs, extra("anna/more.wav"));
        row("missing", u"is missing"_qs, [](MadeUpPack &pack) {
            pack.entries = [](std::vector<Entry> &entries) { entries.erase(entries.begin()); };
        });
        row("another hash", u"has another SHA-256"_qs, [](MadeUpPack &pack) {
            pack.entries = [](std::vector<Entry> &entries) { entries.front().content.back() = 'x'; };
        });
        row("hash in capitals", u"the hash or size"_qs, said([](Json::Object &root) {
                Json::Object files = root["files"].object();
                files["anna/voice.json"] = Json::Object{{"sha256", std::string(64, 'A')}, {"bytes", 3}};
                root["files"] = files;
            }));
        row("no pack.json", u"it is no pack of voices"_qs,
            [](MadeUpPack &pack) { pack.entries = [](std::vector<Entry> &entries) { entries.pop_back(); }; });
        row("pack.json is no JSON", u"line 1"_qs, [](MadeUpPack &pack) {
            pack.entries = [](std::vector<Entry> &entries) { entries.back().content = "hello"; };
        });
        row("another program's", u"of another program"_qs, said([](Json::Object &root) { root["format"] = "zip"; }));
        row("newer", u"a newer version of this program (form 2"_qs,
            said([](Json::Object &root) { root["version"] = 2; }));
        row("no version", u"says no version"_qs, said([](Json::Object &root) { root.erase("version"); }));
        row("no voices", u"names no voices"_qs, said([](Json::Object &root) { root["voices"] = Json::Array{}; }));
        row("id with a dot", u"cannot be the id"_qs,
            said([](Json::Object &root) { root["voices"] = Json::Array{".removed"}; }));
        row("id that would paint the terminal", u"'\uFFFD[31m' cannot be the id"_qs,
            said([](Json::Object &root) { root["voices"] = Json::Array{"\x1b[31m"}; }));
        row("voice twice in another case", u"is named twice"_qs, said([](Json::Object &root) {
                root["voices"] = Json::Array{"anna", "ANNA"};
            }));
        row("file of no voice", u"belongs to no voice"_qs, listed("ben/voice.json", kVoice));
        row("voice without manifest", u"has no voice.json"_qs, said([](Json::Object &root) {
                root["voices"] = Json::Array{"anna", "ben"};
            }));
        row("more than the voice needs", u"which its voice does not need"_qs, listed("anna/virus.exe", "MZ"));
        row("baseline smuggled in", u"which its voice does not need"_qs, listed("anna/baseline/voice.json", kVoice));
        row("recording elsewhere", u"outside the voice's folder"_qs,
            listed("anna/voice.json", "{\"transcript\": \"x\", \"recording\": \"../../../x.wav\"}"));
        row("recording absolute", u"outside the voice's folder"_qs,
            listed("anna/voice.json", "{\"transcript\": \"x\", \"recording\": \"/etc/passwd\"}"));
        row("recording is the manifest", u"names its voice.json as a recording"_qs, [](MadeUpPack &pack) {
            pack.files = {{"anna/voice.json", "{\"transcript\": \"x\", \"recording\": \"voice.json\"}"}};
        });
        row("recording is no sound", u"is no sound"_qs, listed("anna/reference.wav", "hello"));
        row("manifest is wrong", u"has no transcript"_qs,
            listed("anna/voice.json", "{\"recording\": \"reference.wav\"}"));
        row("one good, one bad", u"ben"_qs, [](MadeUpPack &pack) {
            pack.voices.emplace_back("ben");
            pack.files["ben/voice.json"] = "{";
            pack.files["ben/reference.wav"] = wav();
        });
    }
    void hostilePacks() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, problem);
        Desk desk;
        desk.folders.create(madeUpDetails(u"before"_qs), madeUpReference(u"x"_qs));
        const QString pack = desk.file("evil.zip");
        desk.write(pack, bytes);
        const QStringList outside = QDir(desk.folder.path()).entryList(QDir::AllEntries | QDir::Hidden);
        const QString said = storageProblemOf([&] { desk.import(pack); });
        QVERIFY2(said.contains(problem), qPrintable(u"message: "_qs + said));
        QVERIFY(!said.contains(QChar(0x1b)));
        QCOMPARE(namesInVoices(desk.root), (QStringList{u".removed"_qs, u"before"_qs}));
        QCOMPARE(QDir(desk.folder.path()).entryList(QDir::AllEntries | QDir::Hidden), outside);
    }

    void whatCannotBePacked() {
        Desk desk;
        const QString pack = desk.file("a.zip");
        COMPARE_STORAGE_PROBLEM(app::voices::writePack({}, pack, desk.folders), u"No voice was chosen"_qs);
        COMPARE_STORAGE_PROBLEM(app::voices::writePack({u"nobody"_qs}, pack, desk.folders), u"There is no voice"_qs);
        COMPARE_STORAGE_PROBLEM(app::voices::writePack({u"slt"_qs}, desk.file("none/a.zip"), desk.folders),
                                u"folder"_qs);
        desk.folders.create(madeUpDetails(u"a"_qs), madeUpReference(u"x"_qs));
        desk.folders.setStyle(u"a"_qs, u"s"_qs, madeUpReference(u"x"_qs));
        COMPARE_STORAGE_PROBLEM(app::voices::writePack({u"a:s"_qs}, pack, desk.folders), u"is a style"_qs);
        QVERIFY(!QFile::exists(pack));
    }

    void inTheBackground() {
        Desk desk;
        app::storage::FileThread files;
        app::voices::VoiceLibrary library({desk.root, SOURCE_FOLDER}, files);
        VoiceTransfer transfer(library, &decodeHere);
        QSignalSpy exported(&transfer, &VoiceTransfer::exported);
        QSignalSpy imported(&transfer, &VoiceTransfer::imported);
        QSignalSpy inspected(&transfer, &VoiceTransfer::inspected);
        QSignalSpy failed(&transfer, &VoiceTransfer::failed);
        const QString pack = desk.file("a.zip");
        transfer.exportPack({u"slt"_qs, u"rms"_qs}, pack);
        const quint64 inspection = transfer.inspect(pack);
        const quint64 number = transfer.import(pack);
        QVERIFY(transfer.isRunning());
        QTRY_COMPARE_WITH_TIMEOUT(imported.count(), 1, kPatience);
        QCOMPARE(exported.count(), 1);
        QCOMPARE(inspected.first().first().toULongLong(), inspection);
        QCOMPARE(imported.first().first().toULongLong(), number);
        QTRY_VERIFY_WITH_TIMEOUT(library.find(u"slt-2"_qs) && library.find(u"rms-2"_qs), kPatience);
        transfer.takeBack(imported.first().at(1).value<ImportReport>());
        QTRY_VERIFY_WITH_TIMEOUT(!library.find(u"slt-2"_qs) && !library.find(u"rms-2"_qs), kPatience);
        transfer.import(desk.file("none.toml"));
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, kPatience);
        QVERIFY(failed.first().at(1).value<app::Problem>().what.contains(u"There is no file"));
        QVERIFY(!transfer.isRunning());
    }

    void whatIsCancelledLeavesNothing() {
        Desk desk;
        app::storage::FileThread files;
        app::voices::VoiceLibrary library({desk.root, SOURCE_FOLDER}, files);
        const QString pack = desk.file("a.zip");
        app::voices::writePack({u"slt"_qs, u"rms"_qs, u"awb"_qs}, pack, desk.folders);
        std::promise<void> reached;
        VoiceTransfer transfer(library, [&](const QString &, const std::stop_token &stop) -> app::decoding::Outcome {
            reached.set_value();
            std::promise<void> stopped;
            const std::stop_callback wake(stop, [&] { stopped.set_value(); });
            stopped.get_future().wait();
            return app::decoding::Stopped{};
        });
        QSignalSpy cancelled(&transfer, &VoiceTransfer::cancelled);
        transfer.import(pack);
        transfer.import(pack);
        reached.get_future().wait();
        transfer.cancel();
        QTRY_COMPARE_WITH_TIMEOUT(cancelled.count(), 2, kPatience);
        QCOMPARE(namesInVoices(desk.root), QStringList());
    }
};

QTEST_GUILESS_MAIN(TestVoicePack)
#include "tst_voice_pack.moc"
