// Backups that are not whole, not ours or of a later version: said, and nothing is changed.
#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include "app/archive/zip_reader.h"
#include "app/backup/backup_writer.h"
#include "app/backup/restore.h"
#include "app/storage/connection.h"
#include "app/storage/storage_error.h"
#include "tests/app/archive/raw_zip.h"
#include "tests/app/backup/data_of_tests.h"

using namespace app::backup;
using namespace std::chrono_literals;

namespace {

struct Parts { // of a backup, taken apart
    QMap<QByteArray, QByteArray> files;
    QJsonObject manifest;

    // Put together again, the list being right unless it was changed.
    QByteArray zip(bool listAnew = true) const {
        std::vector<raw_zip::Entry> entries;
        QJsonObject list = manifest;
        QJsonArray listed;
        for (auto file = files.begin(); file != files.end(); ++file) {
            entries.push_back({.name = file.key(), .content = file.value()});
            listed << QJsonObject{
                {QStringLiteral("name"), QString::fromUtf8(file.key())},
                {QStringLiteral("bytes"), file.value().size()},
                {QStringLiteral("sha256"),
                 QString::fromLatin1(QCryptographicHash::hash(file.value(), QCryptographicHash::Sha256).toHex())}};
        }
        if (listAnew)
            list[QStringLiteral("files")] = listed;
        entries.push_back({.name = "manifest.json", .content = QJsonDocument(list).toJson()});
        return raw_zip::bytes(entries);
    }
};

} // namespace

class TestDamagedBackup : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    Parts m_parts;

    PersonsFolders person() const { return PersonsFolders(m_folder.filePath(QStringLiteral("person"))); }

    QString refusalOf(const QByteArray &zip, bool onlyCheck) {
        const QString file = m_folder.filePath(QStringLiteral("b.zip"));
        writeFile(file, zip);
        try {
            const Restore backup(file.toStdString());
            if (onlyCheck) {
                backup.check();
            } else {
                const auto turn = lockRestore(person().places(), 0ms);
                decide(person().places(), backup.prepare(person().places()));
            }
        } catch (const engine::Error &error) {
            return error.remedy().empty() ? QStringLiteral("no remedy") : QString::fromUtf8(error.what());
        } catch (const app::storage::Error &error) {
            return QStringLiteral("not as a refusal: ") + error.problem().what;
        }
        return {};
    }

    QByteArray libraryWith(const QStringList &statements) const {
        const QString file = m_folder.filePath(QStringLiteral("changed.sqlite"));
        writeFile(file, m_parts.files["data/library.sqlite"]);
        {
            app::storage::Connection connection(file);
            for (const QString &statement : statements)
                connection.run(statement);
        }
        return fileContent(file);
    }

private Q_SLOTS:
    void initTestCase() {
        const PersonsFolders from(m_folder.filePath(QStringLiteral("from")));
        from.fill(QStringLiteral("from"));
        const std::filesystem::path zip = m_folder.filePath(QStringLiteral("a.zip")).toStdString();
        writeBackup(from.places(), zip, {});
        const app::archive::ZipReader reader(zip);
        for (const auto &entry : reader.entries())
            m_parts.files[QByteArray::fromStdString(entry.name)] =
                QByteArray::fromStdString(reader.read(entry, 10'000'000));
        m_parts.manifest = QJsonDocument::fromJson(m_parts.files.take("manifest.json")).object();
        person().fill(QStringLiteral("person"));
    }

    void isTakenWhenNothingIsChanged() { QCOMPARE(refusalOf(m_parts.zip(), true), QString()); }

    void refused_data() {
        QTest::addColumn<QByteArray>("zip");
        QTest::addColumn<QString>("part");
        const auto row = [this](const char *name, const char *part, const std::function<void(Parts &)> &change,
                                bool listAnew = true) {
            Parts parts = m_parts;
            change(parts);
            QTest::newRow(name) << parts.zip(listAnew) << QString::fromUtf8(part);
        };
        const auto library = [&](const char *name, const char *part, const QStringList &statements) {
            row(name, part, [&](Parts &parts) { parts.files["data/library.sqlite"] = libraryWith(statements); });
        };
        row(
            "other content", "is not what was put in",
            [](Parts &parts) { parts.files["config/settings.json"].replace("from", "evil"); }, false);
        row(
            "other size", "another size", [](Parts &parts) { parts.files["config/settings.json"] += ' '; }, false);
        row(
            "missing", "is missing", [](Parts &parts) { parts.files.remove("config/settings.json"); }, false);
        row(
            "not listed", "is not listed", [](Parts &parts) { parts.files["data/voices/x/voice.json"] = "{}"; }, false);
        row("elsewhere", "makes no sense", [](Parts &parts) { parts.files["data/library.sqlite-wal"] = "x"; });
        row("elsewhere in the data", "makes no sense", [](Parts &parts) { parts.files["data/other"] = "x"; });
        row("other settings", "makes no sense", [](Parts &parts) { parts.files["config/autostart.desktop"] = "x"; });
        row("of an unlisted section", "makes no sense", [](Parts &parts) { parts.files["data/models/a/b"] = "x"; });
        row("later form", "newer version", [](Parts &parts) { parts.manifest[QStringLiteral("version")] = 2; });
        row("later section", "'votes'", [](Parts &parts) {
            QJsonObject sections = parts.manifest[QStringLiteral("sections")].toObject();
            sections[QStringLiteral("votes")] = QJsonObject{{QStringLiteral("version"), 1}};
            parts.manifest[QStringLiteral("sections")] = sections;
        });
        row("later form of a section", "newer version", [](Parts &parts) {
            QJsonObject sections = parts.manifest[QStringLiteral("sections")].toObject();
            sections[QStringLiteral("voices")] = QJsonObject{{QStringLiteral("version"), 2}};
            parts.manifest[QStringLiteral("sections")] = sections;
        });
        row("no sections", "nothing in", [](Parts &parts) {
            parts.files.clear();
            parts.manifest[QStringLiteral("sections")] = QJsonObject();
        });
        row("other program", "no backup of this",
            [](Parts &parts) { parts.manifest[QStringLiteral("format")] = u"x"_qs; });
        row("no date", "its date", [](Parts &parts) { parts.manifest[QStringLiteral("created")] = u"x"_qs; });
        row("senseless count", "makes no sense",
            [](Parts &parts) { parts.manifest[QStringLiteral("sounds_missing")] = -1; });
        row(
            "senseless list", "makes no sense", [](Parts &parts) { parts.manifest[QStringLiteral("files")] = 1; },
            false);
        row("list of endless length", "manifest.json",
            [](Parts &parts) { parts.manifest[QStringLiteral("padding")] = QString(8'000'000, QLatin1Char(' ')); });
        row("list of endless things", "makes no sense", [](Parts &parts) {
            QJsonArray padding;
            for (int i = 0; i < 200'000; ++i)
                padding << i % 10;
            parts.manifest[QStringLiteral("padding")] = padding;
        });
        row("damaged library", "damaged", [](Parts &parts) {
            QByteArray &bytes = parts.files["data/library.sqlite"];
            bytes.replace(4096, 3000, QByteArray(3000, 'x'));
        });
        row("no library", "cannot be used", [](Parts &parts) { parts.files["data/library.sqlite"] = "no library"; });
        library("later library", "newer version", {QStringLiteral("PRAGMA user_version = 99")});
        library("other database", "another program", {QStringLiteral("PRAGMA application_id = 1")});
        library("trigger", "other tables",
                {QStringLiteral("CREATE TRIGGER evil AFTER UPDATE ON take BEGIN DELETE FROM take; END")});
        library("view", "other tables", {QStringLiteral("CREATE VIEW evil AS SELECT 1")});
        QTest::newRow("no manifest") << raw_zip::bytes({{.name = "a", .content = "x"}}) << QStringLiteral("no backup");
        QTest::newRow("manifest that is no JSON")
            << raw_zip::bytes({{.name = "manifest.json", .content = "{"}}) << QStringLiteral("makes no sense");
        QTest::newRow("no zip") << QByteArray("PK") << QStringLiteral("no zip");
    }

    void refused() {
        QFETCH(QByteArray, zip);
        QFETCH(QString, part);
        const auto before = person().all();
        for (const bool onlyCheck : {true, false}) {
            const QString refusal = refusalOf(zip, onlyCheck);
            QVERIFY2(refusal.contains(part), qPrintable(refusal));
            QCOMPARE(differencesOf(before, person().all()), QStringList());
            QCOMPARE(person().leftOver(), QStringList());
        }
    }
};

QTEST_GUILESS_MAIN(TestDamagedBackup)

#include "tst_damaged_backup.moc"
