// `danmaku listen`: what is written in channels, as lines of text, and into a file that can be replayed.
#include <QDateTime>
#include <QStringList>
#include <QTimer>

#include <exception>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "app/chat/chat_recording.h"
#include "app/chat/recent_messages.h"
#include "app/chat/twitch_channel.h"
#include "app/chat/twitch_source.h"
#include "app/cli/danmaku_verbs.h"
#include "app/cli/quiet_application.h"
#include "app/storage/file_thread.h"
#include "engine/cli/console.h"
#include "engine/cli/interrupt.h"
#include "engine/error.h"

namespace app::cli {

using namespace engine::cli;
using chat::Message;
using chat::SourceState;

namespace {

// A terminal would act on it, or show what follows in another order.
bool acts(char32_t sign) {
    const QChar::Category category = QChar::category(sign);
    return category == QChar::Other_Control || category == QChar::Separator_Line ||
           category == QChar::Separator_Paragraph || category == QChar::Other_Surrogate || sign == 0x061c ||
           sign == 0x200e || sign == 0x200f || (sign >= 0x202a && sign <= 0x202e) || (sign >= 0x2066 && sign <= 0x2069);
}

QString amountOf(const chat::Money &paid) {
    return QString::number(double(paid.micros) / 1e6, 'g', 10) + u' ' + paid.currency;
}

// With the channel, where there are several.
std::string lineOf(const Message &message, bool several) {
    const QString who = message.user.isEmpty() ? message.login : message.user;
    QString line = QDateTime::fromMSecsSinceEpoch(message.receivedAt).toString(QStringLiteral("[HH:mm:ss] "));
    if (several)
        line += u'#' + message.channel + u' ';
    if (message.history)
        line += QStringLiteral("(before) ");
    if (!message.said.isEmpty())
        line += QStringLiteral("* ") + message.said + (message.text.isEmpty() ? QString() : QStringLiteral(": "));
    else if (message.action)
        line += QStringLiteral("* ") + who + u' ';
    else if (message.paid.micros > 0)
        line += who + QStringLiteral(" (") + amountOf(message.paid) + QStringLiteral("): ");
    else
        line += who + QStringLiteral(": ");
    return plainText(line + message.text);
}

std::string lineOf(const chat::Removal &removal, bool several) {
    const QString where = several ? QStringLiteral(" in #") + removal.channel : QString();
    switch (removal.what) {
    case chat::Removal::What::Message:
        return plainText(QStringLiteral("- a moderator deleted the message ") + removal.messageId + where);
    case chat::Removal::What::Person:
        return plainText(QStringLiteral("- a moderator took out what %1 wrote")
                             .arg(removal.login.isEmpty() ? removal.userId : removal.login) +
                         where);
    case chat::Removal::What::Everything:
        break;
    }
    return plainText(QStringLiteral("- a moderator cleared the chat") + where);
}

std::string wordsFor(const SourceState &state) {
    const std::string channel = plainText(state.channel);
    switch (state.phase) {
    case SourceState::Phase::Connecting:
        return "connecting to #" + channel + " ...";
    case SourceState::Phase::Live:
        return "in #" + channel + "; Ctrl+C ends";
    case SourceState::Phase::Waiting:
        if (state.problem.what.isEmpty())
            return "#" + channel + " waits for its turn"; // of many
        return "#" + channel + ": " + plainText(state.problem.what) + "\n  It tries again by itself.";
    default:
        return {};
    }
}

// As they were typed, each once.
QStringList channelsIn(const Arguments &arguments) {
    QStringList typed, known;
    for (std::size_t i = 1; i < arguments.positional().size(); ++i) {
        const QString each = QString::fromStdString(arguments.positional()[i]);
        const QString channel = chat::twitchChannel(each);
        if (const QString &name = channel.isEmpty() ? each : channel; !known.contains(name)) {
            known << name;
            typed << each;
        }
    }
    return typed;
}

} // namespace

std::string plainText(const QString &text) {
    QString plain;
    for (const uint each : text.toUcs4()) {
        const auto sign = char32_t(each);
        if (acts(sign))
            plain += QStringLiteral("\\u{%1}").arg(each, 0, 16);
        else
            plain += QString::fromUcs4(&sign, 1);
    }
    return plain.toStdString();
}

int danmakuListen(const Arguments &arguments) {
    if (arguments.positional().size() < 2)
        throw UsageError{"`danmaku listen` needs a channel", "danmaku"};
    const Interrupt interrupt;
    const QuietApplication application;
    storage::FileThread files("record");
    QObject here;
    std::exception_ptr failure; // nothing may be thrown through the event loop
    const auto guarded = [&failure](const auto &work) {
        if (failure)
            return;
        try {
            work();
        } catch (...) {
            failure = std::current_exception();
            QCoreApplication::quit();
        }
    };
    const auto fail = [&guarded](const Problem &problem) {
        guarded([&] { throw engine::failure(problem.what.toStdString(), problem.remedy.toStdString()); });
    };
    std::unique_ptr<chat::ChatRecorder> recorder;
    if (arguments.has("--record"))
        recorder = std::make_unique<chat::ChatRecorder>(QString::fromStdString(arguments.text("--record")), files,
                                                        &here, fail);
    const bool json = arguments.has("--json");
    const QStringList channels = channelsIn(arguments);
    const bool several = channels.size() > 1;
    int messages = 0, removals = 0, failed = 0;
    const auto take = [&](const auto &what) {
        guarded([&] {
            if (recorder)
                recorder->add(what);
            print(json ? chat::recordedLine(what).toStdString() : lineOf(what, several) + "\n");
            flushOutput();
        });
    };

    const auto company = std::make_shared<chat::TwitchCompany>();
    chat::RecentMessages seen; // a server may send one again
    std::vector<std::unique_ptr<chat::TwitchSource>> sources;
    for (const QString &typed : channels) {
        sources.push_back(std::make_unique<chat::TwitchSource>(chat::TwitchLogin{typed, {}, {}},
                                                               chat::TwitchAddress::fromEnvironment(), company));
        const chat::TwitchSource &source = *sources.back();
        QObject::connect(&source, &chat::Source::received, &here, [&](const chat::MessagePtr &message) {
            if (!seen.isNew(*message, company->clock.elapsed()))
                return;
            ++messages;
            take(*message);
        });
        QObject::connect(&source, &chat::Source::removed, &here, [&](const chat::Removal &removal) {
            ++removals;
            take(removal);
        });
        QObject::connect(&source, &chat::Source::stateChanged, &here,
                         [&, last = SourceState::Phase::Off](const SourceState &state) mutable {
                             if (std::exchange(last, state.phase) == state.phase)
                                 return;
                             if (state.phase == SourceState::Phase::Failed && ++failed == int(channels.size()))
                                 fail(state.problem);
                             else if (state.phase == SourceState::Phase::Failed)
                                 note(plainText(state.problem.what) + "\n  " + plainText(state.problem.remedy));
                             else if (const std::string words = wordsFor(state); !words.empty())
                                 note(words);
                         });
    }
    if (arguments.has("--seconds"))
        QTimer::singleShot(int(arguments.number("--seconds") * 1000), &here, [] { QCoreApplication::quit(); });
    const std::stop_callback stop(interrupt.token(), [&here] {
        QMetaObject::invokeMethod(
            &here, [] { QCoreApplication::quit(); }, Qt::QueuedConnection);
    });
    for (const auto &source : sources)
        source->start();
    if (!failure) // quit() before it would not end it
        QCoreApplication::exec();
    for (const auto &source : sources)
        source->stop();
    recorder.reset();
    files.flush();
    if (failure)
        std::rethrow_exception(failure);
    note(std::to_string(messages) + " messages, " + std::to_string(removals) + " times a moderator took something out");
    return Done;
}

} // namespace app::cli
