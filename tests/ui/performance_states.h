// The performance pane in the whole window, state after state: no GPU and nothing spoken, a GPU that speaks, is hot, is
// held back, and is lost. The driver is a fake one that tells what a script says; what was measured before is made.
#pragma once

#include <QAction>
#include <QTest>

#include <filesystem>
#include <fstream>
#include <functional>

#include "tests/app/tiny_data.h"
#include "tests/patience.h"
#include "tests/ui/made_past.h"
#include "tests/ui/studio_desk.h"
#include "ui/performance/performance_acts.h"
#include "ui/performance/performance_desk.h"
#include "ui/performance/performance_pane.h"
#include "ui/performance/performance_plot.h"
#include "ui/shared/status_line.h"
#include "ui/studio/studio_pane.h"

namespace performance_states {

inline constexpr int kStates = 7;

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

using Visit = std::function<void(StudioDesk &desk, const QString &state)>;

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
        visit(desk, QStringLiteral("performance-idle"));
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
    visit(desk, QStringLiteral("performance-not-watched"));
    desk.services.settings().setValue(QStringLiteral("watchMachine"), true);
    if (!waitUntil([&] { return watch.gpu().temperature.has_value(); }) ||
        !speak(desk, QStringLiteral("Good morning.")))
        return false;
    visit(desk, QStringLiteral("performance-speaking"));
    desk.window->performance().acts()[ui::performance::PerformanceActs::AsTable]->trigger();
    visit(desk, QStringLiteral("performance-table"));
    desk.window->performance().acts()[ui::performance::PerformanceActs::AsTable]->trigger();
    const auto says = [&](const char *id) {
        return waitUntil([&] {
            for (const auto &notice : watch.notices())
                if (notice.id == QLatin1String(id))
                    return true;
            return false;
        });
    };
    driver.say("temperature 86\nreasons 0\n" + card);
    if (!says("hot"))
        return false;
    visit(desk, QStringLiteral("performance-hot"));
    driver.say("temperature 91\nreasons 96\n" + card);
    if (!says("throttled"))
        return false;
    visit(desk, QStringLiteral("performance-throttled"));
    driver.say("lost\n");
    if (!says("gpu-lost"))
        return false;
    visit(desk, QStringLiteral("performance-lost"));
    return true;
}

} // namespace performance_states
