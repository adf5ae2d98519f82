// What the operator does to the queue, and how it is taken back.
#include <QTest>

#include "app/danmaku/director.h"
#include "tests/app/danmaku/begun_show.h"

using namespace app::danmaku;
using namespace app;
using What = Command::What;

class TestDirectorCommands : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void skipFadesAtOnceAndGoesOn() {
        Show show;
        QCOMPARE(show.onAir(), show.ids[0]);
        QVERIFY(show.command(What::Skip));
        QVERIFY(std::any_of(show.acts.end() - 1, show.acts.end(),
                            [](const Act &act) { return act.what == Act::What::FadeOut; }));
        QVERIFY(!show.director.onAir());
        QCOMPARE(ruleOf(show, show.ids[0]), QStringLiteral("skipped skipped"));
        show.run(0.3);
        QCOMPARE(show.onAir(), show.ids[1]);
        QVERIFY(!show.events.empty());
        QCOMPARE(show.faults, QStringList());
    }

    void whatWasSkippedIsReadNextAfterUndo() {
        Show show;
        show.command(What::Skip);
        show.run(0.1);
        QVERIFY(show.director.undoWords(show.now).contains(QStringLiteral("Ann")));
        QVERIFY(show.undo());
        QCOMPARE(show.users().front(), QStringLiteral("Ann"));
        QCOMPARE(int(show.waiting(show.ids[0])->stage), int(Stage::Ready)); // its sound was kept
        show.run(60);
        QCOMPARE(show.heardUsers(), QStringLiteral("Ann Ann Bob Cas Dan Eve"));
        QCOMPARE(show.faults, QStringList());
    }

    void approvalReleaseAndReadingAgainAreUndone() {
        Rules rules = calmRules();
        rules.review = Review::FirstTime;
        Show show(rules);
        show.command(What::Pause);
        const quint64 shy = show.chat(QStringLiteral("Fay"), QStringLiteral("first words"), chat::Role::FirstTime);
        show.command(What::Hold, show.ids[3]);
        const QStringList before = show.look();
        QVERIFY(show.command(What::Approve, shy));
        QVERIFY(show.undo());
        QCOMPARE(show.look(), before);
        QVERIFY(show.command(What::Release, show.ids[3]));
        QVERIFY(show.undo());
        QCOMPARE(show.look(), before);
        show.command(What::Resume);
        show.run(5);
        show.command(What::Pause);
        const QStringList later = show.look();
        QVERIFY(show.command(What::Requeue, show.ids[0]));
        QCOMPARE(show.look().size(), later.size() + 1);
        QVERIFY(show.undo());
        QCOMPARE(show.look(), later);
        QCOMPARE(show.faults, QStringList());
    }

    void undoWorksWhileTheChatIsBusy() {
        Show show;
        show.command(What::Pause);
        const QStringList before = show.users();
        show.command(What::Clear);
        for (int i = 0; i < 1500; ++i)
            show.chat(QStringLiteral("Fay"), QStringLiteral("spam")); // all repeats of the first
        QVERIFY(!show.over(show.ids[1]));                             // long out of sight
        show.ban(QStringLiteral("Cas"));
        QVERIFY(show.undo());
        QStringList left = before;
        left.removeAll(QStringLiteral("Cas"));
        QCOMPARE(show.users().mid(0, 3), left);
        QCOMPARE(show.faults, QStringList());
    }

    void whatCameBackHasTheTimeThatItHad() {
        Rules rules = calmRules();
        rules.queue.chatSeconds = 20;
        Show show(rules);
        show.command(What::Pause);
        show.command(What::Clear);
        show.run(25); // all would be too late by now
        QVERIFY(show.undo());
        QCOMPARE(show.users().size(), 4);
        QCOMPARE(show.waiting(show.ids[4])->deadline - show.now, 18'000);
    }

    // A slip of the hand costs no donation that was put aside.
    void clearLeavesWhatIsHeldAndOffered() {
        Show show;
        show.command(What::Pause);
        show.command(What::Hold, show.ids[3]);
        Item offered;
        offered.id = 1000;
        offered.message =
            std::make_shared<app::chat::Message>(FakeStage::message(QStringLiteral("Fay"), QStringLiteral("for you")));
        offered.text = QStringLiteral("for you");
        show.director.offer(offered, show.now);
        show.plan();
        const QStringList before = show.users();
        QCOMPARE(before.size(), 5);
        QVERIFY(show.command(What::Clear));
        QCOMPARE(show.users(), before.mid(3));
        QVERIFY(show.waiting(show.ids[3]) && show.waiting(offered.id));
        QVERIFY(!show.command(What::Clear)); // there is nothing else
        QVERIFY(show.undo());
        QCOMPARE(show.users(), before);
        QCOMPARE(show.faults, QStringList());
    }

    void whatIsWantedNextIsNeverTooLate() {
        Rules rules = calmRules();
        rules.queue.chatSeconds = 20;
        Show show(rules);
        show.command(What::HoldAll);
        show.command(What::ReadNext, show.ids[4]);
        show.run(60);
        QCOMPARE(show.users(), QStringList(QStringLiteral("Eve")));
        show.command(What::ReleaseAll);
        show.run(5);
        QCOMPARE(show.heardUsers(), QStringLiteral("Ann Eve"));
    }

    void undoEndsAfterThirtySeconds() {
        Show show;
        show.command(What::Pause); // so that nothing else happens
        show.command(What::Clear);
        show.run(29);
        QVERIFY(!show.director.undoWords(show.now).isEmpty());
        show.run(1.5);
        QVERIFY(show.director.undoWords(show.now).isEmpty());
        QVERIFY(!show.undo());
        QVERIFY(!show.hasSound(show.ids[1])); // nobody can need it any more
    }

    void everyCommandIsUndone_data() {
        QTest::addColumn<int>("what");
        QTest::addColumn<int>("of"); // index
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("place");
        QTest::newRow("clear") << int(What::Clear) << -1 << QString() << 0;
        QTest::newRow("hold") << int(What::Hold) << 1 << QString() << 0;
        QTest::newRow("hold a waiting one") << int(What::Hold) << 3 << QString() << 0;
        QTest::newRow("read next") << int(What::ReadNext) << 4 << QString() << 0;
        QTest::newRow("move down") << int(What::Move) << 1 << QString() << 3;
        QTest::newRow("move up") << int(What::Move) << 3 << QString() << 1;
        QTest::newRow("remove a ready one") << int(What::Remove) << 1 << QString() << 0;
        QTest::newRow("remove a waiting one") << int(What::Remove) << 3 << QString() << 0;
        QTest::newRow("edit") << int(What::Edit) << 3 << QStringLiteral("other words") << 0;
        QTest::newRow("voice") << int(What::SetVoice) << 4 << QStringLiteral("slt") << 0;
        QTest::newRow("ban of a person") << int(What::BanPerson) << 2 << QString() << 0;
        QTest::newRow("ban of a phrase") << int(What::BanPhrase) << -1 << QStringLiteral("Dan wrote") << 0;
        QTest::newRow("hold all") << int(What::HoldAll) << -1 << QString() << 0;
        QTest::newRow("say") << int(What::Say) << -1 << QStringLiteral("welcome everybody") << 0;
    }
    void everyCommandIsUndone() {
        QFETCH(int, what);
        QFETCH(int, of);
        QFETCH(QString, text);
        QFETCH(int, place);
        Show show;
        show.command(What::Pause);
        const QStringList before = show.look();
        const Rules rules = show.director.rules();
        QVERIFY(show.command(What(what), of < 0 ? 0 : show.ids[of], text, place));
        QVERIFY(what == int(What::HoldAll) || show.look() != before);
        QVERIFY(!show.director.undoWords(show.now).isEmpty());
        QVERIFY(show.undo());
        show.run(0.0);
        QCOMPARE(show.look(), before);
        QVERIFY(show.director.rules() == rules);
        QCOMPARE(show.faults, QStringList());
        QVERIFY(show.undo()); // the pause before it
        QVERIFY(!show.director.paused());
        show.run(90);
        QCOMPARE(show.heardUsers(), QStringLiteral("Ann Bob Cas Dan Eve"));
        QCOMPARE(show.faults, QStringList());
    }

    void pauseStopsWhereItIs() {
        Show show;
        QVERIFY(show.command(What::Pause));
        QVERIFY(!show.command(What::Pause)); // it is
        QCOMPARE(int(show.acts.back().what), int(Act::What::Pause));
        show.run(20);
        QCOMPARE(show.heardUsers(), QStringLiteral("Ann"));
        QCOMPARE(show.onAir(), show.ids[0]);
        QVERIFY(show.command(What::Resume));
        show.run(40);
        QCOMPARE(show.heardUsers(), QStringLiteral("Ann Bob Cas Dan Eve"));
        QCOMPARE(show.faults, QStringList());
    }

    void holdWhileITalkFinishesWhatIsOnAir() {
        Show show;
        show.command(What::HoldAll);
        show.run(20);
        QCOMPARE(show.director.figures(show.now).played, 1);
        QCOMPARE(show.heardUsers(), QStringLiteral("Ann"));
        show.command(What::ReleaseAll);
        show.run(0.1);
        QCOMPARE(show.onAir(), show.ids[1]);
    }

    // The microphone says so: as the button, which goes before it.
    void whileTheMicrophoneHearsMeNothingBegins() {
        Show show;
        show.director.setTalking(true, false, show.now);
        QVERIFY(show.director.talking() && !show.director.holding() && !show.director.airStops());
        show.run(20);
        QCOMPARE(show.director.figures(show.now).played, 1); // to its end
        QCOMPARE(show.heardUsers(), QStringLiteral("Ann"));
        for (const Item &item : show.director.waiting())
            QCOMPARE(item.expectedWait, -1.0);
        show.director.setTalking(false, false, show.now);
        show.run(0.1);
        QCOMPARE(show.onAir(), show.ids[1]);
        QStringList told;
        for (const DanmakuEvent &event : show.events)
            if (event.by == QStringLiteral("microphone"))
                told << event.state;
        QCOMPARE(told, (QStringList{QStringLiteral("talking"), QStringLiteral("quiet")}));
        QVERIFY(!show.undo()); // nobody did anything

        show.director.setTalking(true, false, show.now);
        QVERIFY(show.command(What::HoldAll));
        show.director.setTalking(false, false, show.now);
        show.run(20);
        QCOMPARE(show.heardUsers(), QStringLiteral("Ann Bob")); // the button holds on
        QVERIFY(show.command(What::ReleaseAll));
        show.run(0.1);
        QCOMPARE(show.onAir(), show.ids[2]);

        show.director.setTalking(true, false, show.now);
        QVERIFY(show.command(What::HoldAll) && show.command(What::ReleaseAll));
        QVERIFY(!show.director.talking()); // read on, though I talk
        show.run(5);
        QCOMPARE(show.heardUsers(), QStringLiteral("Ann Bob Cas Dan"));
        show.director.setTalking(false, false, show.now);
        show.director.setTalking(true, false, show.now); // the next time it counts again
        QVERIFY(show.director.talking());
        show.run(60);
        QCOMPARE(show.heardUsers(), QStringLiteral("Ann Bob Cas Dan"));
        QCOMPARE(show.faults, QStringList());
    }

    void whatIsOnAirStopsWhileITalkIfIWish() {
        Show show;
        show.director.setTalking(true, true, show.now);
        show.plan();
        QCOMPARE(int(show.acts.back().what), int(Act::What::Pause));
        QVERIFY(show.director.airStops());
        show.run(60);
        QCOMPARE(show.heardUsers(), QStringLiteral("Ann"));
        QCOMPARE(show.director.figures(show.now).played, 0);
        QVERIFY(show.command(What::Pause));
        show.director.setTalking(false, true, show.now);
        show.run(60);
        QCOMPARE(show.director.figures(show.now).played, 0); // paused besides
        QVERIFY(show.command(What::Resume));
        show.run(60);
        QCOMPARE(show.heardUsers(), QStringLiteral("Ann Bob Cas Dan Eve"));
        QCOMPARE(show.faults, QStringList());
    }

    void betweenTwoItemsIsTimeToListen() {
        Show show;
        show.director.setLeastGap(2);
        show.run(60);
        QCOMPARE(show.heardUsers(), QStringLiteral("Ann Bob Cas Dan Eve"));
        for (std::size_t i = 1; i < show.heard.size(); ++i) {
            const auto before = show.over(show.heard[i - 1].id), after = show.over(show.heard[i].id);
            QVERIFY(before && after && after->playAt - before->endAt >= 2000);
        }
    }

    void muteIsSilenceAtOnce() {
        Show show;
        show.command(What::Mute);
        QCOMPARE(ruleOf(show, show.ids[0]), QStringLiteral("skipped muted"));
        show.run(20);
        QCOMPARE(show.heardUsers(), QStringLiteral("Ann"));
        QVERIFY(show.undo());
        show.run(1);
        QCOMPARE(show.heardUsers(), QStringLiteral("Ann Ann"));
        QCOMPARE(show.faults, QStringList());
    }

    void reviewWaitsForApproval_data() {
        QTest::addColumn<int>("mode");
        QTest::addColumn<QString>("waits");
        QTest::newRow("off") << int(Review::Off) << QString();
        QTest::newRow("paid") << int(Review::PaidOnly) << QStringLiteral("paid");
        QTest::newRow("first") << int(Review::FirstTime) << QStringLiteral("first");
        QTest::newRow("all") << int(Review::All) << QStringLiteral("paid first chat");
    }
    void reviewWaitsForApproval() {
        QFETCH(int, mode);
        QFETCH(QString, waits);
        Rules rules = calmRules();
        rules.review = Review(mode);
        FakeStage stage(rules);
        stage.paid(QStringLiteral("Ann"), QStringLiteral("paid"), 5);
        stage.chat(QStringLiteral("Bob"), QStringLiteral("first"), chat::Role::FirstTime);
        stage.chat(QStringLiteral("Cas"), QStringLiteral("chat"));
        stage.command(What::Say, 0, QStringLiteral("mine"));
        stage.run(300);
        QStringList left;
        for (const Item &item : stage.director.waiting()) {
            QCOMPARE(int(item.stage), int(Stage::Review));
            left.append(item.text);
        }
        QCOMPARE(left.join(u' '), waits);
        QList<quint64> ids;
        for (const Item &item : stage.director.waiting())
            ids.append(item.id);
        for (const quint64 id : std::as_const(ids))
            QVERIFY(stage.command(What::Approve, id));
        stage.run(60);
        QCOMPARE(stage.director.figures(stage.now).played, 4);
        QCOMPARE(stage.faults, QStringList());
    }

    void theOperatorsLineIsNext() {
        Show show;
        show.command(What::ReadNext, show.ids[4]);
        show.command(What::Say, 0, QStringLiteral("first line"));
        show.command(What::Say, 0, QStringLiteral("second line"));
        show.run(60);
        QStringList heard;
        for (const Item &item : show.heard)
            heard.append(item.message->user.isEmpty() ? item.text : item.message->user);
        QCOMPARE(heard.join(u' '), QStringLiteral("Ann first line second line Eve Bob Cas Dan"));
        QCOMPARE(show.faults, QStringList());
    }

    void whatWasMovedStaysWhenSomethingPaidComes() {
        Show show;
        show.command(What::Move, show.ids[4], {}, 0);
        show.paid(QStringLiteral("Fay"), QStringLiteral("a large gift"), 500);
        show.plan();
        QCOMPARE(show.users().mid(0, 3),
                 QStringList({QStringLiteral("Eve"), QStringLiteral("Fay"), QStringLiteral("Bob")}));
    }

    void whatIsTakenOutIsNotMadeAnyFurther() {
        FakeStage stage;
        const quint64 id = stage.chat(QStringLiteral("Ann"), QStringLiteral("hello"));
        stage.plan();
        QCOMPARE(stage.making(), id);
        stage.command(What::Remove, id);
        QCOMPARE(int(stage.acts.back().what), int(Act::What::StopMake));
        stage.run(1);
        QCOMPARE(stage.making(), quint64(0));
        QVERIFY(!stage.hasSound(id));
    }

    void oldWordsAreNotHeardThoughTheyWereMadeBeforeTheEngineStopped() {
        FakeStage stage;
        stage.madeAnyway = 1;
        const quint64 id = stage.chat(QStringLiteral("Ann"), QStringLiteral("something rude"));
        stage.plan();
        stage.command(What::Edit, id, QStringLiteral("something nice"));
        stage.run(20);
        QVERIFY2(stage.heardWords().join(u'|').contains(QStringLiteral("something nice")),
                 qPrintable(stage.heardWords().join(u'|')));
        QCOMPARE(stage.faults, QStringList());
    }

    void anEditedLineIsSaidAsEdited() {
        Show show;
        QVERIFY(show.command(What::Edit, show.ids[1], QStringLiteral("something nicer"))); // its sound was ready
        QVERIFY(show.command(What::SetVoice, show.ids[2], QStringLiteral("slt")));
        QVERIFY(!show.command(What::Edit, show.ids[2], QStringLiteral("  ")));
        show.run(60);
        QVERIFY2(show.heardWords()[1].contains(QStringLiteral("something nicer")), qPrintable(show.heardWords()[1]));
        QCOMPARE(show.heard[2].voice, QStringLiteral("slt"));
        QCOMPARE(show.faults, QStringList());
    }

    void requeuedAndOfferedOnesAreReadAgain() {
        Show show;
        show.run(60);
        QVERIFY(show.command(What::Requeue, show.ids[2]));
        Item paid;
        paid.id = 900;
        auto message = FakeStage::message(QStringLiteral("Gus"), QStringLiteral("from the run before"));
        message.kind = chat::Kind::Paid;
        message.paid = {5'000'000, QStringLiteral("EUR")};
        paid.message = std::make_shared<const chat::Message>(message);
        paid.text = message.text;
        paid.rank = Class::Paid;
        show.director.offer(paid, show.now);
        show.run(60);
        QCOMPARE(show.heardUsers(), QStringLiteral("Ann Bob Cas Dan Eve Cas"));
        QCOMPARE(int(show.waiting(900)->stage), int(Stage::Offered)); // until the operator says so
        QVERIFY(show.command(What::Approve, 900));
        show.run(10);
        QCOMPARE(show.heardUsers(), QStringLiteral("Ann Bob Cas Dan Eve Cas Gus"));
        QVERIFY(show.chat(QStringLiteral("Ann"), QStringLiteral("new")) > 900);
        QCOMPARE(show.faults, QStringList());
    }

    void everyChangeIsAnEventWithItsCause() {
        Show show;
        show.command(What::Skip);
        show.remove(show.messageIdOf(show.ids[1]));
        show.run(60);
        QStringList seen;
        for (const DanmakuEvent &event : show.events)
            if (event.item.id == show.ids[0] || event.item.id == show.ids[1])
                seen.append(QStringLiteral("%1 %2 %3").arg(event.item.id).arg(wordFor(event.what), event.by));
        QCOMPARE(seen.filter(QStringLiteral("1 ")).join(u','),
                 QStringLiteral("1 received rule,1 queued rule,1 synthesising rule,1 ready rule,1 playing rule,"
                                "1 skipped operator"));
        QCOMPARE(seen.filter(QStringLiteral("2 ")).join(u','),
                 QStringLiteral("2 received rule,2 queued rule,2 synthesising rule,2 ready rule,2 purged moderator"));
    }
};

QTEST_GUILESS_MAIN(TestDirectorCommands)
#include "tst_director_commands.moc"
