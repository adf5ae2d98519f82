// What a verb asks of the library, waited for in an event loop. Main thread.
#pragma once

#include <QEventLoop>
#include <QObject>

#include <optional>

#include "app/storage/storage_error.h"

namespace app::cli {

// ask(context, done) → the answer. None: the application was quit before it came.
template <class T, class Ask> std::optional<storage::Answer<T>> storageAnswer(Ask ask) {
    std::optional<storage::Answer<T>> answer;
    QEventLoop loop;
    QObject waiting; // while this is waited for; what is connected ends with it
    ask(&waiting, [&](const storage::Answer<T> &given) {
        answer = given;
        loop.quit();
    });
    if (!answer)
        loop.exec();
    return answer;
}

} // namespace app::cli
