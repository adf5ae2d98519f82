// `danmaku replay` and `danmaku crowd`: a chat in fake time.
#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "app/chat/chat_recording.h"
#include "app/chat/chat_statistics.h"
#include "app/chat/crowd.h"
#include "app/cli/danmaku_verbs.h"
#include "app/danmaku/rules_file.h"
#include "engine/audio/file.h"
#include "engine/cli/console.h"
#include "engine/data_folders.h"
#include "engine/error.h"
#include "engine/text/speech_units.h"
#include "engine/voice.h"

namespace app::cli {

using namespace engine::cli;
using chat::MessagePtr;
using danmaku::RehearsalResult;
using engine::Json;

namespace {

constexpr double kLongestReference = 60; // s
constexpr double kBeforeSound = 0.15;    // s, from the order to the engine's first work
constexpr double kFirstPiece = 0.5;      // s of sound

danmaku::Rules rulesFrom(const Arguments &arguments) {
    if (!arguments.has("--rules"))
        return {};
    const danmaku::RulesRead read = danmaku::readRules(QString::fromStdString(arguments.text("--rules")));
    if (!read.problem.what.isEmpty())
        throw engine::badInput(read.problem.what.toStdString(), read.problem.remedy.toStdString());
    return read.rules;
}

Json jsonOf(const chat::ChatStatistics &of) {
    return Json::Object{{"messages", of.messages},
                        {"seconds", rounded(of.seconds)},
                        {"per_second", rounded(of.perSecond)},
                        {"most_in_1_s", of.mostInSecond},
                        {"most_in_10_s", of.mostInTen},
                        {"most_in_60_s", of.mostInMinute},
                        {"people", of.people},
                        {"of_top_person", of.ofTopPerson},
                        {"repeats", of.repeats},
                        {"emote_only", of.emoteOnly},
                        {"links", of.links},
                        {"suffixed", of.suffixed},
                        {"actions", of.actions},
                        {"over_280_bytes", of.over280},
                        {"longest_bytes", of.longest},
                        {"median_words", rounded(of.medianWords)}};
}

Json jsonOf(const RehearsalResult &of) {
    const danmaku::Figures &figures = of.figures;
    return Json::Object{{"received", figures.received},
                        {"filtered", figures.filtered},
                        {"read", figures.played},
                        {"read_share", rounded(double(figures.played) / std::max(1, figures.received))},
                        {"repeats", figures.repeats},
                        {"dropped", figures.dropped},
                        {"lost_non_duplicates", of.lostNonDuplicates},
                        {"wait_p50", rounded(figures.waitP50)},
                        {"wait_p95", rounded(figures.waitP95)},
                        {"wait_max", rounded(figures.waitMax)},
                        {"seconds", rounded(of.seconds)}};
}

std::vector<std::string> row(const char *name, const RehearsalResult &of) {
    const danmaku::Figures &figures = of.figures;
    return {name,
            std::to_string(figures.played) + " (" + fixed(100. * figures.played / std::max(1, figures.received), 0) +
                " %)",
            std::to_string(figures.filtered),
            std::to_string(figures.repeats),
            std::to_string(of.lostNonDuplicates),
            fixed(figures.waitP50, 1),
            fixed(figures.waitP95, 1),
            fixed(figures.waitMax, 1)};
}

} // namespace

std::function<danmaku::SoundCost(const danmaku::Item &)> costByVoice(const Arguments &arguments) {
    const engine::Voice voice = engine::findVoice(engine::dataRoots(), arguments.text("--voice"));
    const double seconds = engine::audio::readSound(voice.recording, kLongestReference).seconds();
    const double units = engine::text::speechUnits(voice.transcript);
    if (!(seconds > 0) || !(units > 0))
        throw engine::badInput("The voice " + voice.id + " says nothing in its recording.", "Choose another voice.");
    return [pace = seconds / units, making = arguments.number("--making")](const danmaku::Item &item) {
        danmaku::SoundCost cost;
        const QString &said = item.spoken.isEmpty() ? item.text : item.spoken;
        cost.seconds = engine::text::speechUnits(said.toStdString()) * pace / std::max(0.3, item.speed);
        cost.makeSeconds = kBeforeSound + making * cost.seconds;
        cost.firstSeconds = std::min(cost.makeSeconds, kBeforeSound + making * kFirstPiece);
        return cost;
    };
}

int rehearseAndTell(const Arguments &arguments, const std::vector<MessagePtr> &messages,
                    const std::vector<chat::Removal> &removals) {
    const auto cost = costByVoice(arguments);
    const std::string policy = arguments.text("--policy");
    const chat::ChatStatistics statistics = chat::statisticsOf(messages);
    Json::Object json{{"chat", jsonOf(statistics)}};
    std::vector<std::vector<std::string>> rows{
        {"policy", "read", "refused", "repeats", "lost", "wait p50 s", "p95", "max"}};
    const auto tell = [&](const char *name, const RehearsalResult &result) {
        json.insert_or_assign(name, jsonOf(result));
        rows.push_back(row(name, result));
    };
    if (policy != "original")
        tell("ours", danmaku::rehearse(rulesFrom(arguments), messages, removals, cost));
    if (policy != "ours")
        tell("original", danmaku::rehearseAsOriginal(messages, cost));
    if (arguments.has("--json")) {
        printJson(json);
        return Done;
    }
    std::vector<std::vector<std::string>> facts{{"chat", "here", "recorded"}};
    for (const chat::StatisticRow &each : chat::besideRecorded(statistics))
        facts.push_back({each.name.toStdString(), each.here.toStdString(), each.recorded.toStdString()});
    print(table(facts) + "\n" + table(rows));
    return Done;
}

int danmakuReplay(const Arguments &arguments) {
    if (arguments.positional().size() < 2)
        throw UsageError{"`danmaku replay` needs a file", "danmaku"};
    const bool live = arguments.has("--live");
    for (const char *name : {"--speed", "--output", "--own-device", "--model"}) {
        if (!live && arguments.has(name))
            throw UsageError{std::string(name) + " counts with --live only", "danmaku"};
    }
    for (const char *name : {"--policy", "--making"}) {
        if (live && arguments.has(name))
            throw UsageError{std::string(name) + " does not count with --live", "danmaku"};
    }
    if (live)
        return danmakuReplayLive(arguments);
    const chat::Recording recording = chat::readRecording(QString::fromStdString(arguments.positional()[1]));
    if (!recording.problem.what.isEmpty())
        throw engine::badInput(recording.problem.what.toStdString(), recording.problem.remedy.toStdString());
    if (recording.damaged > 0)
        note(std::to_string(recording.damaged) + " lines cannot be read and are left out; the first is line " +
             std::to_string(recording.firstDamaged) + ": " + recording.flaw.toStdString());
    if (recording.messages.empty())
        throw engine::badInput("There is no message in " + arguments.positional()[1] + ".",
                               "Give a chat that was recorded by the Studio, one JSON object a line.");
    return rehearseAndTell(arguments, recording.messages, recording.removals);
}

int danmakuCrowd(const Arguments &arguments) {
    chat::CrowdSettings settings;
    settings.seed = arguments.seed("--seed");
    settings.begin = 1'000'000;
    if (arguments.has("--rate"))
        settings.perSecond = arguments.number("--rate");
    const double seconds = arguments.number("--seconds");
    const auto until = settings.begin + qint64(seconds * 1000);
    if (settings.perSecond * seconds > 5e6)
        throw engine::badInput("That would be more than five million messages.",
                               "Give fewer seconds, or a lower rate.");
    chat::Crowd crowd(settings);
    std::vector<MessagePtr> messages;
    while (crowd.nextAt() < until)
        messages.push_back(std::make_shared<const chat::Message>(crowd.next()));
    if (arguments.has("--burst")) {
        chat::CrowdSettings burst = settings;
        const int number = arguments.integer("--burst");
        burst.seed += 1;
        burst.idPrefix = QStringLiteral("burst-");
        chat::Crowd more(burst);
        for (int i = 0; i < number; ++i) {
            chat::Message message = more.next();
            message.receivedAt = message.sentAt = settings.begin + qint64(seconds * 500) + 1000LL * i / number;
            messages.push_back(std::make_shared<const chat::Message>(std::move(message)));
        }
        std::stable_sort(messages.begin(), messages.end(), [](const MessagePtr &one, const MessagePtr &other) {
            return one->receivedAt < other->receivedAt;
        });
    }
    return rehearseAndTell(arguments, messages, {});
}

} // namespace app::cli
