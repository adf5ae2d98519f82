#include <QJsonArray>
#include <QTest>

#include "app/danmaku/rules_file.h"
#include "app/danmaku/rules_format.h"
#include "app/danmaku/rules_import.h"
#include "engine/error.h"
#include "tests/app/json_file_test.h"

using namespace app::danmaku;

namespace {

Rules unlikeShipped() {
    Rules rules;
    rules.filter.bannedPhrases = {QStringLiteral("bad"), QStringLiteral("笨蛋")};
    rules.filter.linkPolicy = app::chat::LinkPolicy::SayLink;
    rules.filter.audience = app::chat::Audience::Members;
    rules.filter.roles = true;
    rules.filter.personShare = 0.25;
    rules.filter.leastAmount = {{QStringLiteral("USD"), 2.5}};
    rules.filter.mostWords = 12;
    rules.ranking.weights = {{int(Class::Paid), 7}, {int(Class::Chat), -3}};
    rules.ranking.chatPerPaid = 0;
    rules.queue.capacity = 33;
    rules.queue.paidSeconds = 90;
    rules.queue.chatSeconds = 0;
    rules.overload.mostSpeed = 1.25;
    rules.speaking.templates[QStringLiteral("en")].chat = QStringLiteral("{name}: {text}");
    rules.speaking.loudness = -20;
    rules.review = Review::FirstTime;
    rules.people[QStringLiteral("twitch:1")] = {QStringLiteral("Ann"), QStringLiteral("flora"), true, false, 0, {}};
    rules.people[QStringLiteral("twitch:2")] = {{}, {}, false, true, 1'900'000'000'000, QStringLiteral("Bob")};
    rules.phrases = {QStringLiteral("Back in five minutes.")};
    return rules;
}

} // namespace

class TestRulesFile : public JsonFileTest {
    Q_OBJECT

public:
    TestRulesFile() : JsonFileTest("danmaku.json") {}

private Q_SLOTS:
    void init() { newFolder(); }

    void withoutAFileTheShippedOnesCount() {
        const RulesRead read = readRules(path());
        QVERIFY(read.rules == Rules());
        QVERIFY(read.problem.what.isEmpty() && read.mayWrite);
        QVERIFY(!QFile::exists(path()));
    }

    void writtenAndReadAgain() {
        const Rules rules = unlikeShipped();
        QVERIFY(!(rules == Rules()));
        QVERIFY(writeRules(path(), rules).error.isEmpty());
        const RulesRead read = readRules(path());
        QVERIFY2(read.problem.what.isEmpty(), qPrintable(read.problem.detail));
        QVERIFY(read.rules == rules);
        QVERIFY(writeRules(path(), Rules()).error.isEmpty()); // and back
        QVERIFY(readRules(path()).rules == Rules());
    }

    void everyNumberWithinItsRange_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("named");
        QTest::newRow("capacity") << QByteArray(R"({"queue": {"capacity": 100000}})")
                                  << QStringLiteral("queue.capacity");
        QTest::newRow("less") << QByteArray(R"({"filter": {"mostWords": -3}})") << QStringLiteral("filter.mostWords");
        QTest::newRow("text") << QByteArray(R"({"speaking": {"speed": "fast"}})") << QStringLiteral("speaking.speed");
        QTest::newRow("deadline") << QByteArray(R"({"queue": {"chatSeconds": 2}})")
                                  << QStringLiteral("queue.chatSeconds");
        QTest::newRow("huge") << QByteArray(R"({"overload": {"mostSpeed": 1e300}})")
                              << QStringLiteral("overload.mostSpeed");
        QTest::newRow("flag") << QByteArray(R"({"filter": {"links": 1}})") << QStringLiteral("filter.links");
        QTest::newRow("word") << QByteArray(R"({"review": "sometimes"})") << QStringLiteral("review");
        QTest::newRow("policy") << QByteArray(R"({"filter": {"linkPolicy": "?"}})") << QStringLiteral("linkPolicy");
        QTest::newRow("list") << QByteArray(R"({"filter": {"bots": "nightbot"}})") << QStringLiteral("filter.bots");
        QTest::newRow("entries") << QByteArray(R"({"filter": {"bots": ["a", 5, ""]}})")
                                 << QStringLiteral("filter.bots");
        QTest::newRow("section") << QByteArray(R"({"queue": 7})") << QStringLiteral("queue");
        QTest::newRow("weight") << QByteArray(R"({"ranking": {"weights": {"paid": 5000}}})")
                                << QStringLiteral("ranking.weights.paid");
        QTest::newRow("amount") << QByteArray(R"({"filter": {"leastAmount": {"USD": -1}}})")
                                << QStringLiteral("leastAmount");
        QTest::newRow("pattern") << QByteArray("{\"filter\": {\"bannedPhrases\": [\"/[/\"]}}") << QStringLiteral("/[/");
        QTest::newRow("person") << QByteArray(R"({"people": {"twitch:1": {"until": "later"}}})")
                                << QStringLiteral("people.twitch:1.until");
    }
    void everyNumberWithinItsRange() {
        QFETCH(QByteArray, text);
        QFETCH(QString, named);
        fill(text);
        const RulesRead read = readRules(path());
        QVERIFY2(read.problem.what.contains(named), qPrintable(read.problem.what + read.problem.detail));
        QVERIFY(!read.problem.remedy.isEmpty() && read.mayWrite);
        // Whatever counts now is good: it is read without a word.
        const RulesFound again = rulesFromJson(rulesAsJson(read.rules));
        QVERIFY(again.rules == read.rules);
        QVERIFY(again.lines.isEmpty() || QString::fromLatin1(QTest::currentDataTag()) == QLatin1String("pattern"));
        QCOMPARE(contents(path()), text); // nothing was changed on disk
    }

    void damagedIsKeptAside() {
        fill("{\"queue\": {");
        const RulesRead read = readRules(path());
        QVERIFY(read.rules == Rules());
        QVERIFY(!read.problem.what.isEmpty());
        QCOMPARE(contents(path("danmaku.json.broken")), QByteArray("{\"queue\": {"));
    }

    void whatOthersWroteStays() {
        Rules mine = unlikeShipped();
        QVERIFY(writeRules(path(), mine).error.isEmpty());
        Rules theirs = mine; // of another Studio
        theirs.queue.capacity = 44;
        theirs.people[QStringLiteral("twitch:3")].alias = QStringLiteral("Cid");
        theirs.people.remove(QStringLiteral("twitch:1"));
        QVERIFY(writeRules(path(), theirs, mine).error.isEmpty());
        Rules after = mine;
        after.filter.mostWords = 20;
        after.people.remove(QStringLiteral("twitch:2"));
        QVERIFY(writeRules(path(), after, mine).error.isEmpty());
        const Rules both = readRules(path()).rules;
        QCOMPARE(both.queue.capacity, 44);
        QCOMPARE(both.filter.mostWords, 20);
        QCOMPARE(both.people.keys(), QStringList{QStringLiteral("twitch:3")});
    }

    void unknownKeysStay() {
        fill(R"({"version": 2, "later": [1], "queue": {"capacity": 9, "new": true},
                 "people": {"twitch:1": {"alias": "A", "pronoun": "they"}}})");
        const Rules before = readRules(path()).rules;
        Rules rules = before;
        rules.queue.capacity = 10;
        rules.people[QStringLiteral("twitch:1")].alias = QStringLiteral("B");
        QVERIFY(writeRules(path(), rules, before).error.isEmpty());
        const auto check = [&] {
            QVERIFY(written().value(QLatin1String("later")).isArray());
            QCOMPARE(written("queue").value(QLatin1String("new")).toBool(), true);
            QCOMPARE(written("queue").value(QLatin1String("capacity")).toInt(), 10);
            const QJsonObject ann = written("people").value(QLatin1String("twitch:1")).toObject();
            QCOMPARE(ann.value(QLatin1String("pronoun")).toString(), QStringLiteral("they"));
            QCOMPARE(ann.value(QLatin1String("alias")).toString(), QStringLiteral("B"));
        };
        check();
        QVERIFY(writeRules(path(), rules).error.isEmpty()); // without saying what was known
        check();
    }

    void whoIsBannedIsKnownToTheFilter() {
        Rules rules = unlikeShipped();
        rules.filter.ignored = {QStringLiteral("old")};
        rules.people[QStringLiteral("twitch:9")].banned = true;
        const auto filter = filterRulesOf(rules, 1'000);
        QCOMPARE(filter.ignored, QStringList{QStringLiteral("twitch:1")});
        QCOMPARE(filter.banned.value(QStringLiteral("twitch:2")), 1'900'000'000'000);
        QCOMPARE(filter.banned.value(QStringLiteral("twitch:9"), -1), 0);
        QVERIFY(!filterRulesOf(rules, 1'900'000'000'000).banned.contains(QStringLiteral("twitch:2")));
        QCOMPARE(filter.bannedPhrases, rules.filter.bannedPhrases);
        QVERIFY(!rulesAsJson(rules).value(QLatin1String("filter")).toObject().contains(QLatin1String("ignored")));
    }

    void theOriginalsSettings() {
        const auto imported = [&](const QByteArray &text) {
            fill(text);
            return importOriginalRules(path(), Rules());
        };
        const RulesImported done =
            imported("[other]\nx = 1\n[danmaku_gateway.queue]\ncapacity = 512\n"
                     "rate_limit_per_sec = 1.5\n[danmaku_gateway.filter]\nmax_words = 50\n"
                     "max_chars = 9000\nallow_links = true\nbanned_keywords = [\"bad\", \"笨\"]\n");
        QCOMPARE(done.rules.filter.mostWords, 50);
        QCOMPARE(done.rules.filter.mostCharacters, 5000);
        QVERIFY(!done.rules.filter.links);
        QCOMPARE(done.rules.queue.capacity, 200);
        QCOMPARE(done.rules.filter.bannedPhrases, (QStringList{QStringLiteral("*bad*"), QStringLiteral("*笨*")}));
        QCOMPARE(done.taken.size(), 5);
        QCOMPARE(done.left.size(), 1); // in a list of its own
        QVERIFY2(done.left.first().startsWith(QStringLiteral("rate_limit_per_sec: one text")),
                 qPrintable(done.left.first()));
        QVERIFY(done.taken.filter(QStringLiteral("9000")).size() == 1);
        QCOMPARE(imported("[danmaku_gateway]\nmax_words = 5\n").rules.filter.mostWords, 5);
        QCOMPARE(imported("[filter]\nmax_words = 6\n").rules.filter.mostWords, 6); // the gateway's own file
        const RulesImported odd = imported("[danmaku_gateway]\nfilter.max_words = \"x\"\nfilter.max_chars = nan\n"
                                           "filter.banned_keywords = 5\nfilter.allow_links = 1\nfilter.odd = 1\n"
                                           "queue.size = 3\nnew = 1\ntts.voice_id = \"x\"\n[danmaku.twitch]\n"
                                           "channels = [\"a b\", 7]\n");
        QVERIFY(odd.rules == Rules() && odd.taken.isEmpty() && odd.channels.isEmpty());
        const QString why = odd.left.join(u'\n');
        for (const char *part :
             {"max_words: it is no number", "max_chars: it is no number", "banned_keywords: it is no list",
              "allow_links: it is neither", "odd: it means nothing", "size: it means nothing", "new: it means",
              "danmaku.twitch.channels: 2 in it"})
            QVERIFY2(why.contains(QLatin1String(part)), qPrintable(why));
        QCOMPARE(odd.left.size(), 8);
        // What came with it goes, and what was changed since stays.
        Rules before;
        before.filter.bannedPhrases = {QStringLiteral("old"), QStringLiteral("*bad*")};
        fill("[filter]\nmax_words = 50\nmax_chars = 100\nbanned_keywords = [\"bad\", \"new\"]\n");
        const Rules with = importOriginalRules(path(), before).rules;
        QCOMPARE(with.filter.bannedPhrases.size(), 3);
        Rules later = with;
        later.filter.mostCharacters = 99;
        later.filter.bannedPhrases << QStringLiteral("mine");
        later.people[QStringLiteral("twitch:9")].banned = true;
        const Rules without = withoutImported(later, before, with);
        QCOMPARE(without.filter.mostWords, before.filter.mostWords);
        QCOMPARE(without.filter.mostCharacters, 99);
        QCOMPARE(without.filter.bannedPhrases, before.filter.bannedPhrases + QStringList{QStringLiteral("mine")});
        QVERIFY(without.people.value(QStringLiteral("twitch:9")).banned);
        QVERIFY(withoutImported(with, before, with) == before);
        // Channels that are read stay; those that were only offered make room.
        const QStringList kept{QStringLiteral("ann"), QStringLiteral("bob")};
        const QStringList came{QStringLiteral("zoe"), QStringLiteral("bob")};
        QCOMPARE(withImported(kept, {QStringLiteral("xen"), QStringLiteral("bob")}, came),
                 (QStringList{QStringLiteral("bob"), QStringLiteral("zoe")}));
        QCOMPARE(withImported(kept, {}, came), came);
        // The channels that it was to read, also where it says nothing else.
        const RulesImported read = imported("[danmaku.twitch]\nenabled = true\nchannels = [\"walter\", 7, \" \", "
                                            "\"https://twitch.tv/Dee\", \"walter\"]\n");
        QCOMPARE(read.channels, (QStringList{QStringLiteral("walter"), QStringLiteral("dee")}));
        QVERIFY(read.rules == Rules());
        QVERIFY(read.taken.filter(QStringLiteral("walter")).size() == 1);
        QVERIFY(done.channels.isEmpty());
        for (const QByteArray &bad : {QByteArray("[danmaku.twitch]\nchannels = 7\n"), QByteArray("[voices]\nx = 1\n"),
                                      QByteArray("max_words = = 1"), QByteArray("\xff\xfe")})
            QVERIFY_EXCEPTION_THROWN(imported(bad), engine::Error);
        QVERIFY_EXCEPTION_THROWN(importOriginalRules(path("missing.toml"), Rules()), engine::Error);
    }
};

QTEST_GUILESS_MAIN(TestRulesFile)
#include "tst_rules_file.moc"
