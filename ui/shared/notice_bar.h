// One line over the panes for what needs the person: what happened, what to do, up to two actions, details on demand.
// Alarms and answers to what was just asked for come first, then the newest; the others wait behind it. News go by
// themselves after a while, later when they offer something (Undo). While the pointer or the focus is on the bar, what
// is shown stays: nothing goes, and what is new waits behind it, so that nobody presses a button that has just become
// another one. Screen readers are told.
#pragma once

#include <QFrame>
#include <QTimer>

#include <chrono>
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
    std::function<void()> dropped{};   // it went unused: dismissed by hand, or its time was over
    bool answers = false;              // what somebody has just asked for: goes before older alarms
};

struct NoticeStays { // how long Info and Good are shown
    std::chrono::milliseconds news = std::chrono::seconds(12);
    std::chrono::milliseconds offers = std::chrono::seconds(30); // those with actions
};

class NoticeBar : public QFrame {
    Q_OBJECT

public:
    explicit NoticeBar(QWidget *parent = nullptr, NoticeStays stays = {});

    void post(Notice notice);
    void post(Notice::Kind kind, const QString &subject, const app::Problem &problem,
              std::vector<NoticeAction> actions = {});
    void withdraw(const QString &subject); // it is no longer true
    void dismiss();                        // the one that is shown
    const Notice *current() const { return m_notices.empty() ? nullptr : &m_notices.front().notice; }
    const Notice *about(const QString &subject) const; // shown or waiting; null when there is none
    std::vector<const Notice *> all() const;           // the shown one first
    int count() const { return int(m_notices.size()); }
    void focusFirst(); // moves the keyboard here

Q_SIGNALS:
    void posted(const ui::shared::Notice &notice);
    void countChanged(int count);

protected:
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    struct Entry {
        Notice notice;
        quint64 number; // grows
    };
    using Entries = std::deque<Entry>;

    static bool goesFirst(const Entry &a, const Entry &b);
    bool isHeld() const; // somebody may be about to press something here
    void letGo();
    Notice take(); // the one that is shown
    void present();
    void showOthers();
    void restartTimer();
    void act(std::size_t index);

    const NoticeStays m_stays;
    Entries m_notices;
    quint64 m_number = 0;
    int m_count = 0; // that was told
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
