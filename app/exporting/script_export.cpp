#include "app/exporting/script_export.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <exception>
#include <utility>

#include "app/cloning/line_maker.h"
#include "app/script/script_document.h"
#include "app/script/whole_file.h"
#include "app/takes/take_library.h"

namespace app::exporting {

using namespace std::chrono_literals;

namespace {

constexpr auto kLook = 50ms; // progress is told often

} // namespace

ScriptExport::ScriptExport(script::ScriptDocument &document, cloning::LineMaker &lines, takes::TakeLibrary &library,
                           QObject *parent)
    : QObject(parent), m_document(document), m_lines(lines), m_library(library) {
    m_look.setSingleShot(true);
    m_look.setInterval(kLook);
    connect(&m_look, &QTimer::timeout, this, &ScriptExport::lookAtMaking);
    const auto lookSoon = [this](const QString &lineId) { // "" = at all of them
        if (m_stage != Stage::Making || !m_asked)
            return;
        if (lineId.isEmpty())
            m_allTouched = true;
        else
            m_touched.insert(lineId);
        if (!m_look.isActive())
            m_look.start();
    };
    connect(&m_lines, &cloning::LineMaker::changed, this, lookSoon);
    connect(&m_document, &script::ScriptDocument::changed, this, [lookSoon](const script::Change &change) {
        if (change.removed > change.inserted)
            lookSoon({});
    });
    connect(&m_document, &script::ScriptDocument::loaded, this, [lookSoon] { lookSoon({}); });
    connect(&m_library, &takes::TakeLibrary::kept, this, [this](quint64 job, const takes::TakeRecord &take) {
        // What is made anew is what was asked for here: a job that waited before had the settings of then.
        const bool counts = !m_anew.contains(take.lineId) || m_jobs.contains(job);
        if (m_stage == Stage::Making && m_ids.contains(take.lineId) && counts)
            m_takes.insert(take.lineId, take);
    });
}

ScriptExport::~ScriptExport() {
    letGo();
}

// The work holds the files itself: when this is destroyed, or the export given up, the last of it throws them away.
template <typename Work> void ScriptExport::post(Work work) {
    m_thread.post([this, run = m_run, work = std::move(work)]() mutable {
        std::optional<Problem> problem;
        try {
            work();
        } catch (const std::exception &error) {
            problem = script::toProblem(error, tr("Export"));
        }
        if (problem) {
            QMetaObject::invokeMethod(this, [this, run, problem] {
                if (run == m_run)
                    fail(*problem);
            });
        }
    });
}

void ScriptExport::start(const ExportShape &shape, Unmade unmade, Otherwise otherwise) {
    if (isRunning())
        return;
    ++m_run;
    m_shape = shape;
    m_plan = planExport(m_document, m_lines);
    m_leftOut = 0;
    m_toMake.clear();
    if (unmade == Unmade::Make)
        m_toMake = notMade(m_plan) + changed(m_plan);
    if (otherwise == Otherwise::MakeAnew) {
        const QStringList others = madeOtherwise(m_plan);
        m_anew = QSet<QString>(others.begin(), others.end());
        m_toMake << others;
    }
    const auto isLeftOut = [&](const PlannedLine &line) {
        return !line.take || (!line.current && unmade == Unmade::LeaveOut);
    };
    if (m_toMake.isEmpty()) {
        const qsizetype all = m_plan.size();
        m_plan.erase(std::remove_if(m_plan.begin(), m_plan.end(), isLeftOut), m_plan.end());
        m_leftOut = int(all - m_plan.size());
        if (!fitToCues())
            beginReading();
    } else {
        for (const PlannedLine &line : std::as_const(m_plan)) {
            m_ids.insert(line.lineId);
            const bool asItIs = line.current || (line.take && unmade == Unmade::AsMade);
            if (asItIs && !m_anew.contains(line.lineId))
                m_takes.insert(line.lineId, *line.take);
        }
        m_pending = QSet<QString>(m_toMake.begin(), m_toMake.end());
        begin();
    }
}

QStringList ScriptExport::knownStems() const {
    QStringList stems;
    for (const PlannedLine &line : m_plan) {
        if (line.take && !m_pending.contains(line.lineId))
            stems << stemOf(line.number, *line.take);
    }
    return stems;
}

void ScriptExport::begin() {
    if (!tell(Stage::Making, 0, int(m_toMake.size())))
        return;
    post([this, run = m_run, shape = m_shape, stems = knownStems()] {
        requirePlaces(shape, stems);
        QMetaObject::invokeMethod(this, [this, run] {
            if (run == m_run)
                make();
        });
    });
}

void ScriptExport::make() {
    QStringList ids, anew;
    for (const QString &id : std::as_const(m_toMake)) {
        const cloning::Work work = m_lines.standing(id).work;
        if (m_anew.contains(id))
            anew << id;
        else if (work != cloning::Work::Waiting && work != cloning::Work::Making && !m_takes.contains(id))
            ids << id; // the others are on their way, or came meanwhile
    }
    m_asked = true;
    m_allTouched = true;
    m_jobs = m_lines.make(ids) + m_lines.makeWithTheirSeeds(anew);
    m_look.start();
}

void ScriptExport::lookAtMaking() {
    if (m_stage != Stage::Making)
        return;
    const quint64 run = m_run;
    const QSet<QString> touched = std::exchange(m_touched, {});
    const QSet<QString> look = std::exchange(m_allTouched, false) ? m_pending : touched & m_pending;
    for (const QString &id : look) {
        const bool done = isDone(id);
        if (run != m_run)
            return; // it has failed
        if (done)
            m_pending.remove(id);
    }
    if (!tell(Stage::Making, int(m_toMake.size() - m_pending.size()), int(m_toMake.size())))
        return;
    if (m_pending.isEmpty()) {
        gather();
        if (!fitToCues())
            beginReading();
    }
}

bool ScriptExport::isDone(const QString &lineId) {
    const int row = m_document.rowOf(lineId);
    if (row < 0 || script::isBlank(m_document.line(row)))
        return true;
    const cloning::LineStanding standing = m_lines.standing(lineId);
    if ((standing.work != cloning::Work::None && standing.work != cloning::Work::Failed) || standing.beingKept)
        return false;
    const PlannedLine line = planLine(row + 1, m_document.line(row), m_lines);
    if (line.current && !m_anew.contains(lineId))
        m_takes.insert(lineId, *line.take);
    const bool made = m_takes.contains(lineId);
    if (!made)
        fail(notMadeProblem(line));
    return made;
}

void ScriptExport::gather() {
    m_plan.clear();
    const ExportPlan now = planExport(m_document, m_lines);
    for (PlannedLine line : now) {
        if (!line.current)
            line.take = m_takes.contains(line.lineId) ? std::optional(m_takes.value(line.lineId)) : std::nullopt;
        if (m_ids.contains(line.lineId) && line.take)
            m_plan << line;
        else
            ++m_leftOut;
    }
}

bool ScriptExport::fitToCues() {
    if (!m_shape.timed || m_shape.onePerLine || std::exchange(m_fitted, true))
        return false;
    QHash<int, double> speeds;
    const double limit = std::min(m_lines.chosen().speed * kFasterForCue, script::kFastest);
    m_toMake.clear();
    m_ids.clear();
    m_takes.clear();
    m_anew.clear();
    for (const PlannedLine &line : std::as_const(m_plan)) {
        m_ids.insert(line.lineId);
        m_takes.insert(line.lineId, *line.take);
    }
    const QList<Overrun> tooLong = overruns(m_plan);
    for (const Overrun &line : tooLong) {
        const double before = m_takes.value(line.lineId).speed;
        const int row = m_document.rowOf(line.lineId);
        if (row < 0 || before >= limit - 1e-6)
            continue;
        speeds.insert(row, std::min(std::ceil(before * line.factor * 102) / 100, limit)); // 2 % more: it must fit
        m_toMake << line.lineId;
        m_takes.remove(line.lineId);
    }
    if (m_toMake.isEmpty())
        return false;
    m_leftOut = 0; // counted anew
    m_asked = false;
    m_pending = QSet<QString>(m_toMake.begin(), m_toMake.end());
    m_document.setSpeeds(speeds);
    begin();
    return true;
}

Problem ScriptExport::notMadeProblem(const PlannedLine &line) const {
    const Problem why = m_lines.standing(line.lineId).problem;
    return {why.what.isEmpty() ? tr("Line %1 was not made.").arg(line.number)
                               : tr("Line %1 was not made: %2").arg(line.number).arg(why.what),
            why.remedy.isEmpty() ? tr("Export again, or leave out what is not made.") : why.remedy, why.detail};
}

void ScriptExport::beginReading() {
    m_jobs.clear();
    m_look.stop();
    if (m_plan.isEmpty())
        return fail({tr("There is nothing to export."), tr("Make the lines first, or have them made."), {}});
    if (!m_shape.onePerLine && secondsOf(m_plan) > kLongestFile)
        return fail({tr("The script is longer than twelve hours, which is more than one file takes."),
                     tr("Export one file per line."),
                     {}});
    m_read = 0;
    if (!tell(Stage::Reading, 0, int(m_plan.size())))
        return;
    post([this, run = m_run, shape = m_shape, stems = knownStems()] {
        requirePlaces(shape, stems);
        auto files = std::make_shared<ExportedFiles>(shape);
        QMetaObject::invokeMethod(this, [this, run, files = std::move(files)]() mutable {
            if (run == m_run) {
                m_files = std::move(files);
                readNext();
            } else {
                m_thread.post([files = std::move(files)]() mutable { files.reset(); });
            }
        });
    });
}

void ScriptExport::readNext() {
    if (m_read == m_plan.size())
        return finish();
    m_library.audio(m_plan[m_read].take->audioHash, this,
                    [this, run = m_run](const storage::Answer<engine::ClipPtr> &answer) {
                        if (run != m_run)
                            return;
                        if (!answer)
                            return fail(answer.problem);
                        write(m_plan[m_read], *answer.value);
                    });
}

void ScriptExport::write(const PlannedLine &line, const engine::ClipPtr &clip) {
    post([this, run = m_run, files = m_files, line, clip]() mutable {
        files->add(line, clip);
        files.reset();
        QMetaObject::invokeMethod(this, [this, run] {
            if (run != m_run)
                return;
            if (tell(Stage::Reading, int(++m_read), int(m_plan.size())))
                readNext();
        });
    });
}

void ScriptExport::finish() {
    m_stop = {};
    if (!tell(Stage::Writing, int(m_plan.size()), int(m_plan.size())))
        return;
    post([this, run = m_run, files = m_files, stop = m_stop.get_token()]() mutable {
        const QStringList written = files->finish(stop);
        const int below = files->belowTarget();
        files.reset();
        QMetaObject::invokeMethod(this, [this, run, written, below] {
            if (run != m_run)
                return;
            const QList<Overrun> tooLong = m_shape.timed && !m_shape.onePerLine ? overruns(m_plan) : QList<Overrun>();
            letGo();
            if (written.isEmpty())
                Q_EMIT cancelled();
            else
                Q_EMIT finished(written, m_leftOut, below, tooLong);
        });
    });
}

void ScriptExport::cancel() {
    if (!isRunning() || m_stage == Stage::Cancelling)
        return;
    if (m_stage == Stage::Writing) { // which cannot be interrupted; its answer says how it went
        m_stop.request_stop();
        tell(Stage::Cancelling, 0, 0);
        return;
    }
    m_lines.cancel(m_jobs);
    letGo();
    tell(Stage::Cancelling, 0, 0);
    m_thread.post([this, run = m_run] {
        QMetaObject::invokeMethod(this, [this, run] {
            if (run == m_run) {
                m_stage = Stage::Idle;
                Q_EMIT cancelled();
            }
        });
    });
}

void ScriptExport::fail(const Problem &problem) {
    m_lines.cancel(m_jobs);
    letGo();
    Q_EMIT failed(problem);
}

void ScriptExport::letGo() {
    ++m_run;
    m_stage = Stage::Idle;
    m_jobs.clear();
    m_look.stop();
    m_ids.clear();
    m_pending.clear();
    m_touched.clear();
    m_allTouched = false;
    m_asked = false;
    m_fitted = false;
    m_takes.clear();
    m_anew.clear();
    if (m_files)
        m_thread.post([files = std::exchange(m_files, nullptr)]() mutable { files.reset(); });
}

bool ScriptExport::tell(Stage stage, int done, int total) {
    const quint64 run = m_run;
    m_stage = stage;
    Q_EMIT progressed(stage, done, total);
    return run == m_run;
}

} // namespace app::exporting

#include "moc_script_export.cpp"
