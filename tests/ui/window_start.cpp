// window_start [takes]: how long the Studio needs from its start until the window shows the takes of a library of so
// many (10,000). Prints the time of a first start of the program, which is a process of its own, and of five more.
//   cmake --build build/release --target window_start
//   QT_QPA_PLATFORM=offscreen build/release/tests/window_start
#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <vector>

#include "app/services.h"
#include "tests/app/takes/made_up_takes.h"
#include "tests/app/takes/open_library.h"
#include "ui/main_window.h"
#include "ui/studio/takes_model.h"
#include "ui/studio/takes_pane.h"

namespace {

constexpr int kStarts = 6;
constexpr int kPatience = 60'000; // ms

// The program as it is from its start until the takes are painted.
int show(QApplication &application, const QString &folder, int takes) {
    app::Services services({folder + QStringLiteral("/settings.json"),
                            {folder.toStdString(), PROGRAM_FOLDER "/../share/ishowtts-studio"}});
    ui::MainWindow window(services);
    auto &model = window.takes().model();
    QObject::connect(&model, &ui::studio::TakesModel::refreshed, &window, [&] {
        if (model.total() != takes || model.rowCount() == 0)
            return;
        window.repaint();
        std::puts("shown");
        std::fflush(stdout);
        QTimer::singleShot(0, &application, [] { QCoreApplication::exit(0); });
    });
    window.showNormal();
    services.start();
    return application.exec();
}

void keep(const QString &folder, int takes) {
    OpenLibrary open(folder);
    QEventLoop loop;
    int kept = 0;
    QObject::connect(&open.library, &app::takes::TakeLibrary::kept, &loop, [&] {
        if (++kept == takes)
            loop.quit();
    });
    for (int i = 0; i < takes; ++i)
        open.library.keep(madeUpTake(unsigned(i), QStringLiteral("%1 The evening rain began.").arg(i)),
                          QStringLiteral("line %1").arg(i / 10));
    loop.exec();
}

} // namespace

int main(int argc, char *argv[]) {
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments().mid(1);
    if (arguments.size() == 3 && arguments[0] == QStringLiteral("--show"))
        return show(application, arguments[1], arguments[2].toInt());
    const int takes = arguments.isEmpty() ? 10'000 : arguments[0].toInt();
    if (takes < 1 || arguments.size() > 1) {
        std::fprintf(stderr, "usage: window_start [takes]\n");
        return 2;
    }
    const QTemporaryDir folder;
    keep(folder.path(), takes);
    std::vector<double> times; // ms
    for (int i = 0; i < kStarts; ++i) {
        QProcess program;
        QElapsedTimer clock;
        clock.start();
        program.start(QApplication::applicationFilePath(),
                      {QStringLiteral("--show"), folder.path(), QString::number(takes)});
        if (!program.waitForReadyRead(kPatience) || !program.readAllStandardOutput().startsWith("shown")) {
            std::fprintf(stderr, "the takes were not shown\n%s", program.readAllStandardError().constData());
            return 1;
        }
        times.push_back(double(clock.nsecsElapsed()) / 1e6);
        program.waitForFinished(kPatience);
    }
    std::printf("%d takes, from the start until the window shows them: first %.0f ms", takes, times.front());
    std::sort(times.begin(), times.end());
    std::printf(", median %.0f ms, most %.0f ms (%d starts)\n", times[times.size() / 2], times.back(), kStarts);
    return times.back() <= 2000 ? 0 : 1;
}
