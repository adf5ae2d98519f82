// How it is spoken: a preset, steps, seed, speed and loudness, each with a plain name and a "?" that explains it.
// Writes to the settings and follows them.
#pragma once

#include <QFrame>

#include <optional>

#include "app/problem.h"
#include "ui/studio/difference_offer.h"

class QButtonGroup;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QSpinBox;
class QToolButton;
class QVBoxLayout;

namespace app {
class Presets;
class Settings;
} // namespace app

namespace ui::studio {

class PresetRow;

class Inspector : public QFrame {
    Q_OBJECT

public:
    Inspector(app::Settings &settings, app::Presets &presets, Present present, PresentPrecision precision,
              QWidget *parent = nullptr);

    PresetRow &presets() { return *m_presets; }

    // For the take that is made now: the pinned or typed one, or one that the dice drew, or a new one. It is kept and
    // shown from here on, so that pinning keeps the seed of the take that is being made.
    quint64 takeSeed();
    quint64 seedInHand(); // that stands in the field, pinned or not: of the newest take, typed or drawn
    void drawSeed();      // the dice: a new one for the next take

Q_SIGNALS:
    void differenceWanted(const app::cloning::Difference &difference);
    void problem(const app::Problem &problem);
    void asShipped(); // the button was pressed, and the values are
    void loudnessDifferenceWanted(std::optional<double> other, std::optional<double> now); // as LoudnessChoice's

private:
    shared::MakeOffer offer(app::cloning::Varied what);
    void addSteps(QVBoxLayout *layout);
    void addSeed(QVBoxLayout *layout);
    void addSpeed(QVBoxLayout *layout);
    void follow();
    void showSeed(bool overwritten);
    void typeSeed(const QString &text);

    app::Settings &m_settings;
    const Present m_present;
    const PresentPrecision m_precision;
    std::optional<quint64> m_drawn;
    PresetRow *m_presets;
    QSpinBox *m_steps;
    QButtonGroup *m_counts;
    QLabel *m_schedule;
    QLineEdit *m_seed;
    QToolButton *m_pin;
    QToolButton *m_dice;
    QDoubleSpinBox *m_speed;
};

} // namespace ui::studio
