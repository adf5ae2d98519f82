#include "engine/json.h"

#include <QTest>
#include <cmath>
#include <limits>

#include "tests/engine/door/folder_of_files.h"
#include "tests/engine/door/problem_of.h"

using engine::Json;

class TestJson : public QObject {
    Q_OBJECT

    static Json parse(const std::string &text) { return Json::parse(text, "test.json"); }
    static QString written(const Json &value, int indent = 0) { return QString::fromStdString(value.dump(indent)); }

private Q_SLOTS:
    void readsEveryKindOfValue() {
        const Json json = parse(" {\"a\" : [1, -2.5e3, true, false, null, \"x\"], \"b\":{}, \"c\":[]}\r\n\t");
        QCOMPARE(json["a"].array().size(), std::size_t(6));
        QCOMPARE(json["a"].array()[0].integer(), std::int64_t(1));
        QCOMPARE(json["a"].array()[1].number(), -2500.0);
        QVERIFY(json["a"].array()[2].boolean());
        QVERIFY(!json["a"].array()[3].boolean());
        QVERIFY(json["a"].array()[4].isNull());
        QCOMPARE(json["a"].array()[5].string(), std::string("x"));
        QVERIFY(json["b"].object().empty() && json["c"].array().empty());
        QVERIFY(json.contains("b") && !json.contains("d"));
        QVERIFY(json["d"]["e"].isNull());
    }

    void keepsWholeNumbersExactly() {
        QCOMPARE(parse("9223372036854775807").integer(), std::numeric_limits<std::int64_t>::max());
        QCOMPARE(parse("-9223372036854775808").integer(), std::numeric_limits<std::int64_t>::min());
        QCOMPARE(parse("18446744073709551615").unsignedInteger(), std::numeric_limits<std::uint64_t>::max());
        QCOMPARE(parse("7").unsignedInteger(), std::uint64_t(7));
        QCOMPARE(parse("7").number(), 7.0);
        QVERIFY(parse("18446744073709551615").isInteger());
        QVERIFY(!parse("18446744073709551616").isInteger());
        QCOMPARE(parse("18446744073709551616").number(), 18446744073709551616.0);
        QVERIFY(!parse("1.0").isInteger() && !parse("1e3").isInteger());
        COMPARE_PROBLEM(parse("18446744073709551615").integer(), u"whole number"_qs);
        COMPARE_PROBLEM(parse("-1").unsignedInteger(), u"from 0"_qs);
        QCOMPARE(written(Json(std::numeric_limits<std::uint64_t>::max())), u"18446744073709551615"_qs);
    }

    void doublesComeBackTheSame() {
        for (const double value : {0.1, 1.0, -0.0, 1e300, 5e-324, 1.0 / 3, 123456789.125, 2e20}) {
            const Json back = parse(Json(value).dump());
            QVERIFY(!back.isInteger());
            QCOMPARE(std::signbit(back.number()), std::signbit(value));
            QVERIFY2(back.number() == value, Json(value).dump().c_str());
        }
        QCOMPARE(written(Json(0.1)), u"0.1"_qs);
        QCOMPARE(written(Json(1.0)), u"1.0"_qs);
        QCOMPARE(written(Json(std::nan(""))), u"null"_qs);
        QCOMPARE(written(Json(-std::numeric_limits<double>::infinity())), u"null"_qs);
    }

    void textsAreEscapedAndReadBack() {
        const std::string text = std::string("\"\\/\b\f\n\r\t\x01 é 中 😀") + '\0';
        QCOMPARE(parse(Json(text).dump()).string(), text);
        QCOMPARE(written(Json("a\"\\\n\x1f")), u"\"a\\\"\\\\\\n\\u001f\""_qs);
        QCOMPARE(written(Json("a\xff"
                              "b")),
                 u"\"a\uFFFDb\""_qs);
        QCOMPARE(parse(R"("\u0041\u00e9\u4e2d\ud83d\ude00\/\b\f\r")").string(), std::string("Aé中😀/\b\f\r"));
    }

    void writesCompactOrIndented() {
        const Json json(Json::Object{{"b", Json::Array{1, "x"}}, {"a", Json::Object{}}, {"c", Json::Array{}}});
        QCOMPARE(written(json), uR"({"a":{},"b":[1,"x"],"c":[]})"_qs);
        QCOMPARE(written(json, 2), u"{\n  \"a\": {},\n  \"b\": [\n    1,\n    \"x\"\n  ],\n  \"c\": []\n}"_qs);
        QCOMPARE(written(parse(json.dump(4))), written(json));
        QCOMPARE(written(Json::Array{true, false, Json(), -3}), u"[true,false,null,-3]"_qs);
    }

    void refuses_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("part");
        const auto row = [](const char *text, const char *part) {
            QTest::addRow("%d %s", int(qHash(QByteArray(text)) % 100000), text)
                << QByteArray(text) << QString::fromUtf8(part);
        };
        row("", "line 1, column 1: the text ends");
        row("{\"a\":1,}", "column 8: expected the name of a member");
        row("[1,]", "expected a value");
        row("[1 2]", "expected ',' or ']'");
        row("{\"a\" 1}", "expected ':'");
        row("{\"a\":1 \"b\":2}", "expected ',' or '}'");
        row("{a:1}", "double quotes");
        row("{\"a\":1,\n\"a\":2}", "line 2, column 1: the name \"a\" stands twice");
        row("01", "leading zero");
        row("-", "expected a value");
        row("+1", "expected a value");
        row(".5", "expected a value");
        row("1.", "after the decimal point");
        row("1e", "in the exponent");
        row("1e999", "outside the range");
        row("-1e999", "outside the range");
        row("NaN", "expected a value");
        row("Infinity", "expected a value");
        row("-Infinity", "expected a value");
        row("tru", "neither true, false nor null");
        row("nul", "neither true, false nor null");
        row("1 2", "after the end");
        row("// no\n1", "expected a value");
        row("'a'", "expected a value");
        row("\"abc", "ends inside a string");
        row("\"\\", "unknown escape");
        row("\"\\x\"", "unknown escape");
        row("\"\\u12g4\"", "four hexadecimal");
        row("\"\\u-123\"", "four hexadecimal");
        row("\"\\u12", "four hexadecimal");
        row("\"\\ud800\"", "surrogate");
        row("\"\\ud800\\u0041\"", "surrogate");
        row("\"\\udc00\"", "surrogate");
        row("\"a\nb\"", "control character");
        row("\"\xff\"", "not UTF-8");
        row("\"\xc0\x80\"", "not UTF-8");         // overlong
        row("\"\xed\xa0\x80\"", "not UTF-8");     // surrogate
        row("\"\xf4\x90\x80\x80\"", "not UTF-8"); // above U+10FFFF
        row("\"\xe4\xb8\"", "not UTF-8");         // cut off
        row("\xef\xbb\xbf{}", "byte order mark");
        row("[\"é中\", x]", "line 1, column 8: expected a value");
    }
    void refuses() {
        QFETCH(QByteArray, text);
        QFETCH(QString, part);
        COMPARE_PROBLEM(parse(text.toStdString()), part);
        COMPARE_PROBLEM(parse(text.toStdString()), u"test.json: line "_qs);
    }

    void depthValuesAndBytesAreLimited() {
        const Json::Limits limits = {40, 3, 5};
        const auto limited = [&](const std::string &text) { return Json::parse(text, "test.json", limits); };
        QCOMPARE(limited("[[[1]]]").array().size(), std::size_t(1));
        COMPARE_PROBLEM(limited("[[[[1]]]]"), u"nested deeper than 3"_qs);
        COMPARE_PROBLEM(limited("{\"a\":{\"a\":{\"a\":{}}}}"), u"nested deeper than 3"_qs);
        QCOMPARE(limited("[1,2,3,4]").array().size(), std::size_t(4));
        COMPARE_PROBLEM(limited("[1,2,3,4,5]"), u"more than 5 values"_qs);
        COMPARE_PROBLEM(limited(std::string(41, ' ')), u"41 bytes long"_qs);
        COMPARE_PROBLEM(parse(std::string(16 << 20, '[')), u"nested deeper than 32"_qs);
    }

    void aWrongKindSaysWhatWasFound() {
        COMPARE_PROBLEM(parse("1").string(), u"expected a text, found a number"_qs);
        COMPARE_PROBLEM(parse("\"1\"").number(), u"expected a number, found a text"_qs);
        COMPARE_PROBLEM(parse("1.5").integer(), u"whole number"_qs);
        COMPARE_PROBLEM(parse("null").boolean(), u"found null"_qs);
        COMPARE_PROBLEM(parse("true").array(), u"found true or false"_qs);
        COMPARE_PROBLEM(parse("[]").object(), u"found a list"_qs);
        COMPARE_PROBLEM(parse("{}").array(), u"found an object"_qs);
    }

    void readsFiles() {
        const FolderOfFiles folder;
        QCOMPARE(Json::read(folder.write("a.json", "[1]")).array().size(), std::size_t(1));
        COMPARE_PROBLEM(Json::read(folder.path("none.json")), u"none.json does not exist"_qs);
        COMPARE_PROBLEM(Json::read(folder.path()), u"is not a file"_qs);
        COMPARE_PROBLEM(Json::read(folder.write("bad.json", "[1")), u"bad.json: line 1, column 3"_qs);
        COMPARE_PROBLEM(Json::read(folder.write("long.json", "[1,2,3]"), Json::Limits{5, 3, 9}), u"7 bytes long"_qs);
    }
};

QTEST_APPLESS_MAIN(TestJson)
#include "tst_json.moc"
