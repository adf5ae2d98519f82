// The packed code for the position embedding's convolution against LibTorch's, in double precision.
#include <ATen/CPUGeneratorImpl.h>

#include <QTest>

#include "engine/model/position_conv.h"

using engine::model::PositionConv;

class TestPositionConv : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isMishOfConvolution_data() {
        QTest::addColumn<int>("dim");
        QTest::addColumn<int>("frames");
        for (const int dim : {256, 512})
            for (const int frames : {1, 6, 47, 49, 431})
                QTest::addRow("%d wide, %d frames", dim, frames) << dim << frames;
    }
    void isMishOfConvolution() {
        QFETCH(int, dim);
        QFETCH(int, frames);
        constexpr std::int64_t kGroups = 16, kBatch = 2;
        const auto random = [generator = at::make_generator<at::CPUGeneratorImpl>(7)](at::IntArrayRef shape) {
            return at::randn(shape, generator, at::kFloat);
        };
        const at::Tensor weight = 0.05 * random({dim, dim / kGroups, 31}), bias = random({dim});
        const at::Tensor x = random({kBatch, frames, dim});
        const at::Tensor wanted = at::mish(at::conv1d(x.transpose(1, 2).to(at::kDouble), weight.to(at::kDouble),
                                                      bias.to(at::kDouble), 1, 15, 1, kGroups))
                                      .transpose(1, 2);
        const at::Tensor got = PositionConv(weight, bias, kGroups)(x);
        QCOMPARE(got.sizes(), wanted.sizes());
        const double apart = (got.to(at::kDouble) - wanted).abs().max().item<double>();
        QVERIFY2(apart < 2e-5, qPrintable(QString::number(apart)));
    }
};

QTEST_APPLESS_MAIN(TestPositionConv)
#include "tst_position_conv.moc"
