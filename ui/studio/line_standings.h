// Keeps what the text shows of every line as it stands: its take, the work on it, its voice. The first lines at once,
// the rest of a long script in slices, so that nobody waits.
#pragma once

#include <QObject>
#include <QTimer>

#include "engine/synthesizer.h"

namespace app::cloning {
class LineMaker;
}
namespace app::script {
class ScriptDocument;
}
namespace app::voices {
class VoiceLibrary;
}

namespace ui::studio {

class ScriptEditor;

class LineStandings : public QObject {
    Q_OBJECT

public:
    LineStandings(const app::script::ScriptDocument &script, const app::cloning::LineMaker &lines,
                  const app::voices::VoiceLibrary &voices, ScriptEditor *text);

    void showAll();

Q_SIGNALS:
    void progressed(const engine::Progress &progress); // of a line that is being made

private:
    void show(const QString &lineId);
    void showMore();

    const app::script::ScriptDocument &m_script;
    const app::cloning::LineMaker &m_lines;
    const app::voices::VoiceLibrary &m_voices;
    ScriptEditor &m_text;
    QTimer m_more;
    qsizetype m_shown = 0; // lines that had their turn
    bool m_again = false;  // and have it once more after the others
};

} // namespace ui::studio
