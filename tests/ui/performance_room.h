// The whole window with the performance pane in sight, on a data folder of its own, where only what a test puts in was
// measured.
#pragma once

#include <QMainWindow>
#include <QMouseEvent>
#include <QTest>

#include <memory>

#include "tests/patience.h"
#include "tests/ui/performance_states.h"

class PerformanceRoom {
protected:
    std::unique_ptr<TinyData> m_data;
    std::unique_ptr<StudioDesk> m_desk;

    void enter() {
        qputenv("ISHOWTTS__PERFORMANCE__WATCH", "false"); // only what the test puts in
        m_data = std::make_unique<TinyData>();
        m_desk = std::make_unique<StudioDesk>(m_data->roots());
        QVERIFY(performance_states::isReady(*m_desk));
        for (QMainWindow *each : m_desk->window->findChildren<QMainWindow *>())
            each->setAnimated(false); // docks are where they will be
        QVERIFY(QTest::qWaitForWindowActive(m_desk->window.get(), kLongEnough));
        performance_states::show(*m_desk);
        QTRY_VERIFY(plot().isVisible());
    }
    void leave() {
        m_desk.reset();
        m_data.reset();
    }

    app::performance::PerformanceWatch &watch() { return m_desk->services.performance(); }
    ui::performance::PerformancePane &pane() { return m_desk->window->performance().pane(); }
    ui::performance::PerformancePlot &plot() { return pane().plot(); }
    QAction *act(ui::performance::PerformanceActs::Act which) { return m_desk->window->performance().acts()[which]; }
    // In the first strip, which is seen in the lowest window.
    QPoint placeOf(qint64 time) { return {int(plot().pixelOf(double(time) / 1000)), plot().plotArea().top() + 12}; }
    void hover(qint64 time) {
        const QPointF at = placeOf(time);
        QMouseEvent event(QEvent::MouseMove, at, plot().mapToGlobal(at), Qt::NoButton, Qt::NoButton, {});
        QApplication::sendEvent(&plot(), &event);
    }
};
