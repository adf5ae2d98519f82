// The lists of the danmaku pane by themselves: what came in, what will be read. Rows stay in their place while others
// come, go and move; whatever strangers write is shown as it is written.
#include <QAbstractItemModelTester>
#include <QImage>
#include <QLineEdit>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

#include "tests/patience.h"
#include "ui/danmaku/danmaku_words.h"
#include "ui/danmaku/incoming_delegate.h"
#include "ui/danmaku/incoming_model.h"
#include "ui/danmaku/item_list.h"
#include "ui/danmaku/queue_delegate.h"
#include "ui/danmaku/queue_model.h"

using app::chat::Message;
using app::danmaku::DanmakuEvent;
using app::danmaku::Item;
using app::danmaku::Stage;
using namespace ui::danmaku;

namespace {

Item itemOf(quint64 id, const QString &text, Stage stage = Stage::Waiting) {
    auto message = std::make_shared<Message>();
    message->user = QStringLiteral("Ann");
    message->text = text;
    Item item;
    item.id = id;
    item.message = message;
    item.text = text;
    item.stage = stage;
    return item;
}

DanmakuEvent eventOf(DanmakuEvent::What what, const Item &item) {
    DanmakuEvent event;
    event.what = what;
    event.item = item;
    return event;
}

DanmakuEvent arrival(quint64 id) {
    return eventOf(DanmakuEvent::What::Received, itemOf(id, QStringLiteral("Message %1").arg(id)));
}

QImage painted(const QAbstractItemDelegate &delegate, const QModelIndex &index, const QSize &size) {
    QImage image(size, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    QStyleOptionViewItem option;
    option.rect = image.rect();
    option.state = QStyle::State_Enabled;
    delegate.paint(&painter, option, index);
    return image;
}

bool isBlank(const QImage &image, const QRect &area) {
    for (int y = area.top(); y <= area.bottom(); ++y)
        for (int x = area.left(); x <= area.right(); ++x)
            if (image.pixelColor(x, y) != QColor(Qt::white))
                return false;
    return true;
}

} // namespace

class TestDanmakuRows : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theNewestFourThousandAreKept() {
        IncomingModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy forgot(&model, &IncomingModel::forgot);
        quint64 id = 0;
        for (int burst = 0; burst < 5; ++burst) {
            for (int i = 0; i < 1'000; ++i)
                model.take(arrival(++id));
            model.flush();
        }
        QVERIFY(model.rowCount() <= IncomingModel::kMost);
        QVERIFY(model.rowCount() > IncomingModel::kMost - IncomingModel::kForget - 1'000);
        QCOMPARE(model.at(model.rowCount() - 1).id, id);
        QVERIFY(!forgot.isEmpty());
        QCOMPARE(model.rowOf(1), -1);
        for (int i = 0; i < 10'000; ++i) // at once
            model.take(arrival(++id));
        model.flush();
        QCOMPARE(model.rowCount(), IncomingModel::kMost);
        QCOMPARE(model.at(model.rowOf(id)).id, id);
        model.take(eventOf(DanmakuEvent::What::Played, itemOf(3, QStringLiteral("old"), Stage::Played)));
        model.flush();
        QCOMPARE(model.rowCount(), IncomingModel::kMost); // what was forgotten does not come back
    }

    void aRowSaysWhatBecameOfIt() {
        IncomingModel model;
        model.take(arrival(1));
        Item dropped = itemOf(1, QStringLiteral("Look: x.tv"), Stage::Dropped);
        dropped.rule = QStringLiteral("links");
        dropped.reason = QStringLiteral("a link");
        model.take(eventOf(DanmakuEvent::What::Filtered, dropped));
        model.flush();
        QCOMPARE(model.rowCount(), 1);
        QVERIFY(isOut(model.at(0)));
        QCOMPARE(chipOf(model.at(0)), ruleName(QStringLiteral("links")));
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.take(eventOf(DanmakuEvent::What::Played, itemOf(1, QStringLiteral("Look"), Stage::Played)));
        model.flush();
        QCOMPARE(changed.size(), 1);
        QVERIFY(!isOut(model.at(0)));
    }

    void markupIsShownAsItIsWritten() {
        const QString hostile = QStringLiteral("<b>bold</b> <img src=file:///etc/passwd> & &amp; $(rm) %1 %n");
        IncomingModel model;
        model.take(eventOf(DanmakuEvent::What::Received, itemOf(1, hostile)));
        model.flush();
        QVERIFY(model.index(0).data(Qt::DisplayRole).toString().contains(hostile));
        const QString tip = model.index(0).data(Qt::ToolTipRole).toString();
        QVERIFY(tip.contains(QStringLiteral("&lt;img")) && !tip.contains(QStringLiteral("<img")));
        QueueModel queue(QueueModel::Groups::Shown);
        queue.set({itemOf(1, hostile)}, 0);
        QVERIFY(queue.index(0).data(Qt::DisplayRole).toString().contains(hostile));
        QVERIFY(!queue.index(0).data(Qt::ToolTipRole).toString().contains(QStringLiteral("<img")));
    }

    void whateverIsWrittenStaysInItsRow_data() {
        QTest::addColumn<QString>("text");
        QTest::newRow("Chinese, 94") << QString(94, QChar(0x6211));
        QTest::newRow("Chinese, 5000") << QString(5'000, QChar(0x6211));
        QTest::newRow("bidi") << QString(QChar(0x202e)) + QStringLiteral("abc") + QChar(0x2067);
        QTest::newRow("zalgo") << QStringLiteral("a") + QString(400, QChar(0x0301));
        QTest::newRow("lines") << QStringLiteral("one\ntwo\r\nthree") + QChar(QChar::LineSeparator);
        QTest::newRow("half a pair") << QString(240, u'a') + QChar(0xd83d);
        QTest::newRow("suffix") << QStringLiteral("hi") + QString::fromUcs4(U"\U000E0000", 1);
    }

    void whateverIsWrittenStaysInItsRow() {
        QFETCH(QString, text);
        IncomingModel model;
        model.take(eventOf(DanmakuEvent::What::Received, itemOf(1, text)));
        model.flush();
        const IncomingDelegate delegate;
        QImage image(400, 90, QImage::Format_RGB32);
        image.fill(Qt::white);
        {
            QPainter painter(&image);
            QStyleOptionViewItem option;
            option.rect = QRect(0, 30, 400, 26);
            delegate.paint(&painter, option, model.index(0));
        }
        QVERIFY(isBlank(image, QRect(0, 0, 400, 30)));
        QVERIFY(isBlank(image, QRect(0, 56, 400, 34)));
        QVERIFY(!isBlank(image, QRect(0, 30, 400, 26)));
        QueueModel queue(QueueModel::Groups::Shown);
        queue.set({itemOf(1, text)}, 0);
        QVERIFY(!isBlank(painted(QueueDelegate(), queue.index(0), {400, 48}), QRect(0, 0, 400, 48)));
    }

    void aSelectionFollowsItsItem() {
        QueueModel model(QueueModel::Groups::Shown);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        ItemList list(QStringLiteral("Queue"), nullptr);
        list.setModel(&model);
        const auto item = [](quint64 id) { return itemOf(id, QStringLiteral("Text %1").arg(id)); };
        model.set({item(1), item(2), item(3)}, 0);
        list.setCurrentIndex(model.index(1));
        model.set({item(4), item(3), item(2), item(1)}, 0);
        QCOMPARE(model.item(list.currentIndex())->id, quint64(2));
        QCOMPARE(list.currentIndex().row(), 2);
        model.set({item(2)}, 0);
        QCOMPARE(model.item(list.currentIndex())->id, quint64(2));
        model.set({}, 0);
        QCOMPARE(model.rowCount(), 0);
    }

    void whatWaitsForTheOperatorStandsUnderHeadings() {
        QueueModel model(QueueModel::Groups::Shown);
        model.set({itemOf(1, QStringLiteral("a"), Stage::Ready), itemOf(2, QStringLiteral("b")),
                   itemOf(3, QStringLiteral("c"), Stage::Review), itemOf(4, QStringLiteral("d"), Stage::Held)},
                  0);
        QCOMPARE(model.rowCount(), 6);
        QVERIFY(!model.heading(model.index(2)).isEmpty());
        QVERIFY(!(model.flags(model.index(2)) & Qt::ItemIsSelectable));
        QCOMPARE(model.item(model.index(3))->id, quint64(3));
        QVERIFY(!(model.flags(model.index(3)) & Qt::ItemIsDragEnabled)); // it has no place yet
        QVERIFY(model.flags(model.index(0)) & Qt::ItemIsDragEnabled);
    }

    void aDropAsksForAPlace_data() {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("before");
        QTest::addColumn<int>("place");
        QTest::newRow("down") << 0 << 3 << 2;
        QTest::newRow("to the end") << 0 << -1 << 3;
        QTest::newRow("up") << 3 << 1 << 1;
        QTest::newRow("where it is") << 1 << 1 << -1;
        QTest::newRow("behind itself") << 1 << 2 << -1;
        QTest::newRow("behind a heading") << 0 << 6 << 3;
    }

    void aDropAsksForAPlace() {
        QFETCH(int, from);
        QFETCH(int, before);
        QFETCH(int, place);
        QueueModel model(QueueModel::Groups::Shown);
        model.set({itemOf(1, QStringLiteral("a")), itemOf(2, QStringLiteral("b")), itemOf(3, QStringLiteral("c")),
                   itemOf(4, QStringLiteral("d")), itemOf(5, QStringLiteral("e"), Stage::Held)},
                  0);
        QSignalSpy wanted(&model, &QueueModel::moveWanted);
        const std::unique_ptr<QMimeData> data(model.mimeData({model.index(from)}));
        QVERIFY(data);
        model.dropMimeData(data.get(), Qt::MoveAction, before, 0, {});
        if (place < 0) {
            QVERIFY(wanted.isEmpty());
        } else {
            QCOMPARE(wanted.size(), 1);
            QCOMPARE(wanted[0][0].toULongLong(), quint64(from + 1));
            QCOMPARE(wanted[0][1].toInt(), place);
        }
        QCOMPARE(model.rowCount(), 6); // the view removes nothing
    }

    void whatIsTypedStaysWhileTheQueueMoves() {
        QueueModel model(QueueModel::Groups::Shown);
        ItemList list(QStringLiteral("Queue"), nullptr);
        list.setModel(&model);
        list.setItemDelegate(new QueueDelegate(&list));
        list.resize(300, 300);
        list.show();
        QVERIFY(QTest::qWaitForWindowExposed(&list, kLongEnough));
        model.set({itemOf(1, QStringLiteral("one")), itemOf(2, QStringLiteral("two"))}, 0);
        QSignalSpy wanted(&model, &QueueModel::editWanted);
        list.setCurrentIndex(model.index(1));
        list.edit(model.index(1));
        auto *field = list.findChild<QLineEdit *>();
        QVERIFY(field);
        QCOMPARE(field->text(), QStringLiteral("two"));
        field->setText(QStringLiteral("two and"));
        model.set({itemOf(2, QStringLiteral("two")), itemOf(3, QStringLiteral("three"))}, 0);
        QCOMPARE(list.findChild<QLineEdit *>(), field);
        QCOMPARE(field->text(), QStringLiteral("two and"));
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(wanted.size(), 1, kLongEnough);
        QCOMPARE(wanted[0][0].toULongLong(), quint64(2));
        QCOMPARE(wanted[0][1].toString(), QStringLiteral("two and"));
    }

    // Who reads what was said before is not pushed away; who is at the end stays there.
    void theListFollowsUntilSomebodyScrollsBack() {
        IncomingModel model;
        ItemList list(QStringLiteral("Coming in"), nullptr);
        list.setModel(&model);
        list.setItemDelegate(new IncomingDelegate(&list));
        list.setUniformItemSizes(true);
        list.follow(true);
        list.resize(300, 200);
        list.show();
        QVERIFY(QTest::qWaitForWindowExposed(&list, kLongEnough));
        quint64 id = 0;
        const auto more = [&](int count) {
            for (int i = 0; i < count; ++i)
                model.take(arrival(++id));
            model.flush();
        };
        more(100);
        QScrollBar *bar = list.verticalScrollBar();
        QTRY_VERIFY_WITH_TIMEOUT(bar->maximum() > 0 && bar->value() == bar->maximum(), kLongEnough);
        QSignalSpy changed(&list, &ItemList::followingChanged);
        bar->setValue(10);
        QVERIFY(!list.isFollowing());
        QCOMPARE(changed.size(), 1);
        const int before = bar->maximum();
        more(50);
        QTRY_VERIFY_WITH_TIMEOUT(bar->maximum() > before, kLongEnough);
        QCOMPARE(bar->value(), 10);
        list.toNewest();
        QTRY_COMPARE_WITH_TIMEOUT(bar->value(), bar->maximum(), kLongEnough);
        QVERIFY(list.isFollowing());
        more(20);
        QTRY_VERIFY_WITH_TIMEOUT(bar->value() == bar->maximum(), kLongEnough);
    }
};

QTEST_MAIN(TestDanmakuRows)
#include "tst_danmaku_rows.moc"
