// The Settings window as people use it: opened by its key, searched, changed at once, restored. Real services, the tiny
// checkpoint.
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QPushButton>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

#include <limits>
#include <memory>

#include "app/settings/setting_table.h"
#include "tests/patience.h"
#include "tests/ui/by_name.h"
#include "tests/ui/large_screen.h"
#include "tests/ui/settings_room.h"
#include "ui/studio/studio_pane.h"
#include "ui/theme.h"

namespace {

const LargeScreen kScreen(1920, 1080);

} // namespace

class TestSettingsWindow : public SettingsRoom {
    Q_OBJECT

    QStringList shownNames() {
        QStringList names;
        for (const QLabel *label : m_window->findChildren<QLabel *>()) {
            if (label->buddy() && label->isVisible())
                names << label->text();
        }
        return names;
    }

    // What is said in words in the card of a control, beside its name and what it is.
    static QString reasonBeside(const QWidget &control) {
        for (const QLabel *label : control.parentWidget()->findChildren<QLabel *>()) {
            if (label->isVisible() && label->property("role") == QStringLiteral("attention"))
                return label->text();
        }
        return {};
    }

private Q_SLOTS:
    void init() { open(); }

    void cleanup() { close(); }

    void everySettingIsThereOrSetElsewhere() {
        const QStringList names = shownNames();
        QCOMPARE(names.size(), app::settingTable().size() - 1); // the workspace is the View menu's
        QCOMPARE(QSet<QString>(names.begin(), names.end()).size(), names.size());
    }

    void aChangeCountsAtOnce() {
        auto *steps = named<QSpinBox>(*m_window, QStringLiteral("Steps (NFE)"));
        QVERIFY(steps);
        steps->setFocus();
        steps->selectAll();
        QTest::keyClicks(steps, QStringLiteral("16"));
        QTest::keyClick(steps, Qt::Key_Tab);
        QCOMPARE(settings().nfeStep(), 16);
        auto *muted = named<QCheckBox>(*m_window, QStringLiteral("Muted"));
        QTest::mouseClick(muted, Qt::LeftButton, {}, QPoint(8, muted->height() / 2));
        QVERIFY(settings().muted());
        int actions = 0;
        for (const QAction *action : m_desk->window->findChildren<QAction *>()) {
            if (action->text() == QStringLiteral("&Mute")) {
                QVERIFY(action->isChecked());
                ++actions;
            }
        }
        QVERIFY(actions > 0);
    }

    void whatIsBeingTypedCountsWhenTheStudioCloses() {
        QTRY_COMPARE(QApplication::activeWindow(), m_window);
        auto *steps = named<QSpinBox>(*m_window, QStringLiteral("Steps (NFE)"));
        steps->setFocus();
        steps->selectAll();
        QTest::keyClicks(steps, QStringLiteral("12"));
        m_desk->window.reset();
        QCOMPARE(settings().nfeStep(), 12);
    }

    void aSeedThatIsNoneIsRefusedInWords() {
        settings().setSeed(4711);
        auto *seed = named<QLineEdit>(*m_window, QStringLiteral("Seed"));
        QVERIFY(seed);
        const auto type = [&](const char *text, Qt::Key end) {
            seed->setFocus();
            seed->selectAll();
            QTest::keyClick(seed, Qt::Key_Backspace);
            QTest::keyClicks(seed, QString::fromUtf8(text));
            QTest::keyClick(seed, end);
        };
        for (const char *none : {"18446744073709551616", "-1", "12 monkeys", ""}) {
            type(none, Qt::Key_Return);
            QVERIFY2(reasonBeside(*seed).contains(QString::fromUtf8("“%1”").arg(QString::fromUtf8(none))), none);
            QCOMPARE(settings().seed(), quint64(4711));
            QCOMPARE(seed->text(), QStringLiteral("4711"));
            QTest::keyClick(seed, Qt::Key_Tab);
            QVERIFY2(!reasonBeside(*seed).isEmpty(), none); // it stays until something else is typed
        }
        type(" 18446744073709551615 ", Qt::Key_Tab);
        QCOMPARE(settings().seed(), std::numeric_limits<quint64>::max());
        QCOMPARE(seed->text(), QStringLiteral("18446744073709551615"));
        QVERIFY(reasonBeside(*seed).isEmpty());
    }

    void aNumberThatIsNoneIsRefusedInWords() {
        auto *steps = named<QSpinBox>(*m_window, QStringLiteral("Steps (NFE)"));
        const auto type = [](QAbstractSpinBox *box, const char *text, Qt::Key end) {
            box->setFocus();
            box->selectAll();
            QTest::keyClicks(box, QString::fromUtf8(text));
            QTest::keyClick(box, end);
        };
        const QString range = QStringLiteral("1 to 128");
        for (int i = 0; i < 2; ++i) { // also when it is 50 already
            steps->setFocus();
            steps->selectAll();
            QTest::keyClicks(steps, QStringLiteral("500"));
            QVERIFY2(reasonBeside(*steps).contains(range), qPrintable(reasonBeside(*steps))); // the last key
            QTest::keyClick(steps, Qt::Key_Tab);
            QCOMPARE(settings().nfeStep(), 50);
            QCOMPARE(reasonBeside(*steps), QString()); // that counts
        }
        for (const char *none : {"x", "0"}) {
            type(steps, none, Qt::Key_Tab);
            QVERIFY2(reasonBeside(*steps).contains(range), none);
            QCOMPARE(settings().nfeStep(), 50);
        }
        type(steps, "16", Qt::Key_Tab);
        QCOMPARE(settings().nfeStep(), 16);
        QVERIFY(reasonBeside(*steps).isEmpty());
        auto *speed = named<QDoubleSpinBox>(*m_window, QStringLiteral("Speed"));
        type(speed, "9", Qt::Key_Tab);
        QVERIFY2(reasonBeside(*speed).contains(speed->textFromValue(0.3)), qPrintable(reasonBeside(*speed)));
        settings().setSpeed(1.25);
        QVERIFY(reasonBeside(*speed).isEmpty());
    }

    void itIsExplainedAsBesideTheScript() {
        const QStringList names{
            QStringLiteral("Steps (NFE)"), QStringLiteral("Seed"),           QStringLiteral("Speed"),
            QStringLiteral("Loudness"),    QStringLiteral("Guidance (CFG)"), QStringLiteral("Sway"),
            QStringLiteral("Schedule"),    QStringLiteral("Cross-fade"),     QStringLiteral("Precision")};
        for (const QString &name : names) {
            const auto *control = named<QWidget>(*m_window, name);
            auto *question = named<QToolButton>(m_desk->window->studio(), QStringLiteral("What is “%1”?").arg(name));
            QVERIFY2(control && question, qPrintable(name));
            question->click();
            QWidget *popup = QApplication::activePopupWidget();
            QVERIFY2(popup, qPrintable(name));
            const QString explained = popup->accessibleDescription();
            popup->close();
            QVERIFY2(explained.size() > 60 && control->accessibleDescription().startsWith(explained),
                     qPrintable(explained + u'\n' + control->accessibleDescription()));
        }
    }

    void everyControlCanBeReachedWithoutAWideWindow() {
        m_window->resize(m_window->minimumWidth(), 640);
        QTest::qWait(50);
        qsizetype buttons = 0;
        for (const QToolButton *restore : m_window->findChildren<QToolButton *>()) {
            if (restore->accessibleName().startsWith(QStringLiteral("Restore “"))) {
                QVERIFY2(restore->mapTo(m_window, QPoint(restore->width(), 0)).x() <= m_window->width(),
                         qPrintable(restore->accessibleName()));
                ++buttons;
            }
        }
        QCOMPARE(buttons, shownNames().size());
    }

    void whatChangesElsewhereIsShown() {
        settings().setCfgStrength(3.5);
        QCOMPARE(named<QDoubleSpinBox>(*m_window, QStringLiteral("Guidance (CFG)"))->value(), 3.5);
    }

    void theThemeChangesAtOnce() {
        auto *theme = named<QComboBox>(*m_window, QStringLiteral("Theme"));
        QVERIFY(theme);
        theme->setFocus();
        for (const auto &[key, dark] : {std::pair(Qt::Key_End, true), {Qt::Key_Up, false}}) {
            QTest::keyClick(theme, key);
            QTRY_COMPARE(ui::coloursOf(m_window->palette()).dark, dark);
        }
        const auto checked = [&](const QString &text) {
            for (const QAction *action : m_desk->window->findChildren<QAction *>()) {
                if (action->text() == text)
                    return action->isChecked();
            }
            return false;
        };
        QVERIFY(checked(QStringLiteral("&Light")));
    }

    void restoringOneAndAll() {
        auto *restore = named<QToolButton>(*m_window, QStringLiteral("Restore “Steps (NFE)”"));
        QVERIFY(restore && !restore->isEnabled());
        settings().setNfeStep(16); // elsewhere: not undone here
        settings().setVolume(0.25);
        QVERIFY(restore->isEnabled());
        QTest::mouseClick(restore, Qt::LeftButton);
        QCOMPARE(settings().nfeStep(), 7);
        QVERIFY(!restore->isEnabled());

        settings().setNfeStep(32);
        auto buttons = m_window->findChildren<QPushButton *>();
        const auto button = [&](const QString &text) {
            for (QPushButton *one : buttons) {
                if (one->text() == text)
                    return one;
            }
            return static_cast<QPushButton *>(nullptr);
        };
        QPushButton *undo = button(QStringLiteral("&Undo"));
        QPushButton *redo = button(QStringLiteral("Re&do"));
        QTest::mouseClick(button(QStringLiteral("Restore &all defaults")), Qt::LeftButton);
        QCOMPARE(settings().nfeStep(), 7);
        QCOMPARE(settings().volume(), 1.0);
        QTest::mouseClick(undo, Qt::LeftButton);
        QCOMPARE(settings().nfeStep(), 32);
        QCOMPARE(settings().volume(), 0.25);
        QVERIFY2(!undo->isEnabled() && redo->isEnabled(), "after the first restoring 32 was set elsewhere");
        QTest::mouseClick(redo, Qt::LeftButton);
        QCOMPARE(settings().nfeStep(), 7);
        QVERIFY(settings().isDefault(QStringLiteral("nfe")) && settings().isDefault(QStringLiteral("volume")));
    }

    // Every kind of control, by keys alone; also when the window was closed meanwhile.
    void everyChangeIsTakenBack() {
        const auto press = [&](Qt::KeyboardModifiers modifiers, Qt::Key key) {
            QTest::keyClick(m_window->focusWidget() ? m_window->focusWidget() : m_window, key, modifiers);
        };
        auto *steps = named<QSpinBox>(*m_window, QStringLiteral("Steps (NFE)"));
        steps->setFocus();
        steps->selectAll();
        QTest::keyClicks(steps, QStringLiteral("16"));
        QTest::keyClick(steps, Qt::Key_Return);
        auto *theme = named<QComboBox>(*m_window, QStringLiteral("Theme"));
        theme->setFocus();
        QTest::keyClick(theme, Qt::Key_End);
        auto *muted = named<QCheckBox>(*m_window, QStringLiteral("Muted"));
        muted->setFocus();
        QTest::keyClick(muted, Qt::Key_Space);
        auto *model = named<QLineEdit>(*m_window, QStringLiteral("Mirror for models"));
        model->setFocus();
        QTest::keyClicks(model, QStringLiteral("https://example.org"));
        QTest::keyClick(model, Qt::Key_Return);
        QVERIFY(settings().nfeStep() == 16 && settings().theme() == app::Theme::Dark && settings().muted());
        QCOMPARE(settings().modelMirror(), QStringLiteral("https://example.org"));

        QTest::keyClicks(model, QStringLiteral("x")); // what is being typed goes first
        press(Qt::ControlModifier, Qt::Key_Z);
        QCOMPARE(model->text(), QStringLiteral("https://example.org"));
        QCOMPARE(settings().modelMirror(), QStringLiteral("https://example.org"));
        press(Qt::ControlModifier, Qt::Key_Z);
        QCOMPARE(settings().modelMirror(), QString());
        QVERIFY(model->text().isEmpty());
        QVERIFY(settings().muted());
        press(Qt::ControlModifier, Qt::Key_Z);
        QVERIFY(!settings().muted() && settings().theme() == app::Theme::Dark);

        m_window->close();
        QTRY_VERIFY(!m_desk->window->findChild<ui::settings::SettingsWindow *>());
        m_desk->window->activateWindow();
        QTRY_COMPARE_WITH_TIMEOUT(QApplication::activeWindow(), m_desk->window.get(), kPatience);
        QTest::keyClick(m_desk->window.get(), Qt::Key_Comma, Qt::ControlModifier);
        m_window = m_desk->window->findChild<ui::settings::SettingsWindow *>();
        QVERIFY(m_window);
        QTRY_COMPARE_WITH_TIMEOUT(QApplication::activeWindow(), m_window, kPatience);
        press(Qt::ControlModifier, Qt::Key_Z);
        QVERIFY(settings().theme() == app::Theme::System && settings().nfeStep() == 16);
        press(Qt::ControlModifier, Qt::Key_Z);
        QCOMPARE(settings().nfeStep(), 7);
        press(Qt::ControlModifier, Qt::Key_Z); // there is no more
        for (int i = 0; i < 3; ++i)
            press(Qt::ControlModifier, Qt::Key_Y);
        press(Qt::ControlModifier | Qt::ShiftModifier, Qt::Key_Z);
        QVERIFY(settings().nfeStep() == 16 && settings().theme() == app::Theme::Dark && settings().muted());
        QCOMPARE(settings().modelMirror(), QStringLiteral("https://example.org"));
        settings().setMuted(false); // elsewhere
        settings().setModelMirror({});
        press(Qt::ControlModifier, Qt::Key_Z); // what leads nowhere any more is passed over
        QCOMPARE(settings().theme(), app::Theme::System);
    }

    void whatOthersHaveSetSinceIsTheirs() {
        const auto press = [&](Qt::Key key) { QTest::keyClick(m_window, key, Qt::ControlModifier); };
        const auto is = [&](int steps, double volume, bool muted) {
            return settings().nfeStep() == steps && settings().volume() == volume && settings().muted() == muted;
        };
        QTest::keyClick(named<QCheckBox>(*m_window, QStringLiteral("Muted")), Qt::Key_Space);
        named<QSpinBox>(*m_window, QStringLiteral("Steps (NFE)"))->stepBy(1);
        QVERIFY(is(8, 1.0, true));
        settings().setNfeStep(32); // elsewhere
        press(Qt::Key_Z);
        QVERIFY(is(32, 1.0, false));
        press(Qt::Key_Y);
        press(Qt::Key_Y);
        QVERIFY(is(32, 1.0, true));
        settings().setVolume(0.25);
        for (QPushButton *button : m_window->findChildren<QPushButton *>()) {
            if (button->text() == QStringLiteral("Restore &all defaults"))
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QVERIFY(is(7, 1.0, false));
        settings().setVolume(0.5); // elsewhere
        press(Qt::Key_Z);
        QVERIFY(is(32, 0.5, true));
        press(Qt::Key_Y);
        QVERIFY(is(7, 0.5, false));
    }

    void searching_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QStringList>("found");
        QTest::newRow("a name") << QStringLiteral("equal") << QStringList(QStringLiteral("Compare at equal loudness"));
        QTest::newRow("a path") << QStringLiteral("speech.cfg") << QStringList(QStringLiteral("Guidance (CFG)"));
        QTest::newRow("a variable") << QStringLiteral("ISHOWTTS__EXPORT__PAUSE")
                                    << QStringList(QStringLiteral("Pause between lines"));
        QTest::newRow("two words") << QStringLiteral("captions  srt")
                                   << QStringList(QStringLiteral("SubRip captions (.srt)"));
        QTest::newRow("a choice") << QStringLiteral("nvidia") << QStringList(QStringLiteral("Device"));
        QTest::newRow("nothing") << QStringLiteral("xyzzy") << QStringList();
    }

    void searching() {
        QFETCH(QString, typed);
        QFETCH(QStringList, found);
        QTRY_VERIFY(named<QLineEdit>(*m_window, QStringLiteral("Search the settings"))->hasFocus());
        QTest::keyClicks(QApplication::focusWidget(), typed);
        QCOMPARE(shownNames(), found);
        const auto labels = m_window->findChildren<QLabel *>();
        QCOMPARE(std::any_of(labels.begin(), labels.end(),
                             [&](const QLabel *label) {
                                 return label->isVisible() &&
                                        label->text() == QStringLiteral("No setting speaks of “%1”.").arg(typed);
                             }),
                 found.isEmpty());
    }

    void aVoiceThatIsGoneStaysChosen() {
        settings().setVoiceId(QStringLiteral("nobody"));
        auto *voice = named<QComboBox>(*m_window, QStringLiteral("Voice"));
        QVERIFY(voice);
        QCOMPARE(voice->currentData().toString(), QStringLiteral("nobody"));
        m_window->refresh();
        QCOMPARE(settings().voiceId(), QStringLiteral("nobody"));
    }

    void theWheelDoesNotChangeWhatOneScrollsPast() {
        auto *steps = named<QSpinBox>(*m_window, QStringLiteral("Steps (NFE)"));
        QVERIFY(!steps->hasFocus());
        QWheelEvent wheel(QPointF(5, 5), steps->mapToGlobal(QPointF(5, 5)), {}, {0, 120}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(steps, &wheel);
        QCOMPARE(settings().nfeStep(), 7);
    }
};

QTEST_MAIN(TestSettingsWindow)
#include "tst_settings_window.moc"
