#include "ui/studio/inspector.h"

#include <QButtonGroup>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRandomGenerator>
#include <QRegularExpressionValidator>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>
#include <utility>

#include "app/settings/settings.h"
#include "ui/shared/controls.h"
#include "ui/shared/explanation.h"
#include "ui/shared/figures.h"
#include "ui/shared/icons.h"
#include "ui/shared/setting_explanation.h"
#include "ui/studio/fine_tuning.h"
#include "ui/studio/line_problems.h"
#include "ui/studio/loudness_choice.h"
#include "ui/studio/preset_row.h"
#include "ui/theme.h"

namespace ui::studio {

using app::cloning::Varied;

namespace {

constexpr int kCounts[] = {7, 16, 32};
constexpr int kMostSteps = 128; // as in engine/request.h, and so is the speed
constexpr double kSpeedDigit = 0.01;

} // namespace

Inspector::Inspector(app::Settings &settings, app::Presets &presets, Present present, PresentPrecision precision,
                     QWidget *parent)
    : QFrame(parent), m_settings(settings), m_present(std::move(present)), m_precision(std::move(precision)) {
    setRole(this, "card");
    setAccessibleName(tr("How it is spoken"));
    auto *heading = new QLabel(tr("How it is spoken"), this);
    setRole(heading, "heading");
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * kGrid, 12, 2 * kGrid, 2 * kGrid);
    layout->setSpacing(4);
    layout->addWidget(heading);
    m_presets = new PresetRow(presets, this);
    layout->addWidget(m_presets);
    layout->addSpacing(kGrid);
    addSteps(layout);
    layout->addSpacing(2 * kGrid);
    addSeed(layout);
    layout->addSpacing(2 * kGrid);
    addSpeed(layout);
    layout->addSpacing(2 * kGrid);
    auto *loudness = new LoudnessChoice(m_settings, this);
    connect(loudness, &LoudnessChoice::differenceWanted, this, &Inspector::loudnessDifferenceWanted);
    layout->addWidget(loudness);
    layout->addSpacing(2 * kGrid);
    auto *fine = new FineTuning(
        m_settings, [this](app::cloning::Varied what) { return offer(what); }, this);
    connect(fine, &FineTuning::restored, this, &Inspector::asShipped);
    layout->addWidget(fine);
    layout->addStretch(1);
    connect(&m_settings, &app::Settings::changed, this, &Inspector::follow);
    follow();
}

shared::MakeOffer Inspector::offer(app::cloning::Varied what) {
    const HearDifference hear = [this](const app::cloning::Difference &difference) {
        Q_EMIT differenceWanted(difference);
    };
    return what == Varied::Precision ? offerPrecisions(m_precision, hear) : offerDifference(what, m_present, hear);
}

void Inspector::addSteps(QVBoxLayout *layout) {
    m_steps = new QSpinBox(this);
    m_steps->setRange(1, kMostSteps);
    m_steps->setFixedWidth(88);
    m_steps->setAccessibleName(tr("Steps (NFE)"));
    m_steps->setFont(withTabularDigits(font()));
    shared::letWheelPass(m_steps);
    layout->addLayout(shared::makeCaption(tr("S&teps (NFE)"), m_steps, shared::explanationOf(QStringLiteral("nfe")),
                                          this, offer(Varied::Steps)));
    auto *row = new QHBoxLayout;
    row->setSpacing(kGrid);
    row->addWidget(m_steps);
    row->addSpacing(kGrid);
    m_counts = new QButtonGroup(this);
    m_counts->setExclusive(false); // none is down when the count is another one
    for (const int count : kCounts) {
        auto *button = new QToolButton(this);
        button->setText(QString::number(count));
        button->setCheckable(true);
        setRole(button, "segment");
        button->setToolTip(tr("%n steps", nullptr, count));
        button->setAccessibleName(tr("%n steps", nullptr, count));
        m_counts->addButton(button, count);
        row->addWidget(button);
    }
    row->addStretch(1);
    layout->addLayout(row);
    m_schedule = new QLabel(this);
    setRole(m_schedule, "quiet");
    m_schedule->setWordWrap(true);
    layout->addWidget(m_schedule);
    connect(m_steps, &QSpinBox::valueChanged, this, [this](int steps) { m_settings.setNfeStep(steps); });
    connect(m_counts, &QButtonGroup::idClicked, this, [this](int count) {
        m_settings.setNfeStep(count);
        follow();
    });
}

void Inspector::addSeed(QVBoxLayout *layout) {
    m_seed = new QLineEdit(this);
    m_seed->setMaxLength(20);
    m_seed->setFont(withTabularDigits(font()));
    m_seed->setAccessibleName(tr("Seed"));
    m_seed->setAccessibleDescription(
        tr("The seed of the newest take, or of the next one when it is pinned or newly drawn."));
    m_seed->setValidator(new QRegularExpressionValidator(QRegularExpression(QStringLiteral("[0-9]*")), m_seed));
    layout->addLayout(shared::makeCaption(tr("See&d"), m_seed, shared::explanationOf(QStringLiteral("seed")), this,
                                          offer(Varied::Seed)));
    m_pin = new QToolButton(this);
    m_pin->setIcon(shared::icon(u"pin"));
    m_pin->setCheckable(true);
    m_pin->setAccessibleName(tr("Keep this seed"));
    m_pin->setToolTip(tr("Keep this seed for every take"));
    m_dice = new QToolButton(this);
    m_dice->setIcon(shared::icon(u"dice"));
    m_dice->setAccessibleName(tr("New seed"));
    m_dice->setToolTip(tr("Draw a new seed for the next take"));
    for (auto *button : {m_pin, m_dice}) {
        button->setIconSize(QSize(20, 20));
    }
    auto *row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(m_seed, 1);
    row->addWidget(m_pin);
    row->addWidget(m_dice);
    layout->addLayout(row);
    connect(m_seed, &QLineEdit::textEdited, this, &Inspector::typeSeed);
    connect(m_seed, &QLineEdit::editingFinished, this, [this] {
        const QString typed = m_seed->text();
        bool valid = false;
        typed.toULongLong(&valid);
        follow();
        if (!valid && !typed.isEmpty()) {
            showSeed(true);
            Q_EMIT problem(seedTooLarge(typed));
        }
    });
    connect(m_pin, &QToolButton::clicked, this, [this](bool pinned) {
        if (m_drawn) {
            m_settings.setSeed(*m_drawn);
            m_drawn.reset();
        }
        m_settings.setSeedPinned(pinned);
    });
    connect(m_dice, &QToolButton::clicked, this, &Inspector::drawSeed);
}

void Inspector::addSpeed(QVBoxLayout *layout) {
    m_speed = new QDoubleSpinBox(this);
    m_speed->setRange(0.3, 3.0);
    m_speed->setSingleStep(0.05);
    m_speed->setDecimals(2);
    m_speed->setSuffix(QStringLiteral(" ×"));
    m_speed->setFixedWidth(104);
    m_speed->setFont(withTabularDigits(font()));
    shared::letWheelPass(m_speed);
    m_speed->setAccessibleName(tr("Speed"));
    layout->addLayout(shared::makeCaption(tr("S&peed"), m_speed, shared::explanationOf(QStringLiteral("speed")), this,
                                          offer(Varied::Speed)));
    layout->addWidget(m_speed);
    connect(m_speed, &QDoubleSpinBox::valueChanged, this, [this](double speed) { m_settings.setSpeed(speed); });
}

void Inspector::typeSeed(const QString &text) {
    bool valid = false;
    const quint64 seed = text.toULongLong(&valid);
    if (valid) { // who types a seed wants that one
        m_drawn.reset();
        m_settings.setSeed(seed);
        m_settings.setSeedPinned(true);
    }
}

quint64 Inspector::takeSeed() {
    if (!m_settings.seedPinned()) {
        const auto drawn = std::exchange(m_drawn, std::nullopt);
        m_settings.setSeed(drawn ? *drawn : QRandomGenerator::global()->generate());
    }
    return m_settings.seed();
}

quint64 Inspector::seedInHand() {
    if (m_drawn) {
        m_settings.setSeed(*std::exchange(m_drawn, std::nullopt));
    }
    return m_settings.seed();
}

void Inspector::drawSeed() {
    const quint64 seed = QRandomGenerator::global()->generate();
    if (m_settings.seedPinned()) {
        m_settings.setSeed(seed);
    } else {
        m_drawn = seed;
        follow();
    }
}

// What is being typed stays as it is, unless it is `overwritten`.
void Inspector::showSeed(bool overwritten) {
    const quint64 seed = m_drawn.value_or(m_settings.seed());
    const QString shown = QString::number(seed);
    if ((overwritten || m_seed->text().toULongLong() != seed) && m_seed->text() != shown) {
        m_seed->setText(shown);
        m_seed->setCursorPosition(0);
    }
}

void Inspector::follow() {
    const int steps = m_settings.nfeStep();
    const QSignalBlocker quietSteps(m_steps);
    const QSignalBlocker quietSpeed(m_speed);
    // Setting the value that is there already would rewrite what is being typed.
    if (m_steps->value() != steps) {
        m_steps->setValue(steps);
    }
    for (QAbstractButton *button : m_counts->buttons()) {
        button->setChecked(m_counts->id(button) == steps);
    }
    m_schedule->setText(engine::effectiveSchedule(steps, m_settings.schedule()) == engine::Schedule::Epss
                            ? tr("%1 · EPSS: times tuned for this count").arg(steps)
                            : tr("%1 · uniform: evenly spread times").arg(steps));
    m_pin->setChecked(m_settings.seedPinned());
    showSeed(!m_seed->hasFocus());
    if (std::abs(m_speed->value() - m_settings.speed()) > kSpeedDigit / 2) {
        m_speed->setValue(m_settings.speed());
    }
}

} // namespace ui::studio

#include "moc_inspector.cpp"
