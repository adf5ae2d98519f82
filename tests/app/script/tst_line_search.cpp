#include <QTest>

#include <vector>

#include "app/script/line_search.h"
#include "tests/app/script/script_of.h"
#include "tests/app/script/search_at_once.h"
#include "tests/processor_time.h"

using namespace app::script;

namespace {

const auto s = [](const char *text) { return QString::fromUtf8(text); };

QString found(const Script &script, const QString &what) {
    const auto match = findNext(script, what, {});
    return match ? script.lines[match->line].text.mid(match->position, match->length) : QStringLiteral("(none)");
}

} // namespace

class TestLineSearch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void caseAndCompositionMakeNoDifference_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("expected");
        const QString none = s("(none)");
        QTest::newRow("latin") << s("Hello World") << s("wORLD") << s("World");
        QTest::newRow("greek, final sigma") << s("ο ΟΔΥΣΣΕΑΣ") << s("οδυσσεας") << s("ΟΔΥΣΣΕΑΣ");
        QTest::newRow("cyrillic") << s("ПРИВЕТ") << s("привет") << s("ПРИВЕТ");
        QTest::newRow("sharp s") << s("die Straße hier") << s("STRASSE") << s("Straße");
        QTest::newRow("half a sharp s") << s("Straße") << s("stras") << none;
        QTest::newRow("composed finds decomposed") << s("un cafe\u0301 noir") << s("CAFÉ") << s("cafe\u0301");
        QTest::newRow("decomposed finds composed") << s("un café noir") << s("cafe\u0301") << s("café");
        QTest::newRow("no letter without its accent") << s("cafe\u0301") << s("cafe") << none;
        QTest::newRow("no letter out of a composed one") << s("café") << s("cafe") << none;
        QTest::newRow("beyond 16 bits") << s("x 𐐀 y") << s("𐐨") << s("𐐀");
        QTest::newRow("emoji") << s("ok 😀!") << s("😀") << s("😀");
        QTest::newRow("chinese") << s("你好，世界") << s("世界") << s("世界");
        QTest::newRow("hangul") << s("안녕") << s("안녕") << s("안녕");
        QTest::newRow("nothing") << s("abc") << s("") << none;
        QTest::newRow("not there") << s("abc") << s("abd") << none;
    }

    void caseAndCompositionMakeNoDifference() {
        QFETCH(QString, text);
        QFETCH(QString, what);
        QFETCH(QString, expected);
        QCOMPARE(found(scriptOf({text}), what), expected);
    }

    void nextGoesRound() {
        const Script script = scriptOf({s("a cat"), s("no"), s("cat cat")});
        QCOMPARE(*findNext(script, s("cat"), {0, 0}), (Match{0, 2, 3}));
        QCOMPARE(*findNext(script, s("cat"), {0, 3}), (Match{2, 0, 3}));
        QCOMPARE(*findNext(script, s("cat"), {2, 3}), (Match{2, 4, 3}));
        QCOMPARE(*findNext(script, s("cat"), {2, 5}), (Match{0, 2, 3}));
        QCOMPARE(*findNext(scriptOf({s("cat")}), s("cat"), {0, 1}), (Match{0, 0, 3})); // the only one
        QCOMPARE(*findNext(script, s("cat"), {-4, 0}), (Match{0, 2, 3}));
    }

    void previousGoesRound() {
        const Script script = scriptOf({s("a cat"), s("no"), s("cat cat")});
        QCOMPARE(*findPrevious(script, s("cat"), {2, 7}), (Match{2, 4, 3}));
        QCOMPARE(*findPrevious(script, s("cat"), {2, 6}), (Match{2, 0, 3}));
        QCOMPARE(*findPrevious(script, s("cat"), {2, 2}), (Match{0, 2, 3}));
        QCOMPARE(*findPrevious(script, s("cat"), {0, 0}), (Match{2, 4, 3}));
        QVERIFY(!findPrevious(script, s("dog"), {0, 0}));
    }

    void allOfThemInOrder() {
        const Script script = scriptOf({s("a cat"), s("no"), s("Cat cat"), s("catcat")});
        QCOMPARE(findAll(script, s("cat")), (QList<Match>{{0, 2, 3}, {2, 0, 3}, {2, 4, 3}, {3, 0, 3}, {3, 3, 3}}));
        QCOMPARE(findAll(scriptOf({s("aaaa")}), s("aa")).size(), 2); // none inside another
        QVERIFY(findAll(script, s("")).isEmpty());
        QVERIFY(findAll(script, s("dog")).isEmpty());
        LineFinder finder(s("CAT"));
        QCOMPARE(finder.of(7, s("one cat")), (QList<Match>{{7, 4, 3}}));
        QVERIFY(LineFinder(s("")).isEmpty());
        QVERIFY(LineFinder(s("")).of(0, s("abc")).isEmpty());
    }

    void replaceOneAndAll() {
        const Script script = scriptOf({s("a cat"), s("CAT, cat")});
        const Match match = *findNext(script, s("cat"), {1, 0});
        QVERIFY(isMatch(script, s("cat"), match));
        const auto [one, cursor] = replaceMatch(script, match, s("big\ndog"));
        QCOMPARE(one.lines[1].text, s("big dog, cat"));
        QCOMPARE(cursor, (Place{1, 7}));
        QVERIFY(!isMatch(one, s("cat"), match));
        QVERIFY(replaceMatch(script, {1, 5, 99}, s("x")).script == script);

        const ReplacedAll all = replaceAll(script, s("cat"), s("cat-cat"));
        QCOMPARE(all.count, 3);
        QCOMPARE(all.script.lines[0].text, s("a cat-cat"));
        QCOMPARE(all.script.lines[1].text, s("cat-cat, cat-cat"));
        QCOMPARE(all.script.lines[1].id, script.lines[1].id);
        QCOMPARE(replaceAll(script, s(""), s("x")).count, 0);
    }

    // Eight times the lines take about eight times as long, to find one and to find all.
    void fiveThousandLinesAreSearchedWhileOneTypes() {
        const auto costsOf = [](int lines) {
            QStringList texts;
            for (int i = 0; i < lines; ++i)
                texts
                    << s("Voilà la ligne numéro %1, où rien de spécial ne se passe, größer als nötig, 然後什麼都沒有。")
                           .arg(i);
            texts.last() += s(" aiguille");
            const Script script = scriptOf(texts);
            int found = 0;
            qsizetype all = 0;
            const std::vector costs{leastSeconds(3, [&] { found = findNext(script, s("AIGUILLE"), {})->line; }),
                                    leastSeconds(3, [&] { all = findAll(script, s("nötig")).size(); })};
            return found == lines - 1 && all == lines ? costs : std::vector<double>{};
        };
        const auto eighth = costsOf(625);
        const auto whole = costsOf(5000);
        QVERIFY2(eighth.size() == 2 && whole.size() == 2, "it was not found");
        for (const std::size_t i : {0, 1}) {
            QVERIFY2(whole[i] < 24 * eighth[i] + 0.005,
                     qPrintable(QStringLiteral("%1 s, %2 s").arg(eighth[i]).arg(whole[i])));
        }
    }
};

QTEST_APPLESS_MAIN(TestLineSearch)
#include "tst_line_search.moc"
