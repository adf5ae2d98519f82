#include "app/listening/setting_change.h"

#include <QJsonArray>

#include <algorithm>
#include <utility>

#include "app/listening/listening_words.h"
#include "app/settings/settings.h"
#include "engine/error.h"

namespace app::listening {

namespace {

constexpr qsizetype kMostKept = 20;
const QString kHistory = QStringLiteral("history");

QString shown(const SpeechSteps &steps) {
    const bool epss = engine::effectiveSchedule(steps.nfeStep, steps.schedule) == engine::Schedule::Epss;
    return QStringLiteral("NFE %1 %2").arg(steps.nfeStep).arg(epss ? QStringLiteral("EPSS") : say("uniform"));
}

QString shown(engine::Precision precision) {
    return QString::fromStdString(engine::toString(precision));
}

QList<SpeechSteps> wanted(const AppliedChange &order, QList<SpeechSteps> steps) {
    for (qsizetype i = 0; i < steps.size(); ++i) {
        if (order.concerns(allPurposes()[i]))
            steps[i] = order.steps;
    }
    return steps;
}

} // namespace

SettingChange::SettingChange(Settings &settings, QObject *parent) : QObject(parent), m_settings(settings) {
    connect(&m_settings, &Settings::changed, this, [this](const QString &key) {
        if (key == QLatin1String("appliedChanges"))
            Q_EMIT changed();
    });
}

AppliedChange SettingChange::orderFor(const TestResults &results, Condition column, QList<SpeechPurpose> purposes) {
    if (const auto objection = objectionToApplying(results, column))
        throw engine::badInput(objection->toStdString(),
                               sayPlain("Choose steps and schedule in the settings by hand."));
    AppliedChange order;
    const TestColumn &chosen = columnOf(results.design, column),
                     &was = columnOf(results.design, results.design.baseline);
    order.test = qt(results.test);
    order.designHash = qt(results.designHash);
    order.testName = qt(results.design.name);
    if (const CandidateResult *candidate = results.find(column))
        order.verdict = qt(engine::statistics::toString(candidate->decision.verdict));
    order.votes = int(results.votes);
    order.listeners = int(results.listeners);
    order.program = QStringLiteral(ISHOWTTS_VERSION);
    order.build = QStringLiteral("compiler " __VERSION__);
    order.steps = {chosen.nfeStep, engine::effectiveSchedule(chosen.nfeStep, chosen.schedule)};
    if (chosen.precision != was.precision)
        order.precision = chosen.precision;
    order.purposes = purposes.size() == allPurposes().size() ? QList<SpeechPurpose>() : std::move(purposes);
    const auto now = results.measured.median("rtf", results.design.baseline),
               then = results.measured.median("rtf", column);
    if (now && then && *now > 0)
        order.promisedRatio = *then / *now;
    order.promisedFrom = SpeechSteps{was.nfeStep, engine::effectiveSchedule(was.nfeStep, was.schedule)};
    order.promisedFromPrecision = was.precision;
    return order;
}

AppliedChange SettingChange::withBefore(AppliedChange order) const {
    order.before = stepsOfAll(m_settings);
    order.precisionBefore = m_settings.precision();
    return order;
}

QStringList SettingChange::differences(const AppliedChange &order) const {
    QStringList lines;
    const QList<SpeechSteps> now = stepsOfAll(m_settings), then = wanted(order, now);
    for (qsizetype i = 0; i < now.size(); ++i) {
        if (now[i] != then[i])
            lines << say("%1 → %2, for %3").arg(shown(now[i]), shown(then[i]), nameOf(allPurposes()[i]));
    }
    if (order.precision && *order.precision != m_settings.precision())
        lines << say("%1 → %2, for everything").arg(shown(m_settings.precision()), shown(*order.precision));
    return lines;
}

void SettingChange::apply(const AppliedChange &order, Done done) {
    m_settings.lookAgain(this, [this, order, done = std::move(done)] { done(applyNow(order)); });
}

std::optional<Problem> SettingChange::applyNow(const AppliedChange &order) {
    if (order.steps.nfeStep < 1 || order.steps.nfeStep > 128)
        return Problem{
            say("%1 is no number of steps from 1 to 128.").arg(order.steps.nfeStep), say("Choose another number."), {}};
    for (const char *id : {"nfe", "schedule", "precision"}) {
        const QString variable = m_settings.overriddenBy(QString::fromLatin1(id));
        if (!variable.isEmpty() && (order.precision || qstrcmp(id, "precision") != 0))
            return Problem{say("The variable %1 goes before every setting, so nothing was applied.").arg(variable),
                           say("Start the program without it, and apply again."),
                           {}};
    }
    AppliedChange change = withBefore(order);
    change.at = m_applied = QDateTime::currentDateTimeUtc();
    change.rolledBack = {};
    QList<AppliedChange> all = history();
    all.prepend(change);
    // All of it waits for the one write that save() begins.
    setStepsOfAll(m_settings, wanted(order, change.before));
    if (order.precision)
        m_settings.setPrecision(*order.precision);
    keep(all);
    m_settings.save();
    return std::nullopt;
}

void SettingChange::rollBack(Done done) {
    m_settings.lookAgain(this, [this, done = std::move(done)] { done(rollBackNow()); });
}

std::optional<Problem> SettingChange::rollBackNow() {
    QList<AppliedChange> all = history();
    if (!mayRollBack())
        return Problem{say("There is no change to take back."), say("Choose steps and schedule in the settings."), {}};
    AppliedChange &change = all.first();
    QList<SpeechSteps> steps = stepsOfAll(m_settings);
    QStringList kept;
    for (qsizetype i = 0; i < steps.size(); ++i) {
        if (!change.concerns(allPurposes()[i]))
            continue;
        if (steps[i] == change.steps)
            steps[i] = change.before[i];
        else
            kept << say("%1 for %2").arg(shown(steps[i]), nameOf(allPurposes()[i]));
    }
    setStepsOfAll(m_settings, steps);
    if (change.precision && change.precisionBefore) {
        if (m_settings.precision() == *change.precision)
            m_settings.setPrecision(*change.precisionBefore);
        else
            kept << shown(m_settings.precision());
    }
    change.rolledBack = QDateTime::currentDateTimeUtc();
    keep(all);
    m_settings.save();
    if (kept.isEmpty())
        return std::nullopt;
    return Problem{say("What was changed since stays as it is: %1.").arg(kept.join(QStringLiteral("; "))),
                   say("Choose other values in the settings, if that is not what you want."),
                   {}};
}

bool SettingChange::mayRollBack() const {
    const std::optional<AppliedChange> change = last();
    return change && !change->rolledBack.isValid();
}

std::optional<AppliedChange> SettingChange::last() const {
    const QList<AppliedChange> all = history();
    return all.isEmpty() ? std::nullopt : std::optional(all.first());
}

QList<AppliedChange> SettingChange::history() const {
    QList<AppliedChange> all;
    for (const auto &value : m_settings.appliedChanges().value(kHistory).toArray()) {
        if (const auto change = changeFromJson(value.toObject()); change && all.size() < kMostKept)
            all << *change;
    }
    return all;
}

void SettingChange::noteSpeed(const SpeedFinding &speed, Done done) {
    m_settings.lookAgain(this, [this, speed, done = std::move(done)] {
        QList<AppliedChange> all = history();
        const auto ours =
            std::find_if(all.begin(), all.end(), [this](const auto &each) { return each.at == m_applied; });
        if (ours != all.end()) { // another program may have applied one since
            ours->speed = speed;
            keep(all);
            m_settings.save();
        }
        if (done)
            done(std::nullopt);
    });
}

void SettingChange::keep(const QList<AppliedChange> &changes) {
    QJsonArray array;
    for (const AppliedChange &change : changes.mid(0, kMostKept))
        array.append(toJson(change));
    m_settings.setAppliedChanges({{kHistory, array}});
}

} // namespace app::listening

#include "moc_setting_change.cpp"
