// What tests of the player play, and how they compare it with what a sink played (sound_server.h). All mono at
// engine::kSampleRate.
#pragma once

#include <QString>

#include <functional>
#include <optional>
#include <span>

#include "engine/clip.h"

engine::ClipPtr speech();   // a shipped voice's recording, 2.6 s
engine::ClipPtr sentence(); // its first 1.2 s
engine::ClipPtr part(const engine::ClipPtr &clip, double from, double to);
engine::ClipPtr tone(double seconds);

double correlation(std::span<const float> one, std::span<const float> other, std::size_t step = 1);
// Where in the recording the clip begins, found by its first 100 ms of sound.
std::optional<std::size_t> findStart(std::span<const float> recording, std::span<const float> clip);
float largestStep(std::span<const float> samples);
float peak(std::span<const float> samples);
// Differences from the clip outside its fades; a gap or a repeated block anywhere makes this large.
float worstDifference(std::span<const float> recording, std::span<const float> clip);

// How often the server says that a stream ran dry: on a machine that is too busy the sound server or Qt's timer comes
// too late, and the recording has a hole that no player could have prevented.
void startCountingUnderruns(); // until the test or the program is over
int underrunsCounted();
int latePullsCounted(); // what the player itself tells: sound was taken late
// Runs `hear` again, six times at most, when it went wrong and the server had said that it ran dry, or a thread beside
// it that only waits was woken late. `hear` returns what is wrong, or nothing. A machine on which such a thread is late
// each time is no judge: nothing is wrong then, and a line says so.
QString withoutUnderruns(const std::function<QString()> &hear);

#define HEARD(condition)                                                                                               \
    if (!(condition))                                                                                                  \
    return QStringLiteral("line %1: %2").arg(__LINE__).arg(QStringLiteral(#condition))
