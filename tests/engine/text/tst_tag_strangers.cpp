// Lines with tags that were written by somebody who had seen no more of them than engine/text/tags.h.
#include <QFile>
#include <QTest>

#include "engine/text/syllable.h"
#include "engine/text/tags.h"

using engine::text::SpeakerNames;
using engine::text::SpeechPart;
using engine::text::TaggedText;

namespace {

SpeakerNames someVoices() {
    SpeakerNames names;
    names.speakers = {{"anna", "Anna", {"happy", "sad", "whisper"}},
                      {"bob", "Bob", {"Angry"}},
                      {"mei", "小美", {"开心"}},
                      {"narrator", "The Narrator", {}}};
    names.current = "anna";
    return names;
}

// The words, each reading in { } behind its character, _ for a syllable without one.
QString words(const SpeechPart &part) {
    QString text = QString::fromStdString(part.speech.text);
    for (auto reading = part.speech.readings.rbegin(); reading != part.speech.readings.rend(); ++reading) {
        const qsizetype before = QString::fromStdString(part.speech.text.substr(0, reading->at)).size();
        text.insert(before + 1, u'{' + QString::fromStdString(reading->syllable) + u'}');
    }
    return text.replace(QChar(engine::text::kBareSyllable), u'_');
}

QString shown(const SpeechPart &part) {
    if (part.isPause())
        return u'(' + QString::number(part.pauseSeconds) + u')';
    QStringList how;
    if (!part.voice.empty())
        how += QString::fromStdString(part.voice);
    if (part.speed)
        how += u'x' + QString::number(*part.speed);
    if (part.seed)
        how += u'#' + QString::number(*part.seed);
    return how.isEmpty() ? words(part) : how.join(u' ') + QStringLiteral("> ") + words(part);
}

} // namespace

class TestTagStrangers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void doesWhatPeopleExpect_data() {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<qsizetype>("warnings");
        QFile file(QStringLiteral(TEST_DATA "/text/tag_strangers.tsv"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        int cases = 0;
        for (const QString &line : QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts)) {
            if (line.startsWith(u"# "))
                continue;
            const QStringList columns = line.split(u'\t');
            QCOMPARE(columns.size(), 3);
            QTest::newRow(qPrintable(columns[0])) << columns[0] << columns[1] << qsizetype(columns[2].toInt());
            ++cases;
        }
        QVERIFY(cases >= 100);
    }
    void doesWhatPeopleExpect() {
        QFETCH(QString, written);
        QFETCH(QString, expected);
        QFETCH(qsizetype, warnings);
        const TaggedText got = engine::text::readTags(written.toStdString(), someVoices());
        QStringList parts;
        for (const SpeechPart &part : got.parts)
            parts += shown(part);
        QCOMPARE(parts.join(QStringLiteral(" | ")), expected);
        QCOMPARE(qsizetype(got.warnings.size()), warnings);
    }
};

QTEST_APPLESS_MAIN(TestTagStrangers)
#include "tst_tag_strangers.moc"
