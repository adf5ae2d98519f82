// event_loop_gap: speaks a sentence in the real window and prints the longest time in which the window could not
// answer. A heartbeat asks for a turn every 2 ms; what passes between two turns beyond that is the gap. On a machine
// that does other work at the same time, the own work says what the window itself would need.
// event_loop_gap --script: the same for a script of 10,000 lines that is opened, replaced in, undone, pasted and typed
// into; judged by the window's own work, as the aim is. Apart, and not judged: one line of 1 MB on the clipboard, of
// which the longest line there may be is taken; laying out one paragraph is Qt's.
#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QTextStream>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <functional>
#include <vector>

#include "tests/ui/by_name.h"
#include "tests/ui/studio_desk.h"
#include "ui/shared/status_line.h"
#include "ui/studio/find_bar.h"
#include "ui/studio/script_editor.h"
#include "ui/studio/studio_pane.h"

namespace {

constexpr int kBound = 50; // ms
constexpr int kBeat = 2;   // ms

// Processor time of this thread, ms: what the window did itself, however busy the machine is with other things.
double workedSoFar() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

class Heartbeat {
public:
    Heartbeat() {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(kBeat);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            m_gaps.push_back(std::max(0.0, double(m_clock.nsecsElapsed()) / 1e6 - kBeat));
            if (m_gaps.back() > m_longest) {
                m_longest = m_gaps.back();
                m_longestAt = double(m_since.elapsed()) / 1000;
            }
            m_clock.restart();
            const double work = workedSoFar();
            m_longestWork = std::max(m_longestWork, work - m_worked);
            m_worked = work;
        });
    }

    void start() {
        m_gaps.clear();
        m_longest = 0;
        m_longestWork = 0;
        m_worked = workedSoFar();
        m_since.start();
        m_clock.start();
        m_timer.start();
    }

    void print(const char *what) {
        m_timer.stop();
        std::sort(m_gaps.begin(), m_gaps.end());
        const auto at = [this](double share) { return m_gaps[std::size_t(share * double(m_gaps.size() - 1))]; };
        QTextStream(stdout)
            << QStringLiteral(
                   "%1: longest gap %2 ms (after %3 s), longest own work %4 ms, 99 %: %5 ms, median %6 ms, %7 turns\n")
                   .arg(QString::fromLatin1(what), -24)
                   .arg(m_longest, 0, 'f', 1)
                   .arg(m_longestAt, 0, 'f', 2)
                   .arg(m_longestWork, 0, 'f', 1)
                   .arg(at(0.99), 0, 'f', 1)
                   .arg(at(0.5), 0, 'f', 2)
                   .arg(m_gaps.size());
    }
    double longest() const { return m_longest; }
    double longestWork() const { return m_longestWork; }

private:
    QTimer m_timer;
    QElapsedTimer m_clock; // since the last turn
    QElapsedTimer m_since; // since start()
    double m_longest = 0;
    double m_longestAt = 0;
    double m_longestWork = 0;
    double m_worked = 0;
    std::vector<double> m_gaps;
};

// The event loop as in the program; QTest::qWaitFor would sleep between turns.
bool runUntil(const std::function<bool()> &done) {
    QEventLoop loop;
    QTimer asking;
    QObject::connect(&asking, &QTimer::timeout, &loop, [&] {
        if (done()) {
            loop.quit();
        }
    });
    asking.start(20);
    QTimer::singleShot(120'000, &loop, &QEventLoop::quit);
    loop.exec();
    return done();
}

// Each step and the half second after it, as a person would wait before the next one.
bool editLongScript(StudioDesk &desk, Heartbeat &heart) {
    ui::studio::StudioPane &studio = desk.window->studio();
    app::script::ScriptDocument &script = desk.services.script();
    double longest = 0;
    const auto step = [&](const char *what, const std::function<void()> &act) {
        heart.start();
        QTimer::singleShot(10, &studio, act); // between two beats
        QElapsedTimer since;
        since.start();
        runUntil([&] { return since.elapsed() > 1500; });
        longest = std::max(longest, heart.longestWork());
        heart.print(what);
    };
    QStringList lines;
    for (int i = 1; i <= 10'000; ++i)
        lines << QStringLiteral("Line %1: the dragon sleeps.").arg(i);
    app::script::Script big = app::script::newScript();
    big.lines.clear();
    for (const QString &text : lines)
        big.lines << app::script::newLine(text);
    step("open", [&] { script.load(big, {}, false); });
    step("type a letter", [&] { QTest::keyClicks(&studio.editor(), QStringLiteral("x")); });
    studio.finder().replace();
    auto *what = named<QLineEdit>(studio, "Find");
    auto *with = named<QLineEdit>(studio, "Replace with");
    QPushButton *all = nullptr;
    for (auto *button : studio.findChildren<QPushButton *>())
        all = button->text() == QStringLiteral("Replace &all") ? button : all;
    if (!what || !with || !all)
        return false;
    step("look for a word", [&] { QTest::keyClicks(what, QStringLiteral("dragon")); });
    with->setText(QStringLiteral("knight"));
    step("replace all", [&] { all->click(); });
    if (!script.line(9'999).text.contains(QStringLiteral("knight")))
        return false;
    step("undo", [&] { studio.editor().undo(); });
    step("redo", [&] { studio.editor().redo(); });
    studio.finder().leave();
    step("select all, remove", [&] {
        studio.editor().selectAll();
        QTest::keyClick(&studio.editor(), Qt::Key_Delete);
    });
    QGuiApplication::clipboard()->setText(lines.mid(0, 6'000).join(u'\n')); // as much as one paste may bring
    step("paste 6,000 lines", [&] { QTest::keyClick(&studio.editor(), Qt::Key_V, Qt::ControlModifier); });
    const int pasted = script.count();
    const double ofManyLines = longest;
    studio.editor().selectAll();
    QGuiApplication::clipboard()->setText(QStringLiteral("The dragon sleeps. ").repeated(55'000));
    step("paste a line of 1 MB", [&] { QTest::keyClick(&studio.editor(), Qt::Key_V, Qt::ControlModifier); });
    step("type into it", [&] { QTest::keyClicks(&studio.editor(), QStringLiteral("x")); });
    QTextStream(stdout) << pasted << " lines pasted, then a line of " << script.line(0).text.size() << " characters\n";
    QTextStream(stdout) << "longest own work for many lines: " << ofManyLines << " ms, at most " << kBound << "\n";
    return std::round(ofManyLines) <= kBound;
}

} // namespace

int main(int argc, char **argv) {
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM") && !qEnvironmentVariableIsSet("DISPLAY")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    QApplication application(argc, argv);
    StudioDesk desk;
    Heartbeat heart;
    heart.start();
    using Part = ui::shared::StatusLine::Part;
    const bool loaded = runUntil([&] { return !desk.window->statusLine().text(Part::Precision).isEmpty(); });
    heart.print("loading");
    if (QApplication::arguments().contains(QStringLiteral("--script")))
        return editLongScript(desk, heart) ? 0 : 1;
    heart.start();
    desk.window->studio().speak();
    const bool spoken = runUntil([&] { return !desk.window->studio().isBusy(); });
    const double longest = heart.longest();
    heart.print("speaking");
    if (!loaded || !spoken || desk.window->notices().about(QStringLiteral("studio"))) {
        QTextStream(stderr) << "nothing was spoken\n";
        return 1;
    }
    return longest <= kBound ? 0 : 1;
}
