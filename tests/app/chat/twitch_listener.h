// A source of Twitch and what it said, for tests.
#pragma once

#include <QStringList>

#include <memory>
#include <utility>
#include <vector>

#include "app/chat/twitch_source.h"

struct TwitchListener {
    explicit TwitchListener(
        const app::chat::TwitchAddress &address, app::chat::TwitchLogin login = {QStringLiteral("Home"), {}, {}},
        const std::shared_ptr<app::chat::TwitchCompany> &company = std::make_shared<app::chat::TwitchCompany>())
        : source(std::move(login), address, company) {
        QObject::connect(&source, &app::chat::Source::received, &source,
                         [this](const app::chat::MessagePtr &message) { messages.push_back(message); });
        QObject::connect(&source, &app::chat::Source::copied, &source,
                         [this](const app::chat::MessagePtr &message) { copies << message->id; });
        QObject::connect(&source, &app::chat::Source::removed, &source,
                         [this](const app::chat::Removal &removal) { removals.push_back(removal); });
        QObject::connect(&source, &app::chat::Source::stateChanged, &source,
                         [this](const app::chat::SourceState &state) { states.push_back(state); });
        source.start();
    }
    app::chat::SourceState::Phase phase() const {
        return states.empty() ? app::chat::SourceState::Phase::Off : states.back().phase;
    }
    QStringList texts() const {
        QStringList all;
        for (const app::chat::MessagePtr &message : messages)
            all << message->text;
        return all;
    }

    std::vector<app::chat::MessagePtr> messages;
    QStringList copies; // ids of what was not received, as another channel brought it
    std::vector<app::chat::Removal> removals;
    std::vector<app::chat::SourceState> states;
    app::chat::TwitchSource source;
};
