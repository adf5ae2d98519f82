// What the Studio has spoken: asks for takes of lines, tells what comes of it in the row below the script, and says
// what keeps a line from being spoken.
#pragma once

#include <QObject>
#include <QSet>

#include <optional>

#include "app/cloning/difference.h"
#include "app/cloning/line_maker.h"
#include "app/cloning/model_precisions.h"

namespace app::script {
class ScriptDocument;
}
namespace app::speech {
class SpeechWorker;
}
namespace app::voices {
class VoiceLibrary;
}

namespace ui::studio {

class Inspector;
class LineCard;
class ScriptEditor;
class SpeakBar;
class VoiceChoice;

class Speaking : public QObject {
    Q_OBJECT

public:
    struct Uses {
        app::voices::VoiceLibrary &voices;
        app::speech::SpeechWorker &worker;
        app::script::ScriptDocument &script;
        app::cloning::LineMaker &lines;
        const app::cloning::ModelPrecisions &precisions;
        const app::cloning::SpokenLines &spoken;
        app::cloning::LineMaker::RequestFor request;
        VoiceChoice &voice;
        ScriptEditor &text;
        LineCard &line;
        Inspector &inspector;
        SpeakBar &bar;
    };

    Speaking(Uses uses, QObject *parent);

    void speak();         // the line that the cursor is in, or the selected ones
    void makeChanged();   // every line that has no take of what it says; nothing sounds
    void makeOtherwise(); // every line that was made with other settings than those of now; its seed stays
    void stop();          // what is spoken or waits to be
    void speakLine(const QString &lineId);
    void retry(const QString &lineId); // its newest take, with a seed that follows from that take's
    void playLine();                   // its newest take, or a first one
    void playNewest(const QString &lineId);
    void hearWhat(app::cloning::Varied what); // a setting does to the current line: two takes, compared
    void hearDifference(const app::cloning::Difference &difference);
    void hearLoudness(std::optional<double> other, std::optional<double> now);
    void showProgress(const engine::Progress &progress);
    void followVoices();

Q_SIGNALS: // StudioPane's
    void busyChanged(bool busy);
    void streamStarted(quint64 id, const QString &what);
    void streamEnded(quint64 id, const engine::ClipPtr &whole);
    void taken(const app::speech::Take &take);
    void pairAsked(const QList<quint64> &jobs);
    void playWanted(const app::takes::TakeRecord &take);
    void loudnessPairWanted(const app::takes::TakeRecord &take, std::optional<double> a, std::optional<double> b);
    void problem(const app::Problem &problem);

private:
    void connectWorker();
    void connectLines();
    bool canSpeak();
    enum class SeedFor { Next, Same }; // the seed of the next take, or the one that stands in the inspector
    std::optional<engine::Request> requestOf(const QString &lineId, SeedFor seedFor = SeedFor::Next);
    void makeLines(const QStringList &lineIds, bool withTheirSeeds = false);
    bool saysSomething(const app::script::Line &line) const;
    void sayNothingToSay();
    void sayNoVoice(const app::script::Line &line);
    void sayIfShortened(const app::speech::Take &take);

    const Uses m_uses;
    QSet<quint64> m_heard; // jobs that sound while they are made
    qsizetype m_batch = 0; // lines asked for at once
    bool m_modelReady = false;
    bool m_speakWhenRead = false;  // asked before the voices were known
    QSet<QString> m_saidShortened; // voices whose recording is longer than what is used of it
};

} // namespace ui::studio
