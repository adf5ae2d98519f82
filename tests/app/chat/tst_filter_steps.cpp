#include <QTest>

#include "app/chat/filter_steps.h"
#include "app/chat/filter_words.h"
#include "tests/app/chat/message_of.h"

using namespace app::chat;

class TestFilterSteps : public QObject {
    Q_OBJECT

private:
    static QString textOf(const FilterRules &rules, const char *text) {
        return judged(rules, QString::fromUtf8(text)).text;
    }

private Q_SLOTS:
    void historyIsShownNotRead() {
        auto message = messageOf(QStringLiteral("hello"));
        message.history = true;
        Filter filter;
        QCOMPARE(judged(filter, message).rule, QStringLiteral("history"));
    }

    void people() {
        FilterRules rules;
        rules.ignored = {QStringLiteral("twitch:@ann")};
        rules.banned = {{QStringLiteral("twitch:@bob"), 0}, {QStringLiteral("twitch:77"), 5'000}};
        Filter filter(rules);
        QCOMPARE(judged(filter, messageOf(QStringLiteral("hi"))).rule, QStringLiteral("people"));
        QCOMPARE(judged(filter, messageOf(QStringLiteral("hi"), QStringLiteral("bob"))).rule, QStringLiteral("people"));
        auto away = messageOf(QStringLiteral("hi"), QStringLiteral("cid"));
        away.userId = QStringLiteral("77");
        QCOMPARE(judged(filter, away, 4'999).rule, QStringLiteral("people"));
        QVERIFY(judged(filter, away, 5'000).read); // the timeout is over
        auto own = messageOf(QStringLiteral("hi"));
        own.kind = Kind::Operator;
        QVERIFY(judged(filter, own).read);
        rules.people = false;
        filter.setRules(rules);
        QVERIFY(judged(filter, messageOf(QStringLiteral("hi"))).read);
    }

    void roles() {
        FilterRules rules;
        rules.roles = true;
        rules.audience = Audience::Members;
        Filter filter(rules);
        auto message = messageOf(QStringLiteral("hi"));
        QCOMPARE(judged(filter, message).rule, QStringLiteral("roles"));
        for (const Role role : {Role::Member, Role::Vip, Role::Moderator, Role::Broadcaster}) {
            message.roles = role;
            QVERIFY(judged(filter, message).read);
        }
        rules.audience = Audience::Moderators;
        filter.setRules(rules);
        message.roles = Role::Member;
        QCOMPARE(judged(filter, message).rule, QStringLiteral("roles"));
        message.kind = Kind::Paid;
        QVERIFY(judged(filter, message).read);
    }

    void commandsAndBots() {
        const FilterRules rules;
        QCOMPARE(judged(rules, QStringLiteral("!dice 6")).rule, QStringLiteral("commands"));
        QCOMPARE(judged(rules, QStringLiteral("！dice")).rule, QStringLiteral("commands"));
        QVERIFY(judged(rules, QStringLiteral("!!! wow")).read);
        QVERIFY(judged(rules, QStringLiteral("!")).read);
        Filter filter;
        QCOMPARE(judged(filter, messageOf(QStringLiteral("hi"), QStringLiteral("nightbot"))).rule,
                 QStringLiteral("commands"));
        auto bot = messageOf(QStringLiteral("hi"));
        bot.roles = Role::Bot;
        QCOMPARE(judged(filter, bot).rule, QStringLiteral("commands"));
        auto action = messageOf(QStringLiteral("waves"));
        action.action = true;
        QCOMPARE(judged(filter, action).text, QStringLiteral("waves"));
    }

    void emotes() {
        auto message = messageOf(QStringLiteral("好 Kappa hello Kappa LUL"));
        message.emotes = {{QStringLiteral("25"), QStringLiteral("Kappa"), 2, 7},
                          {QStringLiteral("25"), QStringLiteral("Kappa"), 14, 19},
                          {QStringLiteral("9"), QStringLiteral("LUL"), 20, 23}};
        FilterRules rules;
        const auto text = [&] {
            Filter filter(rules);
            return judged(filter, message).text;
        };
        QCOMPARE(text(), QStringLiteral("好 hello"));
        rules.emotePolicy = EmotePolicy::FirstOnly;
        QCOMPARE(text(), QStringLiteral("好 Kappa hello"));
        rules.emotePolicy = EmotePolicy::Say;
        QCOMPARE(text(), QStringLiteral("好 Kappa hello Kappa LUL"));
        rules.emotes = false;
        QCOMPARE(text(), QStringLiteral("好 Kappa hello Kappa LUL"));
        // Spans count code points of what was written: what cleaning takes away before them does not move them.
        message.text = QStringLiteral("\U0001F600\u200Bx Kappa\U000E0000");
        message.emotes = {{QStringLiteral("25"), QStringLiteral("Kappa"), 4, 9}};
        rules = {};
        QCOMPARE(text(), QStringLiteral("x"));
        message.emotes = {{{}, {}, -1, 5}, {{}, {}, 3, 3}, {{}, {}, 2, 1'000'000}, {{}, {}, 9, 2}};
        QCOMPARE(text(), QStringLiteral("x Kappa"));
    }

    void onlyEmotesIsRefused() {
        auto message = messageOf(QStringLiteral("Kappa"));
        message.emotes = {{QStringLiteral("25"), QStringLiteral("Kappa"), 0, 5}};
        Filter filter;
        QCOMPARE(judged(filter, message).rule, QStringLiteral("emotes"));
        message.kind = Kind::Paid;
        const auto paid = judged(filter, message);
        QVERIFY(paid.read && paid.text.isEmpty());
        QCOMPARE(judged({}, QStringLiteral("\U0001F600\U0001F44D\U0001F3FD ❤️")).rule, QStringLiteral("emotes"));
    }

    void emoji() {
        FilterRules rules;
        QCOMPARE(textOf(rules, "nice 👍🏽 one 😂😂 © ™ 5"), QStringLiteral("nice one © TM 5"));
        rules.emojiPolicy = EmotePolicy::FirstOnly;
        QCOMPARE(textOf(rules, "nice 👍🏽 one 😂"), QStringLiteral("nice thumbs up one"));
        rules.emojiPolicy = EmotePolicy::Say;
        QCOMPARE(textOf(rules, "nice 👍🏽 one 😂"), QStringLiteral("nice thumbs up one laughing"));
        QCOMPARE(textOf(rules, "厉害👍"), QStringLiteral("厉害 点赞"));
        QCOMPARE(textOf(rules, "look 🦔"), QStringLiteral("look emoji"));
    }

    void repeats() {
        FilterRules rules;
        QCOMPARE(textOf(rules, "coooooooool!!!!!!!"), QStringLiteral("coool!!!"));
        QCOMPARE(textOf(rules, "哈哈哈哈哈哈哈"), QStringLiteral("哈哈哈"));
        QCOMPARE(textOf(rules, "it is 1000000"), QStringLiteral("it is 1000000"));
        QCOMPARE(textOf(rules, "no NO no no yes"), QStringLiteral("no NO yes"));
        QCOMPARE(textOf(rules, "加油加油加油加油加油！"), QStringLiteral("加油加油！"));
        QCOMPARE(textOf(rules, "好开心好开心好开心啊"), QStringLiteral("好开心好开心啊"));
        rules.mostSameWords = 1;
        QCOMPARE(textOf(rules, "加油加油加油"), QStringLiteral("加油"));
        rules.repeats = false;
        QCOMPARE(textOf(rules, "noooooo"), QStringLiteral("noooooo"));
    }

    void language() {
        FilterRules rules;
        rules.language = true;
        QVERIFY(judged(rules, QStringLiteral("hello")).read);
        QVERIFY(judged(rules, QStringLiteral("你好")).read);
        QVERIFY(judged(rules, QStringLiteral("12345 !?")).read); // of no language
        QCOMPARE(judged(rules, QStringLiteral("привет")).rule, QStringLiteral("language"));
        QCOMPARE(judged(rules, QStringLiteral("こんにちは世界世界世界")).rule, QStringLiteral("language"));
        QCOMPARE(judged(rules, QStringLiteral("안녕하세요")).rule, QStringLiteral("language"));
        rules.languages = {QStringLiteral("ru")};
        QVERIFY(judged(rules, QStringLiteral("привет ok")).read);
        QCOMPARE(writtenLanguage(U"你好 hi"), QStringLiteral("zh"));
        QCOMPARE(writtenLanguage(U"我 love this game"), QStringLiteral("en"));
    }

    void length() {
        FilterRules rules;
        rules.mostSpoken = 30;
        QCOMPARE(textOf(rules, "This is a sentence. And here is another one."), // at the clause
                 QStringLiteral("This is a sentence. And here"));
        QCOMPARE(textOf(rules, "This is one whole sentence. And another one."),
                 QStringLiteral("This is one whole sentence."));
        QCOMPARE(textOf(rules, "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"),
                 QStringLiteral("abcdefghijklmnopqrstuvwxyzabcd"));
        rules.mostSpoken = 12;
        QCOMPARE(textOf(rules, "今天天气真的很好，我们出去玩吧"), QStringLiteral("今天天气真的很好，"));
        rules = {};
        rules.mostWords = 3;
        QCOMPARE(textOf(rules, "one two three four"), QStringLiteral("one two three"));
        QCOMPARE(textOf(rules, "one two three"), QStringLiteral("one two three"));
        rules.mostCharacters = 5;
        QCOMPARE(textOf(rules, "one two"), QStringLiteral("one t"));
        rules.mostCharacters = 0; // whoever made these rules: held at 1
        rules.mostSpoken = -5;
        rules.mostWords = -1;
        QCOMPARE(textOf(rules, "one two"), QStringLiteral("o"));
    }

    void aReasonThatHoldsWhatPeopleWrote() { // "%2" of a stranger is not a place for something else
        FilterRules rules;
        rules.mostSpoken = 10;
        Filter filter(rules);
        for (const FilterStep &step : filter.explain(messageOf(QStringLiteral("%1 %2 %3 %L1 %n %1")), 1))
            if (step.rule == QLatin1String("length"))
                QVERIFY2(step.reason.contains(QStringLiteral("“%1 %2 %3”")), qPrintable(step.reason));
    }

    void onePersonNotTooOften() {
        FilterRules rules;
        rules.person = true;
        Filter filter(rules);
        QVERIFY(judged(filter, messageOf(QStringLiteral("one")), 100'000).read);
        QCOMPARE(judged(filter, messageOf(QStringLiteral("two")), 109'999).rule, QStringLiteral("person"));
        QVERIFY(judged(filter, messageOf(QStringLiteral("x"), QStringLiteral("bob")), 109'999).read);
        QVERIFY(judged(filter, messageOf(QStringLiteral("two")), 110'000).read);
        // What was refused by another rule does not count, and explaining neither.
        Filter fresh(rules);
        QVERIFY(!judged(fresh, messageOf(QStringLiteral("!x")), 1'000).read);
        (void)fresh.explain(messageOf(QStringLiteral("hello")), 1'000);
        QVERIFY(judged(fresh, messageOf(QStringLiteral("hello")), 1'001).read);
    }

    void onePersonNotTooMuch() {
        FilterRules rules;
        rules.person = true;
        rules.personSeconds = 0;
        rules.personShare = 0.5;
        Filter filter(rules);
        int read = 0;
        for (int n = 0; n < 200; ++n) {
            read += judged(filter, messageOf(QStringLiteral("spam"), QStringLiteral("ann")), n * 10).read ? 1 : 0;
            if (n % 4 == 0)
                QVERIFY(judged(filter, messageOf(QStringLiteral("hi"), QStringLiteral("p%1").arg(n)), n * 10 + 1).read);
        }
        QVERIFY2(read >= 40 && read <= 65, qPrintable(QString::number(read))); // 50 others were read
    }

    void leastAmount() {
        FilterRules rules;
        rules.amount = true;
        rules.leastAmount = {{QStringLiteral("USD"), 5.0}, {QStringLiteral("bits"), 100}};
        Filter filter(rules);
        auto paid = messageOf(QStringLiteral("hi"));
        paid.kind = Kind::Paid;
        const auto of = [&](qint64 micros, const char *currency) {
            paid.paid = {micros, QString::fromLatin1(currency)};
            return judged(filter, paid);
        };
        QCOMPARE(of(4'990'000, "USD").rule, QStringLiteral("amount"));
        QVERIFY(of(5'000'000, "usd").read);
        QCOMPARE(of(99'000'000, "bits").rule, QStringLiteral("amount"));
        QVERIFY(of(1, "EUR").read); // no limit was set
        QVERIFY(judged(filter, messageOf(QStringLiteral("hi"))).read);
    }

    void whichStepsAreForWhom() {
        FilterRules rules;
        rules.language = rules.roles = rules.person = true;
        rules.audience = Audience::Moderators;
        rules.bannedPhrases = {QStringLiteral("bad")};
        Filter filter(rules);
        for (const Kind kind : {Kind::Paid, Kind::Gift, Kind::Member, Kind::Raid, Kind::Notice}) {
            auto message = messageOf(QStringLiteral("!привет"));
            message.kind = kind;
            QVERIFY(judged(filter, message).read);
            QVERIFY(judged(filter, message).read); // at the same moment
            message.text = QStringLiteral("bad");
            QCOMPARE(judged(filter, message).rule, QStringLiteral("phrases"));
        }
        auto own = messageOf(QStringLiteral("!bad  example.com 😂 noooooooo\u202E"));
        own.kind = Kind::Operator;
        QCOMPARE(judged(filter, own).text, QStringLiteral("!bad example.com 😂 noooooooo"));
    }

    void explainedStepByStep() {
        FilterRules rules;
        rules.linkPolicy = LinkPolicy::Remove;
        rules.bannedPhrases = {QStringLiteral("ugly")};
        Filter filter(rules);
        const auto steps = filter.explain(messageOf(QStringLiteral("so  ugly!!!!! x.com 😂")), 1);
        QStringList ids;
        for (const FilterStep &step : steps) {
            ids << step.rule;
            QVERIFY(!wordsFor(step.rule).name.isEmpty() && !wordsFor(step.rule).explanation.isEmpty());
            QVERIFY(step.on || (step.before == step.after && step.reason.isEmpty()));
            QVERIFY(step.before == step.after || !step.reason.isEmpty());
            QVERIFY(!step.refused || !step.reason.isEmpty());
        }
        QCOMPARE(ids, (QStringList{QStringLiteral("history"), QStringLiteral("clean"), QStringLiteral("people"),
                                   QStringLiteral("roles"), QStringLiteral("commands"), QStringLiteral("links"),
                                   QStringLiteral("phrases"), QStringLiteral("emotes"), QStringLiteral("repeats"),
                                   QStringLiteral("language"), QStringLiteral("length"), QStringLiteral("person"),
                                   QStringLiteral("amount")}));
        QCOMPARE(steps[1].after, QStringLiteral("so ugly!!!!! x.com 😂"));
        QCOMPARE(steps[5].after, QStringLiteral("so ugly!!!!! 😂"));
        QVERIFY(steps[6].refused);
        QCOMPARE(steps[7].after, QStringLiteral("so ugly!!!!!")); // goes on after a refusal
        QCOMPARE(steps[8].after, QStringLiteral("so ugly!!!"));
        QVERIFY(!steps[3].on && !steps[9].on);
    }

    void everyRuleHasWords() {
        for (const QString &rule : knownRules()) {
            const RuleWords words = wordsFor(rule);
            QVERIFY2(!words.name.isEmpty() && words.explanation.endsWith(u'.'), qPrintable(rule));
        }
        for (const char *rule : {"history", "empty", "people", "amount", "deadline", "overload", "capacity", "repeat",
                                 "combo", "deleted", "cleared_chat", "timeout", "offered", "undone", "not_heard"})
            QVERIFY2(knownRules().contains(QLatin1String(rule)), rule);
        QCOMPARE(wordsFor(QStringLiteral("of later")).name, QStringLiteral("of later"));
    }
};

QTEST_GUILESS_MAIN(TestFilterSteps)
#include "tst_filter_steps.moc"
