// The sessions of a library as one program holds them, for tests that wait for each answer.
#pragma once

#include <QTemporaryDir>

#include <vector>

#include "app/listening/session_store.h"
#include "app/storage/library_schema.h"
#include "tests/app/storage/waiting.h"

struct OpenSessions {
    app::storage::Database database;
    app::listening::SessionStore store{database};

    explicit OpenSessions(const QString &folder)
        : database(folder + QStringLiteral("/library.sqlite"), app::storage::librarySchema()) {}

    app::storage::Answer<app::storage::Done> begin(const app::listening::SessionPlan &plan) {
        return waitFor<app::storage::Done>([&](auto *context, auto done) { store.begin(plan, context, done); });
    }
    app::storage::Answer<app::storage::Done> append(const std::string &id, int number,
                                                    const app::listening::ListeningEvent &event,
                                                    std::optional<app::listening::ListeningEvent> before = {}) {
        return waitFor<app::storage::Done>(
            [&](auto *context, auto done) { store.append(id, number, event, before, context, done); });
    }
    // All of them in a new session, one after another as a listener makes them.
    bool listen(const app::listening::SessionPlan &plan, const std::vector<app::listening::ListeningEvent> &events) {
        bool kept = bool(begin(plan));
        for (std::size_t i = 0; i < events.size(); ++i)
            kept =
                kept && append(plan.header.id, int(i), events[i], i > 0 ? std::optional(events[i - 1]) : std::nullopt);
        return kept;
    }
    app::storage::Answer<int> keep(const app::listening::TestRecord &record) {
        return waitFor<int>([&](auto *context, auto done) { store.keep(record, context, done); });
    }
    app::storage::Answer<app::listening::StoredSession> load(const std::string &id) {
        return waitFor<app::listening::StoredSession>([&](auto *context, auto done) { store.load(id, context, done); });
    }
    std::vector<app::listening::SessionSummary> sessions(const std::string &test = {}) {
        return waitFor<std::vector<app::listening::SessionSummary>>(
                   [&](auto *context, auto done) { store.sessions(test, context, done); })
            .value.value();
    }
    // What the library's thread is told to do as it is.
    bool run(const QString &sql) {
        return bool(waitFor<bool>([&](auto *context, auto done) {
            database.write<bool>(
                context,
                [sql](app::storage::Connection &connection) {
                    connection.run(sql);
                    return true;
                },
                done);
        }));
    }
};
