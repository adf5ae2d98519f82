// What is done with the performance pane: files of what is seen, and the take that an utterance became.
#pragma once

#include <QObject>
#include <QPointer>

#include "app/performance/performance_watch.h"
#include "app/storage/file_thread.h"

class QMenu;

namespace ui::shared {
class NoticeBar;
}

namespace ui::performance {

class ClockSheet;
class MeasureWindow;
class PerformanceActs;
class PerformancePane;

class PerformanceDesk : public QObject {
    Q_OBJECT

public:
    struct Uses {
        app::performance::PerformanceWatch &watch;
        app::Settings &settings;
        shared::NoticeBar &notices;
    };

    PerformanceDesk(Uses uses, QWidget *window, QWidget *docks);

    PerformancePane &pane() { return *m_pane; }
    PerformanceActs &acts() { return *m_acts; }
    void fillMenu(QMenu &menu) const;
    void savePicture(const QString &file); // .svg: a drawing, else PNG
    void saveTable(const QString &file);
    MeasureWindow *openMeasure(); // the one there is, brought to the front, or a new one
    ClockSheet *openClocks();     // equally

Q_SIGNALS:
    void wanted();              // the pane is to be seen
    void takeWanted(qint64 id); // of the library

private:
    void followClocks();
    void openTake(const app::performance::Utterance &utterance);
    void choose(const QString &title, const QString &name, const QString &filter,
                void (PerformanceDesk::*save)(const QString &file));
    void saved(const QString &file, const QString &why); // empty: it is

    const Uses m_uses;
    QWidget *m_window;
    PerformanceActs *m_acts;
    PerformancePane *m_pane;
    MeasureWindow *m_measure = nullptr;               // of the window
    QPointer<ClockSheet> m_clocks;                    // until it is closed
    app::storage::FileThread m_thread{"performance"}; // last: it ends before what it uses
};

} // namespace ui::performance
