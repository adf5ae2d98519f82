// A field for a speed that may be absent: empty means "as the Studio" (or "mixed"), which stands in it in quiet
// letters. The arrows begin at the Studio's speed.
#pragma once

#include <QDoubleSpinBox>

#include <optional>

namespace ui::studio {

class OwnSpeed : public QDoubleSpinBox {
    Q_OBJECT

public:
    explicit OwnSpeed(QWidget *parent = nullptr);

    // `hint` stands in the empty field; `start` is where the arrows begin.
    void showSpeed(std::optional<double> own, const QString &hint, double start);
    void takeBack(); // what was typed and not yet taken over

Q_SIGNALS:
    void chosen(std::optional<double> speed); // by Enter, by leaving the field, by the arrows; none: emptied

protected:
    QString textFromValue(double value) const override;
    double valueFromText(const QString &text) const override;
    QValidator::State validate(QString &text, int &position) const override;
    StepEnabled stepEnabled() const override;
    void stepBy(int steps) override;

private:
    std::optional<double> read(const QString &text) const;

    double m_start = 1;
};

} // namespace ui::studio
