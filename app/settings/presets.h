// Named sets of what the inspector says: the shipped ones and a person's own, kept in presets.json beside settings.json
// (preset_file.h). GUI thread; the disk is the file thread's. A change counts at once and is written at once; what
// another Studio saved meanwhile is there after the next change or refresh().
#pragma once

#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QString>

#include <optional>

#include "app/problem.h"
#include "app/settings/preset_file.h"
#include "app/settings/shared_file.h"

namespace app {

class Settings;

// What a person did to one preset of their own: saved, replaced, renamed or removed it.
struct PresetAct {
    std::optional<Preset> before; // none: it is new
    std::optional<Preset> after;  // none: it was removed

    PresetAct reversed() const { return {after, before}; }
    friend bool operator==(const PresetAct &, const PresetAct &) = default;
};

class Presets : public QObject {
    Q_OBJECT

public:
    Presets(QString file, Settings &settings, storage::FileThread &files, QObject *parent = nullptr);

    const QList<Preset> &all() const { return m_all; } // the shipped ones, then a person's own by name
    const Preset *find(const QString &name) const;     // ignoring case; null when there is none

    // The one that fits what the settings say now: the one that was used last when several do. Null when none does.
    const Preset *current() const;
    QJsonObject presentValues() const; // by Setting::id

    void use(const QString &name); // the settings say what it says
    // A new one with the present values, or in place of a person's own with this name. Empty when it is done, else
    // what is wrong with the name, as a sentence.
    QString save(const QString &name);
    QString save(const QString &name, const QJsonObject &values);
    QString rename(const QString &from, const QString &to); // a person's own, to a name that is free
    void remove(const QString &name);                       // a person's own
    // The same act again, or reversed() back: where the preset is as `act.before` says. Else a sentence that says why
    // not.
    QString repeat(const PresetAct &act);

    void refresh();                                // reads the file again
    bool isDiskFull() const { return m_diskFull; } // that is why it saveFailed()

Q_SIGNALS:
    void changed();                                    // all()
    void currentChanged();                             // current()
    void used(const QString &name, bool insteadOfOwn); // use() changed something; own values: no preset's
    void acted(const app::PresetAct &act);             // of save(), rename(), remove() and repeat(); after changed()
    void problem(const app::Problem &problem);         // of the file; the presets that make sense are there
    void saveFailed(const app::Problem &problem);      // once, until saving works again
    void saved();

private:
    void act(const PresetAct &act);
    void adopt(const PresetFile &file, const QList<PresetChange> &unsaved);
    void follow();

    Settings &m_settings;
    QList<Preset> m_all;
    QString m_used;    // last
    QString m_current; // as currentChanged() said it last
    bool m_diskFull = false;
    SharedFile<PresetFile, PresetChange> m_file;
};

} // namespace app
