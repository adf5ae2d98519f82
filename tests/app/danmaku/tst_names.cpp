#include <QTest>

#include <random>

#include "app/chat/character_kinds.h"
#include "app/chat/filter_line.h"
#include "app/danmaku/names.h"
#include "tests/app/chat/hostile_text.h"

using namespace app::danmaku;
using app::chat::Kind;
using app::chat::Message;

namespace {

Item itemOf(const QString &name, const QString &text, Kind kind = Kind::Chat) {
    auto message = std::make_shared<Message>();
    message->source = QStringLiteral("twitch");
    message->userId = QStringLiteral("7");
    message->user = name;
    message->text = text;
    message->kind = kind;
    Item item;
    item.message = message;
    item.text = text;
    return item;
}

Item changed(Item item, const std::function<void(Message &)> &change) {
    auto message = std::make_shared<Message>(*item.message);
    change(*message);
    item.message = message;
    return item;
}

QString said(const Item &item, const Rules &rules = {}) {
    return sayingFor(item, rules, {}).text;
}

const QString kAnn = QStringLiteral("Ann");

} // namespace

class TestNames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void languages() {
        QCOMPARE(languageOf(QStringLiteral("hello")), QStringLiteral("en"));
        QCOMPARE(languageOf(QStringLiteral("你好")), QStringLiteral("zh"));
        QCOMPARE(languageOf(QStringLiteral("这个game好玩")), QStringLiteral("zh"));
        QCOMPARE(languageOf(QStringLiteral("I really like 你 so much")), QStringLiteral("en"));
        QCOMPARE(languageOf(QStringLiteral("123 !?")), QStringLiteral("en"));
        QCOMPARE(languageOf({}), QStringLiteral("en"));
    }

    void readable_data() {
        QTest::addColumn<QString>("shown");
        QTest::addColumn<QString>("spoken");
        const auto row = [](const char16_t *shown, const char16_t *spoken) {
            QTest::newRow(qUtf8Printable(QString::fromUtf16(shown)))
                << QString::fromUtf16(shown) << QString::fromUtf16(spoken);
        };
        row(u"Ann", u"Ann");
        row(u"ann_lee", u"ann lee");
        row(u"JohnSmith", u"John Smith");
        row(u"TTVPlayer", u"TTV Player");
        row(u"John_Smith_19843", u"John Smith");
        row(u"player42", u"player 42");
        row(u"xX_Slayer_Xx", u"Slayer");
        row(u"xXSlayerXx", u"Slayer");
        row(u"XRay", u"XRay");
        row(u"l33t", u"leet");
        row(u"n00bmaster69", u"noobmaster 69");
        row(u"m1k3", u"mik 3");
        row(u"小明", u"小明");
        row(u"小明123", u"小明 123");
        row(u"爱吃鱼的Cat", u"爱吃鱼的 Cat");
        row(u"Z\u0336\u0310\u0312a\u0353\u0352l\u0301\u0300g\u0321\u0322o", u"Za\u013Ago");
        row(u"\u202Eevil\u202C", u"evil");
        row(u"😀Ann😀", u"Ann");
        row(u"ＡＮＮ", u"ANN");
        row(u"José", u"José");
        row(u"Tom & Jerry <3", u"Tom Jerry 3");
        row(u"$(rm -rf)", u"rm rf");
        row(u"{text}", u"text");
        // Nobody could say these.
        row(u"😀😀", u"");
        row(u"____", u"");
        row(u"", u"");
        row(u"xkcdqwrtz", u"");
        row(u"annxkcdqwrt", u"");
        row(u"привет", u"");
        row(u"1234567", u"");
        row(u"12345678_1234", u"");
        // Cut after ten syllables, between words.
        row(u"Supercalifragilisticexpialidocious", u"Supercalifragilisticexpial");
        row(u"one_two_three_four_five_six_seven_eight_nine_ten", u"one two three four five six seven");
        row(u"一二三四五六七八九十十一", u"一二三四五六七八九十");
    }
    void readable() {
        QFETCH(QString, shown);
        QFETCH(QString, spoken);
        if (shown.startsWith(QLatin1String("one_"))) // "e" at the end counts, as it does in names
            QVERIFY(QStringLiteral("one two three four five six seven eight nine ten")
                        .startsWith(readableName(shown, QStringLiteral("en"), 10)));
        else if (shown.startsWith(QLatin1String("Super")))
            QVERIFY(shown.startsWith(readableName(shown, {}, 10)) && readableName(shown, {}, 10).size() < 28);
        else
            QCOMPARE(readableName(shown, {}, 10), spoken);
        if (spoken.isEmpty()) {
            QCOMPARE(readableName(shown, QStringLiteral("en"), 10), QStringLiteral("someone"));
            QCOMPARE(readableName(shown, QStringLiteral("zh"), 10), QStringLiteral("有人"));
        }
    }

    void longNamesEnd() {
        for (const QString &name : {QString(5000, u'a'), QString(5000, QChar(u'好')), QString(5000, u'7'),
                                    QStringLiteral("ab").repeated(2500), QStringLiteral("Ab_1").repeated(1250)})
            for (const int syllables : {-3, 1, 10, 40, 1000})
                QVERIFY(readableName(name, QStringLiteral("en"), syllables).size() <= 200);
        QCOMPARE(readableName(QString(5000, QChar(u'好')), {}, 3), QStringLiteral("好好好"));
    }

    void anyNameAtAll() {
        std::mt19937 random(5);
        for (int round = 0; round < 1000; ++round) {
            const QString name = readableName(hostileText(random, int(random() % 80)), QStringLiteral("en"), 10);
            QVERIFY(!name.isEmpty() && name == name.simplified());
            for (const char32_t c : app::chat::codePoints(name))
                QVERIFY(c == U' ' || QChar::isLetterOrNumber(c) || app::chat::isMark(c));
        }
    }

    void byKindAndLanguage() {
        QCOMPARE(said(itemOf(kAnn, QStringLiteral("hello"))), QStringLiteral("Ann says: hello"));
        QCOMPARE(said(itemOf(QStringLiteral("小明"), QStringLiteral("你好"))), QStringLiteral("小明说：你好"));
        QCOMPARE(said(itemOf(kAnn, QStringLiteral("你好"))), QStringLiteral("Ann说：你好"));
        const Item paid = changed(itemOf(kAnn, QStringLiteral("hi"), Kind::Paid), [](Message &m) {
            m.paid = {4'990'000, QStringLiteral("USD")};
        });
        QCOMPARE(said(paid), QStringLiteral("Ann gave $4.99: hi"));
        Item silent = paid;
        silent.text.clear();
        QCOMPARE(said(silent), QStringLiteral("Ann gave $4.99"));
        const Item gift = changed(itemOf(QStringLiteral("小明"), {}, Kind::Gift), [](Message &m) {
            m.gift = QStringLiteral("辣条");
            m.giftCount = 3;
        });
        QCOMPARE(said(gift), QStringLiteral("小明送出3个辣条。"));
        Item combo = gift;
        combo.merged = 12; // which counts those that were told of twice
        QCOMPARE(said(combo), QStringLiteral("小明送出3个辣条。"));
        combo = changed(combo, [](Message &m) { m.giftCount = 0; });
        QCOMPARE(said(combo), QStringLiteral("小明送出12个辣条。"));
        QCOMPARE(said(changed(gift, [](Message &m) { m.gift = QStringLiteral("R\u202Eo\u0336s\u200Be\n"); })),
                 QStringLiteral("小明 gave 3 Rose."));
        QCOMPARE(said(changed(itemOf(kAnn, {}, Kind::Raid), [](Message &m) { m.viewers = 50; })),
                 QStringLiteral("Ann brings 50 viewers."));
        QCOMPARE(said(itemOf(kAnn, QStringLiteral("three months!"), Kind::Member)),
                 QStringLiteral("Ann is a member. three months!"));
        QCOMPARE(said(itemOf(kAnn, QStringLiteral("we begin"), Kind::Operator)), QStringLiteral("we begin"));
        QCOMPARE(said(itemOf(kAnn, QStringLiteral("we begin"), Kind::Notice)), QStringLiteral("we begin"));
        QCOMPARE(said(itemOf(kAnn, {})), QString());
    }

    void amounts() {
        using app::chat::Money;
        const QString en = QStringLiteral("en"), zh = QStringLiteral("zh");
        QCOMPARE(amountFor(Money{5'000'000, QStringLiteral("USD")}, en), QStringLiteral("$5"));
        QCOMPARE(amountFor(Money{5'050'000, QStringLiteral("usd")}, zh), QStringLiteral("5.05美元"));
        QCOMPARE(amountFor(Money{30'000'000, QStringLiteral("CNY")}, zh), QStringLiteral("30元"));
        QCOMPARE(amountFor(Money{30'000'000, QStringLiteral("CNY")}, en), QStringLiteral("30 CNY"));
        QCOMPARE(amountFor(Money{100'000'000, QStringLiteral("bits")}, en), QStringLiteral("100 bits"));
        QCOMPARE(amountFor(Money{1'000'000, QStringLiteral("XYZ")}, zh), QStringLiteral("1 XYZ"));
        QCOMPARE(amountFor({}, en), QString());
    }

    void nothingIsFilledTwice() {
        QCOMPARE(said(itemOf(kAnn, QStringLiteral("{name} {text} %1 {{name}}"))),
                 QStringLiteral("Ann says: {name} {text} %1 {{name}}"));
        Rules rules;
        rules.people[QStringLiteral("twitch:7")].alias = QStringLiteral("{text}");
        QCOMPARE(said(itemOf(kAnn, QStringLiteral("{name}")), rules), QStringLiteral("{text} says: {name}"));
        rules.speaking.templates[QStringLiteral("en")].chat = QStringLiteral("{{name}} {nam} {} {text} { {text}");
        QCOMPARE(said(itemOf(kAnn, QStringLiteral("x")), rules), QStringLiteral("{{text}} {nam} {} x { x"));
    }

    void ownTemplates() {
        Rules rules;
        rules.speaking.templates[QStringLiteral("en")] = {QStringLiteral("{text}, so {name}"), {}, {}, {}, {}, {}};
        QCOMPARE(said(itemOf(kAnn, QStringLiteral("hi")), rules), QStringLiteral("hi, so Ann"));
        QCOMPARE(said(itemOf(kAnn, QStringLiteral("hi"), Kind::Paid), rules), QString()); // empty: not read
        QCOMPARE(said(itemOf(kAnn, QStringLiteral("你好")), rules), QStringLiteral("Ann说：你好"));
        rules.speaking.templates[QStringLiteral("zh")] = originalTemplates();
        QCOMPARE(said(itemOf(kAnn, QStringLiteral("你好")), rules), QStringLiteral("Ann says: 你好"));
    }

    void anEmptyTemplateIsNotReadWithoutTheNameEither() {
        Rules rules;
        rules.speaking.templates[QStringLiteral("en")] = {};
        const Item item = itemOf(kAnn, QStringLiteral("hello"));
        QVERIFY(sayingFor(item, rules, QStringLiteral("twitch:7")).text.isEmpty());
        QVERIFY(sayingFor(item, rules, {}, false).text.isEmpty());
    }

    void theNameOnlyWhenItChanged() {
        Rules rules;
        const Item item = itemOf(kAnn, QStringLiteral("hello"));
        const QString ann = QStringLiteral("twitch:7"), bob = QStringLiteral("twitch:8");
        QVERIFY(sayingFor(item, rules, bob).named);
        QCOMPARE(sayingFor(item, rules, ann).text, QStringLiteral("hello"));
        QVERIFY(!sayingFor(item, rules, ann).named);
        QCOMPARE(sayingFor(item, rules, bob, false).text, QStringLiteral("hello")); // overload
        rules.speaking.onlyWhenChanged = false;
        QVERIFY(sayingFor(item, rules, ann).named);
        rules.speaking.names = false;
        QCOMPARE(sayingFor(item, rules, bob).text, QStringLiteral("hello"));
        const Item paid = itemOf(kAnn, QStringLiteral("hello"), Kind::Paid); // always
        QVERIFY(sayingFor(paid, rules, ann, false).text.contains(kAnn));
    }

    void aliasesAndVoices() {
        Rules rules;
        Person &ann = rules.people[QStringLiteral("twitch:7")];
        ann.alias = QStringLiteral(" Annie  Lee ");
        ann.voice = QStringLiteral("flora");
        Item item = itemOf(QStringLiteral("xkcdqwrtz"), QStringLiteral("hello"));
        QCOMPARE(said(item, rules), QStringLiteral("Annie Lee says: hello"));
        QCOMPARE(voiceFor(item, rules), QStringLiteral("flora"));
        item.voice = QStringLiteral("chosen");
        QCOMPARE(voiceFor(item, rules), QStringLiteral("chosen"));
        QCOMPARE(said(item), QStringLiteral("someone says: hello"));
        item.text = QStringLiteral("你好");
        QCOMPARE(said(item), QStringLiteral("有人说：你好"));
        item = changed(item, [](Message &m) { m.login = QStringLiteral("ann_k"); });
        QCOMPARE(said(item), QStringLiteral("ann k说：你好"));
        QCOMPARE(voiceFor(item, Rules()), QStringLiteral("chosen"));
    }
};

QTEST_GUILESS_MAIN(TestNames)
#include "tst_names.moc"
