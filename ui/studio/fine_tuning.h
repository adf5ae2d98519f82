// The settings that most people leave alone: guidance, sway, schedule, cross-fade, precision; each explained in two
// sentences, all back to what was shipped with one button. Writes to the settings and follows them.
#pragma once

#include <QWidget>

#include <functional>

#include "app/cloning/difference.h"
#include "ui/shared/explanation.h"

class QComboBox;
class QDoubleSpinBox;
class QPushButton;
class QVBoxLayout;

namespace app {
class Settings;
}

namespace ui::studio {

class FineTuning : public QWidget {
    Q_OBJECT

public:
    using OfferFor = std::function<shared::MakeOffer(app::cloning::Varied)>; // to hear what it does

    FineTuning(app::Settings &settings, OfferFor offer, QWidget *parent = nullptr);

Q_SIGNALS:
    void restored(); // by the button

private:
    QDoubleSpinBox *makeNumber(double low, double high, double step, const QString &name);
    QComboBox *makeChoice(const QString &name);
    void addGuidance(QVBoxLayout *layout);
    void addSchedule(QVBoxLayout *layout);
    void addCrossFade(QVBoxLayout *layout);
    void addPrecision(QVBoxLayout *layout);
    void restore();
    void follow();

    app::Settings &m_settings;
    const OfferFor m_offer;
    QDoubleSpinBox *m_cfg;
    QDoubleSpinBox *m_sway;
    QComboBox *m_schedule;
    QDoubleSpinBox *m_crossFade;
    QComboBox *m_precision;
    QPushButton *m_restore;
};

} // namespace ui::studio
