#include "ui/take_desk.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QStandardPaths>

#include "app/cloning/line_maker.h"
#include "app/speech/speech_worker.h"
#include "app/takes/take_library.h"
#include "app/takes/take_tags.h"
#include "app/voices/voice_library.h"
#include "ui/shared/transport.h"

namespace ui {

using app::takes::TakeLibrary;
using app::takes::TakeRecord;
using shared::Notice;

namespace {

constexpr qsizetype kLongestStem = 48; // characters of the text in a file name

// "slt - Good morning"
QString fileStem(const TakeRecord &take) {
    static const QRegularExpression awkward(QStringLiteral("[^\\p{L}\\p{N} _-]+"));
    QString words = (take.name.isEmpty() ? take.text : take.name).left(200).remove(awkward).simplified();
    if (words.size() > kLongestStem) {
        const qsizetype blank = words.lastIndexOf(u' ', kLongestStem);
        words.truncate(blank > 0 ? blank : kLongestStem); // Chinese has no blanks
    }
    return take.voiceId + QStringLiteral(" - ") + words;
}

QString musicFolder() {
    const QString music = QStandardPaths::writableLocation(QStandardPaths::MusicLocation);
    return QFileInfo::exists(music) ? music : QDir::homePath();
}

} // namespace

TakeDesk::TakeDesk(Uses uses, QWidget *window) : QObject(window), m_uses(uses), m_window(window) {
    connectLibrary();
    connectSaver();
    using app::speech::SpeechWorker;
    connect(&m_uses.worker, &SpeechWorker::loading, this, [this] { m_model.reset(); });
    connect(&m_uses.worker, &SpeechWorker::loaded, this,
            [this](const engine::ModelSummary &model) { m_model = model; });
}

void TakeDesk::connectLibrary() {
    TakeLibrary *library = &m_uses.takes;
    connect(library, &TakeLibrary::problem, this, [this](const app::Problem &problem) {
        m_uses.notices.post(Notice::Kind::Alarm, QStringLiteral("takes"), problem);
    });
    connect(library, &TakeLibrary::kept, this, [this] { m_uses.notices.withdraw(QStringLiteral("takes")); });
    connect(library, &TakeLibrary::removed, this, [this](const QList<qint64> &ids) {
        if (!ids.isEmpty()) {
            m_uses.notices.post(
                Notice::Kind::Info, QStringLiteral("removed"),
                {ids.size() == 1 ? tr("1 take removed.") : tr("%Ln takes removed.", nullptr, int(ids.size())), {}, {}},
                {{tr("Undo"), [this, ids] { m_uses.takes.restore(ids); }}});
        }
    });
    connect(library, &TakeLibrary::restored, this, [this] { m_uses.notices.withdraw(QStringLiteral("removed")); });
}

void TakeDesk::connectSaver() {
    using app::speech::TakeSaver;
    connect(&m_saver, &TakeSaver::saved, this, [this](const QString &file) {
        const QString folder = QFileInfo(file).absolutePath();
        m_uses.notices.post(
            Notice::Kind::Good, QStringLiteral("save"),
            {tr("Saved as %1.").arg(QFileInfo(file).fileName()), tr("In %1").arg(QDir::toNativeSeparators(folder)), {}},
            {{tr("Open folder"), [this, folder] { Q_EMIT folderWanted(folder); }}});
    });
    connect(&m_saver, &TakeSaver::failed, this,
            [this](const engine::ClipPtr &take, const QString &file, const app::Problem &problem,
                   const engine::audio::SoundTags &tags) {
                const QString name = QFileInfo(file).completeBaseName();
                m_uses.notices.post(Notice::Kind::Alarm, QStringLiteral("save"), problem,
                                    {{tr("Save elsewhere …"), [this, take, name, tags] { choose(take, name, tags); }}});
            });
}

void TakeDesk::sound(const TakeRecord &take, std::function<void(const engine::ClipPtr &)> use) {
    m_uses.takes.audio(take.audioHash, this,
                       [this, use = std::move(use)](const app::storage::Answer<engine::ClipPtr> &answer) {
                           if (answer) {
                               use(*answer.value);
                           } else {
                               m_uses.notices.post(Notice::Kind::Attention, QStringLiteral("sound"), answer.problem);
                           }
                       });
}

void TakeDesk::play(const TakeRecord &take) {
    sound(take, [this, title = shared::soundTitle(take.voiceName, take.name.isEmpty() ? take.text : take.name)](
                    const engine::ClipPtr &clip) { m_uses.transport.playTake(clip, title); });
}

void TakeDesk::again(const TakeRecord &take, bool newSeed) {
    m_uses.takes.requestOf(take, m_uses.voices.voices()->voices, m_model.value_or(engine::ModelSummary{}), this,
                           [this, take, newSeed](const app::takes::SameAgain &again) {
                               if (again.problem && !(newSeed && again.request)) {
                                   m_uses.notices.post(Notice::Kind::Attention, QStringLiteral("again"),
                                                       *again.problem);
                               }
                               if (again.request) {
                                   engine::Request request = *again.request;
                                   if (newSeed) {
                                       request.seed = QRandomGenerator::global()->generate();
                                   }
                                   m_uses.lines.make(take.lineId, std::move(request), take.id);
                               }
                           });
}

// The dialog does not hold anything up: while it is open another take may be made. What is saved is the one that it was
// opened for.
void TakeDesk::choose(const engine::ClipPtr &clip, const QString &name, const engine::audio::SoundTags &tags) {
    auto *dialog = new QFileDialog(m_window, tr("Save take as"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("WAV sound (*.wav)"), tr("FLAC, smaller and exact (*.flac)"),
                            tr("Ogg Vorbis, small (*.ogg)"), tr("Opus, smallest (*.opus)")});
    dialog->setDefaultSuffix(QStringLiteral("wav"));
    connect(dialog, &QFileDialog::filterSelected, dialog,
            [dialog](const QString &filter) { dialog->setDefaultSuffix(filter.section(u"*."_qs, 1).chopped(1)); });
    dialog->setDirectory(musicFolder());
    dialog->selectFile(name + QStringLiteral(".wav"));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, clip, tags](const QString &file) { m_saver.save(clip, file, tags); });
    dialog->open();
}

void TakeDesk::chooseFile(const engine::ClipPtr &clip, const TakeRecord &about) {
    choose(clip, fileStem(about), app::takes::tagsOf(about));
}

void TakeDesk::saveAs(const engine::ClipPtr &clip, const QString &file, const TakeRecord &about) {
    m_saver.save(clip, file, app::takes::tagsOf(about));
}

void TakeDesk::save(const QList<TakeRecord> &takes) {
    if (takes.size() == 1) {
        sound(takes.first(), [this, take = takes.first()](const engine::ClipPtr &clip) { chooseFile(clip, take); });
    } else if (!takes.isEmpty()) {
        auto *dialog = new QFileDialog(m_window, tr("Save the takes into a folder"), musicFolder());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::Directory);
        connect(dialog, &QFileDialog::fileSelected, this,
                [this, takes](const QString &folder) { saveInto(folder, takes); });
        dialog->open();
    }
}

void TakeDesk::saveInto(const QString &folder, const QList<TakeRecord> &takes) {
    const int digits = int(QString::number(takes.size()).size());
    for (qsizetype i = 0; i < takes.size(); ++i) {
        const QString name =
            QStringLiteral("%1 %2.wav").arg(i + 1, digits, 10, QLatin1Char('0')).arg(fileStem(takes[i]));
        sound(takes[i], [this, take = takes[i], file = QDir(folder).filePath(name)](const engine::ClipPtr &clip) {
            saveAs(clip, file, take);
        });
    }
}

} // namespace ui
