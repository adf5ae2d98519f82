#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <algorithm>
#include <array>
#include <cmath>

#include "tests/processor_time.h"
#include "ui/shared/peaks.h"
#include "ui/shared/waveform_view.h"
#include "ui/theme.h"

using ui::shared::Peaks;
using ui::shared::WaveformView;

namespace {

engine::ClipPtr noise(std::size_t samples, float level) {
    auto clip = std::make_shared<engine::Clip>();
    std::uint32_t state = 12345;
    for (std::size_t i = 0; i < samples; ++i) {
        state = state * 1664525u + 1013904223u;
        clip->samples.push_back(level * (float(state >> 8) / 8388608.0f - 1.0f));
    }
    return clip;
}

void wheel(QWidget &widget, double x, int notches, Qt::KeyboardModifiers modifiers) {
    QWheelEvent event(QPointF(x, 50), widget.mapToGlobal(QPointF(x, 50)), {}, QPoint(0, notches * 120), Qt::NoButton,
                      modifiers, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&widget, &event);
}

} // namespace

class TestWaveform : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theyEndWhenNobodyWantsThemAnyMore() {
        const auto hours = std::make_shared<const engine::Clip>(
            engine::Clip{engine::kSampleRate, std::vector<float>(20'000'000, 0.1F)});
        const auto cost = [&hours](bool stopped) {
            std::stop_source stop;
            if (stopped)
                stop.request_stop();
            const double before = processorSeconds();
            Peaks peaks;
            peaks.append(hours, stop.get_token());
            return processorSeconds() - before;
        };
        const double whole = cost(false);
        QVERIFY2(cost(true) < whole / 10, qPrintable(QString::number(whole)));
    }

    void peaksEqualAScanOfTheSamples() {
        Peaks peaks;
        std::vector<float> all;
        for (const std::size_t size : {1u, 100u, 5000u, 127u, 24000u}) {
            const auto clip = noise(size, 0.1f + float(size) / 30000.0f);
            peaks.append(clip);
            all.insert(all.end(), clip->samples.begin(), clip->samples.end());
        }
        QCOMPARE(peaks.samples(), all.size());
        QCOMPARE(peaks.joined()->samples, all);
        for (std::size_t first = 0; first < all.size(); first += 997) {
            for (const std::size_t length : {1u, 50u, 500u, 20000u}) {
                const std::size_t last = std::min(first + length, all.size());
                const auto [low, high] = std::minmax_element(all.begin() + long(first), all.begin() + long(last));
                const auto range = peaks.between(first, last);
                QVERIFY(range.low <= *low && range.high >= *high); // never hides a peak
                if (length <= 500) {
                    QCOMPARE(range.low, *low);
                    QCOMPARE(range.high, *high);
                }
            }
        }
        QCOMPARE(peaks.between(all.size(), all.size() + 10).high, 0.0f);
        peaks.clear();
        QVERIFY(!peaks.joined());
    }

    void tenMinutesAreDrawnAsFastAsTenSeconds() {
        const auto costsOf = [](int seconds) {
            const auto clip = noise(24000 * std::size_t(seconds), 0.5f);
            std::array least{1e9, 1e9};
            for (int run = 0; run < 3; ++run) {
                WaveformView view;
                view.resize(1920, 96);
                view.append(clip);
                const double drawing = leastSeconds(1, [&] { view.grab(); });
                const double playing = leastSeconds(1, [&] {
                    for (int i = 0; i < 30; ++i) { // one second of it
                        view.setPlayhead(i * seconds / 30.0);
                        view.grab();
                    }
                });
                least = {std::min(least[0], drawing), std::min(least[1], playing)};
            }
            return least;
        };
        const auto brief = costsOf(10);
        const auto lengthy = costsOf(600); // sixty times the samples, were each looked at
        for (const std::size_t i : {0, 1}) {
            QVERIFY2(lengthy[i] < 3 * brief[i] + 0.002,
                     qPrintable(QStringLiteral("%1 s, %2 s").arg(brief[i]).arg(lengthy[i])));
        }
    }

    void loudPartsAreDrawnHigherThanQuietOnes() {
        WaveformView view;
        view.resize(400, 120);
        view.append(noise(24000, 0.05f));
        view.append(noise(24000, 0.9f));
        view.setPlayhead(-1);
        const QImage image = view.grab().toImage();
        const QColor ground = ui::coloursOf(view.palette()).panel;
        const auto ink = [&](int x) {
            int count = 0;
            for (int y = 22; y < image.height() - 2; ++y) {
                count += image.pixelColor(x, y) != ground;
            }
            return count;
        };
        QVERIFY(ink(120) < 20);
        QVERIFY(ink(280) > 60);
    }

    void clickSeeksAndDragSelects() {
        WaveformView view;
        view.resize(400, 100);
        view.append(noise(24000 * 4, 0.5f));
        QSignalSpy seeks(&view, &WaveformView::seekRequested);
        QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(100, 50));
        QCOMPARE(seeks.size(), 1);
        QVERIFY(std::abs(seeks[0][0].toDouble() - 1.0) < 0.02);
        QVERIFY(!view.selection());

        QTest::mousePress(&view, Qt::LeftButton, {}, QPoint(300, 50));
        QTest::mouseMove(&view, QPoint(200, 50));
        QTest::mouseRelease(&view, Qt::LeftButton, {}, QPoint(200, 50));
        QVERIFY(view.selection());
        QVERIFY(std::abs(view.selection()->from - 2.0) < 0.02);
        QVERIFY(std::abs(view.selection()->to - 3.0) < 0.02);
        QVERIFY(view.accessibleDescription().contains(QStringLiteral("0:02.0")));
        QCOMPARE(seeks.size(), 1);

        QTest::mouseDClick(&view, Qt::LeftButton, {}, QPoint(50, 50));
        QVERIFY(!view.selection());
    }

    void zoomPanAndReset() {
        WaveformView view;
        view.resize(400, 100);
        view.append(noise(24000 * 4, 0.5f));
        wheel(view, 200, 5, Qt::ControlModifier);
        const auto zoomed = view.visible();
        QVERIFY(zoomed.length() < 2.0);
        QVERIFY(std::abs(zoomed.from + zoomed.length() / 2 - 2.0) < 0.05); // what is under the pointer stays there
        wheel(view, 200, -3, Qt::NoModifier);
        QVERIFY(view.visible().from > zoomed.from);
        QCOMPARE(view.visible().length(), zoomed.length());
        for (int i = 0; i < 100; ++i) {
            wheel(view, 200, 5, Qt::ControlModifier);
        }
        QVERIFY(view.visible().length() >= 0.0099);
        QTest::mouseDClick(&view, Qt::LeftButton, {}, QPoint(50, 50));
        QCOMPARE(view.visible().from, 0.0);
        QCOMPARE(view.visible().to, 4.0);
    }

    void keysSeekAndZoom() {
        WaveformView view;
        view.resize(400, 100);
        view.append(noise(24000 * 4, 0.5f));
        view.setPlayhead(2);
        QSignalSpy seeks(&view, &WaveformView::seekRequested);
        QTest::keyClick(&view, Qt::Key_Left);
        QTest::keyClick(&view, Qt::Key_Right, Qt::ShiftModifier);
        QTest::keyClick(&view, Qt::Key_Home);
        QTest::keyClick(&view, Qt::Key_End);
        QCOMPARE(seeks.size(), 4);
        QCOMPARE(seeks[0][0].toDouble(), 1.0);
        QCOMPARE(seeks[1][0].toDouble(), 2.1);
        QCOMPARE(seeks[2][0].toDouble(), 0.0);
        QCOMPARE(seeks[3][0].toDouble(), 4.0);
        QTest::keyClick(&view, Qt::Key_Plus);
        QVERIFY(view.visible().length() < 4.0);
        QTest::keyClick(&view, Qt::Key_0);
        QCOMPARE(view.visible().length(), 4.0);
    }

    void aPlayheadOutsideTheZoomTurnsThePage() {
        WaveformView view;
        view.resize(400, 100);
        view.append(noise(24000 * 10, 0.5f));
        view.setPlayhead(1);
        for (int i = 0; i < 8; ++i) {
            wheel(view, 40, 1, Qt::ControlModifier);
        }
        const double end = view.visible().to;
        QVERIFY(end < 8);
        view.setPlayhead(end - 0.01);
        view.setPlayhead(end + 0.02);
        QVERIFY(view.visible().from > 0.5);
        QVERIFY(view.visible().to > end);
    }
};

QTEST_MAIN(TestWaveform)
#include "tst_waveform.moc"
