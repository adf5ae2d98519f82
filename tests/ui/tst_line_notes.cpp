// What a person is told of a line beside it: a voice that is not here, a take that should be listened to. The other
// lines are made all the same, and the keyboard stays where the person works.
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTextBlock>

#include "tests/patience.h"
#include "tests/ui/script_window.h"
#include "ui/studio/line_notes.h"
#include "ui/studio/spoken_rows.h"

namespace {

using ui::studio::GutterState;

const auto s = [](const char *text) { return QString::fromUtf8(text); };

struct Desk : ScriptWindow {
    QSignalSpy kept{&desk.services.takes(), &app::takes::TakeLibrary::kept};
    ui::studio::LineNotes &notes = *window.findChild<ui::studio::LineNotes *>();

    QTextBlock block(int row) const { return editor.document()->findBlockByNumber(row); }
    bool isMarked(int row) const { return editor.spokenRows().hasWarning(block(row)); }
    GutterState state(int row) const { return editor.status(script.line(row).id).state; }
    const ui::shared::Notice *answer() const { return window.notices().about(s("studio")); }
    void makeChanged() const { window.findChild<QAction *>(s("speech.make_changed"))->trigger(); }
    bool becomes(int takes) {
        return QTest::qWaitFor([&] { return kept.size() >= takes && !window.studio().isBusy(); }, kPatience) &&
               kept.size() == takes;
    }
};

} // namespace

class TestLineNotes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneMissingVoiceDoesNotStopTheOthers() {
        Desk desk;
        QVERIFY(desk.isReady());
        desk.desk.services.settings().setCheckTakes(false);
        desk.write({s("Good morning."), s("Good evening."), s("Good night.")});
        desk.script.setVoice({1}, s("bob"));
        QVERIFY(!desk.isMarked(0) && desk.isMarked(1) && !desk.isMarked(2));
        QVERIFY(desk.editor.spokenRows().heightOf(desk.block(1)) > 10);
        desk.window.notices().post(ui::shared::Notice::Kind::Alarm, s("test"), {s("Something else."), {}, {}});

        desk.makeChanged();
        const auto *said = desk.window.notices().current(); // what was pressed is answered first
        QVERIFY2(said->what.contains(s("“bob” is not here")), qPrintable(said->what));
        QVERIFY(said->what.startsWith(s("1 line ")) && !said->remedy.isEmpty());
        QVERIFY(desk.becomes(2));
        QTRY_COMPARE(desk.state(2), GutterState::Made);
        QCOMPARE(desk.state(0), GutterState::Made);
        QCOMPARE(desk.state(1), GutterState::Unmade);
        QVERIFY(desk.answer()); // still there

        QVERIFY(!desk.notes.isVisible());
        desk.editor.goToLine(1);
        QVERIFY(desk.notes.isVisible());
        QVERIFY(desk.notes.findChild<QLabel *>()->text().contains(s("“bob” is not here. Choose another or")));
        QVERIFY(desk.editor.accessibleDescription().contains(s("“bob” is not here. Choose another or")));

        desk.makeChanged(); // nothing that could be made
        QVERIFY(desk.answer() && !desk.window.studio().isBusy());
        std::filesystem::copy(desk.data.root() / "voices" / "rms", desk.data.root() / "voices" / "bob");
        desk.desk.services.voices().refresh();
        QTRY_VERIFY_WITH_TIMEOUT(!desk.isMarked(1), ScriptWindow::kPatience); // it was brought
        desk.makeChanged();
        QVERIFY(desk.becomes(3));
        QVERIFY(!desk.answer());
    }

    void severalVoicesAreNamed() {
        Desk desk;
        QVERIFY(desk.isReady());
        desk.write({s("One."), s("Two."), s("Three.")});
        desk.script.setVoice({0, 2}, s("bob"));
        desk.script.setVoice({1}, s("anna"));
        desk.makeChanged();
        QVERIFY(desk.answer());
        QVERIFY2(desk.answer()->what.contains(s("3 lines")) && desk.answer()->what.contains(s("bob, anna")),
                 qPrintable(desk.answer()->what));
        QVERIFY(!desk.window.studio().isBusy());
    }

    void tryingAgainLeavesTheKeyboardInTheText() {
        Desk desk;
        QVERIFY(desk.isReady());
        desk.desk.services.settings().setCheckTakes(false);
        desk.write({s("Good morning."), s("Good night.")});
        desk.window.studio().speak();
        QVERIFY(desk.becomes(1));
        const auto take = desk.kept[0][1].value<app::takes::TakeRecord>();
        desk.desk.services.takes().judge(take.id, s(R"([{"kind": "gap", "from": 0, "to": 1, "sureness": 0.9,
            "reason": "There is a silence.", "remedy": "Speak it again."}])"));
        QTRY_VERIFY_WITH_TIMEOUT(desk.button("Try again"), ScriptWindow::kPatience);
        auto *again = desk.button("Try again");
        again->setFocus();
        QTest::keyClick(again, Qt::Key_Space);
        QVERIFY(desk.editor.hasFocus());
        QVERIFY(desk.becomes(2));
        QTRY_VERIFY(!again->isVisible());
        QVERIFY(desk.editor.hasFocus());
        QCOMPARE(desk.editor.currentLine(), 0);

        const auto second = desk.kept[1][1].value<app::takes::TakeRecord>();
        desk.desk.services.takes().judge(second.id, s(R"([{"kind": "gap", "from": 0, "to": 1, "sureness": 0.9,
            "reason": "There is a silence.", "remedy": "Speak it again."}])"));
        QTRY_VERIFY_WITH_TIMEOUT(again->isVisible(), ScriptWindow::kPatience);
        again->setFocus();
        desk.script.type(0, s("Good morning to you.")); // what it was about is gone
        QVERIFY(!again->isVisible());
        QVERIFY(desk.editor.hasFocus());
    }
};

QTEST_MAIN(TestLineNotes)
#include "tst_line_notes.moc"
