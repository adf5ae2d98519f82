#include <QTest>

#include "engine/cli/progress_bar.h"

using namespace engine;

class ProgressBarTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsShareAndTimeLeft() {
        Progress progress;
        progress.steps = 7;
        QCOMPARE(cli::progressLine(progress), std::string("[........................]   0 %"));
        progress.step = 7;
        progress.secondsLeft = 0;
        QCOMPARE(cli::progressLine(progress), std::string("[########################] 100 %  0.0 s left"));
    }

    void tellsTheParts() {
        Progress progress;
        progress.chunks = 4;
        progress.chunk = 1;
        progress.steps = 2;
        progress.step = 1;
        progress.secondsLeft = 75;
        QCOMPARE(cli::progressLine(progress),
                 std::string("[#########...............]  37 %  part 2 of 4  1 min 15 s left"));
    }
};

QTEST_APPLESS_MAIN(ProgressBarTest)
#include "tst_progress_bar.moc"
