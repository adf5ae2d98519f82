// "Back up …" and "Restore …": what the sheets say, what they do, and the way back.
#include <QApplication>
#include <QCheckBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

#include "app/backup/backup_writer.h"
#include "tests/app/backup/data_of_tests.h"
#include "tests/patience.h"
#include "ui/backup/backup_desk.h"
#include "ui/backup/backup_sheet.h"
#include "ui/backup/restore_sheet.h"

using namespace app::backup;
using ui::backup::BackupDesk;
using ui::shared::Notice;

namespace {

struct Window {
    explicit Window(const PersonsFolders &person) : desk(person.places(), notices, &widget) { widget.show(); }

    QWidget widget;
    ui::shared::NoticeBar notices{&widget};
    BackupDesk desk;
    QSignalSpy restarts{&desk, &BackupDesk::restartWanted};
};

QPushButton *button(const QWidget &sheet, const char *begin) {
    for (auto *each : sheet.findChildren<QPushButton *>()) {
        if (each->text().remove(u'&').startsWith(QLatin1String(begin)))
            return each;
    }
    return nullptr;
}

QString textOf(const QWidget &sheet) {
    QString all;
    for (const QLabel *label : sheet.findChildren<QLabel *>())
        all += label->text() + u'\n';
    return all;
}

} // namespace

class TestBackupSheets : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString path(const char *name) const { return m_folder->filePath(QLatin1String(name)); }
    PersonsFolders person(const char *name) const { return PersonsFolders(path(name)); }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void backsUp() {
        const PersonsFolders one = person("one");
        one.fill(QStringLiteral("one"));
        Window window(one);
        QPointer<QDialog> sheet = window.desk.backUp();
        auto *file = sheet->findChild<QLineEdit *>();
        QVERIFY(file->text().endsWith(u".zip"));
        file->clear();
        QVERIFY(!button(*sheet, "Back up")->isEnabled());
        file->setText(path("mine")); // without its suffix
        QTest::keyClick(sheet, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(window.notices.current(), 30'000);
        QCOMPARE(window.notices.current()->kind, Notice::Kind::Good);
        QVERIFY2(window.notices.current()->what.contains(QStringLiteral("mine.zip")),
                 qPrintable(window.notices.current()->what));
        QVERIFY(window.notices.current()->remedy.contains(QStringLiteral("3 takes with their sound")));
        Restore(path("mine.zip").toStdString()).check();
        QTRY_VERIFY(!sheet);
    }

    void saysWhyItCannot() {
        const PersonsFolders one = person("one");
        one.fill(QStringLiteral("one"));
        Window window(one);
        QDialog *sheet = window.desk.backUp();
        sheet->findChild<QLineEdit *>()->setText(path("no folder/mine.zip"));
        button(*sheet, "Back up")->click();
        QTRY_VERIFY_WITH_TIMEOUT(textOf(*sheet).contains(QStringLiteral("There is no folder")), 30'000);
        QVERIFY(button(*sheet, "Back up")->isEnabled());
    }

    void stopsAtOnce() {
        const PersonsFolders one = person("one");
        one.fill(QStringLiteral("one"), 30);
        Window window(one);
        QDialog *sheet = window.desk.backUp();
        sheet->findChild<QLineEdit *>()->setText(path("mine.zip"));
        button(*sheet, "Back up")->click();
        QVERIFY(sheet->findChild<QProgressBar *>()->isVisible());
        button(*sheet, "Stop")->click();
        QTRY_VERIFY_WITH_TIMEOUT(textOf(*sheet).contains(QStringLiteral("There is no new file")), 30'000);
        QVERIFY(!QFile::exists(path("mine.zip")));
        QVERIFY(!sheet->findChild<QProgressBar *>()->isVisible());
        button(*sheet, "Back up")->click(); // works again
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path("mine.zip")), 30'000);
    }

    void refusesWhatIsNoBackup() {
        const PersonsFolders one = person("one");
        one.fill(QStringLiteral("one"));
        const auto before = one.all();
        writeFile(path("text.zip"), QByteArray(5000, 'x'));
        Window window(one);
        auto *sheet = window.desk.restore();
        QTRY_VERIFY_WITH_TIMEOUT(!window.desk.work().isRunning(), 30'000);
        QVERIFY(!button(*sheet, "Restore")->isEnabled());
        QVERIFY(textOf(*sheet).contains(QStringLiteral("The Studio restarts")));
        sheet->open(path("text.zip"));
        QTRY_VERIFY_WITH_TIMEOUT(textOf(*sheet).contains(QStringLiteral("no zip archive")), 30'000);
        QVERIFY(!button(*sheet, "Restore")->isEnabled());
        QVERIFY(!button(*sheet, "Go back")->isVisible());
        QCOMPARE(differencesOf(before, one.all()), QStringList());
        QCOMPARE(window.restarts.size(), 0);
    }

    void restoresAndGoesBack() {
        const PersonsFolders first = person("first");
        first.fill(QStringLiteral("first"));
        writeBackup(first.places(), path("first.zip").toStdString(), {});
        const PersonsFolders second = person("second");
        second.fill(QStringLiteral("second"));
        const auto before = second.all();
        {
            const Entrance studio = enter(second.places());
            Window window(second);
            auto *sheet = window.desk.restore();
            QTRY_VERIFY_WITH_TIMEOUT(!window.desk.work().isRunning(), 30'000);
            sheet->open(path("first.zip"));
            QTRY_VERIFY_WITH_TIMEOUT(button(*sheet, "Restore")->isEnabled(), 30'000);
            QVERIFY2(textOf(*sheet).contains(QStringLiteral("2 voices, 3 takes with their sound")),
                     qPrintable(textOf(*sheet)));
            button(*sheet, "Restore")->click();
            QTRY_COMPARE_WITH_TIMEOUT(window.restarts.size(), 1, 30'000);
            QCOMPARE(differencesOf(before, second.all()), QStringList()); // while this program runs
            QVERIFY(window.desk.decide());
        }
        {
            const Entrance studio = enter(second.places());
            QVERIFY(studio.restored);
            QCOMPARE(fileContent(second.configFile(QStringLiteral("settings.json"))),
                     QByteArray("{\"mark\": \"first\"}"));
            Window window(second);
            window.desk.tell(studio);
            const Notice *notice = window.notices.current();
            QVERIFY(notice && notice->remedy.contains(QStringLiteral("before-restore-")));
            QCOMPARE(notice->actions.front().text, QStringLiteral("Undo"));
            auto *sheet = window.desk.restore();
            QTRY_VERIFY_WITH_TIMEOUT(button(*sheet, "Go back")->isVisible(), 30'000);
            sheet->close();
            notice->actions.front().run();
            QTRY_COMPARE_WITH_TIMEOUT(window.restarts.size(), 1, 30'000);
            QVERIFY(window.desk.decide());
        }
        const Entrance studio = enter(second.places());
        QVERIFY(studio.restored);
        QCOMPARE(differencesOf(before, second.all()), QStringList());
    }
};

QTEST_MAIN(TestBackupSheets)

#include "tst_backup_sheets.moc"
