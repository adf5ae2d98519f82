// Names that replace nothing, and a folder that does not answer.
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <future>
#include <memory>

#include "app/exporting/free_names.h"
#include "tests/patience.h"

using app::exporting::FreeNames;

class TestFreeNames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsThereOrOnItsWayIsNotReplaced() {
        const QTemporaryDir folder;
        QVERIFY(QFile(folder.filePath(QStringLiteral("a.wav"))).open(QIODevice::WriteOnly));
        QVERIFY(QFile::link(QStringLiteral("nowhere"), folder.filePath(QStringLiteral("a (2).wav")))); // leads nowhere
        FreeNames names;
        QStringList found;
        names.find(
            folder.path(),
            {QStringLiteral("a.wav"), QStringLiteral("a.wav"), QStringLiteral("b.c.wav"), QStringLiteral("d.wav")},
            {folder.filePath(QStringLiteral("d.wav"))}, [&](const QStringList &files) { found = files; });
        QVERIFY(found.isEmpty()); // the disk is not waited for
        QTRY_COMPARE_WITH_TIMEOUT(found.size(), 4, kLongEnough);
        QStringList wanted;
        for (const char *name : {"a (3).wav", "a (4).wav", "b.c.wav", "d (2).wav"})
            wanted << folder.filePath(QLatin1String(name));
        QCOMPARE(found, wanted);
    }

    // As on a network that is gone: the program ends all the same, and whatever the folder says later disturbs nobody.
    void aFolderThatDoesNotAnswerIsLeftBehind() {
        struct Disk {
            std::promise<void> answer;
            std::shared_future<void> answered{answer.get_future()};
            std::atomic<int> asked = 0;
            std::atomic<int> said = 0;
        };
        const auto disk = std::make_shared<Disk>();
        bool told = false;
        {
            FreeNames names(nullptr, [disk](const QString &) {
                ++disk->asked;
                disk->answered.get();
                ++disk->said;
                return false;
            });
            names.find(QStringLiteral("/gone"), {QStringLiteral("a.wav")}, {},
                       [&](const QStringList &) { told = true; });
            QTRY_COMPARE_WITH_TIMEOUT(disk->asked.load(), 1, kLongEnough);
        } // this would hang
        disk->answer.set_value();
        QTRY_COMPARE_WITH_TIMEOUT(disk->said.load(), 1, kLongEnough);
        QCoreApplication::processEvents();
        QVERIFY(!told);
    }
};

QTEST_GUILESS_MAIN(TestFreeNames)
#include "tst_free_names.moc"
