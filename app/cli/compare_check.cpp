#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "app/cli/answer.h"
#include "app/cli/compare_acts.h"
#include "app/listening/cell_files.h"
#include "app/listening/cell_key.h"
#include "app/listening/objective_table.h"
#include "engine/cli/console.h"
#include "engine/cli/progress_bar.h"
#include "engine/data_folders.h"
#include "engine/distances/cepstral_distance.h"
#include "engine/distances/teacher_distance.h"
#include "engine/quality/artifacts.h"

namespace app::cli {

using namespace listening;
using namespace engine::cli;
using engine::Json;

namespace {

using engine::ClipPtr;
using Sounds = std::map<CellPlace, ClipPtr>;

// What was stored, and what the present build makes of the same design.
struct TwoSets {
    TestDesign design;
    std::set<std::pair<std::string, std::string>> models; // name in the design, and SHA-256 as stored
    Sounds stored;
    Sounds made;
};

// How much worse a column may become; what lies within is another compiler or processor.
struct Limits {
    double teacher = 0.3;    // dB further from the stored takes of 32 steps, mean over sentences
    double cepstral = 0.3;   // the same in MCD
    double loudness = 0.5;   // LU, of the column's mean
    double artifacts = 0.05; // of the sentences that have some
};

struct Drop {
    std::string measure, column;
    double before = 0, now = 0, limit = 0;
    std::string sentence;
};

std::optional<double> mean(const std::vector<double> &values) {
    if (values.empty())
        return std::nullopt;
    double sum = 0;
    for (const double value : values)
        sum += value;
    return sum / double(values.size());
}

// A measure over the sentences of a column, before and now.
struct Pairs {
    std::vector<double> before, now;

    void add(const std::optional<double> &one, const std::optional<double> &other) {
        if (one && other) {
            before.push_back(*one);
            now.push_back(*other);
        }
    }
};

std::optional<double> loudnessOf(const engine::Clip &clip, const std::string &text) {
    CellFacts facts;
    measureInto(facts, clip, text);
    return facts.loudness;
}

class Check {
public:
    Check(const TwoSets &sets, const Limits &limits)
        : m_sets(sets), m_limits(limits), m_teacher(teacherOf(sets.design)) {}

    void column(Condition condition) {
        const std::string key = keyOf(m_sets.design, condition);
        Pairs teacher, cepstral, loudness, artifacts;
        int equal = 0, all = 0, otherLength = 0;
        for (int row = 0; row < int(m_sets.design.rows.size()); ++row) {
            const auto before = m_sets.stored.find({row, condition});
            const auto now = m_sets.made.find({row, condition});
            if (before == m_sets.stored.end() || now == m_sets.made.end())
                continue;
            ++all;
            if (before->second->samples == now->second->samples) {
                ++equal;
            }
            otherLength += before->second->samples.size() != now->second->samples.size();
            const std::string &text = m_sets.design.rows[std::size_t(row)].text;
            const auto found = [&](const ClipPtr &clip) {
                using namespace engine::quality;
                return double(!measureArtifacts(*clip, writtenLine(text)).found().empty());
            };
            artifacts.add(found(before->second), found(now->second));
            loudness.add(loudnessOf(*before->second, text), loudnessOf(*now->second, text));
            compare(row, before->second, now->second, teacher, cepstral);
        }
        tell("teacher", key, teacher, m_limits.teacher, "dB from 32 steps");
        tell("mcd", key, cepstral, m_limits.cepstral, "MCD from 32 steps");
        tell("artifacts", key, artifacts, m_limits.artifacts, "of the sentences have artifacts");
        Pairs moved;
        for (std::size_t i = 0; i < loudness.before.size(); ++i)
            moved.add(0.0, std::abs(loudness.now[i] - loudness.before[i]));
        tell("lufs", key, moved, m_limits.loudness, "LU from what it was");
        if (otherLength > 0)
            drops.push_back(
                {"length", key, double(all), double(all - otherLength), 0,
                 std::to_string(otherLength) + " of " + std::to_string(all) + " sounds have another length"});
        rows.push_back({key, std::to_string(equal) + " of " + std::to_string(all), shown(teacher), shown(cepstral),
                        shown(artifacts), shown(moved)});
    }

    std::vector<Drop> drops;
    std::vector<std::vector<std::string>> rows{
        {"COLUMN", "SAME BYTES", "TEACHER dB", "MCD", "WITH ARTIFACTS", "LOUDNESS LU"}};

private:
    // Against the stored takes of 32 steps, so that a teacher that became worse itself is no excuse.
    void compare(int row, const ClipPtr &before, const ClipPtr &now, Pairs &teacher, Pairs &cepstral) const {
        const ClipPtr reference =
            m_teacher && m_sets.stored.contains({row, *m_teacher}) ? m_sets.stored.at({row, *m_teacher}) : before;
        const auto far = [&](const ClipPtr &clip) -> std::optional<double> {
            const auto distance = engine::distances::teacherDistance(*clip, *reference);
            return distance ? std::optional(distance->mean) : std::nullopt;
        };
        const auto cepstra = [&](const ClipPtr &clip) -> std::optional<double> {
            const auto distance = engine::distances::cepstralDistance(*clip, *reference);
            return distance ? std::optional(distance->mean) : std::nullopt;
        };
        teacher.add(far(before), far(now));
        cepstral.add(cepstra(before), cepstra(now));
    }

    void tell(const std::string &measure, const std::string &column, const Pairs &pairs, double limit,
              const std::string &unit) {
        const auto before = mean(pairs.before), now = mean(pairs.now);
        if (before && *now - *before > limit)
            drops.push_back({measure, column, *before, *now, limit,
                             fixed(*now, 2) + " " + unit + " instead of " + fixed(*before, 2)});
    }

    static std::string shown(const Pairs &pairs) {
        const auto before = mean(pairs.before), now = mean(pairs.now);
        return before ? fixed(*before, 2) + " -> " + fixed(*now, 2) : std::string("not measured");
    }

    const TwoSets &m_sets;
    const Limits m_limits;
    const std::optional<Condition> m_teacher;
};

std::string modelOf(const TestDesign &design, Condition condition) {
    const std::string &own = columnOf(design, condition).model;
    return own.empty() ? design.model : own;
}

// What another model says is no drop of this build.
void requireSameModels(const TwoSets &sets, const std::string &model) {
    FileHashes hashes;
    for (const auto &[named, hash] : sets.models) {
        const std::string name = named.empty() ? model : named;
        if (hashes.of(engine::findModel(engine::dataRoots(), name)) != hash)
            throw engine::badInput("These sounds were made with other files than those of the model \"" + name + "\".",
                                   named.empty() ? "Name the model that made them with --model."
                                                 : "Bring the model that made them back.");
    }
}

// From a folder that `make --out` wrote, or the sounds that people heard of a test.
TwoSets stored(const Arguments &arguments) {
    TwoSets sets;
    const std::string called = testCalled(arguments);
    std::error_code error;
    if (!called.empty() && std::filesystem::is_directory(called, error)) {
        CellSet set = readCells(called);
        sets.design = std::move(set.design);
        for (const CellFile &cell : set.cells)
            sets.stored[cell.place] = soundOf(called, cell);
        for (const CellFile &cell : set.cells) {
            if (!cell.facts.modelHash.empty())
                sets.models.emplace(modelOf(sets.design, cell.place.condition), cell.facts.modelHash);
        }
    } else {
        CompareDesk desk(arguments);
        const std::string test = desk.testId(called);
        TestRecord record =
            desk.wait<TestRecord>([&](auto *context, auto done) { desk.sessions().test(test, context, done); });
        for (const Stimulus &stimulus : record.stimuli)
            sets.stored[{stimulus.row, stimulus.condition}] =
                desk.wait<ClipPtr>([&](auto *context, auto done) { desk.maker().sound(stimulus.hash, context, done); });
        sets.design = std::move(record.design);
    }
    if (!sets.design.flags.empty())
        throw engine::badInput("The sounds of this test were made elsewhere; this program cannot make them again.",
                               "Check a test whose sounds it made.");
    if (sets.stored.empty())
        throw engine::badInput("There are no sounds to check against.", "`ishowtts compare make --out` writes some.");
    return sets;
}

} // namespace

int compareCheck(const Arguments &arguments) {
    const Interrupt interrupt;
    TwoSets sets = stored(arguments);
    requireSameModels(sets, arguments.text("--model"));
    const QTemporaryDir folder; // a library of its own: nothing that is kept is replaced
    CompareDesk desk(arguments, folder.path().toStdString());
    desk.look(sets.design);
    if (!makeAndTell(desk, false, interrupt.token())) {
        note("stopped; nothing was checked");
        return Exit::Interrupted;
    }
    std::vector<std::string> missing;
    for (const auto &[place, clip] : sets.stored) {
        const Cell &cell = desk.maker().cell(place.row, place.condition);
        if (cell.state == CellState::Made)
            sets.made[place] = desk.wait<ClipPtr>(
                [&](auto *context, auto done) { desk.maker().sound(place.row, place.condition, context, done); });
        else
            missing.push_back(sets.design.rows[std::size_t(place.row)].id);
    }
    Check check(sets, {});
    for (Condition column = 0; column < Condition(sets.design.columns.size()); ++column)
        check.column(column);
    if (!missing.empty())
        check.drops.push_back({"made", "", double(sets.stored.size()), double(sets.made.size()), 0,
                               std::to_string(missing.size()) + " sounds could not be made again"});
    Json::Array drops;
    std::string said = engine::cli::table(check.rows);
    for (const Drop &drop : check.drops) {
        drops.push_back(Json::Object{{"measure", drop.measure},
                                     {"column", drop.column},
                                     {"before", drop.before},
                                     {"now", drop.now},
                                     {"limit", drop.limit}});
        said += drop.measure + (drop.column.empty() ? "" : ", " + drop.column) + ": " + drop.sentence + "\n";
    }
    answer(
        arguments,
        Json::Object{{"passed", check.drops.empty()}, {"cells", int(sets.stored.size())}, {"drops", std::move(drops)}},
        said + (check.drops.empty() ? "No measure dropped." : "The quality dropped."));
    return check.drops.empty() ? Exit::Done : Exit::CheckFailed;
}

} // namespace app::cli
