// 1280×720 with everything open: notice, comparison and spectrogram leave three takes and the text to be
// read, and so what the Studio says below it.
#include <QDockWidget>
#include <QEventLoop>
#include <QTableView>
#include <QTextBlock>
#include <QTimer>

#include "app/takes/take_library.h"
#include "tests/patience.h"
#include "tests/ui/pseudo_locale.h"
#include "tests/ui/script_window.h"
#include "ui/comparison/comparison_strip.h"
#include "ui/dock_area.h"
#include "ui/shared/labels.h"
#include "ui/shared/spectrogram_picture.h"
#include "ui/shared/transport.h"
#include "ui/shared/waveform_view.h"
#include "ui/studio/line_card.h"
#include "ui/studio/speak_bar.h"
#include "ui/studio/takes_model.h"
#include "ui/studio/takes_pane.h"

class TestLittleRoom : public QObject {
    Q_OBJECT

    static int wholeRows(const QTableView &table) {
        int count = 0;
        for (int row = 0; row < table.model()->rowCount(); ++row)
            count += table.viewport()->rect().contains(table.visualRect(table.model()->index(row, 1)));
        return count;
    }

private Q_SLOTS:
    void whatHappensCanBeRead() {
        ScriptWindow desk;
        QVERIFY(desk.isReady());
        desk.window.resize(1280, 720);
        desk.window.findChild<QAction *>(QStringLiteral("view.reset_layout"))->trigger();
        const auto *bar = desk.window.studio().findChild<ui::studio::SpeakBar *>();
        const auto *state = bar->findChild<ui::shared::ElidedLabel *>();
        QTRY_COMPARE(state->text(), QStringLiteral("Ready. Ctrl+Enter speaks the text."));
        QTRY_VERIFY2(state->width() >= state->fontMetrics().horizontalAdvance(state->text()),
                     qPrintable(QString::number(state->width())));
    }

    void nothingOfALineIsBehindTheScrollBar() {
        PseudoLocale longer;
        QCoreApplication::installTranslator(&longer);
        ScriptWindow desk;
        QVERIFY(desk.isReady());
        desk.window.resize(1920, 1080);
        ui::studio::LineCard &card = desk.window.studio().lineCard();
        card.setOpen(true);
        QWidget *cards = card.parentWidget();
        const auto isWhole = [&] { return cards->width() <= cards->parentWidget()->width(); };
        QTest::qWait(50);
        QVERIFY2(QTest::qWaitFor(isWhole, kLongEnough), qPrintable(QString::number(cards->width())));
        QCoreApplication::removeTranslator(&longer);
    }

    // Lines that fill the width once, and half of it again.
    void theScriptHasRoom() {
        ScriptWindow desk;
        QVERIFY(desk.isReady());
        QStringList lines;
        for (int i = 0; i < 12; ++i)
            lines << QStringLiteral("{speed 1.5} This sentence is spoken rather fast but as I asked for.");
        desk.write(lines);
        desk.window.resize(1280, 720);
        desk.window.findChild<ui::DockArea *>()->reset(); // without the message of the action, which takes a row
        const auto whole = [&] {
            int rows = 0;
            for (QTextBlock block = desk.editor.document()->begin(); block.isValid(); block = block.next()) {
                QTextCursor end(block);
                end.movePosition(QTextCursor::EndOfBlock);
                rows += desk.editor.cursorRect(end).bottom() <= desk.editor.viewport()->height();
            }
            return rows;
        };
        QTRY_VERIFY2(whole() >= 5, qPrintable(QString::number(whole())));
        const int before = whole();
        QAction *takes = desk.action("Takes");
        QVERIFY(takes && takes->isChecked());
        takes->trigger();
        QTRY_VERIFY2(whole() >= before + 4, qPrintable(QString::number(whole())));
        QVERIFY(!takes->isChecked());
        desk.action("Go to the takes")->trigger(); // they come back when they are asked for
        QTRY_COMPARE(whole(), before);
        QVERIFY(takes->isChecked() && desk.window.takes().isVisible());
    }

    // Messages come and go; a line between panes that somebody moved meanwhile stays where it was put.
    void aMessageThatGoesGivesBackWhatItTook() {
        ScriptWindow desk;
        QVERIFY(desk.isReady());
        desk.window.resize(1280, 720);
        QTRY_COMPARE(desk.window.size(), QSize(1280, 720));
        auto *docks = desk.window.findChild<ui::DockArea *>();
        docks->reset();
        const auto *script = docks->findChild<QDockWidget *>(QStringLiteral("studio"));
        const auto *takes = docks->findChild<QDockWidget *>(QStringLiteral("takes"));
        const auto heights = [&] { // when the layout has come to rest
            for (int i = 0; i < 3; ++i) {
                QEventLoop loop;
                QTimer::singleShot(0, &loop, &QEventLoop::quit);
                loop.exec();
            }
            return std::pair(script->height(), takes->height());
        };
        const auto message = [&](bool comes) {
            if (comes)
                desk.window.notices().post(
                    ui::shared::Notice::Kind::Attention, QStringLiteral("test"),
                    {QStringLiteral("The sound could not be read."), QStringLiteral("Try again."), {}});
            else
                desk.window.notices().withdraw(QStringLiteral("test"));
            return heights();
        };
        const auto before = heights();
        for (int i = 0; i < 3; ++i) {
            QVERIFY(message(true).first < before.first);
            QCOMPARE(message(false), before);
        }
        const QPoint line(takes->x() + 200, (script->geometry().bottom() + takes->y()) / 2);
        QTest::mousePress(docks, Qt::LeftButton, {}, line);
        QTest::mouseMove(docks, line - QPoint(0, 40));
        (void)heights();
        QTest::mouseRelease(docks, Qt::LeftButton, {}, line - QPoint(0, 40));
        const auto moved = heights();
        QVERIFY2(moved.first < before.first - 20, qPrintable(QString::number(moved.first)));
        (void)message(true);
        QCOMPARE(message(false), moved);
    }

    void threeTakesCanBeSeen_data() {
        QTest::addColumn<bool>("spectrogram");
        QTest::newRow("wave") << false;
        QTest::newRow("spectrogram") << true;
    }
    void threeTakesCanBeSeen() {
        QFETCH(bool, spectrogram);
        ScriptWindow desk;
        QVERIFY(desk.isReady());
        desk.write({QStringLiteral("One."), QStringLiteral("Two."), QStringLiteral("Three."), QStringLiteral("Four.")});
        desk.editor.selectAll();
        desk.window.studio().speak();
        auto &model = desk.window.takes().model();
        QTRY_COMPARE_WITH_TIMEOUT(model.total(), 4, ScriptWindow::kPatience);
        desk.desk.services.settings().setSpectrogram(spectrogram);
        auto &wave = desk.window.transport().waveform();
        desk.window.resize(1920, 1080);
        QTRY_COMPARE(wave.height(), wave.sizeHint().height()); // all it asks for, where there is room

        desk.window.comparison().compare(model.take(0), model.take(1));
        QTRY_VERIFY(desk.window.transport().hasPair());
        desk.window.notices().post(ui::shared::Notice::Kind::Attention, QStringLiteral("test"),
                                   {QStringLiteral("The sound could not be read."), QStringLiteral("Try again."), {}});
        desk.window.resize(1280, 720);
        QTest::qWait(100);
        QCOMPARE(desk.window.size(), QSize(1280, 720)); // it all fits
        const auto *table = desk.window.takes().findChild<QTableView *>();
        QVERIFY2(wholeRows(*table) >= 3, qPrintable(QString::number(wholeRows(*table))));
        QVERIFY(desk.editor.viewport()->height() > desk.editor.cursorRect().height() * 3 / 2);
        QVERIFY(wave.height() >= (spectrogram ? 76 : 56));
        QCOMPARE(wave.spectrogramArea().height() > 40, spectrogram);
    }
};

QTEST_MAIN(TestLittleRoom)
#include "tst_little_room.moc"
