#include "engine/text/characters.h"

#include <QTest>

#include "tests/engine/text/golden_rows.h"

using namespace engine::text;

class TestCharacters : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyCodePointSurvivesTheRoundTrip() {
        for (char32_t c = 0; c < 0x110000; ++c) {
            if (c >= 0xD800 && c < 0xE000)
                continue;
            const std::u32string one(1, c);
            const std::string bytes = encode(one);
            if (bytes != QStringView(QChar::fromUcs4(c)).toUtf8().toStdString() ||
                int(bytes.size()) != encodedBytes(c) || decode(bytes) != one)
                QFAIL(qPrintable(QStringLiteral("U+%1").arg(uint(c), 4, 16)));
        }
    }

    // As Python's bytes.decode("utf-8", "replace").
    void illFormedPartsBecomeReplacementCharacters() {
        for (const QJsonObject &row : goldenRows(QStringLiteral("ill_formed.jsonl"))) {
            const QByteArray bytes = QByteArray::fromHex(row[u"hex"].toString().toLatin1());
            const std::string got = encode(decode(std::string_view(bytes.constData(), std::size_t(bytes.size()))));
            QVERIFY2(got == utf8(row[u"text"]), bytes.toHex(' '));
        }
    }

    void lowerCaseAgreesWithQt_data() {
        QTest::addColumn<uint>("first");
        QTest::addColumn<uint>("last");
        QTest::newRow("Latin") << 0x0u << 0x17Fu;
        QTest::newRow("Greek") << 0x386u << 0x3CEu;
        QTest::newRow("Cyrillic") << 0x400u << 0x52Fu;
        QTest::newRow("Armenian") << 0x531u << 0x586u;
        QTest::newRow("Latin additional") << 0x1E00u << 0x1EFFu;
        QTest::newRow("kana") << 0x3040u << 0x30FFu;
    }
    void lowerCaseAgreesWithQt() {
        constexpr char32_t kDottedCapitalI = 0x130; // Qt leaves the choice to the language
        QCOMPARE(lowerCase(kDottedCapitalI), U'i');
        QFETCH(uint, first);
        QFETCH(uint, last);
        for (char32_t c = first; c <= last; ++c)
            if (c != kDottedCapitalI && lowerCase(c) != QChar::toLower(c))
                QFAIL(qPrintable(QStringLiteral("U+%1").arg(uint(c), 4, 16)));
    }

    void spaceIsWhatPythonStrips() {
        for (const char32_t c : {U'\t', U'\n', U'\r', U' ', U'\x0B', U'\x0C', U'\x1C', U'\x1F', U'\u0085', U'\u00A0',
                                 U'\u1680', U'\u2003', U'\u2028', U'\u2029', U'\u202F', U'\u205F', U'\u3000'})
            QVERIFY2(isSpace(c), QByteArray::number(uint(c), 16));
        for (const char32_t c : {U'\0', U'\x08', U'\x0E', U'\x1B', U'a', U'\u200B', U'\u180E', U'\u2060', U'\uFEFF'})
            QVERIFY2(!isSpace(c), QByteArray::number(uint(c), 16));
    }
};

QTEST_APPLESS_MAIN(TestCharacters)
#include "tst_characters.moc"
