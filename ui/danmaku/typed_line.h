// A line that the operator types: Enter, and it is on air. Beside it the stock phrases.
#pragma once

#include <QWidget>

#include "app/danmaku/live_stage.h"

class QLineEdit;
class QMenu;

namespace ui::danmaku {

class TypedLine : public QWidget {
    Q_OBJECT

public:
    explicit TypedLine(app::danmaku::LiveStage &stage, QWidget *parent = nullptr);

    void focusField();

private:
    void say(const QString &text);
    void fill();
    void keep();

    app::danmaku::LiveStage &m_stage;
    QLineEdit *m_field;
    QMenu *m_phrases;
};

} // namespace ui::danmaku
