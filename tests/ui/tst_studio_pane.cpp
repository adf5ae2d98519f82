// The Studio as a person uses it: type, Ctrl+Enter, see and keep the take; stop; and what is said when something is
// missing. Real services, demo model.
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include "tests/patience.h"
#include "tests/ui/by_name.h"
#include "tests/ui/studio_desk.h"
#include "ui/shared/notice_bar.h"
#include "ui/shared/status_line.h"
#include "ui/shared/transport.h"
#include "ui/shared/waveform_view.h"
#include "ui/studio/script_editor.h"
#include "ui/studio/studio_pane.h"

using Part = ui::shared::StatusLine::Part;

namespace {

constexpr int kPatience = 120'000; // ms; a busy machine loads and speaks slowly

QPlainTextEdit *editor(ui::MainWindow &window) {
    return named<QPlainTextEdit>(window, QStringLiteral("Script"));
}

void typeInstead(ui::MainWindow &window, const QString &text) {
    QTest::keyClick(editor(window), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(editor(window), text);
}

bool hasLabel(QWidget &in, const QString &part) {
    for (const QLabel *label : in.findChildren<QLabel *>()) {
        if (label->isVisible() && label->text().contains(part)) {
            return true;
        }
    }
    return false;
}

const ui::shared::Notice *aboutText(ui::MainWindow &window) {
    return window.notices().about(QStringLiteral("studio"));
}

} // namespace

class TestStudioPane : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void firstStartIsReadyToSpeak() {
        StudioDesk desk;
        QVERIFY(QTest::qWaitForWindowActive(desk.window.get(), kLongEnough));
        QVERIFY(editor(*desk.window)->hasFocus());
        QVERIFY(editor(*desk.window)->toPlainText().size() > 10);
        QVERIFY(editor(*desk.window)->textCursor().atEnd());
        auto *voice = named<QComboBox>(*desk.window, QStringLiteral("Voice"));
        QTRY_VERIFY(voice->count() >= 4);
        QCOMPARE(voice->currentData().toString(), QStringLiteral("slt"));
        // Ctrl+Enter before the model is there: it waits and then speaks.
        QSignalSpy taken(&desk.window->studio(), &ui::studio::StudioPane::taken);
        QTest::keyClick(editor(*desk.window), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(taken.size(), 1, kPatience);
        QVERIFY(!aboutText(*desk.window));
    }

    void typedTextIsSpokenAndShown() {
        StudioDesk desk;
        ui::MainWindow &window = *desk.window;
        QTRY_VERIFY_WITH_TIMEOUT(!window.statusLine().text(Part::Precision).isEmpty(), kPatience);
        QVERIFY(window.statusLine().text(Part::Model).contains(QStringLiteral("emo")));
        QCOMPARE(window.statusLine().text(Part::Steps), QStringLiteral("NFE 7 · EPSS"));
        typeInstead(window, QStringLiteral("Good morning."));
        QSignalSpy taken(&window.studio(), &ui::studio::StudioPane::taken);
        QTest::keyClick(editor(window), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(taken.size(), 1, kPatience);

        const auto take = taken[0][0].value<app::speech::Take>();
        QCOMPARE(take.request.text, std::string("Good morning."));
        QCOMPARE(take.request.nfeStep, 7);
        QVERIFY(take.clip->seconds() > 0.4);
        QVERIFY(!window.studio().isBusy());
        // The wave of the take is what is drawn.
        QVERIFY(std::abs(window.transport().waveform().seconds() - take.clip->seconds()) < 1e-9);
        QVERIFY(hasLabel(window, QStringLiteral("RTF")));
        QVERIFY(window.statusLine().text(Part::Rtf).startsWith(QStringLiteral("RTF ")));
        QVERIFY(window.statusLine().text(Part::FirstAudio).endsWith(QStringLiteral(" s")));
        QCOMPARE(window.statusLine().text(Part::Queue), QStringLiteral("Queue empty"));
        // The seed that was used is shown, so that it can be pinned.
        QCOMPARE(named<QLineEdit>(window, QStringLiteral("Seed"))->text(), QString::number(take.request.seed));
        QVERIFY(hasLabel(window, QString::number(take.request.seed)));
        QCOMPARE(desk.services.script().line(0).text, QStringLiteral("Good morning."));
    }

    void aPinnedSeedGivesTheSameTake() {
        StudioDesk desk;
        ui::MainWindow &window = *desk.window;
        QVERIFY(QTest::qWaitForWindowActive(&window, kLongEnough));
        typeInstead(window, QStringLiteral("Again."));
        auto *seed = named<QLineEdit>(window, QStringLiteral("Seed"));
        seed->setFocus();
        seed->selectAll();
        QTest::keyClicks(seed, QStringLiteral("4711"));
        QVERIFY(named<QToolButton>(window, QStringLiteral("Keep this seed"))->isChecked()); // typed: wanted
        QSignalSpy taken(&window.studio(), &ui::studio::StudioPane::taken);
        for (int i = 1; i <= 2; ++i) {
            window.studio().speak();
            QTRY_COMPARE_WITH_TIMEOUT(taken.size(), i, kPatience);
        }
        const auto one = taken[0][0].value<app::speech::Take>();
        const auto two = taken[1][0].value<app::speech::Take>();
        QCOMPARE(one.request.seed, 4711u);
        QVERIFY(one.clip->samples == two.clip->samples);
        // The dice changes it.
        QTest::mouseClick(named<QToolButton>(window.studio(), QStringLiteral("New seed")), Qt::LeftButton);
        window.studio().speak();
        QTRY_COMPARE_WITH_TIMEOUT(taken.size(), 3, kPatience);
        QVERIFY(taken[2][0].value<app::speech::Take>().request.seed != 4711u);
    }

    void stepsShowTheirSchedule() {
        StudioDesk desk;
        auto *steps = named<QSpinBox>(*desk.window, QStringLiteral("Steps (NFE)"));
        QVERIFY(hasLabel(*desk.window, QStringLiteral("7 · EPSS")));
        steps->setValue(8);
        QVERIFY(hasLabel(*desk.window, QStringLiteral("8 · uniform")));
        QCOMPARE(desk.window->statusLine().text(Part::Steps), QStringLiteral("NFE 8 · uniform"));
        QTest::mouseClick(named<QToolButton>(*desk.window, QStringLiteral("16 steps")), Qt::LeftButton);
        QCOMPARE(steps->value(), 16);
        QCOMPARE(desk.services.settings().nfeStep(), 16);
        QVERIFY(hasLabel(*desk.window, QStringLiteral("16 · EPSS")));
    }

    void escapeStopsSpeaking() {
        StudioDesk desk;
        ui::MainWindow &window = *desk.window;
        QTRY_VERIFY_WITH_TIMEOUT(!window.statusLine().text(Part::Precision).isEmpty(), kPatience);
        window.studio().setText(QStringLiteral("This is a long text that nobody will hear to its end. ").repeated(12));
        desk.services.settings().setNfeStep(32);
        QSignalSpy taken(&window.studio(), &ui::studio::StudioPane::taken);
        window.studio().speak();
        auto *progress = named<QProgressBar>(window, QStringLiteral("Progress"));
        QTRY_VERIFY_WITH_TIMEOUT(progress->isVisible() && progress->value() > 0, kPatience);
        QVERIFY(hasLabel(window, QStringLiteral(" left")));
        QVERIFY(hasLabel(window, QStringLiteral("Part 1 of ")));
        QTest::keyClick(&window, Qt::Key_Escape);
        QTRY_VERIFY(!window.studio().isBusy());
        QVERIFY(hasLabel(window, QStringLiteral("Stopped.")));
        QVERIFY(!progress->isVisible());
        QCOMPARE(taken.size(), 0);
        // And it speaks again.
        desk.services.settings().setNfeStep(5);
        window.studio().setText(QStringLiteral("Hello."));
        window.studio().speak();
        QTRY_COMPARE_WITH_TIMEOUT(taken.size(), 1, kPatience);
    }

    void speakingAgainReplacesWhatRuns() {
        StudioDesk desk;
        ui::MainWindow &window = *desk.window;
        window.studio().setText(QStringLiteral("The first text is long enough to be still spoken. ").repeated(8));
        QSignalSpy taken(&window.studio(), &ui::studio::StudioPane::taken);
        window.studio().speak();
        QTRY_VERIFY_WITH_TIMEOUT(desk.services.queue().running().has_value(), kPatience);
        window.studio().setText(QStringLiteral("The second."));
        window.studio().speak();
        QTRY_COMPARE_WITH_TIMEOUT(taken.size(), 1, kPatience);
        QCOMPARE(taken[0][0].value<app::speech::Take>().request.text, std::string("The second."));
        QVERIFY(!window.studio().isBusy());
    }

    void everyLineHasItsTurnWhileSomebodyTypes() {
        StudioDesk desk;
        ui::studio::ScriptEditor &text = desk.window->studio().editor();
        QTRY_VERIFY_WITH_TIMEOUT(desk.services.voices().isRead(), kPatience);
        app::script::Script script = app::script::newScript();
        script.lines.clear();
        for (int i = 0; i < 10'000; ++i) {
            script.lines << app::script::newLine(QStringLiteral("Line %1.").arg(i));
            script.lines.last().voiceId = QStringLiteral("nobody"); // which has to be said of each
        }
        script.lines.last().speed = 1.3;
        desk.services.script().load(script, {}, false);
        const auto isShown = [&] { return text.status(script.lines.last().id).speed == 1.3; };
        QVERIFY(!isShown()); // a long script is shown in slices
        int keys = 0;
        while (!isShown() && keys < 400) {
            desk.services.script().type(0, QStringLiteral("x").repeated(++keys));
            QCoreApplication::processEvents();
        }
        QVERIFY(isShown());
    }

    void badTextIsAnsweredWithARemedy_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("empty") << QString();
        QTest::newRow("blank") << QStringLiteral("  \n\t ");
        QTest::newRow("emoji only") << QString::fromUtf8("🎉🎉🎉");
        QTest::newRow("a script the model lacks") << QString::fromUtf8("ሰላም ለዓለም");
        QTest::newRow("far too long") << QStringLiteral("word ").repeated(60'000);
    }
    void badTextIsAnsweredWithARemedy() {
        QFETCH(QString, text);
        StudioDesk desk;
        ui::MainWindow &window = *desk.window;
        QTRY_VERIFY_WITH_TIMEOUT(desk.services.voices().isRead(), kPatience);
        window.studio().setText(text);
        QTest::keyClick(editor(window), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(aboutText(window), kPatience);
        QVERIFY(window.notices().isVisible());
        QVERIFY(!aboutText(window)->what.isEmpty());
        QVERIFY(!aboutText(window)->remedy.isEmpty());
        QVERIFY(!window.studio().isBusy());
        // The next good text speaks, and the message goes.
        QSignalSpy taken(&window.studio(), &ui::studio::StudioPane::taken);
        window.studio().setText(QStringLiteral("Hello."));
        window.studio().speak();
        QTRY_COMPARE_WITH_TIMEOUT(taken.size(), 1, kPatience);
        QVERIFY(!aboutText(window));
    }

    void withoutAModelItSaysWhatToDo() {
        QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath(QStringLiteral("voices")));
        QVERIFY(QFile::link(QString::fromStdString((StudioDesk::shipped() / "voices" / "slt").string()),
                            folder.filePath(QStringLiteral("voices/slt"))));
        StudioDesk desk({folder.path().toStdString()});
        ui::MainWindow &window = *desk.window;
        QTRY_VERIFY_WITH_TIMEOUT(window.notices().count() == 1, kPatience);
        QCOMPARE(window.notices().current()->kind, ui::shared::Notice::Kind::Alarm);
        const QString noModel = window.notices().current()->what;
        QVERIFY(!window.notices().current()->remedy.isEmpty());
        QCOMPARE(window.notices().current()->actions.size(), std::size_t(2));
        QCOMPARE(window.statusLine().text(Part::Model), QStringLiteral("No model"));
        // Speaking anyway says the same, once.
        window.studio().speak();
        QTRY_VERIFY_WITH_TIMEOUT(!window.studio().isBusy(), kPatience);
        QCOMPARE(window.notices().count(), 1);
        // Repaired: "Try again" loads it.
        QVERIFY(QFile::link(QString::fromStdString((StudioDesk::shipped() / "models").string()),
                            folder.filePath(QStringLiteral("models"))));
        window.notices().current()->actions[0].run();
        QTRY_VERIFY_WITH_TIMEOUT(!window.statusLine().text(Part::Precision).isEmpty(), kPatience);
        // What remains can only be about a machine without sound.
        QTRY_VERIFY(!window.notices().current() || window.notices().current()->what != noModel);
    }

    void withoutVoicesItSaysWhatAVoiceIs() {
        QTemporaryDir folder;
        QVERIFY(QFile::link(QString::fromStdString((StudioDesk::shipped() / "models").string()),
                            folder.filePath(QStringLiteral("models"))));
        StudioDesk desk({folder.path().toStdString()});
        QTRY_VERIFY(hasLabel(*desk.window, QStringLiteral("No voice yet")));
        QVERIFY(!editor(*desk.window)->isVisible());
        for (QPushButton *button : desk.window->studio().findChildren<QPushButton *>()) {
            if (button->isVisible() && button->text() == QStringLiteral("Add a voice")) {
                QTest::mouseClick(button, Qt::LeftButton);
            }
        }
        auto *files = desk.window->findChild<QFileDialog *>();
        QVERIFY(files);
        files->reject();
        QVERIFY(QFile::link(QString::fromStdString((StudioDesk::shipped() / "voices").string()),
                            folder.filePath(QStringLiteral("voices"))));
        for (QPushButton *button : desk.window->findChildren<QPushButton *>()) {
            if (button->text() == QStringLiteral("Look again")) {
                QTest::mouseClick(button, Qt::LeftButton);
            }
        }
        QTRY_VERIFY(editor(*desk.window)->isVisible());
        QVERIFY(!desk.services.settings().voiceId().isEmpty());
    }
};

QTEST_MAIN(TestStudioPane)
#include "tst_studio_pane.moc"
