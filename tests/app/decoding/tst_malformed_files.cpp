// A hundred malformed files, the short form of `malformed_sounds`, and that what watches them can see something.
#include <QTest>

#include <QProcess>

#include "app/decoding/decoding_job.h"
#include "tests/app/decoding/malformed_run.h"

using namespace Qt::StringLiterals;

class TestMalformedFiles : public QObject {
    Q_OBJECT

    OpeningWatch m_watch;

private Q_SLOTS:
    void theWatchSees() {
        QCOMPARE(m_watch.openings(), 0);
        QCOMPARE(QProcess::execute(u"cmp"_qs, {u"-s"_qs, m_watch.bait(), m_watch.bait()}), 0);
        QVERIFY(m_watch.openings() > 0);
        QCOMPARE(m_watch.connections(), 0);
        const QString call = u"exec 3<>/dev/tcp/127.0.0.1/"_qs + m_watch.url().section(u':', 2).section(u'/', 0, 0);
        QCOMPARE(QProcess::execute(u"bash"_qs, {u"-c"_qs, call}), 0);
        QCOMPARE(m_watch.connections(), 1);
        if (m_watch.tracer().isEmpty())
            QSKIP("strace is missing or may not look at others");
        const QStringList words = m_watch.tracer() + QStringList{u"cat"_qs, u"/dev/null"_qs};
        QCOMPARE(QProcess::execute(words.first(), words.mid(1)), 0);
        QCOMPARE(m_watch.allowedAfterFilter(), QStringList{u"no filter was taken"_qs});
    }

    void referencesLeadOutside() { // else what is made of films proves nothing
        QFile film(QStringLiteral(TEST_DATA "/decoding/film.mov"));
        QVERIFY(film.open(QIODevice::ReadOnly));
        const QByteArray good = film.readAll();
        const QByteArray changed = malformed::filmWithSoundOutside(good, "file:///bait.wav");
        QCOMPARE(changed.count("file:///bait.wav"), 2); // one for each track
        QCOMPARE(changed.size(), good.size() + 2 * qsizetype(sizeof "file:///bait.wav"));
    }

    void aHundredFiles() {
        const malformed::Tally tally = malformed::run(0, 104, 13, m_watch);
        QVERIFY2(tally.wrong.isEmpty(), qPrintable(tally.wrong.join(u'\n')));
        QCOMPARE(tally.files, 104);
        QVERIFY(tally.refused > 30);
        QCOMPARE(tally.ended, 0); // it may be brought down, but none of these does
        QVERIFY(tally.sounds + tally.partial > 15);
        QVERIFY(tally.longest < app::decoding::kPatienceMs / 1000.0);
        if (!m_watch.tracer().isEmpty())
            QCOMPARE(tally.traced, 8); // each kind of harm once
    }
};

QTEST_GUILESS_MAIN(TestMalformedFiles)
#include "tst_malformed_files.moc"
