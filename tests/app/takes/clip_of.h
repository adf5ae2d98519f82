// The sound of a take, waited for.
#pragma once

#include <QTest>

#include "app/takes/take_library.h"

// The kept sound of a take; null when it cannot be read, or not within half a minute.
inline engine::ClipPtr clipOf(app::takes::TakeLibrary &takes, const app::takes::TakeRecord &take) {
    QObject asker; // an answer that comes too late reaches nobody
    engine::ClipPtr sound;
    bool answered = false;
    takes.audio(take.audioHash, &asker, [&](const auto &answer) {
        answered = true;
        if (answer)
            sound = *answer.value;
    });
    (void)QTest::qWaitFor([&] { return answered; }, 30'000);
    return sound;
}
