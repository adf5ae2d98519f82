#include "ui/take_desk.h"

#include <QDir>
#include <QDrag>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>
#include <QRandomGenerator>
#include <QScopedValueRollback>
#include <QStandardPaths>
#include <QUrl>
#include <QWidget>

#include "app/cloning/line_maker.h"
#include "app/settings/settings.h"
#include "app/speech/speech_worker.h"
#include "app/takes/take_library.h"
#include "app/takes/take_tags.h"
#include "app/voices/voice_library.h"
#include "ui/shared/figures.h"
#include "ui/shared/icons.h"
#include "ui/shared/transport.h"

namespace ui {

using app::takes::TakeLibrary;
using app::takes::TakeRecord;
using shared::Notice;

namespace {

QString musicFolder() {
    const QString music = QStandardPaths::writableLocation(QStandardPaths::MusicLocation);
    return QFileInfo::exists(music) ? music : QDir::homePath();
}

// " It is at −17 LUFS …", or nothing.
QString belowTarget(const std::optional<engine::audio::LoudnessChange> &change) {
    return change && change->gain.limitedByPeak
               ? u' ' + TakeDesk::tr("It is at %1 instead of %2: its peaks allow no more.")
                            .arg(shared::lufs(*change->reached()), shared::lufs(change->target))
               : QString();
}

} // namespace

TakeDesk::TakeDesk(Uses uses, QWidget *window)
    : QObject(window), m_uses(uses), m_window(window), m_temporary(uses.takes) {
    connectLibrary();
    connectPair();
    connectSaver();
    connectDragging();
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
    connect(library, &TakeLibrary::kept, this, [this](quint64 job, const TakeRecord &take) {
        m_uses.notices.withdraw(QStringLiteral("takes"));
        if (job == m_listened && job != 0) {
            m_heard = take;
        }
    });
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

void TakeDesk::connectPair() {
    using app::cloning::LineMaker;
    connect(&m_uses.takes, &TakeLibrary::kept, this, [this](quint64 job, const TakeRecord &take) {
        if (m_pair.contains(job)) {
            m_keptOfPair << take;
            if (m_keptOfPair.size() == m_pair.size()) {
                const QList<TakeRecord> both = m_keptOfPair;
                compareWhenKept({});
                compare(both);
            }
        }
    });
    const auto forget = [this](quint64 job) {
        if (m_pair.contains(job)) {
            compareWhenKept({});
        }
    };
    connect(&m_uses.takes, &TakeLibrary::notKept, this, forget);
    connect(&m_uses.lines, &LineMaker::cancelled, this, forget);
    connect(&m_uses.lines, &LineMaker::failed, this, forget);
}

void TakeDesk::compareWhenKept(const QList<quint64> &jobs) {
    m_pair = jobs;
    m_keptOfPair.clear();
}

void TakeDesk::connectSaver() {
    using app::speech::TakeSaver;
    connect(&m_saver, &TakeSaver::saved, this, [this](const QString &file, const auto &change) {
        const QString folder = QFileInfo(file).absolutePath();
        m_uses.notices.post(Notice::Kind::Good, QStringLiteral("save"),
                            {tr("Saved as %1.").arg(QFileInfo(file).fileName()) + belowTarget(change),
                             tr("In %1").arg(QDir::toNativeSeparators(folder)),
                             {}},
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

// The files are there before the drag begins, a moment after the mouse was pulled: whoever asks for them is never kept
// waiting, and neither is this window.
void TakeDesk::connectDragging() {
    using app::exporting::TemporaryTakes;
    connect(&m_temporary, &TemporaryTakes::failed, this, [this](const app::Problem &problem) {
        m_uses.notices.post(Notice::Kind::Attention, QStringLiteral("drag"), problem);
    });
    connect(&m_temporary, &TemporaryTakes::ready, this, [this](const QStringList &files) {
        if (!QGuiApplication::mouseButtons().testFlag(Qt::LeftButton)) {
            return;
        }
        QList<QUrl> urls;
        for (const QString &file : files) {
            urls << QUrl::fromLocalFile(file);
        }
        auto *drag = new QDrag(m_window);
        auto *data = new QMimeData;
        data->setUrls(urls);
        drag->setMimeData(data);
        drag->setPixmap(shared::icon(u"takes", shared::Tone::Accent).pixmap(32));
        const QScopedValueRollback<bool> dragging(m_dragging, true);
        if (drag->exec(Qt::CopyAction) != Qt::IgnoreAction) {
            m_temporary.taken();
        }
    });
}

void TakeDesk::dragOut(const QList<TakeRecord> &takes) {
    if (!m_dragging) {
        m_temporary.make(takes, m_uses.settings.loudness());
    }
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

void TakeDesk::listenTo(quint64 job) {
    m_listened = job;
    m_heard.reset();
}

void TakeDesk::compare(const QList<TakeRecord> &takes) {
    if (takes.size() == 2) {
        Q_EMIT comparisonWanted(takes.first(), takes.last());
    } else if (takes.size() == 1 && m_heard && m_heard->id != takes.first().id) {
        Q_EMIT comparisonWanted(*m_heard, takes.first());
    } else {
        m_uses.notices.post(Notice::Kind::Info, QStringLiteral("compare"),
                            {tr("Two takes are compared."),
                             tr("Choose two of them (Ctrl+click, or Shift and the arrows), or play one and choose the "
                                "other."),
                             {}});
    }
}

void TakeDesk::play(const TakeRecord &take) {
    m_heard = take;
    m_listened = 0;
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
            [this, clip, tags](const QString &file) { m_saver.save(clip, file, tags, m_uses.settings.loudness()); });
    dialog->open();
}

void TakeDesk::chooseFile(const engine::ClipPtr &clip, const TakeRecord &about) {
    choose(clip, app::takes::fileStemOf(about), app::takes::tagsOf(about));
}

void TakeDesk::saveAs(const engine::ClipPtr &clip, const QString &file, const TakeRecord &about) {
    m_saver.save(clip, file, app::takes::tagsOf(about), m_uses.settings.loudness());
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
    const QStringList names = app::takes::fileNamesOf(takes, QStringLiteral("wav"));
    for (qsizetype i = 0; i < takes.size(); ++i) {
        sound(takes[i], [this, take = takes[i], file = QDir(folder).filePath(names[i])](const engine::ClipPtr &clip) {
            saveAs(clip, file, take);
        });
    }
}

} // namespace ui
