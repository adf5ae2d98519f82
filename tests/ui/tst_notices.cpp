#include <QAccessible>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <QToolButton>

#include "ui/shared/notice_bar.h"

using ui::shared::Notice;
using ui::shared::NoticeBar;

namespace {

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

} // namespace

class TestNotices : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingToSayNothingShown() {
        NoticeBar bar;
        QVERIFY(!bar.isVisible());
        QVERIFY(!bar.current());
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
