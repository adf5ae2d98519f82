// Our own product against LibTorch's in double precision, for every remainder of rows and columns.
#include <ATen/CPUGeneratorImpl.h>

#include <QTest>

#include "engine/model/linear.h"

using namespace engine::model;

namespace {

at::Tensor random(at::IntArrayRef shape) {
    static at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(7);
    return at::randn(shape, generator, at::kFloat);
}

double apart(const at::Tensor &a, const at::Tensor &b) {
    return a.sizes() == b.sizes() ? (a.to(at::kDouble) - b).abs().max().item<double>() : 1e9;
}

} // namespace

class TestLinear : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isTheDefinition_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("in");
        QTest::addColumn<int>("out");
        for (const int rows : {1, 2, 5, 6, 7, 11, 96, 97, 431})
            QTest::addRow("%d rows", rows) << rows << 64 << 48;
        for (const int out : {1, 15, 16, 17, 100, 1026})
            QTest::addRow("%d outputs", out) << 13 << 33 << out;
        QTest::addRow("one number") << 1 << 1 << 1;
    }
    void isTheDefinition() {
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

    void refusesOtherExtents() {
        const Linear layer(random({8, 4}), random({8}), true);
        at::Tensor y = at::empty({3, 8}), narrow = at::empty({3, 7});
        QVERIFY_THROWS_EXCEPTION(c10::Error, layer.into(y, random({3, 5})));
        QVERIFY_THROWS_EXCEPTION(c10::Error, layer.into(narrow, random({3, 4})));
    }
};

QTEST_APPLESS_MAIN(TestLinear)
#include "tst_linear.moc"
