// Inside of CellMaker: the sounds of a design by their keys, which of them are asked for, and their way through queue,
// measuring and library. GUI thread.
#pragma once

#include <QElapsedTimer>
#include <QPointer>

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/listening/cell_maker.h"
#include "app/listening/cell_plan.h"
#include "app/listening/cell_shelf.h"
#include "app/speech/speech_queue.h"
#include "app/storage/file_thread.h"

namespace app::listening {

class CellMaker::Bench {
public:
    Bench(CellMaker &maker, speech::SpeechQueue &queue, storage::Database &database, std::filesystem::path folder,
          CellSources sources);
    ~Bench();

    void setDesign(std::optional<TestDesign> design);
    void look();
    void askAll();
    void ask(const CellPlace &place, bool anew);
    void setPaused(bool paused);
    void cancelAll();
    void cancel(const CellPlace &place);

    const Cell &cell(const CellPlace &place) const;
    CellProgress progress() const;
    const std::optional<TestDesign> &design() const { return m_design; }
    const std::vector<Condition> &conditions() const { return m_conditions; }
    bool isLooking() const { return m_looking; }

    std::vector<std::string> keys() const; // of this design
    struct Needed {
        std::vector<std::string> keys;
        std::optional<Problem> unknown = {}; // why there may be others: of a test whose voice is away, say
    };
    // Of other ones, on whichever device they are made; in a moment, unless `context` is gone by then.
    void keysOf(const std::vector<TestDesign> &designs, QObject *context,
                std::function<void(const Needed &needed)> done);
    void putAside(const std::vector<std::string> &keys);                     // they count as missing
    std::vector<std::string> takeBack(const std::vector<std::string> &keys); // those that were not made since

    storage::Database &database() { return m_database; }
    std::shared_ptr<CellShelf> shelf() const { return m_shelf; }

private:
    struct Made { // what a sound is and how it stands
        PlannedSound sound;
        Cell cell;
        bool asked = false;  // waits, is made, or is on its way to the disk
        quint64 job = 0;     // 0: not in the queue
        QElapsedTimer clock; // since the job began
    };

    struct Line {
        const speech::OwnModel *model = nullptr;
        std::deque<std::string> keys;
    };

    void planned(CellPlan plan);
    void find(bool recounted);
    void recount();
    void found(const std::map<std::string, CellFacts> &facts);
    void askFor(const std::string &key, bool first, bool anew);
    Line &lineOf(const PlannedSound &sound);
    void withdraw(const std::string &key); // it is asked for no more
    void leave(Made &made);                // the queue
    void feed();
    std::optional<std::string> nextWaiting();
    void cut(const std::string &key); // the low-pass anchor from its reference
    void connectQueue();
    void spoken(const PlannedSound &sound, const speech::Take &take);
    void measure(const PlannedSound &sound, const CellFacts &facts, const engine::ClipPtr &clip);
    void keep(const CellFacts &facts, const engine::ClipPtr &clip);
    void made(const CellFacts &facts);
    void failed(const std::string &key, const Problem &problem);
    void tell(const std::string &key);
    void tellDone();
    double weightOf(const Made &made) const;

    CellMaker &m_maker;
    speech::SpeechQueue &m_queue;
    storage::Database &m_database;
    const CellSources m_sources;
    const std::shared_ptr<CellShelf> m_shelf;
    const std::shared_ptr<FileHashes> m_hashes; // of m_thread

    std::optional<TestDesign> m_design;
    std::vector<Condition> m_conditions;
    bool m_looking = false;
    bool m_paused = false;
    bool m_askAll = false;                        // when it is known what is there
    std::set<CellPlace> m_askPlaces;              // the same
    int m_round = 0;                              // of looking; an earlier one's answer is dropped
    std::vector<CellFacts> m_outdated;            // of this round, not recounted yet
    std::map<std::string, CellFacts> m_recounted; // by key; holds where it could not be written, too
    std::map<CellPlace, std::string> m_keys;
    std::map<CellPlace, Cell> m_broken;
    std::set<std::string> m_aside; // in the library, and soon deleted
    std::multimap<std::string, CellPlace> m_places;
    std::map<std::string, Made> m_made;
    std::vector<Line> m_lines;             // what waits and is not in the queue yet, by model
    std::size_t m_line = 0;                // whose model spoke last
    int m_asked = 0;                       // sounds
    std::map<quint64, std::string> m_jobs; // in the queue
    double m_seconds = 0, m_weight = 0;    // of what was spoken since this design
    storage::FileThread m_thread{"cells"}; // last: its work uses everything above
};

} // namespace app::listening
