// A voice's lexicon goes where the voice goes: into packs, into backups, and through its versions.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <optional>

#include "app/backup/backup_writer.h"
#include "app/lexicons/lexicon_shelf.h"
#include "app/voices/voice_folders.h"
#include "app/voices/voice_pack.h"
#include "engine/text/lexicon_file.h"
#include "tests/app/voices/decode_here.h"
#include "tests/app/voices/made_up_voice.h"

using app::lexicons::LexiconShelf;
using app::voices::VoiceFolders;
using engine::text::LexiconEntry;
using engine::text::LexiconKind;

class TestLexiconTravels : public QObject {
    Q_OBJECT

    std::optional<QTemporaryDir> m_folder;
    std::optional<VoiceFolders> m_voices;
    const QString m_ada = QStringLiteral("ada");

    std::filesystem::path root(const char *name) const {
        return m_folder->filePath(QString::fromLatin1(name)).toStdString();
    }
    LexiconShelf shelf(const char *name) const { return {root(name), {root(name)}}; }
    void add(const std::string &word) {
        const LexiconEntry entry{LexiconKind::Plain, word, "x"};
        QVERIFY(shelf("one").write(m_ada, {{{}, {entry}}}).error.isEmpty());
    }
    std::string words(const char *name, const QString &voice) const {
        std::string words;
        for (const LexiconEntry &entry : shelf(name).read(voice).entries)
            words += entry.from;
        return words;
    }

private Q_SLOTS:
    void init() {
        m_folder.emplace();
        m_voices.emplace(std::vector{root("one")});
        m_voices->create(madeUpDetails(QStringLiteral("Ada")), madeUpReference(QStringLiteral("Good morning.")));
    }

    void throughVersions() {
        add("a");
        const auto named = m_voices->setDetails(m_ada, madeUpDetails(QStringLiteral("Ada L.")));
        QCOMPARE(words("one", m_ada), std::string("a"));
        add("b");
        m_voices->undo(named); // of the name, not of the words
        QCOMPARE(words("one", m_ada), std::string("ab"));
        const auto removed = m_voices->remove(m_ada);
        QCOMPARE(words("one", m_ada), std::string());
        m_voices->undo(removed);
        QCOMPARE(words("one", m_ada), std::string("ab"));
    }

    void inPacks() {
        add("a");
        const QString pack = m_folder->filePath(QStringLiteral("ada.ishowtts-voice.zip"));
        app::voices::writePack({m_ada}, pack, *m_voices);
        VoiceFolders other({root("two")});
        app::voices::importPack(pack, app::voices::Clash::KeepBoth, other, decodeHere);
        app::voices::importPack(pack, app::voices::Clash::KeepBoth, other, decodeHere);
        QCOMPARE(words("two", m_ada), std::string("a"));
        QCOMPARE(words("two", QStringLiteral("ada-2")), std::string("a"));

        QFile damaged(QString::fromStdString((root("one") / "voices" / "ada" / "lexicon.json").string()));
        QVERIFY(damaged.open(QIODevice::WriteOnly));
        damaged.write("{");
        damaged.close();
        app::voices::writePack({m_ada}, pack, *m_voices);
        COMPARE_STORAGE_PROBLEM(app::voices::importPack(pack, app::voices::Clash::KeepBoth, other, decodeHere),
                                u"lexicon.json");
        QVERIFY(!other.isTaken(QStringLiteral("ada-3")));
    }

    void inBackups() {
        add("a");
        QVERIFY(shelf("one")
                    .write({}, {{{}, {{LexiconKind::Plain, "b", "x"}, {LexiconKind::Plain, "c", "x"}}}})
                    .error.isEmpty());
        const auto manifest = app::backup::writeBackup({root("one"), root("config")}, root("backup.zip"), {});
        QVERIFY2(manifest.words().contains(u"2 lexicon entries"), qPrintable(manifest.words()));
        QStringList names;
        for (const auto &file : manifest.files)
            names << QString::fromStdString(file.name);
        QVERIFY(names.contains(QStringLiteral("data/lexicon.json")));
        QVERIFY(names.contains(QStringLiteral("data/voices/ada/lexicon.json")));
    }
};

QTEST_GUILESS_MAIN(TestLexiconTravels)
#include "tst_lexicon_travels.moc"
