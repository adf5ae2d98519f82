// How it is spoken, set by hand: what stands in the fields is what the engine is asked for. The tiny checkpoint.
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <memory>

#include "tests/app/tiny_data.h"
#include "tests/patience.h"
#include "tests/ui/by_name.h"
#include "tests/ui/studio_desk.h"
#include "ui/studio/studio_pane.h"

namespace {

constexpr int kPatience = 120'000; // ms

} // namespace

class TestInspector : public QObject {
    Q_OBJECT

    TinyData m_data;
    std::unique_ptr<StudioDesk> m_desk;
    std::unique_ptr<QSignalSpy> m_taken;

    ui::MainWindow &window() { return *m_desk->window; }
    QLineEdit *seed() { return named<QLineEdit>(window(), QStringLiteral("Seed")); }
    QToolButton *pin() { return named<QToolButton>(window(), QStringLiteral("Keep this seed")); }

    // The request that the engine was really given.
    engine::Request spoken() {
        m_taken->clear();
        window().studio().speak();
        if (!QTest::qWaitFor([&] { return m_taken->size() == 1; }, kPatience)) {
            return {};
        }
        return m_taken->first().first().value<app::speech::Take>().request;
    }

private Q_SLOTS:
    void init() {
        m_desk = std::make_unique<StudioDesk>(m_data.roots());
        m_taken = std::make_unique<QSignalSpy>(&window().studio(), &ui::studio::StudioPane::taken);
        QVERIFY(QTest::qWaitForWindowActive(&window(), kLongEnough));
        QTRY_VERIFY_WITH_TIMEOUT(m_desk->services.voices().isRead(), kPatience);
        window().studio().setText(QStringLiteral("Good morning."));
    }

    void cleanup() {
        m_taken.reset();
        m_desk.reset();
    }

    void aTypedSpeedIsTheSpeed_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<double>("speed");
        QTest::newRow("1.25") << QStringLiteral("1.25") << 1.25;
        QTest::newRow("0.95") << QStringLiteral("0.95") << 0.95; // "0" and "0." are no speeds on the way there
        QTest::newRow("3") << QStringLiteral("3") << 3.0;
    }

    void aTypedSpeedIsTheSpeed() {
        QFETCH(QString, typed);
        QFETCH(double, speed);
        auto *field = named<QDoubleSpinBox>(window(), QStringLiteral("Speed"));
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, typed);
        QCOMPARE(spoken().speed, speed); // without leaving the field, as Ctrl+Enter in it does
        QCOMPARE(field->value(), speed);
    }

    void aKeptSeedStaysThroughTakes() {
        const quint64 first = spoken().seed;
        QCOMPARE(seed()->text(), QString::number(first));
        QTest::mouseClick(pin(), Qt::LeftButton); // this one was good
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(quint64(spoken().seed), first);
            QVERIFY(pin()->isChecked());
            QCOMPARE(seed()->text(), QString::number(first));
        }
        QTest::mouseClick(pin(), Qt::LeftButton);
        const quint64 other = spoken().seed;
        QVERIFY(other != first);
        QVERIFY(quint64(spoken().seed) != other); // each its own again
    }

    void pinningWhileItSpeaksKeepsTheSeedOfThatTake() {
        window().studio().speak();
        QVERIFY(window().studio().isBusy());
        QTest::mouseClick(pin(), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(m_taken->size(), 1, kPatience);
        const quint64 running = m_taken->first().first().value<app::speech::Take>().request.seed;
        QCOMPARE(quint64(spoken().seed), running);
    }

    void fineTuningReachesTheTakeAndGoesBack() {
        auto *cfg = named<QDoubleSpinBox>(window(), QStringLiteral("Guidance (CFG)"));
        auto *sway = named<QDoubleSpinBox>(window(), QStringLiteral("Sway"));
        auto *schedule = named<QComboBox>(window(), QStringLiteral("Schedule"));
        QPushButton *restore = nullptr;
        for (auto *button : window().findChildren<QPushButton *>()) {
            restore = button->text() == QStringLiteral("As shipped") ? button : restore;
        }
        QVERIFY(cfg && sway && schedule && restore);
        QVERIFY(!restore->isEnabled());
        for (const auto &[field, typed] : {std::pair(cfg, "1.5"), std::pair(sway, "-0.5")}) {
            field->setFocus();
            field->selectAll();
            QTest::keyClicks(field, QString::fromLatin1(typed));
        }
        schedule->setFocus();
        QTest::keyClick(schedule, Qt::Key_Down);
        const engine::Request tuned = spoken();
        QCOMPARE(tuned.cfgStrength, 1.5);
        QCOMPARE(tuned.swayCoefficient, -0.5);
        QVERIFY(tuned.schedule == engine::Schedule::Uniform);
        restore->click();
        const engine::Request shipped = spoken();
        QCOMPARE(shipped.cfgStrength, 2.0);
        QCOMPARE(shipped.swayCoefficient, -1.0);
        QVERIFY(shipped.schedule == engine::Schedule::Epss);
        QVERIFY(!restore->isEnabled());
    }
};

QTEST_MAIN(TestInspector)
#include "tst_inspector.moc"
