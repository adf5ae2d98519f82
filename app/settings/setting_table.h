// Every setting that a person may change: where it stands in settings.json ("speech.nfe" is the key "nfe" of the object
// "speech"), what it may be, and its default. The file, the environment (ISHOWTTS__SPEECH__NFE) and the Settings pane
// all go by this table; settings.h gives each its type. Any thread.
#pragma once

#include <QJsonValue>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace app {

struct Setting {
    enum class Kind {
        Flag,   // true or false
        Whole,  // a whole number from low to high
        Number, // a number from low to high
        Choice, // one of `choices`
        Text,   // at most kLongestText characters
        Seed    // 0 … 2⁶⁴−1, written as text because a JSON number keeps 53 bits only
    };
    static constexpr qsizetype kLongestText = 4096;

    QString id; // within the program, and what Settings::changed() says: "nfe", "exportPause"
    QString section;
    QString key; // within the section
    Kind kind;
    QJsonValue fallback;
    double low = 0;
    double high = 0;
    QStringList choices = {};

    QString path() const { return section + u'.' + key; } // "export.pause", for people
    QString variable() const;                             // "ISHOWTTS__EXPORT__PAUSE"
    bool accepts(const QJsonValue &value) const;
    // What a person wrote: "yes", "0.5", "16". None when it is no such value.
    std::optional<QJsonValue> parse(const QString &text) const;
    QString allowed() const; // "a whole number from 1 to 128", translated
};

const QList<Setting> &settingTable();
const Setting *findSetting(const QString &id); // null when there is none

// What a choice of the setting "loudness" means, in LUFS; none: as spoken.
std::optional<double> lufsOf(const QString &choice);

// As a variable or a person spells it: ignoring case, '_' and '-'. Null when there is none.
const Setting *settingNamed(const QString &section, const QString &key);

// The setting whose path is most like this one, spelt as freely; null when none is near.
const Setting *nearestSetting(const QString &section, const QString &key);

} // namespace app
