#include "ui/settings/settings_desk.h"

#include <QAction>

#include "app/settings/settings.h"
#include "app/speech/player.h"
#include "app/voices/voice_library.h"
#include "ui/settings/settings_window.h"

namespace ui::settings {

SettingsDesk::SettingsDesk(Uses uses, QWidget *window)
    : QObject(window), m_uses(uses), m_window(window), m_edits(uses.settings) {
    const auto refresh = [this] {
        if (m_open)
            m_open->refresh();
    };
    connect(&m_uses.voices, &app::voices::VoiceLibrary::changed, this, refresh);
    connect(&m_uses.player, &app::speech::Player::devicesChanged, this, refresh);
}

SettingsWindow *SettingsDesk::open() {
    if (!m_open) {
        const Choices voices = [this] {
            QList<QPair<QString, QString>> all;
            for (const engine::Voice &voice : m_uses.voices.voices()->voices)
                all << qMakePair(QString::fromStdString(voice.id), QString::fromStdString(voice.name));
            return all;
        };
        const Choices devices = [this] {
            QList<QPair<QString, QString>> all{{QString(), tr("System default")}};
            for (const app::speech::OutputDevice &device : m_uses.player.devices())
                all << qMakePair(QString::fromUtf8(device.id), device.name);
            return all;
        };
        const Choices programs = [devices] {
            auto all = devices();
            all.front().second = tr("None");
            return all;
        };
        m_open = new SettingsWindow(m_uses.settings, m_edits,
                                    {{QStringLiteral("voice"), voices},
                                     {QStringLiteral("outputDevice"), devices},
                                     {QStringLiteral("programDevice"), programs}},
                                    m_window);
        m_open->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_open, &SettingsWindow::shortcutsWanted, &m_uses.shortcuts, &QAction::trigger);
        m_open->show();
    }
    m_open->raise();
    m_open->activateWindow();
    return m_open;
}

} // namespace ui::settings

#include "moc_settings_desk.cpp"
