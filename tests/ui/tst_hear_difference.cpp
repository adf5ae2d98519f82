// "Hear the difference" beside a setting: two takes of the line with one seed, compared when both are there.
#include <QApplication>

#include "app/script/script_document.h"
#include "engine/error.h"
#include "tests/patience.h"
#include "tests/ui/by_name.h"
#include "tests/ui/takes_desk.h"
#include "ui/comparison/comparison_strip.h"
#include "ui/shared/command_palette.h"

using app::takes::TakeRecord;

namespace {

struct DifferenceDesk : TakesDesk {
    static QString words(const QWidget &popup) {
        QString all;
        for (const QLabel *label : popup.findChildren<QLabel *>())
            all += label->text() + u'\n';
        return all;
    }
    bool bothAreCompared() {
        return QTest::qWaitFor(
            [this] { return kept.size() == 2 && window.comparison().isVisible() && window.transport().hasPair(); },
            kPatience);
    }
};

} // namespace

class TestHearDifference : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twoTakesThatDifferInOneSetting_data() {
        QTest::addColumn<QString>("setting");
        QTest::addColumn<QString>("words");
        QTest::addColumn<int>("steps");
        QTest::addColumn<double>("cfg");
        QTest::addColumn<double>("sway");
        QTest::addColumn<double>("speed");
        QTest::newRow("steps") << QStringLiteral("Steps (NFE)") << QStringLiteral("A with 32 steps, B with 7 as now")
                               << 32 << 2.0 << -1.0 << 1.0;
        QTest::newRow("guidance") << QStringLiteral("Guidance (CFG)")
                                  << QStringLiteral("A with guidance 4, B with guidance 2 as now") << 7 << 4.0 << -1.0
                                  << 1.0;
        QTest::newRow("sway") << QStringLiteral("Sway") << QStringLiteral("A with sway 0, B with sway -1 as now") << 7
                              << 2.0 << 0.0 << 1.0;
        QTest::newRow("speed") << QStringLiteral("Speed") << QStringLiteral("A at speed 1.3 ×, B at speed 1 × as now")
                               << 7 << 2.0 << -1.0 << 1.3;
    }

    void twoTakesThatDifferInOneSetting() {
        QFETCH(QString, setting);
        QFETCH(QString, words);
        QFETCH(int, steps);
        QFETCH(double, cfg);
        QFETCH(double, sway);
        QFETCH(double, speed);
        DifferenceDesk desk;
        QVERIFY(QTest::qWaitForWindowActive(&desk.window, kLongEnough) && desk.isReady());
        desk.window.studio().setText(QStringLiteral("Good morning."));
        QWidget *popup = desk.ask(setting);
        QVERIFY(popup);
        QVERIFY2(desk.words(*popup).contains(words), qPrintable(desk.words(*popup)));
        auto *button = popup->findChild<QPushButton *>();
        QVERIFY(button && button->hasFocus()); // Space on the "?", Space again: heard
        QTest::keyClick(button, Qt::Key_Space);
        QVERIFY(!QApplication::activePopupWidget());
        QVERIFY(desk.bothAreCompared());
        const TakeRecord a = desk.take(0);
        const TakeRecord b = desk.take(1);
        QCOMPARE(a.seed, b.seed);
        QCOMPARE(a.text, b.text);
        QCOMPARE(a.lineId, b.lineId);
        QVERIFY(a.audioHash != b.audioHash);
        QCOMPARE(a.nfeStep, steps);
        QCOMPARE(a.cfgStrength, cfg);
        QCOMPARE(a.swayCoefficient, sway);
        QCOMPARE(a.speed, speed);
        QCOMPARE(b.nfeStep, 7);
        QCOMPARE(b.cfgStrength, 2.0);
        QCOMPARE(b.swayCoefficient, -1.0);
        QCOMPARE(b.speed, 1.0);
        QVERIFY(desk.saysInTransport(QStringLiteral("A · ")));
        QVERIFY(desk.desk.services.lines().toBeMade().isEmpty()); // the line has its take, as its settings say
        QCOMPARE(desk.desk.services.settings().nfeStep(), 7);     // nothing was set
    }

    void theCommandPaletteKnowsIt() {
        DifferenceDesk desk;
        QVERIFY(QTest::qWaitForWindowActive(&desk.window, kLongEnough) && desk.isReady());
        desk.window.studio().setText(QStringLiteral("Good morning."));
        auto *palette = desk.window.openPalette();
        auto *search = palette->findChild<QLineEdit *>();
        QTest::keyClicks(search, QStringLiteral("hear the difference"));
        QCOMPARE(palette->shown().size(), 8);
        search->clear();
        QTest::keyClicks(search, QStringLiteral("hear guidance"));
        QCOMPARE(palette->shown().value(0), QStringLiteral("Hear what the guidance does"));
        QTest::keyClick(search, Qt::Key_Return);
        QVERIFY(desk.bothAreCompared());
        QCOMPARE(desk.take(0).cfgStrength, 4.0);
        QCOMPARE(desk.take(1).cfgStrength, 2.0);
        QCOMPARE(desk.take(0).seed, desk.take(1).seed);
    }

    void whatTheLineSaysOfItsOwnCounts() {
        DifferenceDesk desk;
        QVERIFY(QTest::qWaitForWindowActive(&desk.window, kLongEnough) && desk.isReady());
        desk.window.studio().setText(QStringLiteral("Good morning.\nGood night."));
        desk.window.studio().editor().goToLine(1);
        desk.desk.services.script().setSpeed({1}, 1.5);
        desk.desk.services.script().setSeed({1}, 4711);
        QWidget *popup = desk.ask(QStringLiteral("Speed"));
        QVERIFY(popup);
        QVERIFY2(desk.words(*popup).contains(QStringLiteral("A at speed 1 ×, B at speed 1.5 × as now")),
                 qPrintable(desk.words(*popup)));
        popup->findChild<QPushButton *>()->click();
        QVERIFY(desk.bothAreCompared());
        for (int i = 0; i < 2; ++i) {
            QCOMPARE(desk.take(i).seed, quint64(4711));
            QCOMPARE(desk.take(i).text, QStringLiteral("Good night."));
        }
        QCOMPARE(desk.desk.services.lines().toBeMade().size(), 1); // the other line
    }

    void stoppedMeansNoComparison() {
        DifferenceDesk desk;
        QVERIFY(QTest::qWaitForWindowActive(&desk.window, kLongEnough) && desk.isReady());
        desk.desk.services.settings().setNfeStep(128);
        desk.window.studio().setText(
            QStringLiteral("Good morning, and a long sentence that takes its time. ").repeated(8));
        QWidget *popup = desk.ask(QStringLiteral("Guidance (CFG)"));
        QVERIFY(popup);
        popup->findChild<QPushButton *>()->click();
        QVERIFY(desk.window.studio().isBusy());
        desk.window.studio().stop();
        QTRY_VERIFY_WITH_TIMEOUT(!desk.window.studio().isBusy(), DifferenceDesk::kPatience);
        desk.desk.services.settings().setNfeStep(5);
        QVERIFY(desk.make(QStringLiteral("One.\nTwo.")));
        QVERIFY(!desk.window.comparison().isVisible()); // the wish went with its jobs

        desk.window.studio().setText(QStringLiteral("  "));
        popup = desk.ask(QStringLiteral("Sway"));
        popup->findChild<QPushButton *>()->click();
        QVERIFY(!desk.window.studio().isBusy());
        QCOMPARE(desk.window.notices().current()->what, QStringLiteral("There is nothing to say."));
    }

    void twoSchedules() {
        DifferenceDesk desk;
        QVERIFY(QTest::qWaitForWindowActive(&desk.window, kLongEnough) && desk.isReady());
        desk.window.studio().setText(QStringLiteral("Good morning."));
        QWidget *popup = desk.ask(QStringLiteral("Schedule"));
        QVERIFY(popup);
        QVERIFY2(desk.words(*popup).contains(QStringLiteral("A with uniform times, B with tuned times (EPSS) as now")),
                 qPrintable(desk.words(*popup)));
        QTest::keyClick(popup->findChild<QPushButton *>(), Qt::Key_Space);
        QVERIFY(desk.bothAreCompared());
        QVERIFY(desk.take(0).schedule == engine::Schedule::Uniform);
        QVERIFY(desk.take(1).schedule == engine::Schedule::Epss);
        QCOMPARE(desk.take(0).nfeStep, desk.take(1).nfeStep);
        QCOMPARE(desk.take(0).seed, desk.take(1).seed);
        QVERIFY(desk.take(0).audioHash != desk.take(1).audioHash);
    }

    // A is made by the model loaded a second time, B by the one that is there.
    void twoPrecisions_data() {
        QTest::addColumn<engine::Precision>("now");
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("a");
        QTest::addColumn<QString>("b");
        QTest::newRow("fp32") << engine::Precision::Fp32 << QStringLiteral("A in bf16, B in fp32 as now")
                              << QStringLiteral("bf16") << QStringLiteral("fp32");
        QTest::newRow("bf16") << engine::Precision::Bf16 << QStringLiteral("A in fp32, B in bf16 as now")
                              << QStringLiteral("fp32") << QStringLiteral("bf16");
    }

    void twoPrecisions() {
        QFETCH(engine::Precision, now);
        QFETCH(QString, words);
        QFETCH(QString, a);
        QFETCH(QString, b);
        DifferenceDesk desk;
        QVERIFY(QTest::qWaitForWindowActive(&desk.window, kLongEnough) && desk.isReady());
        desk.desk.services.settings().setPrecision(now);
        QTRY_VERIFY_WITH_TIMEOUT(desk.desk.services.precisions().now() == now, DifferenceDesk::kPatience);
        QSignalSpy loads(&desk.desk.services.worker(), &app::speech::SpeechWorker::loaded);
        desk.window.studio().setText(QStringLiteral("Good morning."));
        QWidget *popup = desk.ask(QStringLiteral("Precision"));
        QVERIFY(popup && popup->findChild<QPushButton *>());
        QVERIFY2(desk.words(*popup).contains(words), qPrintable(desk.words(*popup)));
        QTest::keyClick(popup->findChild<QPushButton *>(), Qt::Key_Space);
        QVERIFY(desk.bothAreCompared());
        QCOMPARE(desk.take(0).precision, a);
        QCOMPARE(desk.take(1).precision, b);
        QCOMPARE(desk.take(0).seed, desk.take(1).seed);
        QCOMPARE(desk.take(0).text, desk.take(1).text);
        QCOMPARE(desk.take(0).nfeStep, desk.take(1).nfeStep);
        QCOMPARE(desk.take(0).modelName, desk.take(1).modelName);
        QVERIFY(desk.take(0).audioHash != desk.take(1).audioHash);
        QVERIFY(desk.desk.services.settings().precision() == now); // nothing was set, and the model stays
        QCOMPARE(loads.size(), 0);
        QVERIFY(desk.desk.services.lines().toBeMade().isEmpty() &&
                desk.desk.services.lines().madeOtherwise().isEmpty());
    }

    void withoutAModelNoPrecisionIsHeard() {
        DifferenceDesk desk;
        QVERIFY(QTest::qWaitForWindowActive(&desk.window, kLongEnough) && desk.isReady());
        desk.desk.services.worker().load(
            [](std::stop_token) -> std::unique_ptr<engine::Synthesizer> { throw engine::badInput("Gone.", "Wait."); });
        QWidget *popup = desk.ask(QStringLiteral("Precision"));
        QVERIFY(popup && !popup->findChild<QPushButton *>());
        QVERIFY2(desk.words(*popup).contains(QStringLiteral("No model is loaded yet.")),
                 qPrintable(desk.words(*popup)));
        popup->close();
        desk.window.studio().hearWhat(app::cloning::Varied::Precision);
        QVERIFY(!desk.window.studio().isBusy());
        QCOMPARE(desk.window.notices().about(QStringLiteral("studio"))->what,
                 QStringLiteral("No model is loaded yet."));
    }

    // One that was offered while another model is on its way by now.
    void aPairOfPrecisionsIsNeverOfOne() {
        DifferenceDesk desk;
        QVERIFY(QTest::qWaitForWindowActive(&desk.window, kLongEnough) && desk.isReady());
        desk.window.studio().setText(QStringLiteral("Good morning."));
        QWidget *popup = desk.ask(QStringLiteral("Precision"));
        QVERIFY(popup && popup->findChild<QPushButton *>());
        desk.desk.services.worker().load(
            [](std::stop_token) -> std::unique_ptr<engine::Synthesizer> { throw engine::badInput("Gone.", "Wait."); });
        QTest::keyClick(popup->findChild<QPushButton *>(), Qt::Key_Space);
        QVERIFY(!desk.window.studio().isBusy());
        QCOMPARE(desk.window.notices().about(QStringLiteral("studio"))->what,
                 QStringLiteral("No model is loaded yet."));
    }

    void aNewSeedBesideTheOneInTheField_data() {
        QTest::addColumn<bool>("pinned");
        QTest::addColumn<bool>("drawn");
        QTest::newRow("of the newest take") << false << false;
        QTest::newRow("pinned") << true << false;
        QTest::newRow("of the dice") << false << true;
    }

    void aNewSeedBesideTheOneInTheField() {
        QFETCH(bool, pinned);
        QFETCH(bool, drawn);
        DifferenceDesk desk;
        QVERIFY(QTest::qWaitForWindowActive(&desk.window, kLongEnough) && desk.isReady());
        desk.desk.services.settings().setSeed(18446744073709551557ull); // more digits than a double has
        desk.desk.services.settings().setSeedPinned(pinned);
        desk.window.studio().setText(QStringLiteral("Good morning."));
        if (drawn)
            named<QToolButton>(desk.window.studio(), "New seed")->click();
        const quint64 shown = named<QLineEdit>(desk.window, "Seed")->text().toULongLong();
        QCOMPARE(shown == 18446744073709551557ull, !drawn);
        QWidget *popup = desk.ask(QStringLiteral("Seed"));
        QVERIFY(popup && popup->findChild<QPushButton *>());
        QVERIFY2(desk.words(*popup).contains(QStringLiteral("A with a new seed, B with the one that it has now")),
                 qPrintable(desk.words(*popup)));
        QTest::keyClick(popup->findChild<QPushButton *>(), Qt::Key_Space);
        QVERIFY(desk.bothAreCompared());
        QVERIFY(desk.take(0).seed != shown);
        QCOMPARE(desk.take(1).seed, shown);
        QCOMPARE(desk.take(0).nfeStep, desk.take(1).nfeStep);
        QVERIFY(desk.take(0).audioHash != desk.take(1).audioHash);
        QCOMPARE(named<QLineEdit>(desk.window, "Seed")->text().toULongLong(), shown);
        QCOMPARE(desk.desk.services.settings().seedPinned(), pinned);
        QVERIFY(desk.desk.services.lines().toBeMade().isEmpty());
    }

    void whatNobodyCanHearIsOnlyExplained() {
        DifferenceDesk desk;
        QVERIFY(QTest::qWaitForWindowActive(&desk.window, kLongEnough) && desk.isReady());
        desk.desk.services.settings().setNfeStep(32);
        desk.window.studio().setText(QStringLiteral("Good morning."));
        const auto onlyWords = [&](const QString &setting, const QString &words) {
            QWidget *popup = desk.ask(setting);
            const bool good = popup && !popup->findChild<QPushButton *>() && desk.words(*popup).contains(words);
            if (popup)
                popup->close();
            return QTest::qWaitFor([] { return !QApplication::activePopupWidget(); }, kLongEnough) && good;
        };
        QVERIFY(onlyWords(QStringLiteral("Schedule"), QStringLiteral("With 32 steps both schedules are the same.")));

        auto *palette = desk.window.openPalette(); // and from there nothing is made either
        auto *search = palette->findChild<QLineEdit *>();
        QTest::keyClicks(search, QStringLiteral("hear schedule"));
        QCOMPARE(palette->shown().value(0), QStringLiteral("Hear what the schedule does"));
        QTest::keyClick(search, Qt::Key_Return);
        QTRY_VERIFY(desk.window.notices().current());
        QVERIFY(!desk.window.studio().isBusy());
        QCOMPARE(desk.window.notices().current()->what, QStringLiteral("With 32 steps both schedules are the same."));
    }
};

QTEST_MAIN(TestHearDifference)
#include "tst_hear_difference.moc"
