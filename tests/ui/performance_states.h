// The performance pane in the whole window, state after state: no GPU and nothing spoken, a GPU that speaks, is hot, is
// held back, and is lost; and the windows beside it, which measure and lock clocks. The driver is a fake one that tells
// what a script says, and so is the program that measures; what was measured before is made.
#pragma once

#include <QAction>
#include <QTest>

#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include "app/storage/file_thread.h"
#include "tests/app/tiny_data.h"
#include "tests/engine/performance/records.h"
#include "tests/patience.h"
#include "tests/ui/fake_verbs.h"
#include "tests/ui/made_past.h"
#include "tests/ui/studio_desk.h"
#include "ui/performance/clock_sheet.h"
#include "ui/performance/measure_window.h"
#include "ui/performance/performance_acts.h"
#include "ui/performance/performance_desk.h"
#include "ui/performance/performance_pane.h"
#include "ui/performance/performance_plot.h"
#include "ui/performance/trend_plot.h"
#include "ui/shared/status_line.h"
#include "ui/studio/studio_pane.h"

namespace performance_states {

inline constexpr int kStates = 12;

inline bool waitUntil(const std::function<bool()> &done) {
    return QTest::qWaitFor(done, kLongEnough);
}

class FakeDriver {
public:
    explicit FakeDriver(const TinyData &data) : m_file(data.root() / "driver") {
        qputenv("FAKE_NVML", m_file.string().c_str());
    }
    ~FakeDriver() {
        qunsetenv("FAKE_NVML");
        qunsetenv("ISHOWTTS_NVML");
    }
    void say(const std::string &lines) const {
        std::ofstream(m_file.string() + ".new") << lines;
        std::filesystem::rename(m_file.string() + ".new", m_file); // never half
    }

private:
    std::filesystem::path m_file;
};

inline bool isReady(StudioDesk &desk) {
    return waitUntil(
        [&] { return !desk.window->statusLine().text(ui::shared::StatusLine::Part::Precision).isEmpty(); });
}

inline void show(StudioDesk &desk) {
    desk.window->resize(1280, 720);
    desk.window->findChild<QAction *>(QStringLiteral("view.go_to_performance"))->trigger();
    desk.services.settings().setNfeStep(2);
}

inline bool speak(StudioDesk &desk, const QString &text) {
    const auto before = desk.services.performance().utterances().size();
    desk.window->studio().setText(text);
    desk.window->studio().speak();
    return waitUntil(
        [&] { return desk.services.performance().utterances().size() > before && !desk.window->studio().isBusy(); });
}

using Visit = std::function<void(StudioDesk &desk, QWidget &shown, const QString &state)>;

// The window that measures: nothing yet, where the time goes beside an earlier result, and a regression.
inline bool throughMeasuring(StudioDesk &desk, const TinyData &data, const Visit &visit) {
    using ui::performance::Measure;
    const FakeVerbs verbs(data);
    app::storage::FileThread files;
    const auto history = data.root() / "history.jsonl";
    const auto chosen = [] {
        return ui::performance::MeasureSettings{QStringLiteral("demo"), QStringLiteral("cpu"), QStringLiteral("bf16"),
                                                7};
    };
    ui::performance::MeasureWindow window({desk.services.performance(), files, chosen, history, verbs.program()},
                                          desk.window.get());
    window.show();
    visit(desk, window, QStringLiteral("measure-empty"));
    std::thread([&history] { // a verb writes them, and no window
        for (const auto &day : records::tenDays(0.17, 0.04))
            engine::performance::appendRecord(history, day);
    })
        .join();
    window.compareWith(data.path(QStringLiteral("before.json")));
    if (!waitUntil([&] { return !window.isMeasuring() && window.trend().shown() == 10; }))
        return false;
    visit(desk, window, QStringLiteral("measure-profile"));
    window.choose(Measure::Check);
    window.begin();
    if (!waitUntil([&] { return !window.isMeasuring() && window.finding().wrong; }))
        return false;
    visit(desk, window, QStringLiteral("measure-check"));
    return true;
}

// False: a state was not reached.
inline bool throughPerformance(const char *fakeLibrary, const Visit &visit) {
    TinyData data;
    FakeDriver driver(data);
    qputenv("ISHOWTTS_NVML", "/nowhere/libnvidia-ml.so");
    {
        StudioDesk desk(data.roots());
        if (!isReady(desk))
            return false;
        show(desk);
        auto &watch = desk.services.performance();
        if (!waitUntil([&] { return watch.store().newest(app::performance::Series::CpuUtilisation).has_value(); }))
            return false;
        visit(desk, *desk.window, QStringLiteral("performance-idle"));
        if (!throughMeasuring(desk, data, visit))
            return false;
    }
    qputenv("ISHOWTTS_NVML", fakeLibrary);
    const std::string card = "load 92\nclock 1300\nmost-clock 1300\npower 34500\nmemory 2390000000\n";
    driver.say("temperature 71\nreasons 0\n" + card);
    qputenv("ISHOWTTS__PERFORMANCE__WATCH", "false"); // until its past is there
    StudioDesk desk(data.roots());
    qunsetenv("ISHOWTTS__PERFORMANCE__WATCH");
    if (!isReady(desk))
        return false;
    auto &watch = desk.services.performance();
    fillPast(watch.storeToFill(), watch.now() - 1000, 1200, 2);
    show(desk);
    desk.window->performance().pane().plot().setSpan(900'000);
    visit(desk, *desk.window, QStringLiteral("performance-not-watched"));
    desk.services.settings().setValue(QStringLiteral("watchMachine"), true);
    if (!waitUntil([&] { return watch.gpu().temperature.has_value(); }) ||
        !speak(desk, QStringLiteral("Good morning.")))
        return false;
    visit(desk, *desk.window, QStringLiteral("performance-speaking"));
    desk.window->performance().acts()[ui::performance::PerformanceActs::AsTable]->trigger();
    visit(desk, *desk.window, QStringLiteral("performance-table"));
    desk.window->performance().acts()[ui::performance::PerformanceActs::AsTable]->trigger();
    const auto says = [&](const char *id) {
        return waitUntil([&] {
            for (const auto &notice : watch.notices())
                if (notice.id == QLatin1String(id))
                    return true;
            return false;
        });
    };
    {
        driver.say("temperature 44\nreasons 1\nload 1\nclock 420\nmost-clock 1300\n"); // it rests
        if (!waitUntil([&] { return watch.gpu().clocks == engine::performance::Clocks::Unlocked; }))
            return false;
        ui::performance::ClockSheet sheet(watch, desk.window.get(), QStringLiteral("/nowhere/systemctl"));
        sheet.show();
        visit(desk, sheet, QStringLiteral("clocks-unlocked"));
        sheet.ask(true);
        if (!waitUntil([&] { return sheet.words().contains(QStringLiteral("/nowhere")); }))
            return false;
        visit(desk, sheet, QStringLiteral("clocks-refused"));
    }
    driver.say("temperature 86\nreasons 0\n" + card);
    if (!says("hot"))
        return false;
    visit(desk, *desk.window, QStringLiteral("performance-hot"));
    driver.say("temperature 91\nreasons 96\n" + card);
    if (!says("throttled"))
        return false;
    visit(desk, *desk.window, QStringLiteral("performance-throttled"));
    driver.say("lost\n");
    if (!says("gpu-lost"))
        return false;
    visit(desk, *desk.window, QStringLiteral("performance-lost"));
    return true;
}

} // namespace performance_states
