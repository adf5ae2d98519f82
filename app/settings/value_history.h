// What the values of the inspector were before, with undo and redo: every change of a setting that a preset holds, from
// wherever it comes, and what was done to presets themselves. What changes at one moment (a preset, "As shipped") is
// one step, and so is one value that changes again and again (a held arrow key). GUI thread.
#pragma once

#include <QElapsedTimer>
#include <QJsonObject>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>

#include <optional>
#include <vector>

#include "app/settings/presets.h"

namespace app {

class Settings;

class ValueHistory : public QObject {
    Q_OBJECT

public:
    static constexpr std::size_t kMostSteps = 200;

    ValueHistory(Settings &settings, Presets &presets, QObject *parent = nullptr);

    void name(const QString &what); // what is being done at this moment: "as shipped"
    QString undoText();             // translated: "preset Live", "speed"; empty: nothing to undo
    QString redoText();
    void undo();
    void redo();
    QJsonObject lastBefore();                 // the values before the newest step
    void goBackTo(const QJsonObject &values); // undo, when that is what it does; else a step of its own
    void takeBack(const PresetAct &act);      // likewise

Q_SIGNALS:
    void acted();                                                               // something was changed anew
    void presetChanged(const app::PresetAct &act, bool anew);                   // else it was undone, or done again
    void presetRefused(const app::PresetAct &wanted, const QString &objection); // it was changed by somebody else

private:
    struct Step {
        QString what;
        QJsonObject before, after;            // by Setting::id
        std::optional<PresetAct> preset = {}; // instead of values
    };

    void settle(); // what changed at this moment is a step
    void follow(const QString &id);
    void apply(const QJsonObject &values);
    void add(Step step);
    void note(const PresetAct &act);
    bool repeat(const PresetAct &act);

    Settings &m_settings;
    Presets &m_presets;
    QJsonObject m_known; // before what is happening now
    QJsonObject m_now;
    QStringList m_touched; // meanwhile; what is touched twice was touched by two acts
    QString m_name;
    std::vector<Step> m_done;   // the newest last
    std::vector<Step> m_undone; // likewise
    bool m_applying = false;
    QTimer m_soon;
    QElapsedTimer m_sinceLast;
};

} // namespace app
