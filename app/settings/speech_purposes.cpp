#include "app/settings/speech_purposes.h"

#include <QCoreApplication>
#include <QJsonObject>

#include <cmath>

namespace app {

namespace {

const QString kApartNfe = QStringLiteral("nfe");
const QString kApartSchedule = QStringLiteral("schedule");

} // namespace

QString wordFor(SpeechPurpose purpose) {
    switch (purpose) {
    case SpeechPurpose::Session:
        return QStringLiteral("session");
    case SpeechPurpose::Danmaku:
        return QStringLiteral("danmaku");
    case SpeechPurpose::Api:
        break;
    }
    return QStringLiteral("api");
}

QString nameOf(SpeechPurpose purpose) {
    switch (purpose) {
    case SpeechPurpose::Session:
        return QCoreApplication::translate("settings", "your own lines");
    case SpeechPurpose::Danmaku:
        return QCoreApplication::translate("settings", "live comments");
    case SpeechPurpose::Api:
        break;
    }
    return QCoreApplication::translate("settings", "other programs");
}

const QList<SpeechPurpose> &allPurposes() {
    static const QList<SpeechPurpose> all{SpeechPurpose::Session, SpeechPurpose::Danmaku, SpeechPurpose::Api};
    return all;
}

std::optional<SpeechSteps> stepsApart(const Settings &settings, SpeechPurpose purpose) {
    if (purpose == SpeechPurpose::Session)
        return std::nullopt;
    const QJsonObject said = settings.apart().value(wordFor(purpose)).toObject();
    const double steps = said.value(kApartNfe).toDouble();
    const QString schedule = said.value(kApartSchedule).toString();
    const bool epss = schedule == QLatin1String("epss");
    if (!(steps >= 1 && steps <= 128) || steps != std::floor(steps) || (!epss && schedule != QLatin1String("uniform")))
        return std::nullopt;
    return SpeechSteps{int(steps), epss ? engine::Schedule::Epss : engine::Schedule::Uniform};
}

SpeechSteps stepsFor(const Settings &settings, SpeechPurpose purpose) {
    return stepsApart(settings, purpose).value_or(SpeechSteps{settings.nfeStep(), settings.schedule()});
}

void setStepsApart(Settings &settings, SpeechPurpose purpose, std::optional<SpeechSteps> steps) {
    QJsonObject all = settings.apart();
    if (steps)
        all.insert(wordFor(purpose),
                   QJsonObject{{kApartNfe, steps->nfeStep},
                               {kApartSchedule, QString::fromStdString(engine::toString(steps->schedule))}});
    else
        all.remove(wordFor(purpose));
    settings.setApart(all);
}

QList<SpeechSteps> stepsOfAll(const Settings &settings) {
    QList<SpeechSteps> all;
    for (const SpeechPurpose purpose : allPurposes())
        all << stepsFor(settings, purpose);
    return all;
}

void setStepsOfAll(Settings &settings, const QList<SpeechSteps> &steps) {
    settings.setNfeStep(steps[0].nfeStep);
    settings.setSchedule(steps[0].schedule);
    for (qsizetype i = 1; i < allPurposes().size(); ++i)
        setStepsApart(settings, allPurposes()[i], steps[i] == steps[0] ? std::nullopt : std::optional(steps[i]));
}

void setSteps(Settings &settings, const QList<SpeechPurpose> &purposes, const SpeechSteps &steps) {
    QList<SpeechSteps> all = stepsOfAll(settings);
    for (const SpeechPurpose purpose : purposes)
        all[allPurposes().indexOf(purpose)] = steps;
    setStepsOfAll(settings, all);
}

} // namespace app
