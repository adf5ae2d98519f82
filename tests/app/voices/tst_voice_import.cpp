// Lists of other programs become voices.
#include <QTemporaryDir>
#include <QTest>

#include "app/settings/settings.h"
#include "app/storage/file_thread.h"
#include "app/voices/original_settings.h"
#include "app/voices/voice_folders.h"
#include "app/voices/voice_library.h"
#include "tests/app/voices/decode_here.h"
#include "tests/app/voices/made_up_voice.h"

using app::voices::ImportReport;
using app::voices::VoiceFolders;

namespace fs = std::filesystem;

namespace {

struct Desk {
    QTemporaryDir folder;
    fs::path root = fs::path(folder.path().toStdString()) / "data";
    fs::path lists = fs::path(folder.path().toStdString()) / "lists";
    VoiceFolders folders{{root, SOURCE_FOLDER}};
    QStringList opened;

    Desk() { fs::create_directories(lists / "audio"); }

    QString write(const char *name, const QByteArray &content) const {
        QFile file(QString::fromStdString((lists / name).string()));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("%s cannot be written", name);
        return file.fileName();
    }
    void sound(const char *name, double seconds) const { engine::audio::writeWav(lists / name, *madeUpTone(seconds)); }
    app::voices::Decode decode() {
        return [this](const QString &file, const std::stop_token &stop) {
            opened << QFileInfo(file).fileName();
            return decodeHere(file, stop);
        };
    }
    ImportReport import(const QString &file) { return app::voices::importForeignVoices(file, folders, decode()); }
    engine::Voice voice(const char *id) const { return engine::findVoice({root, SOURCE_FOLDER}, id); }
};

QString said(const ImportReport &report) {
    QStringList lines;
    for (const auto &refused : report.refused)
        lines << refused.name + u": "_qs + refused.reason.what + u' ' + refused.reason.remedy;
    return lines.join(u'\n');
}

} // namespace

class TestVoiceImport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void listsOfF5() {
        Desk desk;
        desk.sound("main.wav", 2);
        desk.sound("audio/town.wav", 3);
        desk.sound("long.wav", 20);
        desk.sound("endless.wav", 61);
        const QString list = desk.write(
            "story.toml", "model = \"F5TTS_v1_Base\"\nref_audio = \"main.wav\"\nref_text = \"The main one.\"\n"
                          "gen_text = \"\"\nremove_silence = true\n"
                          "[voices.town]\nref_audio = \"audio/town.wav\"\nref_text = ' In town. '\nspeed = 0.8\n"
                          "[voices.\"Grüner Wald\"]\nref_audio = 'long.wav'\nref_text = \"Long.\"\n"
                          "[voices.mute]\nref_audio = \"main.wav\"\nref_text = \"\"\n"
                          "[voices.gone]\nref_audio = \"gone.wav\"\nref_text = \"x\"\n"
                          "[voices.wordy]\nref_text = \"x\"\n"
                          "[voices.number]\nref_audio = 3\nref_text = \"x\"\n"
                          "[voices.endless]\nref_audio = \"endless.wav\"\nref_text = \"x\"\n"
                          "[voices.list]\nref_audio = \"story.toml\"\nref_text = \"x\"\n"
                          "[voices]\nflat = 1\n"); // upstream would stumble over this one
        const ImportReport report = desk.import(list);
        QCOMPARE(int(report.taken.size()), 3);
        QCOMPARE(desk.voice("story").transcript, std::string("The main one."));
        QCOMPARE(desk.voice("story").source, std::string("F5-TTS, story.toml"));
        const engine::Voice town = desk.voice("town");
        QCOMPARE(town.transcript, std::string("In town."));
        QCOMPARE(town.origin.file, std::string("town.wav"));
        QCOMPARE(town.origin.sha256.size(), std::size_t(64));
        QCOMPARE(town.origin.to, 3.0);
        QCOMPARE(engine::audio::readSound(town.recording, 60).seconds(), 3.0);
        QCOMPARE(desk.voice("gruner-wald").name, std::string("Grüner Wald"));
        int noticed = 0;
        for (const auto &taken : report.taken)
            noticed += taken.notice.contains(u"20 s long") ? 1 : 0;
        QCOMPARE(noticed, 1);
        const QString refused = said(report);
        for (const auto &part : {u"mute: It has no transcript. Write there"_qs, u"gone.wav"_qs,
                                 u"wordy: It names no sound file"_qs, u"number: 'ref_audio' is no text"_qs,
                                 u"endless: Its recording is 61 s long"_qs, u"list: "_qs, u"flat: It is no table"_qs})
            QVERIFY2(refused.contains(part), qPrintable(refused));
        QCOMPARE(int(report.refused.size()), 7);
        desk.opened.sort();
        QCOMPARE(desk.opened, (QStringList{u"endless.wav"_qs, u"gone.wav"_qs, u"long.wav"_qs, u"main.wav"_qs,
                                           u"story.toml"_qs, u"town.wav"_qs}));
        QCOMPARE(namesInVoices(desk.root), (QStringList{u".removed"_qs, u"gruner-wald"_qs, u"story"_qs, u"town"_qs}));
    }

    void theOriginalsListAndItsOverrides() {
        Desk desk;
        desk.sound("walter.wav", 2);
        desk.sound("audio/new.wav", 4);
        const QString list =
            desk.write("ishowtts.toml",
                       "bind_addr = \"0.0.0.0:27121\"\ndefault_voice = \"walter\"\n[f5]\nmodel = \"F5TTS_v1_Base\"\n"
                       "[[f5.voices]]\nid = \"walter\"\nreference_audio = \"walter.wav\"\n"
                       "reference_text = \"Hello.\"\nlanguage = \"en\"\nengine_label = \"F5\"\npreload = true\n"
                       "[[f5.voices]]\nreference_audio = \"walter.wav\"\nreference_text = \"x\"\n"
                       "[[index_tts.voices]]\nid = \"indexed\"\nreference_audio = \"walter.wav\"\n");
        const ImportReport first = desk.import(list);
        QCOMPARE(int(first.taken.size()), 1);
        QCOMPARE(desk.voice("walter").language, std::string("en"));
        QVERIFY2(said(first).contains(u"It has no name"_qs), qPrintable(said(first)));
        QVERIFY2(said(first).contains(u"indexed: It belongs to another engine"_qs), qPrintable(said(first)));

        const QString overrides = desk.write(
            "overrides.json",
            "{\"entries\": {\"walter::f5\": {\"engine\": \"f5\", \"reference_audio\": \"audio/new.wav\", "
            "\"reference_text\": \"New words.\", \"updated_at\": \"2025-10-07T10:00:00Z\"}, "
            "\"slt::f5\": {\"reference_text\": \"Only words.\"}, \"nobody::f5\": {\"reference_text\": \"x\"}, "
            "\"anna::f5\": {\"reference_audio\": \"walter.wav\", \"reference_text\": \"Anna.\"}, "
            "\"walter::index_tts\": {\"engine\": \"index_tts\", \"reference_audio\": \"x\"}, \"odd::f5\": 3}}");
        const ImportReport second = desk.import(overrides);
        QCOMPARE(int(second.taken.size()), 3);
        QCOMPARE(desk.voice("walter").transcript, std::string("New words."));
        QCOMPARE(desk.voice("walter").source, std::string("iShowTTS, overrides.json"));
        QCOMPARE(engine::audio::readSound(desk.voice("walter").recording, 60).seconds(), 4.0);
        const auto known = app::voices::readVoices({desk.root, SOURCE_FOLDER});
        QCOMPARE(known.standings.at("walter").baseline->transcript, std::string("Hello."));
        QCOMPARE(desk.voice("slt").transcript, std::string("Only words."));
        QCOMPARE(desk.voice("anna").transcript, std::string("Anna."));
        const QString refused = said(second);
        for (const auto &part : {u"nobody: There is no voice 'nobody'"_qs, u"another engine (index_tts)"_qs,
                                 u"odd::f5: It is no JSON object"_qs})
            QVERIFY2(refused.contains(part), qPrintable(refused));

        app::voices::takeBack(second, desk.folders);
        QCOMPARE(desk.voice("walter").transcript, std::string("Hello."));
        QVERIFY(desk.voice("slt").transcript != "Only words.");
    }

    // What else the file sets is set here, too, or it is said why not; and it can be given back.
    void theOriginalsSettings() {
        Desk desk;
        desk.sound("walter.wav", 2);
        fs::copy(fs::path(TEST_DATA) / "tiny" / "v1", desk.lists / "model", fs::copy_options::recursive);
        const QByteArray voice = "\"walter\"\nreference_audio = \"walter.wav\"\nreference_text = \"Hello.\"\n";
        const QString list = desk.write(
            "ishowtts.toml",
            "bind_addr = \"0.0.0.0:28000\"\ndefault_voice = \"walter\"\nodd = 1\n[api]\nmax_parallel = 3\n[f5]\n"
            "model = \"F5TTS_v1_Base\"\npython_package_path = \"x\"\nckpt_file = "
            "\"model/model_reference.safetensors\"\n"
            "vocab_file = \"model/vocab.txt\"\nhf_cache_dir = \"x\"\ndevice = \"cuda:0\"\ndefault_nfe_step = 6\n"
            "[[f5.voices]]\nid = " +
                voice +
                "[shimmy]\nmodel_name = \"x\"\n[[shimmy.extra_models]]\nname = \"y\"\n[danmaku.twitch]\nenabled = "
                "true\n"
                "oauth_token = \"oauth:verysecret\"\nchannels = [\"ann\", \"bob\"]\n[danmaku_gateway.filter]\n"
                "max_words = 50\n[danmaku_gateway.tts]\nvoice_id = \"walter\"\n");
        desk.import(list); // somebody else's comes first
        desk.sound("walter.wav", 3);
        QCOMPARE(desk.import(list).settingsIn, list);
        // Who does it again has them already, also where they were changed here since.
        app::voices::VoiceReference words;
        words.transcript = u"Mine."_qs;
        desk.folders.overrideReference(u"walter-2"_qs, words);
        const ImportReport again = desk.import(list);
        QVERIFY(again.taken.isEmpty() && again.refused.isEmpty());
        QCOMPARE(int(again.here.size()), 1);
        QCOMPARE(again.here.first().id, u"walter-2"_qs);
        app::storage::FileThread files;
        app::Settings settings(desk.folder.filePath(u"settings.json"_qs), files, QProcessEnvironment());
        const std::vector<fs::path> roots{desk.root, SOURCE_FOLDER};
        const app::voices::OriginalSettings original = app::voices::readOriginalSettings(list, roots);
        QVERIFY(original.hasRules);
        const app::voices::SettingsTaken taken = app::voices::takeSettings(original, settings, false);
        QCOMPARE(settings.voiceId(), u"walter-2"_qs); // as it is called here: both are, and this is the file's
        QCOMPARE(settings.nfeStep(), 6);
        QCOMPARE(settings.device(), u"cuda"_qs);
        QCOMPARE(settings.model(), QString::fromStdString((desk.lists / "model").string()));
        QCOMPARE(settings.value(u"serverReach"_qs).toString(), u"network"_qs);
        QCOMPARE(settings.value(u"serverPort"_qs).toInt(), 28000);
        const QString lines = taken.taken.join(u'\n');
        for (const auto &part : {u"speech.voice = walter-2 (default_voice)"_qs, u"server.port = 28000 (bind_addr)"_qs,
                                 u"speech.nfe = 6 (f5.default_nfe_step)"_qs, u"speech.device = cuda (f5.device)"_qs,
                                 u"speech.model = "_qs})
            QVERIFY2(lines.contains(part), qPrintable(lines));
        const QString left = taken.left.join(u'\n');
        for (const auto &part : {u"odd: "_qs, u"api.max_parallel: one engine speaks"_qs, u"f5.model: the files"_qs,
                                 u"f5.vocab_file: "_qs, u"f5.hf_cache_dir: "_qs, u"shimmy: this engine"_qs,
                                 u"danmaku.twitch.oauth_token: "_qs, u"danmaku_gateway.tts.voice_id: "_qs})
            QVERIFY2(left.contains(part), qPrintable(left));
        QVERIFY2(!left.contains(u"verysecret"_qs), qPrintable(left));
        settings.setValue(u"device"_qs, u"cpu"_qs); // by somebody, since
        app::voices::giveBack(taken, settings);
        QCOMPARE(settings.device(), u"cpu"_qs);
        for (const char *id : {"voice", "nfe", "model", "serverReach", "serverPort"})
            QVERIFY2(settings.isDefault(QLatin1String(id)), id);

        // A server that people use is not moved.
        const auto staysWhere = [&](bool on) {
            const app::voices::SettingsTaken kept = app::voices::takeSettings(original, settings, on);
            QCOMPARE(int(kept.left.filter(u"bind_addr: the server "_qs).size()), 1);
            QVERIFY(settings.isDefault(u"serverReach"_qs) && settings.isDefault(u"serverPort"_qs));
            QCOMPARE(settings.nfeStep(), 6);
        };
        staysWhere(true);
        settings.setValue(u"serverStarts"_qs, true);
        staysWhere(false);

        // What is not as it must be has its reason.
        const QString odd = desk.write(
            "odd.toml", "bind_addr = \"127.0.0.1:80\"\ndefault_voice = \"nobody\"\n[f5]\nmodel = \"F5TTS_v1_Base\"\n"
                        "device = \"mps\"\ndefault_nfe_step = 1000\n[[f5.voices]]\nid = " +
                            voice);
        const app::voices::OriginalSettings other = app::voices::readOriginalSettings(odd, roots);
        const QString why = other.left.join(u'\n');
        for (const auto &part :
             {u"bind_addr: here it is a whole number from 1024 to 65535"_qs,
              u"default_voice: there is no such voice"_qs, u"f5.model: 'F5TTS_v1_Base' is not here"_qs,
              u"f5.device: here it is one of auto, cpu, cuda"_qs,
              u"f5.default_nfe_step: here it is a whole number from 1 to 128"_qs})
            QVERIFY2(why.contains(part), qPrintable(why));
        QVERIFY(!other.hasRules);
        QCOMPARE(int(other.found.size()), 1); // this machine alone may ask

        // Also where it lists no voices; and no key is passed over.
        const QString none = desk.write(
            "none.toml", "[f5]\nmodel = 7\nckpt_file = \"model/none.safetensors\"\n[danmaku_gateway]\nmax_words = 5\n");
        QCOMPARE(desk.import(none).settingsIn, none);
        const app::voices::OriginalSettings alone = app::voices::readOriginalSettings(none, roots);
        QVERIFY(alone.hasRules);
        QCOMPARE(alone.left, (QStringList{u"f5.model: it is no text, or an empty one"_qs,
                                          u"f5.ckpt_file: there is no such file"_qs}));
        const QString more = desk.write("more.toml", "[f5]\nckpt_file = \"\"\n[[f5.voices]]\nid = \"a\"\npreload = "
                                                     "true\nodd = 1\n[[f5.voices]]\nodd = 2\n[danmaku.twitch]\n"
                                                     "channels = 7\n");
        const QStringList said = app::voices::readOriginalSettings(more, roots).left;
        QCOMPARE(int(said.size()), 4);
        for (const auto &part : {u"f5.ckpt_file: it is no text"_qs, u"f5.voices.preload: voices are prepared"_qs,
                                 u"f5.voices.odd: it means nothing"_qs, u"danmaku.twitch.channels: it is no list"_qs})
            QVERIFY2(said.filter(part).size() == 1, qPrintable(said.join(u'\n')));
    }

    void overridesFindTheVoiceThatTheListCalledSo() {
        Desk desk;
        desk.sound("a.wav", 1);
        QByteArray content;
        for (const char *id : {"slt", "小明", "小红"})
            content += QByteArray("[[f5.voices]]\nid = \"") + id +
                       "\"\nreference_audio = \"a.wav\"\nreference_text = \"Hello.\"\n";
        const QString list = desk.write("ishowtts.toml", content);
        QCOMPARE(int(desk.import(list).taken.size()), 3);
        QCOMPARE(desk.voice("slt-2").name, std::string("slt"));
        QCOMPARE(desk.voice("voice-2").name, std::string("小红"));
        const std::string shipped = desk.voice("slt").transcript;
        app::voices::VoiceDetails renamed = madeUpDetails(u"Another name"_qs);
        desk.folders.setDetails(u"voice-2"_qs, renamed);
        const QString overrides =
            desk.write("overrides.json",
                       "{\"entries\": {\"slt::f5\": {\"reference_text\": \"Of the list.\"}, "
                       "\"小红::f5\": {\"reference_text\": \"Red.\"}, \"voice::f5\": {\"reference_text\": \"x\"}, "
                       "\"小刚::f5\": {\"reference_text\": \"Strong.\"}}}");
        const ImportReport report = desk.import(overrides);
        QCOMPARE(int(report.taken.size()), 2);
        QCOMPARE(desk.voice("slt").transcript, shipped);
        QCOMPARE(desk.voice("slt-2").transcript, std::string("Of the list."));
        QCOMPARE(desk.voice("voice").transcript, std::string("Hello."));
        QCOMPARE(desk.voice("voice-2").transcript, std::string("Red."));
        QVERIFY2(said(report).contains(u"小刚: There is no voice '小刚'"_qs), qPrintable(said(report)));
        QVERIFY2(said(report).contains(u"voice: There is no voice 'voice'"_qs), qPrintable(said(report)));

        desk.sound("a.wav", 2);
        desk.import(list); // other recordings, and so other voices
        const ImportReport twice = desk.import(overrides);
        QVERIFY(twice.taken.isEmpty());
        QVERIFY2(said(twice).contains(u"slt: More than one voice is 'slt' there: slt-2, slt-3."_qs),
                 qPrintable(said(twice)));
        QCOMPARE(desk.voice("slt").transcript, shipped);
    }

    void namesOfStrangersHoldNothingHidden() {
        Desk desk;
        const QString list = desk.write("overrides.json", "{\"entries\": {\"a\\u001b[2J::f6\\u009b\": {}, "
                                                          "\"b\\u202e::f5\": {}}}");
        const QString lines = said(desk.import(list));
        QVERIFY2(lines.contains(u"\uFFFD[2J") && lines.contains(u"f6\uFFFD"), qPrintable(lines));
        for (const QChar hidden : {QChar(0x1b), QChar(0x9b), QChar(0x202e)})
            QVERIFY2(!lines.contains(hidden), qPrintable(lines));
    }

    void whatIsNoList_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("problem");
        QTest::newRow("nothing") << u"a.toml"_qs << QByteArray() << u"lists no voices"_qs;
        QTest::newRow("another toml") << u"a.toml"_qs << QByteArray("[package]\nname = \"x\"\n")
                                      << u"lists no voices"_qs;
        QTest::newRow("voices are text") << u"a.toml"_qs << QByteArray("voices = \"x\"\n") << u"lists no voices"_qs;
        QTest::newRow("broken") << u"a.toml"_qs << QByteArray("a = \n") << u"is no TOML: line 1"_qs;
        QTest::newRow("no UTF-8") << u"a.toml"_qs << QByteArray("a = \"\xff\"\n") << u"is no TOML"_qs;
        QTest::newRow("deep") << u"a.toml"_qs << "a = " + QByteArray(100'000, '[') << u"is no TOML"_qs;
        QTest::newRow("huge") << u"a.toml"_qs << QByteArray(2 << 20, '#') << u"too long"_qs;
        QTest::newRow("broken json") << u"a.json"_qs << QByteArray("{\"entries\":") << u"line 1"_qs;
        QTest::newRow("another json") << u"a.json"_qs << QByteArray("{\"entries\": []}") << u"lists no voices"_qs;
        QTest::newRow("deep json") << u"a.json"_qs << QByteArray(100'000, '[') << u"line 1"_qs;
        QByteArray many = "{\"entries\": {";
        for (int i = 0; i < 1001; ++i)
            many += "\"v" + QByteArray::number(i) + "::f5\": {},";
        many.chop(1);
        QTest::newRow("too many") << u"a.json"_qs << QByteArray(many + "}}") << u"more than 1000 voices"_qs;
    }
    void whatIsNoList() {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        QFETCH(QString, problem);
        Desk desk;
        const QString file = desk.write(name.toUtf8().constData(), content);
        COMPARE_STORAGE_PROBLEM(desk.import(file), problem);
        QVERIFY(!fs::exists(desk.root));
    }

    void foldersAndPipesAreNotWaitedFor() {
        Desk desk;
        fs::create_directories(desk.lists / "a.toml");
        COMPARE_STORAGE_PROBLEM(desk.import(QString::fromStdString((desk.lists / "a.toml").string())),
                                u"There is no file"_qs);
        COMPARE_STORAGE_PROBLEM(desk.import(u"/dev/zero.json"_qs), u"There is no file"_qs);
    }

    void whatIsStoppedLeavesNothing() {
        Desk desk;
        desk.sound("a.wav", 1);
        const QString list =
            desk.write("a.toml", "ref_audio = 'a.wav'\nref_text = 'x'\n[voices.b]\nref_audio = 'a.wav'\n"
                                 "ref_text = 'x'\n[voices.c]\nref_audio = 'a.wav'\nref_text = 'x'\n");
        std::stop_source stop;
        int read = 0;
        const auto decode = [&](const QString &file, const std::stop_token &token) {
            if (++read == 3)
                stop.request_stop();
            return decodeHere(file, token);
        };
        QVERIFY_EXCEPTION_THROWN(app::voices::importForeignVoices(list, desk.folders, decode, stop.get_token()),
                                 app::voices::TransferStopped);
        QCOMPARE(read, 3);
        QCOMPARE(namesInVoices(desk.root), QStringList{u".removed"_qs});
    }
};

QTEST_GUILESS_MAIN(TestVoiceImport)
#include "tst_voice_import.moc"
