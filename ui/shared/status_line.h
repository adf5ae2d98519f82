// The line under everything: what speaks, where, how exactly, how fast. Each part is a button that explains itself.
// A part without a text is not there.
#pragma once

#include <QWidget>

#include <array>

class QToolButton;

namespace ui::shared {

class StatusLine : public QWidget {
    Q_OBJECT

public:
    enum class Part { Model, Device, Precision, Steps, Rtf, FirstAudio, Heat, Queue };
    static constexpr std::size_t kParts = 8;

    explicit StatusLine(QWidget *parent = nullptr);

    // `exact` is said on hover and by the explanation: all digits, whole names.
    void setPart(Part part, const QString &text, const QString &exact = {}, bool attention = false);
    QString text(Part part) const;

Q_SIGNALS:
    void modelWanted();       // the part that names the model was pressed: it leads to the models, which say more
    void performanceWanted(); // the temperature was pressed: it leads to the pane that draws it

private:
    class Button;
    std::array<Button *, kParts> m_buttons{};
};

} // namespace ui::shared
