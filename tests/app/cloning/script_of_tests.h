// All services of the Studio without a window, on the tiny checkpoint, with a script of some lines. A session begins
// when the voices are read.
#pragma once

#include <QSignalSpy>
#include <QTest>

#include "app/services.h"
#include "tests/app/takes/clip_of.h"
#include "tests/app/tiny_data.h"

struct ScriptOfTests {
    static constexpr int kPatience = 60'000; // ms

    TinyData data;
    app::Services services;
    app::cloning::LineMaker &lines;
    QSignalSpy started{&services.lines(), &app::cloning::LineMaker::started};
    QSignalSpy cancelled{&services.lines(), &app::cloning::LineMaker::cancelled};
    QSignalSpy failed{&services.lines(), &app::cloning::LineMaker::failed};
    QSignalSpy busy{&services.lines(), &app::cloning::LineMaker::busyChanged};
    QSignalSpy kept{&services.takes(), &app::takes::TakeLibrary::kept};

    explicit ScriptOfTests(const QStringList &texts)
        : services({data.path(QStringLiteral("config/settings.json")), data.roots()}), lines(services.lines()) {
        app::script::Script script{app::script::newScript().id, {}};
        for (const QString &text : texts)
            script.lines << app::script::newLine(text);
        services.script().load(script, {}, false);
        services.start();
    }

    bool isReady() {
        return QTest::qWaitFor([this] { return services.voices().isRead(); }, kPatience);
    }
    QString id(int row) { return services.script().line(row).id; }
    app::cloning::LineStanding standing(int row) { return lines.standing(id(row)); }
    QList<int> toBeMade() { // rows
        QList<int> rows;
        for (const QString &each : lines.toBeMade())
            rows << services.script().rowOf(each);
        return rows;
    }
    bool waitForKept(int count) {
        return QTest::qWaitFor([=, this] { return kept.size() >= count && !lines.isBusy(); }, kPatience);
    }
    app::takes::TakeRecord take(int i) const { return kept.at(i)[1].value<app::takes::TakeRecord>(); }
    engine::ClipPtr clip(const app::takes::TakeRecord &take) { return clipOf(services.takes(), take); }
    engine::ClipPtr clip(int i) { return clip(take(i)); }
    void slow() { services.settings().setNfeStep(128); } // a line takes long enough to be caught being made
    bool waitUntilMaking(int row) {
        return QTest::qWaitFor(
            [=, this] { return standing(row).work == app::cloning::Work::Making && standing(row).progress.step > 0; },
            kPatience);
    }
};
