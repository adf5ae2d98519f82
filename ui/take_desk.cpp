#include "ui/take_desk.h"

#include <QDir>
#include <QDrag>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMimeData>
#include <QRandomGenerator>
#include <QScopedValueRollback>
#include <QUrl>
#include <QWidget>

#include <algorithm>
#include <utility>

#include "app/cloning/line_maker.h"
#include "app/settings/settings.h"
#include "app/speech/speech_worker.h"
#include "app/takes/take_library.h"
#include "app/takes/take_tags.h"
#include "app/voices/voice_library.h"
#include "ui/shared/figures.h"
#include "ui/shared/format_sheet.h"
#include "ui/shared/home_folders.h"
#include "ui/shared/icons.h"
#include "ui/shared/transport.h"

namespace ui {

using app::takes::TakeLibrary;
using app::takes::TakeRecord;
using shared::Notice;

namespace {

// Subject of the notice: another file that was saved well does not take it away.
QString notSaved(const QString &file) {
    return QStringLiteral("not saved:") + file;
}

QString joined(const QStringList &sentences) {
    return sentences.join(TakeDesk::tr(" ", "between two sentences"));
}

} // namespace

TakeDesk::TakeDesk(Uses uses, QWidget *window)
    : QObject(window), m_uses(uses), m_window(window), m_temporary(uses.takes) {
    connectLibrary();
    connectPair();
    connectSaver();
    connectDragging();
    using app::speech::SpeechWorker;
    connect(&m_uses.worker, &SpeechWorker::loading, this, [this] {
        m_model.reset();
        m_loading = true;
    });
    connect(&m_uses.worker, &SpeechWorker::loaded, this, [this](const engine::ModelSummary &model) {
        m_model = model;
        m_loading = false;
        goOnWithAgain();
    });
    connect(&m_uses.worker, &SpeechWorker::loadFailed, this, [this] {
        m_loading = false;
        goOnWithAgain(); // says what is missing
    });
    connect(&m_uses.voices, &app::voices::VoiceLibrary::changed, this, &TakeDesk::goOnWithAgain);
}

void TakeDesk::connectLibrary() {
    TakeLibrary *library = &m_uses.takes;
    connect(library, &TakeLibrary::problem, this, [this](const app::Problem &problem) {
        if (!m_uses.takes.isDiskFull()) { // full_disk_desk.h says that
            m_uses.notices.post(Notice::Kind::Alarm, QStringLiteral("takes"), problem);
        }
    });
    connect(library, &TakeLibrary::kept, this, [this](quint64 job, const TakeRecord &take) {
        m_uses.notices.withdraw(QStringLiteral("takes"));
        if (job == m_listened && job != 0) {
            m_heard = take;
        }
    });
    connect(library, &TakeLibrary::removed, this, [this](const QList<qint64> &ids) {
        if (ids.isEmpty()) {
            return;
        }
        if (!m_uses.notices.about(QStringLiteral("removed"))) {
            m_removed.clear();
        }
        m_removed << ids; // one Undo for all of them
        m_uses.notices.post(
            Notice::Kind::Info, QStringLiteral("removed"),
            {m_removed.size() == 1 ? tr("1 take removed.") : tr("%Ln takes removed.", nullptr, int(m_removed.size())),
             tr("“Removed” over the takes keeps what was removed for 30 days."),
             {}},
            {{tr("Undo"), [this, all = m_removed] { m_uses.takes.restore(all); }}});
    });
    connect(library, &TakeLibrary::restored, this, [this] { m_uses.notices.withdraw(QStringLiteral("removed")); });
    connect(library, &TakeLibrary::forgottenChanged, this, [this](const QList<qint64> &ids, bool forgotten) {
        m_uses.notices.withdraw(QStringLiteral("forgotten"));
        if (forgotten && !ids.isEmpty()) {
            m_uses.notices.post(
                Notice::Kind::Info, QStringLiteral("forgotten"),
                {ids.size() == 1 ? tr("1 take is deleted for good at the next start.")
                                 : tr("%Ln takes are deleted for good at the next start.", nullptr, int(ids.size())),
                 {},
                 {}},
                {{tr("Undo"), [this, ids] { m_uses.takes.forget(ids, false); }}});
        }
    });
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
        if (m_saving.contains(file)) {
            const Saving saving = m_saving.take(file);
            saving.batch->below += change && change->gain.limitedByPeak;
            endOne(saving, {});
            return;
        }
        const QString folder = QFileInfo(file).absolutePath();
        m_uses.notices.withdraw(notSaved(file));
        QStringList sentences{tr("Saved as %1.").arg(QFileInfo(file).fileName())};
        if (change && change->gain.limitedByPeak) {
            sentences << tr("It is at %1 instead of %2: its peaks allow no more.")
                             .arg(shared::lufs(*change->reached()), shared::lufs(change->target));
        }
        m_uses.notices.post(Notice::Kind::Good, QStringLiteral("save"),
                            {joined(sentences), tr("In %1").arg(QDir::toNativeSeparators(folder)), {}},
                            {{tr("Open folder"), [this, folder] { Q_EMIT folderWanted(folder); }}});
    });
    connect(&m_saver, &TakeSaver::failed, this,
            [this](const engine::ClipPtr &take, const QString &file, const app::Problem &problem,
                   const engine::audio::SoundTags &tags) {
                if (m_saving.contains(file)) {
                    endOne(m_saving.take(file), problem);
                    return;
                }
                const QString name = QFileInfo(file).completeBaseName();
                m_uses.notices.post(Notice::Kind::Alarm, notSaved(file), problem,
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

bool TakeDesk::isModelReady() const {
    return !m_loading && m_uses.voices.isRead();
}

void TakeDesk::again(const TakeRecord &take, bool newSeed) {
    if (isModelReady()) {
        makeAgain({take, newSeed});
        return;
    }
    const auto same = [&](const Again &wish) { return !newSeed && !wish.newSeed && wish.take.id == take.id; };
    if (std::none_of(m_again.begin(), m_again.end(), same)) {
        m_again << Again{take, newSeed};
        Q_EMIT waitingChanged();
    }
    m_uses.notices.post(Notice::Kind::Info, QStringLiteral("again"),
                        {tr("The model is being loaded; the take is made again when it is there."), {}, {}},
                        {{tr("Cancel"), [this] { forgetAgain(); }}});
}

void TakeDesk::forgetAgain() {
    m_again.clear();
    m_uses.notices.withdraw(QStringLiteral("again"));
    Q_EMIT waitingChanged();
}

void TakeDesk::goOnWithAgain() {
    if (!isModelReady() || m_again.isEmpty()) {
        return;
    }
    m_uses.notices.withdraw(QStringLiteral("again"));
    for (const Again &wish : std::exchange(m_again, {})) {
        makeAgain(wish);
    }
    Q_EMIT waitingChanged();
}

void TakeDesk::makeAgain(const Again &wish) {
    m_uses.takes.requestOf(wish.take, m_uses.voices.voices()->voices, m_model.value_or(engine::ModelSummary{}), this,
                           [this, take = wish.take, newSeed = wish.newSeed](const app::takes::SameAgain &again) {
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
    dialog->setDirectory(shared::musicFolder());
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

void TakeDesk::setNewest(const app::speech::Take &take) {
    m_newest = take.clip;
    m_newestRecord = app::takes::recordOf(take);
}

void TakeDesk::saveNewest() {
    chooseFile(m_newest, m_newestRecord);
}

void TakeDesk::saveNewestAs(const QString &file) {
    if (m_newest && !file.isEmpty()) {
        saveAs(m_newest, file, m_newestRecord);
    }
}

void TakeDesk::save(const QList<TakeRecord> &takes) {
    if (takes.size() == 1) {
        sound(takes.first(), [this, take = takes.first()](const engine::ClipPtr &clip) { chooseFile(clip, take); });
    } else if (!takes.isEmpty()) {
        auto *sheet = new shared::FormatSheet(int(takes.size()), m_uses.settings, m_window);
        sheet->setAttribute(Qt::WA_DeleteOnClose);
        connect(sheet, &shared::FormatSheet::chosen, this,
                [this, takes](engine::audio::SoundFormat format) { chooseFolder(takes, format); });
        sheet->open();
    }
}

void TakeDesk::chooseFolder(const QList<TakeRecord> &takes, engine::audio::SoundFormat format) {
    auto *dialog = new QFileDialog(m_window, tr("Save the takes into a folder"), shared::musicFolder());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    // With two folders chosen there is no fileSelected.
    connect(dialog, &QFileDialog::filesSelected, this, [this, takes, format](const QStringList &folders) {
        if (!folders.isEmpty()) {
            saveInto(folders.first(), takes, format);
        }
    });
    dialog->open();
}

// Nothing that is in the folder is replaced: names that are taken get " (2)".
void TakeDesk::saveInto(const QString &folder, const QList<TakeRecord> &takes, engine::audio::SoundFormat format) {
    const QString suffix = QString::fromStdString(engine::audio::suffixOf(format));
    m_freeNames.find(folder, app::takes::fileNamesOf(takes, suffix), m_saving.keys(),
                     [this, takes, format](const QStringList &files) { saveAsNew(files, takes, format); });
}

void TakeDesk::saveAsNew(const QStringList &files, const QList<TakeRecord> &takes, engine::audio::SoundFormat format) {
    auto batch = std::make_shared<Batch>();
    batch->folder = QFileInfo(files.first()).absolutePath();
    batch->format = format;
    batch->waiting = takes.size();
    for (qsizetype i = 0; i < takes.size(); ++i) {
        const Saving saving{batch, takes[i]};
        m_saving.insert(files[i], saving);
        m_uses.takes.audio(takes[i].audioHash, this,
                           [this, saving, file = files[i]](const app::storage::Answer<engine::ClipPtr> &answer) {
                               if (answer) {
                                   m_saver.save(*answer.value, file, app::takes::tagsOf(saving.take),
                                                m_uses.settings.loudness(), saving.batch->format);
                               } else {
                                   m_saving.remove(file);
                                   endOne(saving, answer.problem);
                               }
                           });
    }
}

void TakeDesk::endOne(const Saving &saving, const std::optional<app::Problem> &problem) {
    Batch &batch = *saving.batch;
    if (problem) {
        batch.notSaved << saving.take;
        batch.problems << *problem;
    } else {
        ++batch.saved;
    }
    if (--batch.waiting == 0) {
        sayWhatWasSaved(batch);
    }
}

void TakeDesk::sayWhatWasSaved(const Batch &batch) {
    const QString subject = QStringLiteral("save into:") + batch.folder;
    const int saved = int(batch.saved);
    const int notSaved = int(batch.notSaved.size());
    const shared::NoticeAction openFolder{tr("Open folder"),
                                          [this, folder = batch.folder] { Q_EMIT folderWanted(folder); }};
    QStringList sentences{saved == 1 ? tr("1 take saved.") : tr("%Ln takes saved.", nullptr, saved)};
    if (batch.below > 0) {
        sentences << (batch.below == 1 ? tr("1 is quieter than was asked: its peaks allow no more.")
                                       : tr("%Ln are quieter than was asked: their peaks allow no more.", nullptr,
                                            int(batch.below)));
    }
    if (notSaved == 0) {
        m_uses.notices.post(Notice::Kind::Good, subject,
                            {joined(sentences), tr("In %1").arg(QDir::toNativeSeparators(batch.folder)), {}},
                            {openFolder});
        return;
    }
    const app::Problem &first = batch.problems.first();
    QStringList details;
    for (qsizetype i = 0; i < batch.problems.size(); ++i) {
        const app::Problem &problem = batch.problems[i];
        details << app::takes::fileStemOf(batch.notSaved[i]) + QStringLiteral(": ") + problem.what + u' ' +
                       problem.detail;
    }
    sentences << (notSaved == 1 ? tr("1 was not: %1").arg(first.what)
                                : tr("%Ln were not: %1", nullptr, notSaved).arg(first.what));
    std::vector<shared::NoticeAction> actions{
        {tr("Save elsewhere …"), [this, takes = batch.notSaved] { save(takes); }}};
    if (saved > 0) {
        actions.push_back(openFolder);
    }
    m_uses.notices.post(Notice::Kind::Alarm, subject, {joined(sentences), first.remedy, details.join(u'\n')},
                        std::move(actions));
}

} // namespace ui

#include "moc_take_desk.cpp"
