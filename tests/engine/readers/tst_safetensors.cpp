#include <QTest>
#include <cmath>

#include "engine/model/weights.h"
#include "tests/engine/door/folder_of_files.h"
#include "tests/engine/door/problem_of.h"

using engine::model::Dtype;
using engine::model::TensorToWrite;
using engine::model::TensorView;
using engine::model::Weights;
using Shape = std::vector<std::int64_t>;

class TestSafetensors : public QObject {
    Q_OBJECT

    template <typename T> static std::vector<T> values(const TensorView &view) {
        std::vector<T> copy(view.bytes.size() / sizeof(T));
        std::memcpy(copy.data(), view.bytes.data(), view.bytes.size());
        return copy;
    }
    template <typename T> static std::span<const std::byte> bytes(const std::vector<T> &data) {
        return std::as_bytes(std::span(data));
    }

private Q_SLOTS:
    // Written by the official library: tests/reference/make_reader_files.py.
    void readsWhatTheOfficialLibraryWrites() {
        const Weights weights = Weights::open(TEST_DATA "/readers/expected.safetensors");
        QCOMPARE(weights.tensors().size(), std::size_t(12));
        QCOMPARE(weights.metadata().at("note"), std::string("héllo"));
        const auto check = [&](const char *name, Dtype dtype, const Shape &shape) {
            const TensorView &view = weights.at(name);
            return view.dtype == dtype && view.shape == shape;
        };
        QVERIFY(check("ema_model.transformer.proj.weight", Dtype::F32, {3, 5}));
        QVERIFY(check("ema_model.transformer.proj.bias", Dtype::F16, {3}));
        QVERIFY(check("ema_model.transformer.norm", Dtype::BF16, {2, 1, 4}));
        QVERIFY(check("ema_model.double", Dtype::F64, {3}));
        QVERIFY(check("ema_model.empty", Dtype::F32, {0, 4}));
        QVERIFY(check("initted", Dtype::Bool, {}));
        QVERIFY(check("bytes", Dtype::U8, {2}));
        QCOMPARE(values<float>(weights.at("ema_model.scalar")), std::vector<float>{1.5f});
        QCOMPARE(values<std::int64_t>(weights.at("step")), std::vector<std::int64_t>{1234567890123});
        QCOMPARE(values<std::int8_t>(weights.at("small")), (std::vector<std::int8_t>{-2, 3}));
        QCOMPARE(values<std::int16_t>(weights.at("short")), (std::vector<std::int16_t>{-30000, 7}));
        QCOMPARE(values<std::int32_t>(weights.at("int")), (std::vector<std::int32_t>{-2000000000, 7}));
        for (const auto &[name, tensor] : weights.tensors())
            engine::model::requireFinite(tensor, name, weights.file());
        COMPARE_PROBLEM(weights.at("nothing"), u"expected.safetensors has no tensor \"nothing\""_qs);
        QVERIFY(weights.contains("step") && !weights.contains("nothing"));
    }

    void readsTheShippedModel() {
        const Weights model = Weights::open(SOURCE_FOLDER "/resources/models/demo/model_demo.safetensors");
        QVERIFY(model.tensors().size() > 100);
        const Weights vocos = Weights::open(SOURCE_FOLDER "/resources/models/demo/vocos/model.safetensors");
        QVERIFY(vocos.tensors().size() > 50);
        for (const Weights *weights : {&model, &vocos})
            for (const auto &[name, tensor] : weights->tensors())
                engine::model::requireFinite(tensor, name, weights->file());
    }

    void theNameOfTheFileDoesNotMatter() {
        const FolderOfFiles folder;
        QFile file(QStringLiteral(TEST_DATA "/readers/expected.safetensors"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(Weights::open(folder.write("model.pt", file.readAll())).tensors().size(), std::size_t(12));
    }

    void writesWhatItReads() {
        const FolderOfFiles folder;
        const auto path = folder.path("out.safetensors");
        const std::vector<float> mel = {1, -2.5f, 3e-30f, 4, 5, 6};
        const std::vector<std::uint8_t> small = {1, 2, 3};
        const std::vector<std::int64_t> ids = {-7};
        engine::model::writeSafetensors(path,
                                        {{"small", Dtype::U8, {3}, bytes(small)},
                                         {"mel \"1\"\n中", Dtype::F32, {2, 3}, bytes(mel)},
                                         {"ids", Dtype::I64, {}, bytes(ids)},
                                         {"none", Dtype::F32, {0}, {}}},
                                        {{"tokens", "[\"a\",\"é\"]"}});
        const Weights back = Weights::open(path);
        QCOMPARE(back.tensors().size(), std::size_t(4));
        QCOMPARE(values<float>(back.at("mel \"1\"\n中")), mel);
        QCOMPARE(back.at("mel \"1\"\n中").shape, (Shape{2, 3}));
        QCOMPARE(values<std::uint8_t>(back.at("small")), small);
        QCOMPARE(values<std::int64_t>(back.at("ids")), ids);
        QCOMPARE(back.metadata().at("tokens"), std::string("[\"a\",\"é\"]"));
        for (const auto &[name, tensor] : back.tensors()) // as torch likes it
            QCOMPARE(std::uintptr_t(tensor.bytes.data()) % engine::model::bytesPerElement(tensor.dtype),
                     std::uintptr_t(0));
    }

    void aMappedFileStaysReadableWhenItIsReplaced() {
        const FolderOfFiles folder;
        const auto path = folder.path("x.safetensors");
        const std::vector<float> before(100000, 1.0f), after = {2.0f};
        engine::model::writeSafetensors(path, {{"x", Dtype::F32, {100000}, bytes(before)}}, {});
        const Weights mapped = Weights::open(path);
        engine::model::writeSafetensors(path, {{"x", Dtype::F32, {1}, bytes(after)}}, {});
        QCOMPARE(values<float>(mapped.at("x")), before);
        QCOMPARE(values<float>(Weights::open(path).at("x")), after);
    }

    void refusesToWriteNonsenseAndLeavesNothingBehind() {
        const FolderOfFiles folder;
        const std::vector<float> data = {1, 2};
        const auto path = folder.path("out.safetensors");
        const auto write = [&](const std::filesystem::path &file, const std::vector<TensorToWrite> &tensors) {
            engine::model::writeSafetensors(file, tensors, {});
        };
        COMPARE_PROBLEM(write(path, {{"x", Dtype::F32, {3}, bytes(data)}}), u"do not fit its shape"_qs);
        COMPARE_PROBLEM(write(path, {{"x", Dtype::F32, {-2}, bytes(data)}}), u"do not fit its shape"_qs);
        COMPARE_PROBLEM(write(path, {{"x", Dtype::F32, {2}, bytes(data)}, {"x", Dtype::F32, {2}, bytes(data)}}),
                        u"stands twice"_qs);
        COMPARE_PROBLEM(write(folder.path("no/folder.safetensors"), {{"x", Dtype::F32, {2}, bytes(data)}}),
                        u"There is no folder"_qs);
        std::filesystem::create_directories(folder.path("taken/inside"));
        COMPARE_PROBLEM(write(folder.path("taken"), {{"x", Dtype::F32, {2}, bytes(data)}}), u"taken' is a folder"_qs);
        QStringList names =
            QDir(QString::fromStdString(folder.path().string())).entryList(QDir::AllEntries | QDir::NoDotAndDotDot);
        QCOMPARE(names, QStringList{u"taken"_qs});
    }

    void finiteMeansFinite() {
        const auto problem = [](Dtype dtype, const auto &data) {
            const TensorView view{dtype, {}, std::as_bytes(std::span(data))};
            return problemOf([&] { engine::model::requireFinite(view, "layer.weight", "m.safetensors"); });
        };
        constexpr float largest = std::numeric_limits<float>::max();
        QCOMPARE(problem(Dtype::F32, std::vector<float>{0, -0.0f, largest, -largest, 1e-45f}), QString());
        QCOMPARE(problem(Dtype::F64, std::vector<double>{1e308, -1e308, 5e-324}), QString());
        QCOMPARE(problem(Dtype::F16, std::vector<std::uint16_t>{0x7BFF, 0xFBFF, 0x0001, 0x8000}), QString());
        QCOMPARE(problem(Dtype::BF16, std::vector<std::uint16_t>{0x7F7F, 0xFF7F, 0x0001, 0x7C00}), QString());
        QCOMPARE(problem(Dtype::I32, std::vector<std::int32_t>{-1, 0x7F800000}), QString());
        std::vector<float> many(10000, 1.0f);
        many[9000] = std::numeric_limits<float>::infinity();
        many[9001] = std::numeric_limits<float>::quiet_NaN();
        const QString text = problem(Dtype::F32, many);
        QVERIFY2(text.startsWith(
                     u"m.safetensors: the tensor \"layer.weight\" holds infinity or not-a-number (element 9000)."_qs),
                 qPrintable(text));
        QVERIFY(!problem(Dtype::F16, std::vector<std::uint16_t>{0xFC00}).isEmpty());
        QVERIFY(!problem(Dtype::BF16, std::vector<std::uint16_t>{0x7FC0}).isEmpty());
        QVERIFY(!problem(Dtype::F64, std::vector<double>{std::nan("")}).isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestSafetensors)
#include "tst_safetensors.moc"
