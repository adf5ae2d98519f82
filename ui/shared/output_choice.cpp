#include "ui/shared/output_choice.h"

#include <QActionGroup>
#include <QEvent>
#include <QLabel>
#include <QMenu>
#include <QWidgetAction>

#include "app/settings/settings.h"
#include "app/speech/player.h"
#include "ui/shared/icons.h"
#include "ui/shared/plain_tip.h"
#include "ui/theme.h"

namespace ui::shared {

namespace {

constexpr int kChoiceWidth = 176;
constexpr int kAround = 52; // icon, gaps and border

QString forMenu(QString name) {
    return name.replace(u'&', QStringLiteral("&&"));
}

QAction *add(QMenu *menu, QActionGroup *group, const QString &text, const QByteArray &id, bool chosen) {
    QAction *action = menu->addAction(forMenu(text));
    action->setData(id);
    action->setCheckable(true);
    action->setChecked(chosen);
    group->addAction(action);
    return action;
}

void addHeading(QMenu *menu, const QString &text) {
    auto *label = new QLabel(text, menu);
    label->setContentsMargins(kGrid, kGrid, kGrid, 4);
    setRole(label, "quiet");
    auto *heading = new QWidgetAction(menu);
    heading->setText(text); // for screen readers
    heading->setDefaultWidget(label);
    heading->setEnabled(false); // the keyboard passes it
    menu->addAction(heading);
}

} // namespace

OutputChoice::OutputChoice(app::speech::Player &player, app::Settings &settings, QWidget *parent)
    : QToolButton(parent), m_player(player), m_settings(settings), m_menu(new QMenu(this)) {
    setIcon(shared::icon(u"output", Tone::Quiet));
    setIconSize(QSize(20, 20));
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setPopupMode(QToolButton::InstantPopup);
    setFocusPolicy(Qt::StrongFocus);
    setMaximumWidth(kChoiceWidth);
    setRole(this, "segment");
    setMenu(m_menu);
    setAccessibleName(tr("Output devices"));
    m_menu->setAccessibleName(tr("Output devices"));
    connect(m_menu, &QMenu::aboutToShow, this, &OutputChoice::fill);
    connect(&m_player, &app::speech::Player::devicesChanged, this, &OutputChoice::follow);
    connect(&m_player, &app::speech::Player::deviceChanged, this, &OutputChoice::follow);
    connect(&m_player, &app::speech::Player::programChanged, this, &OutputChoice::follow);
    follow();
}

void OutputChoice::fill() {
    m_menu->clear();
    qDeleteAll(m_menu->findChildren<QActionGroup *>());
    const QByteArray monitor = m_settings.outputDevice();
    const QByteArray program = m_settings.programDevice();

    addHeading(m_menu, tr("Monitor: what you hear"));
    auto *monitors = new QActionGroup(m_menu);
    add(m_menu, monitors, tr("System default"), {}, monitor.isEmpty());
    addDevices(monitors, monitor, program, tr("%1 (program)", "an output device"));
    connect(monitors, &QActionGroup::triggered, this,
            [this](QAction *action) { m_settings.setOutputDevice(action->data().toByteArray()); });

    m_menu->addSeparator();
    addHeading(m_menu, tr("Program: what a stream hears"));
    auto *programs = new QActionGroup(m_menu);
    add(m_menu, programs, tr("None"), {}, program.isEmpty());
    addDevices(programs, program, monitor, tr("%1 (monitor)", "an output device"));
    connect(programs, &QActionGroup::triggered, this,
            [this](QAction *action) { m_settings.setProgramDevice(action->data().toByteArray()); });
}

void OutputChoice::addDevices(QActionGroup *group, const QByteArray &chosen, const QByteArray &taken,
                              const QString &takenFor) {
    bool found = chosen.isEmpty();
    for (const auto &device : m_player.devices()) {
        const bool isTaken = !taken.isEmpty() && device.id == taken;
        QAction *action =
            add(m_menu, group, isTaken ? takenFor.arg(device.name) : device.name, device.id, device.id == chosen);
        action->setEnabled(!isTaken);
        found = found || device.id == chosen;
    }
    if (!found)
        add(m_menu, group, tr("%1 (not there)", "an output device").arg(QString::fromUtf8(chosen)), chosen, true);
}

void OutputChoice::changeEvent(QEvent *event) {
    QToolButton::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        follow();
}

void OutputChoice::follow() {
    const QString monitor = m_player.deviceName().isEmpty() ? tr("No output device") : m_player.deviceName();
    setText(forMenu(fontMetrics().elidedText(monitor, Qt::ElideRight, kChoiceWidth - kAround)));
    const auto &program = m_player.program();
    const QString said = program.id.isEmpty() ? tr("Monitor: %1. No program.").arg(monitor)
                         : program.present    ? tr("Monitor: %1. Program: %2.").arg(monitor, program.name)
                                              : tr("Monitor: %1. The program device is not there.").arg(monitor);
    setToolTip(plainTip(said));
    setAccessibleDescription(said);
}

} // namespace ui::shared

#include "moc_output_choice.cpp"
