// What stands in a field counts when a shortcut is pressed in it, and nothing else changes it: not the wheel of
// somebody who scrolls past, not a key that belongs to another control. In the real window.
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QFile>
#include <QHelpEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QWheelEvent>

#include "app/settings/presets.h"
#include "app/settings/shortcuts.h"
#include "tests/patience.h"
#include "tests/ui/alt_letters.h"
#include "tests/ui/script_window.h"
#include "ui/exporting/export_desk.h"
#include "ui/studio/find_bar.h"
#include "ui/studio/line_card.h"
#include "ui/studio/preset_row.h"

namespace {

struct Fields : ScriptWindow {
    ui::studio::LineCard &card = window.studio().lineCard();

    Fields() {
        write({QStringLiteral("Good morning."), QStringLiteral("Good evening.")});
        card.setOpen(true);
    }
    void typeInto(const char *field, const char *text) const {
        auto *widget = named<QWidget>(field);
        widget->setFocus();
        QTest::keyClick(widget, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(widget, QString::fromUtf8(text));
    }
    const app::script::Line &line(int row) const { return script.line(row); }
    QMenu *voiceMenu() const {
        window.studio().chooseLineVoice();
        for (QWidget *each : QApplication::topLevelWidgets())
            if (auto *menu = qobject_cast<QMenu *>(each); menu && menu->title() == QStringLiteral("Voice of the line"))
                return menu;
        return nullptr;
    }
};

} // namespace

class TestTypedFields : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aShortcutTakesWhatIsBeingTyped() {
        Fields desk;
        QVERIFY(desk.isReady());
        QSignalSpy kept(&desk.desk.services.takes(), &app::takes::TakeLibrary::kept);
        desk.typeInto("Seed of the line", "4711");
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(kept.size(), 1, Fields::kPatience);
        QCOMPARE(kept[0][1].value<app::takes::TakeRecord>().seed, quint64(4711));
        desk.typeInto("Speed of the line", "1.3");
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE_WITH_TIMEOUT(kept.size(), 3, Fields::kPatience);
        const auto first = kept[1][1].value<app::takes::TakeRecord>(),
                   second = kept[2][1].value<app::takes::TakeRecord>();
        QCOMPARE(std::max(first.speed, second.speed), 1.3);
    }

    void savingAndExportingTakeItToo() {
        Fields desk;
        QVERIFY(desk.isActive());
        const QString file = desk.data.path(QStringLiteral("evening.script.json"));
        desk.typeInto("Seed of the line", "4711");
        desk.action("Export script as sound …")->trigger();
        QVERIFY(desk.line(0).seed && *desk.line(0).seed == 4711);
        desk.window.exports().sheet()->close();
        desk.typeInto("Seed of the line", "4712");
        desk.action("Save script as …")->trigger();
        QVERIFY(*desk.line(0).seed == 4712);
    }

    void theWheelOfSomebodyWhoScrollsPastChangesNoSetting() {
        Fields desk;
        QVERIFY(desk.isActive());
        desk.editor.setFocus();
        for (const char *name : {"Steps (NFE)", "Speed", "Speed of the line", "Guidance (CFG)", "Sway", "Cross-fade",
                                 "Schedule", "Precision", "Loudness"}) {
            QWidget *field = nullptr;
            for (QWidget *each : desk.window.studio().findChildren<QWidget *>())
                if (each->accessibleName() == QLatin1String(name) &&
                    (qobject_cast<QComboBox *>(each) || qobject_cast<QAbstractSpinBox *>(each)))
                    field = each;
            QVERIFY2(field, name);
            const auto shown = [&] {
                const auto *box = qobject_cast<QComboBox *>(field);
                return box ? box->currentText() : qobject_cast<QAbstractSpinBox *>(field)->text();
            };
            const QString before = shown();
            for (const int way : {-120, 120}) {
                QWheelEvent wheel(QPointF(5, 5), field->mapToGlobal(QPointF(5, 5)), {}, {0, way}, Qt::NoButton,
                                  Qt::NoModifier, Qt::NoScrollPhase, false);
                QApplication::sendEvent(field, &wheel);
                QVERIFY2(shown() == before, name);
            }
        }
    }

    void noTwoControlsShareALetter() {
        Fields desk;
        QVERIFY(desk.isReady());
        desk.window.studio().finder().replace();
        const auto letters = lettersIn(desk.window, *desk.window.menuBar());
        QVERIFY2(letters.size() >= 15, qPrintable(QString::number(letters.size())));
        QCOMPARE(ambiguousLetters(desk.window, *desk.window.menuBar()), QStringList());
    }

    void undoReachesTheScriptFromAControlWithoutText() {
        Fields desk;
        QVERIFY(desk.isActive());
        desk.script.setVoice({0}, QStringLiteral("awb"));
        desk.named<QComboBox>("Voice of the line")->setFocus();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(desk.line(0).voiceId.isEmpty());
        desk.action("Redo")->trigger();
        QCOMPARE(desk.line(0).voiceId, QStringLiteral("awb"));
    }

    void theMenuOfVoicesStandsAtTheCursorAndListsTheMissingOne() {
        Fields desk;
        QVERIFY(desk.isReady());
        desk.script.setVoice({0}, QStringLiteral("R&B"));
        QMenu *menu = desk.voiceMenu();
        QVERIFY(menu && menu->isVisible());
        QCOMPARE(menu->x(), desk.editor.viewport()->mapToGlobal(desk.editor.cursorRect().bottomLeft()).x());
        const QAction *chosen = nullptr;
        for (const QAction *each : menu->actions())
            chosen = each->isChecked() ? each : chosen;
        QVERIFY(chosen);
        QCOMPARE(chosen->text(), QStringLiteral("R&&B (not there)"));
        menu->close();
    }

    void aSeedThatIsTooLargeIsExplained() {
        Fields desk;
        QVERIFY(desk.isActive());
        desk.typeInto("Seed", "99999999999999999999");
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QVERIFY(desk.window.notices().current());
        QVERIFY(desk.window.notices().current()->what.contains(QStringLiteral("99999999999999999999")));
        QCOMPARE(desk.named<QLineEdit>("Seed")->text(), QString::number(desk.desk.services.settings().seed()));
    }

    void aPresetSaysAllOfItAndKeepsItsKeysWhenItIsRenamed() {
        Fields desk;
        QVERIFY(desk.isActive());
        auto &services = desk.desk.services;
        services.settings().setNfeStep(12);
        services.presets().save(QStringLiteral("Podcast"));
        services.shortcuts().change({{QStringLiteral("presets.own.Podcast"), QStringList{QStringLiteral("F11")}}});
        services.presets().use(QStringLiteral("Podcast"));
        desk.button("Rename preset")->click();
        auto *name = desk.named<QLineEdit>("Name of the preset");
        name->setText(QStringLiteral("Evening"));
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_VERIFY(desk.action("Evening"));
        QTRY_COMPARE(desk.action("Evening")->shortcut(), QKeySequence(Qt::Key_F11));
        QVERIFY(!services.shortcuts().all().contains(QStringLiteral("presets.own.Podcast")));

        auto *choice = desk.named<QComboBox>("Preset");
        const auto tip = [&] {
            QHelpEvent help(QEvent::ToolTip, {5, 5}, choice->mapToGlobal(QPoint(5, 5)));
            QApplication::sendEvent(choice, &help);
            return choice->toolTip();
        };
        services.settings().setCrossFadeSeconds(0.3); // own values
        services.settings().setLoudness(-16);
        QVERIFY2(tip().contains(QStringLiteral("0.3 s")) && tip().contains(QStringLiteral("−16 LUFS")),
                 qPrintable(tip()));
        services.settings().setCrossFadeSeconds(0.4); // and still own values
        QVERIFY2(tip().contains(QStringLiteral("0.4 s")), qPrintable(tip()));
    }

    void theSheetOffersWhatTheSettingsDoAndKeepsADotInAName() {
        Fields desk;
        QVERIFY(desk.isActive());
        desk.desk.services.settings().setExportFormat(QStringLiteral("flac16"));
        desk.action("Export script as sound …")->trigger();
        auto *sheet = desk.window.exports().sheet();
        QVERIFY(sheet);
        auto *format = ::named<QComboBox>(*sheet, "Format");
        QCOMPARE(format->currentText(), QStringLiteral("FLAC, 16 bits"));
        auto *to = ::named<QLineEdit>(*sheet, "Where to");
        to->setText(desk.data.path(QStringLiteral("Chapter 1.5")));
        format->setCurrentIndex(format->findData(QStringLiteral("wav-float")));
        QCOMPARE(to->text(), desk.data.path(QStringLiteral("Chapter 1.5.wav")));
        format->setCurrentIndex(format->findData(QStringLiteral("flac24")));
        QCOMPARE(to->text(), desk.data.path(QStringLiteral("Chapter 1.5.flac")));
    }
};

QTEST_MAIN(TestTypedFields)
#include "tst_typed_fields.moc"
