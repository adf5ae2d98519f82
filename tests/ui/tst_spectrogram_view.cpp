// The spectrogram as a person sees it: what stands where, in which colour, and that it goes with the wave.
#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <cmath>
#include <functional>
#include <numbers>

#include "tests/patience.h"
#include "tests/processor_time.h"
#include "ui/shared/spectrogram_picture.h"
#include "ui/shared/waveform_view.h"
#include "ui/theme.h"
#include "ui/theme_levels.h"

using ui::shared::WaveformView;

namespace {

class View : public WaveformView {
public:
    explicit View(int width = 600) {
        setSpectrogramShown(true);
        resize(width, sizeHint().height());
    }
    using WaveformView::readingAt;

    QImage seen() { // when all of it is there
        grab();
        if (!QTest::qWaitFor([this] { return !spectrogram().isBusy(); }, 60'000))
            return {};
        return grab().toImage();
    }
    QRect picture() const { return spectrogramArea().toRect(); }
    double rowOf(double hertz) const {
        return spectrogramArea().bottom() - spectrogram_().heightOf(hertz) * spectrogramArea().height();
    }
    double columnOf(double seconds) const {
        return spectrogramArea().left() + (seconds - visible().from) / visible().length() * spectrogramArea().width();
    }

private:
    const ui::shared::SpectrogramPicture &spectrogram_() const { return const_cast<View *>(this)->spectrogram(); }
};

engine::ClipPtr sound(double seconds, const std::function<double(double)> &at) {
    auto clip = std::make_shared<engine::Clip>();
    clip->samples.resize(std::size_t(seconds * engine::kSampleRate));
    for (std::size_t i = 0; i < clip->samples.size(); ++i)
        clip->samples[i] = float(at(double(i) / engine::kSampleRate));
    return clip;
}

engine::ClipPtr tone(double seconds, double hertz) {
    return sound(seconds, [hertz](double t) { return 0.1 * std::sin(2 * std::numbers::pi * hertz * t); });
}

engine::ClipPtr silence(double seconds) {
    return sound(seconds, [](double) { return 0.0; });
}

// 0 … 255; what is between two colours counts as the nearer one.
int levelOf(QRgb colour) {
    int best = 0;
    int least = 1 << 20;
    for (int level = 0; level < 256; ++level) {
        const QRgb candidate = ui::levelColours()[std::size_t(level)];
        const int away = std::abs(qRed(candidate) - qRed(colour)) + std::abs(qGreen(candidate) - qGreen(colour)) +
                         std::abs(qBlue(candidate) - qBlue(colour));
        if (away < least) {
            least = away;
            best = level;
        }
    }
    return best;
}

int loudestRow(const QImage &image, const QRect &area, int x) {
    int best = area.top();
    for (int y = area.top(); y <= area.bottom(); ++y)
        if (levelOf(image.pixel(x, y)) > levelOf(image.pixel(x, best)))
            best = y;
    return best;
}

void wheel(QWidget &widget, double x, int notches, Qt::KeyboardModifiers modifiers) {
    QWheelEvent event(QPointF(x, 50), widget.mapToGlobal(QPointF(x, 50)), {}, QPoint(0, notches * 120), Qt::NoButton,
                      modifiers, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&widget, &event);
}

} // namespace

class TestSpectrogramView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theColoursGrowBrighterAllTheWay() {
        const auto &colours = ui::levelColours();
        for (std::size_t level = 1; level < colours.size(); ++level) {
            QVERIFY(qGray(colours[level]) >= qGray(colours[level - 1]) - 1);
        }
        QVERIFY(ui::contrast(QColor(colours.front()), QColor(colours.back())) > 7);
    }

    void aToneIsARidgeAtItsRowAndNothingElse() {
        View view;
        view.append(tone(2, 1000));
        const QImage image = view.seen();
        const QRect area = view.picture();
        for (int x = area.left() + 30; x < area.right() - 30; x += 7) {
            const int row = loudestRow(image, area, x);
            QVERIFY2(std::abs(row - view.rowOf(1000)) <= 1.5, qPrintable(QString::number(row)));
            QVERIFY(levelOf(image.pixel(x, row)) > 150);
            for (int y = area.top() + 1; y < area.bottom() - 1; ++y)
                if (std::abs(y - row) > 7)
                    QCOMPARE(image.pixel(x, y), ui::levelColours()[0]);
        }
        QVERIFY(view.rowOf(500) > view.rowOf(1000) && view.rowOf(1000) > view.rowOf(4000)); // high is up
    }

    void silenceIsTheFloorsColour() {
        View view;
        view.append(silence(1));
        const QImage image = view.seen();
        const QRect area = view.picture().adjusted(1, 1, -2, -2);
        for (int y = area.top(); y <= area.bottom(); ++y)
            for (int x = area.left(); x <= area.right(); ++x)
                QCOMPARE(image.pixel(x, y), ui::levelColours()[0]);
    }

    void aChirpGoesUp() {
        View view;
        view.append(sound(3, [](double t) { // 300 Hz, and 1.4 kHz more each second
            return 0.3 * std::sin(2 * std::numbers::pi * (300 * t + 700 * t * t));
        }));
        const QImage image = view.seen();
        const QRect area = view.picture();
        for (double t = 0.2; t < 2.8; t += 0.1) {
            const int row = loudestRow(image, area, int(std::lround(view.columnOf(t))));
            QVERIFY2(
                std::abs(row - view.rowOf(300 + 1400 * t)) <= 2.5,
                qPrintable(QStringLiteral("%1 s: row %2, not %3").arg(t).arg(row).arg(view.rowOf(300 + 1400 * t))));
        }
    }

    void zoomedInItGoesWithTheWave() {
        View view(800);
        view.append(sound(8, [](double t) { // 40 ms of sound around 5.1 s
            return std::abs(t - 5.1) < 0.02 ? 0.5 * std::sin(2 * std::numbers::pi * 2000 * t) : 0.0;
        }));
        for (const int notches : {0, 4, 4, 3}) {
            wheel(view, view.columnOf(5.1), notches, Qt::ControlModifier);
            const QImage image = view.seen();
            const QRect area = view.picture();
            const int row = int(std::lround(view.rowOf(2000)));
            const int wave = int(view.waveArea().center().y()) - 5;
            double lit = 0;
            double litAt = 0;
            double inked = 0;
            double inkedAt = 0;
            for (int x = area.left() + 1; x < area.right() - 1; ++x) {
                const double light = levelOf(image.pixel(x, row));
                lit += light;
                litAt += light * x;
                const bool ink = image.pixelColor(x, wave) == ui::coloursOf(view.palette()).accent;
                inked += ink;
                inkedAt += ink * x;
            }
            QVERIFY(lit > 0 && inked > 0);
            const double apart = litAt / lit - inkedAt / inked;
            QVERIFY2(std::abs(apart) < 2,
                     qPrintable(QStringLiteral("%1 px apart over %2 s").arg(apart).arg(view.visible().length())));
            QVERIFY(std::abs(inkedAt / inked - view.columnOf(5.1)) < 2);
        }
        QVERIFY(view.visible().length() < 1);
    }

    void theHandIsTheSame() {
        View view;
        view.append(tone(4, 1000));
        QSignalSpy seeks(&view, &WaveformView::seekRequested);
        const auto at = [&](double seconds) { return QPoint(int(std::lround(view.columnOf(seconds))), 60); };
        QTest::mouseClick(&view, Qt::LeftButton, {}, at(1));
        QCOMPARE(seeks.size(), 1);
        QVERIFY(std::abs(seeks[0][0].toDouble() - 1.0) < 0.02);
        QTest::mousePress(&view, Qt::LeftButton, {}, at(3));
        QTest::mouseMove(&view, at(2));
        QTest::mouseRelease(&view, Qt::LeftButton, {}, at(2));
        QVERIFY(view.selection());
        QVERIFY(std::abs(view.selection()->from - 2) < 0.02 && std::abs(view.selection()->to - 3) < 0.02);
        view.setPlayhead(2);
        QTest::keyClick(&view, Qt::Key_Left);
        QCOMPARE(seeks.last()[0].toDouble(), 1.0);
        QTest::keyClick(&view, Qt::Key_Plus);
        const auto zoomed = view.visible();
        QVERIFY(zoomed.length() < 4);
        view.setSpectrogramShown(false); // and back: what was seen and chosen stays
        view.setSpectrogramShown(true);
        QCOMPARE(view.visible().from, zoomed.from);
        QVERIFY(view.selection() && view.playhead() == 2);
    }

    void whatIsChosenStaysAsItIs() {
        View view;
        view.append(tone(4, 1000));
        const QImage before = view.seen();
        const auto at = [&](double seconds) { return QPoint(int(std::lround(view.columnOf(seconds))), 60); };
        QTest::mousePress(&view, Qt::LeftButton, {}, at(1));
        QTest::mouseMove(&view, at(2));
        QTest::mouseRelease(&view, Qt::LeftButton, {}, at(2));
        QTest::mouseMove(&view, QPoint(2, 2));
        const QImage after = view.seen();
        const int row = int(std::lround(view.rowOf(1000)));
        QCOMPARE(after.pixel(at(1.5).x(), row), before.pixel(at(1.5).x(), row));
        QVERIFY(after.pixel(at(3).x(), row) != before.pixel(at(3).x(), row));
    }

    void hoveringReadsTimeFrequencyAndLevel() {
        View view;
        view.append(tone(2, 1000));
        view.seen();
        const QString there = view.readingAt({view.columnOf(1.25), view.rowOf(1000)});
        QVERIFY2(there.startsWith(QStringLiteral("0:01.25 · ")), qPrintable(there));
        QVERIFY2(there.contains(QStringLiteral(" kHz")) || there.contains(QStringLiteral(" Hz")), qPrintable(there));
        QVERIFY2(there.endsWith(QStringLiteral("−17 dB")) || there.endsWith(QStringLiteral("−18 dB")),
                 qPrintable(there));
        const QString quiet = view.readingAt({view.columnOf(1.25), view.rowOf(6000)});
        QVERIFY2(quiet.endsWith(QStringLiteral("below −90 dB")), qPrintable(quiet));
        QCOMPARE(view.readingAt(view.waveArea().center()), QStringLiteral("0:01.00"));
        QVERIFY(view.accessibleDescription().contains(QStringLiteral("−90 dB")));
    }

    void whatWasShownBeforeIsNeverDrawn() {
        View view;
        view.append(tone(30, 1000));
        for (int i = 0; i < 6; ++i)
            wheel(view, 300, 1, Qt::ControlModifier);
        view.grab(); // asks for it
        QTest::qSleep(30);
        view.exchange(silence(30), 30);
        const QRect area = view.picture().adjusted(1, 1, -2, -2);
        const int row = int(std::lround(view.rowOf(1000)));
        bool ready = false;
        for (QDeadlineTimer end(kLongEnough); !ready && !end.hasExpired();) { // every picture on the way
            const QImage image = view.grab().toImage();
            for (int x = area.left(); x <= area.right(); x += 5)
                QVERIFY(levelOf(image.pixel(x, row)) < 10 ||
                        image.pixel(x, row) == ui::coloursOf(view.palette()).panel.rgb() ||
                        image.pixel(x, row) == ui::coloursOf(view.palette()).hairline.rgb());
            ready = !view.spectrogram().isBusy();
            QTest::qWait(2);
        }
        QVERIFY(ready);
        QCOMPARE(view.seen().pixel(area.center().x(), row), ui::levelColours()[0]);
    }

    void itGrowsWhileATakeIsMade() {
        const auto part = [](double hertz) { return tone(0.512, hertz); };
        View view;
        for (const double hertz : {500.0, 1000.0, 2000.0, 4000.0}) {
            view.append(part(hertz));
            view.grab();
            QTest::qWait(3);
        }
        const QImage image = view.seen();
        int number = 0;
        for (const double hertz : {500.0, 1000.0, 2000.0, 4000.0}) {
            const int x = int(std::lround(view.columnOf(0.512 * (number++ + 0.5))));
            QVERIFY(std::abs(loudestRow(image, view.picture(), x) - view.rowOf(hertz)) <= 1.5);
        }
    }

    void anHourIsDrawnByOthers() { // the GUI thread paints, and computes nothing
        const auto minute = sound(60, [state = 1u](double) mutable {
            state = state * 1664525u + 1013904223u;
            return 0.3 * (double(state >> 8) / 8388608.0 - 1.0);
        });
        View view(1200);
        for (int i = 0; i < 60; ++i)
            view.append(minute);
        const double guiBefore = processorSeconds(CLOCK_THREAD_CPUTIME_ID);
        const double allBefore = processorSeconds(CLOCK_PROCESS_CPUTIME_ID);
        for (int i = 0; i < 8; ++i) {
            QVERIFY(levelOf(view.seen().pixel(view.picture().center())) > 50);
            wheel(view, 700, 6, Qt::ControlModifier);
        }
        const double gui = processorSeconds(CLOCK_THREAD_CPUTIME_ID) - guiBefore;
        const double all = processorSeconds(CLOCK_PROCESS_CPUTIME_ID) - allBefore;
        qInfo("GUI thread %.3f s of %.3f s", gui, all);
        QVERIFY2(gui < 0.4 * all, qPrintable(QStringLiteral("%1 s of %2 s").arg(gui).arg(all)));
    }
};

QTEST_MAIN(TestSpectrogramView)
#include "tst_spectrogram_view.moc"
