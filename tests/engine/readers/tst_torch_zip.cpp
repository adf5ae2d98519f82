// Files that torch.save really wrote: tests/reference/make_reader_files.py.
#include <QTest>

#include "engine/model/weights.h"
#include "tests/engine/door/folder_of_files.h"
#include "tests/engine/door/problem_of.h"
#include "tests/engine/readers/made_files.h"

using engine::model::TensorView;
using engine::model::Weights;

class TestTorchZip : public QObject {
    Q_OBJECT

    static Weights open(const QString &name) {
        return Weights::open((QStringLiteral(TEST_DATA "/readers/") + name).toStdString());
    }

private Q_SLOTS:
    void readsTheSameTensorsAsTorch_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("a plain state dict") << u"state_dict.pt"_qs;
        QTest::newRow("F5's trainer: the average, not the model, optimizer or schedule") << u"training.pt"_qs;
        QTest::newRow("F5 without the average") << u"model_state_dict.pt"_qs;
        QTest::newRow("Lightning, as Vocos") << u"pytorch_model.bin"_qs;
        QTest::newRow("parameters") << u"parameters.pt"_qs;
        QTest::newRow("stored again by another program") << u"rezipped.pt"_qs;
    }
    void readsTheSameTensorsAsTorch() {
        QFETCH(QString, name);
        const Weights expected = open(u"expected.safetensors"_qs);
        const Weights weights = open(name);
        QCOMPARE(weights.tensors().size(), expected.tensors().size());
        for (const auto &[key, tensor] : expected.tensors()) {
            const TensorView &same = weights.at(key);
            QVERIFY2(same.dtype == tensor.dtype && same.shape == tensor.shape, key.c_str());
            QVERIFY2(std::equal(same.bytes.begin(), same.bytes.end(), tensor.bytes.begin(), tensor.bytes.end()),
                     key.c_str());
        }
        QVERIFY(weights.metadata().empty());
    }

    void tensorsMayShareAStorage() {
        const Weights weights = open(u"shared_storage.pt"_qs);
        for (const auto &[key, first] : {std::pair<const char *, float>{"first", 0}, {"second", 4}, {"third", 8}}) {
            float value = -1;
            std::memcpy(&value, weights.at(key).bytes.data(), sizeof value);
            QCOMPARE(value, first);
        }
        QCOMPARE(weights.at("second").shape, std::vector<std::int64_t>{4});
    }

    void sizesInZip64AreRead() {
        using namespace made;
        const FolderOfFiles folder;
        const std::string file =
            zip({{"a/data.pkl", pickle::only(pickle::tensor(pickle::storage("0", 6), 2, {2, 1, 2}, {2, 9, 1}))},
                 {"a/data/0", std::string(24, '\0')}},
                {.zip64 = true});
        const Weights weights = Weights::open(folder.write("zip64.pt", QByteArray::fromStdString(file)));
        QCOMPARE(weights.at("w").shape, (std::vector<std::int64_t>{2, 1, 2}));
        QCOMPARE(weights.at("w").bytes.size(), std::size_t(16));
    }

    void refuses_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("part");
        const auto row = [](const char *name, const char *part) {
            QTest::newRow(name) << QString::fromUtf8(name) << QString::fromUtf8(part);
        };
        row("os_system.pt",
            "asks for the Python name posix.system, which is not allowed: loading it could run a program");
        row("module.pt", "torch.nn.modules.linear.Linear");
        row("sparse.pt", "torch._utils._rebuild_sparse_tensor");
        row("complex.pt", "torch.ComplexFloatStorage");
        row("transposed.pt", "the tensor \"w\" is not contiguous. Call .contiguous()");
        row("expanded.pt", "the tensor \"w\" is not contiguous");
        row("legacy.pt", "before torch 1.6, which is not read. Re-save it with torch 1.6 or newer");
        row("protocol4.pt", "pickle protocol 4; only 2 is read");
        row("compressed.pt", "is compressed (method 8); only stored entries are read");
        row("torchscript.pt", "TorchScript programs");
        row("twice.pt", "\"state_dict/data/0\" stands twice");
        row("big_endian.pt", "the byte order \"big\"");
        row("list.pt", "is no dict of tensors. Save the state_dict");
        row("no_tensors.pt", "holds no tensors");
        row("photos.zip", "is a zip archive, but no torch checkpoint");
    }
    void refuses() {
        QFETCH(QString, name);
        QFETCH(QString, part);
        COMPARE_PROBLEM(open(name), part);
        COMPARE_PROBLEM(open(name), name);
    }
};

QTEST_APPLESS_MAIN(TestTorchZip)
#include "tst_torch_zip.moc"
