// The whole script as sound: makes what is missing when that is wanted, reads the takes one after another and writes
// them on a thread of its own. GUI thread; one export at a time. Nothing half-written stays behind after a failure or
// cancel().
//
// Whether the files may be put where they are wanted is asked before anything is made. Of a file per line, lines that
// are to be made have no names by then: those are asked for when all are made, before anything is written.
//
// Of a timed export, lines that are longer than their cues are given a speed of their own in the script, one step of
// undo, and made anew, once and within kFasterForCue.
//
// The script may be edited while its lines are made. The export has the lines that stood there at start(), without
// those that have been removed or emptied by the end of it, in the order of then: a line that was edited is heard as
// it was made last; one that was typed later is left out and counted with those.
#pragma once

#include <QHash>
#include <QObject>
#include <QSet>
#include <QStringList>
#include <QTimer>

#include <memory>
#include <stop_token>

#include "app/exporting/export_plan.h"
#include "app/exporting/exported_files.h"
#include "app/problem.h"
#include "app/storage/file_thread.h"

namespace app::cloning {
class LineMaker;
}
namespace app::script {
class ScriptDocument;
}
namespace app::takes {
class TakeLibrary;
}

namespace app::exporting {

class ScriptExport : public QObject {
    Q_OBJECT

public:
    enum class Stage { Idle, Making, Reading, Writing, Cancelling };
    Q_ENUM(Stage)

    ScriptExport(script::ScriptDocument &document, cloning::LineMaker &lines, takes::TakeLibrary &library,
                 QObject *parent = nullptr);
    ~ScriptExport() override; // waits until what is being written is done or thrown away

    // finished(), failed() or cancelled() follows. Nothing happens while one runs. Otherwise::MakeAnew: lines that were
    // made with other settings than those of now are made with these first, each with its seed; otherwise they are
    // taken as they are.
    enum class Otherwise { AsMade, MakeAnew };
    void start(const ExportShape &shape, Unmade unmade, Otherwise otherwise = Otherwise::AsMade);
    void cancel(); // lines that wait to be made for it are not made
    Stage stage() const { return m_stage; }
    bool isRunning() const { return m_stage != Stage::Idle; }

Q_SIGNALS:
    void progressed(app::exporting::ScriptExport::Stage stage, int done, int total); // lines
    // belowTarget: how many files are quieter than wanted (ExportedFiles::belowTarget). tooLong: of a timed one, the
    // lines that are longer than their cues all the same.
    void finished(const QStringList &files, int linesLeftOut, int belowTarget,
                  const QList<app::exporting::Overrun> &tooLong);
    void failed(const app::Problem &problem);
    void cancelled();

private:
    void begin(); // make(), when the files may be put there
    QStringList knownStems() const;
    void make();
    void lookAtMaking();
    bool isDone(const QString &lineId); // made or gone; fail() when nothing will come of it
    void gather();                      // m_plan, of what is made
    bool fitToCues();                   // true: lines that are too long are made once more, faster
    void beginReading();
    void readNext();
    void write(const PlannedLine &line, const engine::ClipPtr &clip);
    void finish();
    void fail(const Problem &problem);
    void letGo();                                // of files and jobs; answers that are on their way are dropped
    bool tell(Stage stage, int done, int total); // false: who was told has cancelled
    Problem notMadeProblem(const PlannedLine &line) const;
    template <typename Work> void post(Work work); // to m_thread; what it throws becomes fail()

    script::ScriptDocument &m_document;
    cloning::LineMaker &m_lines;
    takes::TakeLibrary &m_library;
    Stage m_stage = Stage::Idle;
    quint64 m_run = 0;
    ExportShape m_shape;
    QStringList m_toMake;
    QSet<QString> m_anew; // those of them that are made, but otherwise
    QList<quint64> m_jobs;
    QSet<QString> m_ids;     // of the lines at start()
    QSet<QString> m_pending; // of m_toMake
    QSet<QString> m_touched; // since the last look
    bool m_allTouched = false;
    bool m_asked = false;                      // make() was
    bool m_fitted = false;                     // fitToCues() was
    QHash<QString, takes::TakeRecord> m_takes; // of m_ids, what is heard of a line that was edited
    QTimer m_look;
    ExportPlan m_plan; // what is read
    qsizetype m_read = 0;
    int m_leftOut = 0;
    std::stop_source m_stop;
    std::shared_ptr<ExportedFiles> m_files; // used on m_thread alone
    storage::FileThread m_thread{"export"}; // last: its work uses everything above
};

} // namespace app::exporting
