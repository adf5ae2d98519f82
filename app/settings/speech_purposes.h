// Steps and schedule can differ by what is spoken for: a person's own lines wait for nobody, danmaku must be quick.
// What is said apart stands in settings.json under "speech.apart"; without it "speech.nfe" and "speech.schedule" count
// for all. GUI thread.
#pragma once

#include <QList>
#include <QString>

#include <optional>

#include "app/settings/settings.h"

namespace app {

enum class SpeechPurpose { Session, Danmaku, Api }; // lines of scripts and sessions; live comments; other programs

struct SpeechSteps {
    int nfeStep = 7; // 1…128
    engine::Schedule schedule = engine::Schedule::Epss;

    bool operator==(const SpeechSteps &) const = default;
};

QString wordFor(SpeechPurpose purpose); // "session", "danmaku", "api"
QString nameOf(SpeechPurpose purpose);  // translated
const QList<SpeechPurpose> &allPurposes();

// What counts for it, and what is said for it alone. A value that makes no sense counts as not said.
SpeechSteps stepsFor(const Settings &settings, SpeechPurpose purpose);
std::optional<SpeechSteps> stepsApart(const Settings &settings, SpeechPurpose purpose);
void setStepsApart(Settings &settings, SpeechPurpose purpose, std::optional<SpeechSteps> steps); // none: as for all

} // namespace app
