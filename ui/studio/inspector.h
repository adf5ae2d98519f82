// How it is spoken: steps, seed and speed, each with a plain name and a "?" that explains it. Writes to the settings
// and follows them.
#pragma once

#include <QFrame>

#include <optional>

class QButtonGroup;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QSpinBox;
class QToolButton;
class QVBoxLayout;

namespace app {
class Settings;
}

namespace ui::studio {

class Inspector : public QFrame {
    Q_OBJECT

public:
    explicit Inspector(app::Settings &settings, QWidget *parent = nullptr);

    // For the take that is made now: the pinned or typed one, or one that the dice drew, or a new one. It is kept and
    // shown from here on, so that pinning keeps the seed of the take that is being made.
    quint64 takeSeed();
    void drawSeed(); // the dice: a new one for the next take

private:
    void addSteps(QVBoxLayout *layout);
    void addSeed(QVBoxLayout *layout);
    void addSpeed(QVBoxLayout *layout);
    void follow();
    void typeSeed(const QString &text);

    app::Settings &m_settings;
    std::optional<quint64> m_drawn;
    QSpinBox *m_steps;
    QButtonGroup *m_presets;
    QLabel *m_schedule;
    QLineEdit *m_seed;
    QToolButton *m_pin;
    QToolButton *m_dice;
    QDoubleSpinBox *m_speed;
};

} // namespace ui::studio
