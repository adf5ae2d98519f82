// performance_frames: the performance pane with 24 h of made values at 2 Hz, 1280×400 px for the plot. Prints how long
// it takes until the pane is drawn for the first time, how long a drawing takes while 24 h are seen and while one pans
// and zooms through them (half, 99 of 100, longest), how long the cursor takes, and how much memory the values and the
// drawings add. Exit status 0: at most 16 ms at 99 %, 100 ms to open, and memory that stays: 24 more hours of values
// and the last thousand drawings add at most 2 MiB.
#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QMouseEvent>
#include <QTextStream>
#include <QWheelEvent>

#include <algorithm>
#include <functional>
#include <vector>

#include "tests/app/tiny_data.h"
#include "tests/processor_time.h"
#include "tests/ui/made_past.h"
#include "tests/ui/studio_desk.h"
#include "ui/performance/performance_acts.h"
#include "ui/performance/performance_pane.h"
#include "ui/performance/performance_plot.h"
#include "ui/theme.h"

namespace {

constexpr double kFrame = 16; // ms
constexpr double kOpens = 100;
constexpr double kGrowth = 2; // MiB
constexpr int kRounds = 500;

double residentMiB() {
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toDouble() * 4096 / 1024 / 1024;
}

double share(std::vector<double> &times, double part) {
    std::sort(times.begin(), times.end());
    return times[std::min(times.size() - 1, std::size_t(double(times.size()) * part))];
}

double measure(const char *what, const std::function<void(int)> &act, int rounds = kRounds) {
    std::vector<double> times;
    std::vector<double> work;
    for (int i = 0; i < rounds; ++i) {
        const double worked = processorSeconds();
        QElapsedTimer since;
        since.start();
        act(i);
        times.push_back(double(since.nsecsElapsed()) / 1e6);
        work.push_back((processorSeconds() - worked) * 1000);
    }
    const double most = share(times, 0.99);
    QTextStream(stdout) << what << ": p50 " << share(times, 0.5) << " ms, p99 " << most << " ms, longest "
                        << times.back() << " ms; of the processor p50 " << share(work, 0.5) << ", p99 "
                        << share(work, 0.99) << " ms\n";
    return most;
}

} // namespace

int main(int argc, char **argv) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM") && !qEnvironmentVariableIsSet("DISPLAY"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("ISHOWTTS__PERFORMANCE__WATCH", "false"); // the values are made
    QApplication application(argc, argv);
    const ui::Theme theme(application);
    TinyData data;
    app::Services services({data.path(QStringLiteral("settings.json")), data.roots()});
    auto &watch = services.performance();
    const double before = residentMiB();
    fillPast(watch.storeToFill(), watch.now(), 24 * 3600, 2);
    const double filled = residentMiB();
    ui::performance::PerformanceActs acts(nullptr);
    QElapsedTimer since;
    since.start();
    ui::performance::PerformancePane pane(watch, acts);
    pane.plot().setSpan(ui::performance::PerformancePlot::kLongest);
    pane.plot().setMinimumSize(1280, 400);
    pane.resize(1304, 520);
    pane.show();
    QApplication::processEvents();
    pane.grab();
    const double opens = double(since.nsecsElapsed()) / 1e6;
    auto &plot = pane.plot();
    plot.setMinimumHeight(0);
    plot.setFixedSize(1280, 400);
    QTextStream(stdout) << "plot " << plot.width() << "x" << plot.height() << ", " << plot.shown().size()
                        << " strips; opens in " << opens << " ms; values take " << filled - before << " MiB\n";
    const auto paint = [&] { plot.repaint(); };
    const double whole = measure("24 h drawn anew", [&](int) {
        plot.drawNow();
        paint();
    });
    const double early = residentMiB();
    const QPointF middle = QRectF(plot.plotArea()).center();
    const double zoomed = measure("zooming", [&](int i) {
        QWheelEvent wheel(middle, plot.mapToGlobal(middle), {}, {0, i / 20 % 2 == 0 ? 120 : -120}, Qt::NoButton,
                          Qt::ControlModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&plot, &wheel);
        plot.drawNow();
        paint();
    });
    plot.setSpan(6 * 3'600'000);
    const double panned = measure("panning through 6 h", [&](int i) {
        QWheelEvent wheel(middle, plot.mapToGlobal(middle), {}, {i / 20 % 2 == 0 ? 120 : -120, 0}, Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&plot, &wheel);
        plot.drawNow();
        paint();
    });
    plot.goToNow();
    plot.setSpan(ui::performance::PerformancePlot::kLongest);
    plot.drawNow();
    const double hovered = measure("the cursor", [&](int i) {
        QMouseEvent move(QEvent::MouseMove, QPointF(300 + i, 100), plot.mapToGlobal(QPointF(300 + i, 100)),
                         Qt::NoButton, Qt::NoButton, Qt::NoModifier);
        QApplication::sendEvent(&plot, &move);
        paint();
    });
    fillPast(watch.storeToFill(), watch.now() + 24 * 3'600'000LL, 24 * 3600, 2); // a day later
    const auto bytes = watch.store().bytes();
    measure("24 h drawn anew, a day later", [&](int) {
        plot.drawNow();
        paint();
    });
    const double growth = residentMiB() - early;
    QTextStream(stdout) << "values hold " << double(bytes) / 1024 / 1024 << " MiB; another day and " << 4 * kRounds
                        << " drawings add " << growth << " MiB, at most " << kGrowth << "\n";
    const double most = std::max({whole, zoomed, panned, hovered});
    QTextStream(stdout) << "99 % of drawings within " << most << " ms, at most " << kFrame << "; opens in " << opens
                        << " ms, at most " << kOpens << "\n";
    const bool good = most <= kFrame && opens <= kOpens && growth <= kGrowth;
    QTextStream(stdout) << (good ? "good\n" : "NOT GOOD\n");
    return good ? 0 : 1;
}
