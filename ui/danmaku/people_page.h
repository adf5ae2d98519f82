// The people whom something was set for: how their name is said, and whether they are read.
#pragma once

#include <QWidget>

#include "app/danmaku/live_stage.h"

class QLabel;
class QPushButton;
class QTableWidget;

namespace ui::danmaku {

class PeoplePage : public QWidget {
    Q_OBJECT

public:
    PeoplePage(app::danmaku::LiveStage &stage, QWidget *parent = nullptr);

private:
    void follow();
    void followButtons();
    void change(const QString &who, const std::function<void(app::danmaku::Person &)> &act);
    QString chosen() const; // Message::person(); empty: nobody
    QString personOf(int row) const;
    void put(int row, int column, const QString &text, bool editable);

    app::danmaku::LiveStage &m_stage;
    QTableWidget *m_table;
    QLabel *m_empty;
    QPushButton *m_allow;
    QPushButton *m_ignore;
    QPushButton *m_forget;
    bool m_filling = false;
};

} // namespace ui::danmaku
