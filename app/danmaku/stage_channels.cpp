// Channels of Twitch: each is started, connected and left for itself.
#include <algorithm>
#include <memory>
#include <utility>

#include "app/chat/token_store.h"
#include "app/chat/twitch_channel.h"
#include "app/danmaku/stage_inside.h"

namespace app::danmaku {

using chat::SourceState;

namespace {

constexpr qsizetype kMostFailed = 20; // that stay to be seen; of more the oldest go

QStringList failedIn(const QList<SourceState> &sources) { // oldest first
    QStringList names;
    for (const SourceState &state : sources)
        if (state.phase == SourceState::Phase::Failed && state.name.startsWith(kTwitchName))
            names << state.name;
    return names;
}

} // namespace

void LiveStage::connectTwitch(const TwitchChoice &choice) {
    Inside &in = *m_inside;
    const QString login = channelOf(choice.channel);
    const QString channel = login.isEmpty() ? choice.channel.simplified().toLower().left(60) : login;
    const QStringList now = channels();
    if (!now.contains(channel) && now.size() >= kMostChannels) {
        in.say({tr("“%1” is not read: more than %2 channels at once are not allowed by Twitch.")
                    .arg(channel, QString::number(kMostChannels)),
                tr("Disconnect one that you do not need."),
                {}});
        return;
    }
    if (in.channels.size() > 2 * kMostChannels)
        in.channels.removeIf([](const auto &each) { return each.value().run == 0; });
    const quint64 run = ++in.lastRun;
    in.channels[channel] = {run, choice.voice};
    QStringList failed = failedIn(in.sources);
    if (failed.removeOne(kTwitchName + channel))
        in.begins(channel);
    while (failed.size() > kMostFailed)
        stopSource(failed.takeFirst());
    in.whenOpen([this, choice, channel, run] { m_inside->readChannel(choice, channel, run); });
}

void LiveStage::Inside::readChannel(const TwitchChoice &choice, const QString &channel, quint64 run) {
    const auto isStale = [this, channel, run] { return channels.value(channel).run != run; }; // stopped or anew
    if (isStale())
        return;
    use();
    const QString name = kTwitchName + channel;
    const auto start = [this, name, isStale](const chat::TwitchLogin &login) {
        if (!isStale())
            chat().start(name, [login, shared = company] {
                return std::make_unique<chat::TwitchSource>(login, chat::TwitchAddress::fromEnvironment(), shared);
            });
    };
    if (!choice.signedIn) {
        start({choice.channel, {}, {}});
        return;
    }
    begins(channel); // a keychain may ask its owner first
    uses.tokens.read(
        kTwitchName + choice.login.toLower(), &stage,
        [this, isStale, choice, start](const QString &token, chat::TokenStore::Place, const Problem &wrong) {
            if (isStale())
                return;
            if (!wrong.what.isEmpty())
                say({tr("%1 The chat is read without signing in.").arg(wrong.what), wrong.remedy, wrong.detail});
            else if (token.isEmpty())
                say({tr("There is no token for “%1”, so the chat is read without signing in.").arg(choice.login),
                     tr("Give the token again where the channel is chosen, then connect anew."),
                     {}});
            start({choice.channel, token.isEmpty() ? QString() : choice.login, token});
        });
}

void LiveStage::Inside::begins(const QString &channel) {
    SourceState state;
    state.phase = SourceState::Phase::Connecting;
    state.name = kTwitchName + channel;
    state.source = QStringLiteral("twitch");
    state.channel = channel;
    sourceState(state);
}

QStringList LiveStage::channels() const {
    QStringList read;
    for (auto each = m_inside->channels.cbegin(); each != m_inside->channels.cend(); ++each)
        if (each->run != 0)
            read << each.key();
    for (const QString &name : failedIn(m_inside->sources))
        read.removeOne(name.sliced(kTwitchName.size()));
    return read;
}

QString LiveStage::channelOf(const QString &typed) {
    return chat::twitchChannel(typed);
}

bool LiveStage::leaveChannel(const QString &channel) {
    Inside &in = *m_inside;
    if (in.channels.value(channel).run == 0)
        return false;
    stopSource(kTwitchName + channel);
    in.whenOpen([&in, channel] {
        in.director->leave(QStringLiteral("twitch"), channel, in.now());
        in.advance();
    });
    return true;
}

} // namespace app::danmaku
