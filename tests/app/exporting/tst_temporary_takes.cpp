// Takes as files for a drag: there when it is said, tagged, gone when nobody took them, old ones cleared away.
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

#include <filesystem>

#include "app/exporting/temporary_takes.h"
#include "tests/app/cloning/script_of_tests.h"
#include "tests/app/exporting/exported_sound.h"
#include "tests/patience.h"

using app::exporting::TemporaryTakes;

class TestTemporaryTakes : public QObject {
    Q_OBJECT

    QTemporaryDir m_temporary;

    QStringList folders() const {
        return QDir(m_temporary.path()).entryList({QStringLiteral("ishowtts-takes-*")}, QDir::Dirs);
    }

private Q_SLOTS:
    void initTestCase() {
        qputenv("TMPDIR", m_temporary.path().toLocal8Bit());
        QCOMPARE(QDir::tempPath(), m_temporary.path());
    }

    void filesAreThereWithNamesAndTags() {
        ScriptOfTests desk({QStringLiteral("Good morning: all of you!"), QStringLiteral("The second.")});
        QVERIFY(desk.isReady());
        desk.lines.make({desk.id(0), desk.id(1)});
        QVERIFY(desk.waitForKept(2));
        TemporaryTakes temporary(desk.services.takes());
        QSignalSpy ready(&temporary, &TemporaryTakes::ready);
        temporary.make({desk.take(0)});
        QVERIFY(temporary.isBusy());
        temporary.make({desk.take(1)}); // one at a time
        QVERIFY(ready.wait(kLongEnough));
        QVERIFY(!temporary.isBusy());
        const QStringList files = ready[0][0].toStringList();
        QCOMPARE(files.size(), 1);
        QCOMPARE(QFileInfo(files[0]).fileName(), QStringLiteral("slt - Good morning all of you.wav"));
        QVERIFY(std::abs(double(samplesOf(files[0]).size()) / 24000 - desk.take(0).seconds) < 0.001);
        const auto settings = QJsonDocument::fromJson(tagOf(files[0], SF_STR_COMMENT).toUtf8()).object();
        QCOMPARE(settings.value(QStringLiteral("seed")).toString(), QString::number(desk.take(0).seed));

        temporary.make({desk.take(1), desk.take(0)});
        QVERIFY(ready.wait(kLongEnough));
        QVERIFY(!QFileInfo::exists(files[0])); // nobody took it
        const QStringList both = ready[1][0].toStringList();
        QCOMPARE(QFileInfo(both[0]).fileName(), QStringLiteral("1 slt - The second.wav"));
        QCOMPARE(QFileInfo(both[1]).fileName(), QStringLiteral("2 slt - Good morning all of you.wav"));
        QVERIFY(QFileInfo::exists(both[0]) && QFileInfo::exists(both[1]));
        temporary.taken();
        temporary.make({desk.take(0)});
        QVERIFY(ready.wait(kLongEnough));
        QVERIFY(QFileInfo::exists(both[0]) && QFileInfo::exists(both[1])); // another program has them
    }

    void whatNobodyTookIsGoneAtTheEndAndOldOnesToo() {
        ScriptOfTests desk({QStringLiteral("Good morning.")});
        QVERIFY(desk.isReady());
        desk.lines.make({desk.id(0)});
        QVERIFY(desk.waitForKept(1));
        const QStringList before = folders();
        const QString old = m_temporary.filePath(QStringLiteral("ishowtts-takes-old"));
        const QString young = m_temporary.filePath(QStringLiteral("ishowtts-takes-young"));
        const QString strange = m_temporary.filePath(QStringLiteral("something-else"));
        for (const QString &each : {old, young, strange})
            QVERIFY(QDir().mkpath(each + QStringLiteral("/in")));
        const auto then = std::filesystem::file_time_type::clock::now() - std::chrono::days(8);
        std::filesystem::last_write_time(old.toStdString(), then);
        std::filesystem::last_write_time(strange.toStdString(), then);
        {
            TemporaryTakes temporary(desk.services.takes());
            QSignalSpy ready(&temporary, &TemporaryTakes::ready);
            temporary.make({desk.take(0)});
            QVERIFY(ready.wait(kLongEnough));
            QCOMPARE(folders().size(), before.size() + 2);
        }
        QCOMPARE(folders().size(), before.size() + 1);
        QVERIFY(!QFileInfo::exists(old) && QFileInfo::exists(young) && QFileInfo::exists(strange));
    }

    void lostSoundIsSaid() {
        ScriptOfTests desk({QStringLiteral("Good morning.")});
        QVERIFY(desk.isReady());
        desk.lines.make({desk.id(0)});
        QVERIFY(desk.waitForKept(1));
        TemporaryTakes temporary(desk.services.takes());
        QSignalSpy failed(&temporary, &TemporaryTakes::failed);
        QSignalSpy ready(&temporary, &TemporaryTakes::ready);
        auto lost = desk.take(0);
        lost.audioHash = QString(64, u'a');
        const QStringList before = folders();
        temporary.make({desk.take(0), lost});
        QVERIFY(failed.wait(kLongEnough));
        QVERIFY(!failed[0][0].value<app::Problem>().what.isEmpty());
        QTRY_COMPARE(folders(), before);
        QCOMPARE(ready.size(), 0);
        temporary.make({desk.take(0)}); // and it goes on
        QVERIFY(ready.wait(kLongEnough));
    }
};

QTEST_GUILESS_MAIN(TestTemporaryTakes)
#include "tst_temporary_takes.moc"
