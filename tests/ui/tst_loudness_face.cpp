// Loudness and cross-fade as people set them: in the inspector, in presets, heard twice, and in the export sheet.
#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLocale>

#include "app/settings/presets.h"
#include "engine/audio/loudness_target.h"
#include "tests/patience.h"
#include "tests/ui/by_name.h"
#include "tests/ui/takes_desk.h"
#include "ui/comparison/comparison_strip.h"
#include "ui/exporting/export_desk.h"
#include "ui/shared/loudness_box.h"

namespace {

struct LoudDesk : TakesDesk {
    app::Settings &settings = desk.services.settings();
    QComboBox *box = named<QComboBox>(window.studio(), "Loudness");
    QDoubleSpinBox *crossFade = named<QDoubleSpinBox>(window.studio(), "Cross-fade");
    QLabel *label = named<QLabel>(window.transport(), "Loudness");

    bool isAtHand() {
        return QTest::qWaitForWindowActive(&window, kLongEnough) && isReady() && box && crossFade && label;
    }
    bool hear(const QString &setting) {
        QWidget *popup = ask(setting);
        auto *button = popup ? popup->findChild<QPushButton *>() : nullptr;
        if (button)
            button->click();
        return button != nullptr;
    }
    QString stripText() const {
        QString all;
        for (const QLabel *each : window.comparison().findChildren<QLabel *>())
            all += each->text() + u'\n';
        return all;
    }
};

} // namespace

class TestLoudnessFace : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void theTargetIsChosenAndTheTransportSaysWhatCameOfIt() {
        LoudDesk desk;
        QVERIFY(desk.isAtHand());
        QCOMPARE(desk.box->currentText(), QStringLiteral("As spoken"));
        QVERIFY(!desk.settings.loudness());
        QVERIFY(desk.make(QStringLiteral("Good morning.\nAnd good night.")));
        QVERIFY(!desk.label->isVisible()); // nothing is done to it
        desk.click(0, TakesDesk::Column::Text);
        QTest::keyClick(desk.table, Qt::Key_Return); // played
        QTRY_VERIFY(desk.window.transport().canPlay());
        QVERIFY(!desk.label->isVisible());

        desk.box->setFocus();
        for (int i = 0; i < 5; ++i)
            QTest::keyClick(desk.box, Qt::Key_Down);
        QCOMPARE(desk.box->currentText(), QStringLiteral("−23 LUFS (broadcast)"));
        QCOMPARE(*desk.settings.loudness(), -23.0);
        QTRY_VERIFY(desk.label->isVisible());
        const auto change = engine::audio::changeTo(-23, *desk.clip(1));
        QVERIFY2(desk.label->text().startsWith(change.gain.limitedByPeak ? QStringLiteral("−2")
                                                                         : QStringLiteral("−23 LUFS")),
                 qPrintable(desk.label->text()));
        desk.settings.setLoudness(-14);
        QTRY_VERIFY(desk.label->isVisible() && !desk.label->text().contains(QStringLiteral("23")));
        const auto louder = engine::audio::changeTo(-14, *desk.clip(1));
        QCOMPARE(desk.label->text().contains(QStringLiteral("at most")), louder.gain.limitedByPeak);
        QCOMPARE(desk.label->toolTip().contains(QStringLiteral("peaks")), louder.gain.limitedByPeak);
        desk.settings.setLoudness({});
        QVERIFY(!desk.label->isVisible());
        QCOMPARE(desk.box->currentText(), QStringLiteral("As spoken"));
        QVERIFY(desk.desk.services.lines().toBeMade().isEmpty()); // no line has to be made again for it
    }

    void aPresetHoldsBoth() {
        LoudDesk desk;
        QVERIFY(desk.isAtHand());
        desk.settings.setLoudness(-16);
        desk.crossFade->setFocus();
        desk.crossFade->selectAll();
        QTest::keyClicks(desk.crossFade, QStringLiteral("0.3"));
        QCOMPARE(desk.settings.crossFadeSeconds(), 0.3);
        app::Presets &presets = desk.desk.services.presets();
        QCOMPARE(presets.save(QStringLiteral("Podcast")), QString());
        presets.use(QStringLiteral("Live"));
        QVERIFY(!desk.settings.loudness());
        QCOMPARE(desk.settings.crossFadeSeconds(), 0.15);
        QCOMPARE(desk.crossFade->value(), 0.15);
        presets.use(QStringLiteral("Podcast"));
        QCOMPARE(desk.settings.loudness().value_or(0), -16.0);
        QCOMPARE(desk.box->currentText(), QStringLiteral("−16 LUFS (podcasts)"));
        QCOMPARE(desk.crossFade->value(), 0.3);
    }

    void oneTakeIsHeardAtTwoLoudnesses() {
        LoudDesk desk;
        QVERIFY(desk.isAtHand());
        desk.window.studio().setText(QStringLiteral("Good morning."));
        QVERIFY(desk.hear(QStringLiteral("Loudness")));
        QVERIFY(desk.window.notices().current());
        QCOMPARE(desk.window.notices().current()->what, QStringLiteral("This line has no take yet."));
        QVERIFY(desk.make(QStringLiteral("Good morning.")));

        QWidget *popup = desk.ask(QStringLiteral("Loudness"));
        QVERIFY(popup);
        QString words;
        for (const QLabel *each : popup->findChildren<QLabel *>())
            words += each->text();
        QVERIFY2(words.contains(QStringLiteral("A at “−16 LUFS (podcasts)”, B at “As spoken” as now")),
                 qPrintable(words));
        popup->findChild<QPushButton *>()->click();
        QTRY_VERIFY(desk.window.comparison().isVisible() && desk.window.transport().hasPair());
        QVERIFY2(desk.stripText().contains(QStringLiteral("−16 LUFS (podcasts) · ")), qPrintable(desk.stripText()));
        QVERIFY(desk.stripText().contains(QStringLiteral("As spoken · ")));
        QVERIFY(desk.stripText().contains(QStringLiteral(" dB\n")));
        QVERIFY(desk.stripText().contains(QStringLiteral("loudness differs")));
        QVERIFY(desk.saysInTransport(QStringLiteral("A · ")));
        for (auto *each : desk.window.comparison().findChildren<QToolButton *>())
            if (each->text() == QStringLiteral("Same loudness") || each->text().startsWith(QStringLiteral("Keep")))
                QVERIFY2(!each->isVisible(), qPrintable(each->text())); // would take away what is to be heard
        QCOMPARE(desk.kept.size(), 1);                                  // nothing was made for it
        QVERIFY(!desk.settings.loudness());                             // and nothing set
        desk.window.comparison().leave();

        // Two takes afterwards are compared as ever.
        QVERIFY(desk.make(QStringLiteral("Good morning.")));
        desk.click(0, TakesDesk::Column::Text);
        desk.click(1, TakesDesk::Column::Text, Qt::ControlModifier);
        QTest::keyClick(desk.table, Qt::Key_C);
        QTRY_VERIFY(desk.window.transport().hasPair());
        QVERIFY(desk.stripText().contains(QStringLiteral("seed differs")));
        QVERIFY(!desk.stripText().contains(QStringLiteral("As spoken")));
    }

    void aCrossFadeThatDoesNothingIsTheSameSound() {
        LoudDesk desk;
        QVERIFY(desk.isAtHand());
        desk.window.studio().setText(QStringLiteral("Good morning."));
        QVERIFY(desk.hear(QStringLiteral("Cross-fade")));
        QTRY_VERIFY_WITH_TIMEOUT(desk.kept.size() == 2 && desk.window.comparison().isVisible(), LoudDesk::kPatience);
        QCOMPARE(desk.take(0).crossFadeSeconds, 0.6);
        QCOMPARE(desk.take(1).crossFadeSeconds, 0.15);
        QVERIFY2(desk.stripText().contains(QStringLiteral("byte for byte")), qPrintable(desk.stripText()));
    }

    void theExportBeginsWithTheInspectorsAndItsOwnChoiceStaysThere() {
        LoudDesk desk;
        QVERIFY(desk.isAtHand());
        QVERIFY(desk.make(QStringLiteral("Good morning.")));
        desk.settings.setLoudness(-20);
        auto *sheet = desk.window.exports().open();
        auto *loudness = named<ui::shared::LoudnessBox>(*sheet, "Loudness");
        QVERIFY(loudness);
        QCOMPARE(loudness->loudness().value_or(0), -20.0);
        loudness->setLoudness(-14);
        QTemporaryDir folder;
        named<QLineEdit>(*sheet, "Where to")->setText(folder.filePath(QStringLiteral("a.wav")));
        for (auto *each : sheet->findChildren<QPushButton *>())
            if (each->text().remove(u'&') == QStringLiteral("Export"))
                each->click();
        QTRY_VERIFY_WITH_TIMEOUT(desk.window.notices().about(QStringLiteral("export")), LoudDesk::kPatience);
        QCOMPARE(desk.settings.loudness().value_or(0), -20.0);
        const bool limited = engine::audio::changeTo(-14, *desk.clip(0)).gain.limitedByPeak;
        QCOMPARE(desk.window.notices().about(QStringLiteral("export"))->what.contains(QStringLiteral("peaks")),
                 limited);
    }
};

QTEST_MAIN(TestLoudnessFace)
#include "tst_loudness_face.moc"
