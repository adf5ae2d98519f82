// The sentences of a listening test: our own, and those that a person brings.
#include <QTest>

#include <map>
#include <set>

#include "app/listening/sentence_sets.h"
#include "engine/error.h"
#include "tests/app/listening/design_of_tests.h"

using namespace app::listening;

namespace {

QString refusalOf(const QByteArray &bytes, const QString &name) {
    try {
        importSentences(bytes, name);
        return {};
    } catch (const engine::Error &error) {
        return QString::fromUtf8(error.what());
    }
}

} // namespace

class TestSentenceSets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ourOwnAreTwentySixInSixCategories() {
        const auto rows = ownSentences(100);
        std::map<std::string, int> categories;
        std::set<std::string> texts;
        for (const TestRow &row : rows) {
            ++categories[row.category];
            texts.insert(row.text);
        }
        const std::map<std::string, int> expected{{"short", 5},     {"medium", 5},  {"long", 3},
                                                  {"technical", 3}, {"emotion", 5}, {"streaming", 5}};
        QCOMPARE(categories, expected);
        QCOMPARE(texts.size(), std::size_t(26));
        QCOMPARE(rows.front().id, std::string("short_1"));
        QCOMPARE(rows[13].id, std::string("tech_1"));
        QCOMPARE(rows.front().seed, quint64(100));
        QCOMPARE(rows.back().seed, quint64(125));
        validate(nfe7Against6());
    }

    void aTextHasASentenceOnEachLine() {
        const auto rows = importSentences("\xEF\xBB\xBF"
                                          "First one.\r\n\r\n  Second   one?  \nGr\xC3\xBC\xC3\x9F"
                                          "e!",
                                          QStringLiteral("mine.txt"), 7);
        QCOMPARE(rows.size(), std::size_t(3));
        QCOMPARE(rows[0].text, std::string("First one."));
        QCOMPARE(rows[1].text, std::string("Second one?"));
        QCOMPARE(rows[1].id, std::string("line_2"));
        QCOMPARE(rows[1].category, std::string("own"));
        QCOMPARE(rows[1].seed, quint64(8));
        QCOMPARE(rows[2].text, std::string("Gr\xC3\xBC\xC3\x9F"
                                           "e!"));
    }

    void aTableHasIdsAndCategories() {
        for (const QByteArray &bytes :
             {QByteArray("id,category,text\na_1,calm,\"One, \"\"two\"\".\"\nb_1,loud,Three!\n"),
              QByteArray("Text;Category;ID\r\n\"One, \"\"two\"\".\";calm;a_1\r\nThree!;loud;b_1"),
              QByteArray("id\ttext\tcategory\tby\na_1\tOne, \"two\".\tcalm\tme\n\nb_1\tThree!\tloud\n")}) {
            const auto rows = importSentences(bytes, QStringLiteral("mine.CSV"));
            QCOMPARE(rows.size(), std::size_t(2));
            QCOMPARE(rows[0].id, std::string("a_1"));
            QCOMPARE(rows[0].category, std::string("calm"));
            QCOMPARE(rows[0].text, std::string("One, \"two\"."));
            QCOMPARE(rows[1].text, std::string("Three!"));
            QCOMPARE(rows[1].seed, quint64(2));
        }
        const auto textsOnly = importSentences("text\nOne.\nTwo.\n", QStringLiteral("mine.csv"));
        QCOMPARE(textsOnly[1].id, std::string("line_2"));
        QCOMPARE(textsOnly[1].category, std::string("own"));
    }

    void whatATestCannotHaveIsRefusedWithItsLine_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("said");
        const auto row = [](const char *label, const QByteArray &bytes, const char *name, const char *said) {
            QTest::newRow(label) << bytes << QString::fromLatin1(name) << QString::fromLatin1(said);
        };
        row("nothing", "", "a.txt", "no sentence");
        row("blank", " \n\n\t\n", "a.txt", "no sentence");
        row("only a header", "id,category,text\n", "a.csv", "no sentence");
        row("no text column", "id,words\na,b\n", "a.csv", "called text");
        row("binary", QByteArray("\x00\x01\xFF\xFE", 4), "a.txt", "a.txt");
        row("latin 1",
            "Gr\xFC\xDF"
            "e",
            "a.txt", "a.txt");
        row("nothing to say", "Hello.\n---\n", "a.txt", "line 2");
        row("same name", "id,text\na,One.\nb,Two.\na,Three.\n", "a.csv", "line 4");
        row("path as a name", "id,text\n../../x,One.\n", "a.csv", "line 2");
        row("no end of a quote", "text\n\"One.\nTwo.\n", "a.csv", "line 2");
        row("line break in a cell", "text\n\"One.\nTwo.\"\n", "a.csv", "line 2");
        row("too many", QByteArray("One.\n").repeated(501), "a.txt", "500");
        row("too many in a table", "text\n" + QByteArray("One.\n").repeated(501), "a.csv", "500");
        row("too many columns", "text" + QByteArray(60, ',') + "\n", "a.csv", "columns");
        row("too long", QByteArray(10'001, 'x'), "a.txt", "line 1");
    }

    void whatATestCannotHaveIsRefusedWithItsLine() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, name);
        QFETCH(QString, said);
        const QString what = refusalOf(bytes, name);
        QVERIFY2(what.contains(said), qPrintable(what));
    }
};

QTEST_APPLESS_MAIN(TestSentenceSets)
#include "tst_sentence_sets.moc"
