// What a person would read when something is refused: "what remedy", or nothing when it was accepted.
#pragma once

#include <QString>

#include "engine/error.h"

template <typename Action> QString problemOf(Action action) {
    try {
        action();
    } catch (const engine::Error &problem) {
        return QString::fromStdString(problem.what() + (" " + problem.remedy()));
    }
    return {};
}

// Fails the running test with the whole message when a part is missing from it.
#define COMPARE_PROBLEM(action, part)                                                                                  \
    do {                                                                                                               \
        const QString problem = problemOf([&] { static_cast<void>(action); });                                         \
        QVERIFY2(problem.contains(part), qPrintable(u"message: "_qs + problem));                                       \
    } while (false)
