#include <QAccessible>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

#include "tests/patience.h"
#include "ui/shared/notice_bar.h"

using ui::shared::Notice;
using ui::shared::NoticeBar;

namespace {

constexpr int kPatience = 30'000; // ms

Notice notice(Notice::Kind kind, const QString &what, const QString &subject = {}) {
    return {kind, what, QStringLiteral("Do <this>."), {}, {}, subject};
}

QString shownText(const NoticeBar &bar) {
    QString text;
    for (const QLabel *label : bar.findChildren<QLabel *>()) {
        if (label->isVisible()) {
            text += label->text() + u' ';
        }
    }
    return text;
}

// A bar over a field, where the person writes.
struct Desk {
    explicit Desk(ui::shared::NoticeStays stays = {}) : bar(new NoticeBar(&window, stays)) {
        auto *layout = new QVBoxLayout(&window);
        layout->addWidget(bar);
        layout->addWidget(field);
        window.resize(700, 300);
        window.show();
        field->setFocus();
        QVERIFY(QTest::qWaitForWindowActive(&window, kLongEnough));
    }
    QPushButton *button(const char *text) const {
        for (QPushButton *each : bar->findChildren<QPushButton *>()) {
            if (each->isVisible() && each->text() == QLatin1String(text)) {
                return each;
            }
        }
        return nullptr;
    }
    void offer(const char *what, const char *action, int &count, Notice::Kind kind = Notice::Kind::Info,
               const QString &subject = {}) {
        Notice offered = notice(kind, QString::fromLatin1(what), subject);
        offered.actions = {{QString::fromLatin1(action), [&count] { ++count; }}};
        bar->post(offered);
    }
    QString shown() const { return bar->current() ? bar->current()->what : QString(); }

    QWidget window;
    NoticeBar *bar;
    QLineEdit *field = new QLineEdit(&window);
};

} // namespace

class TestNotices : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingToSayNothingShown() {
        NoticeBar bar;
        QVERIFY(!bar.isVisible());
        QVERIFY(!bar.current());
    }

    void anAnswerComesBeforeOlderAlarmsAndNotBeforeNewerOnes() {
        NoticeBar bar;
        bar.post(notice(Notice::Kind::Alarm, QStringLiteral("Broken.")));
        Notice answer = notice(Notice::Kind::Attention, QStringLiteral("Not now, because."));
        answer.answers = true;
        bar.post(answer);
        QCOMPARE(bar.current()->what, QStringLiteral("Not now, because."));
        bar.post(notice(Notice::Kind::Attention, QStringLiteral("By the way.")));
        QCOMPARE(bar.current()->what, QStringLiteral("Not now, because."));
        bar.post(notice(Notice::Kind::Alarm, QStringLiteral("On fire.")));
        QCOMPARE(bar.current()->what, QStringLiteral("On fire."));
    }

    void alarmsComeFirstAndOthersWait() {
        NoticeBar bar;
        bar.post(notice(Notice::Kind::Attention, QStringLiteral("Careful.")));
        QVERIFY(bar.isVisible());
        bar.post(notice(Notice::Kind::Alarm, QStringLiteral("Broken.")));
        QVERIFY(shownText(bar).contains(QStringLiteral("Broken.")));
        QVERIFY(shownText(bar).contains(QStringLiteral("1 more")));
        QVERIFY(shownText(bar).contains(QStringLiteral("Do &lt;this&gt;."))); // text, not markup
        bar.dismiss();
        QVERIFY(shownText(bar).contains(QStringLiteral("Careful.")));
        bar.dismiss();
        QVERIFY(!bar.isVisible());
    }

    void oneSubjectOneNotice() {
        NoticeBar bar;
        bar.post(notice(Notice::Kind::Alarm, QStringLiteral("No model."), QStringLiteral("model")));
        bar.post(notice(Notice::Kind::Alarm, QStringLiteral("Still no model."), QStringLiteral("model")));
        QCOMPARE(bar.count(), 1);
        QCOMPARE(bar.current()->what, QStringLiteral("Still no model."));
        bar.withdraw(QStringLiteral("other"));
        QCOMPARE(bar.count(), 1);
        bar.withdraw(QStringLiteral("model"));
        QVERIFY(!bar.isVisible());
    }

    void newsMakeRoom() {
        NoticeBar bar;
        bar.post(notice(Notice::Kind::Good, QStringLiteral("Saved.")));
        bar.post(notice(Notice::Kind::Good, QStringLiteral("Saved again.")));
        QCOMPARE(bar.count(), 1);
        QCOMPARE(bar.current()->what, QStringLiteral("Saved again."));
    }

    void whoIsAboutToPressAButtonPressesThatOne() {
        Desk desk;
        int undone = 0;
        int savedOver = 0;
        desk.offer("Removed.", "Undo", undone);
        desk.bar->focusFirst();
        QVERIFY(desk.button("Undo")->hasFocus());
        desk.offer("Changed outside.", "Save over it", savedOver, Notice::Kind::Alarm);
        desk.bar->post(notice(Notice::Kind::Good, QStringLiteral("Saved.")));
        QCOMPARE(desk.shown(), QStringLiteral("Removed."));
        QVERIFY(!desk.button("Save over it"));
        QVERIFY(shownText(*desk.bar).contains(QStringLiteral("2 more")));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QCOMPARE(undone, 1);
        QCOMPARE(savedOver, 0);
        QCOMPARE(desk.shown(), QStringLiteral("Changed outside.")); // the alarm before the news
    }

    void whatWaitedHasItsTurnWhenTheBarIsLeft() {
        Desk desk;
        int undone = 0;
        desk.offer("Removed.", "Undo", undone);
        desk.bar->focusFirst();
        desk.bar->post(notice(Notice::Kind::Alarm, QStringLiteral("Broken.")));
        QCOMPARE(desk.shown(), QStringLiteral("Removed."));
        desk.field->setFocus();
        QTRY_COMPARE_WITH_TIMEOUT(desk.shown(), QStringLiteral("Broken."), kPatience);
        QVERIFY(shownText(*desk.bar).contains(QStringLiteral("Broken.")));
        QCOMPARE(desk.bar->count(), 2); // the Undo is still there
        desk.bar->dismiss();
        QVERIFY(desk.button("Undo"));
    }

    void thePointerHoldsTheBarToo() {
        Desk desk;
        int undone = 0;
        int savedOver = 0;
        desk.offer("Removed.", "Undo", undone);
        QTest::mouseMove(&desk.window, QPoint(300, 280)); // over the field
        QTRY_VERIFY_WITH_TIMEOUT(!desk.bar->underMouse(), kPatience);
        QTest::mouseMove(desk.button("Undo"));
        QTRY_VERIFY_WITH_TIMEOUT(desk.bar->underMouse(), kPatience);
        desk.offer("Changed outside.", "Save over it", savedOver, Notice::Kind::Attention);
        QCOMPARE(desk.shown(), QStringLiteral("Removed."));
        QTest::mouseMove(&desk.window, QPoint(300, 280));
        QTRY_COMPARE_WITH_TIMEOUT(desk.shown(), QStringLiteral("Changed outside."), kPatience);
        QTest::mouseClick(desk.button("Save over it"), Qt::LeftButton);
        QCOMPARE(savedOver, 1);
        QVERIFY(!QApplication::focusWidget() || !desk.bar->isAncestorOf(QApplication::focusWidget()));
    }

    void theSameButtonMayComeToMeanMore() {
        Desk desk;
        int one = 0;
        int both = 0;
        desk.offer("1 removed.", "Undo", one, Notice::Kind::Info, QStringLiteral("removed"));
        desk.bar->focusFirst();
        desk.bar->post(notice(Notice::Kind::Alarm, QStringLiteral("Broken.")));
        desk.offer("2 removed.", "Undo", both, Notice::Kind::Info, QStringLiteral("removed"));
        QCOMPARE(desk.shown(), QStringLiteral("2 removed."));
        QCOMPARE(desk.bar->count(), 2);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QCOMPARE(one, 0);
        QCOMPARE(both, 1);
    }

    void anOfferOutlastsTheNews() {
        using namespace std::chrono_literals;
        QVERIFY(ui::shared::NoticeStays().offers >= 30s);
        Desk desk({50ms, 2s});
        int undone = 0;
        bool dropped = false;
        Notice removed = notice(Notice::Kind::Info, QStringLiteral("Removed."));
        removed.actions = {{QStringLiteral("Undo"), [&undone] { ++undone; }}};
        removed.dropped = [&dropped] { dropped = true; };
        desk.bar->post(removed);
        desk.bar->post(notice(Notice::Kind::Good, QStringLiteral("Saved.")));
        QCOMPARE(desk.shown(), QStringLiteral("Saved."));
        QTRY_COMPARE_WITH_TIMEOUT(desk.shown(), QStringLiteral("Removed."), kPatience); // when the news have gone
        QVERIFY(desk.button("Undo"));
        QVERIFY(!dropped);
        QTRY_VERIFY_WITH_TIMEOUT(!desk.bar->isVisible(), kPatience);
        QVERIFY(dropped);
        QCOMPARE(undone, 0);
    }

    void droppedIsWhatNobodyUsed() {
        NoticeBar bar;
        int dropped = 0;
        Notice offer = notice(Notice::Kind::Attention, QStringLiteral("Put away."), QStringLiteral("away"));
        offer.actions = {{QStringLiteral("Undo"), [] {}}};
        offer.dropped = [&dropped] { ++dropped; };
        bar.post(offer);
        bar.findChildren<QPushButton *>().first()->click(); // Undo
        QCOMPARE(bar.count(), 0);
        bar.post(offer);
        bar.withdraw(QStringLiteral("away"));
        QCOMPARE(dropped, 0);
        bar.post(offer);
        bar.findChild<QToolButton *>()->click();
        QCOMPARE(dropped, 1);
    }

    void howManyThereAreIsTold() {
        NoticeBar bar;
        QSignalSpy counts(&bar, &NoticeBar::countChanged);
        bar.post(notice(Notice::Kind::Alarm, QStringLiteral("Broken."), QStringLiteral("a")));
        bar.post(notice(Notice::Kind::Alarm, QStringLiteral("Still broken."), QStringLiteral("a")));
        bar.post(notice(Notice::Kind::Alarm, QStringLiteral("Also this.")));
        bar.withdraw(QStringLiteral("a"));
        bar.dismiss();
        QList<int> told;
        for (const auto &each : counts) {
            told << each[0].toInt();
        }
        QCOMPARE(told, QList<int>({1, 2, 1, 0}));
    }

    void actionsRunAndTheNoticeGoes() {
        NoticeBar bar;
        int ran = 0;
        Notice offer = notice(Notice::Kind::Alarm, QStringLiteral("Not saved."));
        offer.detail = QStringLiteral("errno 28");
        offer.actions = {{QStringLiteral("Again"), [&ran] { ++ran; }},
                         {QStringLiteral("Elsewhere"), [&ran] { ran += 10; }}};
        bar.post(offer);
        QPushButton *elsewhere = nullptr;
        QPushButton *details = nullptr;
        for (QPushButton *button : bar.findChildren<QPushButton *>()) {
            elsewhere = button->text() == QStringLiteral("Elsewhere") ? button : elsewhere;
            details = button->isCheckable() ? button : details;
        }
        QVERIFY(elsewhere && details && details->isVisible());
        auto *detail = bar.findChild<QPlainTextEdit *>();
        QVERIFY(!detail->isVisible());
        QTest::mouseClick(details, Qt::LeftButton);
        QVERIFY(detail->isVisible());
        QCOMPARE(detail->toPlainText(), QStringLiteral("errno 28"));
        bar.focusFirst();
        QTest::mouseClick(elsewhere, Qt::LeftButton);
        QCOMPARE(ran, 10);
        QVERIFY(!bar.isVisible());
    }

    void screenReadersGetTheWholeMessage() {
        NoticeBar bar;
        bar.post(notice(Notice::Kind::Alarm, QStringLiteral("Broken.")));
        QAccessibleInterface *face = QAccessible::queryAccessibleInterface(&bar);
        QCOMPARE(face->text(QAccessible::Name), QStringLiteral("Error"));
        QCOMPARE(face->text(QAccessible::Description), QStringLiteral("Broken. Do <this>."));
    }
};

QTEST_MAIN(TestNotices)
#include "tst_notices.moc"
