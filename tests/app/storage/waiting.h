// Waits in an event loop for an answer of the library; a test that waits for ever is killed by ctest.
#pragma once

#include <QEventLoop>

#include <functional>
#include <optional>

#include "app/storage/storage_error.h"

// ask(context, done): waitFor<int>([&](auto *context, auto done) { database.ask<int>(context, work, done); })
template <class T, class Ask> app::storage::Answer<T> waitFor(Ask ask) {
    QObject context;
    QEventLoop loop;
    std::optional<app::storage::Answer<T>> got;
    std::function<void(const app::storage::Answer<T> &)> done = [&](const app::storage::Answer<T> &answer) {
        got = answer;
        loop.quit();
    };
    ask(&context, done);
    if (!got)
        loop.exec();
    return *got;
}
