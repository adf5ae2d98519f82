#include <QTest>

#include <optional>

#include "engine/cli/parser.h"

using namespace engine::cli;

namespace {

Verb sample() {
    Verb verb;
    verb.name = "say";
    verb.options = {
        {.name = "--text", .takes = Takes::Text, .placeholder = "TEXT", .required = true},
        {.name = "--nfe", .takes = Takes::Integer, .placeholder = "N", .fallback = "7", .low = 1, .high = 128},
        {.name = "--sway", .takes = Takes::Number, .placeholder = "X", .fallback = "-1", .low = -1, .high = 1},
        {.name = "--seed", .takes = Takes::Seed, .placeholder = "N"},
        {.name = "--schedule", .takes = Takes::Choice, .placeholder = "S", .choices = {"epss", "uniform"}},
        {.name = "--out", .takes = Takes::File, .placeholder = "FILE"},
        {.name = "--json", .takes = Takes::Nothing},
    };
    return verb;
}

Verb withPositional() {
    Verb verb = sample();
    verb.options.front().required = false;
    verb.positionalHelp = "[FILE]";
    return verb;
}

Arguments parse(const std::vector<std::string> &words) {
    return parseArguments(sample(), words);
}

// What a person would read, or "" when the words are accepted.
QString complaint(const Verb &verb, const std::vector<std::string> &words) {
    try {
        parseArguments(verb, words);
    } catch (const UsageError &error) {
        return QString::fromStdString(error.message);
    }
    return {};
}

QString complaint(std::vector<std::string> words) {
    words.insert(words.end(), {"--text", "x"});
    return complaint(sample(), words);
}

} // namespace

class ParserTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void severalWholeNumbers() {
        Verb verb = sample();
        verb.options.push_back(
            {.name = "--steps", .takes = Takes::Integers, .placeholder = "N,N", .low = 1, .high = 128});
        const auto steps = [&](const char *value) {
            return parseArguments(verb, std::vector<std::string>{"--text", "x", "--steps", value}).integers("--steps");
        };
        QCOMPARE(steps("7"), std::vector<int>{7});
        QCOMPARE(steps("5,7,128"), (std::vector<int>{5, 7, 128}));
        for (const char *wrong : {"", ",", "5,", "5,,7", "5,0", "5,129", "5;7", "5, 7"})
            QVERIFY_THROWS_EXCEPTION(UsageError, steps(wrong));
    }

    void readsBothForms() {
        const Arguments arguments = parse({"--text", "Hello world", "--nfe=12", "--json"});
        QCOMPARE(arguments.text("--text"), std::string("Hello world"));
        QCOMPARE(arguments.integer("--nfe"), 12);
        QVERIFY(arguments.has("--json"));
        QVERIFY(!arguments.has("--sway"));
        QCOMPARE(arguments.number("--sway"), -1.0); // the default
    }

    void valueMayStartWithMinus() {
        QCOMPARE(parse({"--text", "-", "--sway", "-0.5"}).number("--sway"), -0.5);
        QCOMPARE(parse({"--text", "-", "--sway", "-0.5"}).text("--text"), std::string("-"));
        QCOMPARE(parse({"--text=--json"}).text("--text"), std::string("--json"));
        QCOMPARE(parse({"--text", "--hello"}).text("--text"), std::string("--hello"));
        QCOMPARE(parse({"--text=a=b"}).text("--text"), std::string("a=b"));
    }

    void emptyTextReachesTheEngine() { QCOMPARE(parse({"--text", ""}).text("--text"), std::string()); }

    void lastOfARepeatedOptionCounts() {
        QCOMPARE(parse({"--text", "x", "--nfe", "7", "--nfe", "16"}).integer("--nfe"), 16);
    }

    void twoDashesEndTheOptions() {
        const Arguments arguments = parseArguments(withPositional(), std::vector<std::string>{"--json", "--", "--nfe"});
        QCOMPARE(arguments.positional(), std::vector<std::string>{"--nfe"});
        QVERIFY(arguments.has("--json"));
        QVERIFY(!arguments.has("--nfe"));
    }

    void seedsUseTheWholeRange() {
        QCOMPARE(parse({"--text", "x", "--seed", "18446744073709551615"}).seed("--seed"), 18446744073709551615ULL);
        QVERIFY(complaint({"--seed", "18446744073709551616"}).contains(QStringLiteral("0 to 18446744073709551615")));
        QVERIFY(!complaint({"--seed", "-1"}).isEmpty());
        QVERIFY(!complaint({"--seed", "1.5"}).isEmpty());
    }

    void refusesNumbers_data() {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("value");
        for (const char *value : {"0", "129", "7.5", "7x", "", " 7", "nan", "99999999999999999999", "+-7", "0x7"})
            QTest::addRow("nfe '%s'", value) << QStringLiteral("--nfe") << QString::fromLatin1(value);
        for (const char *value : {"1.01", "-1.5", "inf", "nan", "1e3", "0,5", "", "+"})
            QTest::addRow("sway '%s'", value) << QStringLiteral("--sway") << QString::fromLatin1(value);
    }

    void refusesNumbers() {
        QFETCH(QString, option);
        QFETCH(QString, value);
        const QString text = complaint({option.toStdString(), value.toStdString()});
        QVERIFY2(text.contains(option), qPrintable(text));
        QVERIFY2(text.contains(QStringLiteral("from")) && text.contains(QStringLiteral("to 1")), qPrintable(text));
    }

    void acceptsTheEndsOfARange() {
        for (const char *value : {"1", "128", "+7"})
            QCOMPARE(complaint({"--nfe", value}), QString());
        for (const char *value : {"-1", "1", "1e-3", "+0.5"})
            QCOMPARE(complaint({"--sway", value}), QString());
    }

    void numbersIgnoreTheLocale() {
        if (setlocale(LC_ALL, "de_DE.UTF-8") == nullptr) // decimal comma
            QSKIP("the locale de_DE.UTF-8 is not installed");
        QCOMPARE(parse({"--text", "x", "--sway", "0.5"}).number("--sway"), 0.5);
        QVERIFY(!complaint({"--sway", "0,5"}).isEmpty());
        setlocale(LC_ALL, "C.UTF-8");
    }

    void suggestsWhatWasMeant() {
        QVERIFY(complaint({"--shedule", "epss"}).contains(QStringLiteral("did you mean --schedule?")));
        QVERIFY(complaint({"--sede", "1"}).contains(QStringLiteral("did you mean --seed?")));
        QVERIFY(complaint({"--schedule", "unifrom"}).contains(QStringLiteral("did you mean uniform?")));
        QVERIFY(!complaint({"--elephant"}).contains(QStringLiteral("did you mean")));
        QCOMPARE(closest("voice", {"voices", "models"}), std::optional<std::string>("voices"));
        QCOMPARE(closest("syb", {"say", "models"}), std::nullopt);
        QCOMPARE(closest("asy", {"case", "say"}), std::optional<std::string>("say"));
        QCOMPARE(closest("", {"say"}), std::nullopt);
    }

    void saysWhichValueIsMissing() {
        QVERIFY(complaint(sample(), {"--text"}).contains(QStringLiteral("--text needs a value")));
        QVERIFY(complaint(sample(), {"--out", "--json"}).contains(QStringLiteral("--out needs a value")));
        QVERIFY(complaint(sample(), {"--text", "--"}).contains(QStringLiteral("--text needs a value")));
        QVERIFY(complaint(sample(), {"--text", "x", "--out="}).contains(QStringLiteral("--out needs a value")));
        QVERIFY(complaint(sample(), {}).contains(QStringLiteral("needs --text TEXT")));
        QVERIFY(complaint({"--json=yes"}).contains(QStringLiteral("takes no value")));
    }

    void refusesStrayWords() {
        const QString text = complaint(sample(), {"Hello", "--text", "x"});
        QVERIFY2(text.contains(QStringLiteral("\"Hello\"")), qPrintable(text));
    }

    void noticesHelp() {
        using Words = std::vector<std::string>;
        QVERIFY(wantsHelp(sample(), Words{"--json", "-h"}));
        QVERIFY(wantsHelp(sample(), Words{"--nfe", "--help"}));
        QVERIFY(!wantsHelp(sample(), Words{"--text", "--help"})); // the text to say
        QVERIFY(!wantsHelp(sample(), Words{"--", "--help"}));
        QVERIFY(!wantsHelp(sample(), Words{}));
    }

    void findsVerbs() {
        const std::vector<Verb> verbs{sample()};
        QCOMPARE(findVerb(verbs, "say"), &verbs.front());
        QVERIFY(findVerb(verbs, "sa") == nullptr);
    }
};

QTEST_APPLESS_MAIN(ParserTest)
#include "tst_parser.moc"
