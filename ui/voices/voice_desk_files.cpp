// Which files the desk reads, and in what order.
#include <QFileDialog>
#include <QFileInfo>

#include <utility>

#include "ui/shared/home_folders.h"
#include "ui/voices/voice_desk.h"
#include "ui/voices/voices_pane.h"

namespace ui::voices {

using shared::Notice;

void VoiceDesk::connectWaiting() {
    connect(&m_waiting, &WaitingFiles::added, this, [this](bool first) {
        if (first) {
            readNext();
        } else {
            m_clinic->showPlace(m_waiting.place(), m_waiting.files());
        }
    });
    connect(&m_waiting, &WaitingFiles::listFound, m_pane, &VoicesPane::listDropped);
    connect(&m_waiting, &WaitingFiles::nothingFound, this, [this](const QString &folder) {
        m_uses.notices.post(
            Notice::Kind::Attention, QStringLiteral("empty folder"),
            {tr("There is no recording in “%1”.").arg(folder), tr("Drop sounds, videos or packs of voices."), {}});
    });
    connect(m_clinic, &Clinic::nextWanted, this, [this] {
        if (!m_clinic->isBusy()) {
            readNext();
        }
    });
}

void VoiceDesk::chooseFile() {
    choose(tr("A recording for a new voice"), {});
}

// The dialog does not hold anything up.
void VoiceDesk::choose(const QString &title, const Reading &reading) {
    const bool several = reading.purpose == Purpose::NewVoice;
    auto *dialog = new QFileDialog(m_window, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(several ? QFileDialog::ExistingFiles : QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Sound and video (%1)").arg(WaitingFiles::patterns().join(u' ')), tr("All files (*)")});
    dialog->setDirectory(shared::musicFolder());
    connect(dialog, &QFileDialog::filesSelected, this, [this, reading, several](const QStringList &files) {
        if (several) {
            addFiles(files);
        } else if (!files.isEmpty()) {
            read(files.first(), reading);
        }
    });
    dialog->open();
}

void VoiceDesk::addFiles(const QStringList &files) {
    if (!files.isEmpty()) {
        m_waiting.add(files);
    }
}

void VoiceDesk::readNext() {
    m_inLine = false; // what is left for the next one takes none away
    const QString file = m_waiting.takeNext();
    if (!file.isEmpty()) {
        read(file, {});
        m_inLine = true;
        m_clinic->showPlace(m_waiting.place(), m_waiting.files());
    }
}

void VoiceDesk::offerRest() {
    m_clinic->showPlace({}, {});
    if (!isNextWaiting()) {
        m_inLine = false;
        return;
    }
    m_inLine = false;
    const QStringList rest = m_waiting.takeRest();
    QStringList names;
    for (const QString &file : rest) {
        names << QFileInfo(file).fileName();
    }
    const QString what =
        rest.size() == 1 ? tr("One more recording waits.") : tr("%Ln more recordings wait.", nullptr, int(rest.size()));
    m_uses.notices.post(Notice::Kind::Info, QStringLiteral("waiting recordings:%1").arg(++m_notices),
                        {what, {}, names.join(u'\n')}, {{tr("Go on with the next"), [this, rest] { addFiles(rest); }}});
}

} // namespace ui::voices
