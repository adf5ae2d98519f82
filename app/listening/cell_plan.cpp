#include "app/listening/cell_plan.h"

#include <QDateTime>

#include <algorithm>
#include <utility>

#include "app/listening/cell_maker.h"
#include "app/listening/imported_sounds.h"
#include "app/listening/listening_words.h"
#include "app/models/licence_gate.h"
#include "app/takes/same_again.h"
#include "engine/error.h"
#include "engine/text/line_preparation.h"

namespace app::listening {

namespace {

// A model of a design, found and hashed once.
struct FoundModel {
    engine::ModelFiles files;
    std::string hash;
    std::optional<Problem> problem;
};

FoundModel find(const std::string &name, const std::vector<std::filesystem::path> &roots, FileHashes &hashes) {
    try {
        FoundModel found{models::findUsable(roots, name), {}, {}};
        found.hash = hashes.of(found.files);
        return found;
    } catch (const engine::Error &error) {
        return {{}, {}, problemOf(error)};
    }
}

std::shared_ptr<const speech::OwnModel> ownModel(const engine::ModelFiles &files, const engine::Device &device,
                                                 engine::Precision precision) {
    engine::LoadOptions options;
    options.model = files;
    options.device = device;
    options.precision = precision;
    auto own = std::make_shared<speech::OwnModel>();
    own->folder = files.folder;
    own->precision = precision;
    own->device = device.kind;
    own->make = [options](std::stop_token stop) { return engine::makeLocalSynthesizer(options, std::move(stop)); };
    return own;
}

engine::Voice voiceOf(const std::string &address, const CellSources &sources) {
    if (std::optional<engine::Voice> voice = sources.voice(address))
        return *std::move(voice);
    throw engine::badInput(say("The voice “%1” is not there.").arg(QString::fromStdString(address)).toStdString(),
                           sayPlain("Bring it back, or choose another one for this test."));
}

CellPlan importedPlan(const TestDesign &design) {
    CellPlan plan;
    for (int row = 0; row < int(design.rows.size()); ++row) {
        for (const Condition condition : conditionsOf(design)) {
            PlannedSound sound;
            sound.key = importedCellKey(design, row, condition);
            sound.text = design.rows[std::size_t(row)].text;
            sound.imported = true;
            plan.keys[{row, condition}] = sound.key;
            plan.sounds.emplace(sound.key, std::move(sound));
        }
    }
    return plan;
}

// The voice of a column in the place of the design's; what is said stays as it is, also where it names that voice.
void exchangeVoice(engine::Request &request, const engine::Voice &voice) {
    auto &others = request.otherVoices;
    std::erase_if(others, [&](const engine::Voice &other) { return other.id == voice.id; });
    if (others.size() < engine::kMostOtherVoices && request.voice.id != voice.id && !request.spoken.empty())
        others.push_back(request.voice);
    request.voice = voice;
}

} // namespace

Problem problemOf(const engine::Error &error) {
    return {QString::fromUtf8(error.what()), QString::fromStdString(error.remedy()), QString()};
}

std::vector<Condition> conditionsOf(const TestDesign &design) {
    std::vector<Condition> all = soundsNeeded(design);
    const auto has = [&all](Condition condition) { return std::find(all.begin(), all.end(), condition) != all.end(); };
    if (has(kLowPass) && hiddenReference(design) == kReference && !has(kReference))
        all.push_back(kReference);
    return all;
}

std::vector<AskedCell> askedCells(const TestDesign &design, const CellSources &sources) {
    std::vector<AskedCell> asked;
    if (!design.flags.empty()) // made elsewhere
        return asked;
    const std::vector<Condition> conditions = conditionsOf(design);
    const std::string defaultModel = sources.model ? sources.model() : std::string();
    for (int row = 0; row < int(design.rows.size()); ++row) {
        engine::Request base;
        std::optional<Problem> problem;
        try {
            base.text = design.rows[std::size_t(row)].text;
            base.seed = design.rows[std::size_t(row)].seed;
            base.voice = voiceOf(design.voice, sources);
            if (sources.prepare)
                sources.prepare(base);
            // Some programs say what stands there in so many words, others do not: it is one sound.
            if (!base.spoken.empty() && engine::text::saysAsWritten(base.spoken, base.text))
                base.spoken.clear();
        } catch (const engine::Error &error) {
            problem = problemOf(error);
        }
        for (const Condition condition : conditions) {
            if (condition == kLowPass)
                continue;
            const TestColumn &column = columnOf(design, condition);
            AskedCell cell{{row, condition}, base, {}, column.precision, problem};
            cell.model = !column.model.empty() ? column.model : !design.model.empty() ? design.model : defaultModel;
            cell.request.nfeStep = column.nfeStep;
            cell.request.schedule = column.schedule;
            cell.request.swayCoefficient = column.swayCoefficient;
            cell.request.cfgStrength = column.cfgStrength;
            cell.request.speed = column.speed;
            try {
                if (!problem && !column.voice.empty() && column.voice != design.voice)
                    exchangeVoice(cell.request, voiceOf(column.voice, sources));
            } catch (const engine::Error &error) {
                cell.problem = problemOf(error);
            }
            asked.push_back(std::move(cell));
        }
    }
    return asked;
}

CellPlan planCells(const TestDesign &design, const std::vector<AskedCell> &asked,
                   const std::vector<std::filesystem::path> &modelRoots, const std::string &wantedDevice,
                   FileHashes &hashes) {
    if (!design.flags.empty())
        return importedPlan(design);
    CellPlan plan;
    std::map<std::string, FoundModel> models;
    std::map<std::pair<std::string, engine::Precision>, std::shared_ptr<const speech::OwnModel>> loaded;
    engine::Device device;
    std::optional<Problem> noDevice;
    try {
        device = engine::chooseDevice(wantedDevice);
    } catch (const engine::Error &error) {
        noDevice = problemOf(error);
    }
    for (const AskedCell &cell : asked) {
        const auto [found, isNew] = models.try_emplace(cell.model);
        if (isNew)
            found->second = find(cell.model, modelRoots, hashes);
        const FoundModel &model = found->second;
        if (cell.problem || noDevice || model.problem) {
            plan.problems[cell.place] = cell.problem ? *cell.problem : noDevice ? *noDevice : *model.problem;
            continue;
        }
        try {
            PlannedSound sound;
            sound.recipe = {cell.request, model.hash, cell.precision, device.kind};
            sound.key = cellKey(sound.recipe, hashes);
            sound.text = cell.request.text;
            sound.modelName = model.files.name;
            auto &own = loaded[{cell.model, cell.precision}];
            if (!own)
                own = ownModel(model.files, device, cell.precision);
            sound.model = own;
            plan.keys[cell.place] = sound.key;
            plan.sounds.emplace(sound.key, std::move(sound));
        } catch (const engine::Error &error) {
            plan.problems[cell.place] = problemOf(error);
        }
    }
    const std::vector<Condition> conditions = conditionsOf(design);
    if (std::find(conditions.begin(), conditions.end(), kLowPass) == conditions.end())
        return plan;
    for (int row = 0; row < int(design.rows.size()); ++row) {
        const CellPlace from{row, hiddenReference(design)}, place{row, kLowPass};
        if (const auto reference = plan.keys.find(from); reference != plan.keys.end()) {
            PlannedSound sound;
            sound.key = lowPassKey(reference->second);
            sound.text = design.rows[std::size_t(row)].text;
            sound.madeFrom = reference->second;
            plan.keys[place] = sound.key;
            plan.sounds.emplace(sound.key, std::move(sound));
        } else {
            plan.problems[place] = plan.problems[from];
        }
    }
    return plan;
}

std::vector<MeasuredSound> importedSounds(const TestDesign &design, const std::vector<ImportedSound> &sounds) {
    std::vector<MeasuredSound> measured;
    for (const ImportedSound &sound : sounds) {
        const TestRow &row = design.rows.at(std::size_t(sound.place.row));
        CellFacts facts;
        facts.key = importedCellKey(design, sound.place.row, sound.place.condition);
        facts.made = QDateTime::currentMSecsSinceEpoch();
        measureInto(facts, *sound.clip, row.text);
        measured.push_back({std::move(facts), sound.clip});
    }
    return measured;
}

CellFacts factsOf(const PlannedSound &sound, const speech::Take &take) {
    CellFacts facts;
    facts.key = sound.key;
    facts.made = QDateTime::currentMSecsSinceEpoch();
    facts.synthesisSeconds = take.timings.synthesisSeconds;
    facts.model = sound.modelName;
    facts.modelHash = sound.recipe.modelHash;
    facts.precision = engine::toString(take.model.precision);
    facts.device = engine::toString(take.model.device.kind);
    facts.deviceName = take.model.device.name;
    facts.program = programThatMakes();
    return facts;
}

} // namespace app::listening
