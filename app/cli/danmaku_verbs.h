// What the verb `danmaku` can do; each gives the exit status. verb_danmaku.cpp has the options.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/chat/message.h"
#include "app/danmaku/item.h"
#include "app/danmaku/rehearsal.h"
#include "engine/cli/verb.h"

namespace app::cli {

int danmakuReplay(const engine::cli::Arguments &arguments);
int danmakuCrowd(const engine::cli::Arguments &arguments);
int danmakuAudit(const engine::cli::Arguments &arguments);
int danmakuReplayLive(const engine::cli::Arguments &arguments);
int danmakuListen(const engine::cli::Arguments &arguments);

// For a terminal: signs that it would act on, or that turn the order of others, as "\u{1b}".
std::string plainText(const QString &text);

// How long the voice speaks what is said, by the syllables that its own recording has in a second, and how long that
// takes to be made. engine::Error when there is no such voice.
std::function<danmaku::SoundCost(const danmaku::Item &)> costByVoice(const engine::cli::Arguments &arguments);

// In fake time: what would be read of these, and what it is like beside a recorded chat.
int rehearseAndTell(const engine::cli::Arguments &arguments, const std::vector<chat::MessagePtr> &messages,
                    const std::vector<chat::Removal> &removals);

} // namespace app::cli
