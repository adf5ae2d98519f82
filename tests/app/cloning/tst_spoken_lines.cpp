// What is said for what stands in a line, as the Studio makes its requests of it. Real services on the tiny checkpoint.
#include <QSignalSpy>

#include "app/cloning/kept_doubts.h"
#include "tests/app/cloning/script_of_tests.h"
#include "tests/patience.h"

using app::cloning::SpokenLinePtr;
using app::script::LineState;

namespace {

const auto s = [](const char *text) { return QString::fromUtf8(text); };

} // namespace

class TestSpokenLines : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsPlainIsSaidAsItStands() {
        ScriptOfTests desk({s("Hello there.")});
        QVERIFY(desk.isReady());
        const SpokenLinePtr line = desk.services.spokenLines().of(s("Hello there."), {});
        QVERIFY(!line->changed && !line->silent && line->marks.isEmpty() && line->shown.isEmpty());
        QCOMPARE(desk.services.request(desk.services.script().line(0)).spoken, std::string());
    }

    void tagsAndNumbersAreInTheRequest() {
        ScriptOfTests desk({s("你好 3 😀 [rms] one {pause 500ms} two [nobody] three")});
        QVERIFY(desk.isReady());
        const engine::Request request = desk.services.request(desk.services.script().line(0));
        QCOMPARE(request.text, desk.services.script().line(0).text.toStdString());
        const QString spoken = QString::fromStdString(request.spoken);
        QVERIFY2(spoken.contains(s("三")) && spoken.contains(s("pause")) && !spoken.contains(s("nobody")),
                 request.spoken.c_str());
        QCOMPARE(request.otherVoices.size(), std::size_t(1));
        QCOMPARE(request.otherVoices[0].id, std::string("rms"));
        QVERIFY(!request.otherVoices[0].recording.empty());

        const QString text = desk.services.script().line(0).text;
        const SpokenLinePtr line = desk.services.spokenLines().of(text, {});
        QStringList marked;
        for (const auto &mark : line->marks)
            marked << text.mid(mark.from, mark.to - mark.from) + (mark.isWarning() ? s("!") : QString());
        QCOMPARE(marked, QStringList({s("[rms]"), s("{pause 500ms}"), s("[nobody]!")}));
        QCOMPARE(line->warnings().size(), 1);
        QVERIFY(line->warnings().first().what.contains(s("nobody")));
    }

    void otherWordsAreToldFromTagsAlone() {
        ScriptOfTests desk({s("x")});
        QVERIFY(desk.isReady());
        const auto &spoken = desk.services.spokenLines();
        for (const char *same : {"{speed 1.5} Hello  there.", "[rms] A,{pause 1s}B.", "一<zi4>字(zi4)。"}) {
            QVERIFY2(spoken.of(s(same), {})->changed, same);
            QVERIFY2(!spoken.of(s(same), {})->reworded, same);
        }
        for (const char *other : {"It is 3 km.", "{speed 2} It is 3 km.", "Hello [nobody] there.", "[rms]"})
            QVERIFY2(spoken.of(s(other), {})->reworded, other);
        QVERIFY(!spoken.of(s("Hello."), {})->reworded);
        QCOMPARE(spoken.withoutTags(s("Say <zi4> now."), {}), s("Say now."));
    }

    void aLineMissesAVoiceOfItsOwn() {
        ScriptOfTests desk({s("x")});
        QVERIFY(desk.isReady());
        const auto &spoken = desk.services.spokenLines();
        const SpokenLinePtr line = spoken.of(s("Hello."), s("bob"));
        QVERIFY(line->noVoice && line->noVoice->what.contains(s("“bob”")));
        QCOMPARE(line->warnings().size(), 1);
        QVERIFY(!spoken.of(s("Hello."), s("rms"))->noVoice);
        desk.services.settings().setVoiceId(s("bob"));
        QVERIFY(!spoken.of(s("Hello."), {})->noVoice); // told where it is chosen
        QVERIFY(spoken.of(s("Hello."), s("bob"))->noVoice);
    }

    void captionsHaveNoTags() {
        ScriptOfTests desk({s("x")});
        QVERIFY(desk.isReady());
        const auto &spoken = desk.services.spokenLines();
        QCOMPARE(spoken.withoutTags(s("It is 3 km. {pause 1s} [rms] So far [nobody] away."), {}),
                 s("It is 3 km. So far away."));
        QCOMPARE(spoken.withoutTags(s("Two  spaces [1] stay."), {}), s("Two  spaces [1] stay."));
    }

    void tagsAloneAreNeverRead() {
        ScriptOfTests desk({s("[rms]"), s("Words.")});
        QVERIFY(desk.isReady());
        QVERIFY(desk.services.spokenLines().of(s("[rms]"), {})->silent);
        QVERIFY(desk.services.request(desk.services.script().line(0)).text.empty());
        QCOMPARE(desk.lines.make({desk.id(0), desk.id(1)}).size(), 1);
        QVERIFY(desk.waitForKept(1));
    }

    void aLineIsChangedWhenSomethingElseIsSaidForIt() {
        ScriptOfTests desk({s("It is 3 km."), s("It is far.")});
        QVERIFY(desk.isReady());
        QSignalSpy changed(&desk.services.spokenLines(), &app::cloning::SpokenLines::changed);
        desk.lines.make({desk.id(0), desk.id(1)});
        QVERIFY(desk.waitForKept(2));
        QCOMPARE(desk.standing(0).newest->spoken, s("It is three kilometers."));
        QCOMPARE(desk.standing(1).newest->spoken, QString());
        QVERIFY(desk.toBeMade().isEmpty());

        desk.services.settings().setReadNumbers(false);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(desk.toBeMade(), QList<int>{0});
        desk.services.settings().setReadNumbers(true);
        QVERIFY(desk.toBeMade().isEmpty());

        engine::text::LexiconEntry entry;
        entry.from = "far";
        entry.to = "very far";
        app::lexicons::LexiconChange change;
        change.come = {entry};
        desk.services.lexicons().change({}, {change});
        QTRY_COMPARE(desk.toBeMade(), QList<int>{1});
        desk.services.script().type(0, s("It is three kilometers.")); // other signs, the same words
        QCOMPARE(desk.standing(0).state, LineState::Made);
    }

    void doubtsAreKeptAndReadBack() {
        engine::quality::Doubt doubt;
        doubt.kind = engine::quality::DoubtKind::Gap;
        doubt.fromSeconds = 1.25;
        doubt.toSeconds = 2.5;
        doubt.reason = "A “gap” of 1.2 s.";
        doubt.remedy = "Speak it again.";
        app::takes::TakeRecord take;
        take.doubts = app::cloning::toJson({doubt});
        const auto doubts = app::cloning::doubtsOf(take);
        QCOMPARE(doubts.size(), 1);
        QCOMPARE(doubts[0].reason, s("A “gap” of 1.2 s."));
        QCOMPARE(doubts[0].from, 1.25);
        QCOMPARE(app::cloning::toJson({}), s("[]"));
        for (const char *odd : {"", "[]", "{}", "[1]", "[{}]", "not json",
                                "[{\"from\": -1, \"to\": 2, \"reason\": \"x\", \"remedy\": \"y\"}]"}) {
            take.doubts = s(odd);
            QVERIFY2(app::cloning::doubtsOf(take).isEmpty(), odd);
        }
    }

    void newTakesAreLookedAtWhenThatIsWanted() {
        ScriptOfTests desk({s("One line to look at."), s("Another one.")});
        QVERIFY(desk.isReady());
        desk.lines.make({desk.id(0)});
        QVERIFY(desk.waitForKept(1));
        QTRY_VERIFY_WITH_TIMEOUT(desk.standing(0).newest && desk.standing(0).newest->doubts.startsWith(u'['),
                                 kLongEnough);
        desk.services.settings().setCheckTakes(false);
        desk.lines.make({desk.id(1)});
        QVERIFY(desk.waitForKept(2));
        QTest::qWait(500);
        QCOMPARE(desk.standing(1).newest->doubts, QString());
    }
};

QTEST_GUILESS_MAIN(TestSpokenLines)
#include "tst_spoken_lines.moc"
