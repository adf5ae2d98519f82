#include "ui/studio/fine_tuning.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <cmath>
#include <utility>

#include "app/settings/settings.h"
#include "ui/shared/controls.h"
#include "ui/shared/explanation.h"
#include "ui/shared/icons.h"
#include "ui/shared/setting_explanation.h"
#include "ui/theme.h"

namespace ui::studio {

using app::cloning::Varied;

namespace {

const engine::Request kShipped; // what the engine does when nobody says anything

} // namespace

FineTuning::FineTuning(app::Settings &settings, OfferFor offer, QWidget *parent)
    : QWidget(parent), m_settings(settings), m_offer(std::move(offer)) {
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    addGuidance(layout);
    layout->addSpacing(2 * kGrid);
    addSchedule(layout);
    layout->addSpacing(2 * kGrid);
    addCrossFade(layout);
    layout->addSpacing(2 * kGrid);
    addPrecision(layout);
    layout->addSpacing(2 * kGrid);
    m_restore = new QPushButton(shared::icon(u"reset"), tr("As shipped"), this);
    m_restore->setToolTip(tr("CFG, sway, schedule, cross-fade and precision as they were shipped"));
    setRole(m_restore, "compact");
    layout->addWidget(m_restore, 0, Qt::AlignLeft);
    connect(m_restore, &QPushButton::clicked, this, &FineTuning::restore);
    connect(&m_settings, &app::Settings::changed, this, &FineTuning::follow);
    follow();
}

QDoubleSpinBox *FineTuning::makeNumber(double low, double high, double step, const QString &name) {
    auto *number = new QDoubleSpinBox(this);
    number->setRange(low, high);
    number->setSingleStep(step);
    number->setDecimals(2);
    number->setFixedWidth(104);
    number->setFont(withTabularDigits(font()));
    number->setAccessibleName(name);
    shared::letWheelPass(number);
    return number;
}

QComboBox *FineTuning::makeChoice(const QString &name) {
    auto *choice = new QComboBox(this);
    choice->setAccessibleName(name);
    choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon); // a long entry makes nothing wider
    shared::letWheelPass(choice);
    return choice;
}

void FineTuning::addGuidance(QVBoxLayout *layout) {
    m_cfg = makeNumber(0, 10, 0.1, tr("Guidance (CFG)"));
    layout->addLayout(shared::makeCaption(tr("&Guidance (CFG)"), m_cfg, shared::explanationOf(QStringLiteral("cfg")),
                                          this, m_offer(Varied::Guidance)));
    layout->addWidget(m_cfg);
    layout->addSpacing(2 * kGrid);
    m_sway = makeNumber(-1, 1, 0.1, tr("Sway"));
    layout->addLayout(shared::makeCaption(tr("S&way"), m_sway, shared::explanationOf(QStringLiteral("sway")), this,
                                          m_offer(Varied::Sway)));
    layout->addWidget(m_sway);
    connect(m_cfg, &QDoubleSpinBox::valueChanged, this, [this](double cfg) { m_settings.setCfgStrength(cfg); });
    connect(m_sway, &QDoubleSpinBox::valueChanged, this, [this](double sway) { m_settings.setSwayCoefficient(sway); });
}

void FineTuning::addSchedule(QVBoxLayout *layout) {
    m_schedule = makeChoice(tr("Schedule"));
    m_schedule->addItem(tr("Tuned (EPSS)"), int(engine::Schedule::Epss));
    m_schedule->addItem(tr("Uniform"), int(engine::Schedule::Uniform));
    layout->addLayout(shared::makeCaption(tr("Sched&ule"), m_schedule,
                                          shared::explanationOf(QStringLiteral("schedule")), this,
                                          m_offer(Varied::Schedule)));
    layout->addWidget(m_schedule);
    connect(m_schedule, &QComboBox::activated, this,
            [this](int index) { m_settings.setSchedule(engine::Schedule(m_schedule->itemData(index).toInt())); });
}

void FineTuning::addCrossFade(QVBoxLayout *layout) {
    m_crossFade = makeNumber(0, 1, 0.05, tr("Cross-fade"));
    m_crossFade->setSuffix(tr(" s"));
    layout->addLayout(shared::makeCaption(tr("&Cross-fade"), m_crossFade,
                                          shared::explanationOf(QStringLiteral("crossFade")), this,
                                          m_offer(Varied::CrossFade)));
    layout->addWidget(m_crossFade);
    connect(m_crossFade, &QDoubleSpinBox::valueChanged, this,
            [this](double seconds) { m_settings.setCrossFadeSeconds(seconds); });
}

void FineTuning::addPrecision(QVBoxLayout *layout) {
    m_precision = makeChoice(tr("Precision"));
    m_precision->addItem(tr("Automatic"), int(engine::Precision::Auto));
    m_precision->addItem(QStringLiteral("fp32"), int(engine::Precision::Fp32));
    m_precision->addItem(QStringLiteral("bf16"), int(engine::Precision::Bf16));
    layout->addLayout(shared::makeCaption(tr("Precisio&n"), m_precision,
                                          shared::explanationOf(QStringLiteral("precision")), this,
                                          m_offer(Varied::Precision)));
    layout->addWidget(m_precision);
    connect(m_precision, &QComboBox::activated, this,
            [this](int index) { m_settings.setPrecision(engine::Precision(m_precision->itemData(index).toInt())); });
}

void FineTuning::restore() {
    if (m_restore->hasFocus()) {
        m_precision->setFocus(); // the button is off in a moment, and Ctrl+Z is for what it did
    }
    m_settings.setCfgStrength(kShipped.cfgStrength);
    m_settings.setSwayCoefficient(kShipped.swayCoefficient);
    m_settings.setSchedule(kShipped.schedule);
    m_settings.setCrossFadeSeconds(kShipped.crossFadeSeconds);
    m_settings.setPrecision(engine::Precision::Auto);
    Q_EMIT restored();
}

void FineTuning::follow() {
    const auto show = [](QDoubleSpinBox *box, double value) {
        const QSignalBlocker quiet(box);
        if (std::abs(box->value() - value) > 0.005) { // else it would rewrite what is being typed
            box->setValue(value);
        }
    };
    show(m_cfg, m_settings.cfgStrength());
    show(m_sway, m_settings.swayCoefficient());
    show(m_crossFade, m_settings.crossFadeSeconds());
    m_schedule->setCurrentIndex(m_schedule->findData(int(m_settings.schedule())));
    m_precision->setCurrentIndex(m_precision->findData(int(m_settings.precision())));
    m_restore->setEnabled(
        m_settings.cfgStrength() != kShipped.cfgStrength || m_settings.swayCoefficient() != kShipped.swayCoefficient ||
        m_settings.schedule() != kShipped.schedule || m_settings.crossFadeSeconds() != kShipped.crossFadeSeconds ||
        m_settings.precision() != engine::Precision::Auto);
}

} // namespace ui::studio

#include "moc_fine_tuning.cpp"
