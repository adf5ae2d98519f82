// The cells of one listening test: which of its sounds are there, and those that are not are made in the background,
// through the same queue as everything else (Origin::Listening, with so low a rank that whatever a person asks for goes
// first). A cell is known by all that makes its bytes (cell_key.h), so that another design, another test or another day
// finds it again, and a changed design makes only what is missing.
//
// All columns of a row are spoken with one seed, one text as it was prepared once, in the voice of the test, and so
// with the same first noise and, where voice and speed are the same, the same duration.
//
// GUI thread; files are hashed and sound is measured on a thread of its own, rows and sound are written on the storage
// thread. What was asked of the disk is carried out even when this object is destroyed; a program that is killed loses
// the cell that was being made and nothing else. Several programs may make the same cells: the later one finds them.
#pragma once

#include <QObject>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/listening/cell_facts.h"
#include "app/listening/cell_removal.h"
#include "app/listening/test_design.h"
#include "app/listening/trial_order.h"
#include "app/problem.h"
#include "app/storage/database.h"
#include "engine/request.h"
#include "engine/voice.h"

namespace app::speech {
class SpeechQueue;
}

namespace app::listening {

enum class CellState {
    Looking, // whether it is there is not known yet
    Missing,
    Waiting, // asked for
    Making,
    Made,
    Failed, // `problem` says why; it can be asked for again
};

struct Cell {
    CellState state = CellState::Looking;
    double fraction = 0;                 // while it is made, 0…1
    std::optional<CellFacts> facts = {}; // Made
    Problem problem = {};                // Failed
};

struct CellProgress {
    int total = 0;
    int made = 0;
    int failed = 0;
    int asked = 0; // waiting or being made
    bool paused = false;
    std::optional<double> secondsLeft = {}; // of what was asked for; none while nobody can say

    bool isBusy() const { return asked > 0 && !paused; }
};

// Where voices, models and the words that are said come from. The functions are called on the GUI thread.
struct CellSources {
    std::vector<std::filesystem::path> modelRoots;
    std::function<std::string()> model;  // that speaks where neither column nor design names one; "" = the demo model
    std::function<std::string()> device; // "auto", "cpu" or "cuda"
    std::function<std::optional<engine::Voice>(const std::string &address)> voice; // none: it is not there
    std::function<void(engine::Request &)> prepare; // fills `spoken` and `otherVoices` from `text` and `voice`
};

class CellMaker : public QObject {
    Q_OBJECT

public:
    template <class T> using Done = std::function<void(const storage::Answer<T> &)>;

    // `folder` is for the sound (storage::takesFolder). Queue and database outlive this object.
    CellMaker(speech::SpeechQueue &queue, storage::Database &database, std::filesystem::path folder,
              CellSources sources, QObject *parent = nullptr);
    ~CellMaker() override; // what waits or is made is cancelled

    // From now on it is about this design, which must be valid. What was asked for of the one before and belongs to
    // this one too goes on; the rest is cancelled. Looks which cells are there; looked() follows.
    void setDesign(const TestDesign &design);
    void clear(); // no design
    // Looks again, e.g. when voices, lexicons, models or the device are others. Cells that no longer fit are Missing.
    void lookAgain();
    const std::optional<TestDesign> &design() const;
    bool isLooking() const;

    // Asks for cells that are Missing or Failed (others are left as they are; while it looks, as soon as it knows).
    void makeMissing();
    void make(int row, Condition condition);
    void makeAnew(int row, Condition condition); // also one that is there: its sound is replaced
    // What is being made is put back and begun anew by resume().
    void pause();
    void resume();
    void cancel(); // nothing is asked for any more; what is made stays
    void cancel(int row, Condition condition);

    // The conditions of every row: the columns, and what the test adds (conditionsOf() in cell_plan.h).
    const std::vector<Condition> &conditions() const;
    const Cell &cell(int row, Condition condition) const; // of those
    CellProgress progress() const;
    // In the order of rows and soundsNeeded(), as a session needs them; none while a cell is not Made.
    std::optional<std::vector<Stimulus>> stimuli() const;

    // Writes all that is Made into a folder (cell_files.h); gives how many sounds.
    void writeTo(const std::filesystem::path &folder, QObject *context, Done<int> done);

    // Sounds that were made elsewhere (importedSounds() in cell_plan.h) come into the library, all or as many as the
    // disk takes; lookAgain() finds them. Gives how many.
    void keep(const std::vector<MeasuredSound> &sounds, QObject *context, Done<int> done);

    // What the sounds of this design take in the library, and those of all.
    void weigh(QObject *context, Done<CellWeights> done);
    // The sounds of this design that may be removed (cell_removal.h; `others`: the designs that need theirs) count as
    // missing from now on, here alone, and are still on the disk; what was asked for is cancelled. They come back with
    // bringBack() or when they are made anew, are deleted by deletePutAside(), and are there again for the next program
    // when neither was called.
    void putAside(const std::vector<TestDesign> &others, bool heardToo, QObject *context, Done<RemovableCells> done);
    // The same of all sounds in the library that none of `designs` needs, on whichever device; what is asked for goes
    // on. Where that is not known of each of their sounds, as a voice or model is away, it is an error that says whose.
    void putAsideUnused(const std::vector<TestDesign> &designs, bool heardToo, QObject *context,
                        Done<RemovableCells> done);
    void bringBack(const std::vector<std::string> &keys);
    void deletePutAside(const std::vector<std::string> &keys, bool heardToo, QObject *context,
                        Done<storage::Done> done);

    // Answers as app/storage/database.h says. A cell that is not Made: Error(Missing).
    void sound(int row, Condition condition, QObject *context, Done<engine::ClipPtr> done);
    // By its hash (Stimulus::hash), whatever design it belongs to.
    void sound(const std::string &audio, QObject *context, Done<engine::ClipPtr> done);

Q_SIGNALS:
    void designChanged();                                       // another one, or none: all cells are others
    void looked();                                              // no cell is Looking
    void changed(int row, app::listening::Condition condition); // cell()
    void progressed();                                          // progress()
    void done();                                                // nothing that was asked for is left
    // The disk refused a sound that was made; the making is paused, as the next ones would fare alike.
    void problem(const app::Problem &problem);

private:
    class Bench; // what is known of each sound, and what is asked for (cell_bench.h)

    std::unique_ptr<Bench> m_bench;
};

} // namespace app::listening
