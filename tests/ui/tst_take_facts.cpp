// All that is known of a take, where a person can read, copy and follow it; and a take that is made again while the
// model is still being loaded. Real services, the tiny checkpoint.
#include <QAction>
#include <QClipboard>
#include <QMenuBar>
#include <QTableWidget>

#include "tests/app/takes/made_up_takes.h"
#include "tests/patience.h"
#include "tests/ui/takes_desk.h"
#include "ui/shared/action_list.h"
#include "ui/studio/facts_sheet.h"
#include "ui/studio/take_facts.h"

namespace {

struct FactsDesk : TakesDesk {
    QAction *action(const char *id) const {
        for (const auto &entry : ui::shared::actionsOf(*window.menuBar()))
            if (entry.id == QLatin1String(id))
                return entry.action;
        return nullptr;
    }
    ui::studio::FactsSheet *sheet() const { return pane.findChild<ui::studio::FactsSheet *>(); }
    QString fact(const char *name) const {
        const auto *facts = sheet()->findChild<QTableWidget *>();
        for (int row = 0; row < facts->rowCount(); ++row)
            if (facts->item(row, 0)->text() == QLatin1String(name))
                return facts->item(row, 1)->text();
        return {};
    }
    QPushButton *push(const char *text) const {
        for (auto *each : sheet()->findChildren<QPushButton *>())
            if (each->text().remove(u'&') == QLatin1String(text))
                return each;
        return nullptr;
    }
};

} // namespace

class TestTakeFacts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void allOfThemAreThereAndCanBeCopied() {
        FactsDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(QStringLiteral("Good morning.")));
        const auto take = desk.take(0);
        desk.click(0, FactsDesk::Column::Text);
        QTest::keyClick(desk.table, Qt::Key_I);
        QVERIFY(desk.sheet() && desk.sheet()->isVisible() && !desk.sheet()->isModal());
        const std::pair<const char *, QString> wanted[] = {
            {"Text", take.text},
            {"Voice", QStringLiteral("%1 (%2)").arg(take.voiceName, take.voiceId)},
            {"Its recording (SHA-256)", take.voiceRecording},
            {"Model", take.modelName},
            {"Seed", QString::number(take.seed)},
            {"Steps (NFE)", QStringLiteral("7")},
            {"Schedule", QStringLiteral("epss")},
            {"Guidance (CFG)", QStringLiteral("2")},
            {"Sway", QStringLiteral("-1")},
            {"Speed", QStringLiteral("1 ×")},
            {"Precision", take.precision},
            {"Sound (hash)", take.audioHash},
        };
        for (const auto &[name, value] : wanted)
            QCOMPARE(desk.fact(name).replace(QChar(0x2212), u'-'), value);
        QVERIFY(desk.fact("Device").contains(take.deviceName));
        QVERIFY(desk.fact("Program").contains(take.build));
        QVERIFY(desk.fact("Made in").contains(QStringLiteral("RTF")));
        QVERIFY(!desk.push("Go to the take it was made from")->isEnabled());
        QVERIFY(!desk.action("take.parent")->isEnabled());

        desk.push("Copy all")->click();
        const QString copied = QGuiApplication::clipboard()->text();
        QVERIFY2(copied.contains(QStringLiteral("Seed\t%1\n").arg(take.seed)), qPrintable(copied));
        auto *facts = desk.sheet()->findChild<QTableWidget *>();
        for (int row = 0; row < facts->rowCount(); ++row)
            if (facts->item(row, 0)->text() == u"Sound (hash)")
                facts->setCurrentCell(row, 1);
        QCOMPARE(facts->selectionModel()->selectedRows().size(), 1);
        QTest::keyClick(facts, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), take.audioHash); // alone

        desk.desk.services.takes().annotate(take.id, QStringLiteral("The best."));
        QTRY_COMPARE(desk.fact("Note"), QStringLiteral("The best."));
    }

    void lineageIsFollowedToATakeFarDown() {
        FactsDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(QStringLiteral("Good morning.")));
        const auto first = desk.take(0);
        for (unsigned i = 0; i < 450; ++i) // two pages and more
            desk.desk.services.takes().keep(madeUpTake(1'000'000 + i, QStringLiteral("Many.")));
        QTRY_COMPARE(desk.kept.size(), 451);
        desk.desk.services.takes().keep(madeUpTake(2'000'000, QStringLiteral("Once more.")), first.lineId, first.id);
        QTRY_COMPARE(desk.model.total(), 452);
        QTRY_COMPARE(desk.text(0), QStringLiteral("Once more."));
        desk.click(0, FactsDesk::Column::Text);
        desk.button("Facts")->click();
        QTRY_VERIFY(desk.fact("Made again from").startsWith(QStringLiteral("take %1").arg(first.id)));
        QVERIFY(desk.fact("Differs from it").contains(QStringLiteral("text differs")));
        QVERIFY(desk.action("take.parent")->isEnabled());

        desk.push("Go to the take it was made from")->click();
        QTRY_COMPARE(desk.chosen(), QList<qint64>{first.id});
        QTRY_COMPARE(desk.fact("Seed"), QString::number(first.seed)); // it follows what is chosen

        desk.words->setText(QStringLiteral("once more"));
        QVERIFY(desk.becomes(1));
        desk.click(0, FactsDesk::Column::Text);
        QTest::keyClick(desk.table, Qt::Key_P);
        QTRY_COMPARE(desk.chosen(), QList<qint64>{first.id}); // though it does not fit the search
        QVERIFY(desk.words->text().isEmpty());

        desk.desk.services.takes().remove({first.id});
        QTRY_COMPARE(desk.model.total(), 451);
        desk.table->scrollToTop();
        desk.click(0, FactsDesk::Column::Text);
        QTRY_VERIFY(desk.fact("Made again from").contains(QStringLiteral("removed")));
        desk.push("Go to the take it was made from")->click();
        QTRY_COMPARE(desk.fact("Seed"), QString::number(first.seed));
        QVERIFY(!desk.fact("Removed").isEmpty());
    }

    void aTakeIsMadeAgainWhenTheModelIsThere() {
        FactsDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(QStringLiteral("Good morning.")));
        desk.click(0, FactsDesk::Column::Text);
        desk.desk.services.loadModel();
        desk.button("Make again")->click(); // before the answer of the engine can have come
        desk.button("Make again")->click();
        const auto *notice = desk.window.notices().about(QStringLiteral("again"));
        QVERIFY(notice);
        QCOMPARE(notice->what, QStringLiteral("The model is being loaded; the take is made again when it is there."));
        QTRY_COMPARE(desk.kept.size(), 2); // once
        QCOMPARE(desk.take(1).audioHash, desk.take(0).audioHash);
        QCOMPARE(desk.take(1).parentId, desk.take(0).id);
        QVERIFY(!desk.window.notices().about(QStringLiteral("again")));
    }

    // A model that computes otherwise makes no equal take: that is said, and Stop before it changes nothing for later.
    void inAnotherPrecisionItIsSaidWhatTheTakeNeeds() {
        using engine::Precision;
        FactsDesk desk;
        QVERIFY(desk.isReady());
        QSignalSpy loaded(&desk.desk.services.worker(), &app::speech::SpeechWorker::loaded);
        const auto load = [&](Precision precision) {
            const auto before = loaded.count();
            desk.desk.services.settings().setPrecision(precision);
            return QTest::qWaitFor([&] { return loaded.count() > before; }, FactsDesk::kPatience);
        };
        QVERIFY(load(Precision::Fp32));
        QVERIFY(desk.make(QStringLiteral("Say that again.")));
        desk.click(0, FactsDesk::Column::Text);
        desk.desk.services.settings().setPrecision(Precision::Bf16);
        desk.button("Make again")->click();
        desk.window.findChild<QAction *>(QStringLiteral("speech.stop"))->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(loaded.count(), 2, FactsDesk::kPatience);
        for (const char *act : {"Make again", "New seed"}) {
            desk.button(act)->click();
            QTRY_VERIFY2(desk.window.notices().about(QStringLiteral("again")), act);
            const auto *said = desk.window.notices().about(QStringLiteral("again"));
            QCOMPARE(said->what, QStringLiteral("This take was made with fp32, and the model computes with bf16 now."));
            QCOMPARE(said->remedy, QStringLiteral("Choose the precision fp32, then make it again."));
            desk.window.notices().withdraw(QStringLiteral("again"));
        }
        QCOMPARE(desk.kept.size(), 1);
        QVERIFY(load(Precision::Fp32));
        desk.button("Make again")->click();
        QTRY_COMPARE_WITH_TIMEOUT(desk.kept.size(), 2, FactsDesk::kPatience);
        QCOMPARE(desk.take(1).audioHash, desk.take(0).audioHash);
        desk.button("New seed")->click();
        QTRY_COMPARE_WITH_TIMEOUT(desk.kept.size(), 3, FactsDesk::kPatience);
        QVERIFY(desk.take(2).audioHash != desk.take(0).audioHash);
    }

    void whatWaitsForTheModelCanBeWithdrawn() {
        FactsDesk desk;
        QVERIFY(desk.isReady());
        QVERIFY(desk.make(QStringLiteral("Good morning.")));
        desk.click(0, FactsDesk::Column::Text);
        QSignalSpy loaded(&desk.desk.services.worker(), &app::speech::SpeechWorker::loaded);
        for (const bool byStop : {false, true}) {
            desk.desk.services.loadModel();
            desk.button("Make again")->click();
            const auto *notice = desk.window.notices().about(QStringLiteral("again"));
            QVERIFY(notice && notice->actions.size() == 1);
            if (byStop)
                Q_EMIT desk.window.transport().stopRequested();
            else
                notice->actions[0].run();
            QVERIFY(!desk.window.notices().about(QStringLiteral("again")));
            QTRY_COMPARE(loaded.size(), byStop ? 2 : 1);
        }
        desk.button("Make again")->click(); // it is the only one that is made
        QTRY_COMPARE(desk.kept.size(), 2);
        QVERIFY(!desk.desk.services.lines().isBusy());
    }
};

QTEST_MAIN(TestTakeFacts)
#include "tst_take_facts.moc"
