// Voice, speed and seed of a line, set by hand: what the engine is asked for, which lines count as changed, what
// several lines show, what undo brings back, what the gutter says.
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTextBlock>

#include "tests/patience.h"
#include "tests/ui/script_window.h"
#include "ui/studio/line_card.h"
#include "ui/studio/line_gutter.h"
#include "ui/studio/own_speed.h"
#include "ui/theme.h"

namespace {

using ui::studio::GutterState;

const QStringList kThree{QStringLiteral("Good morning."), QStringLiteral("Good evening."),
                         QStringLiteral("Good night.")};

struct Lines : ScriptWindow {
    ui::studio::LineCard &card = window.studio().lineCard();
    QSignalSpy kept{&desk.services.takes(), &app::takes::TakeLibrary::kept};

    Lines() {
        write(kThree);
        card.setOpen(true);
    }
    QComboBox *voice() const { return named<QComboBox>("Voice of the line"); }
    ui::studio::OwnSpeed *speed() const { return named<ui::studio::OwnSpeed>("Speed of the line"); }
    QLineEdit *seed() const { return named<QLineEdit>("Seed of the line"); }
    static QString hint(QWidget *field) { return field->findChild<QLineEdit *>()->placeholderText(); }

    QString heading() const { return card.findChild<QLabel *>()->text(); }
    const app::script::Line &line(int row) const { return script.line(row); }
    GutterState state(int row) const { return editor.status(line(row).id).state; }
    void typeInto(QWidget *field, const char *text) const {
        field->setFocus();
        QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(field, QString::fromUtf8(text));
    }
    // Every line that is chosen, with what it asks for.
    bool make(int takes) {
        const auto wanted = kept.size() + takes;
        window.studio().speak();
        return QTest::qWaitFor([&] { return kept.size() == wanted && !window.studio().isBusy(); }, kPatience);
    }
    app::takes::TakeRecord take(qsizetype i) const { return kept.at(i)[1].value<app::takes::TakeRecord>(); }
};

} // namespace

class TestLineCard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSpeedOfItsOwnIsWhatTheEngineIsAskedFor() {
        Lines desk;
        QVERIFY(desk.isReady());
        QCOMPARE(desk.heading(), QStringLiteral("Line 1"));
        QCOMPARE(desk.speed()->text(), QString());
        QCOMPARE(Lines::hint(desk.speed()), QStringLiteral("as the Studio"));
        QVERIFY(!desk.button("Speed as the Studio")->isEnabled());
        QVERIFY(desk.make(1));
        QCOMPARE(desk.take(0).speed, 1.0);
        QTRY_COMPARE(desk.state(0), GutterState::Made);

        desk.typeInto(desk.speed(), "1.3");
        QVERIFY(!desk.line(0).speed); // not before it is finished
        QTest::keyClick(desk.speed(), Qt::Key_Return);
        QCOMPARE(*desk.line(0).speed, 1.3);
        QVERIFY(desk.editor.hasFocus()); // back to the text
        QCOMPARE(desk.state(0), GutterState::Changed);
        QVERIFY(!desk.line(1).speed);
        QCOMPARE(desk.speed()->text(), QStringLiteral("1.30 ×"));
        QVERIFY(desk.make(1));
        QCOMPARE(desk.take(1).speed, 1.3);
        QTRY_COMPARE(desk.state(0), GutterState::Made);

        QTest::mouseClick(desk.button("Speed as the Studio"), Qt::LeftButton);
        QVERIFY(!desk.line(0).speed);
        QCOMPARE(desk.state(0), GutterState::Changed);
        QCOMPARE(desk.speed()->text(), QString());
        desk.script.undo();
        QCOMPARE(*desk.line(0).speed, 1.3);
        QCOMPARE(desk.speed()->text(), QStringLiteral("1.30 ×"));
        QCOMPARE(desk.state(0), GutterState::Made);
    }

    void theArrowsBeginAtTheStudiosSpeed() {
        Lines desk;
        QVERIFY(desk.isActive());
        desk.desk.services.settings().setSpeed(1.2);
        QTest::keyClick(desk.speed(), Qt::Key_Up);
        QCOMPARE(*desk.line(0).speed, 1.25);
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(desk.speed(), Qt::Key_Down);
        QCOMPARE(*desk.line(0).speed, 1.1);
        QTest::mouseClick(desk.button("Speed as the Studio"), Qt::LeftButton);
        QVERIFY(!desk.line(0).speed);
        desk.script.undo(); // the way back is a step of its own
        QCOMPARE(*desk.line(0).speed, 1.1);
        desk.script.undo(); // and all the arrows are one
        QVERIFY(!desk.line(0).speed);
    }

    void whatIsNoSpeedIsNotTaken() {
        Lines desk;
        QVERIFY(desk.isActive());
        desk.typeInto(desk.speed(), "9x.");
        QTest::keyClick(desk.speed(), Qt::Key_Return);
        QVERIFY(!desk.line(0).speed);
        desk.typeInto(desk.speed(), "0.1"); // slower than any
        QTest::keyClick(desk.speed(), Qt::Key_Return);
        QVERIFY(!desk.line(0).speed);
        QCOMPARE(desk.speed()->text(), QString());
        desk.typeInto(desk.speed(), "2");
        QTest::keyClick(desk.speed(), Qt::Key_Escape); // takes it back
        QVERIFY(!desk.line(0).speed);
        QVERIFY(desk.editor.hasFocus());
        QCOMPARE(desk.speed()->text(), QString());
        desk.typeInto(desk.seed(), "99999999999999999999");
        QTest::keyClick(desk.seed(), Qt::Key_Return);
        QVERIFY(!desk.line(0).seed);
        QVERIFY(desk.window.notices().current()->what.contains(QStringLiteral("99999999999999999999")));
        QVERIFY(!desk.window.notices().current()->remedy.isEmpty());
        QCOMPARE(desk.seed()->text(), QString());
    }

    void theNewestTakesSeedIsKept() {
        Lines desk;
        QVERIFY(desk.isReady());
        QVERIFY(!desk.button("Keep the newest take's seed")->isEnabled());
        QVERIFY(desk.make(1));
        QTRY_VERIFY(desk.button("Keep the newest take's seed")->isEnabled());
        QTest::mouseClick(desk.button("Keep the newest take's seed"), Qt::LeftButton);
        QCOMPARE(*desk.line(0).seed, desk.take(0).seed);
        QCOMPARE(desk.seed()->text(), QString::number(desk.take(0).seed));
        QCOMPARE(desk.state(0), GutterState::Made); // it is the seed it was made with
        QVERIFY(!desk.button("Keep the newest take's seed")->isEnabled());
        QVERIFY(desk.make(1));
        QCOMPARE(desk.take(1).seed, desk.take(0).seed);
        QCOMPARE(desk.take(1).audioHash, desk.take(0).audioHash); // byte for byte

        desk.typeInto(desk.seed(), "4711");
        QTest::keyClick(desk.seed(), Qt::Key_Return);
        QCOMPARE(*desk.line(0).seed, quint64(4711));
        QCOMPARE(desk.state(0), GutterState::Changed);
        QTest::mouseClick(desk.button("Seed as the Studio"), Qt::LeftButton);
        QVERIFY(!desk.line(0).seed);
        desk.script.undo();
        desk.script.undo();
        QCOMPARE(*desk.line(0).seed, desk.take(0).seed);
    }

    void severalLinesAtOnce() {
        Lines desk;
        QVERIFY(desk.isReady());
        desk.script.setSpeed({1}, 0.8);
        desk.script.setSeed({1}, 5);
        desk.script.setVoice({1}, QStringLiteral("awb"));
        desk.chooseLines(0, 2);
        QCOMPARE(desk.heading(), QStringLiteral("Lines 1–3"));
        QCOMPARE(Lines::hint(desk.speed()), QStringLiteral("mixed"));
        QCOMPARE(desk.seed()->placeholderText(), QStringLiteral("mixed"));
        QCOMPARE(desk.speed()->text() + desk.seed()->text(), QString());
        QCOMPARE(desk.voice()->currentIndex(), -1);
        QTest::keyClick(desk.speed(), Qt::Key_Return); // looking changes nothing
        QTest::keyClick(desk.seed(), Qt::Key_Return);
        QVERIFY(!desk.line(0).speed && !desk.line(0).seed);
        QCOMPARE(*desk.line(1).seed, quint64(5));
        desk.typeInto(desk.speed(), "1.5");
        QTest::keyClick(desk.speed(), Qt::Key_Return);
        for (int row = 0; row < 3; ++row)
            QCOMPARE(*desk.line(row).speed, 1.5);
        QTest::mouseClick(desk.button("Voice as the Studio"), Qt::LeftButton);
        QVERIFY(desk.line(1).voiceId.isEmpty());
        QCOMPARE(desk.voice()->currentText(), QStringLiteral("as the Studio"));

        QTest::mouseClick(desk.button("Seed as the Studio"), Qt::LeftButton);
        QVERIFY(desk.make(3));
        QTRY_VERIFY(desk.button("Keep the newest take's seed")->isEnabled());
        QTest::mouseClick(desk.button("Keep the newest take's seed"), Qt::LeftButton);
        for (int i = 0; i < 3; ++i)
            QCOMPARE(*desk.line(desk.script.rowOf(desk.take(i).lineId)).seed, desk.take(i).seed); // each its own
        QVERIFY(desk.line(0).seed != desk.line(1).seed);
        desk.script.undo();
        for (int row = 0; row < 3; ++row)
            QVERIFY(!desk.line(row).seed);
    }

    void theVoiceOfALine() {
        Lines desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.voice()->count() > 3);
        const int awb = desk.voice()->findData(QStringLiteral("awb"));
        desk.voice()->setFocus();
        while (desk.voice()->currentIndex() != awb)
            QTest::keyClick(desk.voice(), Qt::Key_Down);
        QCOMPARE(desk.line(0).voiceId, QStringLiteral("awb"));
        QVERIFY(desk.button("Voice as the Studio")->isEnabled());
        desk.script.setVoice({0}, QStringLiteral("gone"));
        QCOMPARE(desk.voice()->currentText(), QStringLiteral("gone (not there)"));
        desk.editor.goToLine(1);
        QCOMPARE(desk.voice()->currentText(), QStringLiteral("as the Studio"));
        QCOMPARE(desk.voice()->findText(QStringLiteral("gone (not there)")), -1);
    }

    void aCueIsChangedByKeys() {
        Lines desk;
        QVERIFY(desk.isActive());
        auto *begin = desk.named<QLineEdit>("Beginning of the cue");
        auto *end = desk.named<QLineEdit>("End of the cue");
        QVERIFY(begin && end && !begin->isVisible()); // no line has times
        desk.script.setCue(0, app::script::CueTimes{4, 4.6});
        QVERIFY(begin->isVisible());
        QCOMPARE(begin->text() + u' ' + end->text(), QStringLiteral("0:04.000 0:04.600"));

        desk.typeInto(end, "5.25");
        QTest::keyClick(end, Qt::Key_Return);
        QCOMPARE(desk.line(0).cue, std::optional(app::script::CueTimes{4, 5.25}));
        QVERIFY(desk.editor.hasFocus());
        desk.typeInto(begin, "0:10"); // behind the end: both move
        QTest::keyClick(begin, Qt::Key_Tab);
        QVERIFY(end->hasFocus());
        QCOMPARE(desk.line(0).cue, std::optional(app::script::CueTimes{10, 11.25}));
        desk.script.undo();
        QCOMPARE(begin->text() + u' ' + end->text(), QStringLiteral("0:04.000 0:05.250"));

        for (const char *wrong : {"3", "soon", "0:61:00"}) {
            desk.typeInto(end, wrong);
            QTest::keyClick(end, Qt::Key_Return);
            QCOMPARE(desk.line(0).cue, std::optional(app::script::CueTimes{4, 5.25}));
            QCOMPARE(end->text(), QStringLiteral("0:05.250"));
            const auto *said = desk.window.notices().current();
            QVERIFY(said && !said->remedy.isEmpty());
            desk.window.notices().dismiss();
        }
        desk.typeInto(end, "9");
        QTest::keyClick(end, Qt::Key_Escape);
        QCOMPARE(end->text(), QStringLiteral("0:05.250"));

        desk.editor.goToLine(1); // in a script with times any line may get some
        QCOMPARE(begin->text(), QString());
        desk.typeInto(begin, "7");
        desk.editor.goToLine(0);
        QCOMPARE(desk.line(1).cue, std::optional(app::script::CueTimes{7, 7}));
        desk.editor.selectAll();
        QVERIFY(!begin->isEnabled() && !desk.button("No cue")->isEnabled());
        desk.editor.goToLine(1);
        QTest::mouseClick(desk.button("No cue"), Qt::LeftButton);
        QVERIFY(!desk.line(1).cue);
        QCOMPARE(desk.line(0).cue, std::optional(app::script::CueTimes{4, 5.25}));
        desk.card.setOpen(false);
        desk.action("Cue of the line …")->trigger(); // from anywhere
        QVERIFY(begin->hasFocus());
    }

    // The gutter moves the cursor before the field knows that it was left.
    void whatWasTypedIsForTheLineItWasTypedFor() {
        Lines desk;
        QVERIFY(desk.isActive());
        desk.typeInto(desk.speed(), "1.4");
        desk.editor.goToLine(2);
        QCOMPARE(*desk.line(0).speed, 1.4);
        QVERIFY(!desk.line(2).speed);
        desk.typeInto(desk.seed(), "77");
        desk.editor.goToLine(1);
        desk.editor.setFocus();
        QCOMPARE(*desk.line(2).seed, quint64(77));
        QVERIFY(!desk.line(1).seed);
        QCOMPARE(desk.seed()->text(), QString());
    }

    void theGutterShowsAndSaysIt() {
        Lines desk;
        QVERIFY(desk.isReady());
        desk.window.resize(1280, 800);
        auto *gutter = desk.editor.findChild<ui::studio::LineGutter *>();
        constexpr int kAfterState = 28;  // px
        int middle = 0;                  // of the sign that was seen last
        const auto sign = [&](int row) { // its accent-coloured strokes, right of the state
            const QTextBlock block = desk.editor.document()->findBlockByNumber(row);
            const QRect line = desk.editor.cursorRect(QTextCursor(block));
            const QImage image =
                gutter->grab(QRect(kAfterState, line.top(), gutter->width() - kAfterState, line.height())).toImage();
            int count = 0, sum = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    if (image.pixelColor(x, y) == ui::coloursOf(gutter->palette()).accent) {
                        ++count;
                        sum += x;
                    }
            if (count > 0)
                middle = kAfterState + sum / count;
            return count;
        };
        QCOMPARE(sign(1), 0);
        desk.script.setSpeed({1}, 1.25);
        desk.script.setSeed({1}, 4711);
        QVERIFY(sign(1) > 3);
        QCOMPARE(sign(0), 0);
        QVERIFY(!desk.editor.accessibleDescription().contains(QStringLiteral("1.25")));
        desk.editor.goToLine(1);
        const QString said = desk.editor.accessibleDescription();
        QVERIFY2(said.contains(QStringLiteral("Line 2: not made yet")), qPrintable(said));
        QVERIFY2(said.contains(QStringLiteral("Speed of its own: 1.25 ×")), qPrintable(said));
        QVERIFY2(said.contains(QStringLiteral("Seed of its own: 4711")), qPrintable(said));

        // A click on the sign leads to the field, one beside it nowhere.
        desk.editor.goToLine(0);
        const QTextBlock block = desk.editor.document()->findBlockByNumber(1);
        QVERIFY(sign(1) > 3);
        const QPoint there(middle, desk.editor.cursorRect(QTextCursor(block)).center().y());
        QTest::mouseClick(gutter, Qt::LeftButton, {}, there);
        QVERIFY(desk.speed()->hasFocus());
        QCOMPARE(desk.heading(), QStringLiteral("Line 2"));
        desk.editor.setFocus();
        desk.script.setVoice({2}, QStringLiteral("awb")); // has its place in the gutter, so no sign
        QCOMPARE(sign(2), 0);
        desk.window.resize(700, 600);
        QVERIFY(!desk.editor.status(desk.line(2).id).voice.isEmpty());
    }

    void foldedItSaysTheSameInWords() {
        Lines desk;
        QVERIFY(desk.isActive());
        const auto says = [&](const char *text) {
            for (const QLabel *label : desk.card.findChildren<QLabel *>())
                if (label->isVisible() && label->text() == QString::fromUtf8(text))
                    return true;
            return false;
        };
        desk.card.setOpen(false);
        QVERIFY(!desk.speed()->isVisible());
        QVERIFY(says("as the Studio"));
        desk.script.setSpeed({0}, 1.25);
        desk.script.setSeed({0}, 4711);
        QVERIFY(says("1.25 × · seed 4711"));
        desk.chooseLines(0, 1);
        QVERIFY(says("mixed"));
        QTest::mouseClick(desk.button("Show the settings of the line"), Qt::LeftButton);
        QVERIFY(desk.speed()->isVisible());
        QVERIFY(!says("mixed"));
        desk.window.resize(1280, 721);
        QVERIFY(desk.card.isOpen()); // as the person wants it
        QTest::mouseClick(desk.button("Hide the settings of the line"), Qt::LeftButton);
        desk.window.resize(1920, 1080);
        QVERIFY(!desk.card.isOpen());

        ScriptWindow untouched;
        const auto &card = untouched.window.studio().lineCard();
        untouched.window.resize(1280, 720);
        QTRY_VERIFY(!card.isOpen()); // little room: how everything is spoken comes first
        untouched.window.resize(1920, 1080);
        QTRY_VERIFY(card.isOpen());
    }

    void howItWasLeftIsRemembered() {
        ScriptWindow desk;
        QVERIFY(desk.isActive());
        const auto openIn = [&](const QSize &size) { // as the next start shows it
            ui::MainWindow next(desk.desk.services);
            next.showNormal();
            QTest::qWait(50); // then it has its first size
            next.resize(size);
            QTest::qWait(100);
            return next.studio().lineCard().isOpen();
        };
        const QSize small(1280, 720);
        const QSize large(1920, 1080);
        QVERIFY(!openIn(small));
        QVERIFY(openIn(large));
        desk.window.resize(small);
        QTest::mouseClick(desk.button("Show the settings of the line"), Qt::LeftButton);
        QVERIFY(openIn(small));
        QTest::mouseClick(desk.button("Hide the settings of the line"), Qt::LeftButton);
        QVERIFY(!openIn(large));
        desk.action("Speed of the line …")->trigger();
        QVERIFY(desk.window.studio().lineCard().isOpen());
        QVERIFY(!openIn(large)); // opened for a look at one field
        desk.desk.services.settings().restore(QStringLiteral("lineCard"));
        QVERIFY(!openIn(small));
        QVERIFY(openIn(large));
    }

    void theMenuLeadsThere() {
        Lines desk;
        QVERIFY(desk.isReady());
        desk.card.setOpen(false);
        desk.action("Speed of the line …")->trigger();
        QVERIFY(desk.speed()->hasFocus());
        desk.action("Seed of the line …")->trigger();
        QVERIFY(desk.seed()->hasFocus());
        QVERIFY(!desk.seed()->visibleRegion().isEmpty()); // also where the pane is too low for all of it
        desk.editor.setFocus();
        desk.action("Keep the line's newest seed")->trigger();
        QVERIFY(!desk.window.notices().current()->remedy.isEmpty()); // there is none yet
        desk.script.setSpeed({0}, 2);
        desk.script.setSeed({0}, 3);
        desk.script.setVoice({0}, QStringLiteral("awb"));
        desk.action("Line as the Studio")->trigger();
        QVERIFY(!desk.line(0).speed && !desk.line(0).seed && desk.line(0).voiceId.isEmpty());
        desk.script.undo();
        QCOMPARE(*desk.line(0).speed, 2.0);
        QCOMPARE(desk.line(0).voiceId, QStringLiteral("awb"));
    }
};

QTEST_MAIN(TestLineCard)
#include "tst_line_card.moc"
