// Lines of text, a voice, one key: Ctrl+Enter makes a take of the line that the cursor is in. The sound itself is the
// transport's; messages go to the notice bar through problem().
#pragma once

#include <QWidget>

#include <optional>

#include "app/cloning/difference.h"
#include "app/cloning/line_maker.h"
#include "app/cloning/model_precisions.h"
#include "app/cloning/spoken_lines.h"
#include "app/voices/voice_library.h"

class QStackedWidget;

namespace app {
class Presets;
class Settings;
} // namespace app
namespace app::script {
class ScriptDocument;
}
namespace app::speech {
class SpeechWorker;
}

namespace ui::studio {

class FindBar;
class Inspector;
class LineCard;
class LineNotes;
class LineStandings;
class PresetRow;
class ScriptEditor;
class SpeakBar;
class Speaking;
class VoiceChoice;

class StudioPane : public QWidget {
    Q_OBJECT

public:
    struct Uses {
        app::Settings &settings;
        app::Presets &presets;
        app::voices::VoiceLibrary &voices;
        app::speech::SpeechWorker &worker;
        app::script::ScriptDocument &script;
        app::cloning::LineMaker &lines;
        const app::cloning::ModelPrecisions &precisions;
        const app::cloning::SpokenLines &spoken;
        app::cloning::LineMaker::RequestFor request;
    };

    explicit StudioPane(Uses uses, QWidget *parent = nullptr);

    void speak();         // the line that the cursor is in, or the selected ones
    void makeChanged();   // every line that has no take of what it says; nothing sounds
    void makeOtherwise(); // likewise those that were made with other settings than those of now; their seeds stay
    void stop();          // what is spoken or waits to be
    void drawSeed();
    void playLine(); // its newest take, or a first one
    void chooseLineVoice();
    bool isBusy() const;
    QString text() const;
    void setText(const QString &text); // in place of the whole script, as one step of undo
    void focusText();
    void goTo(const std::optional<app::script::Place> &place);
    ScriptEditor &editor() { return *m_text; }
    FindBar &finder() { return *m_finder; }
    LineCard &lineCard() { return *m_line; }
    PresetRow &presets();
    Inspector &inspector() { return *m_inspector; }
    void hearWhat(app::cloning::Varied what); // a setting does to the current line: two takes, compared

Q_SIGNALS:
    void busyChanged(bool busy);
    void streamStarted(quint64 id, const QString &what);
    void streamEnded(quint64 id, const engine::ClipPtr &whole); // null: stopped or failed
    void taken(const app::speech::Take &take);
    void pairAsked(const QList<quint64> &jobs); // to be compared when both are kept
    void playWanted(const app::takes::TakeRecord &take);
    // One take at two loudnesses (LUFS; none = as spoken).
    void loudnessPairWanted(const app::takes::TakeRecord &take, std::optional<double> a, std::optional<double> b);
    void currentLineChanged(const QString &lineId);
    void cursorMoved(const app::script::Place &place);
    void filesDropped(const QStringList &files);
    void soundDropped(const QStringList &files, const app::Problem &problem); // on the text, which is not for sounds
    void problem(const app::Problem &problem);
    void voiceWanted(); // a new one
    void voicesFolderWanted();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeWorkplace();
    QWidget *makeSide(QWidget *page);
    void makeSpeaking();
    void connectEditor();
    void connectSpoken();
    void offerFirstSentence();
    void followVoices();
    void openVoiceMenu(const QPoint &where);

    Uses m_uses;

    QStackedWidget *m_pages;
    VoiceChoice *m_voice;
    FindBar *m_finder;
    ScriptEditor *m_text;
    SpeakBar *m_bar;
    LineCard *m_line;
    LineNotes *m_notes;
    Inspector *m_inspector;
    LineStandings *m_standings;
    Speaking *m_speaking;
};

} // namespace ui::studio
