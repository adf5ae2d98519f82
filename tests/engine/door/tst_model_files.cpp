#include "engine/model_files.h"

#include <QTest>

#include "tests/engine/door/folder_of_files.h"
#include "tests/engine/door/problem_of.h"

using engine::ModelFiles;

#ifdef ISHOWTTS_HAVE_YAML // moc does not see it: around a slot it would take the slot away
constexpr bool kHasYaml = true;
#else
constexpr bool kHasYaml = false;
#endif

class TestModelFiles : public QObject {
    Q_OBJECT

    // Only names are looked at here: no reader opens these.
    static void addModel(const FolderOfFiles &folder, const std::string &where = "") {
        folder.write((where + "model_900.safetensors").c_str(), "weights");
        folder.write((where + "vocab.txt").c_str(), " \na\n");
    }
    static void addYaml(const FolderOfFiles &folder, const QByteArray &arch, const QByteArray &more = {}) {
        folder.write("model.yaml", "model:\n  backbone: DiT\n" + more + "  arch:\n" + arch);
    }

private Q_SLOTS:
    void aSmallFolderIsAModel() {
        const FolderOfFiles folder;
        addModel(folder, "mine/");
        const ModelFiles files = engine::readModelFolder(folder.path("mine/"));
        QCOMPARE(files.name, std::string("mine"));
        QCOMPARE(files.licence, std::string("unknown"));
        QCOMPARE(files.folder, folder.path("mine"));
        QCOMPARE(files.weights, folder.path("mine/model_900.safetensors"));
        QCOMPARE(files.vocabulary, folder.path("mine/vocab.txt"));
        QVERIFY(files.vocoderWeights.empty() && files.vocoderConfig.empty() && files.durations.empty());
        QCOMPARE(files.flags.source, std::string("v1 defaults"));
        QVERIFY(files.flags.textMaskPadding && !files.flags.averageUpsampling);
        QCOMPARE(files.flags.ropeHeads, 0);
        QCOMPARE(files.flags.headDim, 64);
        QCOMPARE(files.flags.qkNorm, std::string());
    }

    void allPartsAreFound() {
        const FolderOfFiles folder;
        addModel(folder);
        folder.write("durations.json", "{}");
        folder.write("vocos/config.yaml", "");
        folder.write("vocos/pytorch_model.bin", "");
        folder.write("model.json", R"({"name": "My model", "licence": "MIT", "flags": {"text_mask_padding": false,
            "pe_attn_head": 1, "dim_head": 32, "qk_norm": "rms_norm", "text_embedding_average_upsampling": false}})");
        ModelFiles files = engine::readModelFolder(folder.path());
        QCOMPARE(files.name, std::string("My model"));
        QCOMPARE(files.licence, std::string("MIT"));
        QCOMPARE(files.durations, folder.path("durations.json"));
        QCOMPARE(files.vocoderConfig, folder.path("vocos/config.yaml"));
        QCOMPARE(files.vocoderWeights, folder.path("vocos/pytorch_model.bin"));
        QCOMPARE(files.flags.source, std::string("model.json"));
        QVERIFY(!files.flags.textMaskPadding && !files.flags.averageUpsampling);
        QCOMPARE(files.flags.ropeHeads, 1);
        QCOMPARE(files.flags.headDim, 32);
        QCOMPARE(files.flags.qkNorm, std::string("rms_norm"));
        folder.write("vocos/model.safetensors", "");
        QCOMPARE(engine::readModelFolder(folder.path()).vocoderWeights, folder.path("vocos/model.safetensors"));
    }

    void weightsAreChosenNotGuessed() {
        const FolderOfFiles folder;
        folder.write("vocab.txt", " \n");
        const auto weights = [&] { return engine::readModelFolder(folder.path()).weights.filename().string(); };
        COMPARE_PROBLEM(weights(), u"has no weights. Put the checkpoint there"_qs);
        folder.write("model_1200000.pt", "");
        QCOMPARE(weights(), std::string("model_1200000.pt"));
        folder.write("other.safetensors", "");
        QCOMPARE(weights(), std::string("other.safetensors"));
        folder.write("model_1.safetensors", "");
        QCOMPARE(weights(), std::string("model_1.safetensors"));
        folder.write("model_2.safetensors", "");
        COMPARE_PROBLEM(weights(), u"several weights: model_1.safetensors, model_2.safetensors."_qs);
        folder.write("model.json", R"({"weights": "model_1200000.pt"})");
        QCOMPARE(weights(), std::string("model_1200000.pt"));
        folder.write("model.json", R"({"weights": "gone.pt"})");
        COMPARE_PROBLEM(weights(), u"has no file gone.pt, which its model.json names"_qs);
        for (const char *climbing : {"../model_1.safetensors", "/etc/passwd", "..", "vocos/x.pt"}) {
            folder.write("model.json", QByteArray(R"({"weights": ")") + climbing + "\"}");
            COMPARE_PROBLEM(weights(), u"which is no file name"_qs);
        }
    }

    void halfAFolderSaysWhatIsMissing() {
        const FolderOfFiles folder;
        const auto read = [&] { return engine::readModelFolder(folder.path()); };
        folder.write("model_1.safetensors", "");
        COMPARE_PROBLEM(read(), u"has no vocab.txt. Put the vocabulary"_qs);
        folder.write("vocab.txt", " \n");
        folder.write("vocos/config.yaml", "");
        COMPARE_PROBLEM(read(), u"has no model.safetensors and no pytorch_model.bin. Copy it from charactr/vocos"_qs);
        QFile::remove(QString::fromStdString(folder.path("vocos/config.yaml").string()));
        folder.write("vocos/model.safetensors", "");
        COMPARE_PROBLEM(read(), u"has no config.yaml"_qs);
        COMPARE_PROBLEM(engine::readModelFolder(folder.path("nowhere")), u"There is no model folder"_qs);
        COMPARE_PROBLEM(engine::readModelFolder(folder.path("vocab.txt")), u"is a file; a model is a folder"_qs);
    }

    void theOfficialWeightsHaveTheirLicence() {
        for (const char *name : {"model_1250000.safetensors", "model_1200000.pt"}) {
            const FolderOfFiles folder;
            folder.write(name, "");
            folder.write("vocab.txt", " \n");
            QVERIFY(engine::readModelFolder(folder.path()).licence.starts_with("CC-BY-NC-4.0"));
            folder.write("model.json", R"({"licence": "mine"})");
            QCOMPARE(engine::readModelFolder(folder.path()).licence, std::string("mine"));
        }
    }

    // As they lie on Hugging Face, downloaded by hand: no YAML among them. Holes: they take no room.
    void officialWeightsAreKnownByNameAndLength() {
        const FolderOfFiles folder;
        folder.write("vocab.txt", " \n");
        folder.write("model_1200000.safetensors", "");
        std::filesystem::resize_file(folder.path("model_1200000.safetensors"), 1'348'645'281);
        ModelFiles files = engine::readModelFolder(folder.path());
        QCOMPARE(files.official, std::string("F5TTS_Base"));
        QVERIFY(!files.flags.isGuess && !files.flags.textMaskPadding && files.flags.ropeHeads == 1); // v0
        QCOMPARE(files.flags.source, std::string("F5TTS_Base, known by name and length"));
        QVERIFY(std::filesystem::remove(folder.path("model_1200000.safetensors")));
        folder.write("model_1250000.safetensors", "");
        std::filesystem::resize_file(folder.path("model_1250000.safetensors"), 1'348'435'761);
        files = engine::readModelFolder(folder.path());
        QCOMPARE(files.official, std::string("F5TTS_v1_Base"));
        QVERIFY(!files.flags.isGuess && files.flags.textMaskPadding && files.flags.ropeHeads == 0); // v1
        std::filesystem::resize_file(folder.path("model_1250000.safetensors"), 1'348'435'760);      // trained further
        files = engine::readModelFolder(folder.path());
        QCOMPARE(files.official, std::string());
        QVERIFY(files.flags.isGuess && files.flags.textMaskPadding);
    }

    void whatCannotBeToldApartIsAGuessUntilItIsChosen() {
        const FolderOfFiles folder;
        folder.write("mine/vocab.txt", " \n");
        folder.write("mine/model_1200000.pt", "");
        const auto flags = [&] { return engine::readModelFolder(folder.path("mine")).flags; };
        QVERIFY(flags().isGuess && !flags().textMaskPadding && flags().ropeHeads == 1);
        QCOMPARE(flags().source, std::string(engine::kGuessedV0Flags));
        folder.write("mine.added.json", R"({"flags": {"text_mask_padding": true, "pe_attn_head": null}})");
        QVERIFY(!flags().isGuess && flags().textMaskPadding && flags().ropeHeads == 0);
        QCOMPARE(flags().source, std::string(engine::kChosenFlags));
        folder.write("mine/model.json", R"({"flags": {"pe_attn_head": 2}})"); // what lies with it counts
        QCOMPARE(flags().ropeHeads, 2);
        folder.write("mine.added.json", "[]");
        COMPARE_PROBLEM(flags(), u"mine.added.json is no JSON object"_qs);
    }

    void aVocoderElsewhereIsChosenOrShared() {
        const FolderOfFiles folder;
        addModel(folder, "models/mine/");
        const auto vocoder = [&] { return engine::readModelFolder(folder.path("models/mine")).vocoderWeights; };
        QVERIFY(vocoder().empty());
        folder.write("vocoders/vocos-mel-24khz/vocos/config.yaml", "");
        folder.write("vocoders/vocos-mel-24khz/vocos/pytorch_model.bin", "");
        QCOMPARE(vocoder(), folder.path("vocoders/vocos-mel-24khz/vocos/pytorch_model.bin"));
        folder.write("mine too/config.yaml", "");
        folder.write("mine too/model.safetensors", "");
        const QByteArray chosen = QByteArray::fromStdString(folder.path("mine too").string());
        folder.write("models/mine.added.json", "{\"vocoder\": \"" + chosen + "\"}");
        QCOMPARE(vocoder(), folder.path("mine too/model.safetensors"));
        std::filesystem::remove_all(folder.path("mine too"));
        COMPARE_PROBLEM(vocoder(), u"has no vocoder any more: there is no folder"_qs);
        folder.write("models/mine.added.json", R"({"vocoder": "relative"})");
        COMPARE_PROBLEM(vocoder(), u"has no vocoder any more"_qs);
        addModel(folder, "alone/");
        QVERIFY(engine::readModelFolder(folder.path("alone")).vocoderWeights.empty());
    }

    void wrongManifests_data() {
        QTest::addColumn<QByteArray>("manifest");
        QTest::addColumn<QString>("part");
        const auto row = [](const char *manifest, const char *part) {
            QTest::addRow("%s", manifest) << QByteArray(manifest) << QString::fromUtf8(part);
        };
        row("{", "model.json: line 1");
        row("[]", "is no JSON object");
        row(R"({"name": 5})", "\"name\" is no text");
        row(R"({"name": "a\nb"})", "control characters");
        row(R"({"flags": 5})", "\"flags\" is no object");
        row(R"({"flags": {"text_mask_pading": true}})", "there is no flag \"text_mask_pading\"");
        row(R"({"flags": {"text_mask_padding": 1}})", "must be true or false");
        row(R"({"flags": {"pe_attn_head": 0}})", "whole number from 1");
        row(R"({"flags": {"pe_attn_head": 257}})", "pe_attn_head is 257");
        row(R"({"flags": {"pe_attn_head": 1e300}})", "whole number from 1");
        row(R"({"flags": {"pe_attn_head": 18446744073709551615}})", "whole number from 1");
        row(R"({"flags": {"dim_head": 63}})", "dim_head is 63; it must be even");
        row(R"({"flags": {"dim_head": null}})", "whole number from 1");
        row(R"({"flags": {"qk_norm": "layer_norm"}})", "only null and rms_norm exist");
        row(R"({"flags": {"qk_norm": true}})", "must be null or \"rms_norm\"");
        row(R"({"flags": {"text_mask_padding": false, "text_embedding_average_upsampling": true}})",
            "text_embedding_average_upsampling needs text_mask_padding");
    }
    void wrongManifests() {
        QFETCH(QByteArray, manifest);
        QFETCH(QString, part);
        const FolderOfFiles folder;
        addModel(folder);
        folder.write("model.json", manifest);
        COMPARE_PROBLEM(engine::readModelFolder(folder.path()), part);
    }

    void flagsComeFromUpstreamsConfiguration() {
        if (!kHasYaml)
            QSKIP("built without yaml-cpp");
        const FolderOfFiles folder;
        addModel(folder);
        // The keys of F5TTS_Base.yaml (v0), under its own name.
        folder.write("F5TTS_Base.yaml", "hydra:\n  run:\n    dir: ckpts/${model.name}/${now:%Y-%m-%d}\n"
                                        "model:\n  name: F5TTS_Base  # model name\n  backbone: DiT\n  arch:\n"
                                        "    dim: 1024\n    text_mask_padding: False\n    pe_attn_head: 1\n"
                                        "  mel_spec:\n    target_sample_rate: 24000\n    n_mel_channels: 100\n"
                                        "    hop_length: 256\n    win_length: 1024\n    n_fft: 1024\n"
                                        "    mel_spec_type: vocos  # vocos | bigvgan\n");
        ModelFiles files = engine::readModelFolder(folder.path());
        QCOMPARE(files.flags.source, std::string("F5TTS_Base.yaml"));
        QVERIFY(!files.flags.textMaskPadding);
        QCOMPARE(files.flags.ropeHeads, 1);
        QCOMPARE(files.flags.headDim, 64);

        folder.write("second.yml", "");
        COMPARE_PROBLEM(engine::readModelFolder(folder.path()),
                        u"several configurations: F5TTS_Base.yaml, second.yml."_qs);
        addYaml(folder, "    qk_norm: rms_norm\n    pe_attn_head: null\n    dim_head: 96\n"
                        "    text_embedding_average_upsampling: true\n");
        files = engine::readModelFolder(folder.path());
        QCOMPARE(files.flags.source, std::string("model.yaml"));
        QVERIFY(files.flags.textMaskPadding && files.flags.averageUpsampling);
        QCOMPARE(files.flags.ropeHeads, 0);
        QCOMPARE(files.flags.headDim, 96);
        QCOMPARE(files.flags.qkNorm, std::string("rms_norm"));

        folder.write("model.json", R"({"flags": {"qk_norm": null}})");
        files = engine::readModelFolder(folder.path());
        QCOMPARE(files.flags.source, std::string("model.json"));
        QVERIFY(!files.flags.averageUpsampling);
    }

    void wrongConfigurations_data() {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<QString>("part");
        const auto row = [](const char *name, const QByteArray &yaml, const char *part) {
            QTest::newRow(name) << yaml << QString::fromUtf8(part);
        };
        const QByteArray arch = "  arch:\n    dim: 64\n";
        row("bigvgan", "model:\n" + arch + "  mel_spec:\n    mel_spec_type: bigvgan\n", "BigVGAN is not");
        row("sample rate", "model:\n" + arch + "  mel_spec:\n    target_sample_rate: 44100\n",
            "target_sample_rate is 44100; only 24000");
        row("hop", "model:\n" + arch + "  mel_spec:\n    hop_length: 300\n", "hop_length is 300");
        row("backbone", "model:\n  backbone: UNetT\n" + arch, "backbone is \"UNetT\"");
        row("long skip", "model:\n" + arch + "    long_skip_connection: true\n",
            "long_skip_connection is not supported");
        row("average upsampling",
            "model:\n" + arch + "    text_mask_padding: false\n    text_embedding_average_upsampling: true\n",
            "needs text_mask_padding");
        row("no arch", "model:\n  name: x\n", "has no section model.arch");
        row("no model", "a: 1\n", "has no section model.arch");
        row("a list", "- 1\n- 2\n", "has no section model.arch");
        row("a scalar", "hello", "has no section model.arch");
        row("model is a list", "model: [1]\n", "has no section model.arch");
        row("empty", "", "has no section model.arch");
        row("no yaml", "model: [\n", "is no valid YAML: line");
        row("tab", "model:\n\tarch: 1\n", "is no valid YAML");
        row("wrong kind", "model:\n" + arch + "    text_mask_padding: maybe\n", "text_mask_padding cannot be read");
        row("number", "model:\n" + arch + "    pe_attn_head: 99999999999999\n", "pe_attn_head cannot be read");
        row("map as flag", "model:\n" + arch + "    qk_norm: {a: 1}\n", "qk_norm cannot be read");
        row("negative", "model:\n" + arch + "    pe_attn_head: -1\n", "pe_attn_head is -1");
        row("deep", QByteArray(200000, '['), "is no valid YAML");
        row("huge", QByteArray(2 << 20, '#'), "longer than 1 MiB");
        row("no UTF-8", QByteArray("model: \xff\xfe\x00\x01", 11), "model.yaml");
    }
    void wrongConfigurations() {
        if (!kHasYaml)
            QSKIP("built without yaml-cpp");
        QFETCH(QByteArray, yaml);
        QFETCH(QString, part);
        const FolderOfFiles folder;
        addModel(folder);
        folder.write("model.yaml", yaml);
        COMPARE_PROBLEM(engine::readModelFolder(folder.path()), part);
    }

    void modelsAreFoundByNameOrFolder() {
        const FolderOfFiles mine, shipped;
        addModel(mine, "models/one/");
        mine.write("models/one/model.json", R"({"name": "The one", "licence": "mine"})");
        mine.write("models/half/vocab.txt", " \n");
        mine.write("models/.download/vocab.txt", " \n");
        mine.write("models/readme.txt", "");
        addModel(shipped, "models/demo/");
        addModel(shipped, "models/one/");
        const std::vector<std::filesystem::path> roots = {mine.path(), shipped.path(), "/does/not/exist"};

        const engine::ModelListing listing = engine::listModels(roots);
        QCOMPARE(listing.models.size(), std::size_t(2));
        QCOMPARE(listing.models[0].name, std::string("The one"));
        QCOMPARE(listing.models[1].name, std::string("demo"));
        QCOMPARE(listing.problems.size(), std::size_t(1));
        QVERIFY(listing.problems[0].find("half has no weights") != std::string::npos);

        QCOMPARE(engine::findModel(roots, "").folder, shipped.path("models/demo"));
        QCOMPARE(engine::findModel(roots, "one").licence, std::string("mine"));
        QCOMPARE(engine::findModel(roots, "The one").folder, mine.path("models/one"));
        QCOMPARE(engine::findModel({}, shipped.path("models/one").string()).folder, shipped.path("models/one"));
        COMPARE_PROBLEM(engine::findModel(roots, "half"), u"half has no weights"_qs);
        COMPARE_PROBLEM(engine::findModel(roots, "two"), u"no model \"two\". Choose one of: The one, demo"_qs);
        COMPARE_PROBLEM(engine::findModel(roots, "./two"), u"There is no model folder"_qs);
        COMPARE_PROBLEM(engine::findModel({}, ""), u"No model was found at all"_qs);
    }

    void theShippedDemoModelIsComplete() {
        const ModelFiles demo = engine::findModel({SOURCE_FOLDER "/resources"}, "");
        QVERIFY(demo.licence != "unknown");
        QVERIFY(!demo.vocoderWeights.empty() && !demo.durations.empty());
        QVERIFY(demo.flags.averageUpsampling && demo.flags.textMaskPadding);
    }
};

QTEST_APPLESS_MAIN(TestModelFiles)
#include "tst_model_files.moc"
