#include "engine/text/durations.h"

#include <QTest>

#include <algorithm>
#include <cmath>

#include "engine/error.h"
#include "engine/text/tokens.h"
#include "tests/engine/text/golden_rows.h"

using engine::text::Durations;
using Weights = std::vector<double>;
using Strings = std::vector<std::string>;

class TestDurations : public QObject {
    Q_OBJECT

    // One token per character, as the golden was made: no blanks are put in.
    static Strings characters(const QString &text) {
        Strings result;
        for (const uint c : text.toUcs4())
            result.push_back(QStringView(QChar::fromUcs4(c)).toUtf8().toStdString());
        return result;
    }

private Q_SLOTS:
    void equalsTheReference() {
        const Durations durations = Durations::load(TEST_DATA "/text/durations.json");
        for (const QJsonObject &row : goldenRows(QStringLiteral("durations.jsonl"))) {
            Weights wanted;
            for (const QJsonValue &weight : row[u"weights"].toArray())
                wanted.push_back(weight.toDouble());
            const Weights got = durations.weights(characters(row[u"text"].toString()));
            QVERIFY2(got == wanted, shown({utf8(row[u"text"])}));
        }
    }

    void backsOffInOrder() {
        const Strings abc = {"A", "b", "C"};
        const auto middle = [&abc](const std::string &table) {
            return Durations::parse(table, "durations.json").weights(abc).at(1);
        };
        QCOMPARE(middle(R"({"abc":2,"ab_":3,"_bc":4,"_b_":5})"), 2.0);
        QCOMPARE(middle(R"({"ab_":3,"_bc":4,"_b_":5})"), 3.0);
        QCOMPARE(middle(R"({"_bc":4,"_b_":5})"), 4.0);
        QCOMPARE(middle(R"({"_b_":5})"), 5.0);
        QCOMPARE(middle("{}"), 1.0);
    }

    void aSyllableIsOneToken() {
        const Durations durations =
            Durations::parse(R"({" ni3 ":2," hao3，":3,"_hao3_":9,"_ hao3":0.5,"_，_":4})", "durations.json");
        QCOMPARE(durations.weights({" ", "ni3", " ", "hao3", "，"}), (Weights{1, 2, 0.5, 3, 4}));
    }

    void standsBetweenBlanksAndNeverVanishes() {
        const Durations durations = Durations::parse(R"({" a ":7,"_b_":0})", "durations.json");
        QCOMPARE(durations.weights({"a"}), (Weights{7}));
        QCOMPARE(durations.weights({"b"}), (Weights{0.02}));
        QCOMPARE(durations.weights({}), Weights());
    }

    void longTextGivesOneWeightPerToken() {
        const Durations durations = Durations::load(TEST_DATA "/text/durations.json");
        const Strings tokens = engine::text::toTokens(std::string(100'000, 'e'));
        const Weights weights = durations.weights(tokens);
        QCOMPARE(weights.size(), tokens.size());
        QVERIFY(std::all_of(weights.begin(), weights.end(), [](double w) { return std::isfinite(w) && w >= 0.02; }));
    }

    void badTablesSayWhatIsWrong_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("empty") << QByteArray() << QByteArray("durations.json");
        QTest::newRow("cut off") << QByteArray(R"({"abc":1)") << QByteArray("durations.json");
        QTest::newRow("list") << QByteArray("[1,2]") << QByteArray("object");
        QTest::newRow("text") << QByteArray(R"({"abc":"1"})") << QByteArray("abc");
        QTest::newRow("negative") << QByteArray(R"({"abc":-0.5})") << QByteArray("abc");
        QTest::newRow("too large") << QByteArray(R"({"abc":1000.5})") << QByteArray("abc");
        QTest::newRow("nested") << QByteArray(R"({"abc":{}})") << QByteArray("abc");
        QTest::newRow("null") << QByteArray(R"({"abc":null})") << QByteArray("abc");
    }
    void badTablesSayWhatIsWrong() {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, said);
        try {
            Durations::parse(content.toStdString(), "durations.json");
            QFAIL("was accepted");
        } catch (const engine::Error &error) {
            QCOMPARE(error.kind(), engine::ErrorKind::BadInput);
            QVERIFY2(QByteArray(error.what()).contains(said), error.what());
            QVERIFY(!error.remedy().empty());
        }
    }

    void missingFile() { QVERIFY_EXCEPTION_THROWN(Durations::load("/nowhere/durations.json"), engine::Error); }
};

QTEST_APPLESS_MAIN(TestDurations)
#include "tst_durations.moc"
