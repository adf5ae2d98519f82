// Whether the clocks of the graphics card are locked, what that brings and costs, and buttons that lock and release
// them: it is offered, and nothing is changed before one is pressed.
#pragma once

#include <QDialog>

#include "app/performance/clock_service.h"
#include "app/performance/performance_watch.h"

class QCheckBox;
class QLabel;
class QPushButton;

namespace ui::performance {

class ClockSheet : public QDialog {
    Q_OBJECT

public:
    ClockSheet(const app::performance::PerformanceWatch &watch, QWidget *parent,
               const QString &systemctl = QStringLiteral("systemctl"));

    void ask(bool lock);
    QString words() const; // how they are, and what came of the last question

private:
    void follow();
    void say(const QString &words, bool wrong);
    void lookAfterRelease();

    const app::performance::PerformanceWatch &m_watch;
    app::performance::ClockService m_service;
    bool m_locks = false;    // was asked for
    bool m_released = false; // the service did
    quint64 m_looksFrom = 0; // of the readings that tell of clocks: a card at work may not
    bool m_heldElse = false; // it was said that they are locked all the same
    QLabel *m_state;
    QLabel *m_answer;
    QCheckBox *m_always;
    QPushButton *m_lock;
    QPushButton *m_release;
};

} // namespace ui::performance
