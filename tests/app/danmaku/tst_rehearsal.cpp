// The acceptance of the policy: a chat with the statistics of a recorded one, read with the durations of the demo
// voice, and what the original makes of the same chat.
#include <QTest>

#include "app/chat/crowd.h"
#include "app/danmaku/rehearsal.h"

using namespace app::danmaku;
using namespace app;

namespace {

std::vector<chat::MessagePtr> roundOf(quint64 seed) {
    chat::CrowdSettings settings;
    settings.seed = seed;
    settings.begin = 1'700'000'000'000;
    chat::Crowd crowd(settings);
    std::vector<chat::MessagePtr> messages;
    for (int i = 0; i < 798; ++i)
        messages.push_back(std::make_shared<const chat::Message>(crowd.next()));
    return messages;
}

SoundCost demoVoice(const Item &item) {
    return costOf(item);
}

} // namespace

class TestRehearsal : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aBusyChatIsReadInTime_data() {
        QTest::addColumn<quint64>("seed");
        for (quint64 seed = 1; seed <= 20; ++seed)
            QTest::newRow(qPrintable(QString::number(seed))) << seed;
    }
    void aBusyChatIsReadInTime() {
        QFETCH(quint64, seed);
        const std::vector<chat::MessagePtr> messages = roundOf(seed);
        const RehearsalResult ours = rehearse({}, messages, {}, demoVoice);
        const RehearsalResult original = rehearseAsOriginal(messages, demoVoice);
        for (const RehearsalResult *result : {&ours, &original}) {
            const Figures &f = result->figures;
            qInfo("%s: read %d of %d (%.0f %%), filtered %d, repeats %d, dropped %d, lost %d; wait p50 %.1f p95 %.1f "
                  "max %.1f s; ends after %.0f s",
                  result == &ours ? "ours" : "original", f.played, f.received, 100.0 * f.played / f.received,
                  f.filtered, f.repeats, f.dropped, result->lostNonDuplicates, f.waitP50, f.waitP95, f.waitMax,
                  result->seconds);
        }
        QCOMPARE(ours.figures.received, 798);
        QVERIFY(ours.figures.played >= 0.30 * 798);
        QCOMPARE(ours.lostNonDuplicates, 0);
        QCOMPARE(ours.figures.failed, 0);
        QVERIFY(ours.figures.waitP95 <= 25);
        QVERIFY(ours.figures.waitMax <= 30);
        QCOMPARE(ours.items.size(), messages.size()); // each came to an end
        QVERIFY(original.figures.waitMax > 60);
    }

    void theSameAgainIsTheSame() {
        const std::vector<chat::MessagePtr> messages = roundOf(3);
        const RehearsalResult one = rehearse({}, messages, {}, demoVoice);
        const RehearsalResult other = rehearse({}, messages, {}, demoVoice);
        QCOMPARE(one.items.size(), other.items.size());
        for (std::size_t i = 0; i < one.items.size(); ++i) {
            QCOMPARE(one.items[i].id, other.items[i].id);
            QCOMPARE(one.items[i].playAt, other.items[i].playAt);
        }
    }

    void whatIsDeletedIsNotHeard() {
        const std::vector<chat::MessagePtr> messages = roundOf(2);
        chat::Removal deletion;
        deletion.source = messages[300]->source;
        deletion.what = chat::Removal::What::Everything;
        deletion.at = messages[300]->receivedAt;
        const RehearsalResult result = rehearse({}, messages, {deletion}, demoVoice);
        QVERIFY(result.figures.removed > 0);
        for (const Item &item : result.items)
            if (item.stage == Stage::Played && item.receivedAt < deletion.at)
                QVERIFY(item.playAt <= deletion.at);
    }
};

QTEST_GUILESS_MAIN(TestRehearsal)
#include "tst_rehearsal.moc"
