#include "ui/studio/voice_menu.h"

#include <QCoreApplication>
#include <QMenu>

#include "app/script/script_document.h"
#include "app/voices/voice_library.h"

namespace ui::studio {

namespace {

struct MenuWords {
    Q_DECLARE_TR_FUNCTIONS(ui::studio::VoiceMenu)
};

} // namespace

QMenu *makeVoiceMenu(app::script::ScriptDocument &script, const QList<int> &rows,
                     const app::voices::VoiceLibrary &voices, QWidget *parent) {
    auto *menu = new QMenu(MenuWords::tr("Voice of the line"), parent);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QString now = script.line(rows.first()).voiceId;
    const auto add = [&](QString name, const QString &id) {
        QAction *action = menu->addAction(name.replace(u'&', QStringLiteral("&&")));
        action->setCheckable(true);
        action->setChecked(id == now);
        QObject::connect(action, &QAction::triggered, &script, [&script, rows, id] { script.setVoice(rows, id); });
    };
    add(MenuWords::tr("The voice chosen above"), {});
    menu->addSeparator();
    const auto list = voices.voices();
    for (const engine::Voice &voice : list->voices) {
        add(QString::fromStdString(voice.name), QString::fromStdString(voice.id));
        for (const engine::Voice &style : list->styled)
            if (style.id.starts_with(voice.id + ':'))
                add(QString::fromStdString(style.name), QString::fromStdString(style.id));
    }
    if (!now.isEmpty() && !voices.find(now))
        add(MenuWords::tr("%1 (not there)").arg(now), now);
    return menu;
}

} // namespace ui::studio
