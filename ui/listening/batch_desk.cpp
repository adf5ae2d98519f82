#include "ui/listening/batch_desk.h"

#include <utility>

#include "app/listening/cell_maker.h"
#include "app/listening/session_sounds.h"
#include "app/listening/session_store.h"
#include "engine/clip.h"
#include "engine/error.h"
#include "ui/shared/figures.h"
#include "ui/shared/notice_bar.h"

namespace ui::listening {

using app::listening::CellMaker;
using app::listening::Condition;
using app::listening::CountedBatch;
using shared::Notice;

namespace {

const QString kBatchSubject = QStringLiteral("listening.batch"); // of notices

double megabytesOf(const app::listening::TestDesign &batch) {
    double seconds = 0;
    for (const app::listening::TestRow &row : batch.rows) {
        for (const app::listening::TestColumn &column : batch.columns)
            seconds += app::listening::expectedSeconds(row) / column.speed;
    }
    return seconds * engine::kSampleRate * 4 / 1e6;
}

// Why a sound could not be made.
app::Problem firstProblem(const CellMaker &cells) {
    for (int row = 0; row < int(cells.design()->rows.size()); ++row) {
        for (const Condition column : cells.conditions()) {
            if (const auto &cell = cells.cell(row, column); cell.state == app::listening::CellState::Failed)
                return cell.problem;
        }
    }
    return {};
}

} // namespace

BatchDesk::BatchDesk(CellMaker &cells, app::listening::SessionStore &sessions, shared::NoticeBar &notices,
                     QObject *parent)
    : QObject(parent), m_cells(cells), m_sessions(sessions), m_notices(notices) {
    connect(
        &m_cells, &CellMaker::done, this,
        [this] {
            if (m_running && !m_cells.isLooking() && m_cells.progress().asked == 0)
                take();
        },
        Qt::QueuedConnection);
    connect(&m_cells, &CellMaker::progressed, this, [this] {
        if (const app::listening::CellProgress progress = m_cells.progress(); m_running)
            Q_EMIT progressed(progress.made, progress.total);
    });
    connect(&m_cells, &CellMaker::problem, this, [this](const app::Problem &problem) {
        if (!m_running)
            return;
        stop(); // the disk refuses sounds
        m_notices.post(Notice::Kind::Alarm, kBatchSubject, problem);
    });
}

void BatchDesk::start(const app::listening::TestResults &results, int pairs) {
    m_running = false;
    m_columns = batchColumns(results);
    m_test = results.design;
    m_id = results.test;
    if (m_columns.empty()) {
        m_notices.post({Notice::Kind::Info,
                        tr("Every other column is rejected, so there is nothing to count artifacts for."),
                        {},
                        {},
                        {},
                        kBatchSubject});
        return;
    }
    app::listening::TestDesign batch;
    try {
        batch = batchDesign(m_test, m_columns, pairs);
    } catch (const engine::Error &error) {
        m_notices.post(Notice::Kind::Attention, kBatchSubject,
                       app::Problem{QString::fromUtf8(error.what()), QString::fromStdString(error.remedy()), {}});
        return;
    }
    m_running = true;
    m_notices.post({Notice::Kind::Info,
                    tr("Artifacts are being counted in %1 sounds that nobody listens to.")
                        .arg(int(batch.rows.size() * batch.columns.size())),
                    tr("They are made in the background; whatever you ask for goes first. On the disk they take up to "
                       "about %1 MB, which “Remove sounds that no test needs any more” gives back.")
                        .arg(shared::glance(megabytesOf(batch))),
                    {},
                    {{tr("Stop"), [this] { stop(); }}},
                    kBatchSubject});
    m_cells.setDesign(batch);
    m_cells.makeMissing();
    Q_EMIT changed();
}

void BatchDesk::stop() {
    m_running = false;
    m_cells.clear();
    m_notices.withdraw(kBatchSubject);
    Q_EMIT changed();
}

void BatchDesk::take() {
    m_running = false;
    QStringList words;
    std::vector<CountedBatch> batches;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        const CountedBatch batch = countedBatch(m_cells, Condition(i + 1), m_columns[i]);
        if (batch.pairs == 0)
            continue; // nothing could be made
        words << tr("%1: of %2 pairs %3 have artifacts in it alone, and %4 in the baseline alone.", "column")
                     .arg(QString::fromStdString(keyOf(m_test, m_columns[i])))
                     .arg(batch.pairs)
                     .arg(batch.onlyCandidate)
                     .arg(batch.onlyBaseline);
        batches.push_back(batch);
    }
    const int failed = m_cells.progress().failed;
    const app::Problem why = firstProblem(m_cells);
    m_cells.clear();
    m_sessions.keepBatches(m_id, batches, this,
                           [this, words, failed, why](const app::storage::Answer<std::vector<CountedBatch>> &answer) {
                               if (answer)
                                   tell(words, failed, why);
                               else
                                   m_notices.post(Notice::Kind::Alarm, kBatchSubject, answer.problem);
                               Q_EMIT changed();
                           });
}

void BatchDesk::tell(const QStringList &counts, int failed, const app::Problem &why) {
    Notice notice;
    notice.subject = kBatchSubject;
    QStringList words = counts;
    if (failed == 0) {
        notice.kind = Notice::Kind::Good;
        notice.what = tr("The artifacts are counted, and the results know of them.");
    } else {
        notice.kind = Notice::Kind::Attention;
        const QString sounds =
            failed == 1 ? tr("One sound could not be made.") : tr("%Ln sounds could not be made.", nullptr, failed);
        notice.what = counts.isEmpty() ? tr("No artifacts could be counted.")
                                       : tr("The artifacts could not be counted in all sounds.");
        words << sounds << why.what << why.remedy;
        if (!counts.isEmpty())
            words << tr("Fewer than %1 pairs can rule a setting out, and not show that it is no worse; a count of more "
                        "pairs that was made before stays.")
                         .arg(app::listening::kEnoughBatchPairs);
    }
    words.removeAll(QString());
    notice.remedy = words.join(tr(" ", "between two sentences"));
    m_notices.post(std::move(notice));
}

} // namespace ui::listening

#include "moc_batch_desk.cpp"
