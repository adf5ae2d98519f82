// Model folders that are wrong are refused while loading, with the file and the reason; nothing is found out later as
// noise or silence.
#include <QTest>
#include <functional>
#include <limits>

#include "tests/engine/door/problem_of.h"
#include "tests/engine/model/editable_checkpoint.h"
#include "tests/engine/synthesizer/take.h"

using engine::makeLocalSynthesizer;
using engine::Precision;

namespace {

engine::LoadOptions optionsFor(const ModelCopy &model) {
    return {model.files(), engine::chooseDevice("cpu"), Precision::Fp32};
}

void writeText(const std::filesystem::path &path, const QByteArray &content) {
    QFile file(QString::fromStdString(path.string()));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("%s cannot be written", path.c_str());
}

QByteArray lines(int count) {
    QByteArray text = " \n";
    for (int i = 1; i < count; ++i)
        text += "t" + QByteArray::number(i) + "\n";
    return text;
}

struct Damage {
    const char *what;
    bool vocoder;
    std::function<void(EditableCheckpoint &)> change;
    const char *expected; // in the message
};
const std::vector<Damage> kDamages = {
    {"weights that are no number", false,
     [](auto &c) { c.ending("transformer_blocks.1.ff.ff.2.weight").values[77] = std::nanf(""); },
     "transformer_blocks.1.ff.ff.2.weight"},
    {"infinite embedding", false,
     [](auto &c) { c.ending("text_embed.text_embed.weight").values[0] = std::numeric_limits<float>::infinity(); },
     "text_embed.text_embed.weight"},
    {"vocoder weights that are no number", true, [](auto &c) { c.ending("head.out.weight").values[3] = std::nanf(""); },
     "head.out.weight"},
    {"missing tensor", false, [](auto &c) { c.tensors.erase("ema_model.transformer.time_embed.time_mlp.2.bias"); },
     "time_embed.time_mlp.2.bias"},
    {"missing vocoder tensor", true, [](auto &c) { c.tensors.erase("backbone.convnext.1.pwconv2.weight"); },
     "backbone.convnext.1.pwconv2.weight"},
    {"another shape", false,
     [](auto &c) {
         c.ending("transformer.proj_out.weight") = {{100, 32}, std::vector<float>(3200)};
     },
     "[100, 32]"},
    {"another model", false, [](auto &c) { c.tensors.erase("ema_model.transformer.proj_out.weight"); },
     "no F5-TTS model"},
    {"a number in place of a vector", false,
     [](auto &c) {
         c.ending("transformer.norm_out.linear.bias") = {{}, {1}};
     },
     "norm_out.linear.bias has the shape []"},
    {"a vocoder's number in place of a vector", true,
     [](auto &c) {
         c.ending("backbone.embed.bias") = {{}, {1}};
     },
     "backbone.embed.bias has the shape []"},
    {"no attention channel", false,
     [](auto &c) {
         c.ending("transformer_blocks.0.attn.to_q.weight") = {{0, 64}, {}};
     },
     "transformer_blocks.0.attn.to_q.weight has the shape [0, 64]"},
    {"a long skip connection", false,
     [](auto &c) {
         c.tensors["ema_model.transformer.long_skip_connection.weight"] = {{64, 128}, std::vector<float>(8192)};
     },
     "long skip connection"},
    {"norms that the configuration denies", false,
     [](auto &c) {
         c.tensors["ema_model.transformer.transformer_blocks.0.attn.q_norm.weight"] = {{32}, std::vector<float>(32)};
     },
     "model.yaml says qk_norm null"},
    {"attention that does not divide", false,
     [](auto &c) {
         c.ending("rotary_embed.inv_freq") = {{9}, std::vector<float>(9)};
     },
     "heads of 18"},
};

} // namespace

class TestLoading : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void summaryTellsWhatWasLoaded() {
        const auto synthesizer = makeSynthesizer("tiny");
        const engine::ModelSummary summary = synthesizer->summary();
        std::int64_t elements = 0;
        for (const auto &[name, tensor] : EditableCheckpoint::read(tinyModel("v1").weights).tensors)
            if (name.starts_with("ema_model.transformer."))
                elements += std::int64_t(tensor.values.size());
        QCOMPARE(summary.parameters, elements);
        QVERIFY(summary.precision == Precision::Fp32);
        QCOMPARE(summary.name, tinyModel("v1").name);
        QVERIFY(summary.loadSeconds > 0);
        QVERIFY(!summary.ownDurations && makeSynthesizer("demo")->summary().ownDurations);
        const engine::Capabilities can = synthesizer->capabilities();
        QVERIFY(can.seed && can.nfe && can.cancel && can.progress && can.bf16);
    }

    void automaticPrecisionIsNamed() {
        engine::LoadOptions options = modelOptions("tiny");
        options.precision = Precision::Auto;
        options.device.fastBf16 = false;
        QVERIFY(makeLocalSynthesizer(options)->summary().precision == Precision::Fp32);
        options.device.fastBf16 = true;
        QVERIFY(makeLocalSynthesizer(options)->summary().precision == Precision::Bf16);
    }

    void aCopySpeaksAsTheOriginal() {
        const ModelCopy copy;
        EditableCheckpoint::read(copy.weights()).write(copy.weights()); // what the damages below start from
        QVERIFY(speak(*makeLocalSynthesizer(optionsFor(copy)), request("Good evening.")).samples ==
                speak(*makeSynthesizer("tiny"), request("Good evening.")).samples);
    }

    void damagedCheckpointsAreRefused_data() {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < kDamages.size(); ++i)
            QTest::addRow("%s", kDamages[i].what) << int(i);
    }
    void damagedCheckpointsAreRefused() {
        QFETCH(int, index);
        const Damage &damage = kDamages[std::size_t(index)];
        const ModelCopy copy;
        const std::filesystem::path file = damage.vocoder ? copy.vocoder() : copy.weights();
        EditableCheckpoint content = EditableCheckpoint::read(file);
        damage.change(content);
        content.write(file);
        COMPARE_PROBLEM(makeLocalSynthesizer(optionsFor(copy)), QString::fromUtf8(damage.expected));
        COMPARE_PROBLEM(makeLocalSynthesizer(optionsFor(copy)), QString::fromStdString(file.filename().string()));
    }

    void modelWithoutVocoder() {
        const ModelCopy copy;
        std::filesystem::remove_all(copy.folder() / "vocos");
        COMPARE_PROBLEM(makeLocalSynthesizer(optionsFor(copy)), u"no vocoder");
    }

    void vocoderOfAnotherKind() {
        const ModelCopy copy;
        writeText(copy.folder() / "vocos" / "config.yaml", "head:\n  init_args:\n    padding: same\n");
        COMPARE_PROBLEM(makeLocalSynthesizer(optionsFor(copy)), u"padding");
    }

    // The embedding has 74 rows: one is the filler, 73 are tokens.
    void vocabularyMustFitTheEmbedding() {
        const ModelCopy copy;
        writeText(copy.folder() / "vocab.txt", lines(73));
        QVERIFY(makeLocalSynthesizer(optionsFor(copy)) != nullptr);
        writeText(copy.folder() / "vocab.txt", lines(74));
        COMPARE_PROBLEM(makeLocalSynthesizer(optionsFor(copy)), u"room for 73 tokens");
        // Fewer distinct tokens than rows, but ids follow the lines.
        writeText(copy.folder() / "vocab.txt", lines(70) + "t1\nt1\nt1\nt1\n");
        COMPARE_PROBLEM(makeLocalSynthesizer(optionsFor(copy)), u"74 lines");
    }

    void vocabularyMustBeOne() {
        const ModelCopy copy;
        writeText(copy.folder() / "vocab.txt", "a\nb\n");
        COMPARE_PROBLEM(makeLocalSynthesizer(optionsFor(copy)), u"vocab.txt");
    }
};

QTEST_GUILESS_MAIN(TestLoading)
#include "tst_loading.moc"
