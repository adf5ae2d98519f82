#include <QTest>

#include "app/lexicons/lexicon_change.h"
#include "engine/text/lexicon_file.h"

using app::lexicons::applyChange;
using app::lexicons::LexiconChange;
using app::lexicons::undoOf;
using engine::Json;
using engine::text::LexiconEntry;
using engine::text::LexiconKind;
using Entries = std::vector<LexiconEntry>;

namespace {

LexiconEntry word(const std::string &from) {
    return {LexiconKind::Plain, from, "x"};
}

std::string wordsOf(const Entries &entries) {
    std::string words;
    for (const LexiconEntry &entry : entries)
        words += entry.from;
    return words;
}

Json::Object fileWith(const Entries &entries) {
    Json::Array array{Json(7)}; // is of another version
    for (const LexiconEntry &entry : entries)
        array.emplace_back(engine::text::asJson(entry));
    return {{"version", 3}, {"theirs", true}, {"entries", std::move(array)}};
}

} // namespace

class TestLexiconChange : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void inMemoryAndInTheFile_data() {
        QTest::addColumn<QString>("gone");
        QTest::addColumn<QString>("come");
        QTest::addColumn<int>("at"); // -1: at the end
        QTest::addColumn<QString>("then");
        QTest::newRow("added") << ""
                               << "x" << -1 << "abcbdx";
        QTest::newRow("added first") << ""
                                     << "xy" << 0 << "xyabcbd";
        QTest::newRow("added in between") << ""
                                          << "x" << 3 << "abcxbd";
        QTest::newRow("too far") << ""
                                 << "x" << 99 << "abcbdx";
        QTest::newRow("removed") << "c"
                                 << "" << -1 << "abbd";
        QTest::newRow("removed one of two") << "b"
                                            << "" << -1 << "acbd";
        QTest::newRow("removed some") << "dab"
                                      << "" << -1 << "cb";
        QTest::newRow("changed in its place") << "c"
                                              << "x" << -1 << "abxbd";
        QTest::newRow("gone meanwhile") << "z"
                                        << "" << -1 << "abcbd";
        QTest::newRow("changed, gone meanwhile") << "z"
                                                 << "x" << -1 << "abcbdx";
    }
    void inMemoryAndInTheFile() {
        QFETCH(QString, gone);
        QFETCH(QString, come);
        QFETCH(int, at);
        QFETCH(QString, then);
        LexiconChange change;
        for (const QChar c : gone)
            change.gone.push_back(word(QString(c).toStdString()));
        for (const QChar c : come)
            change.come.push_back(word(QString(c).toStdString()));
        change.at = at < 0 ? app::lexicons::kAtTheEnd : std::size_t(at);
        const Entries before{word("a"), word("b"), word("c"), word("b"), word("d")};
        Entries entries = before;
        Json::Object file = fileWith(before);
        applyChange(entries, change);
        applyChange(file, change);
        QCOMPARE(wordsOf(entries), then.toStdString());
        const Json written(file);
        QVERIFY(engine::text::lexiconIn(written, "file").entries == entries);
        QCOMPARE(engine::text::lexiconIn(written, "file").problems.size(), std::size_t(1));
        QVERIFY(written["theirs"].boolean() && written["version"].integer() == 3);

        for (const LexiconChange &each : undoOf(change, before)) {
            applyChange(entries, each);
            applyChange(file, each);
        }
        QCOMPARE(wordsOf(entries), wordsOf(before));
        QVERIFY(engine::text::lexiconIn(Json(file), "file").entries == before);
    }

    void aFileBegins() {
        Json::Object file;
        applyChange(file, {{}, {word("a")}});
        QCOMPARE(Json(file)["version"].integer(), std::int64_t(1));
        QCOMPARE(engine::text::lexiconIn(Json(file), "file").entries.size(), std::size_t(1));
    }
};

QTEST_APPLESS_MAIN(TestLexiconChange)
#include "tst_lexicon_change.moc"
