#include "ui/danmaku/danmaku_words.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

#include "app/chat/filter_words.h"

namespace ui::danmaku {

using app::chat::SourceState;
using app::danmaku::Class;
using app::danmaku::Stage;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::danmaku::Words)
};

} // namespace

QString stageName(Stage stage) {
    switch (stage) {
    case Stage::Review:
        return Words::tr("Needs approval");
    case Stage::Held:
        return Words::tr("Held");
    case Stage::Waiting:
        return Words::tr("Waiting");
    case Stage::Making:
        return Words::tr("Making");
    case Stage::Ready:
        return Words::tr("Ready");
    case Stage::Playing:
        return Words::tr("On air");
    case Stage::Played:
        return Words::tr("Read");
    case Stage::Skipped:
        return Words::tr("Skipped");
    case Stage::Dropped:
        return Words::tr("Not read");
    case Stage::Removed:
        return Words::tr("Removed");
    case Stage::Failed:
        return Words::tr("Failed");
    case Stage::Offered:
        return Words::tr("Not read yet");
    }
    return {};
}

QString className(Class rank) {
    switch (rank) {
    case Class::Operator:
        return Words::tr("You");
    case Class::Paid:
        return Words::tr("Paid");
    case Class::Member:
        return Words::tr("Member");
    case Class::Moderator:
        return Words::tr("Moderator");
    case Class::Mention:
        return Words::tr("Mention");
    case Class::Chat:
        return Words::tr("Chat");
    }
    return {};
}

QString ruleName(const QString &rule) {
    return app::chat::wordsFor(rule).name;
}

QString sourceName(const QString &source) {
    if (source == QStringLiteral("twitch"))
        return Words::tr("Twitch");
    if (source == QStringLiteral("crowd"))
        return Words::tr("Rehearsal");
    if (source == QStringLiteral("replay"))
        return Words::tr("Replay");
    if (source == QStringLiteral("operator"))
        return Words::tr("You");
    return source;
}

QString sourceWords(const SourceState &state, qint64 now) {
    const QString where = state.channel.isEmpty() ? sourceName(state.source) : u'#' + state.channel;
    switch (state.phase) {
    case SourceState::Phase::Off:
        return state.done >= 1 ? Words::tr("%1: at its end").arg(where) : Words::tr("%1: off").arg(where);
    case SourceState::Phase::Connecting:
        return Words::tr("Connecting to %1 …").arg(where);
    case SourceState::Phase::Joining:
        return Words::tr("Joining %1 …").arg(where);
    case SourceState::Phase::Live:
        if (state.done >= 0)
            return Words::tr("%1: %2 %").arg(where).arg(int(std::lround(state.done * 100)));
        return state.roundTripMs >= 0 ? Words::tr("Live in %1 · %2 ms").arg(where).arg(state.roundTripMs)
                                      : Words::tr("Live in %1").arg(where);
    case SourceState::Phase::Waiting: {
        const auto left = int(std::max<qint64>(0, (state.nextTry - now + 999) / 1000));
        if (state.problem.what.isEmpty()) // of many it is not the first
            return Words::tr("%1: its turn comes in %2 s").arg(where).arg(left);
        return Words::tr("%1 is away; trying again in %2 s").arg(where).arg(left);
    }
    case SourceState::Phase::Failed:
        return Words::tr("%1: stopped").arg(where);
    }
    return {};
}

QString overloadWords(const app::danmaku::Figures &figures, const app::danmaku::OverloadRules &rules) {
    switch (figures.overload) {
    case 0:
        return {};
    case 1:
        if (figures.speed < 1.05) // it is called 1.0
            return {};
        return Words::tr("Many wait: reading %1 times as fast").arg(QLocale().toString(figures.speed, 'f', 1));
    case 2:
        return Words::tr("Many wait: names are left out");
    case 3:
        return Words::tr("Very many wait: texts of at most %1 characters").arg(rules.shorterTo);
    default:
        return Words::tr("Too many wait: chat is left out");
    }
}

QString money(const app::chat::Money &paid) {
    if (paid.micros <= 0)
        return {};
    const double amount = double(paid.micros) / 1e6;
    if (paid.currency == QStringLiteral("bits") && std::llround(amount) == 1)
        return Words::tr("1 bit");
    if (paid.currency == QStringLiteral("bits"))
        return Words::tr("%1 bits").arg(QLocale().toString(qint64(std::llround(amount))));
    return Words::tr("%1 %2", "amount, currency")
        .arg(QLocale().toString(amount, 'f', std::abs(amount - std::round(amount)) < 0.005 ? 0 : 2), paid.currency);
}

QString oneLine(const QString &text, int most) {
    QString line = text.left(most);
    if (!line.isEmpty() && line.back().isHighSurrogate())
        line.chop(1);
    if (line.size() < text.size())
        line += u'…';
    for (QChar &each : line) {
        if (each == u'\n' || each == u'\r' || each == u'\t' || each == QChar(QChar::LineSeparator) ||
            each == QChar(QChar::ParagraphSeparator))
            each = u' ';
    }
    return line;
}

QString oneLine(const app::chat::Message &message, int most) {
    QString text = message.text;
    if (text.isEmpty())
        text = message.said;
    if (text.isEmpty() && !message.gift.isEmpty())
        text = message.giftCount > 1 ? Words::tr("%1 × %2", "gift, how many").arg(message.gift).arg(message.giftCount)
                                     : message.gift;
    return oneLine(text, most);
}

QString channelWords(const app::chat::Message &message) {
    const bool none = message.channel.isEmpty() || message.kind == app::chat::Kind::Operator;
    return none ? QString() : u'#' + oneLine(message.channel, 40);
}

QString spokenRow(const QString &name, const QString &text) {
    return name.isEmpty() ? text : Words::tr("%1: %2", "who: what").arg(name, text);
}

} // namespace ui::danmaku
