#include "app/cli/narration.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <span>
#include <system_error>
#include <utility>

#include "app/exporting/line_levels.h"
#include "app/storage/sha256.h"
#include "app/takes/take_library.h"
#include "engine/audio/chunk_joiner.h"
#include "engine/audio/content_key.h"
#include "engine/cli/take_doubts.h"
#include "engine/error.h"

namespace app::cli {

namespace {

using engine::Json;

constexpr int kFormat = 1; // of what is kept; raised when the same request makes another sound
constexpr int kStepsShown = 1000;
constexpr double kEndTakenOff = 0.05; // s

std::string describe(const std::filesystem::path &file) {
    std::error_code error;
    const auto bytes = std::filesystem::file_size(file, error);
    const auto time = std::filesystem::last_write_time(file, error).time_since_epoch().count();
    return error ? std::string() : std::to_string(bytes) + "@" + std::to_string(time);
}

std::string describe(const engine::ModelFiles &files, const engine::ModelSummary &summary) {
    return files.name + " " + describe(files.weights) + " " + describe(files.vocoderWeights) + " " +
           describe(files.durations) + " " + engine::toString(summary.device.kind) + " " +
           engine::toString(summary.precision) + " " + ISHOWTTS_VERSION;
}

Json describe(const engine::Voice &voice) {
    const auto key = engine::audio::contentKey(voice.recording, voice.transcript);
    return Json::Object{{"id", voice.id},
                        {"transcript", voice.transcript},
                        {"bytes", key ? Json(key->bytes) : Json()},
                        {"hash", key ? Json(key->hash) : Json()}};
}

// From where it is first heard to where it is last heard, faded there: so that pauses between lines are as long as
// they are meant to be.
std::vector<float> heard(std::vector<float> samples) {
    engine::audio::ChunkJoiner joiner(engine::Joining::Even, 0);
    joiner.pause(0);
    return joiner.push(std::move(samples), engine::audio::ChunkJoiner::Next::Pause);
}

} // namespace

Narration::Narration(NarratedLines lines, NarrationParts &parts, engine::Synthesizer &synthesizer,
                     const engine::ModelFiles &model)
    : m_lines(std::move(lines)), m_parts(parts), m_synthesizer(synthesizer),
      m_model(cli::describe(model, synthesizer.summary())), m_made(m_lines.lines.size()) {
    nameAll();
}

std::string Narration::nameOf(const engine::Request &request) {
    const auto known = [&](const engine::Voice &voice) {
        const auto found = m_voices.find(voice.id);
        return found != m_voices.end() ? found->second : m_voices.emplace(voice.id, cli::describe(voice)).first->second;
    };
    Json::Array voices;
    voices.push_back(known(request.voice));
    for (const engine::Voice &voice : request.otherVoices)
        voices.push_back(known(voice));
    const std::string text = Json(Json::Object{{"format", kFormat},
                                               {"model", m_model},
                                               {"spoken", request.spoken},
                                               {"voices", std::move(voices)},
                                               {"nfe", request.nfeStep},
                                               {"schedule", engine::toString(request.schedule)},
                                               {"cfg", request.cfgStrength},
                                               {"sway", request.swayCoefficient},
                                               {"speed", request.speed},
                                               {"cross_fade", request.crossFadeSeconds},
                                               {"duration_rule", engine::toString(request.durationRule)},
                                               {"joining", engine::toString(request.joining)},
                                               {"seed", request.seed}})
                                 .dump();
    storage::Sha256 hash;
    hash.add(std::as_bytes(std::span(text)));
    return hash.take().substr(0, 32);
}

engine::Request Narration::requestOf(std::size_t line) const {
    engine::Request request = m_lines.lines[line].request;
    request.seed = m_made[line].seed;
    return request;
}

void Narration::nameAll() {
    for (std::size_t i = 0; i < m_made.size(); ++i) {
        const engine::Request &request = m_lines.lines[i].request;
        m_made[i] = {{}, request.seed + m_parts.otherwise(nameOf(request))};
        m_made[i].name = nameOf(requestOf(i));
    }
}

void Narration::makeOtherwise(const std::set<int> &numbers) {
    for (std::size_t i = 0; i < m_made.size(); ++i) {
        const NarratedLine &line = m_lines.lines[i];
        if (numbers.contains(line.number) && m_parts.holds(m_made[i].name))
            m_parts.makeOtherwise(nameOf(line.request));
    }
    nameAll();
}

int Narration::kept() const {
    return int(std::count_if(m_made.begin(), m_made.end(), [&](const Part &part) { return m_parts.holds(part.name); }));
}

std::set<std::string> Narration::partNames() const {
    std::set<std::string> names;
    for (const Part &part : m_made)
        names.insert(part.name);
    return names;
}

// For people who look into the folder.
void Narration::describe() {
    Json::Array lines;
    for (std::size_t i = 0; i < m_made.size(); ++i)
        lines.push_back(Json::Object{{"line", m_lines.lines[i].number},
                                     {"part", m_made[i].name},
                                     {"words", m_lines.lines[i].words.toStdString()}});
    m_parts.writeManifest({{"lines", std::move(lines)}, {"model", m_model}});
}

NarrationReport Narration::run(const exporting::ExportShape &shape, const std::stop_token &stop, const Told &told) {
    m_report.lines = int(m_made.size());
    exporting::requirePlaces(shape);
    describe();
    if (!makeMissing(stop, told))
        return m_report;
    if (shape.timed && fitToCues()) {
        describe();
        if (!makeMissing(stop, told))
            return m_report;
    }
    if (shape.timed)
        m_report.overruns = exporting::overruns(planned());
    for (std::size_t i = 0; i < m_made.size(); ++i) {
        if (!m_made[i].doubts.empty())
            m_report.doubted.push_back({m_lines.lines[i].number, m_made[i].doubts});
    }
    join(shape, stop);
    return m_report;
}

bool Narration::makeMissing(const std::stop_token &stop, const Told &told) {
    const int count = int(m_made.size());
    double before = 0, behind = 0; // letters that were made in this call, and that are to be made at most
    for (std::size_t i = 0; i < m_made.size(); ++i)
        behind += m_made[i].seconds > 0 || m_parts.holds(m_made[i].name) ? 0 : double(m_lines.lines[i].words.size());
    const auto began = std::chrono::steady_clock::now();
    for (int i = 0; i < count; ++i) {
        Part &part = m_made[std::size_t(i)];
        const NarratedLine &line = m_lines.lines[std::size_t(i)];
        if (stop.stop_requested())
            return false;
        if (part.seconds > 0)
            continue;
        std::optional<engine::Clip> clip = m_parts.read(part.name);
        if (!clip) {
            const double letters = double(line.words.size());
            const auto toldOfLine = [&](const engine::Progress &progress) {
                const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
                const double done = before + letters * progress.fraction();
                const double left = std::max(behind - letters * progress.fraction(), 0.0);
                told({i, count, int(progress.fraction() * kStepsShown), kStepsShown, elapsed,
                      done > 0 ? elapsed / done * left : progress.secondsLeft});
            };
            clip = make(std::size_t(i), stop, toldOfLine);
            if (stop.stop_requested())
                return false;
            m_parts.keep(part.name, *clip);
            ++m_report.made;
            before += letters;
            behind -= letters;
        } else if (m_checks) {
            engine::Clip whole = *clip; // its end was taken off where it was last heard
            whole.samples.resize(whole.samples.size() + std::size_t(kEndTakenOff * engine::kSampleRate));
            look(std::size_t(i), std::move(whole), {});
        }
        part.seconds = clip->seconds();
        part.loudness = engine::audio::measureLoudness(*clip);
    }
    return true;
}

engine::Clip Narration::make(std::size_t line, const std::stop_token &stop, const Told &told) {
    engine::Clip whole;
    std::vector<double> joins; // seconds
    engine::Listener listener;
    listener.chunk = [&](const engine::ClipPtr &clip) {
        if (!whole.samples.empty())
            joins.push_back(whole.seconds());
        whole.samples.insert(whole.samples.end(), clip->samples.begin(), clip->samples.end());
    };
    listener.progress = told;
    const engine::Timings timings = m_synthesizer.speak(requestOf(line), stop, listener);
    m_report.synthesisSeconds += timings.synthesisSeconds;
    if (stop.stop_requested())
        return whole;
    if (m_checks)
        look(line, whole, std::move(joins));
    whole.samples = heard(std::move(whole.samples));
    return whole;
}

void Narration::look(std::size_t line, engine::Clip clip, std::vector<double> joins) {
    m_made[line].doubts = engine::cli::doubtsOf(
        {requestOf(line), {}, {}, std::make_shared<const engine::Clip>(std::move(clip))}, std::move(joins));
}

// As an export of the Studio does it: once, and by no more than exporting::kFasterForCue.
bool Narration::fitToCues() {
    bool any = false;
    std::map<int, double> factors;
    for (const exporting::Overrun &line : exporting::overruns(planned()))
        factors.emplace(line.number, line.factor);
    for (std::size_t i = 0; i < m_made.size(); ++i) {
        engine::Request &request = m_lines.lines[i].request;
        const auto factor = factors.find(m_lines.lines[i].number);
        if (factor == factors.end())
            continue;
        const double most = std::min(request.speed * exporting::kFasterForCue, script::kFastest);
        request.speed = std::min(std::ceil(request.speed * factor->second * 100) / 100, most);
        m_made[i] = {nameOf(requestOf(i)), m_made[i].seed};
        any = true;
    }
    return any;
}

exporting::ExportPlan Narration::planned() const {
    exporting::ExportPlan plan;
    for (std::size_t i = 0; i < m_made.size(); ++i) {
        const NarratedLine &line = m_lines.lines[i];
        takes::TakeRecord take = takes::recordOf({0, requestOf(i), nullptr, {}, m_synthesizer.summary()});
        take.seconds = m_made[i].seconds;
        plan << exporting::PlannedLine{line.number, {},       line.words, take,      true,
                                       false,       line.cue, line.words, line.pause};
    }
    return plan;
}

void Narration::join(const exporting::ExportShape &shape, const std::stop_token &stop) {
    std::vector<exporting::LineLevel> levels;
    for (std::size_t i = 0; i < m_made.size(); ++i)
        levels.push_back({m_lines.lines[i].request.voice.id, m_made[i].seconds, m_made[i].loudness});
    const exporting::LevelPlan level = exporting::evenLevels(levels, shape.loudness);
    exporting::ExportedFiles files(shape);
    const exporting::ExportPlan plan = planned();
    for (qsizetype i = 0; i < plan.size(); ++i) {
        if (stop.stop_requested())
            return;
        std::optional<engine::Clip> clip = m_parts.read(m_made[std::size_t(i)].name);
        if (!clip)
            throw engine::failure("A line that was made is no longer in '" + m_parts.folder().string() + "'.",
                                  "Give the same command again.");
        engine::audio::amplify(*clip, level.gains[std::size_t(i)]);
        files.add(plan[i], std::make_shared<const engine::Clip>(*std::move(clip)));
    }
    m_report.audioSeconds = files.cues().isEmpty() ? 0 : files.cues().last().end;
    m_report.loudness = level.target;
    m_report.belowTarget = level.belowTarget;
    m_report.files = files.finish(stop);
}

} // namespace app::cli
