// "Export script as sound": what the sheet says and asks, what it remembers, and what comes of it.
#include <QAccessible>
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFile>
#include <QMenuBar>

#include "tests/patience.h"
#include "tests/ui/by_name.h"
#include "tests/ui/takes_desk.h"
#include "ui/exporting/export_desk.h"
#include "ui/shared/action_list.h"

using ui::exporting::ExportSheet;

namespace {

struct SheetDesk : TakesDesk {
    QTemporaryDir folder;

    ExportSheet *open() {
        for (const auto &entry : ui::shared::actionsOf(*window.menuBar()))
            if (entry.action->shortcut() == QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E))
                entry.action->trigger();
        return window.exports().sheet();
    }
    static QString textOf(const ExportSheet &sheet) {
        QString all;
        for (const QLabel *label : sheet.findChildren<QLabel *>())
            if (label->isVisible())
                all += label->text() + u'\n';
        return all;
    }
    static QPushButton *pushButton(const ExportSheet &sheet, const char *text) {
        for (auto *each : sheet.findChildren<QPushButton *>())
            if (each->text().remove(u'&') == QLatin1String(text))
                return each;
        return nullptr;
    }
    QString file(const QString &name) const { return folder.filePath(name); }
};

QCheckBox *captionBox(const ExportSheet &sheet, const char *suffix) {
    for (auto *box : sheet.findChildren<QCheckBox *>()) {
        if (box->text().remove(u'&').contains(QLatin1String(suffix)))
            return box;
    }
    return nullptr;
}

} // namespace

class TestExportSheet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsNotMadeIsSaidAndMadeFirst() {
        SheetDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(QStringLiteral("Good morning.\nThe second.")));
        auto &script = desk.desk.services.script();
        script.type(1, QStringLiteral("The second, changed."));
        script.paste({1, 20}, QStringLiteral("\nThe third."));
        ExportSheet *sheet = desk.open();
        QVERIFY(sheet && sheet->isVisible() && !sheet->isModal());
        QTRY_VERIFY(SheetDesk::textOf(*sheet).contains(QStringLiteral("1 line is not made.")));
        QVERIFY2(SheetDesk::textOf(*sheet).contains(QStringLiteral("1 line was changed")),
                 qPrintable(SheetDesk::textOf(*sheet)));
        QVERIFY(SheetDesk::textOf(*sheet).contains(QStringLiteral("3 lines")));
        auto *unmade = named<QComboBox>(*sheet, "Lines that are not made");
        QCOMPARE(unmade->count(), 3);
        QCOMPARE(unmade->currentText(), QStringLiteral("Make it first"));
        named<QLineEdit>(*sheet, "Where to")->setText(desk.file(QStringLiteral("evening.wav")));
        SheetDesk::pushButton(*sheet, "Export")->click();
        QVERIFY(desk.window.exports().exporter().isRunning());
        QVERIFY(!SheetDesk::pushButton(*sheet, "Export")->isEnabled());
        QVERIFY(SheetDesk::pushButton(*sheet, "Cancel"));
        QTRY_VERIFY_WITH_TIMEOUT(desk.window.notices().about(QStringLiteral("export")), SheetDesk::kPatience);
        const auto *notice = desk.window.notices().about(QStringLiteral("export"));
        QCOMPARE(notice->kind, ui::shared::Notice::Kind::Good);
        QVERIFY(notice->what.contains(QStringLiteral("evening.wav")));
        QCOMPARE(notice->actions.size(), std::size_t(1)); // open folder
        QVERIFY(QFile::exists(desk.file(QStringLiteral("evening.wav"))));
        QTRY_VERIFY(!desk.window.exports().sheet()); // closed by itself
        QCOMPARE(desk.kept.size(), 4);
    }

    void whatIsMadeIsNotAskedAbout() {
        SheetDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(QStringLiteral("Good morning.")));
        ExportSheet *sheet = desk.open();
        QVERIFY(!named<QComboBox>(*sheet, "Lines that are not made")->isVisible());
        QVERIFY(!SheetDesk::textOf(*sheet).contains(QStringLiteral("not made")));
        QVERIFY(SheetDesk::textOf(*sheet).contains(QStringLiteral("1 line")));
        desk.window.studio().setText(QStringLiteral("Good morning, all.")); // typed on while the sheet is open
        QTRY_VERIFY(SheetDesk::textOf(*sheet).contains(QStringLiteral("1 line was changed")));
        QVERIFY(named<QComboBox>(*sheet, "Lines that are not made")->isVisible());
    }

    void theNameFollowsTheFormatAndTheChoicesComeBack() {
        SheetDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(QStringLiteral("Good morning.\nThe second.")));
        ExportSheet *sheet = desk.open();
        auto *to = named<QLineEdit>(*sheet, "Where to");
        QVERIFY(to->text().endsWith(QStringLiteral(".wav")));
        to->setText(desk.file(QStringLiteral("my.evening.wav")));
        auto *format = named<QComboBox>(*sheet, "Format");
        format->setCurrentIndex(format->findData(QStringLiteral("opus")));
        QCOMPARE(to->text(), desk.file(QStringLiteral("my.evening.opus")));
        named<QToolButton>(*sheet, "One file per line")->click();
        QCOMPARE(to->text(), desk.file(QStringLiteral("my.evening")));
        QVERIFY(!named<QDoubleSpinBox>(*sheet, "Pause between two lines")->isEnabled());
        named<QToolButton>(*sheet, "One file")->click();
        named<QDoubleSpinBox>(*sheet, "Pause between two lines")->setValue(1.25);
        captionBox(*sheet, "vtt")->setChecked(true);
        to->setText(desk.file(QStringLiteral("evening.opus")));
        SheetDesk::pushButton(*sheet, "Export")->click();
        QTRY_VERIFY_WITH_TIMEOUT(desk.window.notices().about(QStringLiteral("export")), SheetDesk::kPatience);
        QCOMPARE(QDir(desk.folder.path()).entryList(QDir::Files),
                 (QStringList{QStringLiteral("evening.opus"), QStringLiteral("evening.vtt")}));
        QTRY_VERIFY(!desk.window.exports().sheet());

        ExportSheet *again = desk.open();
        QVERIFY(!desk.window.notices().about(QStringLiteral("export")));
        QCOMPARE(named<QComboBox>(*again, "Format")->currentData().toString(), QStringLiteral("opus"));
        QCOMPARE(named<QDoubleSpinBox>(*again, "Pause between two lines")->value(), 1.25);
        QVERIFY(captionBox(*again, "vtt")->isChecked());
        QVERIFY(!captionBox(*again, "srt")->isChecked());
        QVERIFY(named<QLineEdit>(*again, "Where to")->text().startsWith(desk.folder.path()));
        named<QLineEdit>(*again, "Where to")->setText(desk.file(QStringLiteral("evening.opus")));
        QTRY_VERIFY(SheetDesk::textOf(*again).contains(QStringLiteral("will be replaced")));
    }

    void whatWillBeReplacedIsSaidBeforeWithItsCaptions() {
        SheetDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(QStringLiteral("Good morning.\nThe second.")));
        const auto put = [&](const char *name) {
            QFile old(desk.file(QString::fromUtf8(name)));
            QVERIFY(QFileInfo(old).dir().mkpath(QStringLiteral(".")) && old.open(QIODevice::WriteOnly));
        };
        put("evening.srt");
        put("evening.vtt");
        ExportSheet *sheet = desk.open();
        const auto says = [&](const QString &text) { return SheetDesk::textOf(*sheet).contains(text); };
        auto *to = named<QLineEdit>(*sheet, "Where to");
        auto *srt = captionBox(*sheet, "srt"), *vtt = captionBox(*sheet, "vtt");
        srt->setChecked(true);
        to->setText(desk.file(QStringLiteral("evening.wav")));
        QTRY_VERIFY2(says(QString::fromUtf8("“evening.srt” is there and will be replaced.")),
                     qPrintable(SheetDesk::textOf(*sheet)));
        QVERIFY(to->accessibleDescription().contains(QStringLiteral("evening.srt")));
        vtt->setChecked(true);
        QTRY_VERIFY2(says(QString::fromUtf8("“evening.srt” and “evening.vtt” are there and will be replaced.")),
                     qPrintable(SheetDesk::textOf(*sheet)));
        to->setText(desk.file(QStringLiteral("other/evening.wav")));
        QVERIFY(!says(QStringLiteral("will be replaced"))); // at once: that was about another folder
        to->setText(desk.file(QStringLiteral("evening.wav")));
        QTRY_VERIFY(says(QStringLiteral("will be replaced")));
        to->clear();
        QVERIFY(!says(QStringLiteral("will be replaced")));
        to->setText(desk.file(QStringLiteral("evening.wav")));
        put("evening.wav");
        srt->setChecked(false);
        QTRY_VERIFY(says(QString::fromUtf8("“evening.wav” and “evening.vtt” are there")));
        srt->setChecked(true);
        QTRY_VERIFY2(says(QString::fromUtf8("“evening.wav” and 2 more files are there and will be replaced.")),
                     qPrintable(SheetDesk::textOf(*sheet)));

        named<QToolButton>(*sheet, "One file per line")->click();
        QTRY_VERIFY(!says(QStringLiteral("will be replaced"))); // the folder is not there yet
        put("evening/somebody else's.wav");
        srt->setChecked(false);
        srt->setChecked(true);
        SheetDesk::pushButton(*sheet, "Export")->click();
        QTRY_VERIFY_WITH_TIMEOUT(desk.window.notices().about(QStringLiteral("export")), SheetDesk::kPatience);
        const QStringList made =
            QDir(desk.file(QStringLiteral("evening"))).entryList({QStringLiteral("00*")}, QDir::Files);
        QCOMPARE(made.size(), 6);
        QTRY_VERIFY(!desk.window.exports().sheet());

        sheet = desk.open();
        named<QLineEdit>(*sheet, "Where to")->setText(desk.file(QStringLiteral("evening")));
        const QString all = QString::fromUtf8("“%1” and 5 more files are there and will be replaced.");
        QTRY_VERIFY2(says(all.arg(made.filter(QStringLiteral(".wav")).first())), qPrintable(SheetDesk::textOf(*sheet)));
        // Another text makes other files.
        desk.desk.services.script().type(1, QStringLiteral("Now the second is another one."));
        QTRY_VERIFY2(says(QStringLiteral(" and 2 more files are there and will be replaced.")),
                     qPrintable(SheetDesk::textOf(*sheet)));
        auto *unmade = named<QComboBox>(*sheet, "Lines that are not made");
        unmade->setCurrentIndex(2);
        Q_EMIT unmade->activated(2);
        QTRY_VERIFY2(says(QStringLiteral(" and 5 more files are there")), qPrintable(SheetDesk::textOf(*sheet)));
    }

    void aFailureIsSaidInTheSheetAndOtherwiseInTheNotice() {
        SheetDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(QStringLiteral("Good morning.")));
        ExportSheet *sheet = desk.open();
        named<QLineEdit>(*sheet, "Where to")->setText(desk.file(QStringLiteral("no/such/folder/a.wav")));
        SheetDesk::pushButton(*sheet, "Export")->click();
        QTRY_VERIFY(!desk.window.exports().exporter().isRunning());
        QTRY_VERIFY2(SheetDesk::textOf(*sheet).contains(QStringLiteral("no/such/folder")),
                     qPrintable(SheetDesk::textOf(*sheet)));
        QTest::qWait(300); // and it stays
        QVERIFY(SheetDesk::textOf(*sheet).contains(QStringLiteral("no/such/folder")));
        QVERIFY(!desk.window.notices().about(QStringLiteral("export")));
        QVERIFY(SheetDesk::pushButton(*sheet, "Export")->isEnabled());
        SheetDesk::pushButton(*sheet, "Export")->click();
        delete sheet;
        QTRY_VERIFY(desk.window.notices().about(QStringLiteral("export")));
        QCOMPARE(desk.window.notices().about(QStringLiteral("export"))->kind, ui::shared::Notice::Kind::Alarm);
    }

    void cancelWhileLinesAreMade() {
        SheetDesk desk;
        QVERIFY(desk.isReady());
        desk.desk.services.settings().setNfeStep(128);
        desk.window.studio().setText(
            QStringLiteral("This is said slowly, so that there is time to stop it again. ").repeated(30).trimmed());
        ExportSheet *sheet = desk.open();
        named<QLineEdit>(*sheet, "Where to")->setText(desk.file(QStringLiteral("a.wav")));
        QTRY_VERIFY_WITH_TIMEOUT(SheetDesk::pushButton(*sheet, "Export")->isEnabled(), SheetDesk::kPatience);
        SheetDesk::pushButton(*sheet, "Export")->click();
        QTRY_VERIFY_WITH_TIMEOUT(SheetDesk::textOf(*sheet).contains(QStringLiteral("0 of 1")), SheetDesk::kPatience);
        SheetDesk::pushButton(*sheet, "Cancel")->click();
        QTRY_VERIFY_WITH_TIMEOUT(SheetDesk::textOf(*sheet).contains(QStringLiteral("Nothing was written")),
                                 SheetDesk::kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(!desk.desk.services.lines().isBusy(), SheetDesk::kPatience);
        QCOMPARE(desk.kept.size(), 0);
        QVERIFY(QDir(desk.folder.path()).isEmpty());
        QTest::keyClick(sheet, Qt::Key_Escape); // closes it
        QTRY_VERIFY(!desk.window.exports().sheet());
    }

    void everyControlHasAName() {
        SheetDesk desk;
        QVERIFY(desk.isReady());
        ExportSheet *sheet = desk.open();
        int controls = 0;
        for (QWidget *widget : sheet->findChildren<QWidget *>()) {
            if (widget->isVisible() && widget->focusPolicy() != Qt::NoFocus && !widget->focusProxy() &&
                !qobject_cast<QAbstractSpinBox *>(widget->parentWidget())) {
                const auto *shown = QAccessible::queryAccessibleInterface(widget);
                QVERIFY2(shown && !shown->text(QAccessible::Name).isEmpty(), widget->metaObject()->className());
                ++controls;
            }
        }
        QVERIFY2(controls >= 10, qPrintable(QString::number(controls)));
    }
};

QTEST_MAIN(TestExportSheet)
#include "tst_export_sheet.moc"
