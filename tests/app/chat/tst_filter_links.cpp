#include <QTest>

#include "app/chat/filter_line.h"
#include "app/chat/link_finder.h"
#include "app/chat/text_cleaning.h"
#include "tests/app/chat/message_of.h"

using app::chat::cleaned;
using app::chat::codePoints;
using app::chat::findLinks;
using app::chat::fromCodePoints;

class TestFilterLinks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void found_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("links");
        const auto row = [](const char16_t *text, const QStringList &links) {
            const QString shown = QString::fromUtf16(text);
            QTest::newRow(qUtf8Printable(shown)) << shown << links;
        };
        const auto one = [&](const char16_t *text, const char16_t *link) { row(text, {QString::fromUtf16(link)}); };
        const auto none = [&](const char16_t *text) { row(text, {}); };
        one(u"look http://x.example/a?b=c now", u"http://x.example/a?b=c");
        one(u"HTTPS://Example.COM/, yes", u"HTTPS://Example.COM/");
        one(u"www.something.zz.", u"www.something.zz");
        one(u"go to example.com now", u"example.com");
        one(u"go to sub.example.co.uk/path#x!", u"sub.example.co.uk/path#x");
        one(u"EXAMPLE.COM", u"EXAMPLE.COM");
        one(u"看www.abc.com吧", u"www.abc.com");
        one(u"看abc.com吧", u"abc.com");
        one(u"ｅｘａｍｐｌｅ．ｃｏｍ", u"example.com");
        one(u"example。com", u"example。com");
        one(u"例子.中国", u"例子.中国");
        one(u"例子.com", u"例子.com");
        one(u"пример.рф/x", u"пример.рф/x");
        one(u"example(dot)com", u"example(dot)com");
        one(u"example [dot] com", u"");
        one(u"example dot com", u"example dot com");
        one(u"example . com", u"example . com");
        one(u"abc点com", u"abc点com");
        one(u"write me@example.org please", u"me@example.org");
        one(u"10.0.0.138:8080/x", u"10.0.0.138:8080/x");
        one(u"youtu.be is fine", u"youtu.be");
        one(u"discord.gg/abc", u"discord.gg/abc");
        one(u"bit.ly/2x", u"bit.ly/2x");
        one(u"t.me/someone", u"t.me/someone");
        one(u"scam.so/x", u"scam.so/x");
        one(u"magnet://?xt=urn", u"magnet://?xt=urn");
        row(u"a.com and b.net", {QStringLiteral("a.com"), QStringLiteral("b.net")});
        none(u"yes.no problem");
        none(u"it works.so nice");
        none(u"3.14 and 1.2.3");
        none(u"e.g. this, i.e. that, Mr.Smith");
        none(u"wait...what");
        none(u"好的。我知道了.哈哈");
        none(u"::) :D");
        none(u"version 1.2.3.4.5");
        none(u"the end.");
        none(u"a dot is small");
        none(u"www.");
    }
    void found() {
        QFETCH(QString, text);
        QFETCH(QStringList, links);
        links.removeAll(QString());
        const std::u32string points = codePoints(cleaned(text));
        QStringList all;
        for (const auto &each : findLinks(points))
            all << fromCodePoints(std::u32string_view(points).substr(each.from, each.to - each.from));
        QCOMPARE(all, links);
    }

    void policies() {
        app::chat::FilterRules rules;
        const QString text = QStringLiteral("see example.com/a please");
        const auto dropped = judged(rules, text);
        QVERIFY(!dropped.read);
        QCOMPARE(dropped.rule, QStringLiteral("links"));
        QVERIFY(dropped.reason.contains(QLatin1String("example.com/a")));
        rules.linkPolicy = app::chat::LinkPolicy::Remove;
        QCOMPARE(judged(rules, text).text, QStringLiteral("see please"));
        QCOMPARE(judged(rules, QStringLiteral("example.com")).rule, QStringLiteral("links"));
        rules.linkPolicy = app::chat::LinkPolicy::SayLink;
        QCOMPARE(judged(rules, text).text, QStringLiteral("see link please"));
        QCOMPARE(judged(rules, QStringLiteral("看example.com吧")).text, QStringLiteral("看 链接 吧"));
        rules.links = false;
        QCOMPARE(judged(rules, text).text, text);
    }

    void aPaidTextLosesItsLink() {
        auto paid = messageOf(QStringLiteral("hi example.com"));
        paid.kind = app::chat::Kind::Paid;
        app::chat::Filter filter;
        const auto judgement = judged(filter, paid);
        QVERIFY(judgement.read);
        QCOMPARE(judgement.text, QStringLiteral("hi"));
    }

    void spansAreSortedAndWithin() {
        for (const char *text : {"://", "a://b://c.com", "www.www.www.com", "@.com", "a@b@c.com", "....com", "x.com.",
                                 "x.com/x.com", "http://", "1.1.1.1.com", "a.b.c.d.e.com:80"}) {
            const std::u32string points = codePoints(QString::fromUtf8(text));
            std::size_t end = 0;
            for (const auto &each : findLinks(points)) {
                QVERIFY(each.from >= end && each.from < each.to && each.to <= points.size());
                end = each.to;
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestFilterLinks)
#include "tst_filter_links.moc"
