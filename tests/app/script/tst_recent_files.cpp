#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

#include "app/script/recent_files.h"
#include "app/storage/file_thread.h"

using app::script::RecentFile;
using app::script::RecentFiles;

class TestRecentFiles : public QObject {
    Q_OBJECT

    app::storage::FileThread m_files;
    std::unique_ptr<QTemporaryDir> m_folder;

    QString path(int number) const { return m_folder->filePath(QStringLiteral("%1.ishowtts").arg(number)); }
    QString list() const { return m_folder->filePath(QStringLiteral("new/recent.json")); }

    void make(int number) const {
        QFile out(path(number));
        QVERIFY(out.open(QIODevice::WriteOnly));
    }

    void settle() {
        m_files.flush();
        QCoreApplication::processEvents();
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void newestFirstBoundedAndThereAfterARestart() {
        {
            RecentFiles recent(list(), m_files);
            for (int i = 0; i < 15; ++i) {
                make(i);
                recent.add(path(i));
            }
            settle();
            QCOMPARE(recent.files().size(), RecentFiles::kMost);
            QCOMPARE(recent.files()[0].path, path(14));
            recent.add(path(7));
            settle();
            QCOMPARE(recent.files().size(), RecentFiles::kMost);
            QCOMPARE(recent.files()[0], (RecentFile{path(7), false}));
            QCOMPARE(recent.files()[1], (RecentFile{path(14), false}));
        }
        RecentFiles again(list(), m_files);
        QVERIFY(again.files().isEmpty());
        again.refresh();
        settle();
        QCOMPARE(again.files().size(), RecentFiles::kMost);
        QCOMPARE(again.files()[0].path, path(7));
    }

    void whatIsGoneStaysAndIsMarked() {
        RecentFiles recent(list(), m_files);
        make(1);
        make(2);
        recent.add(path(1));
        recent.add(path(2));
        QFile::remove(path(1));
        QSignalSpy changed(&recent, &RecentFiles::changed);
        recent.refresh();
        settle();
        QVERIFY(!recent.files()[0].missing && recent.files()[1].missing);
        make(1);
        recent.refresh();
        settle();
        QVERIFY(!recent.files()[1].missing);
        const auto told = changed.count();
        recent.refresh();
        settle();
        QCOMPARE(changed.count(), told);
        recent.remove(path(1));
        settle();
        QCOMPARE(recent.files().size(), 1);
        recent.clear();
        settle();
        QVERIFY(recent.files().isEmpty());
    }

    void twoStudiosShareTheList() {
        RecentFiles one(list(), m_files);
        RecentFiles two(list(), m_files);
        one.add(path(1));
        two.add(path(2));
        one.add(path(3));
        settle();
        two.refresh();
        settle();
        QCOMPARE(two.files().size(), 3);
        QCOMPARE(two.files()[2].path, path(1));
    }

    void aDamagedListIsAnEmptyOne() {
        QDir(m_folder->path()).mkdir(QStringLiteral("new"));
        for (const char *bad : {"{", "[]", "{\"files\": 5}", "{\"files\": [1, \"relative\", null]}"}) {
            QFile out(list());
            QVERIFY(out.open(QIODevice::WriteOnly));
            out.write(bad);
            out.close();
            RecentFiles recent(list(), m_files);
            recent.refresh();
            settle();
            QVERIFY(recent.files().isEmpty());
            recent.add(path(1));
            settle();
            QCOMPARE(recent.files().size(), 1);
        }
    }
};

QTEST_GUILESS_MAIN(TestRecentFiles)
#include "tst_recent_files.moc"
