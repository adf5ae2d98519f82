#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

#include "app/script/script_document.h"
#include "app/script/script_file.h"
#include "app/script/script_format.h"
#include "app/storage/file_thread.h"
#include "tests/patience.h"
#include "tests/small_files.h"

using namespace app::script;

namespace {

const auto s = [](const char *text) { return QString::fromUtf8(text); };

void fill(const QString &file, const QByteArray &bytes) {
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    QCOMPARE(out.write(bytes), bytes.size());
}

} // namespace

class TestScriptFile : public QObject {
    Q_OBJECT

    app::storage::FileThread m_files;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ScriptDocument> m_document;
    std::unique_ptr<ScriptFile> m_file;

    QString path(const char *name) const { return m_folder->filePath(QString::fromUtf8(name)); }

    app::Problem failure(QSignalSpy &spy) {
        if (spy.isEmpty() && !spy.wait(kLongEnough))
            return {};
        return spy.takeFirst()[0].value<app::Problem>();
    }

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_document = std::make_unique<ScriptDocument>();
        m_file = std::make_unique<ScriptFile>(*m_document, m_files);
    }

    void cleanup() {
        m_file.reset();
        m_document.reset();
    }

    void saveAndOpenAgain() {
        QSignalSpy saved(m_file.get(), &ScriptFile::saved);
        QSignalSpy opened(m_file.get(), &ScriptFile::opened);
        QVERIFY(!m_file->save()); // it has no name yet
        m_document->paste({0, 0}, s("one\ntwo"));
        m_document->setSpeed({1}, 1.5);
        m_file->saveAs(path("größe.ishowtts"));
        QVERIFY(m_file->isBusy());
        QVERIFY(saved.wait(kLongEnough));
        QVERIFY(!m_file->isBusy() && !m_document->isModified());
        QCOMPARE(m_document->path(), path("größe.ishowtts"));
        const Script script = m_document->script();
        const QByteArray first = bytesOf(path("größe.ishowtts"));

        m_document->type(0, s("three"));
        QVERIFY(m_file->save());
        QVERIFY(saved.wait(kLongEnough));
        QVERIFY(bytesOf(path("größe.ishowtts")) != first);
        fill(path("copy.ishowtts"), first);
        m_file->open(path("copy.ishowtts"));
        QVERIFY(opened.wait(kLongEnough));
        QCOMPARE(opened[0][1].toBool(), false);
        QVERIFY(m_document->script() == script);
        QVERIFY(!m_document->isModified() && !m_document->canUndo());
        QCOMPARE(m_document->path(), path("copy.ishowtts"));
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden).size(), 2); // nothing else is left
    }

    void whatIsTypedWhileSavingStaysModified() {
        QSignalSpy saved(m_file.get(), &ScriptFile::saved);
        m_document->type(0, s("one"));
        m_file->saveAs(path("x.ishowtts"));
        m_document->type(0, s("one two"));
        QVERIFY(saved.wait(kLongEnough));
        QVERIFY(m_document->isModified());
        m_document->undo();
        QVERIFY(!m_document->isModified());
        QCOMPARE(m_document->line(0).text, s("one"));
    }

    void savingTwiceAtOnceEndsWithTheLast() {
        QSignalSpy saved(m_file.get(), &ScriptFile::saved);
        QSignalSpy outside(m_file.get(), &ScriptFile::changedOutside);
        m_document->type(0, s("one"));
        m_file->saveAs(path("x.ishowtts"));
        m_document->type(0, s("two"));
        m_file->saveAs(path("x.ishowtts"));
        m_document->type(0, s("three"));
        m_file->saveAs(path("x.ishowtts"));
        QTRY_COMPARE(saved.count(), 2); // the one in between is part of the last
        QVERIFY(outside.isEmpty() && !m_document->isModified());
        QVERIFY(bytesOf(path("x.ishowtts")).contains("three"));
    }

    void aSaveThatWaitsWritesTheScriptItWasAskedFor() {
        QSignalSpy saved(m_file.get(), &ScriptFile::saved);
        m_document->type(0, s("one"));
        m_file->saveAs(path("x.ishowtts"));
        QVERIFY(saved.wait(kLongEnough));
        m_document->type(0, s("two"));
        QVERIFY(m_file->save());
        m_document->type(0, s("three"));
        QVERIFY(m_file->save());
        m_file->restore(Script(), {}, false, {}); // another one is open now
        QTRY_COMPARE(saved.count(), 3);
        QVERIFY(bytesOf(path("x.ishowtts")).contains("three"));
        QVERIFY(m_document->path().isEmpty() && m_file->fingerprint().isEmpty());
    }

    void plainTextOpensAsLinesWithoutAName() {
        QSignalSpy opened(m_file.get(), &ScriptFile::opened);
        fill(path("notes.txt"), "first\r\nsecond\r\n");
        m_file->open(path("notes.txt"));
        QVERIFY(opened.wait(kLongEnough));
        QCOMPARE(opened[0][1].toBool(), true);
        QCOMPARE(m_document->count(), 2);
        QCOMPARE(m_document->line(1).text, s("second"));
        QVERIFY(m_document->path().isEmpty() && !m_document->isModified());
        QVERIFY(!m_file->save());
        QSignalSpy exported(m_file.get(), &ScriptFile::exported);
        m_file->exportText(path("out.txt"));
        QVERIFY(exported.wait(kLongEnough));
        QCOMPARE(bytesOf(path("out.txt")), QByteArray("first\nsecond\n"));
        // A script under another name is a script all the same.
        fill(path("script.txt"), toJson(m_document->script()));
        m_file->open(path("script.txt"));
        QVERIFY(opened.wait(kLongEnough));
        QCOMPARE(opened[1][1].toBool(), false);
    }

    void aFileThatCannotBeReadLeavesTheDocument_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("says");
        QTest::newRow("damaged") << QByteArray("{\"format\": \"ishowtts-script\",\n \"id\": ") << s("line 2, column");
        QTest::newRow("newer") << QByteArray("{\"format\": \"ishowtts-script\", \"version\": 9}") << s("newer version");
        QTest::newRow("text in a script's clothes") << QByteArray("hello") << s("line 1, column 1");
    }

    void aFileThatCannotBeReadLeavesTheDocument() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, says);
        QSignalSpy failed(m_file.get(), &ScriptFile::failed);
        m_document->type(0, s("mine"));
        const Script mine = m_document->script();
        fill(path("bad.ishowtts"), bytes);
        m_file->open(path("bad.ishowtts"));
        const app::Problem problem = failure(failed);
        QVERIFY2(problem.what.contains(says), qPrintable(problem.what));
        QVERIFY(!problem.remedy.isEmpty());
        QVERIFY(m_document->script() == mine && m_document->isModified() && m_document->canUndo());
        QCOMPARE(bytesOf(path("bad.ishowtts")), bytes);
    }

    void whatIsNoFileIsSaid() {
        QSignalSpy failed(m_file.get(), &ScriptFile::failed);
        m_file->open(path("nowhere.ishowtts"));
        QVERIFY(failure(failed).what.contains(s("There is no file")));
        m_file->open(m_folder->path());
        QVERIFY(failure(failed).what.contains(s("folder")));
        QCOMPARE(mkfifo(qPrintable(path("pipe")), 0600), 0);
        m_file->open(path("pipe")); // would wait for ever
        QVERIFY(failure(failed).what.contains(s("device")));
        fill(path("wrong.txt"), "abc\xFF");
        m_file->open(path("wrong.txt"));
        QVERIFY(failure(failed).what.contains(s("byte 4")));
        QFile huge(path("huge.txt"));
        QVERIFY(huge.open(QIODevice::WriteOnly) && huge.resize(kLargestFile + 1));
        m_file->open(path("huge.txt"));
        QVERIFY(failure(failed).what.contains(s("too large")));
    }

    void openingDoesNotEatWhatIsTypedMeanwhile() {
        QSignalSpy failed(m_file.get(), &ScriptFile::failed);
        fill(path("notes.txt"), "other");
        m_file->open(path("notes.txt"));
        m_document->type(0, s("typed"));
        QVERIFY(failure(failed).what.contains(s("notes.txt")));
        QCOMPARE(m_document->line(0).text, s("typed"));
    }

    void somebodyElsesChangeIsNoticed() {
        QSignalSpy saved(m_file.get(), &ScriptFile::saved);
        QSignalSpy outside(m_file.get(), &ScriptFile::changedOutside);
        m_document->type(0, s("mine"));
        m_file->saveAs(path("x.ishowtts"));
        QVERIFY(saved.wait(kLongEnough));
        m_file->look();
        m_files.flush();
        QCoreApplication::processEvents();
        QCOMPARE(outside.count(), 0);

        const QByteArray theirs = bytesOf(path("x.ishowtts")).replace("mine", "them");
        fill(path("x.ishowtts"), theirs);
        m_file->look();
        QVERIFY(outside.wait(kLongEnough));
        m_document->type(0, s("mine again"));
        m_file->save();
        QVERIFY(outside.wait(kLongEnough));
        QCOMPARE(outside.count(), 2);
        QVERIFY(!outside[1][0].value<app::Problem>().remedy.isEmpty());
        QCOMPARE(bytesOf(path("x.ishowtts")), theirs);
        QVERIFY(m_document->isModified());
        m_file->saveAs(path("x.ishowtts")); // the same name is the same question
        QVERIFY(outside.wait(kLongEnough));

        m_file->saveAnyway();
        QVERIFY(saved.wait(kLongEnough));
        QVERIFY(bytesOf(path("x.ishowtts")).contains("mine again"));
        m_document->type(0, s("and again"));
        m_file->save();
        QVERIFY(saved.wait(kLongEnough));
        QCOMPARE(outside.count(), 3);

        QFile::remove(path("x.ishowtts")); // gone is not changed: nothing is overwritten
        m_document->type(0, s("last"));
        m_file->save();
        QVERIFY(saved.wait(kLongEnough));
        QVERIFY(bytesOf(path("x.ishowtts")).contains("last"));
    }

    void aDiskThatRefusesLeavesTheOldFile() {
        QSignalSpy saved(m_file.get(), &ScriptFile::saved);
        QSignalSpy failed(m_file.get(), &ScriptFile::failed);
        m_document->type(0, s("short"));
        m_file->saveAs(path("x.ishowtts"));
        QVERIFY(saved.wait(kLongEnough));
        const QByteArray old = bytesOf(path("x.ishowtts"));
        m_document->type(0, QString(100'000, u'x'));
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{4096, before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small); // the system refuses after 4 kB, as a full disk does
        m_file->save();
        const app::Problem problem = failure(failed);
        setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY(!problem.what.isEmpty() && !problem.remedy.isEmpty());
        QCOMPARE(bytesOf(path("x.ishowtts")), old);
        QVERIFY(m_document->isModified());
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
        m_file->save();
        QVERIFY(saved.wait(kLongEnough));
        QVERIFY(!m_document->isModified());
    }
};

QTEST_GUILESS_MAIN(TestScriptFile)
#include "tst_script_file.moc"
