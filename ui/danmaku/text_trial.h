// A box to try what the filter makes of a text: every step, and what it did.
#pragma once

#include <QWidget>

#include "app/danmaku/live_stage.h"

class QLabel;
class QLineEdit;
class QTableWidget;

namespace ui::danmaku {

class TextTrial : public QWidget {
    Q_OBJECT

public:
    TextTrial(app::danmaku::LiveStage &stage, QWidget *parent = nullptr);

private:
    void tryIt();
    void show(const QList<app::chat::FilterStep> &steps);

    app::danmaku::LiveStage &m_stage;
    QLineEdit *m_text;
    QLabel *m_result;
    QTableWidget *m_steps;
    int m_asked = 0;
};

} // namespace ui::danmaku
