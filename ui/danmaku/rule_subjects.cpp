// Which rules stand on which page of the rules window, in which words.
#include <QCoreApplication>
#include <QLocale>

#include "app/danmaku/names.h"
#include "ui/danmaku/rule_page.h"
#include "ui/danmaku/rules_window.h"

namespace ui::danmaku {

using app::danmaku::Rules;
namespace bounds = app::danmaku;

namespace {

struct Say {
    Q_DECLARE_TR_FUNCTIONS(ui::danmaku::RuleSubjects)
};

// The field of a rule, whatever its type.
#define FIELD(type, of) [](Rules &rules) -> type & { return rules.of; }

QStringList policies() {
    return {Say::tr("Leave out"), Say::tr("Say the first one"), Say::tr("Say their names")};
}

// Those of a language come from the shipped ones as soon as one of them is changed.
Field<QString> templateOf(const QString &language, QString app::danmaku::Templates::*which) {
    return [language, which](Rules &rules) -> QString & {
        auto &all = rules.speaking.templates;
        auto found = all.find(language);
        if (found == all.end())
            found = all.insert(language, app::danmaku::shippedTemplates(language));
        return (*found).*which;
    };
}

void addTemplates(RulePage &page, const QString &language, const QString &tip) {
    using app::danmaku::Templates;
    page.addText(Say::tr("Chat"), tip, templateOf(language, &Templates::chat));
    page.addText(Say::tr("Paid"), tip, templateOf(language, &Templates::paid));
    page.addText(Say::tr("Gifts"), tip, templateOf(language, &Templates::gift));
    page.addText(Say::tr("New members"), tip, templateOf(language, &Templates::member));
    page.addText(Say::tr("Raids"), tip, templateOf(language, &Templates::raid));
    page.addText(Say::tr("Notices"), tip, templateOf(language, &Templates::notice));
}

// "USD 5" a line, sorted; a line that is something else is left out.
QStringList amountLines(Rules &rules) {
    QStringList lines;
    const QHash<QString, double> &least = rules.filter.leastAmount;
    for (auto each = least.begin(); each != least.end(); ++each)
        lines << each.key() + u' ' + QLocale().toString(each.value(), 'g', 10);
    lines.sort();
    return lines;
}

void takeAmounts(Rules &rules, const QStringList &lines) {
    rules.filter.leastAmount.clear();
    for (const QString &line : lines) {
        const QString plain = line.simplified();
        const qsizetype space = plain.indexOf(u' ');
        const QString currency = plain.left(space);
        bool isNumber = false;
        double amount = QLocale().toDouble(plain.mid(space + 1), &isNumber);
        if (!isNumber)
            amount = QLocale::c().toDouble(plain.mid(space + 1), &isNumber);
        const bool isBits = currency.compare(QStringLiteral("bits"), Qt::CaseInsensitive) == 0;
        if (space > 0 && isNumber && amount >= 0 && amount <= 1e9 && (isBits || currency.size() == 3))
            rules.filter.leastAmount.insert(isBits ? QStringLiteral("bits") : currency.toUpper(), amount);
    }
}

RuleRange deadline() {
    return {bounds::kDeadline, 5, Say::tr(" s"), Say::tr("no limit")};
}

} // namespace

void addFilterRules(RulePage &page) {
    page.addEnum<app::danmaku::Review>(Say::tr("Wait for my approval"),
                                       Say::tr("Such messages are read only after you approved them"),
                                       {Say::tr("Nothing"), Say::tr("Paid messages"),
                                        Say::tr("People who write for the first time"), Say::tr("Everything")},
                                       FIELD(app::danmaku::Review, review));
    page.addHeading(Say::tr("Whom"));
    page.addSwitch(Say::tr("Leave out people who are banned or ignored"), {}, FIELD(bool, filter.people));
    page.addSwitch(Say::tr("Read only some people"), {}, FIELD(bool, filter.roles));
    page.addEnum<app::chat::Audience>(
        Say::tr("Whom to read then"), {},
        {Say::tr("Everybody"), Say::tr("Members and VIPs"), Say::tr("Moderators and the broadcaster")},
        FIELD(app::chat::Audience, filter.audience));
    page.addSwitch(Say::tr("Leave out commands and bots"), {}, FIELD(bool, filter.commands));
    page.addWords(Say::tr("Commands begin with"), Say::tr("One a line"), FIELD(QStringList, filter.commandPrefixes));
    page.addWords(Say::tr("Bots"), Say::tr("Login names, one a line"), FIELD(QStringList, filter.bots));
    page.addSwitch(Say::tr("Limit how often one person is read"), {}, FIELD(bool, filter.person));
    page.addNumber(Say::tr("Least time between two of one person"), {}, FIELD(int, filter.personSeconds),
                   {bounds::kPersonSeconds, 1, Say::tr(" s"), Say::tr("off")});
    page.addReal(Say::tr("Most of what is read by one person"), Say::tr("Of the last 50 that were read"),
                 FIELD(double, filter.personShare), {bounds::kPersonShare, 0.05, {}, Say::tr("no limit")});
    page.addSwitch(Say::tr("Leave out small amounts"),
                   Say::tr("Paid messages below the least amount of their currency"), FIELD(bool, filter.amount));
    page.addLines(Say::tr("Least amounts"), Say::tr("A currency and an amount, one a line: USD 2, bits 100"),
                  amountLines, takeAmounts);
    page.addHeading(Say::tr("What"));
    page.addSwitch(Say::tr("Look for links"), {}, FIELD(bool, filter.links));
    page.addEnum<app::chat::LinkPolicy>(
        Say::tr("A message with a link"), {},
        {Say::tr("Is not read"), Say::tr("Is read without it"), Say::tr("Is read with the word “link”")},
        FIELD(app::chat::LinkPolicy, filter.linkPolicy));
    page.addSwitch(Say::tr("Leave out banned phrases"), {}, FIELD(bool, filter.phrases));
    page.addWords(Say::tr("Banned phrases"), Say::tr("One a line; between two slashes it is a pattern: /b[ao]d/"),
                  FIELD(QStringList, filter.bannedPhrases));
    page.addComplaint(); // of phrases that do nothing
    page.addSwitch(Say::tr("See through look-alike letters and spaces"), Say::tr("b a d, ЬаԀ"),
                   FIELD(bool, filter.lookAlikes));
    page.addSwitch(Say::tr("See through Chinese written otherwise, by its pinyin"), {}, FIELD(bool, filter.byPinyin));
    page.addSwitch(Say::tr("Treat emotes and emoji apart"), {}, FIELD(bool, filter.emotes));
    page.addEnum<app::chat::EmotePolicy>(Say::tr("Emotes of the platform"), {}, policies(),
                                         FIELD(app::chat::EmotePolicy, filter.emotePolicy));
    page.addEnum<app::chat::EmotePolicy>(Say::tr("Emoji"), {}, policies(),
                                         FIELD(app::chat::EmotePolicy, filter.emojiPolicy));
    page.addSwitch(Say::tr("Shorten what is repeated"), {}, FIELD(bool, filter.repeats));
    page.addNumber(Say::tr("Most same letters in a row"), {}, FIELD(int, filter.mostSameLetters),
                   {bounds::kSameInARow});
    page.addNumber(Say::tr("Most same words in a row"), {}, FIELD(int, filter.mostSameWords), {bounds::kSameInARow});
    page.addSwitch(Say::tr("Read only some languages"), {}, FIELD(bool, filter.language));
    page.addWords(Say::tr("Languages"), Say::tr("Codes, one a line: en, zh"), FIELD(QStringList, filter.languages));
    page.addHeading(Say::tr("How long"));
    page.addNumber(Say::tr("Most words"), {}, FIELD(int, filter.mostWords), {bounds::kWords});
    page.addNumber(Say::tr("Most characters of a message"), {}, FIELD(int, filter.mostCharacters),
                   {bounds::kCharacters, 10});
    page.addNumber(Say::tr("Most characters that are said"), {}, FIELD(int, filter.mostSpoken),
                   {bounds::kCharacters, 10});
}

void addQueueRules(RulePage &page) {
    page.addNote(Say::tr("The keys of the four buttons work while a window of the Studio has the keyboard; the compact "
                         "window is one. They are changed under Help, Keyboard shortcuts."));
    page.addNumber(Say::tr("Most messages that wait"), Say::tr("More come to “Not read”"), FIELD(int, queue.capacity),
                   {bounds::kCapacity});
    page.addNumber(Say::tr("After so many paid ones one of the chat"), Say::tr("So that the chat is read at all"),
                   FIELD(int, ranking.chatPerPaid), {bounds::kChatPerPaid, 1, {}, Say::tr("never")});
    page.addHeading(Say::tr("How long a message may wait"));
    page.addNumber(Say::tr("Chat"), {}, FIELD(int, queue.chatSeconds), deadline());
    page.addNumber(Say::tr("Mentions of you"), {}, FIELD(int, queue.mentionSeconds), deadline());
    page.addNumber(Say::tr("Members"), {}, FIELD(int, queue.memberSeconds), deadline());
    page.addNumber(Say::tr("Paid"), {}, FIELD(int, queue.paidSeconds), deadline());
    page.addHeading(Say::tr("Made ahead"));
    page.addNumber(Say::tr("Items that are made ahead"), Say::tr("So that nobody waits between two"),
                   FIELD(int, queue.lookAhead), {bounds::kLookAhead, 1, {}, Say::tr("none")});
    page.addReal(Say::tr("Sound that is made ahead"), {}, FIELD(double, queue.lookAheadSeconds),
                 {bounds::kLookAheadSeconds, 1, Say::tr(" s")});
    page.addReal(Say::tr("Pause between two items"), {}, FIELD(double, queue.gapSeconds),
                 {bounds::kGapSeconds, 0.05, Say::tr(" s")});
    page.addHeading(Say::tr("Repeats"));
    page.addReal(Say::tr("Gifts within so long are one"), {}, FIELD(double, queue.comboSeconds),
                 {bounds::kComboSeconds, 0.5, Say::tr(" s"), Say::tr("off")});
    page.addNumber(Say::tr("The same text within so long is read once"), Say::tr("Whoever wrote it"),
                   FIELD(int, queue.sameTextSeconds), {bounds::kSameTextSeconds, 5, Say::tr(" s"), Say::tr("off")});
}

void addOverloadRules(RulePage &page) {
    const RuleRange from{bounds::kRungFrom, 1, {}, Say::tr("never")};
    page.addNumber(Say::tr("Read faster from so many waiting"), {}, FIELD(int, overload.fasterFrom), from);
    page.addReal(Say::tr("At most so many times as fast"), {}, FIELD(double, overload.mostSpeed),
                 {bounds::kMostSpeed, 0.05});
    page.addNumber(Say::tr("Leave out names from so many waiting"), {}, FIELD(int, overload.noNamesFrom), from);
    page.addNumber(Say::tr("Shorten texts from so many waiting"), {}, FIELD(int, overload.shorterFrom), from);
    page.addNumber(Say::tr("Then at most"), Say::tr("Shorter still the more wait; a Chinese character counts as four"),
                   FIELD(int, overload.shorterTo), {bounds::kCharacters, 5, Say::tr(" characters")});
    page.addNumber(Say::tr("Leave out chat from so many waiting"),
                   Say::tr("Paid, members, moderators and mentions go on"), FIELD(int, overload.priorityOnlyFrom),
                   from);
}

void addSpeakingRules(RulePage &page) {
    page.addSwitch(Say::tr("Say names"), {}, FIELD(bool, speaking.names));
    page.addSwitch(Say::tr("Say a name only when it is another one"), {}, FIELD(bool, speaking.onlyWhenChanged));
    page.addNumber(Say::tr("Most syllables of a name"), {}, FIELD(int, speaking.nameSyllables),
                   {bounds::kNameSyllables});
    page.addReal(Say::tr("Speed"), {}, FIELD(double, speaking.speed), {bounds::kSpeed, 0.05});
    page.addReal(Say::tr("Loudness"), Say::tr("Every item is brought to it"), FIELD(double, speaking.loudness),
                 {bounds::kLoudness, 0.5, Say::tr(" LUFS")});
    for (const char *language : {"en", "zh"}) {
        const QString code = QString::fromLatin1(language);
        page.addHeading(code == QStringLiteral("zh") ? Say::tr("What is said of Chinese messages")
                                                     : Say::tr("What is said of all other messages"));
        const QString tip =
            Say::tr("{name}, {text}, {gift}, {count}, {amount} and {viewers} are put in; empty: not read");
        addTemplates(page, code, tip);
    }
}

} // namespace ui::danmaku
