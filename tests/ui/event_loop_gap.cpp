// event_loop_gap: speaks a sentence in the real window and prints the longest time in which the window could not
// answer. A heartbeat asks for a turn every 2 ms; what passes between two turns beyond that is the gap. On a machine
// that does other work at the same time, the own work says what the window itself would need.
// event_loop_gap --script: the same for a script of 10,000 lines that is opened, replaced in, undone, pasted and typed
// into; judged by the window's own work, as the aim is. Apart, and not judged: one line of 1 MB on the clipboard, of
// which the longest line there may be is taken; laying out one paragraph is Qt's.
#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>
#include <QTextStream>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <functional>

#include "tests/ui/by_name.h"
#include "tests/ui/heartbeat.h"
#include "tests/ui/studio_desk.h"
#include "ui/shared/status_line.h"
#include "ui/studio/find_bar.h"
#include "ui/studio/script_editor.h"
#include "ui/studio/studio_pane.h"

namespace {

constexpr int kBound = 50; // ms

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
