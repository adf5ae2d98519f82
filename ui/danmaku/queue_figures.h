// How the queue does, in figures that are watched, and in words where it leaves something out.
#pragma once

#include <QWidget>

#include "app/danmaku/live_stage.h"

class QBoxLayout;
class QHBoxLayout;
class QLabel;

namespace ui::shared {
class WatchedFigure;
}

namespace ui::danmaku {

class QueueFigures : public QWidget {
    Q_OBJECT

public:
    explicit QueueFigures(app::danmaku::LiveStage &stage, QWidget *parent = nullptr);

    void setNarrow(bool narrow); // the words stand below the figures then
    QSize minimumSizeHint() const override;
    QString words() const; // of all of them, for screen readers and the clipboard

protected:
    void showEvent(QShowEvent *event) override;

private:
    void follow();
    shared::WatchedFigure *add(const QString &caption, const QString &tip, QHBoxLayout *row);

    app::danmaku::LiveStage &m_stage;
    QBoxLayout *m_all;
    QBoxLayout *m_row;
    shared::WatchedFigure *m_rate;
    shared::WatchedFigure *m_wait;
    shared::WatchedFigure *m_share;
    shared::WatchedFigure *m_toRow;
    shared::WatchedFigure *m_sound;
    QLabel *m_overload;
    bool m_isNarrow = false;
};

} // namespace ui::danmaku
