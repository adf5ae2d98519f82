// A script that is exported by the real services on the tiny checkpoint, and a look at its sound.
#pragma once

#include <QDir>

#include <algorithm>
#include <cmath>

#include "app/exporting/script_export.h"
#include "tests/app/cloning/script_of_tests.h"

struct ExportDesk : ScriptOfTests {
    QTemporaryDir folder;
    app::exporting::ScriptExport exporter{services.script(), services.lines(), services.takes()};
    QSignalSpy finished{&exporter, &app::exporting::ScriptExport::finished};
    QSignalSpy failed{&exporter, &app::exporting::ScriptExport::failed};
    QSignalSpy cancelled{&exporter, &app::exporting::ScriptExport::cancelled};
    QSignalSpy progressed{&exporter, &app::exporting::ScriptExport::progressed};

    using ScriptOfTests::ScriptOfTests;

    bool makeAll() {
        lines.make(lines.toBeMade());
        return waitForKept(int(kept.size()) + int(lines.toBeMade().size()));
    }
    QString file(const QString &name) const { return folder.filePath(name); }
    app::exporting::ExportShape shape(const QString &name, bool perLine = false) const {
        app::exporting::ExportShape shape;
        shape.target = file(name);
        shape.onePerLine = perLine;
        shape.title = QStringLiteral("evening");
        return shape;
    }
    // "" = it was finished; else what was said.
    QString run(const app::exporting::ExportShape &how,
                app::exporting::Unmade unmade = app::exporting::Unmade::LeaveOut) {
        const auto before = finished.size() + failed.size() + cancelled.size();
        exporter.start(how, unmade);
        if (!QTest::qWaitFor([&] { return finished.size() + failed.size() + cancelled.size() > before; }, kPatience))
            return QStringLiteral("nothing came of it");
        return !failed.isEmpty() ? failed.takeLast()[0].value<app::Problem>().what : QString();
    }
    QStringList left() const {
        return QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    }
    app::takes::TakeRecord newest(int row) { return *standing(row).newest; }
    void type(int row, const QString &text) { services.script().type(row, text); }
};

// This clip, but for its faded edges.
inline bool holds(const std::vector<float> &samples, std::size_t at, const engine::ClipPtr &clip) {
    constexpr std::size_t edge = 80; // faded
    if (samples.size() < at + clip->samples.size())
        return false;
    for (std::size_t i = edge; i < clip->samples.size() - edge; ++i) {
        if (std::abs(samples[at + i] - std::clamp(clip->samples[i], -1.0F, 1.0F)) > 1e-4F)
            return false;
    }
    return true;
}

inline bool isSilent(const std::vector<float> &samples, std::size_t from, std::size_t to) {
    return std::all_of(samples.begin() + long(from), samples.begin() + long(to),
                       [](float sample) { return sample == 0.0F; });
}
