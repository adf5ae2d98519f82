#include "app/chat/filter.h"

#include <algorithm>
#include <array>
#include <utility>

#include "app/chat/banned_phrases.h"
#include "app/chat/filter_steps.h"
#include "app/chat/filter_words.h"
#include "app/chat/person_history.h"
#include "app/chat/pinyin_readings.h"
#include "app/chat/text_cleaning.h"
#include "engine/data_folders.h"
#include "engine/error.h"
#include "engine/text/chinese.h"

namespace app::chat {

namespace {

enum class Id {
    History,
    Clean,
    People,
    Roles,
    Commands,
    Links,
    Phrases,
    Emotes,
    Repeats,
    Language,
    Length,
    PerPerson,
    Amount
};

enum class For { All, Viewers, Chat, Paid }; // viewers: all but the operator

struct Step {
    Id id;
    const char *name;
    For whom;
    bool FilterRules::*on; // null: always
};

constexpr auto kSteps = std::to_array<Step>({
    {Id::History, "history", For::All, nullptr},
    {Id::Clean, "clean", For::All, nullptr},
    {Id::People, "people", For::Viewers, &FilterRules::people},
    {Id::Roles, "roles", For::Chat, &FilterRules::roles},
    {Id::Commands, "commands", For::Chat, &FilterRules::commands},
    {Id::Links, "links", For::Viewers, &FilterRules::links},
    {Id::Phrases, "phrases", For::Viewers, &FilterRules::phrases},
    {Id::Emotes, "emotes", For::Viewers, &FilterRules::emotes},
    {Id::Repeats, "repeats", For::Viewers, &FilterRules::repeats},
    {Id::Language, "language", For::Chat, &FilterRules::language},
    {Id::Length, "length", For::Viewers, nullptr},
    {Id::PerPerson, "person", For::Chat, &FilterRules::person},
    {Id::Amount, "amount", For::Paid, &FilterRules::amount},
});

bool isFor(For whom, const Message &message) {
    switch (whom) {
    case For::All:
        return true;
    case For::Viewers:
        return message.kind != Kind::Operator;
    case For::Chat:
        return message.kind == Kind::Chat;
    case For::Paid:
        return message.kind != Kind::Operator && message.paid.micros > 0;
    }
    return true;
}

// Whoever fills the rules may be wrong: the steps rely on these ranges.
FilterRules held(FilterRules rules) {
    rules.mostSameLetters = std::clamp(rules.mostSameLetters, 1, 50);
    rules.mostSameWords = std::clamp(rules.mostSameWords, 1, 50);
    rules.mostWords = std::clamp(rules.mostWords, 1, 1000);
    rules.mostCharacters = std::clamp(rules.mostCharacters, 1, 5000);
    rules.mostSpoken = std::clamp(rules.mostSpoken, 1, 5000);
    rules.personSeconds = std::clamp(rules.personSeconds, 0, 3600);
    rules.personShare = rules.personShare > 0 ? std::clamp(rules.personShare, 0.05, 1.0) : 0;
    return rules;
}

} // namespace

struct Filter::Inside {
    FilterRules rules;
    std::shared_ptr<const BannedPhrases> phrases;
    std::shared_ptr<const PinyinReadings> readings; // null: not needed yet, or there are no tables
    bool lookedForTables = false;
    QString complaint;
    PersonHistory history;

    void prepare() {
        complaint.clear();
        const bool byPinyin =
            rules.byPinyin && std::any_of(rules.bannedPhrases.begin(), rules.bannedPhrases.end(),
                                          [](const QString &each) { return BannedPhrases::wantsPinyin(each); });
        if (byPinyin && !std::exchange(lookedForTables, true))
            readings = readTables();
        if (byPinyin && !readings)
            complaint = say(QT_TRANSLATE_NOOP("chat", "Banned phrases are not looked for by their sound: the "
                                                      "tables for Chinese are missing or damaged."));
        phrases = std::make_shared<const BannedPhrases>(rules.bannedPhrases, rules.lookAlikes,
                                                        rules.byPinyin ? readings : nullptr);
    }

    static std::shared_ptr<const PinyinReadings> readTables() {
        const engine::text::Chinese chinese(engine::chineseTablesFile());
        try {
            if (const engine::text::ChineseTables *tables = chinese.tables())
                return PinyinReadings::of(*tables);
        } catch (const engine::Error &error) {
            qWarning("chat: %s", error.what());
        }
        return nullptr;
    }

    StepOutcome run(Id id, const Message &message, FilterLine &line, qint64 now) const {
        switch (id) {
        case Id::History:
            if (message.history)
                return {true, say(QT_TRANSLATE_NOOP("chat", "It was written before this program joined."))};
            return {};
        case Id::Clean:
            return runClean(message, line);
        case Id::People:
            return stepPeople(rules, message, now);
        case Id::Roles:
            return stepRoles(rules, message);
        case Id::Commands:
            return stepCommands(rules, message, line);
        case Id::Links:
            return stepLinks(rules, message, line);
        case Id::Phrases: {
            StepOutcome outcome = stepPhrases(*phrases, message, line);
            if (outcome.reason.isEmpty() && !complaint.isEmpty())
                outcome.reason = complaint;
            return outcome;
        }
        case Id::Emotes:
            return stepEmotes(rules, message, line);
        case Id::Repeats:
            return stepRepeats(rules, line);
        case Id::Language:
            return stepLanguage(rules, line);
        case Id::Length:
            return stepLength(rules, line);
        case Id::PerPerson:
            return history.judge(rules, message, now);
        case Id::Amount:
            return stepAmount(rules, message);
        }
        return {};
    }

    static StepOutcome runClean(const Message &message, FilterLine &line) {
        const std::u32string before = line.text;
        clean(line);
        if (line.text.empty() && !isEvent(message.kind))
            return {true, say(QT_TRANSLATE_NOOP("chat", "Nothing that could be read is in it."))};
        return {false, line.text == before
                           ? QString()
                           : say(QT_TRANSLATE_NOOP("chat", "Characters that cannot be seen or said were "
                                                           "taken out or made plain."))};
    }

    bool isOn(const Step &step) const { return !step.on || rules.*step.on; }
};

Filter::Filter(FilterRules rules) : m_inside(std::make_unique<Inside>()) {
    setRules(std::move(rules));
}

Filter::~Filter() = default;
Filter::Filter(Filter &&) noexcept = default;
Filter &Filter::operator=(Filter &&) noexcept = default;

void Filter::setRules(FilterRules rules) {
    const FilterRules before = std::exchange(m_inside->rules, held(std::move(rules)));
    const FilterRules &now = m_inside->rules;
    if (!m_inside->phrases || before.bannedPhrases != now.bannedPhrases || before.lookAlikes != now.lookAlikes ||
        before.byPinyin != now.byPinyin)
        m_inside->prepare();
}

QString Filter::complaint() const {
    return m_inside->complaint;
}

Judgement Filter::judge(const MessagePtr &message, qint64 now) {
    Judgement judgement;
    judgement.message = message;
    judgement.at = now;
    FilterLine line(*message);
    for (const Step &step : kSteps) {
        if (!m_inside->isOn(step) || !isFor(step.whom, *message))
            continue;
        StepOutcome outcome = m_inside->run(step.id, *message, line, now);
        if (!outcome.refused)
            continue;
        judgement.rule = step.id == Id::Clean ? QStringLiteral("empty") : QString::fromLatin1(step.name);
        judgement.reason = std::move(outcome.reason);
        return judgement;
    }
    judgement.read = true;
    judgement.text = line.words();
    if (message->kind == Kind::Chat)
        m_inside->history.wasRead(message->person(), now);
    return judgement;
}

QList<FilterStep> Filter::explain(const Message &message, qint64 now) const {
    QList<FilterStep> steps;
    FilterLine line(message);
    for (const Step &step : kSteps) {
        FilterStep each;
        each.rule = QString::fromLatin1(step.name);
        each.on = m_inside->isOn(step) && isFor(step.whom, message);
        each.before = each.after = line.words();
        if (each.on) {
            const StepOutcome outcome = m_inside->run(step.id, message, line, now);
            each.after = line.words();
            each.reason = outcome.reason;
            each.refused = outcome.refused;
        }
        steps << each;
    }
    return steps;
}

std::shared_ptr<const BannedPhrases> Filter::phrases() const {
    return m_inside->phrases;
}

QString bannedPhraseIn(const Message &message, const FilterRules &rules, const BannedPhrases &phrases) {
    FilterLine line(message);
    clean(line);
    if (rules.links)
        stepLinks(rules, message, line);
    return findPhrase(phrases, message, line).hit.phrase;
}

QString Filter::objection(const QString &phrase) {
    return BannedPhrases::objection(phrase);
}

} // namespace app::chat
