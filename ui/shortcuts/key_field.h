// A field that hears which keys are pressed instead of what they do. Esc leaves it, Backspace and Delete take the keys
// away.
#pragma once

#include <QKeySequence>
#include <QLineEdit>

namespace ui::shortcuts {

class KeyField : public QLineEdit {
    Q_OBJECT

public:
    explicit KeyField(QWidget *parent = nullptr);

Q_SIGNALS:
    void keysPressed(const QKeySequence &keys); // one chord
    void clearWanted();
    void leaveWanted();

protected:
    bool event(QEvent *event) override;

private:
    void press(const QKeyEvent &event);
    void showModifiers(Qt::KeyboardModifiers modifiers);
};

} // namespace ui::shortcuts
