#include "app/danmaku/rules_format.h"

#include <array>
#include <utility>

#include "app/chat/filter.h"
#include "app/danmaku/rule_members.h"
#include "app/settings/json_file.h"

namespace app::danmaku {

namespace {

constexpr qsizetype kMostPhrases = 10'000;
constexpr qsizetype kMostPeople = 20'000;

QString say(const char *words) {
    return sayOfRule(words);
}

const Names<chat::LinkPolicy> &linkPolicies() {
    static const Names<chat::LinkPolicy> names{
        {chat::LinkPolicy::Drop, "drop"}, {chat::LinkPolicy::Remove, "remove"}, {chat::LinkPolicy::SayLink, "say"}};
    return names;
}

const Names<chat::EmotePolicy> &emotePolicies() {
    static const Names<chat::EmotePolicy> names{{chat::EmotePolicy::Remove, "remove"},
                                                {chat::EmotePolicy::FirstOnly, "first"},
                                                {chat::EmotePolicy::Say, "say"}};
    return names;
}

const Names<chat::Audience> &audiences() {
    static const Names<chat::Audience> names{{chat::Audience::Everybody, "everybody"},
                                             {chat::Audience::Members, "members"},
                                             {chat::Audience::Moderators, "moderators"}};
    return names;
}

const Names<Review> &reviews() {
    static const Names<Review> names{
        {Review::Off, "off"}, {Review::PaidOnly, "paid"}, {Review::FirstTime, "first-time"}, {Review::All, "all"}};
    return names;
}

template <class Way, class Filter> void members(Way &way, Filter &filter) {
    way.flag("people", filter.people);
    way.flag("roles", filter.roles);
    way.word("audience", filter.audience, audiences());
    way.flag("commands", filter.commands);
    way.texts("commandPrefixes", filter.commandPrefixes, kMostTexts);
    way.texts("bots", filter.bots, kMostTexts);
    way.flag("links", filter.links);
    way.word("linkPolicy", filter.linkPolicy, linkPolicies());
    way.flag("phrases", filter.phrases);
    way.texts("bannedPhrases", filter.bannedPhrases, kMostPhrases);
    way.flag("lookAlikes", filter.lookAlikes);
    way.flag("byPinyin", filter.byPinyin);
    way.flag("emotes", filter.emotes);
    way.word("emotePolicy", filter.emotePolicy, emotePolicies());
    way.word("emojiPolicy", filter.emojiPolicy, emotePolicies());
    way.flag("repeats", filter.repeats);
    way.number("mostSameLetters", filter.mostSameLetters, kSameInARow);
    way.number("mostSameWords", filter.mostSameWords, kSameInARow);
    way.flag("language", filter.language);
    way.texts("languages", filter.languages, kMostTexts);
    way.number("mostWords", filter.mostWords, kWords);
    way.number("mostCharacters", filter.mostCharacters, kCharacters);
    way.number("mostSpoken", filter.mostSpoken, kCharacters);
    way.flag("person", filter.person);
    way.number("personSeconds", filter.personSeconds, kPersonSeconds);
    way.number("personShare", filter.personShare, kPersonShare);
    way.flag("amount", filter.amount);
    way.numbers("leastAmount", filter.leastAmount, 0, 1e9);
}

template <class Way, class Queue> void queueMembers(Way &way, Queue &queue) {
    way.number("capacity", queue.capacity, kCapacity);
    way.number("lookAhead", queue.lookAhead, kLookAhead);
    way.number("lookAheadSeconds", queue.lookAheadSeconds, kLookAheadSeconds);
    way.number("chatSeconds", queue.chatSeconds, kDeadline);
    way.number("mentionSeconds", queue.mentionSeconds, kDeadline);
    way.number("memberSeconds", queue.memberSeconds, kDeadline);
    way.number("paidSeconds", queue.paidSeconds, kDeadline);
    way.number("gapSeconds", queue.gapSeconds, kGapSeconds);
    way.number("comboSeconds", queue.comboSeconds, kComboSeconds);
    way.number("sameTextSeconds", queue.sameTextSeconds, kSameTextSeconds);
}

template <class Way, class Overload> void overloadMembers(Way &way, Overload &overload) {
    way.number("fasterFrom", overload.fasterFrom, kRungFrom);
    way.number("mostSpeed", overload.mostSpeed, kMostSpeed);
    way.number("noNamesFrom", overload.noNamesFrom, kRungFrom);
    way.number("shorterFrom", overload.shorterFrom, kRungFrom);
    way.number("shorterTo", overload.shorterTo, kCharacters);
    way.number("priorityOnlyFrom", overload.priorityOnlyFrom, kRungFrom);
}

template <class Way, class Speaking> void speakingMembers(Way &way, Speaking &speaking) {
    way.flag("names", speaking.names);
    way.flag("onlyWhenChanged", speaking.onlyWhenChanged);
    way.number("nameSyllables", speaking.nameSyllables, kNameSyllables);
    way.number("speed", speaking.speed, kSpeed);
    way.number("loudness", speaking.loudness, kLoudness);
}

template <class Way, class Shown> void templateMembers(Way &way, Shown &templates) {
    way.text("chat", templates.chat);
    way.text("paid", templates.paid);
    way.text("gift", templates.gift);
    way.text("member", templates.member);
    way.text("raid", templates.raid);
    way.text("notice", templates.notice);
}

template <class Way, class Each> void personMembers(Way &way, Each &person) {
    way.text("alias", person.alias);
    way.text("voice", person.voice);
    way.text("shown", person.shown);
    way.flag("ignored", person.ignored);
    way.flag("banned", person.banned);
    way.number("until", person.until, {0, 9e15});
}

constexpr std::array kClasses{Class::Operator,  Class::Paid,    Class::Member,
                              Class::Moderator, Class::Mention, Class::Chat};

template <class Value, class Members> QJsonObject written(const Value &value, Members members_) {
    RuleWriter writer;
    members_(writer, value);
    return writer.object;
}

} // namespace

QJsonObject rulesAsJson(const Rules &rules) {
    const auto all = [](auto &way, auto &value) { members(way, value); };
    QJsonObject ranking{{QStringLiteral("chatPerPaid"), rules.ranking.chatPerPaid}};
    QJsonObject weights;
    for (const Class each : kClasses)
        if (const auto weight = rules.ranking.weights.constFind(int(each)); weight != rules.ranking.weights.constEnd())
            weights.insert(wordFor(each), *weight);
    ranking.insert(QStringLiteral("weights"), weights);
    QJsonObject speaking = written(rules.speaking, [](auto &way, auto &value) { speakingMembers(way, value); });
    QJsonObject templates;
    for (auto each = rules.speaking.templates.begin(); each != rules.speaking.templates.end(); ++each)
        templates.insert(each.key(), written(*each, [](auto &way, auto &value) { templateMembers(way, value); }));
    speaking.insert(QStringLiteral("templates"), templates);
    QJsonObject people;
    for (auto each = rules.people.begin(); each != rules.people.end(); ++each)
        people.insert(each.key(), written(*each, [](auto &way, auto &value) { personMembers(way, value); }));
    RuleWriter top;
    top.object.insert(QStringLiteral("version"), 1);
    top.object.insert(QStringLiteral("filter"), written(rules.filter, all));
    top.object.insert(QStringLiteral("ranking"), ranking);
    top.object.insert(QStringLiteral("queue"),
                      written(rules.queue, [](auto &way, auto &value) { queueMembers(way, value); }));
    top.object.insert(QStringLiteral("overload"),
                      written(rules.overload, [](auto &way, auto &value) { overloadMembers(way, value); }));
    top.object.insert(QStringLiteral("speaking"), speaking);
    top.word("review", rules.review, reviews());
    top.object.insert(QStringLiteral("people"), people);
    top.texts("phrases", rules.phrases, kMostTexts);
    return top.object;
}

RulesFound rulesFromJson(const QJsonObject &object) {
    RulesFound found;
    Rules &rules = found.rules;
    const auto section = [&](const QJsonObject &in, const QString &path, const QString &key) {
        const QJsonValue value = in.value(key);
        if (!value.isUndefined() && !value.isObject())
            found.lines << say(QT_TRANSLATE_NOOP("danmaku", "%1: %2 is no object and is left out."))
                               .arg(path + key, shortly(value));
        return value.toObject();
    };
    const auto reader = [&](const QString &key) {
        return RuleReader(section(object, {}, key), key + u'.', found.lines);
    };
    RuleReader filter = reader(QStringLiteral("filter"));
    members(filter, rules.filter);
    for (const QString &phrase : std::as_const(rules.filter.bannedPhrases))
        if (const QString why = chat::Filter::objection(phrase); !why.isEmpty())
            found.lines << say(QT_TRANSLATE_NOOP("danmaku", "The banned phrase “%1” does nothing. %2"))
                               .arg(phrase.left(60), why);
    const QJsonObject rankingObject = section(object, {}, QStringLiteral("ranking"));
    RuleReader ranking(rankingObject, QStringLiteral("ranking."), found.lines);
    ranking.number("chatPerPaid", rules.ranking.chatPerPaid, kChatPerPaid);
    RuleReader weights(section(rankingObject, QStringLiteral("ranking."), QStringLiteral("weights")),
                       QStringLiteral("ranking.weights."), found.lines);
    for (const Class each : kClasses) {
        constexpr int kNone = -1'000'000;
        int weight = kNone;
        weights.number(wordFor(each).toLatin1().constData(), weight, {-1000, 1000});
        if (weight != kNone)
            rules.ranking.weights.insert(int(each), weight);
    }
    RuleReader queue = reader(QStringLiteral("queue"));
    queueMembers(queue, rules.queue);
    RuleReader overload = reader(QStringLiteral("overload"));
    overloadMembers(overload, rules.overload);
    const QJsonObject speakingObject = section(object, {}, QStringLiteral("speaking"));
    RuleReader speaking(speakingObject, QStringLiteral("speaking."), found.lines);
    speakingMembers(speaking, rules.speaking);
    const QJsonObject templates = section(speakingObject, QStringLiteral("speaking."), QStringLiteral("templates"));
    for (auto each = templates.begin(); each != templates.end() && rules.speaking.templates.size() < 100; ++each) {
        Templates of;
        RuleReader way(each->toObject(), QStringLiteral("speaking.templates.%1.").arg(each.key().left(20)),
                       found.lines);
        templateMembers(way, of);
        rules.speaking.templates.insert(each.key().left(20), of);
    }
    RuleReader top(object, {}, found.lines);
    top.word("review", rules.review, reviews());
    top.texts("phrases", rules.phrases, kMostTexts);
    const QJsonObject people = section(object, {}, QStringLiteral("people"));
    for (auto each = people.begin(); each != people.end() && rules.people.size() < kMostPeople; ++each) {
        if (each.key().size() > kLongestText || !each->isObject())
            continue;
        Person person;
        RuleReader way(each->toObject(), QStringLiteral("people.%1.").arg(each.key().left(60)), found.lines);
        personMembers(way, person);
        rules.people.insert(each.key(), person);
    }
    return found;
}

} // namespace app::danmaku
