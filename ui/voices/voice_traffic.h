// Voices in from packs and from lists of other programs, and out as packs: asked for in dialogs, done in the
// background, told in the line over the panes, with Undo.
#pragma once

#include <QObject>
#include <QPointer>
#include <QStringList>

#include "app/voices/voice_transfer.h"
#include "ui/shared/notice_bar.h"

class QMessageBox;
class QWidget;

namespace ui::voices {

class VoiceTraffic : public QObject {
    Q_OBJECT

public:
    VoiceTraffic(app::voices::VoiceTransfer &transfer, shared::NoticeBar &notices, QWidget *window);

    void chooseImport();
    // Asks first when voices of a pack are there already.
    void import(const QString &file);
    void chooseExport(const QString &voiceId);
    void exportTo(const QString &voiceId, const QString &file);

Q_SIGNALS:
    void settingsWanted(const QString &file); // of the ishowtts.toml whose voices have come

private:
    void beginAnew();
    void ask(const QString &file, const QStringList &there);
    void begin(const QString &file, app::voices::Clash clash);
    void showProgress(double done);
    void tellImported(quint64 id, const app::voices::ImportReport &report);

    app::voices::VoiceTransfer &m_transfer;
    shared::NoticeBar &m_notices;
    QWidget *m_window;
    QPointer<QMessageBox> m_question;
    QStringList m_failed; // subjects of notices
};

} // namespace ui::voices
