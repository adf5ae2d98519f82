// The made crowd has the statistics of a recorded chat.
#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/chat/chat_statistics.h"
#include "app/chat/crowd.h"
#include "app/chat/crowd_source.h"
#include "tests/patience.h"

using namespace app::chat;

namespace {

std::vector<MessagePtr> take(Crowd &crowd, int count) {
    std::vector<MessagePtr> messages;
    for (int i = 0; i < count; ++i)
        messages.push_back(std::make_shared<const Message>(crowd.next()));
    return messages;
}

bool isNear(double value, double wanted, double share) {
    return std::abs(value - wanted) <= wanted * share;
}

} // namespace

class TestCrowd : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itIsLikeARecordedChat() {
        for (const quint64 seed : {1, 2, 3, 99}) {
            Crowd crowd({.seed = seed});
            const ChatStatistics of = statisticsOf(take(crowd, 798));
            if (seed == 1)
                for (const StatisticRow &row : besideRecorded(of))
                    std::printf("%-40s %8s %8s\n", qPrintable(row.name), qPrintable(row.here),
                                qPrintable(row.recorded));
            QVERIFY(isNear(of.perSecond, 1.77, 0.02));
            QVERIFY2(isNear(of.mostInSecond, 11, 0.2), qPrintable(QString::number(of.mostInSecond)));
            QVERIFY2(isNear(of.mostInTen, 41, 0.1), qPrintable(QString::number(of.mostInTen)));
            QVERIFY2(isNear(of.mostInMinute, 148, 0.05), qPrintable(QString::number(of.mostInMinute)));
            QCOMPARE(of.people, 118);
            QCOMPARE(of.ofTopPerson, 88);
            QVERIFY2(isNear(of.repeats, 432, 0.03), qPrintable(QString::number(of.repeats)));
            QCOMPARE(of.emoteOnly, 46);
            QCOMPARE(of.links, 2);
            QVERIFY(isNear(of.suffixed, 128, 0.03));
            QCOMPARE(of.actions, 5);
            QCOMPARE(of.over280, 14);
            QCOMPARE(of.longest, 1364);
            QCOMPARE(of.medianWords, 2.);
        }
    }
    void theNextRoundsToo() {
        Crowd crowd({.seed = 4});
        take(crowd, 798);
        const ChatStatistics of = statisticsOf(take(crowd, 798));
        QVERIFY(isNear(of.perSecond, 1.77, 0.02) && isNear(of.repeats, 432, 0.03));
        QCOMPARE(of.ofTopPerson, 88);
    }
    void theSameSeedIsTheSameChat() {
        Crowd one({.seed = 5}), same({.seed = 5}), other({.seed = 6});
        int different = 0;
        for (int i = 0; i < 2'000; ++i) {
            QCOMPARE(one.nextAt(), same.nextAt());
            const Message a = one.next(), b = same.next(), c = other.next();
            QCOMPARE(a.text, b.text);
            QCOMPARE(a.login, b.login);
            different += a.text != c.text;
        }
        QVERIFY(different > 1'000);
    }
    void fasterIsTheSameInLessTime() {
        Crowd crowd({.perSecond = 200, .seed = 1});
        const auto messages = take(crowd, 8'000);
        QVERIFY(isNear(statisticsOf(messages).perSecond, 200, 0.05));
        for (std::size_t i = 1; i < messages.size(); ++i)
            QVERIFY(messages[i - 1]->receivedAt <= messages[i]->receivedAt);
    }
    void moneyIsMixedInOnRequest() {
        Crowd crowd({.seed = 1, .paidShare = 0.1});
        int others = 0;
        bool kinds[8] = {};
        for (const MessagePtr &message : take(crowd, 2'000)) {
            others += message->kind != Kind::Chat;
            kinds[int(message->kind)] = true;
            QVERIFY(message->kind != Kind::Paid || message->paid.micros > 0);
            QVERIFY(message->kind != Kind::Gift || (message->giftCount > 0 && !message->combo.isEmpty()));
            for (const Emote &emote : message->emotes)
                QVERIFY(emote.begin >= 0 && emote.end <= message->text.toUcs4().size());
        }
        QVERIFY(others > 140 && others < 260);
        QVERIFY(kinds[int(Kind::Paid)] && kinds[int(Kind::Gift)] && kinds[int(Kind::Member)] && kinds[int(Kind::Raid)]);
    }
    void chineseIsAmongIt() {
        Crowd crowd({.seed = 1, .chineseShare = 1});
        int chinese = 0;
        for (const MessagePtr &message : take(crowd, 798))
            chinese += std::any_of(message->text.begin(), message->text.end(), [](QChar c) { return c >= u'一'; });
        QVERIFY(chinese > 600);
    }
    void statisticsOfLittle() {
        QCOMPARE(statisticsOf({}).messages, 0);
        Message message;
        message.text = QStringLiteral("hi");
        const ChatStatistics one = statisticsOf({std::make_shared<const Message>(message)});
        QCOMPARE(one.mostInMinute, 1);
        QCOMPARE(one.perSecond, 0.);
        QCOMPARE(one.medianWords, 1.);
    }
    void itRunsInRealTime() {
        CrowdSource source({.perSecond = 2'000});
        std::vector<MessagePtr> messages;
        QObject::connect(&source, &Source::received, &source,
                         [&](const MessagePtr &message) { messages.push_back(message); });
        source.start();
        QTRY_VERIFY(messages.size() > 200);
        source.stop();
        const std::size_t count = messages.size();
        const QString first = messages[0]->id;
        messages.clear();
        QTest::qWait(5);
        QVERIFY(messages.empty());
        source.start();
        QTRY_VERIFY(messages.size() > count / 2);
        QVERIFY(messages[0]->id != first);
    }
};

QTEST_GUILESS_MAIN(TestCrowd)
#include "tst_crowd.moc"
