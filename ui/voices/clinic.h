// From a recording to a voice, in place of the panes: the window, what was measured of it, the words, the name. It also
// shows how far a file is read. It plays and saves nothing itself (voice_desk.h does).
#pragma once

#include <QWidget>

#include <optional>

#include "app/decoding/decoded_sound.h"
#include "ui/shared/peaks.h"
#include "ui/voices/voice_form.h"
#include "ui/voices/window_analysis.h"

class QDoubleSpinBox;
class QHBoxLayout;
class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace ui::shared {
class ElidedLabel;
}

namespace ui::voices {

class FindingList;
class RecordPage;
class RecordingView;

class Clinic : public QWidget {
    Q_OBJECT

public:
    explicit Clinic(QWidget *parent = nullptr);

    struct Case {
        app::decoding::DecodedSound sound;
        QString voiceId; // empty: a new voice
        VoiceText text;
        engine::VoiceOrigin origin;                      // of a voice that is edited: where its recording came from
        app::voices::VoiceRights voiceRights = {};       // with ownRights: those of the voice itself
        std::optional<shared::Span> window = {};         // none: the best one is looked for
        std::optional<VoiceText> typed = {};             // instead of `text`, by somebody who was here before
        std::shared_ptr<const shared::Peaks> peaks = {}; // of the sound; null: it is short
    };

    void showReading(const QString &what); // the name of a file
    void showProgress(double fraction, double secondsLeft);
    // Of the recordings that were dropped together: which one is shown, and those behind it. Empty: it is alone.
    void showPlace(const QString &place, const QStringList &next);
    void showRecorder(); // the microphone is used from here on
    void closeRecorder();
    bool isRecording() const;       // what is said is kept
    engine::ClipPtr endRecording(); // what was said until now; null: nothing was
    void open(const Case &subject);
    void close(); // nothing of it is kept
    const Case &subject() const { return m_case; }
    bool isReady() const;                                                          // a recording is open
    bool isChanged() const;                                                        // something would be lost
    bool isRecorded() const { return isReady() && m_case.sound.sha256.isEmpty(); } // of no file: it is nowhere else

    app::voices::VoiceDetails details() const; // of the voice, whichever style is shown
    QString style() const { return m_form->text().style; }
    app::voices::VoiceReference reference() const; // without a clip where the window of an edited voice is as it was
    bool isReferenceChanged() const;
    bool areDetailsChanged() const;
    Case put() const; // all of it as it is now, to be opened again

    void save(bool speak);   // or says what is missing
    void setBusy(bool busy); // it is being saved
    bool isBusy() const;
    void setPlayhead(double seconds); // on the time line of the window; negative: none
    RecordingView &recording() { return *m_recording; }
    VoiceForm &form() { return *m_form; }

Q_SIGNALS:
    void saveWanted(bool speak);
    void leaveWanted();                                                             // also while a file is read
    void playWanted(const engine::ClipPtr &clip, const QString &what, double from); // from: s of the recording
    void styleWanted(const QString &style);
    void recorded(const engine::ClipPtr &clip, bool whole);
    void problem(const app::Problem &problem);
    void removeStyleWanted();
    void nextWanted(); // without this one
    void factsShown(); // what is said of the window is true now

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makeReadingPage();
    QWidget *makeWorkPage();
    QHBoxLayout *makeWindowRow();
    QHBoxLayout *makeButtons();
    void look();
    void show(const WindowFactsPtr &facts);
    void showWindow();
    void typeWindow();
    void playFrom(double seconds);
    QString name() const;

    Case m_case;
    WindowAnalysis m_analysis;
    WindowFactsPtr m_facts;
    bool m_moved = false;  // the person has chosen a window
    shared::Span m_opened; // the window of an edited voice

    QStackedWidget *m_pages;
    RecordPage *m_recorder;
    QLabel *m_reading;
    QLabel *m_left;
    QProgressBar *m_progress;
    shared::ElidedLabel *m_heading;
    shared::ElidedLabel *m_notice;
    QLabel *m_places[2]; // while it is read, and behind its name
    QPushButton *m_next;
    RecordingView *m_recording;
    QPushButton *m_before;
    QPushButton *m_after;
    QPushButton *m_best;
    QDoubleSpinBox *m_from;
    QDoubleSpinBox *m_length;
    FindingList *m_findings;
    VoiceForm *m_form;
    QLabel *m_missing;
    QPushButton *m_removeStyle;
    QPushButton *m_save;
    QPushButton *m_saveAndSpeak;
};

} // namespace ui::voices
