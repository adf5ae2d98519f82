// What voice.json says beside what is needed for speaking: tags, who allowed it, where it was cut out of. Only
// voice.cpp includes this. `file` stands in the messages; Error(BadInput) for what is not as engine/voice.h says.
#pragma once

#include <string>
#include <vector>

#include "engine/json.h"
#include "engine/voice.h"

namespace engine {

std::vector<std::string> voiceTags(const Json &manifest, const std::string &file);
VoiceConsent voiceConsent(const Json &manifest, const std::string &file);
VoiceOrigin voiceOrigin(const Json &manifest, const std::string &file); // of a manifest or of one of its styles

} // namespace engine
