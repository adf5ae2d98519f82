// "Size" of the Settings window: everything is drawn anew at once, and what was in the windows stays as it was.
#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QPointer>
#include <QTest>
#include <QWindow>

#include <cmath>
#include <memory>

#include "app/script/script_document.h"
#include "tests/patience.h"
#include "tests/ui/by_name.h"
#include "tests/ui/large_screen.h"
#include "tests/ui/settings_room.h"
#include "ui/danmaku/compact_window.h"
#include "ui/danmaku/danmaku_desk.h"
#include "ui/dock_area.h"
#include "ui/shared/notice_bar.h"
#include "ui/size_desk.h"
#include "ui/studio/script_editor.h"
#include "ui/studio/studio_pane.h"

namespace {

const LargeScreen kScreen(1920, 1080);

} // namespace

class TestInterfaceSize : public SettingsRoom {
    Q_OBJECT

    QComboBox *chooseSize(const QString &words) {
        auto *size = named<QComboBox>(*m_window, QStringLiteral("Size"));
        size->setFocus();
        size->setCurrentText(words);
        Q_EMIT size->activated(size->currentIndex());
        return size;
    }

private Q_SLOTS:
    void init() { open(); }

    void cleanup() {
        if (m_desk->window->devicePixelRatioF() != 1) {
            settings().restore(QStringLiteral("size"));
            QTRY_COMPARE(m_desk->window->devicePixelRatioF(), 1.0);
        }
        close();
    }

    void theSizeChangesAtOnceAndNothingIsLost() {
        ui::MainWindow &window = *m_desk->window;
        app::script::ScriptDocument &script = m_desk->services.script();
        window.resize(1280, 720);
        window.studio().setText(QStringLiteral("One.\nTwo.")); // saved nowhere
        window.studio().editor().goToLine(1);
        auto *docks = window.findChild<ui::DockArea *>();
        docks->setShown(QStringLiteral("voices"), false);
        QTRY_COMPARE(window.size(), QSize(1280, 720));
        auto *size = chooseSize(QStringLiteral("125 %"));
        QTRY_COMPARE(window.devicePixelRatioF(), 1.25);
        QCOMPARE(m_window->devicePixelRatioF(), 1.25);
        QVERIFY(window.isVisible() && m_window->isVisible() && !window.wantsRestart());
        QTRY_COMPARE(QApplication::activeWindow(), m_window);
        QVERIFY(size->hasFocus());
        QVERIFY2(std::abs(window.width() * 1.25 - 1280) < 2, qPrintable(QString::number(window.width())));
        QCOMPARE(window.grab().toImage().width(), qRound(window.width() * 1.25));
        QVERIFY(!window.notices().about(QStringLiteral("size")));
        QCOMPARE(window.studio().text(), QStringLiteral("One.\nTwo."));
        QCOMPARE(window.studio().editor().currentLine(), 1);
        QVERIFY(script.isModified() && script.canUndo());
        QVERIFY(!docks->isShown(QStringLiteral("voices")));

        chooseSize(QStringLiteral("300 %")); // of 1920 × 1080
        QTRY_VERIFY(window.notices().about(QStringLiteral("size")));
        QVERIFY(
            window.notices().about(QStringLiteral("size"))->what.contains(QStringLiteral("larger than this screen")));
        QCOMPARE(settings().value(QStringLiteral("size")).toString(), QStringLiteral("125"));
        QCOMPARE(size->currentText(), QStringLiteral("125 %"));
        QCOMPARE(window.devicePixelRatioF(), 1.25);

        QTest::keyClick(m_window, Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(window.devicePixelRatioF(), 1.0);
        QCOMPARE(window.width(), 1280);
        (void)script.undo();
        QVERIFY(window.studio().text() != QStringLiteral("One.\nTwo."));
    }

    void aWindowKeepsItsStateAtAnotherSize_data() {
        QTest::addColumn<Qt::WindowState>("state");
        QTest::newRow("minimised") << Qt::WindowMinimized;
        QTest::newRow("maximised") << Qt::WindowMaximized;
        QTest::newRow("full-screen") << Qt::WindowFullScreen;
    }
    void aWindowKeepsItsStateAtAnotherSize() {
        QFETCH(Qt::WindowState, state);
        ui::MainWindow &window = *m_desk->window;
        window.resize(1280, 720);
        window.setWindowState(state);
        QTRY_VERIFY(window.windowHandle()->windowStates() & state);
        chooseSize(QStringLiteral("125 %"));
        QTRY_COMPARE(m_window->devicePixelRatioF(), 1.25);
        QTRY_VERIFY(window.windowHandle()->windowStates() & state);
        QVERIFY(window.windowState() & state);
        const int width = state == Qt::WindowMinimized ? window.width() : window.normalGeometry().width();
        QVERIFY2(std::abs(width * 1.25 - 1280) < 2, qPrintable(QString::number(width)));
    }

    void whatIsBeingWrittenStaysAsItIs() {
        QDialog dialog(m_desk->window.get());
        QLineEdit field(QStringLiteral("half typ"), &dialog);
        dialog.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dialog, kLongEnough));
        field.setFocus();
        field.setCursorPosition(5);
        m_window->activateWindow();
        chooseSize(QStringLiteral("125 %"));
        QTRY_COMPARE(dialog.devicePixelRatioF(), 1.25);
        QCOMPARE(field.selectedText(), QString()); // the next letter does not take all of it
        QCOMPARE(field.cursorPosition(), 5);
        QVERIFY(dialog.focusWidget() == &field);
    }

    // Of a window that was taken from a large screen to this one.
    void aSmallerSizeIsNeverRefused() {
        QStringList changes;
        ui::MainWindow &window = *m_desk->window;
        window.sizes().setChange(
            [&](double from, double to) { changes << QStringLiteral("%1 to %2").arg(from).arg(to); });
        window.centralWidget()->setMinimumSize(2600, 1500);
        settings().setValue(QStringLiteral("size"), QStringLiteral("200"));
        window.sizes().begunWith(QStringLiteral("200"));
        chooseSize(QStringLiteral("150 %"));
        QTRY_COMPARE(changes, QStringList(QStringLiteral("2 to 1.5")));
        QVERIFY(!window.notices().about(QStringLiteral("size")));
    }

    void whereItCannotBeDrawnAnewAStartIsOffered() {
        m_desk->window->sizes().setChange({});
        chooseSize(QStringLiteral("125 %"));
        const auto notice = [&] { return m_desk->window->notices().about(QStringLiteral("size")); };
        QTRY_VERIFY(notice() && notice()->actions.size() == 1);
        chooseSize(QStringLiteral("As the system"));
        QVERIFY2(!notice(), "what counts already is nothing to restart for");
        chooseSize(QStringLiteral("125 %"));
        QTRY_VERIFY(notice());
        notice()->actions.front().run();
        QVERIFY(m_desk->window->wantsRestart() && !m_desk->window->isVisible());
    }

    void theCompactWindowComesBackWhereItWas() {
        ui::danmaku::DanmakuDesk &danmaku = m_desk->window->danmaku();
        QPointer<QWidget> compact = danmaku.openCompact();
        QVERIFY(QTest::qWaitForWindowExposed(compact, kLongEnough));
        compact->setGeometry(200, 160, 600, 640);
        QTRY_COMPARE_WITH_TIMEOUT(compact->geometry(), QRect(200, 160, 600, 640), kLongEnough);
        compact->close();
        QTRY_VERIFY_WITH_TIMEOUT(!compact, kLongEnough);
        m_desk->window->resize(1200, 700);
        m_window->activateWindow();
        chooseSize(QStringLiteral("150 %"));
        QTRY_COMPARE(m_window->devicePixelRatioF(), 1.5);
        compact = danmaku.openCompact();
        QVERIFY(QTest::qWaitForWindowExposed(compact, kLongEnough));
        QCOMPARE(compact->geometry(), QRect(133, 107, 400, 427)); // the same pixels
    }
};

QTEST_MAIN(TestInterfaceSize)
#include "tst_interface_size.moc"
