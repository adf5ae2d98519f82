#include "app/listening/cell_facts.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/listening/json_fields.h"
#include "app/listening/session_rows.h"
#include "engine/audio/loudness.h"
#include "engine/error.h"
#include "engine/quality/asked_line.h"

namespace app::listening {

using engine::Json;
using engine::quality::Artifact;

namespace {

constexpr double kLongest = 3600; // s, as Stimulus::lengthMs

const std::vector<std::string> &artifactWords() {
    static const std::vector<std::string> words = [] {
        std::vector<std::string> all;
        for (int i = 0; i <= int(Artifact::LongPause); ++i)
            all.push_back(engine::quality::toString(Artifact(i)));
        return all;
    }();
    return words;
}

Json orNull(const std::optional<double> &value) {
    return value ? Json(*value) : Json();
}

} // namespace

std::optional<double> CellFacts::rtf() const {
    return synthesisSeconds > 0 && seconds > 0 ? std::optional(synthesisSeconds / seconds) : std::nullopt;
}

int CellFacts::lengthMs() const {
    return std::max(1, int(std::lround(seconds * 1000)));
}

void measureInto(CellFacts &facts, const engine::Clip &clip, const std::string &text) {
    facts.seconds = clip.seconds();
    facts.artifacts = engine::quality::measureArtifacts(clip, engine::quality::writtenLine(text)).found();
    facts.readsTags = true;
    const bool numbers =
        std::all_of(clip.samples.begin(), clip.samples.end(), [](float sample) { return std::isfinite(sample); });
    if (!engine::audio::canMeasureLoudness() || !numbers || clip.samples.empty())
        return;
    const engine::audio::Loudness loudness = engine::audio::measureLoudness(clip);
    facts.loudness = loudness.integrated;
    if (std::isfinite(loudness.truePeak))
        facts.truePeak = loudness.truePeak;
}

bool areOutdated(const CellFacts &facts, const std::string &text) {
    if (facts.readsTags)
        return false;
    const engine::quality::AskedLine line = engine::quality::writtenLine(text);
    return !line.pauses.empty() || wordsOf(line) != text;
}

CellRecord recordOf(const CellFacts &facts) {
    Json::Array artifacts;
    for (const Artifact artifact : facts.artifacts)
        artifacts.push_back(engine::quality::toString(artifact));
    Json::Object object{{"synthesis_seconds", facts.synthesisSeconds},
                        {"loudness_lufs", orNull(facts.loudness)},
                        {"true_peak_dbtp", orNull(facts.truePeak)},
                        {"artifacts", std::move(artifacts)},
                        {"model", facts.model},
                        {"model_hash", facts.modelHash},
                        {"precision", facts.precision},
                        {"device", facts.device},
                        {"device_name", facts.deviceName},
                        {"program", facts.program}};
    if (facts.readsTags)
        object["reads_tags"] = true;
    return {facts.key, facts.audio, facts.made, facts.seconds, Json(object).dump()};
}

CellFacts factsOf(const CellRecord &record) {
    const Json json = Json::parse(record.facts, "cell");
    JsonFields fields(json, "cell");
    CellFacts facts;
    facts.key = record.key;
    facts.audio = record.audio;
    facts.made = record.made;
    facts.seconds = record.seconds;
    if (!(facts.seconds > 0 && facts.seconds <= kLongest))
        fields.refuse("seconds", "not a length");
    facts.synthesisSeconds = fields.number("synthesis_seconds", 0, 1e7);
    if (fields.has("loudness_lufs"))
        facts.loudness = fields.number("loudness_lufs", -200, 200);
    if (fields.has("true_peak_dbtp"))
        facts.truePeak = fields.number("true_peak_dbtp", -1000, 1000);
    for (const Json &word : fields.list("artifacts", 0, artifactWords().size())) {
        const auto found = std::find(artifactWords().begin(), artifactWords().end(), word.string());
        if (found == artifactWords().end())
            fields.refuse("artifacts", "an unknown one");
        facts.artifacts.push_back(Artifact(found - artifactWords().begin()));
    }
    facts.readsTags = fields.flag("reads_tags", false);
    facts.model = fields.text("model", 500);
    facts.modelHash = fields.text("model_hash", 64);
    facts.precision = fields.text("precision", 20);
    facts.device = fields.text("device", 20);
    facts.deviceName = fields.text("device_name", 500);
    facts.program = fields.text("program", 500);
    fields.finish();
    return facts;
}

} // namespace app::listening
