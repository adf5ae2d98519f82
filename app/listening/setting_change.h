// The default that a listening test decided: applied with one click, said where it comes from, and taken back with
// another one, also after a restart. GUI thread (that of Settings), which waits for no disk.
//
// What is written is one change of settings.json (app/settings/settings_file.h: whole or not at all): the values and,
// in the same write, their provenance and what was there before. It counts from the next utterance on. "Apart": the
// settings of people's own lines, of danmaku and of the API can differ (app/settings/speech_purposes.h); the precision
// belongs to the model that is loaded and so to all of them.
#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QObject>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>
#include <string>

#include "app/listening/test_results.h"
#include "app/problem.h"
#include "app/settings/speech_purposes.h"

namespace app {
class Settings;
}

namespace app::listening {

// Median RTF of the benchmark (speed_check.h) around the change; none: not measured.
struct SpeedFinding {
    std::optional<double> before, after;
    // Of the test's baseline, measured like the other two, times what the test promised. The baseline need not be what
    // counted before.
    std::optional<double> predicted;

    // (after − predicted) / predicted; none where something was not measured. A machine that does something else
    // meanwhile makes it large.
    std::optional<double> error() const;
    std::optional<bool> cameTrue() const; // within 5 %
};

// What was applied and why. Everything but the values is for people and may be empty.
struct AppliedChange {
    QDateTime at; // UTC
    QString test; // testId(); empty: by hand
    QString designHash;
    QString testName;
    QString verdict; // as engine::statistics::toString
    int votes = 0, listeners = 0;
    QString program;                            // version
    QString build;                              // what compiled it
    SpeechSteps steps;                          // that are used since
    std::optional<engine::Precision> precision; // none: not changed
    QList<SpeechPurpose> purposes;              // empty: all
    QList<SpeechSteps> before;                  // of allPurposes(), as they were; filled by apply(), as is the next one
    std::optional<engine::Precision> precisionBefore;
    std::optional<double> promisedRatio;     // RTF of the column / RTF of the baseline, as the test measured them
    std::optional<SpeechSteps> promisedFrom; // the baseline
    std::optional<engine::Precision> promisedFromPrecision; // its
    SpeedFinding speed;
    QDateTime rolledBack; // invalid: it counts

    SpeechSteps stepsBefore() const; // of the first purpose that changed
    bool concerns(SpeechPurpose purpose) const { return purposes.isEmpty() || purposes.contains(purpose); }
};
QJsonObject toJson(const AppliedChange &change);
std::optional<AppliedChange> changeFromJson(const QJsonObject &json); // none: makes no sense

class SettingChange : public QObject {
    Q_OBJECT

public:
    explicit SettingChange(Settings &settings, QObject *parent = nullptr);

    // What would be written for a column of a test. `purposes` empty: all. Error(BadInput) when objectionToApplying()
    // has one: nothing else becomes a default.
    static AppliedChange orderFor(const TestResults &results, Condition column, QList<SpeechPurpose> purposes = {});

    // The same order with what it would replace: `before` and `precisionBefore`.
    AppliedChange withBefore(AppliedChange order) const;

    // "NFE 7 EPSS → NFE 6 EPSS, everywhere": what would change, a line each, translated. Empty: nothing.
    QStringList differences(const AppliedChange &order) const;

    // Each of the three looks first at what other programs wrote (Settings::lookAgain), so that nothing has happened
    // yet when it returns; `done` is called afterwards, unless this object is gone by then. Settings::saved() or
    // saveFailed() says whether the disk has it.
    using Done = std::function<void(const std::optional<Problem> &problem)>;
    // A problem when the environment sets one of the values (what a variable says goes before the file), or an order
    // that makes no sense; nothing is changed then.
    void apply(const AppliedChange &order, Done done);
    // The values of before. A value that somebody changed since stays, and is named in the problem.
    void rollBack(Done done);
    bool mayRollBack() const; // the last change was not taken back

    std::optional<AppliedChange> last() const;                 // also from earlier runs
    QList<AppliedChange> history() const;                      // newest first, at most 20
    void noteSpeed(const SpeedFinding &speed, Done done = {}); // of what was applied here last

Q_SIGNALS:
    void changed(); // what last() says

private:
    std::optional<Problem> applyNow(const AppliedChange &order);
    std::optional<Problem> rollBackNow();
    void keep(const QList<AppliedChange> &changes);

    Settings &m_settings;
    QDateTime m_applied; // here; invalid: nothing yet
};

} // namespace app::listening
