// The performance pane as a person uses it: what was put in is read under the cursor, a click on what was spoken opens
// its take, it holds still when asked, and what is saved is what is seen.
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QImage>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QToolButton>
#include <QWheelEvent>
#include <QXmlStreamReader>

#include "tests/patience.h"
#include "tests/ui/performance_room.h"
#include "ui/danmaku/danmaku_desk.h"
#include "ui/danmaku/danmaku_pane.h"
#include "ui/danmaku/on_air_pane.h"
#include "ui/listening/listening_pane.h"
#include "ui/listening/listening_place.h"
#include "ui/listening/results_pane.h"
#include "ui/performance/moment_table.h"
#include "ui/performance/performance_head.h"
#include "ui/studio/takes_model.h"
#include "ui/studio/takes_pane.h"

using app::performance::Moment;
using app::performance::Series;
using app::performance::Utterance;
using namespace Qt::StringLiterals;
using ui::performance::PerformanceActs;
using ui::performance::PerformancePlot;

class TestPerformancePane : public QObject, private PerformanceRoom {
    Q_OBJECT

    void wheel(int notches, Qt::KeyboardModifiers modifiers, qint64 time) {
        const QPointF at = placeOf(time);
        QWheelEvent event(at, plot().mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, modifiers,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(&plot(), &event);
        plot().drawNow();
    }

private Q_SLOTS:
    void init() {
        static const QByteArrayList inWindow{"aClickOpensTheTakeThatCausedIt", "whatIsSavedCanBeRead",
                                             "eachWorkspaceHasItAndAllItsOwn", "whatWasHiddenStaysSo"};
        inWindow.contains(QTest::currentTestFunction()) ? enter() : enterAlone();
    }
    void cleanup() { leave(); }

    // What came into sight lasts from the left edge on, also where it changed long ago.
    void aQueueIsDrawnFromTheEdgeOn() {
        const qint64 now = watch().now();
        watch().storeToFill().add(Series::SpeechQueue, now - 3'600'000, 2.5); // between two lines of the grid
        watch().storeToFill().add(Series::SpeechQueue, now - 20'000, 1);
        plot().setSpan(60'000);
        plot().drawNow();
        QCOMPARE(plot().shown().size(), std::size_t(1));
        const QImage image = plot().grab().toImage();
        const auto inkAt = [&](qint64 ago) {
            const int x = int(plot().pixelOf(double(now - ago) / 1000));
            const int y = int(plot().yPixelOf(0, 2.5));
            const QRgb above = image.pixel(x, int(plot().yPixelOf(0, 3.5)));
            return image.pixel(x, y - 1) != above || image.pixel(x, y) != above || image.pixel(x, y + 1) != above;
        };
        QVERIFY(inkAt(50'000) && inkAt(25'000) && !inkAt(10'000));
    }

    void whatWasPutInIsRead() {
        const qint64 now = watch().now();
        for (int i = 0; i < 240; ++i) {
            watch().storeToFill().add(Series::GpuTemperature, now - 120'000 + i * 500, i < 120 ? 55 : 83);
            watch().storeToFill().add(Series::CpuUtilisation, now - 120'000 + i * 500, 40);
        }
        plot().setSpan(300'000);
        plot().drawNow();
        QCOMPARE(plot().shown().size(), std::size_t(2)); // what nothing was measured of is left out
        hover(now - 90'000);
        const Moment cool = plot().moment();
        QVERIFY(cool[Series::GpuTemperature].has_value());
        QCOMPARE(cool[Series::GpuTemperature]->mean, 55.0F);
        QVERIFY2(std::abs(cool.at - (now - 90'000)) < 2000, qPrintable(QString::number(cool.at - now)));
        QVERIFY(plot().accessibleDescription().contains(u"55 °C"_s));
        hover(now - 30'000);
        QCOMPARE(plot().moment()[Series::GpuTemperature]->mean, 83.0F);
        QVERIFY2(plot().accessibleDescription().contains(u"83 °C"_s) &&
                     plot().accessibleDescription().contains(u"40 %"_s),
                 qPrintable(plot().accessibleDescription()));
        const QImage before = plot().grab().toImage();
        plot().setHidden({u"temperature"_s});
        plot().drawNow();
        QCOMPARE(plot().shown().size(), std::size_t(1));
        QVERIFY(plot().grab().toImage() != before);
    }

    // Its length is known when something comes or goes: between, it is what it was.
    void theQueueIsWhatItWasUntilItChanges() {
        const qint64 now = watch().now();
        watch().storeToFill().add(Series::SpeechQueue, now - 200'000, 2);
        plot().setSpan(300'000);
        act(PerformanceActs::Hold)->trigger();
        plot().drawNow();
        const QImage image = plot().grab().toImage();
        const QRect area = plot().plotArea();
        const auto differs = [&](qint64 a, qint64 b) {
            for (int y = area.top() + 1; y < area.bottom(); ++y)
                if (image.pixel(placeOf(a).x(), y) != image.pixel(placeOf(b).x(), y))
                    return true;
            return false;
        };
        QVERIFY(differs(now - 250'000, now - 150'000));
        QVERIFY(!differs(now - 150'000, now - 80'000));
    }

    void aClickOpensTheTakeThatCausedIt() {
        QVERIFY(performance_states::speak(*m_desk, u"Good morning."_s));
        QTRY_VERIFY(watch().utterances().back().take != 0);
        QVERIFY(performance_states::speak(*m_desk, u"Who is there?"_s));
        QTRY_VERIFY(watch().utterances().back().take != 0);
        const Utterance first = watch().utterances().front();
        const Utterance second = watch().utterances().back();
        QVERIFY(first.take != second.take);
        plot().setSpan(PerformancePlot::kShortest);
        plot().drawNow();
        QSignalSpy wanted(&m_desk->window->performance(), &ui::performance::PerformanceDesk::takeWanted);
        QTest::mouseClick(&plot(), Qt::LeftButton, {}, placeOf(second.at));
        QCOMPARE(wanted.count(), 1);
        QCOMPARE(wanted.last().first().toLongLong(), second.take);
        QTRY_VERIFY(!m_desk->window->takes().chosen().isEmpty());
        QCOMPARE(m_desk->window->takes().chosen().first().id, second.take);
        // The second half of a double click there does nothing more; where nothing was it goes back to now.
        act(PerformanceActs::Hold)->trigger();
        QTest::mouseDClick(&plot(), Qt::LeftButton, {}, placeOf(second.at));
        QVERIFY(plot().isHeld());
        act(PerformanceActs::Hold)->trigger();
        wanted.clear();
        // And by the keyboard: from one to the one before.
        plot().setFocus();
        QTest::keyClick(&plot(), Qt::Key_BracketLeft);
        QTest::keyClick(&plot(), Qt::Key_BracketLeft);
        QTest::keyClick(&plot(), Qt::Key_Return);
        QCOMPARE(wanted.last().first().toLongLong(), first.take);
        QVERIFY(pane().head().words().contains(u"RTF"_s));
        // And in the table.
        plot().setSpan(300'000);
        act(PerformanceActs::AsTable)->trigger();
        const auto &table = pane().table();
        const int takes = table.columnCount() - 1;
        QStringList seen;
        for (int row = 0; row < table.rowCount(); ++row) {
            const QString take = table.data(table.index(row, takes + 0), Qt::DisplayRole).toString();
            const QString words = table.data(table.index(row, takes - 1), Qt::DisplayRole).toString();
            if (words.isEmpty())
                continue;
            seen << words;
            QCOMPARE(take.toLongLong(), table.utteranceOf(row)->take);
            wanted.clear();
            Q_EMIT pane().findChild<QTableView *>()->activated(table.index(row, 0));
            QCOMPARE(wanted.last().first().toLongLong(), table.utteranceOf(row)->take);
        }
        QVERIFY2(!seen.isEmpty() && seen.first().contains(u"RTF"_s), qPrintable(seen.join(u'\n')));
    }

    void itHoldsStillWhileValuesCome() {
        const qint64 now = watch().now();
        for (int i = 0; i < 20; ++i)
            watch().storeToFill().add(Series::CpuUtilisation, now - 10'000 + i * 500, 40);
        plot().setSpan(60'000);
        plot().drawNow();
        act(PerformanceActs::Hold)->trigger();
        QVERIFY(plot().isHeld());
        plot().drawNow();
        const qint64 to = plot().to();
        const QImage before = plot().grab().toImage();
        watch().storeToFill().add(Series::CpuUtilisation, watch().now(), 99);
        Q_EMIT watch().sampled();
        QTest::qWait(50);
        plot().drawNow();
        QCOMPARE(plot().to(), to);
        QVERIFY(plot().grab().toImage() == before);
        plot().setFocus();
        QTest::keyClick(&plot(), Qt::Key_P);
        QVERIFY(!plot().isHeld() && !act(PerformanceActs::Hold)->isChecked());
        plot().drawNow();
        QVERIFY(plot().to() > to);
        QCOMPARE(plot().moment()[Series::CpuUtilisation]->high, 99.0F);
    }

    // They came every ten seconds once, which is further apart than what counts as a gap now.
    void valuesThatAreFarApartAreSeen() {
        const qint64 now = watch().now();
        plot().setSpan(300'000);
        watch().storeToFill().add(Series::CpuUtilisation, now - 250'000, 60);
        plot().drawNow();
        const QImage before = plot().grab().toImage();
        for (int i = 1; i < 20; ++i)
            watch().storeToFill().add(Series::CpuUtilisation, now - 250'000 + i * 10'000, 60);
        act(PerformanceActs::Hold)->trigger();
        plot().drawNow();
        const QImage after = plot().grab().toImage();
        const int y = [&] { // of the line: what the first one has and a place between two has not
            const int at = placeOf(now - 250'000).x();
            const int between = placeOf(now - 245'000).x();
            for (int row = plot().plotArea().top(); row < plot().plotArea().bottom(); ++row)
                if (after.pixel(at, row) != after.pixel(between, row))
                    return row;
            return -1;
        }();
        QVERIFY(y >= 0);
        int seen = 0;
        for (int i = 2; i < 19; ++i)
            seen += after.pixel(placeOf(now - 250'000 + i * 10'000).x(), y) !=
                    after.pixel(placeOf(now - 245'000 + i * 10'000).x(), y);
        QVERIFY2(seen >= 12, qPrintable(QString::number(seen)));
        QVERIFY(before != after);
    }

    // What was clicked goes out of sight while it follows; the line below reads what is now, then.
    void theCursorGoesWithWhatItStoodOn() {
        watch().storeToFill().add(Series::CpuUtilisation, watch().now() - 2 * PerformancePlot::kShortest, 40);
        plot().setSpan(PerformancePlot::kShortest);
        plot().drawNow();
        plot().moveCursor(plot().from() + 30);
        QVERIFY(plot().cursorTime() && !plot().isHeld());
        const auto isGone = [&] {
            plot().drawNow();
            return !plot().cursorTime();
        };
        QTRY_VERIFY(isGone());
    }

    void timeIsChosenZoomedAndPanned() {
        fillPast(watch().storeToFill(), watch().now() - 500, 3600, 2);
        plot().drawNow();
        auto *range = pane().findChild<QComboBox *>();
        range->setCurrentIndex(range->findData(qint64(3'600'000)));
        Q_EMIT range->activated(range->currentIndex());
        QCOMPARE(plot().span(), qint64(3'600'000));
        plot().drawNow();
        const qint64 at = watch().now() - 1'800'000;
        const int x = placeOf(at).x();
        wheel(3, Qt::ControlModifier, at);
        QVERIFY(plot().span() < 2'000'000);
        QVERIFY(plot().isHeld()); // it is the past
        QVERIFY2(std::abs(placeOf(at).x() - x) <= 2, "what is under the pointer stays there");
        QCOMPARE(range->currentIndex(), -1);
        const qint64 to = plot().to();
        const QPoint from = plot().plotArea().center();
        QTest::mousePress(&plot(), Qt::LeftButton, {}, from);
        QTest::mouseMove(&plot(), from + QPoint(60, 0));
        QTest::mouseMove(&plot(), from + QPoint(120, 0));
        QTest::mouseRelease(&plot(), Qt::LeftButton, {}, from + QPoint(120, 0));
        QVERIFY(plot().to() < to);
        plot().setFocus();
        QTest::keyClick(&plot(), Qt::Key_Plus);
        const qint64 zoomed = plot().span();
        QTest::keyClick(&plot(), Qt::Key_Minus);
        QVERIFY(plot().span() > zoomed);
        const qint64 here = plot().to();
        QTest::keyClick(&plot(), Qt::Key_PageUp);
        QVERIFY(plot().to() < here);
        QTest::mouseDClick(&plot(), Qt::LeftButton, {}, from);
        QVERIFY(!plot().isHeld());
        QCOMPARE(plot().span(), qint64(3'600'000));
        QTest::keyClick(&plot(), Qt::Key_Left);
        QVERIFY(plot().cursorTime().has_value());
        const qint64 cursor = *plot().cursorTime();
        QTest::keyClick(&plot(), Qt::Key_Left, Qt::ShiftModifier);
        QVERIFY(*plot().cursorTime() < cursor - 100'000);
    }

    void theTableSaysTheSame() {
        const qint64 now = watch().now();
        for (int i = 0; i < 100; ++i) {
            watch().storeToFill().add(Series::CpuUtilisation, now - 50'000 + i * 500, i);
            if (i % 10 == 0)
                watch().storeToFill().add(Series::Rtf, now - 50'000 + i * 500, 0.2 + i * 0.001);
        }
        plot().setSpan(60'000);
        act(PerformanceActs::AsTable)->trigger();
        QVERIFY(pane().showsTable());
        QTRY_VERIFY(watch().now() > plot().to() + 10);
        const qint64 then = watch().now();
        watch().storeToFill().add(Series::CpuUtilisation, then, 100);
        Q_EMIT watch().sampled();
        QVERIFY(plot().to() >= then); // it goes on, for what is saved and for the line below
        QVERIFY2(plot().accessibleDescription().contains(u"100"_s), qPrintable(plot().accessibleDescription()));
        QTRY_VERIFY(watch().now() > then + 10);
        act(PerformanceActs::Hold)->trigger();
        QVERIFY(plot().to() > then + 10); // held from now on
        const auto &table = pane().table();
        QVERIFY(table.rowCount() >= 90);
        QCOMPARE(table.columnCount(), 3);
        QVERIFY(table.timeOf(0) > table.timeOf(table.rowCount() - 1)); // newest first
        int found = 0;
        for (int row = 0; row < table.rowCount(); ++row) {
            const Moment moment = watch().at(table.timeOf(row), 100);
            const QString rtf = table.data(table.index(row, 1), Qt::DisplayRole).toString();
            const QString used = table.data(table.index(row, 2), Qt::DisplayRole).toString();
            if (!used.isEmpty() && moment[Series::CpuUtilisation]) {
                QCOMPARE(used, QLocale().toString(double(moment[Series::CpuUtilisation]->mean), 'f', 0));
            }
            if (!rtf.isEmpty() && moment[Series::Rtf]) {
                QCOMPARE(rtf, QLocale().toString(double(moment[Series::Rtf]->high), 'f', 3));
                ++found;
            }
        }
        QVERIFY2(found >= 8, qPrintable(QString::number(found)));
        auto *view = pane().findChild<QTableView *>();
        view->setFocus();
        view->selectionModel()->select(table.index(1, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
        QTest::keySequence(view, QKeySequence::Copy);
        const QStringList lines = QApplication::clipboard()->text().split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 2);
        QVERIFY(lines.first().startsWith(u"Time\tReal-time factor"_s));
    }

    void whatIsSavedCanBeRead() {
        fillPast(watch().storeToFill(), watch().now() - 500, 600, 2);
        plot().setSpan(600'000);
        plot().drawNow();
        auto &desk = m_desk->window->performance();
        auto &notices = m_desk->window->notices();
        const auto save = [&](const QString &file) {
            file.endsWith(u".csv"_s) ? desk.saveTable(file) : desk.savePicture(file);
            const bool said = QTest::qWaitFor(
                [&] { return notices.current() && notices.current()->what.contains(QFileInfo(file).fileName()); },
                kLongEnough);
            QFile written(file);
            return said && written.open(QIODevice::ReadOnly) ? written.readAll() : QByteArray();
        };
        const QImage picture = QImage::fromData(save(m_data->path(u"seen.png"_s)), "PNG");
        QVERIFY(picture.width() >= 2 * 640);
        QXmlStreamReader svg(save(m_data->path(u"seen.svg"_s)));
        int elements = 0;
        QString words;
        while (!svg.atEnd()) {
            svg.readNext();
            elements += svg.isStartElement();
            if (svg.isCharacters())
                words += svg.text();
        }
        QVERIFY2(!svg.hasError(), qPrintable(svg.errorString()));
        QVERIFY(elements > 50 && words.contains(u"Temperature"_s));
        const QByteArray csv = save(m_data->path(u"seen.csv"_s));
        QVERIFY2(csv.contains("gpu-temperature"), csv.left(300).constData());
        QVERIFY(csv.count('\n') > 100);
        desk.savePicture(u"/nowhere/at/all.png"_s);
        QTRY_VERIFY(notices.current()->what.contains(u"cannot be written"_s));
    }

    // Wherever it is, the other panes are there too; a window with room has it below in Stream from the start.
    void eachWorkspaceHasItAndAllItsOwn_data() {
        QTest::addColumn<int>("height");
        QTest::newRow("low") << 720;
        QTest::newRow("high") << 1000;
    }
    void eachWorkspaceHasItAndAllItsOwn() {
        QFETCH(int, height);
        ui::MainWindow &window = *m_desk->window;
        window.resize(1280, height);
        QTRY_COMPARE(window.height(), height);
        const auto go = [&](const QString &id) { window.findChild<QAction *>(id)->trigger(); };
        go(u"view.workspace.stream"_s);
        go(u"view.reset_layout"_s);
        QTRY_VERIFY(window.danmaku().pane().isVisible() && window.danmaku().onAir().isVisible());
        QTRY_COMPARE(plot().isVisible(), height >= 1000);
        go(u"view.go_to_performance"_s);
        QTRY_VERIFY(plot().isVisible() && window.danmaku().pane().isVisible());
        go(u"view.workspace.compare"_s);
        go(u"view.reset_layout"_s);
        QTRY_VERIFY(window.listening().tests().pane().isVisible() && window.listening().results().pane().isVisible());
        QVERIFY(!plot().isVisible());
        go(u"view.go_to_performance"_s);
        QTRY_VERIFY(plot().isVisible() && window.listening().tests().pane().isVisible());
        go(u"view.workspace.clone"_s);
        go(u"view.reset_layout"_s);
        QTRY_VERIFY(window.takes().isVisible() && window.studio().isVisible());
        go(u"view.go_to_performance"_s);
        QTRY_VERIFY(plot().isVisible() && window.studio().isVisible());
        QVERIFY2(window.height() == height, qPrintable(QString::number(window.height())));
    }

    // What the person chose is there the next time; a pane that nobody sees draws nothing.
    void whatWasHiddenStaysSo() {
        watch().storeToFill().add(Series::CpuUtilisation, watch().now(), 40);
        plot().drawNow();
        auto *strips = pane().findChild<QMenu *>();
        Q_EMIT strips->aboutToShow();
        QCOMPARE(strips->actions().size(), 1);
        strips->actions().first()->trigger();
        QVERIFY(plot().hidden().contains(u"utilisation"_s));
        QAction *shown = m_desk->window->findChild<QAction *>(u"view.performance"_s);
        QVERIFY(shown->isChecked());
        shown->trigger();
        QVERIFY(!plot().isVisible());
        QSignalSpy read(&plot(), &PerformancePlot::read);
        const QString before = pane().head().words();
        QVERIFY(performance_states::speak(*m_desk, u"Good morning."_s));
        Q_EMIT watch().sampled();
        QTest::qWait(50);
        QCOMPARE(read.count(), 0);
        QCOMPARE(pane().head().words(), before);
        m_desk->window->findChild<QAction *>(u"view.workspace.compare"_s)->trigger();
        QVERIFY(!plot().isVisible());
        m_desk->window->findChild<QAction *>(u"view.go_to_performance"_s)->trigger();
        QTRY_VERIFY(plot().isVisible());
        QVERIFY(pane().head().words() != before);
        ui::performance::PerformanceActs acts(nullptr);
        ui::performance::PerformancePane another(watch(), acts);
        another.restore(pane().state());
        QVERIFY(another.plot().hidden().contains(u"utilisation"_s));
    }
};

QTEST_MAIN(TestPerformancePane)
#include "tst_performance_pane.moc"
