// The manifest of a voice as it is written: what is said anew takes the place of what stood there, and all else stays,
// also what this version does not know. Any thread. engine/voice.h says what the keys mean.
#pragma once

#include <string>

#include "app/voices/voice_change.h"
#include "engine/json.h"

namespace app::voices {

// What is empty leaves the manifest.
void putDetails(engine::Json::Object &manifest, const VoiceDetails &details);

// Into a manifest, or into one of its styles. An empty `recording` leaves the recording and where it came from.
void putReference(engine::Json::Object &manifest, const std::string &transcript, const std::string &recording,
                  const engine::VoiceOrigin &origin);

// What another program calls the voice, whose list it was imported from; empty when it came another way.
void putImportedAs(engine::Json::Object &manifest, const std::string &name);
std::string importedAs(const engine::Voice &voice);

// An override says words of its own, be they those of the baseline. Any thread.
void putOwnWords(engine::Json::Object &manifest, bool own);
bool hasOwnWords(const engine::Voice &voice);

// What is said of a recording and not of the voice: licence, source and consent. Taken from `other`; without one they
// leave the manifest.
void putRights(engine::Json::Object &manifest, const engine::Json::Object &other = {});

// The same, of one style.
void putStyleRights(engine::Json::Object &style, const VoiceRights &rights);

// The style of this name, as an object in "styles"; null when there is none.
engine::Json styleIn(const engine::Json::Object &manifest, const std::string &name);
// Puts it behind the others, or in the place of the one called `name`.
void putStyle(engine::Json::Object &manifest, const std::string &name, engine::Json::Object style);
void dropStyle(engine::Json::Object &manifest, const std::string &name);

} // namespace app::voices
