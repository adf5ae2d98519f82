#include "ui/listening/batch_desk.h"

#include <utility>

#include "app/listening/cell_maker.h"
#include "engine/error.h"
#include "ui/shared/notice_bar.h"

namespace ui::listening {

using app::listening::CellMaker;
using app::listening::Condition;
using shared::Notice;

namespace {

const QString kBatchSubject = QStringLiteral("listening.batch"); // of notices

} // namespace

BatchDesk::BatchDesk(CellMaker &cells, shared::NoticeBar &notices, QObject *parent)
    : QObject(parent), m_cells(cells), m_notices(notices) {
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
                    tr("They are made in the background; whatever you ask for goes first."),
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
    Batches batches;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        const auto batch = countedBatch(m_cells, Condition(i + 1), m_columns[i]);
        words << tr("%1: of %2 pairs %3 have artifacts in it alone, and %4 in the baseline alone.", "column")
                     .arg(QString::fromStdString(keyOf(m_test, m_columns[i])))
                     .arg(batch.pairs)
                     .arg(batch.onlyCandidate)
                     .arg(batch.onlyBaseline);
        batches.push_back(batch);
    }
    const int failed = m_cells.progress().failed;
    if (failed > 0)
        words << (failed == 1 ? tr("One sound could not be made.")
                              : tr("%Ln sounds could not be made.", nullptr, failed));
    m_counted[m_id] = std::move(batches);
    m_cells.clear();
    m_notices.post({failed > 0 ? Notice::Kind::Attention : Notice::Kind::Good,
                    tr("The artifacts are counted, and the results know of them."),
                    words.join(tr(" ", "between two sentences")),
                    {},
                    {},
                    kBatchSubject});
    Q_EMIT changed();
}

BatchDesk::Batches BatchDesk::counted(const std::string &test) const {
    const auto found = m_counted.find(test);
    return found == m_counted.end() ? Batches() : found->second;
}

} // namespace ui::listening

#include "moc_batch_desk.cpp"
