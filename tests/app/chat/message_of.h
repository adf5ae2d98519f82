// Messages and judgements for tests of the filter.
#pragma once

#include <QString>

#include <memory>

#include "app/chat/filter.h"
#include "app/chat/message.h"

inline app::chat::Message messageOf(const QString &text, const QString &login = QStringLiteral("ann")) {
    app::chat::Message message;
    message.source = QStringLiteral("twitch");
    message.channel = QStringLiteral("somebody");
    message.login = login;
    message.user = login;
    message.text = text;
    return message;
}

inline app::chat::Judgement judged(app::chat::Filter &filter, const app::chat::Message &message,
                                   qint64 now = 1'000'000) {
    return filter.judge(std::make_shared<const app::chat::Message>(message), now);
}

inline app::chat::Judgement judged(const app::chat::FilterRules &rules, const QString &text) {
    app::chat::Filter filter(rules);
    return judged(filter, messageOf(text));
}
