#include <QTest>

#include <clocale>

#include "engine/cli/console.h"
#include "engine/cli/help.h"

using namespace engine::cli;

namespace {

Verb sample() {
    Verb verb;
    verb.name = "say";
    verb.summary = "Speak a text";
    verb.description = "Speaks a text in the voice of a short recording and writes it as a WAV file, which is a long "
                       "enough sentence to be broken into two lines.";
    verb.options = {
        {.name = "--text", .takes = Takes::Text, .placeholder = "TEXT", .help = "What to say", .required = true},
        {.name = "--nfe",
         .takes = Takes::Integer,
         .placeholder = "N",
         .help = "Steps",
         .fallback = "7",
         .low = 1,
         .high = 128},
        {.name = "--speed",
         .takes = Takes::Number,
         .placeholder = "X",
         .help = "Pace",
         .fallback = "1",
         .low = 0.3,
         .high = 3,
         .unit = "times"},
        {.name = "--schedule",
         .takes = Takes::Choice,
         .placeholder = "S",
         .help = "Spacing of the steps; this text is long so that it needs a second line at eighty columns",
         .fallback = "epss",
         .choices = {"epss", "uniform"}},
    };
    verb.examples = {"ishowtts say --text Hello"};
    return verb;
}

QStringList lines(const std::string &text) {
    return QString::fromStdString(text).split(QLatin1Char('\n'));
}

} // namespace

class HelpTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void namesRangesChoicesAndDefaults() {
        const QString text = QString::fromStdString(verbHelp(sample(), 100));
        QVERIFY(text.startsWith(QStringLiteral("Usage: ishowtts say --text TEXT [options]\n")));
        QVERIFY(text.contains(QStringLiteral("Steps (1 to 128; default 7)")));
        QVERIFY(text.contains(QStringLiteral("Pace (0.3 to 3 times; default 1)")));
        QVERIFY(text.contains(QStringLiteral("What to say (required)")));
        QVERIFY(text.simplified().contains(QStringLiteral("(epss | uniform; default epss)")));
        QVERIFY(text.contains(QStringLiteral("Examples:\n  ishowtts say --text Hello\n")));
        QVERIFY(text.contains(QStringLiteral("3 bad input")));
    }

    void fitsTheTerminal_data() {
        QTest::addColumn<int>("columns");
        for (const int columns : {80, 100})
            QTest::addRow("%d", columns) << columns;
    }

    void fitsTheTerminal() {
        QFETCH(int, columns);
        for (const std::string &text : {verbHelp(sample(), columns), overview({sample()}, columns)})
            for (const QString &line : lines(text)) {
                QVERIFY2(line.size() <= columns, qPrintable(line));
                QVERIFY2(!line.endsWith(QLatin1Char(' ')), qPrintable(line));
            }
    }

    void continuedLinesAreIndented() {
        QCOMPARE(wrapped("one two three", 9, 2), std::string("  one two\n  three\n"));
        QCOMPARE(wrapped("one two three", 9, 2, false), std::string("one two\n  three\n"));
        QCOMPARE(wrapped("unbreakably", 5, 0), std::string("unbreakably\n"));
        QCOMPARE(wrapped("\xC3\xA9\xC3\xA9\xC3\xA9 b", 5, 0), std::string("\xC3\xA9\xC3\xA9\xC3\xA9 b\n"));
    }

    void tablesLineUp() {
        QCOMPARE(table({{"ID", "NAME"}, {"\xE5\xA3\xB0", "x"}, {"slt", "Slt"}}),
                 std::string("ID   NAME\n\xE5\xA3\xB0    x\nslt  Slt\n"));
    }

    void figuresReadTheSameEverywhere() {
        if (setlocale(LC_ALL, "de_DE.UTF-8") == nullptr)
            QSKIP("the locale de_DE.UTF-8 is not installed");
        QCOMPARE(fixed(0.254, 2), std::string("0.25"));
        QCOMPARE(shortest(0.3), std::string("0.3"));
        QCOMPARE(shortest(128), std::string("128"));
        setlocale(LC_ALL, "C");
    }

    void figuresAreShort() {
        QCOMPARE(duration(4.23), std::string("4.2 s"));
        QCOMPARE(duration(59.4), std::string("59 s"));
        QCOMPARE(duration(125), std::string("2 min 05 s"));
        QCOMPARE(duration(3720), std::string("1 h 02 min"));
        QCOMPARE(fileSize(18.4e6), std::string("18.4 MB"));
        QCOMPARE(fileSize(1.35e9), std::string("1.35 GB"));
        QCOMPARE(rounded(0.1234567), 0.123457);
    }
};

QTEST_APPLESS_MAIN(HelpTest)
#include "tst_help.moc"
