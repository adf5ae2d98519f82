#include "engine/text/vocabulary.h"

#include <QTemporaryDir>
#include <QTest>

#include "engine/error.h"

using engine::text::Vocabulary;
using Ids = std::vector<std::int64_t>;
using Strings = std::vector<std::string>;

class TestVocabulary : public QObject {
    Q_OBJECT

    static std::filesystem::path write(const QTemporaryDir &folder, const QByteArray &content) {
        const QString path = folder.filePath(QStringLiteral("vocab.txt"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("%s cannot be written", qPrintable(path));
        return path.toStdString();
    }

private Q_SLOTS:
    void lineNumberIsTheId() {
        const QTemporaryDir folder;
        const Vocabulary vocabulary = Vocabulary::load(write(folder, " \na\nzhong1\né\n"));
        QCOMPARE(vocabulary.size(), std::size_t(4));
        QCOMPARE(vocabulary.maxId(), std::int64_t(3));
        QCOMPARE(vocabulary.ids({"é", "zhong1", "a", " "}), (Ids{3, 2, 1, 0}));
    }

    void unknownTokensGetTheBlankAndAreNamedOnce() {
        const Vocabulary vocabulary = Vocabulary::parse(" \na\n", "vocab.txt");
        const Strings tokens = {"ж", "a", "😀", "ж", " "};
        QCOMPARE(vocabulary.ids(tokens), (Ids{0, 1, 0, 0, 0}));
        QCOMPARE(vocabulary.unknown(tokens), (Strings{"ж", "😀"}));
        QCOMPARE(vocabulary.unknown({"a"}), Strings());
    }

    void lineEndsOfAnySystem_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("LF") << QByteArray(" \na\nb\n");
        QTest::newRow("CR LF") << QByteArray(" \r\na\r\nb\r\n");
        QTest::newRow("CR") << QByteArray(" \ra\rb\r");
        QTest::newRow("none at the end") << QByteArray(" \na\nb");
        QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF \na\nb\n");
    }
    void lineEndsOfAnySystem() {
        QFETCH(QByteArray, content);
        const Vocabulary vocabulary = Vocabulary::parse(content.toStdString(), "vocab.txt");
        QCOMPARE(vocabulary.size(), std::size_t(3));
        QCOMPARE(vocabulary.ids({" ", "a", "b"}), (Ids{0, 1, 2}));
    }

    // As a Python dict: the last one wins, and only distinct tokens are counted.
    void repeatedLines() {
        const Vocabulary vocabulary = Vocabulary::parse(" \na\nb\na\n", "vocab.txt");
        QCOMPARE(vocabulary.size(), std::size_t(3));
        QCOMPARE(vocabulary.ids({"a"}), (Ids{3}));
        QCOMPARE(vocabulary.maxId(), std::int64_t(3));
    }

    void badFilesSayWhatIsWrong_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QByteArray>("said");
        QTest::newRow("empty") << QByteArray() << QByteArray("empty");
        QTest::newRow("only a mark") << QByteArray("\xEF\xBB\xBF") << QByteArray("empty");
        QTest::newRow("no blank first") << QByteArray("a\n \n") << QByteArray("first line");
        QTest::newRow("empty first line") << QByteArray("\na\n") << QByteArray("first line");
        QTest::newRow("two blanks first") << QByteArray("  \na\n") << QByteArray("first line");
        QTest::newRow("blank repeated") << QByteArray(" \na\n \n") << QByteArray("line 3");
        QTest::newRow("Latin-1") << QByteArray(" \n\xE9\n") << QByteArray("UTF-8");
        QTest::newRow("a model instead") << QByteArray("\x80\x02}q\x00.", 6) << QByteArray("UTF-8");
        QTest::newRow("too long") << QByteArray((16 << 20) + 1, ' ') << QByteArray("16777216");
    }
    void badFilesSayWhatIsWrong() {
        QFETCH(QByteArray, content);
        QFETCH(QByteArray, said);
        const QTemporaryDir folder;
        const std::filesystem::path file = write(folder, content);
        try {
            Vocabulary::load(file);
            QFAIL("was accepted");
        } catch (const engine::Error &error) {
            QCOMPARE(error.kind(), engine::ErrorKind::BadInput);
            QVERIFY2(QByteArray(error.what()).contains(said), error.what());
            QVERIFY2(QByteArray(error.what()).contains("vocab.txt"), error.what());
            QVERIFY(!error.remedy().empty());
        }
    }

    void missingFileAndFolder() {
        const QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        QVERIFY_EXCEPTION_THROWN(Vocabulary::load(path / "vocab.txt"), engine::Error);
        QVERIFY_EXCEPTION_THROWN(Vocabulary::load(path), engine::Error);
    }
};

QTEST_APPLESS_MAIN(TestVocabulary)
#include "tst_vocabulary.moc"
