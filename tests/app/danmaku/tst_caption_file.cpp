// Captions as other programs read them: captions.txt and captions.srt.
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/danmaku/caption_file.h"
#include "app/storage/file_thread.h"
#include "tests/patience.h"

using app::danmaku::CaptionFile;
using app::danmaku::subRipCue;
using namespace Qt::StringLiterals;

class TestCaptionFile : public QObject {
    Q_OBJECT

    static QByteArray read(const QString &file) {
        QFile in(file);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : "(none)";
    }

private Q_SLOTS:
    void aCueIsTimedAndPlain() {
        QCOMPARE(subRipCue(3, 3'723'004, 3'725'500, u"Hello, 你好"_qs),
                 QByteArray("3\n01:02:03,004 --> 01:02:05,500\nHello, 你好\n\n"));
        QCOMPARE(subRipCue(1, -5, -7, u"x"_qs), QByteArray("1\n00:00:00,000 --> 00:00:00,001\nx\n\n"));
        const QByteArray hostile = subRipCue(1, 0, 1, u"<b>a</b>\n\n2\n00:00:09,000 --> 00:00:10,000\n{\\an8}b"_qs);
        QCOMPARE(hostile.count('\n'), 4);
        QCOMPARE(hostile.count("-->"), 1);
        QVERIFY(!hostile.contains('<') && !hostile.contains('{'));
    }

    void theLineIsThereAsLongAsItIsHeard() {
        const QTemporaryDir folder;
        const QString text = folder.filePath(u"captions.txt"_qs);
        const QString subRip = folder.filePath(u"captions.srt"_qs);
        app::storage::FileThread files;
        {
            CaptionFile captions(folder.path(), files);
            files.flush();
            QCOMPARE(read(text), QByteArray("(none)")); // nothing is written before it is wanted
            captions.begin(1'000'000);
            captions.show(u"One\tof <i>two</i>"_qs, 1'001'250);
            files.flush();
            QCOMPARE(read(text), QByteArray("One of <i>two</i>"));
            captions.correct(1'001'240);
            captions.hide(1'002'000);
            captions.hide(1'002'001); // once
            files.flush();
            QCOMPARE(read(text), QByteArray());
            captions.show(u"Two"_qs, 1'003'000);
            captions.hide(1'004'000);
            captions.show(u"left"_qs, 1'005'000);
        }
        QCOMPARE(read(text), QByteArray());
        const QByteArray cues = read(subRip);
        const QByteArray expected("1\n00:00:01,240 --> 00:00:02,000\nOne of ‹i›two‹/i›\n\n"
                                  "2\n00:00:03,000 --> 00:00:04,000\nTwo\n\n"
                                  "3\n00:00:05,000 --> "); // till the program ended
        QVERIFY2(cues.startsWith(expected) && cues.mid(expected.size()).count('\n') == 3 && cues.endsWith("\nleft\n\n"),
                 cues);
        {
            CaptionFile captions(folder.path(), files);
            captions.begin(2'000'000);
        }
        QCOMPARE(read(subRip), QByteArray("(none)"));
        QVERIFY(read(folder.filePath(u"captions.previous.srt"_qs)).contains("Two"));
    }

    void aFolderThatCannotBeWrittenIsSaidOnce() {
        app::storage::FileThread files;
        CaptionFile captions(u"/proc/nothing/here"_qs, files);
        QSignalSpy problems(&captions, &CaptionFile::problem);
        captions.begin(1);
        captions.show(u"a"_qs, 2);
        captions.hide(3);
        files.flush();
        QTRY_COMPARE(problems.count(), 1);
        QVERIFY(!problems.first().first().value<app::Problem>().remedy.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestCaptionFile)
#include "tst_caption_file.moc"
