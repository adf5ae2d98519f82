#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QSignalSpy>
#include <QTest>

#include "app/lexicons/lexicon_library.h"
#include "app/storage/file_thread.h"
#include "app/voices/voice_folders.h"
#include "app/voices/voice_library.h"
#include "tests/app/json_file_test.h"
#include "tests/app/voices/made_up_voice.h"
#include "tests/processor_time.h"

using app::lexicons::LexiconLibrary;
using app::lexicons::LexiconShelf;
using app::voices::VoiceFolders;
using app::voices::VoiceLibrary;
using engine::text::LexiconEntry;
using engine::text::LexiconKind;

namespace {

LexiconEntry word(const std::string &from, const std::string &to) {
    return {LexiconKind::Plain, from, to};
}

// A Studio, with a file thread of its own like another program's. Voices of its own: ada; shipped: slt.
struct Studio {
    std::vector<std::filesystem::path> roots;
    app::storage::FileThread files;
    VoiceLibrary voices;
    LexiconLibrary lexicons;
    QSignalSpy problems{&lexicons, &LexiconLibrary::problem};
    QSignalSpy failures{&lexicons, &LexiconLibrary::saveFailed};
    QSignalSpy changes{&lexicons, &LexiconLibrary::changed};

    explicit Studio(const QTemporaryDir &folder)
        : roots{folder.filePath(QStringLiteral("own")).toStdString(),
                folder.filePath(QStringLiteral("shipped")).toStdString()},
          voices(roots, files), lexicons(LexiconShelf(roots.front(), roots), voices, files) {
        settle();
    }
    void settle() {
        for (int round = 0; round < 3; ++round) // voices that were made one's own are listed anew
            ::settle(files);
    }
    void listVoices() {
        voices.refresh();
        settle();
    }
    std::string said(const QString &voice, const std::string &text) const {
        std::string result;
        std::size_t at = 0;
        for (const auto &each : engine::text::applied({text, {}, {}}, lexicons.lexiconsFor(voice))) {
            result += text.substr(at, each.from - at) + each.by;
            at = each.to;
        }
        return result + text.substr(at);
    }
};

} // namespace

class TestLexiconLibrary : public JsonFileTest {
    Q_OBJECT

public:
    TestLexiconLibrary() : JsonFileTest("own/lexicon.json") {}

private:
    void fillFile(const char *name, const QByteArray &text) const {
        QFile out(path(name));
        QVERIFY(out.open(QIODevice::WriteOnly) && out.write(text) == text.size());
    }
    QString ada(const char *file) const {
        return m_folder->filePath(QStringLiteral("own/voices/ada/") + QLatin1String(file));
    }
    QString own(const char *file) const {
        return m_folder->filePath(QStringLiteral("own/voices/slt/") + QLatin1String(file));
    }

private Q_SLOTS:
    void init() {
        newFolder();
        VoiceFolders({m_folder->filePath(QStringLiteral("own")).toStdString()})
            .create(madeUpDetails(QStringLiteral("Ada")), madeUpReference(QStringLiteral("Good morning.")));
        VoiceFolders({m_folder->filePath(QStringLiteral("shipped")).toStdString()})
            .create(madeUpDetails(QStringLiteral("slt")), madeUpReference(QStringLiteral("Good evening.")));
    }

    void whatIsAddedCountsAtOnceAndTomorrow() {
        {
            Studio studio(*m_folder);
            studio.listVoices();
            studio.lexicons.change({}, {{{}, {word("GIF", "jif")}}});
            studio.lexicons.change(QStringLiteral("ada:happy"), {{{}, {word("GIF", "ghif"), word("Ada", "Ayda")}}});
            QCOMPARE(studio.said({}, "GIF Ada"), std::string("jif Ada"));
            QCOMPARE(studio.said(QStringLiteral("slt"), "GIF Ada"), std::string("jif Ada"));
            QCOMPARE(studio.said(QStringLiteral("ada:happy"), "GIF Ada"), std::string("ghif Ayda"));
        }
        Studio studio(*m_folder);
        QCOMPARE(studio.said({}, "GIF"), std::string("jif"));
        studio.listVoices();
        QCOMPARE(studio.said(QStringLiteral("ada"), "GIF Ada"), std::string("ghif Ayda"));
        QVERIFY(QFile::exists(ada("lexicon.json")) && !QFile::exists(ada("lexicon.json.lock")));
        QVERIFY(studio.problems.isEmpty() && studio.failures.isEmpty());
    }

    void everyChangeHasItsUndo() {
        {
            Studio studio(*m_folder);
            studio.listVoices();
            auto &lexicons = studio.lexicons;
            const QString voice = QStringLiteral("ada");
            QVERIFY(!lexicons.canUndo({}) && !lexicons.canUndo(voice) && !lexicons.canRedo({}));
            lexicons.change({}, {{{}, {word("GIF", "jif"), word("OBS", "O B S")}}});
            lexicons.change(voice, {{{}, {word("GIF", "ghif")}}});
            const auto back = lexicons.change({}, {{{word("GIF", "jif")}, {}}});
            lexicons.change({}, {{{word("none", "x")}, {}}}); // changes nothing, and is no step
            QCOMPARE(studio.said({}, "GIF OBS"), std::string("GIF O B S"));
            lexicons.takeBack({}, back); // as the Undo of a message: the step itself
            QCOMPARE(studio.said({}, "GIF OBS"), std::string("jif O B S"));
            QVERIFY(lexicons.canRedo({}) && !lexicons.canRedo(voice));
            lexicons.redo({});
            QCOMPARE(studio.said({}, "GIF OBS"), std::string("GIF O B S"));
            lexicons.undo({});
            lexicons.undo({});
            QCOMPARE(studio.said({}, "GIF OBS"), std::string("GIF OBS"));
            QVERIFY(!lexicons.canUndo({}));
            QCOMPARE(studio.said(voice, "GIF"), std::string("ghif")); // another lexicon
            lexicons.redo({});
            lexicons.change({}, {{{}, {word("AFK", "away")}}});
            QVERIFY(!lexicons.canRedo({}));
            lexicons.takeBack({}, back); // long ago, and back by other means: it does not come twice
            QCOMPARE(lexicons.lexicon({})->entries().size(), std::size_t(3));
        }
        Studio studio(*m_folder);
        QCOMPARE(studio.said({}, "GIF AFK"), std::string("jif away")); // what was undone is saved
        QVERIFY(!studio.lexicons.canUndo({}));
    }

    void aShippedVoiceBecomesOnesOwn() {
        Studio studio(*m_folder);
        studio.listVoices();
        QVERIFY(studio.voices.standing(QStringLiteral("slt"))->kind == app::voices::VoiceKind::Shipped);
        studio.lexicons.change(QStringLiteral("slt"), {{{}, {word("a", "b")}}});
        studio.settle();
        QVERIFY(QFile::exists(own("lexicon.json")) && QFile::exists(own("reference.wav")));
        QVERIFY(studio.voices.standing(QStringLiteral("slt"))->kind == app::voices::VoiceKind::Override);
        QVERIFY(!QFile::exists(m_folder->filePath(QStringLiteral("shipped/voices/slt/lexicon.json"))));
        QCOMPARE(studio.said(QStringLiteral("slt"), "a"), std::string("b"));
    }

    void whatASnapshotSaysStays() {
        Studio studio(*m_folder);
        const app::lexicons::LexiconPtr before = studio.lexicons.lexicon();
        studio.lexicons.change({}, {{{}, {word("a", "b")}}});
        QVERIFY(before->entries().empty());
        QCOMPARE(studio.lexicons.lexicon()->entries().size(), std::size_t(1));
    }

    void anotherProgramsWordsAreThere() {
        Studio one(*m_folder);
        one.listVoices();
        one.lexicons.change({}, {{{}, {word("a", "1"), word("b", "1")}}});
        one.settle();
        Studio other(*m_folder);
        other.lexicons.change({}, {{{word("b", "1")}, {word("b", "2")}}});
        other.lexicons.change(QStringLiteral("ada"), {{{}, {word("c", "3")}}});
        other.settle();
        one.changes.clear();
        one.lexicons.change({}, {{{}, {word("d", "4")}}}); // reads what is there
        one.settle();
        QCOMPARE(one.said({}, "a b c d"), std::string("1 2 c 4"));
        one.lexicons.refresh();
        one.settle();
        QCOMPARE(one.said(QStringLiteral("ada"), "a b c d"), std::string("1 2 3 4"));
        QCOMPARE(one.changes.size(), 3);
        one.lexicons.refresh();
        one.settle();
        QCOMPARE(one.changes.size(), 3); // nothing new, nothing said
    }

    void whatIsNotUnderstoodStaysAndIsSaid() {
        fill(R"({"version": 9, "theirs": 1, "entries": [{"from": "a", "to": "b", "stress": 2}, {"kind": "song"}]})");
        Studio studio(*m_folder);
        QCOMPARE(studio.problems.size(), 1);
        QVERIFY(studio.problems.first().first().value<app::Problem>().detail.contains(u"entry 2"));
        studio.lexicons.change({}, {{{}, {word("c", "d")}}});
        studio.settle();
        const QJsonArray entries = written().value(u"entries").toArray();
        QCOMPARE(entries.size(), 3);
        QCOMPARE(entries.at(0).toObject().value(u"stress").toInt(), 2);
        QCOMPARE(entries.at(1).toObject().value(u"kind").toString(), QStringLiteral("song"));
        QCOMPARE(written().value(u"theirs").toInt(), 1);
        QCOMPARE(studio.said({}, "a c"), std::string("b d"));
    }

    void aDamagedFileIsKeptAside() {
        fill("{\"entries\": [");
        Studio studio(*m_folder);
        QCOMPARE(studio.problems.size(), 1);
        QCOMPARE(contents(path("own/lexicon.json.broken")), QByteArray("{\"entries\": ["));
        studio.lexicons.change({}, {{{}, {word("a", "b")}}});
        studio.settle();
        fill("!");
        studio.lexicons.refresh();
        studio.settle();
        QCOMPARE(studio.said({}, "a"), std::string("b")); // and the file again
        QCOMPARE(written().value(u"entries").toArray().size(), 1);
    }

    void whatCannotBeSavedIsSaid() {
        Studio studio(*m_folder);
        studio.listVoices();
        QFile::remove(path());
        QVERIFY(QDir().mkpath(path())); // in the way
        studio.lexicons.change({}, {{{}, {word("a", "b")}}});
        studio.settle();
        QCOMPARE(studio.failures.size(), 1);
        QVERIFY(!studio.failures.first().first().value<app::Problem>().remedy.isEmpty());
        QCOMPARE(studio.said({}, "a"), std::string("b")); // until it is closed
        QVERIFY(QDir().rmdir(path()));
    }

    void theFileAsItIsKnownIsTheFileAsItIsWritten() {
        const LexiconEntry all{LexiconKind::Pattern, "é(\\d)", "\\1\n", true, false, false, "n", R"({"stress":[1]})"};
        Studio studio(*m_folder);
        studio.lexicons.change({}, {{{}, {all, word("a", "")}}});
        studio.settle();
        QCOMPARE(written(), app::lexicons::fileOf(studio.lexicons.lexicon()->entries()));
    }

    void filesComeInAndGoOut() {
        Studio studio(*m_folder);
        studio.lexicons.change({}, {{{}, {word("a", "1"), word("b", "1"), word("c", "1")}}});
        fillFile("in.csv", "from,to\nb,2\nc,1\nd,2\n,nothing\n");
        QSignalSpy imported(&studio.lexicons, &LexiconLibrary::imported);
        QSignalSpy exported(&studio.lexicons, &LexiconLibrary::exported);
        QSignalSpy refused(&studio.lexicons, &LexiconLibrary::fileRefused);
        studio.lexicons.importFile({}, path("in.csv"));
        studio.settle();
        QCOMPARE(imported.size(), 1);
        const auto report = imported.first().at(1).value<app::lexicons::LexiconReport>();
        QCOMPARE(report.file, QStringLiteral("in.csv"));
        QCOMPARE((QList<int>{report.added, report.replaced, report.same, int(report.refused.size())}),
                 (QList<int>{1, 1, 1, 1}));
        QCOMPARE(studio.said({}, "a b c d"), std::string("1 2 1 2"));
        studio.lexicons.change({}, report.undo);
        QCOMPARE(studio.said({}, "a b c d"), std::string("1 1 1 d"));
        QCOMPARE(studio.lexicons.lexicon()->entries()[1].from, std::string("b")); // in its place

        studio.lexicons.exportTo({}, path("out.tsv"));
        studio.lexicons.importFile(QStringLiteral("ada"), path("out.tsv"));
        studio.lexicons.importFile({}, path("none.csv"));
        studio.settle();
        QCOMPARE(exported.size(), 1);
        QCOMPARE(exported.first().at(1).toInt(), 3);
        QVERIFY(studio.lexicons.lexicon(QStringLiteral("ada"))->entries() == studio.lexicons.lexicon()->entries());
        QCOMPARE(refused.size(), 1);
    }

    // Eight times the entries take the GUI thread about eight times as long.
    void theLargestOneIsThereSoon() {
        Studio studio(*m_folder);
        const auto seconds = [&studio](int count, int runs) {
            std::vector<LexiconEntry> entries;
            for (int i = 0; i < count; ++i)
                entries.push_back(word("word" + std::to_string(i), "x"));
            double least = 1e9;
            for (int run = 0; run < runs; ++run) {
                studio.lexicons.undo({}); // what the last one did
                least = std::min(least, leastSeconds(1, [&] { studio.lexicons.change({}, {{{}, entries}}); }));
            }
            return least;
        };
        const double eighth = seconds(1'250, 2);
        const double whole = seconds(10'000, 1);
        QVERIFY2(whole < 24 * eighth + 0.005, qPrintable(QStringLiteral("%1 s, %2 s").arg(eighth).arg(whole)));
        studio.settle();
        QCOMPARE(Studio(*m_folder).said({}, "word9999"), std::string("x"));
    }
};

QTEST_GUILESS_MAIN(TestLexiconLibrary)
#include "tst_lexicon_library.moc"
