// Archives that strangers made: what is wrong is said, and nothing of it is on the disk.
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <span>

#include <sys/stat.h>
#include <unistd.h>

#include "app/archive/zip_reader.h"
#include "tests/app/archive/raw_zip.h"
#include "tests/small_files.h"

using app::archive::ZipEntry;
using app::archive::ZipLimits;
using app::archive::ZipReader;
using raw_zip::Entry;

namespace {

ZipLimits small() {
    ZipLimits limits;
    limits.entries = 20;
    limits.entryBytes = 3'000'000;
    limits.totalBytes = 5'000'000;
    return limits;
}

QByteArray withLastEntryAt(std::uint32_t offset) {
    return raw_zip::bytes({{.name = "one.txt", .content = "one"}, {.name = "one.txt", .offset = offset}});
}

std::vector<Entry> many(int count) {
    std::vector<Entry> entries;
    for (int i = 0; i < count; ++i)
        entries.push_back({.name = QByteArray::number(i), .content = "x"});
    return entries;
}

// The quoted bomb: entries whose content is the header and content of the next one.
QByteArray overlapping() {
    const Entry inner{.name = "inner", .content = QByteArray(200, 'x')};
    const QByteArray whole = raw_zip::bytes({inner});
    const QByteArray local = whole.left(30 + 5 + 200);
    return raw_zip::bytes({{.name = "outer", .content = local},
                           {.name = "inner", .content = {}, .size = 200, .packed = 200, .crc = 0, .offset = 30 + 5}});
}

} // namespace

class TestZipReader : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString write(const QByteArray &bytes, const char *name = "a.zip") {
        QFile file(m_folder.filePath(QLatin1String(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write");
        return file.fileName();
    }

    QStringList everything() const {
        QStringList found;
        QDirIterator all(m_folder.path(), QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot,
                         QDirIterator::Subdirectories);
        while (all.hasNext())
            found << QDir(m_folder.path()).relativeFilePath(all.next());
        found.sort();
        return found;
    }

    // What it says, "" when it is taken; then the folder "out" is there.
    QString refusalOf(const QByteArray &bytes, const ZipLimits &limits) {
        const QString file = write(bytes);
        try {
            const ZipReader reader(file.toStdString(), limits);
            reader.extract(m_folder.filePath(QStringLiteral("out")).toStdString());
        } catch (const engine::Error &error) {
            if (error.kind() != engine::ErrorKind::BadInput || error.remedy().empty())
                return QStringLiteral("not as a refusal: ") + QString::fromUtf8(error.what());
            return QString::fromUtf8(error.what());
        }
        return {};
    }

    QByteArray contentOf(const QString &name) const { return bytesOf(m_folder.filePath(name)); }

private Q_SLOTS:
    void init() {
        QVERIFY(m_folder.isValid());
        for (const QString &name :
             QDir(m_folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot)) {
            const QString path = m_folder.filePath(name);
            QVERIFY(QFile::remove(path) || QDir(path).removeRecursively());
        }
    }

    void hostile_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("part"); // of the sentence
        const auto row = [](const char *name, const std::vector<Entry> &entries, const char *part,
                            const raw_zip::End &end = {}) {
            QTest::newRow(name) << raw_zip::bytes(entries, end) << QString::fromUtf8(part);
        };
        row("parent", {{.name = "../evil.txt", .content = "x"}}, "leads out");
        row("parent inside", {{.name = "a/../../evil.txt", .content = "x"}}, "leads out");
        row("parent at the end", {{.name = "a/..", .content = "x"}}, "leads out");
        row("absolute", {{.name = "/tmp/evil.txt", .content = "x"}}, "absolute");
        row("drive", {{.name = "C:evil.txt", .content = "x"}}, "drive");
        row("backslash", {{.name = "..\\evil.txt", .content = "x"}}, "backslash");
        row("link", {{.name = "link", .content = "/etc/passwd", .mode = 0120777}}, "is a link");
        row("link and a file behind it",
            {{.name = "a", .content = "/tmp", .mode = 0120777}, {.name = "a/evil.txt", .content = "x"}}, "is a link");
        row("device", {{.name = "null", .mode = 0020666}}, "no file and no folder");
        row("pipe", {{.name = "pipe", .mode = 0010666}}, "no file and no folder");
        row("socket", {{.name = "socket", .mode = 0140666}}, "no file and no folder");
        row("twice", {{.name = "a.txt", .content = "1"}, {.name = "a.txt", .content = "2"}}, "twice");
        row("case", {{.name = "Voice.json", .content = "1"}, {.name = "voice.JSON", .content = "2"}}, "same name");
        row("case of a folder", {{.name = "A/x", .content = "1"}, {.name = "a/y", .content = "2"}}, "same name");
        row("composed", {{.name = "\xc3\xa9", .content = "1"}, {.name = "e\xcc\x81", .content = "2"}}, "same name");
        row("sharp s",
            {{.name = "stra\xc3\x9f"
                      "e",
              .content = "1"},
             {.name = "STRASSE", .content = "2"}},
            "same name");
        row("file and folder", {{.name = "a", .content = "1"}, {.name = "a/b", .content = "2"}}, "as a file and");
        row("encrypted", {{.name = "a.txt", .content = "x", .flags = 0x801}}, "encrypted");
        row("strongly encrypted", {{.name = "a.txt", .content = "x", .flags = 0x840}}, "encrypted");
        row("too many", many(21), "too many");
        row("too large together",
            {{.name = "a", .content = QByteArray(2'900'000, 'x')},
             {.name = "b", .content = QByteArray(2'900'000, 'y')}},
            "too large");
        row("too large alone", {{.name = "a", .content = "x", .deflated = true, .size = 3'000'001}}, "too large");
        row("bomb", {{.name = "a", .content = QByteArray(2'900'000, '\0'), .deflated = true}}, "densely");
        row("bomb that says it is small",
            {{.name = "a", .content = QByteArray(2'900'000, '\0'), .deflated = true, .size = 100}}, "'a'");
        row("says it is large", {{.name = "a", .content = "some text", .deflated = true, .size = 90}}, "'a'");
        row("long part", {{.name = QByteArray(256, 'a'), .content = "x"}}, "longer name");
        row("long name", {{.name = QByteArray("abcdefg/").repeated(130) + "a", .content = "x"}}, "too long a name");
        row("deep", {{.name = QByteArray("d/").repeated(16) + "a", .content = "x"}}, "too many folders");
        row("line break", {{.name = "a\nb", .content = "x"}}, "cannot be shown");
        row("null in the name", {{.name = QByteArray("a\0.txt", 6), .content = "x"}}, "cannot be shown");
        row("escape", {{.name = "\x1b[2Ja", .content = "x"}}, "cannot be shown");
        row("turned direction", {{.name = "a\xe2\x80\xaegpj.exe", .content = "x"}}, "cannot be shown");
        row("no UTF-8", {{.name = "a\xff", .content = "x", .flags = 0}}, "no UTF-8");
        row("no name", {{.name = "", .content = "x"}}, "no name");
        row("only a slash", {{.name = "/"}}, "no name");
        row("empty part", {{.name = "a//b", .content = "x"}}, "empty part");
        row("dot", {{.name = "./a", .content = "x"}}, "empty part");
        row("folder with content", {{.name = "a/", .content = "x"}}, "a file and a folder");
        row("folder without slash", {{.name = "a", .mode = 0040755}}, "a file and a folder");
        row("another method", {{.name = "a", .content = "x", .method = 12}}, "packed in a way");
        row("stored with two sizes", {{.name = "a", .content = "xyz", .size = 2}}, "two sizes");
        row("wrong checksum", {{.name = "a", .content = "xyz", .crc = 1}}, "damaged");
        row("other name at its place", {{.name = "a.txt", .content = "x", .localName = "b.txt"}}, "another one");
        row("place behind the end", {{.name = "a", .content = "x", .offset = 90'000}}, "not where");
        row("content behind the end", {{.name = "a", .content = "x", .size = 900, .packed = 900}}, "not where");
        row("more entries than it says", many(3), "damaged directory", {.entries = 2});
        row("fewer entries than it says", many(3), "damaged directory", {.entries = 4});
        row("directory elsewhere", many(3), "damaged directory", {.offset = 3});
        row("directory shorter", many(3), "damaged directory", {.size = 20});
        row("one of several", many(3), "several", {.disk = 1});
        QTest::newRow("overlapping") << overlapping() << QStringLiteral("lies over");
        QTest::newRow("two entries of one place") << withLastEntryAt(0) << QStringLiteral("lies over");
        QTest::newRow("cut off") << raw_zip::bytes(many(3)).chopped(1) << QStringLiteral("cut off");
        QTest::newRow("begins later") << "MZ" + raw_zip::bytes(many(3)) << QStringLiteral("damaged directory");
        QTest::newRow("empty file") << QByteArray() << QStringLiteral("no zip");
        QTest::newRow("something else") << QByteArray(5000, 'R') << QStringLiteral("no zip");
    }

    void hostile() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, part);
        const QString refusal = refusalOf(bytes, small());
        QVERIFY2(refusal.contains(part), qPrintable(refusal));
        QVERIFY2(!refusal.contains(u'\n') && !refusal.contains(QChar(0x1b)) && !refusal.contains(QChar(0x202e)),
                 "what it shows would do something to the screen");
        QCOMPARE(everything(), QStringList{QStringLiteral("a.zip")});
    }

    void everyByteChanged() { // no crash, no hang; taken only whole
        const QByteArray whole = raw_zip::bytes({{.name = "a.txt", .content = "some text", .deflated = true},
                                                 {.name = "b/c.bin", .content = QByteArray(300, '\1')}});
        int taken = 0;
        for (int at = 0; at < whole.size(); ++at) {
            for (const char flip : {'\x01', '\x80', '\xff'}) {
                QByteArray damaged = whole;
                damaged[at] = char(damaged[at] ^ flip);
                if (refusalOf(damaged, small()).isEmpty()) {
                    ++taken;
                    QDir(m_folder.filePath(QStringLiteral("out"))).removeRecursively();
                }
                QCOMPARE(everything(), QStringList{QStringLiteral("a.zip")});
            }
        }
        QVERIFY2(taken < whole.size(), "times and versions may differ, nothing else");
    }

    void isTaken() {
        QCOMPARE(refusalOf(raw_zip::bytes(
                               {{.name = "voices/", .mode = 0040755},
                                {.name = "voices/m\xc3\xbcller/voice.json", .content = "{}", .deflated = true},
                                {.name = "voices/m\xc3\xbcller/reference.wav", .content = QByteArray(200'000, 'w')},
                                {.name = "empty/", .mode = 0040700},
                                {.name = "none.txt", .mode = 0}},
                               {.comment = "a comment"}),
                           small()),
                 QString());
        QCOMPARE(everything(),
                 (QStringList{QStringLiteral("a.zip"), QStringLiteral("out"), QStringLiteral("out/empty"),
                              QStringLiteral("out/none.txt"), QStringLiteral("out/voices"),
                              QStringLiteral("out/voices/müller"), QStringLiteral("out/voices/müller/reference.wav"),
                              QStringLiteral("out/voices/müller/voice.json")}));
        QCOMPARE(contentOf(QStringLiteral("out/voices/müller/voice.json")), QByteArray("{}"));
        QCOMPARE(contentOf(QStringLiteral("out/voices/müller/reference.wav")), QByteArray(200'000, 'w'));
        QVERIFY((QFile::permissions(m_folder.filePath(QStringLiteral("out/none.txt"))) & QFile::ExeUser) == 0);
    }

    void whatIsThereStays() {
        QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("out/old")));
        const QString refusal = refusalOf(raw_zip::bytes({{.name = "a", .content = "x"}}), small());
        QVERIFY2(refusal.contains(QStringLiteral("is there already")), qPrintable(refusal));
        QCOMPARE(everything(),
                 (QStringList{QStringLiteral("a.zip"), QStringLiteral("out"), QStringLiteral("out/old")}));
    }

    void aPlaceForEach() {
        const ZipReader reader(write(raw_zip::bytes({{.name = "pack.json", .content = "{}"},
                                                     {.name = "voices/a/voice.json", .content = "1"},
                                                     {.name = "voices/b/voice.json", .content = "2"}}))
                                   .toStdString());
        QByteArray seen;
        ZipReader::Extraction extraction;
        extraction.place = [](const ZipEntry &entry) -> std::optional<std::string> {
            return entry.name.starts_with("voices/b/") ? std::optional(entry.name.substr(9)) : std::nullopt;
        };
        extraction.seen = [&](const ZipEntry &entry, std::span<const std::byte> bytes) {
            seen += QByteArray::fromStdString(entry.name) + '=' +
                    QByteArray(reinterpret_cast<const char *>(bytes.data()), qsizetype(bytes.size()));
        };
        reader.extract(m_folder.filePath(QStringLiteral("b")).toStdString(), extraction);
        QCOMPARE(everything(),
                 (QStringList{QStringLiteral("a.zip"), QStringLiteral("b"), QStringLiteral("b/voice.json")}));
        QCOMPARE(contentOf(QStringLiteral("b/voice.json")), QByteArray("2"));
        QCOMPARE(seen, QByteArray("voices/b/voice.json=2"));
        extraction.place = [](const ZipEntry &) { return std::optional<std::string>("../b"); };
        QVERIFY_THROWS_EXCEPTION(engine::Error,
                                 reader.extract(m_folder.filePath(QStringLiteral("c")).toStdString(), extraction));
        QCOMPARE(reader.read(*reader.find("pack.json"), 2), std::string("{}"));
        QVERIFY_THROWS_EXCEPTION(engine::Error, reader.read(*reader.find("pack.json"), 1));
        QVERIFY(!reader.find("pack"));
    }

    void stoppedInTheMiddle() {
        const ZipReader reader(write(raw_zip::bytes({{.name = "a", .content = QByteArray(1'000'000, 'a')},
                                                     {.name = "b", .content = QByteArray(1'000'000, 'b')}}))
                                   .toStdString());
        std::stop_source stop;
        std::uint64_t last = 0;
        ZipReader::Extraction extraction;
        extraction.stop = stop.get_token();
        extraction.progress = [&](std::uint64_t done, std::uint64_t total) {
            QCOMPARE(total, std::uint64_t(2'000'000));
            QVERIFY(done > last);
            last = done;
            if (done > 1'200'000)
                stop.request_stop();
        };
        QVERIFY_THROWS_EXCEPTION(app::archive::Stopped,
                                 reader.extract(m_folder.filePath(QStringLiteral("out")).toStdString(), extraction));
        QVERIFY(last < 2'000'000);
        QCOMPARE(everything(), QStringList{QStringLiteral("a.zip")});
    }

    void whatAKilledProgramLeftIsRemoved() {
        QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral(".unpacking-1-1/voices")));
        QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral(".new-abcd/voices")));
        QCOMPARE(refusalOf(raw_zip::bytes({{.name = "a", .content = "x"}}), small()), QString());
        QCOMPARE(everything(), (QStringList{QStringLiteral(".new-abcd"), QStringLiteral(".new-abcd/voices"),
                                            QStringLiteral("a.zip"), QStringLiteral("out"), QStringLiteral("out/a")}));
    }

    void whatIsNoFile() {
        QCOMPARE(::mkfifo(qPrintable(m_folder.filePath(QStringLiteral("pipe.zip"))), 0600), 0);
        for (const char *name : {"pipe.zip", "missing.zip", "."})
            QVERIFY_THROWS_EXCEPTION(engine::Error, ZipReader(m_folder.filePath(QLatin1String(name)).toStdString()));
    }
};

QTEST_GUILESS_MAIN(TestZipReader)

#include "tst_zip_reader.moc"
