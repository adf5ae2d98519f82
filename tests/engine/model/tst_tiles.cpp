// The products that are worked on in tiles on a CPU (layers, attention, the position embedding's convolution) against
// their definition in double precision, for every remainder of rows and columns.
#include <ATen/CPUGeneratorImpl.h>

#include <QTest>

#include "engine/model/attention.h"
#include "engine/model/linear.h"
#include "engine/model/position_conv.h"

using namespace engine::model;

namespace {

at::Tensor random(at::IntArrayRef shape) {
    static at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(7);
    return at::randn(shape, generator, at::kFloat);
}

double apart(const at::Tensor &a, const at::Tensor &b) {
    return a.sizes() == b.sizes() ? (a.to(at::kDouble) - b).abs().max().item<double>() : 1e9;
}

at::Tensor expectedAttention(const at::Tensor &qkv) {
    const at::Tensor parts = qkv.to(at::kDouble).permute({2, 0, 3, 1, 4});
    const at::Tensor scores = parts[0].matmul(parts[1].transpose(-1, -2)) / std::sqrt(double(qkv.size(4)));
    return at::softmax(scores, -1).matmul(parts[2]).transpose(1, 2).flatten(2);
}

at::Tensor attentionOf(const at::Tensor &qkv) {
    const std::int64_t b = qkv.size(0), n = qkv.size(1), heads = qkv.size(3), headDim = qkv.size(4);
    at::Tensor out = at::full({b, n, heads * headDim}, 99, at::kFloat);
    at::Tensor room = at::full({b, heads * attentionRoom(n, headDim)}, 99, at::kFloat);
    attention(out, qkv, room, at::kFloat);
    return out;
}

} // namespace

class TestTiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void productIsTheDefinition_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("in");
        QTest::addColumn<int>("out");
        for (const int rows : {1, 2, 5, 6, 7, 11, 96, 97, 431})
            QTest::addRow("%d rows", rows) << rows << 64 << 48;
        for (const int out : {1, 15, 16, 17, 100, 1026})
            QTest::addRow("%d outputs", out) << 13 << 33 << out;
        QTest::addRow("one number") << 1 << 1 << 1;
    }
    void productIsTheDefinition() {
        QFETCH(int, rows);
        QFETCH(int, in);
        QFETCH(int, out);
        const at::Tensor weight = random({out, in}), bias = random({out}), x = random({2, rows, in});
        const at::Tensor product = x.to(at::kDouble).matmul(weight.to(at::kDouble).t());
        for (const bool packed : {false, true}) {
            const Linear with(weight, bias, packed), without(weight, at::Tensor(), packed);
            at::Tensor y = at::full({2, rows, out}, 99, at::kFloat);
            with.into(y, x);
            QVERIFY(apart(y, product + bias) < 2e-5);
            QVERIFY(at::equal(with(x), y));
            QVERIFY(apart(without(x), product) < 2e-5);
            QVERIFY(apart(with(x.transpose(0, 1)), (product + bias).transpose(0, 1)) < 2e-5);
        }
    }

    void productRefusesOtherExtents() {
        const Linear layer(random({8, 4}), random({8}), true);
        at::Tensor y = at::empty({3, 8}), narrow = at::empty({3, 7});
        QVERIFY_THROWS_EXCEPTION(c10::Error, layer.into(y, random({3, 5})));
        QVERIFY_THROWS_EXCEPTION(c10::Error, layer.into(narrow, random({3, 4})));
    }

    void attentionIsTheDefinition_data() {
        QTest::addColumn<int>("frames");
        QTest::addColumn<int>("heads");
        QTest::addColumn<int>("headDim");
        QTest::addColumn<double>("scale");
        for (const int frames : {1, 5, 6, 15, 16, 17, 24, 25, 47, 431})
            QTest::addRow("%d frames", frames) << frames << 4 << 64 << 1.0;
        QTest::addRow("one narrow head") << 33 << 1 << 16 << 1.0;
        QTest::addRow("heads that fit no strip") << 33 << 3 << 10 << 1.0;
        QTest::addRow("scores far apart") << 40 << 2 << 64 << 30.0;
        QTest::addRow("scores all equal") << 40 << 2 << 64 << 0.0;
    }
    void attentionIsTheDefinition() {
        QFETCH(int, frames);
        QFETCH(int, heads);
        QFETCH(int, headDim);
        QFETCH(double, scale);
        const at::Tensor qkv = scale * random({2, frames, 3, heads, headDim});
        const at::Tensor wanted = expectedAttention(qkv);
        const at::Tensor other = at::stack({qkv, qkv}, -1).select(-1, 0); // with gaps: the path of other devices
        for (const at::Tensor &input : {qkv, other}) {
            const double difference = apart(attentionOf(input), wanted);
            QVERIFY2(difference < 5e-6 * (1 + scale * scale * scale), qPrintable(QString::number(difference)));
        }
    }

    void convolutionIsTheDefinition_data() {
        QTest::addColumn<int>("dim");
        QTest::addColumn<int>("frames");
        for (const int dim : {256, 512})
            for (const int frames : {1, 6, 47, 49, 431})
                QTest::addRow("%d wide, %d frames", dim, frames) << dim << frames;
    }
    void convolutionIsTheDefinition() {
        QFETCH(int, dim);
        QFETCH(int, frames);
        constexpr std::int64_t kGroups = 16, kBatch = 2;
        const at::Tensor weight = 0.05 * random({dim, dim / kGroups, 31}), bias = random({dim});
        const at::Tensor x = random({kBatch, frames, dim});
        const at::Tensor wanted = at::mish(at::conv1d(x.transpose(1, 2).to(at::kDouble), weight.to(at::kDouble),
                                                      bias.to(at::kDouble), 1, 15, 1, kGroups))
                                      .transpose(1, 2);
        const at::Tensor got = PositionConv(weight, bias, kGroups)(x);
        QVERIFY2(apart(got, wanted) < 2e-5, qPrintable(QString::number(apart(got, wanted))));
    }
};

QTEST_APPLESS_MAIN(TestTiles)
#include "tst_tiles.moc"
