// A show that has begun, for tests of what people do to it.
#pragma once

#include <QStringList>

#include <utility>

#include "app/danmaku/director.h"
#include "tests/app/danmaku/fake_stage.h"

// How it ended, and by which rule.
inline QString ruleOf(const FakeStage &stage, quint64 id) {
    const std::optional<app::danmaku::Item> item = stage.over(id);
    return item ? app::danmaku::wordFor(item->stage) + u' ' + item->rule : QStringLiteral("not over");
}

inline app::danmaku::Rules calmRules() {
    app::danmaku::Rules rules;
    rules.overload = {0, 1.5, 0, 0, 80, 0};
    rules.queue.chatSeconds = 300;
    return rules;
}

// Ann is on air, Bob and Cas are ready, Dan and Eve wait.
struct Show : FakeStage {
    QList<quint64> ids;
    explicit Show(app::danmaku::Rules rules = calmRules()) : FakeStage(std::move(rules)) {
        for (const char *user : {"Ann", "Bob", "Cas", "Dan", "Eve"})
            ids.append(chat(QLatin1String(user), QStringLiteral("this is what %1 wrote").arg(QLatin1String(user))));
        run(2);
    }
    QStringList users() const {
        QStringList users;
        for (const app::danmaku::Item &item : director.waiting())
            users.append(item.message->user);
        return users;
    }
    QString heardUsers() const {
        QStringList users;
        for (const app::danmaku::Item &item : heard)
            users.append(item.message->user);
        return users.join(u' ');
    }
    // Everything that a person sees of the queue, for comparing before and after.
    QStringList look() const {
        QStringList rows;
        for (const app::danmaku::Item &item : director.waiting())
            rows.append(QStringLiteral("%1 %2 %3 %4 %5 %6 %7")
                            .arg(item.id)
                            .arg(item.stage == app::danmaku::Stage::Making ? QStringLiteral("waiting")
                                                                           : app::danmaku::wordFor(item.stage),
                                 item.text, item.voice) // what is being made goes on being made
                            .arg(item.pinned)
                            .arg(item.approved)
                            .arg(item.deadline > 0 ? item.deadline - now : 0));
        return rows;
    }
};
