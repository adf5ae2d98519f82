#include "ui/settings/setting_edits.h"

#include <algorithm>
#include <utility>

#include "app/settings/settings.h"

namespace ui::settings {
namespace {

constexpr std::size_t kMostSteps = 200;
constexpr qint64 kPause = 1000; // ms; a held arrow key is one step

} // namespace

SettingEdits::SettingEdits(app::Settings &settings, QObject *parent) : QObject(parent), m_settings(settings) {
    // A value that changes elsewhere may make a step one that leads nowhere any more, or again.
    connect(&m_settings, &app::Settings::changed, this, &SettingEdits::changed);
}

SettingEdits::Value SettingEdits::now(const QString &id) const {
    return m_settings.isDefault(id) ? Value() : Value(m_settings.value(id));
}

void SettingEdits::put(const QString &id, const Value &value) {
    if (value)
        m_settings.setValue(id, *value);
    else
        m_settings.restore(id);
}

void SettingEdits::set(const QString &id, const QJsonValue &value) {
    const Value before = now(id);
    m_settings.setValue(id, value);
    if (const Value after = now(id); after != before)
        add({{id, before, after, {}}});
}

void SettingEdits::restore(const QStringList &ids) {
    Step step;
    for (const QString &id : ids) {
        const Value before = now(id);
        m_settings.restore(id);
        if (before)
            step.push_back({id, before, {}, {}});
    }
    m_sinceLast.invalidate();
    if (!step.empty())
        add(std::move(step));
    m_sinceLast.invalidate();
}

void SettingEdits::add(Step step) {
    const bool goesOn = m_undone.empty() && !m_done.empty() && step.size() == 1 && m_done.back().size() == 1 &&
                        m_done.back().front().id == step.front().id &&
                        m_done.back().front().after == step.front().before && m_sinceLast.isValid() &&
                        m_sinceLast.elapsed() < kPause;
    m_sinceLast.start();
    m_undone.clear();
    if (goesOn) {
        Edit &edit = m_done.back().front();
        edit.between.push_back(std::exchange(edit.after, step.front().after));
    } else {
        m_done.push_back(std::move(step));
        if (m_done.size() > kMostSteps)
            m_done.erase(m_done.begin());
    }
    Q_EMIT edited();
    Q_EMIT changed();
}

bool SettingEdits::stands(const Edit &edit, Value Edit::*value) const {
    const Value is = now(edit.id);
    if (is == edit.*value)
        return false;
    if (value == &Edit::after)
        return is == edit.before;
    return is == edit.after || std::find(edit.between.begin(), edit.between.end(), is) != edit.between.end();
}

std::size_t SettingEdits::movable(const std::vector<Step> &steps, Value Edit::*value) const {
    std::size_t count = steps.size();
    while (count > 0 && std::none_of(steps[count - 1].begin(), steps[count - 1].end(),
                                     [&](const Edit &edit) { return stands(edit, value); }))
        --count;
    return count;
}

QStringList SettingEdits::namesOf(const std::vector<Step> &steps, Value Edit::*value) const {
    QStringList ids;
    if (const std::size_t count = movable(steps, value); count > 0) {
        for (const Edit &edit : steps[count - 1]) {
            if (stands(edit, value))
                ids << edit.id;
        }
    }
    return ids;
}

QStringList SettingEdits::undone() const {
    return namesOf(m_done, &Edit::before);
}

QStringList SettingEdits::redone() const {
    return namesOf(m_undone, &Edit::after);
}

// What other places have changed since is theirs; steps with nothing else in them are passed over.
void SettingEdits::move(std::vector<Step> &from, std::vector<Step> &to, Value Edit::*value) {
    const std::size_t count = movable(from, value);
    if (count == 0)
        return;
    m_sinceLast.invalidate();
    Step moved;
    while (from.size() >= count) {
        moved = from.back();
        to.push_back(std::move(from.back()));
        from.pop_back();
    }
    std::erase_if(moved, [&](const Edit &edit) { return !stands(edit, value); }); // before one changes another
    for (const Edit &edit : moved)
        put(edit.id, edit.*value);
    Q_EMIT edited();
    Q_EMIT changed();
}

void SettingEdits::undo() {
    move(m_done, m_undone, &Edit::before);
}

void SettingEdits::redo() {
    move(m_undone, m_done, &Edit::after);
}

} // namespace ui::settings

#include "moc_setting_edits.cpp"
