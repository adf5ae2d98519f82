// The library of takes as one program holds it, for tests that wait for each answer.
#pragma once

#include <QEventLoop>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <vector>

#include "app/storage/library_schema.h"
#include "app/takes/take_library.h"
#include "tests/app/storage/waiting.h"

struct OpenLibrary {
    app::storage::Database database;
    app::takes::TakeLibrary library;
    QSignalSpy problems{&library, &app::takes::TakeLibrary::problem};
    QSignalSpy notKept{&library, &app::takes::TakeLibrary::notKept};

    // Removed takes stay for no time, unless it is said: the next start deletes them.
    explicit OpenLibrary(const QTemporaryDir &folder, std::chrono::milliseconds removedStay = {})
        : OpenLibrary(folder.path(), removedStay) {}
    explicit OpenLibrary(const QString &folder, std::chrono::milliseconds removedStay = {})
        : database(folder + QStringLiteral("/library.sqlite"), app::storage::librarySchema()),
          library(database, app::storage::takesFolder(folder.toStdString()), nullptr, removedStay) {}

    app::takes::TakeRecord keep(const app::speech::Take &take, const QString &line = {}, qint64 parent = 0) {
        QSignalSpy kept(&library, &app::takes::TakeLibrary::kept);
        library.keep(take, line, parent);
        return kept.wait(30000) ? kept.first()[1].value<app::takes::TakeRecord>() : app::takes::TakeRecord();
    }
    app::takes::TakePage find(const app::takes::TakeQuery &query) {
        return waitFor<app::takes::TakePage>([&](auto *context, auto done) { library.find(query, context, done); })
            .value.value_or(app::takes::TakePage());
    }
    QStringList texts(const QString &words) {
        app::takes::TakeQuery query;
        query.words = words;
        QStringList found;
        for (const app::takes::TakeRecord &take : find(query).takes)
            found << take.text;
        return found;
    }
    app::takes::TakeRecord byId(qint64 id) {
        return waitFor<app::takes::TakeRecord>([&](auto *context, auto done) { library.byId(id, context, done); })
            .value.value_or(app::takes::TakeRecord());
    }
    app::storage::Answer<engine::ClipPtr> audio(const app::takes::TakeRecord &take) {
        return waitFor<engine::ClipPtr>(
            [&](auto *context, auto done) { library.audio(take.audioHash, context, done); });
    }
    app::takes::SameAgain again(const app::takes::TakeRecord &take, const std::vector<engine::Voice> &voices,
                                const engine::ModelSummary &model) {
        app::takes::SameAgain result;
        QEventLoop loop;
        QObject context;
        library.requestOf(take, voices, model, &context, [&](const app::takes::SameAgain &same) {
            result = same;
            loop.quit();
        });
        loop.exec();
        return result;
    }
    app::Problem lastProblem() const {
        return problems.isEmpty() ? app::Problem() : problems.last().first().value<app::Problem>();
    }
};
