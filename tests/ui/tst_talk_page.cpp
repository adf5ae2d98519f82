// The page and the line of the microphone that holds the queue, in the real window; no sound server is there.
#include <QAction>
#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QTest>
#include <QToolButton>

#include <algorithm>
#include <cmath>

#include "app/settings/settings.h"
#include "tests/app/tiny_data.h"
#include "tests/patience.h"
#include "tests/ui/by_name.h"
#include "tests/ui/danmaku_states.h"
#include "ui/danmaku/on_air_pane.h"
#include "ui/danmaku/talk_meter.h"
#include "ui/danmaku/talk_page.h"
#include "ui/shared/notice_bar.h"

using danmaku_states::goToStream;
using danmaku_states::send;
using namespace Qt::StringLiterals;
using ui::danmaku::DanmakuActs;
using ui::danmaku::TalkMeter;
using ui::danmaku::TalkPage;

class TestTalkPage : public QObject {
    Q_OBJECT

    struct Desk {
        Desk() : studio(data.roots()) { goToStream(studio); }

        app::Settings &settings() { return studio.services.settings(); }
        app::danmaku::LiveStage &stage() { return studio.services.danmaku(); }
        QAction *act(DanmakuActs::Act act) { return studio.window->danmaku().acts()[act]; }
        double number(const QString &id) { return settings().value(id).toDouble(); }
        bool shows(const QWidget &in, const QString &words) {
            const QList<QLabel *> labels = in.findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) {
                return label->isVisible() && label->text().contains(words);
            });
        }
        QString said() {
            const auto *notice = studio.window->findChild<ui::shared::NoticeBar *>()->about(u"danmaku microphone"_qs);
            return notice ? notice->what : QString();
        }

        TinyData data;
        StudioDesk studio;
    };

private Q_SLOTS:
    void initTestCase() { qputenv("PULSE_SERVER", "unix:/nobody/listens/here"); }

    void theLineIsDrawnByKeysAndMouseAndComesBack() {
        Desk desk;
        QVERIFY(QTest::qWaitForWindowActive(desk.studio.window.get(), kLongEnough));
        desk.act(DanmakuActs::Microphone)->trigger();
        auto *page = desk.studio.window->findChild<TalkPage *>();
        QTRY_VERIFY(page && page->isVisible());
        for (const QCheckBox *box : page->findChildren<QCheckBox *>())
            QVERIFY(!box->isChecked());
        QVERIFY(desk.shows(*page, u"No microphone is listened to"_qs));
        auto *meter = page->findChild<TalkMeter *>();
        QCOMPARE(meter->value(), -40);
        auto *restore = named<QToolButton>(*page, "Restore “From this level on you talk”");
        QVERIFY(restore && !restore->isVisible());
        meter->setFocus();
        QTest::keyClick(meter, Qt::Key_Right);
        QTest::keyClick(meter, Qt::Key_PageUp);
        QCOMPARE(desk.number(u"talkLine"_qs), -34.0);
        QVERIFY(desk.shows(*page, u"\u221234 dB"_qs));
        const int middle = meter->width() / 2;
        QTest::mousePress(meter, Qt::LeftButton, {}, QPoint(8, 10));
        QTest::mouseMove(meter, QPoint(middle, 10));
        QTest::mouseRelease(meter, Qt::LeftButton, {}, QPoint(middle, 10));
        QVERIFY2(std::abs(desk.number(u"talkLine"_qs) + 40) <= 1, qPrintable(QString::number(meter->value())));
        QTest::keyClick(meter, Qt::Key_Home);
        QCOMPARE(desk.number(u"talkLine"_qs), -80.0);
        QVERIFY(restore->isVisible());
        QTest::mouseClick(restore, Qt::LeftButton);
        QCOMPARE(meter->value(), -40);
        QVERIFY(!restore->isVisible());
        QCOMPARE(page->window()->focusWidget(), static_cast<QWidget *>(meter));
        auto *release = named<QDoubleSpinBox>(*page, "Goes on after so long a silence");
        release->setValue(2.5);
        QCOMPARE(desk.number(u"talkRelease"_qs), 2.5);
        QTest::mouseClick(named<QToolButton>(*page, "Restore “Goes on after so long a silence”"), Qt::LeftButton);
        QCOMPARE(release->value(), 1.5);
    }

    void theSwitchSaysWhatItDoesAndThatNoneIsThere() {
        Desk desk;
        QVERIFY(QTest::qWaitForWindowActive(desk.studio.window.get(), kLongEnough));
        auto &onAir = desk.studio.window->danmaku().onAir();
        QVERIFY(!desk.act(DanmakuActs::Listen)->isChecked());
        desk.act(DanmakuActs::Listen)->trigger();
        QVERIFY(desk.settings().value(u"talkListens"_qs).toBool() && desk.act(DanmakuActs::Listen)->isChecked());
        QVERIFY2(desk.said().contains(u"microphone is listened to"_qs), qPrintable(desk.said()));
        QVERIFY(desk.shows(onAir, u"closed until a chat is read"_qs)); // and nobody listens yet
        desk.act(DanmakuActs::Microphone)->trigger();
        QTRY_VERIFY2(desk.said().contains(u"not there"_qs), qPrintable(desk.said()));
        QVERIFY(desk.shows(onAir, u"it holds nothing"_qs));
        QVERIFY(!desk.stage().talking());
        desk.act(DanmakuActs::Listen)->trigger();
        QCOMPARE(desk.said(), QString());
        QVERIFY(!desk.settings().value(u"talkListens"_qs).toBool());
        QVERIFY(desk.shows(onAir, u"No microphone is listened to"_qs));
    }

    void heldIsSaidWhereItIsLookedFor() {
        Desk desk;
        QVERIFY(QTest::qWaitForWindowActive(desk.studio.window.get(), kLongEnough));
        auto &onAir = desk.studio.window->danmaku().onAir();
        auto *compact = desk.studio.window->danmaku().openCompact();
        desk.stage().setTalking(true, false);
        QTRY_VERIFY(desk.shows(onAir, u"Held: you are talking"_qs));
        QTRY_VERIFY(desk.shows(*compact, u"Held: you are talking"_qs));
        QVERIFY(!desk.act(DanmakuActs::HoldAll)->isChecked()); // that is the button's own
        desk.act(DanmakuActs::HoldAll)->trigger();
        desk.stage().setTalking(false, false);
        QTRY_VERIFY(desk.shows(onAir, u"Held while you talk"_qs));
        desk.act(DanmakuActs::HoldAll)->trigger();
        QTRY_VERIFY(desk.shows(onAir, u"Nothing is on air"_qs));
    }
};

QTEST_MAIN(TestTalkPage)
#include "tst_talk_page.moc"
