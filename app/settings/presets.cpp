#include "app/settings/presets.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/settings/setting_table.h"
#include "app/settings/settings.h"

namespace app {
namespace {

bool equal(const QJsonValue &one, const QJsonValue &other) {
    return one.isDouble() && other.isDouble() ? std::abs(one.toDouble() - other.toDouble()) < 1e-9 : one == other;
}

bool equal(const QJsonObject &one, const QJsonObject &other) {
    const QStringList &ids = presetSettings();
    return std::all_of(ids.begin(), ids.end(),
                       [&](const QString &id) { return equal(one.value(id), other.value(id)); });
}

QString sentence(const QString &objection) {
    return objection.isEmpty() ? objection : objection.at(0).toUpper() + objection.mid(1) + u'.';
}

} // namespace

Presets::Presets(QString file, Settings &settings, storage::FileThread &files, QObject *parent)
    : QObject(parent), m_settings(settings), m_all(shippedPresets()),
      m_file(std::move(file), files, *this,
             {readPresets, writePresets, [this] { return fileOf(m_all); },
              [this](const PresetFile &read, const QList<PresetChange> &unsaved) { adopt(read, unsaved); },
              [this](const Problem &what) { Q_EMIT problem(what); },
              [this](const ChangedObject &failure) {
                  m_diskFull = failure.diskFull;
                  Q_EMIT saveFailed({tr("Your presets could not be saved."), failure.remedy, failure.error});
              },
              [this] { Q_EMIT saved(); }}) {
    connect(&m_settings, &Settings::changed, this, [this](const QString &id) {
        if (presetSettings().contains(id))
            follow();
    });
    follow();
    refresh();
}

const Preset *Presets::find(const QString &name) const {
    const auto found =
        std::find_if(m_all.begin(), m_all.end(), [&](const Preset &preset) { return sameName(preset.name, name); });
    return found == m_all.end() ? nullptr : &*found;
}

const Preset *Presets::current() const {
    const QJsonObject now = presentValues();
    if (const Preset *used = find(m_used); used && equal(used->values, now))
        return used;
    const auto found =
        std::find_if(m_all.begin(), m_all.end(), [&](const Preset &preset) { return equal(preset.values, now); });
    return found == m_all.end() ? nullptr : &*found;
}

QJsonObject Presets::presentValues() const {
    QJsonObject values;
    for (const QString &id : presetSettings())
        values.insert(id, m_settings.value(id));
    return values;
}

void Presets::use(const QString &name) {
    const Preset *preset = find(name);
    if (!preset)
        return;
    const QJsonObject values = preset->values; // who follows the settings may change the presets
    const QString is = preset->name;
    const QJsonObject before = presentValues();
    const bool own = !current();
    m_used = is;
    for (const QString &id : presetSettings())
        m_settings.setValue(id, values.value(id));
    follow();
    if (presentValues() != before)
        Q_EMIT used(is, own);
}

QString Presets::save(const QString &name) {
    return save(name, presentValues());
}

QString Presets::save(const QString &name, const QJsonObject &values) {
    if (const QString objection = objectionTo(name); !objection.isEmpty())
        return sentence(objection);
    if (!find(name) && m_all.size() - shippedPresets().size() >= kMostPresets)
        return tr("There is room for %1 presets. Remove one first.").arg(kMostPresets);
    m_used = name;
    const Preset *before = find(name);
    act({before ? std::optional(*before) : std::nullopt, Preset{name, values}});
    return {};
}

QString Presets::rename(const QString &from, const QString &to) {
    const Preset *preset = find(from);
    if (!preset || preset->shipped)
        return tr("There is no such preset of your own.");
    if (const QString objection = objectionTo(to); !objection.isEmpty())
        return sentence(objection);
    if (find(to) && !sameName(from, to))
        return tr("Another preset has this name.");
    if (sameName(m_used, from))
        m_used = to;
    act({*preset, Preset{to, preset->values}});
    return {};
}

void Presets::remove(const QString &name) {
    if (const Preset *preset = find(name); preset && !preset->shipped)
        act({*preset, std::nullopt});
}

QString Presets::repeat(const PresetAct &wanted) {
    const Preset *there = wanted.before ? find(wanted.before->name) : nullptr;
    if (wanted.before && (!there || !equal(there->values, wanted.before->values)))
        return tr("It was changed since.");
    const Preset *other = wanted.after ? find(wanted.after->name) : nullptr;
    if (other && other != there)
        return tr("Another preset has this name.");
    if (wanted.after && !there && m_all.size() - shippedPresets().size() >= kMostPresets)
        return tr("There is room for %1 presets. Remove one first.").arg(kMostPresets);
    if (wanted.after)
        m_used = wanted.after->name;
    act(wanted);
    return {};
}

void Presets::refresh() {
    m_file.refresh();
}

void Presets::act(const PresetAct &act) {
    PresetChange change{act.after ? act.after->name : act.before->name, {}};
    if (act.after) {
        change.values = act.after->values;
        change.before = act.before ? act.before->name : QString();
    }
    apply(m_all, change);
    m_file.change({change});
    Q_EMIT changed();
    follow();
    if (act.before != act.after)
        Q_EMIT acted(act);
}

void Presets::adopt(const PresetFile &file, const QList<PresetChange> &unsaved) {
    QList<Preset> all = shippedPresets() + file.presets;
    for (const PresetChange &each : unsaved)
        apply(all, each);
    if (std::exchange(m_all, all) != all) {
        Q_EMIT changed();
        follow();
    }
}

void Presets::follow() {
    const Preset *now = current();
    const QString name = now ? now->name : QString();
    if (std::exchange(m_current, name) != name)
        Q_EMIT currentChanged();
}

} // namespace app

#include "moc_presets.cpp"
