// Which voice lines have of their own, as a menu that deletes itself when it closes: as the Studio, one of those that
// are there, or the one that a line has and that is not there.
#pragma once

#include <QList>

class QMenu;
class QWidget;

namespace app::script {
class ScriptDocument;
}
namespace app::voices {
class VoiceLibrary;
}

namespace ui::studio {

// `rows`: one at least.
QMenu *makeVoiceMenu(app::script::ScriptDocument &script, const QList<int> &rows,
                     const app::voices::VoiceLibrary &voices, QWidget *parent);

} // namespace ui::studio
