// One line over the panes for what needs the person: what happened, what to do, up to two actions, details on demand.
// Alarms come first, then the newest; the others wait behind it. Plain news go by themselves after a while, never while
// the pointer or the focus is on the bar. Screen readers are told.
#pragma once

#include <QFrame>
#include <QTimer>

#include <deque>
#include <functional>
#include <vector>

#include "app/problem.h"

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QToolButton;

namespace ui::shared {

class IconLabel;

struct NoticeAction {
    QString text;
    std::function<void()> run; // the notice goes when it has run
};

struct Notice {
    enum class Kind { Info, Good, Attention, Alarm };

    Kind kind = Kind::Info;
    QString what;
    QString remedy;
    QString detail;                    // shown by "Details"; may be long
    std::vector<NoticeAction> actions; // the first two are shown
    QString subject;                   // a later notice about the same subject replaces an earlier one
};

class NoticeBar : public QFrame {
    Q_OBJECT

public:
    explicit NoticeBar(QWidget *parent = nullptr);

    void post(Notice notice);
    void post(Notice::Kind kind, const QString &subject, const app::Problem &problem,
              std::vector<NoticeAction> actions = {});
    void withdraw(const QString &subject); // it is no longer true
    void dismiss();                        // the one that is shown
    const Notice *current() const { return m_notices.empty() ? nullptr : &m_notices.front(); }
    const Notice *about(const QString &subject) const; // shown or waiting; null when there is none
    int count() const { return int(m_notices.size()); }
    void focusFirst(); // moves the keyboard here

Q_SIGNALS:
    void posted(const ui::shared::Notice &notice);

protected:
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void present();
    void restartTimer();
    void act(std::size_t index);

    std::deque<Notice> m_notices;
    QTimer m_timer;
    IconLabel *m_icon;
    QLabel *m_text;
    QLabel *m_more;
    QPushButton *m_actions[2];
    QPushButton *m_details;
    QToolButton *m_close;
    QPlainTextEdit *m_detail;
};

} // namespace ui::shared
