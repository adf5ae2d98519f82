// One text, one voice, one key: Ctrl+Enter makes a take. The sound itself is the transport's; messages go to the notice
// bar through problem().
#pragma once

#include <QSet>
#include <QWidget>

#include <functional>

#include "app/speech/speech_queue.h"
#include "app/voices/voice_library.h"

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace app {
class Settings;
}
namespace app::speech {
class SpeechWorker;
}

namespace ui::shared {
class ElidedLabel;
}

namespace ui::studio {

class Inspector;
class TextEditor;

class StudioPane : public QWidget {
    Q_OBJECT

public:
    struct Uses {
        app::Settings &settings;
        app::voices::VoiceLibrary &voices;
        app::speech::SpeechWorker &worker;
        app::speech::SpeechQueue &queue;
        std::function<engine::Request(const QString &text)> request; // what the settings describe
    };

    explicit StudioPane(Uses uses, QWidget *parent = nullptr);

    void speak();
    void stop(); // what is spoken or waits to be
    void drawSeed();
    bool isBusy() const { return m_job != 0; }
    QString text() const;
    void setText(const QString &text);
    void focusText();

Q_SIGNALS:
    void busyChanged(bool busy);
    void streamStarted(quint64 id, const QString &what);
    void streamEnded(quint64 id, const engine::ClipPtr &whole); // null: stopped or failed
    void taken(const app::speech::Take &take);
    void problem(const app::Problem &problem);
    void voicesFolderWanted();

private:
    QWidget *makeWorkplace();
    QWidget *makeEmptyState();
    void connectQueue();
    void listVoices();
    void showVoice();
    void showState(const QString &text, double fraction = -1);
    void showProgress(const engine::Progress &progress);
    void showLicence(const engine::ModelSummary &model);
    void showResult(const app::speech::Take &take);
    void sayIfShortened(const app::speech::Take &take);
    void begin(quint64 id);
    void end(quint64 id, const engine::ClipPtr &whole);

    Uses m_uses;
    quint64 m_job = 0; // ours that waits or runs
    bool m_stopping = false;
    bool m_modelReady = false;
    bool m_speakWhenRead = false;  // asked before the voices were known
    QSet<QString> m_saidShortened; // voices whose recording is longer than what is used of it

    QStackedWidget *m_pages;
    QComboBox *m_voice;
    shared::ElidedLabel *m_voiceAbout;
    QLabel *m_licence; // of the model, when it rules something out
    TextEditor *m_text;
    QLabel *m_count;
    QPushButton *m_speak;
    QPushButton *m_stop;
    shared::ElidedLabel *m_state;
    QProgressBar *m_progress;
    Inspector *m_inspector;
};

} // namespace ui::studio
