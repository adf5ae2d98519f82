// The recordings of tests/reference/make_audio_reference.py, composed again sample by sample from integers.
#pragma once

#include <cstdint>
#include <vector>

#include <QJsonObject>

#include "engine/audio/pcm16.h"

// `description` has rate, channels, seed, extra and parts: [["voice" | "hiss" | "zero", milliseconds, level], …].
engine::audio::Pcm16 composeSound(const QJsonObject &description);

engine::audio::Sound asSound(const engine::audio::Pcm16 &pcm);

// references.json of tests/data/audio, and the little-endian numbers of a file beside it.
QJsonObject audioReferences();
std::vector<float> storedFloats(const char *name);
std::vector<std::int16_t> storedShorts(const char *name);
