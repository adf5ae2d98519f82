// What is done with voices beyond choosing one: make one of a file, look at it in the clinic, save it, remove it, and
// Undo.
#pragma once

#include <QObject>

#include <optional>
#include <stop_token>

#include "app/decoding/decoder.h"
#include "app/storage/file_thread.h"
#include "app/voices/reference_checks.h"
#include "app/voices/voice_change.h"
#include "ui/shared/notice_bar.h"
#include "ui/voices/clinic.h"
#include "ui/voices/waiting_files.h"

namespace app {
class Settings;
}
namespace app::speech {
class Player;
}
namespace app::voices {
class VoiceEditor;
}
namespace ui::shared {
class Transport;
}

namespace ui::voices {

class VoiceSound;
class VoicesPane;

class VoiceDesk : public QObject {
    Q_OBJECT

public:
    struct Uses {
        app::Settings &settings;
        app::voices::VoiceLibrary &voices;
        app::voices::VoiceEditor &editor;
        app::speech::Player &player;
        shared::Transport &transport;
        shared::NoticeBar &notices;
    };

    // `docks` and `stage` are the parents of the pane and of the clinic.
    VoiceDesk(Uses uses, QWidget *window, QWidget *docks, QWidget *stage);
    ~VoiceDesk() override { m_drawing.request_stop(); }

    VoicesPane &pane() { return *m_pane; }
    Clinic &clinic() { return *m_clinic; }
    bool isClinicOpen() const { return m_open; }

    void chooseFile();                       // for a new voice
    void addFiles(const QStringList &files); // one after another; folders of them, packs and lists too
    void record();
    void addStyle(const QString &voiceId, const QString &file);
    void edit(const QString &voiceId, const QString &style = {});
    void leave();                // the clinic; what was not saved can be gone back to
    bool holdsRecording() const; // one that is in no file, and not saved
    void goBackToRecording();
    void remove(const QString &voiceId);
    void restore(const QString &voiceId);

Q_SIGNALS:
    void clinicWanted(bool open);             // in place of the panes, or not any more
    void speakWanted(const QString &voiceId); // the Studio's line, with this voice that is chosen now

private:
    struct Reading { // what the file that is being read is for
        Purpose purpose = Purpose::NewVoice;
        QString voiceId;
        QString style;
    };
    struct Awaited { // a voice that was saved, and is not in the library yet
        QString id;
        QString style;
        bool speak = false;
    };

    void connectPane();
    void connectClinic();
    void connectDecoder();
    void connectWaiting();
    bool isNextWaiting() const { return m_inLine && !m_waiting.isEmpty(); } // behind what the clinic shows
    void readNext();
    void offerRest(); // of what was dropped together
    void choose(const QString &title, const Reading &reading);
    void read(const QString &file, const Reading &reading);
    void prepare(const app::decoding::DecodedSound &sound);
    Clinic::Case caseOf(const app::decoding::DecodedSound &sound,
                        const std::shared_ptr<const shared::Peaks> &peaks = {}) const;
    void open(const Clinic::Case &subject);
    void openRecording(const engine::ClipPtr &clip, bool whole);
    void putRecordingAway(); // what is being said into the microphone
    void beginSession();
    void openClinic(bool open);
    void offerBack(const Clinic::Case &subject);
    const shared::Notice *recordingAway() const;
    void goOn(const Clinic::Case &subject);
    void save(bool speak);
    void saveEdited(bool speak);
    void saved(const QString &what, const QList<app::voices::VoiceChange> &changes, const Awaited &awaited,
               const QString &chosen = {});
    void notSaved(const app::Problem &problem);
    // `chosen`: for the Studio, before it was gone.
    void offerUndo(const QString &what, const QList<app::voices::VoiceChange> &changes, const QString &chosen = {});
    void undo(const QString &what, QList<app::voices::VoiceChange> changes, const QString &chosen);
    void followLibrary();
    QString nameOf(const QString &voiceId) const;

    const Uses m_uses;
    QWidget *m_window;
    app::voices::ReferenceChecks m_checks;
    app::decoding::Decoder m_decoder;
    VoicesPane *m_pane;
    Clinic *m_clinic;
    VoiceSound *m_sound;
    WaitingFiles m_waiting;
    bool m_inLine = false; // the clinic shows one of those that were dropped together
    bool m_open = false;
    Reading m_reading;
    std::optional<Awaited> m_awaited;
    QString m_chosenBack;                          // a voice to speak with again, as soon as it is there
    quint64 m_session = 0;                         // what the clinic shows
    std::stop_source m_drawing;                    // of its waveform
    quint64 m_savedSession = 0;                    // what is being saved
    std::optional<Clinic::Case> m_saving;          // the same, to go back to when it fails
    quint64 m_notices = 0;                         // that offer something
    app::storage::FileThread m_files{"waveforms"}; // last: what it does refers to the others
};

} // namespace ui::voices
