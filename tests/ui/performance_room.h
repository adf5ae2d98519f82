// The whole window with the performance pane in sight, or that pane alone, which comes up at once; on a data folder of
// its own, where only what a test puts in was measured.
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
    std::unique_ptr<StudioDesk> m_desk; // none where the pane is alone

    void enter() {
        prepare();
        m_desk = std::make_unique<StudioDesk>(m_data->roots());
        QVERIFY(performance_states::isReady(*m_desk));
        for (QMainWindow *each : m_desk->window->findChildren<QMainWindow *>())
            each->setAnimated(false); // docks are where they will be
        QVERIFY(QTest::qWaitForWindowActive(m_desk->window.get(), kLongEnough));
        performance_states::show(*m_desk);
        QTRY_VERIFY(plot().isVisible());
    }
    void enterAlone() {
        prepare();
        m_alone = std::make_unique<Alone>(*m_data);
        m_alone->pane.resize(1280, 400);
        m_alone->pane.show();
        QVERIFY(QTest::qWaitForWindowActive(&m_alone->pane, kLongEnough));
    }
    void leave() {
        m_alone.reset();
        m_desk.reset();
        m_data.reset();
    }

    app::performance::PerformanceWatch &watch() {
        return (m_alone ? m_alone->services : m_desk->services).performance();
    }
    ui::performance::PerformancePane &pane() { return m_alone ? m_alone->pane : m_desk->window->performance().pane(); }
    ui::performance::PerformancePlot &plot() { return pane().plot(); }
    QAction *act(ui::performance::PerformanceActs::Act which) {
        return (m_alone ? m_alone->acts : m_desk->window->performance().acts())[which];
    }
    // In the first strip, which is seen in the lowest window.
    QPoint placeOf(qint64 time) { return {int(plot().pixelOf(double(time) / 1000)), plot().plotArea().top() + 12}; }
    void hover(qint64 time) {
        const QPointF at = placeOf(time);
        QMouseEvent event(QEvent::MouseMove, at, plot().mapToGlobal(at), Qt::NoButton, Qt::NoButton, {});
        QApplication::sendEvent(&plot(), &event);
    }

private:
    struct Alone {
        explicit Alone(const TinyData &data)
            : services({data.path(QStringLiteral("settings.json")), data.roots()}), pane(services.performance(), acts) {
        }
        app::Services services;
        ui::performance::PerformanceActs acts{nullptr};
        ui::performance::PerformancePane pane;
    };
    std::unique_ptr<Alone> m_alone;

    void prepare() {
        qputenv("ISHOWTTS__PERFORMANCE__WATCH", "false"); // only what the test puts in
        m_data = std::make_unique<TinyData>();
    }
};
