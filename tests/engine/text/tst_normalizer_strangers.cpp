// Lines that were written by somebody who had not seen the normalizer.
#include <QFile>
#include <QTest>

#include "engine/text/normalizer.h"

class TestNormalizerStrangers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysWhatPeopleExpect_data() {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("said");
        QFile file(QStringLiteral(TEST_DATA "/text/normalizer_strangers.tsv"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        int cases = 0;
        for (const QString &line : QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts)) {
            if (line.startsWith(u"# "))
                continue;
            const QStringList columns = line.split(u'\t');
            QCOMPARE(columns.size(), 2);
            QTest::newRow(qPrintable(columns[0])) << columns[0] << columns[1];
            ++cases;
        }
        QVERIFY(cases >= 100);
    }
    void saysWhatPeopleExpect() {
        QFETCH(QString, written);
        QFETCH(QString, said);
        QCOMPARE(QString::fromStdString(engine::text::normalized(written.toStdString())), said);
    }
};

QTEST_APPLESS_MAIN(TestNormalizerStrangers)
#include "tst_normalizer_strangers.moc"
