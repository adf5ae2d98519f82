// Word errors, equal to jiwer's where both compare the same words, and the file of what was heard.
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include "engine/distances/word_error.h"
#include "engine/error.h"
#include "tests/engine/distances/known_takes.h"

using namespace engine;
using namespace engine::distances;

class TestWordError : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ratesEqualTheReference() {
        const QJsonArray pairs = knownDistances()[u"words"].toArray();
        QCOMPARE(pairs.size(), 5);
        for (const QJsonValue &pair : pairs) {
            const WordError error =
                wordError(pair[u"text"].toString().toStdString(), pair[u"heard"].toString().toStdString());
            QVERIFY(isNear(*error.rate(), pair[u"rate"].toDouble(), 1e-12));
        }
    }

    void eachKindIsCounted() {
        const WordError error = wordError("The cow went home after an hour.", "the cow want home, after hour");
        QCOMPARE(int(error.words), 7);
        QCOMPARE(int(error.substitutions), 1);
        QCOMPARE(int(error.deletions), 1);
        QCOMPARE(int(error.insertions), 0);
        QCOMPARE(int(wordError("one", "one one").insertions), 1);
        QCOMPARE(*wordError("yes", "no, not at all").rate(), 4.0);
        QVERIFY(!wordError("", "something").rate());
        QVERIFY(!wordError("…", "").rate());
    }

    void whatIsNotSpokenIsNotCompared() {
        QCOMPARE(*wordError("“Don’t stop!” – she SAID…", "don't stop she said").rate(), 0.0);
        QCOMPARE(*wordError("ÉCOLE", "école").rate(), 0.0);
        const std::vector<std::string> wanted{"我", "爱", "pizza"};
        QCOMPARE(wordsToCompare("我爱，pizza。"), wanted);
        QCOMPARE(*wordError("我爱你", "我在你").rate(), 1.0 / 3);
        QCOMPARE(int(wordsToCompare("'tis the dogs' bone").size()), 4);
    }

    void whatWasHeardIsRead() {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("heard.json"));
        QVERIFY(!readHeardTexts(path.toStdString()));
        const auto write = [&](const char *text) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(text);
        };
        write(R"({"format": 1, "recogniser": "ears", "heard": {"a": "hello", "b": ""}})");
        const auto texts = readHeardTexts(path.toStdString());
        QCOMPARE(texts->recogniser, std::string("ears"));
        QCOMPARE(texts->heard.at("a"), std::string("hello"));
        QCOMPARE(int(texts->heard.size()), 2);
        for (const char *wrong :
             {"", "[]", R"({"format": 2, "recogniser": "ears", "heard": {}})", R"({"format": 1, "heard": {}})",
              R"({"format": 1, "recogniser": "ears", "heard": []})",
              R"({"format": 1, "recogniser": "ears", "heard": {"a": 1}})"}) {
            write(wrong);
            QVERIFY_EXCEPTION_THROWN(readHeardTexts(path.toStdString()), Error);
        }
    }
};

QTEST_APPLESS_MAIN(TestWordError)
#include "tst_word_error.moc"
