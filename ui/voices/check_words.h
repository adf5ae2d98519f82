// What was found out about a recording, as a card and the clinic say it.
#pragma once

#include "engine/quality/reference_check.h"
#include "ui/voices/voice_card.h"

namespace ui::voices {

QString nameOf(engine::quality::Aspect aspect); // "Noise", "Clipping", …
QString verdictName(engine::quality::Verdict verdict);
shared::Tone toneOf(engine::quality::Verdict verdict);
QStringView iconOf(shared::Tone tone);

// Noise, clipping, transcript; and what else is alarming.
QList<Mark> marksOf(const engine::quality::ReferenceCheck &check);
Mark unreadable(const QString &why);

// A finding's figure, "−52 dB", and its sentences.
QString figureOf(engine::quality::Aspect aspect, const engine::quality::ReferenceCheck &check);
QString sentenceOf(const engine::quality::Finding &finding);

} // namespace ui::voices
