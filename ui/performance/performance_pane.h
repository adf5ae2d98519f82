// How fast this machine speaks and how it feels meanwhile: figures, strips on one time axis or the same as a table, and
// what was measured where the cursor is, in words.
#pragma once

#include <QTimer>
#include <QWidget>

#include "app/performance/performance_watch.h"

class QComboBox;
class QMenu;
class QStackedWidget;
class QToolButton;

namespace ui::shared {
class ElidedLabel;
}

namespace ui::performance {

class MomentTable;
class MomentView;
class PerformanceActs;
class PerformanceHead;
class PerformancePlot;

class PerformancePane : public QWidget {
    Q_OBJECT

public:
    PerformancePane(const app::performance::PerformanceWatch &watch, PerformanceActs &acts, QWidget *parent = nullptr);

    PerformancePlot &plot() { return *m_plot; }
    PerformanceHead &head() { return *m_head; }
    MomentTable &table() { return *m_model; }
    void showTable(bool on);
    bool showsTable() const;
    void focusPlot(); // or the table

    QSize sizeHint() const override { return {900, 300}; }
    QByteArray state() const; // to be remembered: the range and hidden strips
    void restore(const QByteArray &state);

Q_SIGNALS:
    void stateChanged();

protected:
    void showEvent(QShowEvent *event) override;

private:
    QWidget *makeControls();
    void makeTable();
    void fillStripMenu();
    void follow(); // the view
    void fillTable();
    void fillTableSoon();
    void showMoment();

    const app::performance::PerformanceWatch &m_watch;
    PerformanceActs &m_acts;
    PerformanceHead *m_head;
    QComboBox *m_range;
    QToolButton *m_strips;
    QMenu *m_stripMenu;
    PerformancePlot *m_plot;
    QStackedWidget *m_pages;
    MomentTable *m_model;
    MomentView *m_table;
    shared::ElidedLabel *m_moment;
    QTimer m_soon; // the table
};

} // namespace ui::performance
