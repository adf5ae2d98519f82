#include "ui/theme_desk.h"

#include <QAction>
#include <QActionGroup>
#include <QApplication>

#include <utility>

#include "app/settings/settings.h"

namespace ui {
namespace {

constexpr std::pair<app::Theme, Appearance> kThemes[] = {{app::Theme::System, Appearance::System},
                                                         {app::Theme::Light, Appearance::Light},
                                                         {app::Theme::Dark, Appearance::Dark}};

} // namespace

ThemeDesk::ThemeDesk(app::Settings &settings, QObject *parent) : QObject(parent), m_settings(settings), m_theme(*qApp) {
    connect(&m_settings, &app::Settings::changed, this, [this](const QString &id) {
        if (id == u"theme")
            follow();
    });
    follow();
}

void ThemeDesk::connectMenu(QActionGroup &themes) {
    m_themes = &themes;
    connect(&themes, &QActionGroup::triggered, this, [this](const QAction *action) {
        for (const auto &[theme, appearance] : kThemes) {
            if (action->data().toInt() == int(appearance))
                m_settings.setTheme(theme);
        }
    });
    follow();
}

void ThemeDesk::follow() {
    for (const auto &[theme, appearance] : kThemes) {
        if (theme == m_settings.theme())
            m_theme.setAppearance(appearance);
    }
    if (!m_themes)
        return;
    for (QAction *action : m_themes->actions())
        action->setChecked(action->data().toInt() == int(m_theme.appearance()));
}

} // namespace ui

#include "moc_theme_desk.cpp"
