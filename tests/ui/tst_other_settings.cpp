// A line that was made with other settings than those of now, as eyes, hands and screen readers find it: in the gutter,
// in the menu and the palette, and before an export. And the way to a line by its number.
#include <QCheckBox>
#include <QComboBox>
#include <QInputDialog>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QSignalSpy>
#include <QSpinBox>

#include "tests/patience.h"
#include "tests/ui/script_window.h"
#include "ui/exporting/export_desk.h"
#include "ui/shared/command_palette.h"
#include "ui/studio/line_gutter.h"

namespace {

struct MadeWindow : ScriptWindow {
    QSignalSpy kept{&desk.services.takes(), &app::takes::TakeLibrary::kept};

    bool make(const QStringList &lines) {
        desk.services.settings().setCheckTakes(false);
        write(lines);
        window.studio().makeChanged();
        return waitForKept(int(lines.size()));
    }
    bool waitForKept(int count) {
        return QTest::qWaitFor([=, this] { return kept.size() == count && !window.studio().isBusy(); }, kPatience);
    }
    app::takes::TakeRecord take(int i) const { return kept.at(i)[1].value<app::takes::TakeRecord>(); }
    QAction *byId(const char *id) const {
        for (const auto &entry : ui::shared::actionsOf(*window.menuBar()))
            if (entry.id == QLatin1String(id))
                return entry.action;
        return nullptr;
    }
    QString below() const {
        QString all;
        for (const QLabel *label : window.studio().findChildren<QLabel *>())
            all += label->text() + u'\n';
        return all;
    }
    bool saysBelow(const QString &words) const {
        for (const QLabel *label : window.studio().findChildren<QLabel *>())
            if (label->isVisible() && label->text().contains(words))
                return true;
        return false;
    }
};

} // namespace

class TestOtherSettings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theGutterSaysItInItsOwnWay() {
        MadeWindow at;
        QVERIFY(at.isReady());
        QVERIFY(at.make({QStringLiteral("Good morning."), QStringLiteral("Good evening.")}));
        at.editor.goToLine(0);
        auto *gutter = at.editor.findChild<ui::studio::LineGutter *>();
        QTRY_VERIFY(at.editor.accessibleDescription().contains(QStringLiteral("made: ")));
        const QImage made = gutter->grab().toImage();
        at.desk.services.settings().setNfeStep(5);
        QTRY_VERIFY(at.editor.accessibleDescription().contains(QStringLiteral("Then → now: NFE 7 → 5")));
        QVERIFY(at.editor.accessibleDescription().contains(QStringLiteral("made with other settings: ")));
        QVERIFY(gutter->grab().toImage() != made); // quiet, and to be seen
        const QImage otherwise = gutter->grab().toImage();
        at.script.type(0, QStringLiteral("Good morning, all."));
        at.editor.goToLine(0);
        QTRY_VERIFY2(at.editor.accessibleDescription().contains(QStringLiteral("changed since")),
                     qPrintable(at.editor.accessibleDescription() + at.texts().join(u'|')));
        QVERIFY(!at.editor.accessibleDescription().contains(QStringLiteral("Then → now")));
        QVERIFY(gutter->grab().toImage() != otherwise); // which is another mark
        at.script.undo();
        at.editor.goToLine(0);
        at.desk.services.settings().setNfeStep(7);
        QTRY_VERIFY(at.editor.accessibleDescription().contains(QStringLiteral("made: ")));
    }

    void theyAreCountedAndMadeWithTheirSeeds() {
        MadeWindow at;
        QVERIFY(at.isReady());
        QVERIFY(at.make({QStringLiteral("One."), QStringLiteral("Two."), QStringLiteral("Three.")}));
        at.desk.services.settings().setNfeStep(5);
        at.window.studio().makeChanged(); // means other lines, and says that these are there
        QVERIFY2(at.saysBelow(QStringLiteral("Every line has its take; 3 were made with other settings.")),
                 qPrintable(at.below()));
        QVERIFY(!at.window.studio().isBusy());

        QAction *act = at.byId("speech.make_otherwise");
        auto *menu = qobject_cast<QMenu *>(act->associatedObjects().value(0));
        QVERIFY(menu);
        const QString plain = act->text();
        Q_EMIT menu->aboutToShow();
        QCOMPARE(act->text().remove(u'&'), QStringLiteral("Make 3 lines made with other settings"));
        Q_EMIT menu->aboutToHide();
        QCOMPARE(act->text(), plain);

        auto *palette = at.window.openPalette();
        auto *search = palette->findChild<QLineEdit *>();
        QTest::keyClicks(search, QStringLiteral("made with other settings"));
        const auto first = palette->findChild<QListView *>()->model()->index(0, 0);
        QVERIFY2(first.data().toString().contains(QStringLiteral("Make 3 lines")), qPrintable(first.data().toString()));
        QTest::keyClick(search, Qt::Key_Return);
        QVERIFY(at.waitForKept(6));
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(at.take(3 + i).seed, at.take(i).seed);
            QCOMPARE(at.take(3 + i).nfeStep, 5);
        }
        act->trigger();
        QVERIFY(at.saysBelow(QStringLiteral("No line was made with other settings than those of now.")));
    }

    void anExportSaysItAndOffersToMakeThem() {
        MadeWindow at;
        QVERIFY(at.isReady());
        QVERIFY(at.make({QStringLiteral("One."), QStringLiteral("Two.")}));
        const QTemporaryDir folder;
        at.byId("file.export")->trigger();
        auto *sheet = at.window.exports().sheet();
        const auto box = [&]() -> QCheckBox * {
            for (auto *each : sheet->findChildren<QCheckBox *>())
                if (each->text().remove(u'&').startsWith(QStringLiteral("Make them anew")))
                    return each;
            return nullptr;
        };
        QVERIFY(box() && !box()->isVisible()); // there is nothing to say
        at.desk.services.settings().setNfeStep(5);
        QTRY_VERIFY(box()->isVisible());
        bool said = false;
        for (const QLabel *label : sheet->findChildren<QLabel *>())
            said |= label->isVisible() &&
                    label->text() == QStringLiteral("2 lines were made with other settings than those of now.");
        QVERIFY(said);
        QVERIFY(!named<QComboBox>(*sheet, "Lines that are not made")->isVisible()); // that is another thing
        QVERIFY(!box()->isChecked());
        box()->click();
        named<QLineEdit>(*sheet, "Where to")->setText(folder.filePath(QStringLiteral("evening.wav")));
        QSignalSpy finished(&at.window.exports().exporter(), &app::exporting::ScriptExport::finished);
        for (auto *each : sheet->findChildren<QPushButton *>())
            if (each->text().remove(u'&') == u"Export"_qs)
                each->click();
        QTRY_COMPARE(finished.size(), 1);
        QVERIFY(QFile::exists(folder.filePath(QStringLiteral("evening.wav"))));
        QCOMPARE(at.kept.size(), 4);
        QCOMPARE(at.take(3).nfeStep, 5);
        QVERIFY(at.desk.services.lines().madeOtherwise().isEmpty());
    }

    void aLineIsGoneToByItsNumber() {
        ScriptWindow at;
        QVERIFY(at.isReady());
        QStringList many;
        for (int i = 1; i <= 120; ++i)
            many << QStringLiteral("Line number %1.").arg(i);
        at.write(many);
        QTest::keyClick(&at.editor, Qt::Key_G, Qt::ControlModifier);
        auto *dialog = at.window.findChild<QInputDialog *>();
        QVERIFY(dialog);
        auto *number = dialog->findChild<QSpinBox *>();
        QCOMPARE(number->maximum(), 120);
        QCOMPARE(number->value(), 1);
        number->selectAll();
        QTest::keyClicks(number, QStringLiteral("87"));
        QTest::keyClick(number, Qt::Key_Return);
        QTRY_COMPARE(at.editor.currentLine(), 86);
        QTRY_VERIFY(at.editor.hasFocus());
        QTest::keyClicks(&at.editor, QStringLiteral("x"));
        QCOMPARE(at.texts()[86], QStringLiteral("xLine number 87."));
    }
};

QTEST_MAIN(TestOtherSettings)
#include "tst_other_settings.moc"
