// danmaku_frames [SECONDS]: the danmaku pane in the real window while a crowd of 200 messages a second writes for so
// long (20 unless given), then three bursts of 2,000 in a second. Prints for how long the window could not answer (99 %
// of its turns, and the longest), what it did itself, what it took to paint, and how much memory was added. At most
// 33 ms at 99 %.
#include <QApplication>
#include <QFile>
#include <QTextStream>

#include "tests/app/tiny_data.h"
#include "tests/ui/heartbeat.h"
#include "tests/ui/studio_desk.h"
#include "ui/danmaku/danmaku_desk.h"
#include "ui/danmaku/danmaku_pane.h"
#include "ui/shared/status_line.h"

namespace {

constexpr double kBound = 33; // ms

double residentMiB() {
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toDouble() * 4096 / 1024 / 1024;
}

void wait(double seconds) {
    QElapsedTimer since;
    since.start();
    while (double(since.elapsed()) < seconds * 1000)
        runUntil([&] { return double(since.elapsed()) >= seconds * 1000; });
}

} // namespace

int main(int argc, char **argv) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM") && !qEnvironmentVariableIsSet("DISPLAY"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    const double seconds = arguments.size() > 1 ? arguments[1].toDouble() : 20;
    TinyData data;
    StudioDesk desk(data.roots());
    ui::MainWindow &window = *desk.window;
    window.resize(1280, 720);
    runUntil([&] { return !window.statusLine().text(ui::shared::StatusLine::Part::Precision).isEmpty(); });
    window.findChild<QAction *>(QStringLiteral("view.workspace.stream"))->trigger();
    auto &stage = desk.services.danmaku();
    stage.startCrowd({2, 1});
    wait(3);
    const double before = residentMiB();
    const int received = stage.figures().received;
    Heartbeat heart;
    heart.start();
    stage.startCrowd({200, 2});
    wait(seconds);
    heart.print("200 a second");
    const double steady = heart.share(0.99);
    const int came = stage.figures().received - received;
    heart.start();
    for (int burst = 0; burst < 3; ++burst) {
        stage.startCrowd({2000, quint64(10 + burst)});
        wait(1);
        stage.stopSource(QStringLiteral("crowd"));
        wait(1);
    }
    heart.print("bursts of 2,000");
    const double bursts = heart.share(0.99);
    QTextStream(stdout) << came << " messages came at 200 a second, " << stage.figures().received - received
                        << " in all; rows " << window.danmaku().pane().incoming().rowCount() << "; row after "
                        << stage.latencies().rowP50 << " / " << stage.latencies().rowP95 << " ms; memory +"
                        << residentMiB() - before << " MiB\n"
                        << "99 % of turns within " << steady << " ms and " << bursts << " ms, at most " << kBound
                        << "\n";
    return steady <= kBound && bursts <= kBound && came > 0 ? 0 : 1;
}
