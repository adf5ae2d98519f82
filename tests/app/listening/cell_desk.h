// A maker of cells with everything that it needs, on the tiny checkpoint and in a folder that is thrown away.
#pragma once

#include <QSignalSpy>
#include <QTest>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/listening/cell_maker.h"
#include "app/speech/speech_queue.h"
#include "app/speech/speech_worker.h"
#include "app/storage/library_schema.h"
#include "engine/model_files.h"
#include "engine/synthesizer.h"
#include "tests/app/listening/design_of_tests.h"
#include "tests/app/storage/waiting.h"
#include "tests/app/tiny_data.h"

struct CellDesk {
    static constexpr int kPatience = 60'000; // ms

    std::filesystem::path root;
    std::map<std::string, engine::Voice> voices;
    std::string device = "cpu"; // that is chosen
    app::storage::Database database;
    app::speech::SpeechWorker worker;
    app::speech::SpeechQueue queue{worker};
    std::vector<engine::Request> spoken; // for cells, in order
    app::listening::CellMaker maker;
    QSignalSpy done{&maker, &app::listening::CellMaker::done};
    QSignalSpy looked{&maker, &app::listening::CellMaker::looked};

    explicit CellDesk(const std::filesystem::path &folder)
        : root(folder),
          database(QString::fromStdString(app::storage::libraryFile(folder).string()), app::storage::librarySchema()),
          maker(queue, database, app::storage::takesFolder(folder), sources()) {
        for (const engine::Voice &voice : engine::listVoices({folder}).voices)
            voices[voice.id] = voice;
        QObject::connect(&queue, &app::speech::SpeechQueue::started, &queue, [this] {
            if (queue.runningJob()->origin == app::speech::Origin::Listening)
                spoken.push_back(queue.runningJob()->request);
        });
        worker.load([folder](std::stop_token stop) {
            engine::LoadOptions options;
            options.model = engine::findModel({folder}, "");
            options.device = engine::chooseDevice("cpu");
            options.precision = engine::Precision::Fp32;
            return engine::makeLocalSynthesizer(options, std::move(stop));
        });
    }

    app::listening::CellSources sources() {
        app::listening::CellSources sources;
        sources.modelRoots = {root};
        sources.model = [] { return std::string(); };
        sources.device = [this] { return device; };
        sources.voice = [this](const std::string &id) {
            const auto found = voices.find(id);
            return found != voices.end() ? std::optional(found->second) : std::nullopt;
        };
        return sources;
    }

    // Looks which cells are there.
    bool show(const app::listening::TestDesign &design) {
        looked.clear();
        maker.setDesign(design);
        return !looked.isEmpty() || looked.wait(kPatience);
    }
    bool makeAll(const app::listening::TestDesign &design) {
        if (!show(design))
            return false;
        done.clear();
        maker.makeMissing();
        return isDone();
    }
    bool isDone() { return maker.progress().asked == 0 || done.wait(kPatience); }
    app::listening::CellState state(int row, app::listening::Condition condition) const {
        return maker.cell(row, condition).state;
    }
    engine::ClipPtr sound(int row, app::listening::Condition condition) {
        return waitFor<engine::ClipPtr>([&](auto *context, auto tell) { maker.sound(row, condition, context, tell); })
            .value.value_or(nullptr);
    }
};

inline app::listening::TestDesign smallDesign(std::vector<app::listening::TestColumn> columns, int rows = 4) {
    app::listening::TestDesign design = designOf(std::move(columns));
    design.rows.resize(std::size_t(rows));
    design.checks = {0, 0, 0};
    return design;
}
