// The window in a recording: dragged, drawn anew and moved by keys, and always between its limits.
#include <QSignalSpy>
#include <QTest>

#include <cmath>

#include "ui/voices/recording_view.h"

using ui::voices::RecordingView;

namespace {

struct View {
    RecordingView view;
    QSignalSpy moved{&view, &RecordingView::windowMoved};
    QSignalSpy settled{&view, &RecordingView::windowSettled};
    QSignalSpy sought{&view, &RecordingView::seekRequested};

    explicit View(double seconds = 60, ui::shared::Span window = {20, 28}) {
        auto clip = std::make_shared<engine::Clip>();
        clip->samples.resize(std::size_t(seconds * clip->sampleRate));
        for (std::size_t i = 0; i < clip->samples.size(); ++i)
            clip->samples[i] = 0.5F * float(std::sin(double(i) * 0.05));
        view.resize(601, 150);
        view.show(clip, window);
        view.showAll();
    }
    QPoint at(double seconds) const { return {int(std::round(seconds / view.seconds() * 601)), 90}; }
    void drag(double from, double to) {
        QTest::mousePress(&view, Qt::LeftButton, {}, at(from));
        QTest::mouseMove(&view, at((from + to) / 2));
        QTest::mouseMove(&view, at(to));
        QTest::mouseRelease(&view, Qt::LeftButton, {}, at(to));
    }
    bool is(double from, double to) const {
        const bool right = std::abs(view.window().from - from) < 0.15 && std::abs(view.window().to - to) < 0.15;
        if (!right)
            qWarning("%.2f to %.2f", view.window().from, view.window().to);
        return right;
    }
};

} // namespace

class TestRecordingView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void edgesStopAtTheLimits() {
        View v;
        v.drag(28, 30);
        QVERIFY(v.is(20, 30));
        QCOMPARE(v.settled.size(), 1);
        v.drag(30, 50); // 12 s is the most
        QVERIFY(v.is(20, 32));
        v.drag(32, 5); // and 3 s the least
        QVERIFY(v.is(20, 23));
        v.drag(20, 15);
        QVERIFY(v.is(15, 23));
        v.drag(15, 2);
        QVERIFY(v.is(11, 23));
        QVERIFY(v.moved.size() >= 5);
    }

    void theWholeWindowIsMoved() {
        View v;
        v.drag(24, 34);
        QVERIFY(v.is(30, 38));
        v.drag(34, 60); // not over the end
        QVERIFY(v.is(52, 60));
        v.drag(56, 0);
        QVERIFY(v.is(0, 8));
    }

    void anotherOneIsDrawnElsewhere() {
        View v;
        v.drag(40, 46);
        QVERIFY(v.is(40, 46));
        v.drag(20, 15);
        QVERIFY(v.is(15, 20));
        v.drag(30, 31); // never shorter
        QVERIFY(v.is(30, 33));
    }

    void aClickListensAndMovesNothing() {
        View v;
        QTest::mouseClick(&v.view, Qt::LeftButton, {}, v.at(50));
        QVERIFY(v.is(20, 28));
        QCOMPARE(v.sought.size(), 1);
        QVERIFY(std::abs(v.sought.first().first().toDouble() - 50) < 0.15);
        QCOMPARE(v.moved.size(), 0);
    }

    void keysMoveIt() {
        View v;
        QTest::keyClick(&v.view, Qt::Key_Right, Qt::AltModifier);
        QVERIFY(std::abs(v.view.window().from - 20.1) < 0.001 && std::abs(v.view.window().to - 28.1) < 0.001);
        QTest::keyClick(&v.view, Qt::Key_Left, Qt::AltModifier | Qt::ShiftModifier);
        QVERIFY(std::abs(v.view.window().from - 20.1) < 0.001 && std::abs(v.view.window().to - 28.0) < 0.001);
        v.view.setPlayhead(22);
        QTest::keyClick(&v.view, Qt::Key_BracketLeft);
        QVERIFY(v.is(22, 28));
        v.view.setPlayhead(31);
        QTest::keyClick(&v.view, Qt::Key_BracketRight);
        QVERIFY(v.is(22, 31));
        QCOMPARE(v.settled.size(), 4);
        QVERIFY2(v.view.accessibleDescription().contains(QStringLiteral("0:22.0 to 0:31.0")),
                 qPrintable(v.view.accessibleDescription()));
    }

    void aShortRecordingIsTakenWhole() {
        View v(2, {0, 2});
        v.drag(2, 0.5);
        QVERIFY(v.is(0, 2));
    }
};

QTEST_MAIN(TestRecordingView)
#include "tst_recording_view.moc"
