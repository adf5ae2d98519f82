#include "ui/shared/program_strip.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>

#include <cmath>

#include "app/settings/settings.h"
#include "app/speech/player.h"
#include "ui/shared/icons.h"
#include "ui/shared/level_meter.h"
#include "ui/shared/plain_tip.h"
#include "ui/theme.h"

namespace ui::shared {

ProgramStrip::ProgramStrip(app::speech::Player &player, app::Settings &settings, QWidget *parent)
    : QWidget(parent), m_player(player), m_settings(settings) {
    m_onAir = new QToolButton(this);
    m_onAir->setIconSize(QSize(20, 20));
    m_onAir->setAccessibleName(tr("Send to program"));
    m_onAir->setCheckable(true);
    m_onAir->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_meter = new LevelMeter(this);
    m_meter->setAccessibleName(tr("Program level meter"));
    m_meter->setFixedWidth(64);
    m_level = new QSlider(Qt::Horizontal, this);
    m_level->setRange(0, 100);
    m_level->setFixedWidth(72);
    m_level->setAccessibleName(tr("Program level"));

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(m_onAir);
    row->addWidget(m_meter);
    row->addWidget(m_level);

    connect(m_onAir, &QToolButton::clicked, this, &ProgramStrip::toggle);
    // The ear hears in ratios: a square law gives the slider an even feel.
    connect(m_level, &QSlider::valueChanged, this,
            [this](int percent) { m_settings.setProgramLevel(std::pow(percent / 100.0, 2.0)); });
    connect(&m_player, &app::speech::Player::programChanged, this, &ProgramStrip::follow);
    connect(&m_player, &app::speech::Player::programLevelChanged, m_meter, &LevelMeter::setPeak);
    connect(&m_settings, &app::Settings::changed, this, &ProgramStrip::followLevel);
    followLevel();
    follow();
}

bool ProgramStrip::canToggle() const {
    return !m_player.program().id.isEmpty();
}

bool ProgramStrip::isOnAir() const {
    return m_player.program().onAir;
}

void ProgramStrip::toggle() {
    m_player.setOnAir(!isOnAir());
    follow(); // the button shows what is, not what was asked for
}

void ProgramStrip::follow() {
    const auto &program = m_player.program();
    const bool missing = program.onAir && !program.present;
    m_onAir->setEnabled(canToggle());
    m_onAir->setChecked(program.onAir);
    m_onAir->setIcon(icon(u"on-air", missing ? Tone::Attention : program.onAir ? Tone::Alarm : Tone::Text));
    m_onAir->setText(missing ? tr("No device") : program.onAir ? tr("On air") : tr("Off air"));
    setRole(m_onAir, missing ? "attention" : "on-air");
    const QString said =
        !canToggle()    ? tr("Choose a program device first: then a stream can hear what you play.")
        : missing       ? tr("On air, but the program device is not there. It is used again when it is back.")
        : program.onAir ? tr("On air: what plays is heard on “%1” too. Click to keep it private.").arg(program.name)
                        : tr("Off air: only you hear what plays. Click to send it to the program too.");
    m_onAir->setToolTip(plainTip(said));
    m_onAir->setAccessibleDescription(said);
    m_meter->setVisible(canToggle());
    m_level->setVisible(canToggle());
    Q_EMIT changed();
}

void ProgramStrip::followLevel() {
    const QSignalBlocker quiet(m_level);
    m_level->setValue(int(std::lround(std::sqrt(m_settings.programLevel()) * 100)));
    m_level->setToolTip(tr("Program level %1 %").arg(m_level->value()));
}

} // namespace ui::shared

#include "moc_program_strip.cpp"
