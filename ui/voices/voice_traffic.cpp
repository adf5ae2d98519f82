#include "ui/voices/voice_traffic.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>

#include <cmath>
#include <utility>

#include "ui/shared/home_folders.h"

namespace ui::voices {

using app::voices::Clash;
using app::voices::ImportReport;
using app::voices::VoiceTransfer;
using shared::Notice;

namespace {

const QString kSubject = QStringLiteral("voice traffic");

QString subjectOf(quint64 transfer) {
    return QStringLiteral("%1:%2").arg(kSubject).arg(transfer);
}

} // namespace

VoiceTraffic::VoiceTraffic(VoiceTransfer &transfer, shared::NoticeBar &notices, QWidget *window)
    : QObject(window), m_transfer(transfer), m_notices(notices), m_window(window) {
    connect(&transfer, &VoiceTransfer::inspected, this,
            [this](quint64, const QString &file, const std::vector<app::voices::PackedVoice> &voices) {
                QStringList there;
                for (const auto &voice : voices) {
                    if (voice.taken)
                        there << voice.id;
                }
                there.isEmpty() ? begin(file, Clash::KeepBoth) : ask(file, there);
            });
    connect(&transfer, &VoiceTransfer::progressed, this, [this](quint64, double done) { showProgress(done); });
    connect(&transfer, &VoiceTransfer::imported, this,
            [this](quint64 id, const ImportReport &report) { tellImported(id, report); });
    connect(&transfer, &VoiceTransfer::exported, this, [this](quint64, const QString &file) {
        m_notices.post(
            Notice::Kind::Good, kSubject,
            {tr("The voice is in '%1'.").arg(QFileInfo(file).fileName()), tr("Licence and consent go with it."), {}});
    });
    connect(&transfer, &VoiceTransfer::failed, this, [this](quint64 id, const app::Problem &problem) {
        m_notices.withdraw(kSubject);
        m_failed << subjectOf(id);
        m_notices.post(Notice::Kind::Attention, m_failed.last(), problem);
    });
    connect(&transfer, &VoiceTransfer::cancelled, this, [this] {
        m_notices.post(Notice::Kind::Info, kSubject, {tr("Stopped; nothing was changed."), {}, {}});
    });
}

void VoiceTraffic::chooseImport() {
    auto *dialog = new QFileDialog(m_window, tr("Voices from a file"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters(
        {tr("Packs and lists of voices (*.ishowtts-voice.zip *.zip *.toml overrides.json)"), tr("All files (*)")});
    dialog->setDirectory(shared::musicFolder());
    connect(dialog, &QFileDialog::fileSelected, this, &VoiceTraffic::import);
    dialog->open();
}

void VoiceTraffic::import(const QString &file) {
    beginAnew();
    m_transfer.inspect(file);
}

// What several of them say stays beside each other; what was wrong before is not said of a new one.
void VoiceTraffic::beginAnew() {
    if (m_transfer.isRunning())
        return;
    for (const QString &subject : std::exchange(m_failed, {}))
        m_notices.withdraw(subject);
}

void VoiceTraffic::ask(const QString &file, const QStringList &there) {
    if (m_question) {
        connect(
            m_question, &QObject::destroyed, this, [this, file, there] { ask(file, there); }, Qt::QueuedConnection);
        return;
    }
    m_question = new QMessageBox(QMessageBox::Question, tr("Voices that are there already"),
                                 tr("There are voices named %1 already.").arg(there.join(QStringLiteral(", "))),
                                 QMessageBox::Cancel, m_window);
    m_question->setTextFormat(Qt::PlainText); // names that others gave
    m_question->setAttribute(Qt::WA_DeleteOnClose);
    m_question->setInformativeText(
        tr("Keep both gives the new ones another id. What is replaced can be brought back."));
    auto *both = m_question->addButton(tr("&Keep both"), QMessageBox::AcceptRole);
    auto *replace = m_question->addButton(tr("&Replace"), QMessageBox::DestructiveRole);
    m_question->setDefaultButton(both);
    connect(both, &QPushButton::clicked, this, [this, file] { begin(file, Clash::KeepBoth); });
    connect(replace, &QPushButton::clicked, this, [this, file] { begin(file, Clash::Replace); });
    m_question->open();
}

void VoiceTraffic::begin(const QString &file, Clash clash) {
    m_transfer.import(file, clash);
    showProgress(0);
}

void VoiceTraffic::showProgress(double done) {
    if (!m_transfer.isRunning())
        return;
    m_notices.post(Notice::Kind::Info, kSubject,
                   {tr("Voices are read and checked: %1 %.").arg(std::lround(100 * done)), {}, {}},
                   {{tr("Cancel"), [this] { m_transfer.cancel(); }}});
}

void VoiceTraffic::chooseExport(const QString &voiceId) {
    auto *dialog = new QFileDialog(m_window, tr("A pack for the voice"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Packs of voices (*.ishowtts-voice.zip)")});
    dialog->setDirectory(shared::musicFolder());
    dialog->selectFile(voiceId + QLatin1String(app::voices::kPackSuffix));
    connect(dialog, &QFileDialog::fileSelected, this, [this, voiceId](const QString &file) {
        exportTo(voiceId, app::voices::isPack(file) ? file : file + QLatin1String(app::voices::kPackSuffix));
    });
    dialog->open();
}

void VoiceTraffic::exportTo(const QString &voiceId, const QString &file) {
    beginAnew();
    m_transfer.exportPack({voiceId}, file);
}

void VoiceTraffic::tellImported(quint64 id, const ImportReport &report) {
    m_notices.withdraw(kSubject);
    QStringList details;
    for (const auto &voice : report.refused)
        details << tr("%1: %2 %3").arg(voice.name, voice.reason.what, voice.reason.remedy);
    for (const auto &voice : report.taken) {
        if (!voice.notice.isEmpty())
            details << tr("%1: %2").arg(voice.name, voice.notice);
    }
    for (const auto &voice : report.here)
        details << tr("%1: it is here already, as %2").arg(voice.name, voice.id);
    const int taken = int(report.taken.size());
    const int refused = int(report.refused.size());
    const QString what = taken == 0 ? tr("No voice was added.") : tr("%n voices were added.", nullptr, taken);
    QStringList rest;
    if (!report.here.isEmpty())
        rest << tr("%n are here already.", nullptr, int(report.here.size()));
    if (refused > 0)
        rest << tr("%n could not be: Details says why.", nullptr, refused);
    std::vector<shared::NoticeAction> actions;
    if (taken > 0)
        actions.push_back({tr("Undo"), [this, report] { m_transfer.takeBack(report); }});
    if (!report.settingsIn.isEmpty())
        actions.push_back(
            {tr("Take its settings, too"), [this, file = report.settingsIn] { Q_EMIT settingsWanted(file); }});
    m_notices.post(refused == 0 ? Notice::Kind::Good : Notice::Kind::Attention, subjectOf(id),
                   {what, rest.join(u' '), details.join(u'\n')}, std::move(actions));
}

} // namespace ui::voices

#include "moc_voice_traffic.cpp"
