#include "ui/listening/pair_desk.h"

#include <QFileDialog>

#include <memory>

#include "app/listening/cell_plan.h"
#include "app/listening/pair_folder.h"
#include "engine/error.h"
#include "ui/shared/home_folders.h"
#include "ui/shared/notice_bar.h"

namespace ui::listening {

using app::storage::Answer;
using shared::Notice;

namespace {

const QString kPairsSubject = QStringLiteral("listening.pairs"); // of notices

}

struct PairDesk::Found {
    app::listening::ImportedPairs pairs;
    std::vector<app::listening::MeasuredSound> sounds;
};

PairDesk::PairDesk(Uses uses, QWidget *window) : QObject(window), m_uses(uses), m_window(window) {}

void PairDesk::choose() {
    auto *dialog = new QFileDialog(m_window, tr("A folder of pairs"), shared::musicFolder());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, &PairDesk::import);
    dialog->open();
}

void PairDesk::import(const QString &folder) {
    m_stop.request_stop();
    m_stop = {};
    m_uses.notices.post({Notice::Kind::Info,
                         tr("The sounds of the folder are being read …"),
                         {},
                         {},
                         {{tr("Stop"), [this] { m_stop.request_stop(); }}},
                         kPairsSubject});
    m_thread.post([this, folder, stop = m_stop.get_token()] {
        auto found = std::make_shared<Found>();
        std::optional<app::Problem> problem;
        try {
            auto pairs = app::listening::importPairs(folder, stop);
            if (!pairs)
                return;
            std::vector<app::listening::ImportedSound> sounds;
            for (const app::listening::ImportedCell &cell : pairs->cells)
                sounds.push_back({{cell.stimulus.row, cell.stimulus.condition}, cell.clip});
            found->sounds = app::listening::importedSounds(pairs->design, sounds);
            found->pairs = std::move(*pairs);
        } catch (const engine::Error &error) {
            problem = app::Problem{QString::fromUtf8(error.what()), QString::fromStdString(error.remedy()), {}};
        } catch (const std::exception &error) {
            problem = app::Problem{tr("The folder cannot be read."), {}, QString::fromUtf8(error.what())};
        }
        QMetaObject::invokeMethod(this, [this, found, problem, stop] {
            if (stop.stop_requested())
                return;
            if (problem)
                m_uses.notices.post(Notice::Kind::Alarm, kPairsSubject, *problem);
            else
                take(found);
        });
    });
}

void PairDesk::take(const std::shared_ptr<const Found> &found) {
    m_uses.cells.keep(found->sounds, this, [this, found](const Answer<int> &kept) {
        if (!kept) {
            m_uses.notices.post(Notice::Kind::Alarm, kPairsSubject, kept.problem);
            return;
        }
        m_uses.designs.add(found->pairs.design, this, [this, found](const Answer<app::listening::StoredDesign> &added) {
            if (!added) {
                m_uses.notices.post(Notice::Kind::Alarm, kPairsSubject, added.problem);
                return;
            }
            QStringList wrong;
            QString detail;
            for (const app::listening::PairFlag &flag : found->pairs.flags) {
                wrong << flag.sentence;
                detail += flag.sentence + u'\n' + flag.names.join(u'\n') + u'\n';
            }
            m_uses.notices.post({wrong.isEmpty() ? Notice::Kind::Good : Notice::Kind::Attention,
                                 found->sounds.size() == 1
                                     ? tr("1 sound came in.")
                                     : tr("%Ln sounds came in.", nullptr, int(found->sounds.size())),
                                 wrong.join(tr(" ", "between two sentences")),
                                 detail,
                                 {},
                                 kPairsSubject});
            Q_EMIT imported(added.value->id);
        });
    });
}

} // namespace ui::listening

#include "moc_pair_desk.cpp"
