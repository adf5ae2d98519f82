// The CPU code for attention against the definition in double precision, and against the path that other devices take.
#include <ATen/CPUGeneratorImpl.h>

#include <QTest>

#include "engine/model/attention.h"

using namespace engine::model;

namespace {

at::Tensor random(at::IntArrayRef shape, double scale) {
    return scale * at::randn(shape, at::make_generator<at::CPUGeneratorImpl>(7), at::kFloat);
}

at::Tensor expected(const at::Tensor &qkv) {
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

class TestAttention : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isTheDefinition_data() {
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
    void isTheDefinition() {
        QFETCH(int, frames);
        QFETCH(int, heads);
        QFETCH(int, headDim);
        QFETCH(double, scale);
        const at::Tensor qkv = random({2, frames, 3, heads, headDim}, scale);
        const at::Tensor wanted = expected(qkv);
        const at::Tensor other = at::stack({qkv, qkv}, -1).select(-1, 0); // with gaps: the path of other devices
        for (const at::Tensor &input : {qkv, other}) {
            const double apart = (attentionOf(input).to(at::kDouble) - wanted).abs().max().item<double>();
            QVERIFY2(apart < 5e-6 * (1 + scale * scale * scale), qPrintable(QString::number(apart)));
        }
    }
};

QTEST_APPLESS_MAIN(TestAttention)
#include "tst_attention.moc"
