// Steps and schedule can differ by what is spoken for: a person's own lines wait for nobody, live comments must be
// quick. A person's own lines are spoken with "speech.nfe" and "speech.schedule", and so is the rest where
// settings.json says nothing apart for it, under "speech.apart": {"danmaku": {"nfe": 6, "schedule": "epss"}}. GUI
// thread.
#pragma once

#include <QList>
#include <QString>

#include <optional>

#include "app/settings/settings.h"

namespace app {

enum class SpeechPurpose { Session, Danmaku, Api }; // a person's own lines; live comments; other programs

struct SpeechSteps {
    int nfeStep = 7; // 1…128
    engine::Schedule schedule = engine::Schedule::Epss;

    bool operator==(const SpeechSteps &) const = default;
};

QString wordFor(SpeechPurpose purpose); // "session", "danmaku", "api"
QString nameOf(SpeechPurpose purpose);  // translated
const QList<SpeechPurpose> &allPurposes();

// What counts for it.
SpeechSteps stepsFor(const Settings &settings, SpeechPurpose purpose);
// What is said for it alone; none for Session, and where nothing is said that makes sense.
std::optional<SpeechSteps> stepsApart(const Settings &settings, SpeechPurpose purpose);
// None: as a person's own lines. Not for Session.
void setStepsApart(Settings &settings, SpeechPurpose purpose, std::optional<SpeechSteps> steps);

// From now on for these purposes and for no other: those that are not named keep what counted for them. All three: for
// all, with nothing apart.
void setSteps(Settings &settings, const QList<SpeechPurpose> &purposes, const SpeechSteps &steps);
QList<SpeechSteps> stepsOfAll(const Settings &settings); // in the order of allPurposes()
void setStepsOfAll(Settings &settings, const QList<SpeechSteps> &steps);

} // namespace app
