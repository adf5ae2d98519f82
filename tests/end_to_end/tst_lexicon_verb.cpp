// `ishowtts lexicon`, as a person at a shell uses it.
#include <QFile>
#include <QJsonArray>
#include <QTest>

#include "tests/end_to_end/program.h"

using end_to_end::Program;
using end_to_end::Run;

class TestLexiconVerb : public QObject {
    Q_OBJECT

    static Run lexicon(const Program &program, const QStringList &words) {
        return program.run(QStringList{QStringLiteral("lexicon")} + words);
    }
    static QString said(const Program &program, const QStringList &words) {
        return lexicon(program, QStringList{u"try"_qs, u"--json"_qs} + words).object()[u"said"].toString();
    }

private Q_SLOTS:
    void addedListedTriedRemoved() {
        const Program program;
        const Run empty = lexicon(program, {});
        QVERIFY2(empty.status == 0 && empty.messages.contains(u"is empty"), qPrintable(empty.messages));
        QCOMPARE(lexicon(program, {u"add"_qs, u"GIF"_qs, u"jiff"_qs}).status, 0);
        const Run again =
            lexicon(program, {u"add"_qs, u"GIF"_qs, u"jif"_qs, u"--json"_qs, u"--note"_qs, u"as its maker"_qs});
        QVERIFY2(again.object()[u"replaced"].toBool(), again.output.constData());
        QCOMPARE(lexicon(program, {u"add"_qs, u"--kind"_qs, u"regex"_qs, u"v(\\d+)"_qs, u"version \\1"_qs}).status, 0);
        QCOMPARE(lexicon(program, {u"add"_qs, u"--kind"_qs, u"pinyin"_qs, u"重庆"_qs, u"chong2 qing4"_qs}).status, 0);
        QCOMPARE(lexicon(program, {u"add"_qs, u"--part"_qs, u"--case"_qs, u"ough"_qs, u"uff"_qs}).status, 0);
        QCOMPARE(said(program, {u"gifs: GIF v2, tough OUGH 重庆"_qs}), u"gifs: jif version 2, tuff OUGH 重庆"_qs);
        const Run shown = lexicon(program, {u"try"_qs, u"去重庆"_qs});
        QCOMPARE(QString::fromUtf8(shown.output), u"去重庆\n  重庆 → chong2 qing4\n"_qs);
        const QJsonArray entries = lexicon(program, {u"list"_qs, u"--json"_qs}).array();
        QCOMPARE(entries.size(), 4);
        QCOMPARE(entries[0].toObject()[u"note"].toString(), u"as its maker"_qs);
        QVERIFY(lexicon(program, {}).output.startsWith("NO "));
        QCOMPARE(lexicon(program, {u"remove"_qs, u"GIF"_qs}).status, 0);
        QCOMPARE(said(program, {u"GIF"_qs}), u"GIF"_qs);
        const Run twice = lexicon(program, {u"remove"_qs, u"GIF"_qs});
        QVERIFY2(twice.status == 3 && twice.messages.contains(u"no entry for"), qPrintable(twice.messages));
    }

    void entriesArePutInOrder() {
        const Program program;
        for (const QString &pattern : {u"a."_qs, u"b"_qs, u".b"_qs})
            QCOMPARE(lexicon(program, {u"add"_qs, u"--kind"_qs, u"regex"_qs, pattern, u"<"_qs + pattern}).status, 0);
        const auto order = [&] {
            QString all;
            for (const QJsonValue &entry : lexicon(program, {u"list"_qs, u"--json"_qs}).array())
                all += entry.toObject()[u"from"].toString() + u' ';
            return all;
        };
        QCOMPARE(said(program, {u"ab"_qs}), u"<a."_qs);
        const Run first = lexicon(program, {u"move"_qs, u".b"_qs, u"first"_qs, u"--json"_qs});
        QVERIFY2(first.status == 0 && first.object()[u"place"].toInt() == 1, qPrintable(first.messages));
        QCOMPARE(said(program, {u"ab"_qs}), u"<.b"_qs);
        QCOMPARE(order(), u".b a. b "_qs);
        for (const auto &[place, then] : {std::pair(u"down"_qs, u"a. .b b "_qs),
                                          {u"3"_qs, u"a. b .b "_qs},
                                          {u"down"_qs, u"a. b .b "_qs},
                                          {u"up"_qs, u"a. .b b "_qs}}) {
            QCOMPARE(lexicon(program, {u"move"_qs, u".b"_qs, place}).status, 0);
            QCOMPARE(order(), then);
        }
        QCOMPARE(lexicon(program, {u"move"_qs, u".b"_qs, u"4"_qs}).status, 2);
        const Run none = lexicon(program, {u"move"_qs, u"x"_qs, u"up"_qs});
        QVERIFY2(none.status == 3 && none.messages.contains(u"no entry for"), qPrintable(none.messages));
    }

    void aVoicesOwnGoesFirst() {
        const Program program;
        QCOMPARE(lexicon(program, {u"add"_qs, u"GIF"_qs, u"jif"_qs}).status, 0);
        const Run own = lexicon(program, {u"add"_qs, u"--voice"_qs, u"slt"_qs, u"gif"_qs, u"ghif"_qs});
        QVERIFY2(own.status == 0, qPrintable(own.messages));
        QCOMPARE(said(program, {u"GIF"_qs}), u"jif"_qs);
        QCOMPARE(said(program, {u"--voice"_qs, u"slt"_qs, u"GIF"_qs}), u"ghif"_qs);
        QCOMPARE(lexicon(program, {u"--voice"_qs, u"slt"_qs, u"--json"_qs}).array().size(), 1);
        const Run nobody = lexicon(program, {u"--voice"_qs, u"nosuch"_qs});
        QCOMPARE(nobody.status, 3);
    }

    void wrongPatternsAreRefused() {
        const Program program;
        const Run open = lexicon(program, {u"add"_qs, u"--kind"_qs, u"regex"_qs, u"a(b"_qs, u"c"_qs});
        QCOMPARE(open.status, 3);
        QVERIFY2(open.messages.contains(u"The pattern \"a(b\" is wrong"), qPrintable(open.messages));
        QCOMPARE(lexicon(program, {u"add"_qs, u"a"_qs}).status, 2);
        QCOMPARE(lexicon(program, {u"sing"_qs}).status, 2);
        QCOMPARE(lexicon(program, {u"list"_qs, u"--case"_qs}).status, 2);
    }

    void filesGoOutAndIn() {
        const Program program;
        const Program other;
        QCOMPARE(lexicon(program, {u"add"_qs, u"GIF, \"the\""_qs, u"jif"_qs}).status, 0);
        QCOMPARE(lexicon(program, {u"add"_qs, u"--kind"_qs, u"pinyin"_qs, u"重庆"_qs, u"chong2 qing4"_qs}).status, 0);
        for (const QString &name : {u"words.csv"_qs, u"words.tsv"_qs, u"words.json"_qs}) {
            const QString file = program.path(name);
            QCOMPARE(lexicon(program, {u"export"_qs, file, u"--json"_qs}).object()[u"entries"].toInt(), 2);
            const QJsonObject in = lexicon(other, {u"import"_qs, file, u"--json"_qs}).object();
            QCOMPARE(in[u"added"].toInt() + in[u"same"].toInt(), 2);
        }
        QCOMPARE(lexicon(program, {u"--json"_qs}).output, lexicon(other, {u"--json"_qs}).output);
        QFile bad(program.path(u"bad.csv"_qs));
        QVERIFY(bad.open(QIODevice::WriteOnly));
        bad.write("kind,from,to\nregex,(,x\nsong,a,b\n,gif,jif\n");
        bad.close();
        const Run some = lexicon(other, {u"import"_qs, bad.fileName(), u"--json"_qs});
        QCOMPARE(some.status, 0);
        QCOMPARE(some.object()[u"added"].toInt(), 1);
        QCOMPARE(some.object()[u"refused"].toArray().size(), 2);
        QVERIFY2(some.messages.contains(u"line 3"), qPrintable(some.messages));
        QCOMPARE(lexicon(other, {u"import"_qs, program.path(u"none"_qs)}).status, 3);
    }
};

QTEST_GUILESS_MAIN(TestLexiconVerb)
#include "tst_lexicon_verb.moc"
