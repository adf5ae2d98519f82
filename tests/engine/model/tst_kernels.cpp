// The one-pass functions for the CPU against LibTorch's own operators in double precision, and against the path that
// other devices take; and that LibTorch is asked for the memory of a GPU that it keeps.
#include <ATen/CPUGeneratorImpl.h>
#include <c10/core/CachingDeviceAllocator.h>

#include <QTest>

#include "engine/model/cuda_loader.h"
#include "engine/model/kernels.h"

using namespace engine::model;

namespace {

constexpr double kTolerance = 1e-5;

at::Tensor random(at::IntArrayRef shape, double scale = 1, std::uint64_t seed = 1) {
    return at::randn(shape, at::detail::createCPUGenerator(seed), at::TensorOptions(at::kFloat)) * scale;
}

// The largest difference, of values above 1 relative to their size.
double apart(const at::Tensor &a, const at::Tensor &b) {
    if (a.sizes() != b.sizes())
        return 1e9;
    const at::Tensor x = a.to(at::kDouble), y = b.to(at::kDouble);
    const double worst = ((x - y).abs() / y.abs().clamp_min(1)).max().item<double>();
    return worst == worst ? worst : 1e9;
}

at::Tensor expectedNorm(const at::Tensor &x, const at::Tensor &shift, const at::Tensor &scale) {
    const at::Tensor v = x.to(at::kDouble);
    const at::Tensor centred = v - v.mean({-1}, true);
    return centred / (centred.square().mean({-1}, true) + 1e-6).sqrt() * (1 + scale.to(at::kDouble)) +
           shift.to(at::kDouble);
}

at::Tensor normOf(const at::Tensor &x, const at::Tensor &shift, const at::Tensor &scale) {
    at::Tensor y = at::empty(x.sizes(), at::kFloat);
    modulatedNorm(y, x, shift, scale);
    return y;
}

// The same values with gaps between them, so that the path for other devices is taken.
at::Tensor withGaps(const at::Tensor &x) {
    at::Tensor wide = at::stack({x, at::full_like(x, 7)}, -1);
    return wide.select(-1, 0);
}

void addShapes() {
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("d");
    for (const auto &[rows, d] : {std::pair(1, 1), {1, 7}, {3, 64}, {33, 65}, {200, 127}, {31, 1024}, {5, 1025}})
        QTest::addRow("%d x %d", rows, d) << rows << d;
}

// Upstream's rotation, in complex numbers: pair i of a head is turned by the frame's angle i.
at::Tensor expectedRotation(const at::Tensor &qkv, const at::Tensor &angle, std::int64_t heads) {
    at::Tensor result = qkv.to(at::kDouble).clone();
    const std::int64_t half = qkv.size(4) / 2, n = qkv.size(1);
    at::Tensor part = result.narrow(2, 0, 2).narrow(3, 0, heads);
    const at::Tensor turned =
        at::complex(part.narrow(4, 0, half).contiguous(), part.narrow(4, half, half).contiguous()) *
        at::polar(at::ones_like(angle), angle).view({1, n, 1, 1, half});
    part.copy_(at::cat({at::real(turned), at::imag(turned)}, -1));
    return result;
}

struct KeptMemory : c10::DeviceAllocator { // in place of that of LibTorch's CUDA part
    int emptied = 0;

    bool initialized() override { return true; }
    void emptyCache(c10::MempoolId_t) override { ++emptied; }
    void recordStream(const c10::DataPtr &, c10::Stream) override {}
    c10::CachingDeviceAllocator::DeviceStats getDeviceStats(c10::DeviceIndex) override { return {}; }
    void resetAccumulatedStats(c10::DeviceIndex) override {}
    void resetPeakStats(c10::DeviceIndex) override {}
    c10::DataPtr allocate(std::size_t) override { return {}; }
    void copy_data(void *, const void *, std::size_t) const override {}
};

} // namespace

class TestKernels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void modulatedNormIsANorm_data() { addShapes(); }
    void modulatedNormIsANorm() {
        QFETCH(int, rows);
        QFETCH(int, d);
        const at::Tensor x = random({2, rows, d}, 3) + 1, shift = random({d}, 1, 2), scale = random({d}, 1, 3);
        const at::Tensor kept = x.clone();
        QVERIFY(apart(normOf(x, shift, scale), expectedNorm(x, shift, scale)) < kTolerance);
        QVERIFY(apart(normOf(withGaps(x), shift, scale), expectedNorm(x, shift, scale)) < kTolerance);
        QVERIFY(at::equal(x, kept));
    }

    // Rows of a large common value lose digits in one-pass variances; constant rows divide by almost nothing.
    void modulatedNormOfDifficultRows() {
        const at::Tensor shift = random({96}, 1, 2), scale = random({96}, 1, 3);
        const at::Tensor far = random({4, 96}) + 1000;
        QVERIFY(apart(normOf(far, shift, scale), expectedNorm(far, shift, scale)) < 1e-3);
        const at::Tensor flat = at::full({4, 96}, 2.5F);
        QVERIFY(apart(normOf(flat, shift, scale), expectedNorm(flat, shift, scale)) < kTolerance);
    }

    void addGatedAdds_data() { addShapes(); }
    void addGatedAdds() {
        QFETCH(int, rows);
        QFETCH(int, d);
        const at::Tensor start = random({2, rows, d}), gate = random({d}, 1, 2), y = random({2, rows, d}, 2, 3);
        const at::Tensor expected = start.to(at::kDouble) + gate.to(at::kDouble) * y.to(at::kDouble);
        for (const bool gaps : {false, true}) {
            at::Tensor x = gaps ? withGaps(start) : start.clone();
            addGated(x, gate, y);
            QVERIFY(apart(x, expected) < kTolerance);
        }
    }

    void addGatedThenNormIsBoth_data() { addShapes(); }
    void addGatedThenNormIsBoth() {
        QFETCH(int, rows);
        QFETCH(int, d);
        const at::Tensor start = random({2, rows, d}, 3), gate = random({d}, 1, 2), y = random({2, rows, d}, 2, 3);
        const at::Tensor shift = random({d}, 1, 4), scale = random({d}, 1, 5);
        const at::Tensor sum = start.to(at::kDouble) + gate.to(at::kDouble) * y.to(at::kDouble);
        for (const bool gaps : {false, true}) {
            at::Tensor x = gaps ? withGaps(start) : start.clone();
            at::Tensor normed = at::empty({2, rows, d}, at::kFloat);
            addGatedThenNorm(normed, x, gate, y, shift, scale);
            QVERIFY(apart(x, sum) < kTolerance);
            QVERIFY(apart(normed, expectedNorm(sum, shift, scale)) < kTolerance);
        }
    }

    void rotateTurnsQueriesAndKeys_data() {
        QTest::addColumn<int>("frames");
        QTest::addColumn<int>("heads");
        QTest::addColumn<int>("headDim");
        QTest::addColumn<int>("ropeHeads");
        QTest::addRow("all heads") << 37 << 4 << 64 << 4;
        QTest::addRow("one head of four, as v0") << 37 << 4 << 64 << 1;
        QTest::addRow("odd sizes") << 35 << 3 << 10 << 2;
        QTest::addRow("one frame") << 1 << 1 << 2 << 1;
    }
    void rotateTurnsQueriesAndKeys() {
        QFETCH(int, frames);
        QFETCH(int, heads);
        QFETCH(int, headDim);
        QFETCH(int, ropeHeads);
        const at::Tensor start = random({2, frames, 3, heads, headDim});
        const at::Tensor angle = random({frames, headDim / 2}, 3, 2).to(at::kDouble);
        const at::Tensor cosine = angle.cos().to(at::kFloat), sine = angle.sin().to(at::kFloat);
        const at::Tensor expected = expectedRotation(start, angle, ropeHeads);
        for (const bool gaps : {false, true}) {
            at::Tensor qkv = gaps ? withGaps(start) : start.clone();
            rotate(qkv, cosine, sine, ropeHeads);
            QVERIFY(apart(qkv, expected) < kTolerance);
            QVERIFY(at::equal(qkv.select(2, 2), start.select(2, 2))); // the values stay
            if (ropeHeads < heads)
                QVERIFY(at::equal(qkv.narrow(3, ropeHeads, heads - ropeHeads),
                                  start.narrow(3, ropeHeads, heads - ropeHeads)));
        }
    }

    void geluOverAWideRange() {
        const at::Tensor fine = at::linspace(-12, 12, 24001, at::kFloat);
        const at::Tensor far = at::tensor(
            {-1e30F, -1e10F, -1e4F, -500.0F, -88.0F, -1e-20F, -0.0F, 0.0F, 1e-38F, 1e-20F, 88.0F, 500.0F, 1e4F, 1e10F},
            at::kFloat);
        for (const at::Tensor &start : {fine, far, random({3, 41, 33}, 4)}) {
            const at::Tensor expected = at::gelu(start.to(at::kDouble), "tanh");
            for (const bool gaps : {false, true}) {
                at::Tensor x = gaps ? withGaps(start) : start.clone();
                gelu(x);
                QVERIFY2(apart(x, expected) < kTolerance, qPrintable(QString::number(apart(x, expected))));
            }
        }
    }

    // Each row is worked on by whichever thread: the bits must not depend on it.
    void bitsRepeat() {
        const at::Tensor x = random({2, 501, 96}, 3), shift = random({96}, 1, 2), scale = random({96}, 1, 3);
        const at::Tensor once = normOf(x, shift, scale);
        for (int i = 0; i < 5; ++i)
            QVERIFY(at::equal(normOf(x, shift, scale), once));
        QVERIFY(at::equal(normOf(x.narrow(1, 100, 1).contiguous(), shift, scale), once.narrow(1, 100, 1)));
    }

    void gpuMemoryIsGivenBack() {
        giveGpuMemoryBack(); // there is none
        static KeptMemory kept;
        c10::SetAllocator(c10::kCUDA, &kept, 255);
        giveGpuMemoryBack();
        QCOMPARE(kept.emptied, 1);
    }
};

QTEST_APPLESS_MAIN(TestKernels)
#include "tst_kernels.moc"
