// What was applied, as settings.json has it: setting_change.h.
#include <QJsonArray>

#include <cmath>

#include "app/listening/setting_change.h"
#include "engine/error.h"

namespace app::listening {

namespace {

constexpr double kCameTrueWithin = 0.05;

QString str(const char *key) {
    return QString::fromLatin1(key);
}

QJsonObject jsonOf(const SpeechSteps &steps) {
    return {{str("nfe"), steps.nfeStep}, {str("schedule"), QString::fromStdString(engine::toString(steps.schedule))}};
}

std::optional<SpeechSteps> stepsIn(const QJsonValue &value) {
    const double nfe = value.toObject().value(str("nfe")).toDouble();
    const QString schedule = value.toObject().value(str("schedule")).toString();
    const bool epss = schedule == str("epss");
    if (!(nfe >= 1 && nfe <= 128) || nfe != std::floor(nfe) || (!epss && schedule != str("uniform")))
        return std::nullopt;
    return SpeechSteps{int(nfe), epss ? engine::Schedule::Epss : engine::Schedule::Uniform};
}

void put(QJsonObject &object, const char *key, const std::optional<double> &value) {
    if (value && std::isfinite(*value))
        object.insert(str(key), *value);
}

std::optional<double> positive(const QJsonObject &object, const char *key) {
    const double value = object.value(str(key)).toDouble();
    return value > 0 && value < 1e6 ? std::optional(value) : std::nullopt;
}

void put(QJsonObject &object, const char *key, const std::optional<engine::Precision> &precision) {
    if (precision)
        object.insert(str(key), QString::fromStdString(engine::toString(*precision)));
}

std::optional<engine::Precision> precisionIn(const QJsonObject &object, const char *key) {
    try {
        return engine::precisionFromString(object.value(str(key)).toString().toStdString());
    } catch (const engine::Error &) {
        return std::nullopt;
    }
}

QDateTime timeIn(const QJsonObject &object, const char *key) {
    return QDateTime::fromString(object.value(str(key)).toString(), Qt::ISODateWithMs);
}

std::optional<SpeechPurpose> purposeOf(const QString &word) {
    for (const SpeechPurpose purpose : allPurposes()) {
        if (wordFor(purpose) == word)
            return purpose;
    }
    return std::nullopt;
}

int countIn(const QJsonObject &object, const char *key) {
    const double value = object.value(str(key)).toDouble();
    return value >= 0 && value <= 1e9 ? int(value) : 0;
}

} // namespace

std::optional<double> SpeedFinding::error() const {
    return after && predicted && *predicted > 0 ? std::optional(*after / *predicted - 1) : std::nullopt;
}

std::optional<bool> SpeedFinding::cameTrue() const {
    const std::optional<double> off = error();
    return off ? std::optional(std::abs(*off) <= kCameTrueWithin) : std::nullopt;
}

SpeechSteps AppliedChange::stepsBefore() const {
    for (qsizetype i = 0; i < std::min(before.size(), allPurposes().size()); ++i) {
        if (concerns(allPurposes()[i]))
            return before[i];
    }
    return steps;
}

QJsonObject toJson(const AppliedChange &change) {
    QJsonObject object{{str("at"), change.at.toString(Qt::ISODateWithMs)},
                       {str("test"), change.test},
                       {str("design"), change.designHash},
                       {str("name"), change.testName},
                       {str("verdict"), change.verdict},
                       {str("votes"), change.votes},
                       {str("listeners"), change.listeners},
                       {str("program"), change.program},
                       {str("build"), change.build},
                       {str("steps"), jsonOf(change.steps)}};
    QJsonArray purposes, before;
    for (const SpeechPurpose purpose : change.purposes)
        purposes.append(wordFor(purpose));
    for (const SpeechSteps &steps : change.before)
        before.append(jsonOf(steps));
    object.insert(str("purposes"), purposes);
    object.insert(str("before"), before);
    put(object, "precision", change.precision);
    put(object, "precisionBefore", change.precisionBefore);
    put(object, "promisedRatio", change.promisedRatio);
    if (change.promisedFrom)
        object.insert(str("promisedFrom"), jsonOf(*change.promisedFrom));
    put(object, "promisedFromPrecision", change.promisedFromPrecision);
    put(object, "rtfBefore", change.speed.before);
    put(object, "rtfAfter", change.speed.after);
    put(object, "rtfPredicted", change.speed.predicted);
    if (change.rolledBack.isValid())
        object.insert(str("rolledBack"), change.rolledBack.toString(Qt::ISODateWithMs));
    return object;
}

std::optional<AppliedChange> changeFromJson(const QJsonObject &json) {
    const std::optional<SpeechSteps> steps = stepsIn(json.value(str("steps")));
    const QJsonArray before = json.value(str("before")).toArray();
    AppliedChange change;
    change.at = timeIn(json, "at");
    if (!steps || !change.at.isValid() || before.size() != allPurposes().size())
        return std::nullopt;
    change.steps = *steps;
    for (const auto &each : before) {
        const std::optional<SpeechSteps> was = stepsIn(each);
        if (!was)
            return std::nullopt;
        change.before << *was;
    }
    for (const auto &word : json.value(str("purposes")).toArray()) {
        const std::optional<SpeechPurpose> purpose = purposeOf(word.toString());
        if (!purpose)
            return std::nullopt; // a later version's: taking it back could not be told from taking back all
        change.purposes << *purpose;
    }
    const auto text = [&](const char *key) { return json.value(str(key)).toString().left(200); };
    change.test = text("test");
    change.designHash = text("design");
    change.testName = text("name");
    change.verdict = text("verdict");
    change.program = text("program");
    change.build = text("build");
    change.votes = countIn(json, "votes");
    change.listeners = countIn(json, "listeners");
    change.precision = precisionIn(json, "precision");
    change.precisionBefore = precisionIn(json, "precisionBefore");
    change.promisedRatio = positive(json, "promisedRatio");
    change.promisedFrom = stepsIn(json.value(str("promisedFrom")));
    change.promisedFromPrecision = precisionIn(json, "promisedFromPrecision");
    change.speed = {positive(json, "rtfBefore"), positive(json, "rtfAfter"), positive(json, "rtfPredicted")};
    change.rolledBack = timeIn(json, "rolledBack");
    return change;
}

} // namespace app::listening
