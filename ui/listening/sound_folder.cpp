#include "ui/listening/sound_folder.h"

#include "engine/audio/sound_file.h"
#include "ui/listening/notice_subject.h"
#include "ui/shared/notice_bar.h"

namespace ui::listening {

using app::listening::CellState;
using app::listening::Condition;
using app::listening::TestDesign;
using app::storage::Answer;
using shared::Notice;

namespace {

QString fileNameOf(const TestDesign &design, int row, Condition condition) {
    QString key = QString::fromStdString(keyOf(design, condition));
    for (QChar &sign : key) {
        if (!sign.isLetterOrNumber() && sign != u'.' && sign != u'-')
            sign = u'_';
    }
    return QStringLiteral("%1_%2.wav").arg(QString::fromStdString(design.rows[std::size_t(row)].id), key);
}

} // namespace

struct SoundFolder::Saving {
    QString folder;
    int left = 0;
    int written = 0;
    bool stopped = false;
    QString problem;
};

SoundFolder::SoundFolder(app::listening::CellMaker &cells, shared::NoticeBar &notices, QObject *parent)
    : QObject(parent), m_cells(cells), m_notices(notices) {}

void SoundFolder::save(const QString &folder) {
    if (!m_cells.design())
        return;
    const TestDesign &design = *m_cells.design();
    auto saving = std::make_shared<Saving>();
    saving->folder = folder;
    QList<std::pair<QString, std::pair<int, Condition>>> files;
    for (int row = 0; row < int(design.rows.size()); ++row) {
        for (const Condition condition : m_cells.conditions()) {
            if (m_cells.cell(row, condition).state == CellState::Made)
                files.append({folder + u'/' + fileNameOf(design, row, condition), {row, condition}});
        }
    }
    saving->left = int(files.size());
    if (!files.isEmpty())
        m_notices.post(
            {Notice::Kind::Info,
             files.size() == 1 ? tr("Writing 1 sound …") : tr("Writing %Ln sounds …", nullptr, int(files.size())),
             {},
             {},
             {{tr("Stop"), [saving] { saving->stopped = true; }}},
             kSubject});
    for (const auto &[file, cell] : files) {
        m_cells.sound(cell.first, cell.second, this, [=, this, file = file](const Answer<engine::ClipPtr> &answer) {
            if (!answer || saving->stopped) {
                if (!answer)
                    saving->problem = answer.problem.what;
                finish(saving);
                return;
            }
            m_files.post([=, this, clip = *answer.value] {
                QString problem;
                try {
                    engine::audio::writeSound(file.toStdString(), *clip, engine::audio::SoundFormat::WavFloat);
                } catch (const std::exception &error) {
                    problem = QString::fromUtf8(error.what());
                }
                QMetaObject::invokeMethod(this, [=, this] {
                    if (problem.isEmpty())
                        ++saving->written;
                    else
                        saving->problem = problem;
                    finish(saving);
                });
            });
        });
    }
}

void SoundFolder::finish(const std::shared_ptr<Saving> &saving) {
    if (--saving->left > 0)
        return;
    const int written = saving->written;
    if (!saving->problem.isEmpty())
        m_notices.post(Notice::Kind::Alarm, kSubject, {tr("Not every sound was written."), {}, saving->problem});
    else if (saving->stopped)
        m_notices.post({Notice::Kind::Info,
                        written == 1 ? tr("Stopped after 1 sound.") : tr("Stopped after %Ln sounds.", nullptr, written),
                        {},
                        {},
                        {},
                        kSubject});
    else
        m_notices.post({Notice::Kind::Good,
                        written == 1 ? tr("1 sound was written.") : tr("%Ln sounds were written.", nullptr, written),
                        {},
                        {},
                        {{tr("Open folder"), [this, folder = saving->folder] { Q_EMIT folderWanted(folder); }}},
                        kSubject});
}

} // namespace ui::listening

#include "moc_sound_folder.cpp"
