#include "app/listening/cell_maker.h"

#include <utility>

#include "app/listening/cell_bench.h"
#include "app/listening/cell_files.h"
#include "app/listening/listening_words.h"

namespace app::listening {

CellMaker::CellMaker(speech::SpeechQueue &queue, storage::Database &database, std::filesystem::path folder,
                     CellSources sources, QObject *parent)
    : QObject(parent), m_bench(std::make_unique<Bench>(*this, queue, database, std::move(folder), std::move(sources))) {
}

CellMaker::~CellMaker() = default;

void CellMaker::setDesign(const TestDesign &design) {
    m_bench->setDesign(design);
}

void CellMaker::clear() {
    m_bench->setDesign(std::nullopt);
}

void CellMaker::lookAgain() {
    m_bench->look();
}

const std::optional<TestDesign> &CellMaker::design() const {
    return m_bench->design();
}

bool CellMaker::isLooking() const {
    return m_bench->isLooking();
}

void CellMaker::makeMissing() {
    m_bench->askAll();
}

void CellMaker::make(int row, Condition condition) {
    m_bench->ask({row, condition}, false);
}

void CellMaker::makeAnew(int row, Condition condition) {
    m_bench->ask({row, condition}, true);
}

void CellMaker::pause() {
    m_bench->setPaused(true);
}

void CellMaker::resume() {
    m_bench->setPaused(false);
}

void CellMaker::cancel() {
    m_bench->cancelAll();
}

void CellMaker::cancel(int row, Condition condition) {
    m_bench->cancel({row, condition});
}

const std::vector<Condition> &CellMaker::conditions() const {
    return m_bench->conditions();
}

const Cell &CellMaker::cell(int row, Condition condition) const {
    return m_bench->cell({row, condition});
}

CellProgress CellMaker::progress() const {
    return m_bench->progress();
}

std::optional<std::vector<Stimulus>> CellMaker::stimuli() const {
    if (!design())
        return std::nullopt;
    std::vector<Stimulus> all;
    const std::vector<Condition> needed = soundsNeeded(*design());
    for (int row = 0; row < int(design()->rows.size()); ++row) {
        for (const Condition condition : needed) {
            const Cell &there = cell(row, condition);
            if (there.state != CellState::Made)
                return std::nullopt;
            all.push_back({row, condition, there.facts->audio, there.facts->lengthMs()});
        }
    }
    return all;
}

void CellMaker::writeTo(const std::filesystem::path &folder, QObject *context, Done<int> done) {
    std::vector<CellFile> cells;
    for (int row = 0; design() && row < int(design()->rows.size()); ++row) {
        for (const Condition condition : conditions()) {
            const Cell &there = cell(row, condition);
            if (there.state != CellState::Made)
                continue;
            const std::string name = folderOf(*design(), condition);
            cells.push_back(
                {{row, condition},
                 *there.facts,
                 std::filesystem::path(name) / (design()->rows[std::size_t(row)].id + "_" + name + ".wav")});
        }
    }
    m_bench->database().run<int>(
        context,
        [shelf = m_bench->shelf(), cells, design = design(), folder](storage::Connection &) {
            std::vector<std::filesystem::path> sources;
            for (const CellFile &cell : cells)
                sources.push_back(shelf->fileOf(cell.facts.audio));
            try {
                if (design)
                    writeCells(*design, cells, sources, folder);
            } catch (const engine::Error &error) {
                throw storage::Error(storage::Trouble::NotWritable, problemOf(error));
            }
            return int(cells.size());
        },
        std::move(done));
}

void CellMaker::keep(const std::vector<MeasuredSound> &sounds, QObject *context, Done<int> done) {
    m_bench->database().run<int>(
        context,
        [shelf = m_bench->shelf(), sounds](storage::Connection &connection) {
            for (const MeasuredSound &sound : sounds)
                (void)shelf->keep(connection, sound.facts, *sound.clip);
            return int(sounds.size());
        },
        std::move(done));
}

void CellMaker::sound(int row, Condition condition, QObject *context, Done<engine::ClipPtr> done) {
    const Cell &there = cell(row, condition);
    sound(there.state == CellState::Made ? there.facts->audio : std::string(), context, std::move(done));
}

void CellMaker::sound(const std::string &audio, QObject *context, Done<engine::ClipPtr> done) {
    m_bench->database().run<engine::ClipPtr>(
        context,
        [shelf = m_bench->shelf(), audio](storage::Connection &) {
            if (audio.empty())
                throw storage::Error(storage::Trouble::Missing,
                                     {say("This sound was not made yet."), say("Make it first."), {}});
            return shelf->sound(audio);
        },
        std::move(done));
}

} // namespace app::listening

#include "moc_cell_maker.cpp"
