#include "app/settings/value_history.h"

#include <QScopedValueRollback>
#include <QStringList>

#include <utility>

#include "app/settings/preset_file.h"
#include "app/settings/settings.h"

namespace app {

namespace {

constexpr qint64 kPause = 1000; // ms

QStringList different(const QJsonObject &one, const QJsonObject &other) {
    QStringList ids;
    for (const QString &id : presetSettings()) {
        if (one.value(id) != other.value(id))
            ids << id;
    }
    return ids;
}

QString nameOf(const QString &id) {
    const std::pair<const char *, QString> names[] = {
        {"nfe", ValueHistory::tr("steps")},
        {"schedule", ValueHistory::tr("schedule")},
        {"speed", ValueHistory::tr("speed")},
        {"cfg", ValueHistory::tr("guidance")},
        {"sway", ValueHistory::tr("sway")},
        {"precision", ValueHistory::tr("precision")},
        {"crossFade", ValueHistory::tr("cross-fade")},
        {"loudness", ValueHistory::tr("loudness")},
    };
    for (const auto &[known, name] : names) {
        if (id == QLatin1String(known))
            return name;
    }
    return ValueHistory::tr("settings");
}

QString nameOf(const PresetAct &act) {
    if (!act.before)
        return ValueHistory::tr("save preset “%1”", "an act").arg(act.after->name);
    if (!act.after)
        return ValueHistory::tr("remove preset “%1”", "an act").arg(act.before->name);
    return act.before->values == act.after->values
               ? ValueHistory::tr("rename preset “%1”", "an act").arg(act.before->name)
               : ValueHistory::tr("replace preset “%1”", "an act").arg(act.before->name);
}

} // namespace

ValueHistory::ValueHistory(Settings &settings, Presets &presets, QObject *parent)
    : QObject(parent), m_settings(settings), m_presets(presets), m_known(presets.presentValues()), m_now(m_known) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(0);
    connect(&m_soon, &QTimer::timeout, this, &ValueHistory::settle);
    connect(&m_settings, &Settings::changed, this, [this](const QString &id) {
        if (m_applying || !presetSettings().contains(id))
            return;
        follow(id);
    });
    connect(&m_presets, &Presets::used, this,
            [this](const QString &preset, bool) { name(tr("preset “%1”").arg(preset)); });
    connect(&m_presets, &Presets::acted, this, &ValueHistory::note);
}

void ValueHistory::name(const QString &what) {
    if (m_soon.isActive())
        m_name = what;
}

void ValueHistory::follow(const QString &id) {
    if (m_touched.contains(id))
        settle();
    m_touched << id;
    m_now.insert(id, m_settings.value(id));
    m_soon.start();
    Q_EMIT acted();
}

void ValueHistory::settle() {
    m_soon.stop();
    m_touched.clear();
    const QString said = std::exchange(m_name, {});
    const QJsonObject now = m_now;
    const QStringList ids = different(m_known, now);
    const QJsonObject before = std::exchange(m_known, now);
    if (ids.isEmpty())
        return;
    const QString what = !said.isEmpty() ? said : ids.size() == 1 ? nameOf(ids.first()) : tr("settings");
    const bool goesOn = said.isEmpty() && ids.size() == 1 && m_undone.empty() && !m_done.empty() &&
                        m_done.back().what == what && m_done.back().after == before && m_sinceLast.isValid() &&
                        m_sinceLast.elapsed() < kPause && different(m_done.back().before, before) == ids;
    m_sinceLast.start();
    m_undone.clear();
    if (goesOn) {
        m_done.back().after = now;
        return;
    }
    add({what, before, now});
}

void ValueHistory::add(Step step) {
    m_done.push_back(std::move(step));
    if (m_done.size() > kMostSteps)
        m_done.erase(m_done.begin());
}

void ValueHistory::note(const PresetAct &act) {
    if (m_applying) {
        Q_EMIT presetChanged(act, false);
        return;
    }
    settle();
    m_undone.clear();
    m_sinceLast.invalidate();
    add({nameOf(act), {}, {}, act});
    Q_EMIT acted();
    Q_EMIT presetChanged(act, true);
}

bool ValueHistory::repeat(const PresetAct &act) {
    const QScopedValueRollback<bool> applying(m_applying, true);
    const QString objection = m_presets.repeat(act);
    if (!objection.isEmpty())
        Q_EMIT presetRefused(act, objection);
    return objection.isEmpty();
}

void ValueHistory::takeBack(const PresetAct &act) {
    settle();
    if (!m_done.empty() && m_done.back().preset == act) {
        undo();
        return;
    }
    if (repeat(act.reversed())) { // a step of its own
        add({nameOf(act.reversed()), {}, {}, act.reversed()});
        Q_EMIT acted();
    }
}

void ValueHistory::apply(const QJsonObject &values) {
    {
        const QScopedValueRollback<bool> applying(m_applying, true);
        for (const QString &id : different(m_presets.presentValues(), values))
            m_settings.setValue(id, values.value(id));
    }
    m_known = m_now = m_presets.presentValues();
    m_sinceLast.invalidate();
}

QString ValueHistory::undoText() {
    settle();
    return m_done.empty() ? QString() : m_done.back().what;
}

QString ValueHistory::redoText() {
    settle();
    return m_undone.empty() ? QString() : m_undone.back().what;
}

void ValueHistory::undo() {
    settle();
    if (m_done.empty())
        return;
    const Step step = m_done.back();
    m_done.pop_back();
    if (!step.preset) {
        m_undone.push_back(step);
        apply(step.before);
    } else if (repeat(step.preset->reversed())) {
        m_undone.push_back(step);
    }
}

QJsonObject ValueHistory::lastBefore() {
    settle();
    return m_done.empty() || m_done.back().preset ? m_known : m_done.back().before;
}

void ValueHistory::goBackTo(const QJsonObject &values) {
    settle();
    if (!m_done.empty() && !m_done.back().preset && m_done.back().before == values) {
        undo();
        return;
    }
    for (const QString &id : different(m_known, values))
        m_settings.setValue(id, values.value(id));
    settle();
}

void ValueHistory::redo() {
    settle();
    if (m_undone.empty())
        return;
    const Step step = m_undone.back();
    m_undone.pop_back();
    if (!step.preset) {
        m_done.push_back(step);
        apply(step.after);
    } else if (repeat(*step.preset)) {
        m_done.push_back(step);
    }
}

} // namespace app

#include "moc_value_history.cpp"
