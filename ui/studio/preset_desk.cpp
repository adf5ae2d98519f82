#include "ui/studio/preset_desk.h"

#include <QAction>
#include <QMenu>

#include <utility>

#include "app/settings/presets.h"
#include "app/settings/shortcuts.h"
#include "app/settings/value_history.h"
#include "ui/shared/icons.h"
#include "ui/shared/notice_bar.h"
#include "ui/studio/preset_row.h"

namespace ui::studio {

using app::PresetAct;
using app::Presets;
using shared::Notice;

namespace {

const QString kOwn = QStringLiteral("presets.own."); // and the name: the action's object name
const QString kSubject = QStringLiteral("preset:");  // and the name: what a notice is about

} // namespace

PresetDesk::PresetDesk(Uses uses, QObject *parent) : QObject(parent), m_uses(uses) {
    connectNotices();
    makeMenu();
    connect(&m_uses.presets, &Presets::changed, this, &PresetDesk::fill);
    connect(&m_uses.presets, &Presets::currentChanged, this, &PresetDesk::check);
    fill();
}

void PresetDesk::connectNotices() {
    Presets *presets = &m_uses.presets;
    connect(presets, &Presets::problem, this, [this](const app::Problem &problem) {
        m_uses.notices.post(Notice::Kind::Attention, QStringLiteral("presets"), problem);
    });
    connect(presets, &Presets::saveFailed, this, [this](const app::Problem &problem) {
        if (!m_uses.presets.isDiskFull()) {
            m_uses.notices.post(Notice::Kind::Attention, QStringLiteral("saving presets"), problem);
        }
    });
    connect(presets, &Presets::saved, this, [this] { m_uses.notices.withdraw(QStringLiteral("saving presets")); });
    connect(&m_uses.values, &app::ValueHistory::presetChanged, this, &PresetDesk::follow);
    connect(&m_uses.values, &app::ValueHistory::presetRefused, this, &PresetDesk::tellRefused);
}

// What was said of it is true no longer, whoever did this.
void PresetDesk::follow(const PresetAct &act, bool anew) {
    const QString was = act.before ? act.before->name : QString();
    const QString is = act.after ? act.after->name : QString();
    for (const QString &name : {was, is}) {
        m_uses.notices.withdraw(kSubject + name);
    }
    if (act.before && act.after && was != is) {
        moveKeys(was, is);
    }
    if (!anew || !act.before) {
        return;
    }
    offerUndo(!act.after                                ? tr("Preset “%1” removed.").arg(was)
              : act.before->values != act.after->values ? tr("Preset “%1” has the present values now.").arg(was)
                                                        : tr("Preset “%1” is called “%2” now.").arg(was, is),
              act);
}

void PresetDesk::tellRefused(const PresetAct &wanted, const QString &objection) {
    const QString what =
        !wanted.after ? tr("Preset “%1” was not removed.").arg(wanted.before->name)
        : wanted.before && wanted.before->name != wanted.after->name
            ? tr("Preset “%1” could not be called “%2” again.").arg(wanted.before->name, wanted.after->name)
            : tr("Preset “%1” could not be brought back.").arg(wanted.after->name);
    m_uses.notices.post(Notice::Kind::Attention, QStringLiteral("presets"), {what, objection, {}});
}

// A person's keys for it are kept under its name.
void PresetDesk::moveKeys(const QString &from, const QString &to) {
    const auto keys = m_uses.shortcuts.all().constFind(kOwn + from);
    if (keys != m_uses.shortcuts.all().constEnd()) {
        m_uses.shortcuts.change({{kOwn + to, *keys}, {kOwn + from, std::nullopt}});
    }
}

void PresetDesk::offerUndo(const QString &what, const PresetAct &act) {
    m_uses.notices.post(Notice::Kind::Info, kSubject + (act.after ? act.after : act.before)->name, {what, {}, {}},
                        {{tr("Undo"), [this, act] { m_uses.values.takeBack(act); }}});
}

void PresetDesk::makeMenu() {
    QMenu &menu = m_uses.menu;
    const auto add = [&](const char *id, QStringView iconName, const QString &text, auto act) {
        QAction *action = menu.addAction(shared::icon(iconName), text);
        action->setObjectName(QStringLiteral("presets.") + QLatin1String(id));
        connect(action, &QAction::triggered, &m_uses.row, act);
        return action;
    };
    m_end = menu.addSeparator();
    add("choose", u"settings", tr("&Choose a preset …"), &PresetRow::choose);
    add("save", u"save", tr("&Save as preset …"), &PresetRow::saveAs);
    m_rename = add("rename", u"text", tr("Re&name preset …"), &PresetRow::rename);
    m_remove = add("remove", u"remove", tr("Re&move preset"), &PresetRow::remove);
}

void PresetDesk::fill() {
    QMenu &menu = m_uses.menu;
    for (QAction *old : std::exchange(m_entries, {})) {
        menu.removeAction(old);
        old->deleteLater(); // it may be the one that is running
    }
    bool ruled = false;
    int number = 0; // the shipped ones are called otherwise in other languages
    for (const app::Preset &preset : m_uses.presets.all()) {
        if (!preset.shipped && !ruled) {
            m_entries << menu.insertSeparator(m_end);
            ruled = true;
        }
        auto *action =
            new QAction(shared::icon(u"settings"), QString(preset.name).replace(u'&', QStringLiteral("&&")), &menu);
        action->setObjectName(preset.shipped ? QStringLiteral("presets.shipped.%1").arg(++number) : kOwn + preset.name);
        action->setCheckable(true);
        action->setData(preset.name);
        connect(action, &QAction::triggered, this, [this, name = preset.name] {
            m_uses.presets.use(name);
            check(); // checked also when it was chosen already
        });
        menu.insertAction(m_end, action);
        m_entries << action;
    }
    check();
}

void PresetDesk::check() {
    const app::Preset *current = m_uses.presets.current();
    for (QAction *action : m_entries) {
        action->setChecked(current && action->data() == current->name);
    }
    m_rename->setEnabled(current && !current->shipped);
    m_remove->setEnabled(current && !current->shipped);
}

} // namespace ui::studio

#include "moc_preset_desk.cpp"
