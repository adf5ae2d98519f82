#include "app/listening/cell_bench.h"
#include "app/listening/listening_words.h"

#include <QMetaObject>

#include <algorithm>
#include <utility>

namespace app::listening {

using storage::Answer;
using storage::Connection;

namespace {

constexpr int kRank = -10;          // whatever a person asks for goes first
constexpr std::size_t kInQueue = 2; // the one that is made and the next
constexpr double kFixedBytes = 60;  // of a text, that the reference and what is done once cost as much as
constexpr double kFixedSteps = 2;   // of the model, that the vocoder costs as much as

const Cell kLookingCell{};

} // namespace

CellMaker::Bench::Bench(CellMaker &maker, speech::SpeechQueue &queue, storage::Database &database,
                        std::filesystem::path folder, CellSources sources)
    : m_maker(maker), m_queue(queue), m_database(database), m_sources(std::move(sources)),
      m_shelf(std::make_shared<CellShelf>(std::move(folder))), m_hashes(std::make_shared<FileHashes>()) {
    connectQueue();
}

CellMaker::Bench::~Bench() {
    for (const auto &[job, key] : std::exchange(m_jobs, {}))
        m_queue.cancel(job);
}

void CellMaker::Bench::setDesign(std::optional<TestDesign> design) {
    if (design)
        validate(*design);
    m_design = std::move(design);
    m_conditions = m_design ? conditionsOf(*m_design) : std::vector<Condition>();
    m_keys.clear();
    m_broken.clear();
    m_places.clear();
    m_askAll = false;
    m_askPlaces.clear();
    m_seconds = m_weight = 0;
    if (!m_design) {
        cancelAll();
        m_made.clear();
        ++m_round;
        m_looking = false;
    }
    Q_EMIT m_maker.designChanged();
    look();
}

void CellMaker::Bench::look() {
    if (!m_design)
        return;
    m_looking = true;
    const int round = ++m_round;
    m_thread.post([this, round, design = *m_design, asked = askedCells(*m_design, m_sources),
                   roots = m_sources.modelRoots, device = m_sources.device ? m_sources.device() : std::string("auto"),
                   hashes = m_hashes] {
        CellPlan plan = planCells(design, asked, roots, device, *hashes);
        QMetaObject::invokeMethod(
            &m_maker,
            [this, round, plan = std::move(plan)] {
                if (round == m_round)
                    planned(plan);
            },
            Qt::QueuedConnection);
    });
}

void CellMaker::Bench::planned(CellPlan plan) {
    std::vector<std::string> gone;
    for (const auto &[key, made] : m_made) {
        if (!plan.sounds.contains(key))
            gone.push_back(key);
    }
    for (const std::string &key : gone) {
        withdraw(key);
        m_made.erase(key);
    }
    m_keys = std::move(plan.keys);
    m_places.clear();
    for (const auto &[place, key] : m_keys)
        m_places.emplace(key, place);
    m_broken.clear();
    for (const auto &[place, problem] : plan.problems)
        m_broken[place] = {CellState::Failed, 0, {}, problem};
    for (const auto &[key, sound] : plan.sounds)
        m_made[key].sound = sound;
    m_line = 0;
    for (const Line &line : std::exchange(m_lines, {})) { // their models are others now
        for (const std::string &key : line.keys)
            lineOf(m_made.at(key).sound).keys.push_back(key);
    }
    find(false);
}

void CellMaker::Bench::find(bool recounted) {
    using Found = std::map<std::string, CellFacts>;
    std::vector<std::string> keys;
    for (const auto &[key, made] : m_made) {
        if (!m_aside.contains(key))
            keys.push_back(key);
    }
    m_database.run<Found>(
        &m_maker, [shelf = m_shelf, keys](Connection &connection) { return shelf->find(connection, keys); },
        [this, round = m_round, recounted](const Answer<Found> &answer) {
            if (round != m_round)
                return;
            if (!answer)
                Q_EMIT m_maker.problem(answer.problem);
            Found there = answer.value.value_or(Found());
            m_outdated.clear();
            for (auto &[key, facts] : there) {
                if (!areOutdated(facts, m_made.at(key).sound.text))
                    continue;
                if (const auto known = m_recounted.find(key);
                    known != m_recounted.end() && known->second.audio == facts.audio)
                    facts = known->second;
                else if (!recounted)
                    m_outdated.push_back(facts);
            }
            if (m_outdated.empty())
                found(there);
            else
                recount();
        });
}

void CellMaker::Bench::found(const std::map<std::string, CellFacts> &facts) {
    for (auto &[key, made] : m_made) {
        if (made.asked)
            continue;
        if (const auto there = facts.find(key); there != facts.end())
            made.cell = {CellState::Made, 0, there->second, {}};
        else if (made.cell.state != CellState::Failed)
            made.cell = {CellState::Missing};
    }
    m_looking = false;
    Q_EMIT m_maker.looked();
    Q_EMIT m_maker.progressed();
    const bool wanted = m_askAll || !m_askPlaces.empty();
    for (const CellPlace &place : std::exchange(m_askPlaces, {}))
        ask(place, false);
    if (std::exchange(m_askAll, false))
        askAll();
    feed();
    if (wanted)
        tellDone();
}

void CellMaker::Bench::askAll() {
    if (m_looking) {
        m_askAll = true;
        return;
    }
    for (const auto &[place, key] : m_keys)
        askFor(key, false, false);
    feed();
    Q_EMIT m_maker.progressed();
}

void CellMaker::Bench::ask(const CellPlace &place, bool anew) {
    if (m_looking) {
        m_askPlaces.insert(place);
        return;
    }
    if (const auto key = m_keys.find(place); key != m_keys.end())
        askFor(key->second, true, anew);
    feed();
    Q_EMIT m_maker.progressed();
}

CellMaker::Bench::Line &CellMaker::Bench::lineOf(const PlannedSound &sound) {
    const auto line = std::find_if(m_lines.begin(), m_lines.end(),
                                   [&](const Line &known) { return known.model == sound.model.get(); });
    return line != m_lines.end() ? *line : m_lines.emplace_back(Line{sound.model.get(), {}});
}

void CellMaker::Bench::askFor(const std::string &key, bool first, bool anew) {
    Made &made = m_made.at(key);
    if (made.asked || (made.cell.state == CellState::Made && !anew))
        return;
    m_aside.erase(key);
    if (made.sound.imported) {
        made.cell = {CellState::Failed,
                     0,
                     {},
                     {say("This sound was made elsewhere and is not in the library any more."),
                      say("Import its folder again."),
                      {}}};
        tell(key);
        return;
    }
    made.asked = true;
    ++m_asked;
    made.cell = {CellState::Waiting};
    if (made.sound.madeFrom.empty()) {
        auto &keys = lineOf(made.sound).keys;
        keys.insert(first ? keys.begin() : keys.end(), key);
    } else if (m_made.at(made.sound.madeFrom).cell.state == CellState::Made) {
        cut(key);
    } else {
        askFor(made.sound.madeFrom, first, false);
    }
    tell(key);
}

void CellMaker::Bench::leave(Made &made) {
    if (const quint64 job = std::exchange(made.job, 0); job != 0) {
        m_jobs.erase(job); // what the queue says of it from now on is nobody's
        m_queue.cancel(job);
    }
}

void CellMaker::Bench::withdraw(const std::string &key) {
    Made &made = m_made.at(key);
    if (!std::exchange(made.asked, false))
        return;
    --m_asked;
    for (Line &line : m_lines)
        std::erase(line.keys, key);
    leave(made);
    made.cell = {CellState::Missing};
    tell(key);
    if (made.sound.madeFrom.empty()) {
        if (const auto anchor = m_made.find(lowPassKey(key)); anchor != m_made.end())
            withdraw(anchor->first);
    }
}

void CellMaker::Bench::cancel(const CellPlace &place) {
    m_askPlaces.erase(place);
    if (const auto key = m_keys.find(place); key != m_keys.end())
        withdraw(key->second);
    Q_EMIT m_maker.progressed();
    feed();
    tellDone();
}

void CellMaker::Bench::cancelAll() {
    m_askAll = false;
    m_askPlaces.clear();
    const bool any = m_asked > 0;
    for (const auto &[key, made] : m_made)
        withdraw(key);
    m_paused = false;
    Q_EMIT m_maker.progressed();
    if (any)
        tellDone();
}

void CellMaker::Bench::setPaused(bool paused) {
    if (std::exchange(m_paused, paused) == paused)
        return;
    const std::map<quint64, std::string> jobs = m_jobs;
    for (auto job = jobs.rbegin(); paused && job != jobs.rend(); ++job) {
        Made &made = m_made.at(job->second);
        leave(made);
        made.cell = {CellState::Waiting};
        lineOf(made.sound).keys.push_front(job->second);
        tell(job->second);
    }
    feed();
    Q_EMIT m_maker.progressed();
}

// The model that spoke last goes on as long as it has work, so that models are loaded once each.
std::optional<std::string> CellMaker::Bench::nextWaiting() {
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        const std::size_t index = (m_line + i) % m_lines.size();
        if (auto &keys = m_lines[index].keys; !keys.empty()) {
            m_line = index;
            std::string key = std::move(keys.front());
            keys.pop_front();
            return key;
        }
    }
    return std::nullopt;
}

void CellMaker::Bench::feed() {
    while (!m_paused && !m_looking && m_jobs.size() < kInQueue) {
        const std::optional<std::string> key = nextWaiting();
        if (!key)
            return;
        Made &made = m_made.at(*key);
        made.job = m_queue.enqueue(made.sound.recipe.request, speech::Origin::Listening, kRank, made.sound.model);
        m_jobs.emplace(made.job, *key);
    }
}

void CellMaker::Bench::tell(const std::string &key) {
    const auto [first, last] = m_places.equal_range(key);
    std::vector<CellPlace> places;
    for (auto place = first; place != last; ++place)
        places.push_back(place->second);
    for (const CellPlace &place : places)
        Q_EMIT m_maker.changed(place.row, place.condition);
}

void CellMaker::Bench::tellDone() {
    if (m_asked == 0 && !m_looking)
        Q_EMIT m_maker.done();
}

const Cell &CellMaker::Bench::cell(const CellPlace &place) const {
    if (const auto broken = m_broken.find(place); broken != m_broken.end())
        return broken->second;
    const auto key = m_keys.find(place);
    return key != m_keys.end() ? m_made.at(key->second).cell : kLookingCell;
}

double CellMaker::Bench::weightOf(const Made &made) const {
    const engine::Request &request = made.sound.recipe.request;
    const double passes = request.cfgStrength > 0 ? 2 : 1;
    return (request.nfeStep * passes + kFixedSteps) * (double(made.sound.text.size()) / request.speed + kFixedBytes);
}

CellProgress CellMaker::Bench::progress() const {
    CellProgress progress;
    progress.total = m_design ? int(m_design->rows.size() * m_conditions.size()) : 0;
    progress.failed = int(m_broken.size());
    progress.paused = m_paused;
    for (const auto &[place, key] : m_keys) {
        const Made &made = m_made.at(key);
        progress.made += made.cell.state == CellState::Made;
        progress.failed += made.cell.state == CellState::Failed;
        progress.asked += made.asked;
    }
    double seconds = m_seconds, weight = m_weight, left = 0;
    for (const auto &[key, made] : m_made) {
        if (!made.sound.madeFrom.empty())
            continue;
        if (made.asked)
            left += weightOf(made) * (1 - made.cell.fraction);
        if (m_weight == 0 && made.cell.state == CellState::Made) {
            seconds += made.cell.facts->synthesisSeconds;
            weight += weightOf(made);
        }
    }
    if (weight > 0 && seconds > 0)
        progress.secondsLeft = left * seconds / weight;
    return progress;
}

} // namespace app::listening
